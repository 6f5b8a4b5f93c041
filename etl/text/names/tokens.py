"""Tokens of a text, with offsets: what the name finder reads.

Here: cutting a text into words, numbers and single marks, taking glued words apart ("kepadaReuters"), sentence starts.
Not here: what a token means (text/single_words.py, lexicon.py), finding names (find.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

_TOKEN = re.compile(
    r"""
    [^\W\d_][^\W_]*(?:[\u0300-\u036f]+[^\W_]*)*   # a letter, then letters, digits and combining marks: G20, Erdoğan
    (?:['’ʼ`][^\W\d_]+)*                          # Ma'ruf, N'Djamena; not a closing quote
    | \d+(?:[.,]\d+)*                           # 15, 100.000, 2,5
    | \S                                        # any other mark alone
    """,
    re.VERBOSE,
)
# "Ma'ruf 2,5 (AS)" gives Ma'ruf | 2,5 | ( | AS | ); "'kata'" keeps its quotes apart.

_GLUED = re.compile(r"(?<=[a-zé])(?=[A-Z])|(?<=[A-Z]{2})(?=[a-z]{2})|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})")
# "kepadaFox" and "BTSyakni" have one place; "McCool" and "YouTube" have one too, so the caller decides; "DPRD" has none.

SENTENCE_ENDS = frozenset(".?!")
CLAUSE_ENDS = frozenset(":;")
DASHES = frozenset("-–—")
OPENING_MARKS = frozenset("\"'“”‘’«»([{*•–—-")
DOTTED = frozenset(
    "dr drs dra drg ir prof h hj kh st sdr ny tn mr mrs ms sdri jl jln no gg rp pol inf kav purn tb rd m moh muh abd tgk".split()
)
"""Short forms written with a full stop that ends no sentence; single letters are such too."""


SHORTEST_TAIL_CHARS = 4
SHORTEST_GLUED_CHARS = 2 * SHORTEST_TAIL_CHARS
LONGEST_GLUED_CHARS = 40
"""A capitalised word of this many characters may be a name with the next word stuck to it: "Trumpawal"."""


@dataclass(slots=True)
class Tokens:
    """The tokens of one document, its kept segments one after another.

    `starts`, `ends`: code points of the raw text. `lines`: index of the segment a token lies in; a name never crosses
    from one to the next. `is_first`: the token opens a sentence or clause, so its capital says nothing.
    `sentences`: a number that grows by one at every sentence.
    """

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    is_first: list[bool] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)

    def add_line(self, text: str, offset_chars: int, line: int, is_glued: Callable[[str, str], bool]) -> None:
        """Append the tokens of `text`, segment number `line`, which stands at `offset_chars`.

        `is_glued(left, right)` says whether a word with a capital inside is two words that lost their space.
        """
        matches = list(_TOKEN.finditer(text))
        words = [match[0] for match in matches]
        starts = [match.start() for match in matches]
        for at in reversed([i for i, word in enumerate(words) if may_be_glued(word)]):
            if pieces := glued_pieces(words[at], is_glued):
                words[at : at + 1] = pieces
                starts[at : at + 1] = [starts[at] + len("".join(pieces[:n])) for n in range(len(pieces))]
        count = len(words)
        first, ends_sentence = [False] * (count + 1), [0]
        first[0] = True
        for at in [i for i, word in enumerate(words) if len(word) == 1 and not word.isalnum()]:
            mark = words[at]
            if mark in SENTENCE_ENDS:
                if mark != "." or not at or not (len(words[at - 1]) == 1 or words[at - 1].lower() in DOTTED):
                    first[at + 1] = True
                    ends_sentence.append(at + 1)
            elif (
                (mark in OPENING_MARKS and first[at])
                or mark in CLAUSE_ENDS
                or (mark in DASHES and not _is_hyphen(text, starts[at]))
            ):
                first[at + 1] = True
        sentence = self.sentences[-1] + 1 if self.sentences else 0
        for start, end in pairwise([*ends_sentence, count]):
            self.sentences += [sentence] * (end - start)
            sentence += end > start
        self.words += words
        self.starts += [start + offset_chars for start in starts]
        self.ends += [start + offset_chars + len(word) for start, word in zip(starts, words, strict=True)]
        self.lines += [line] * count
        self.is_first += first[:count]


def may_be_glued(word: str) -> bool:
    """Whether `word` has the length and the capital that two words stuck together have."""
    return 4 < len(word) <= LONGEST_GLUED_CHARS and not word.islower()


def glued_pieces(word: str, is_glued: Callable[[str, str], bool]) -> tuple[str, ...]:
    """The words that `word` is glued from; empty when it is one word."""
    pieces: list[str] = []
    while cut := _cut(word, is_glued):
        pieces.append(word[:cut])
        word = word[cut:]
    return (*pieces, word) if pieces else ()


def _is_hyphen(text: str, at: int) -> bool:
    """Whether the dash at `at` joins two words rather than setting off a clause."""
    return not text[at - 1 : at].isspace() and not text[at + 1 : at + 2].isspace()


def _cut(word: str, is_glued: Callable[[str, str], bool]) -> int:
    """Where `word` falls apart into two glued words; 0 when it is one."""
    if word.isupper():
        return 0
    for place in _GLUED.finditer(word, 2):
        if is_glued(word[: place.start()], word[place.start() :]):
            return place.start()
    if len(word) >= SHORTEST_GLUED_CHARS and word[0].isupper() and word[1:].islower():
        for at in range(len(word) - SHORTEST_TAIL_CHARS, SHORTEST_TAIL_CHARS - 1, -1):
            if is_glued(word[:at], word[at:]):
                return at
    return 0


def words_of(text: str) -> list[str]:
    """The tokens of `text` alone, glued words left together."""
    return _TOKEN.findall(text)
