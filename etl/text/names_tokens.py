"""Tokens of a text, with offsets: what the name finder reads.

Here: cutting a text into words, numbers and single marks, taking glued words apart ("kepadaReuters"), sentence starts.
Not here: what a token means (names_words.py, names_lexicon.py), finding names (names_find.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

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

_ENDS_SENTENCE = frozenset(".?!")
_ENDS_CLAUSE = frozenset(":;")
_DASHES = frozenset("-–—")
_OPENS = frozenset("\"'“”‘’«»([{*•–—-")
_DOTTED = frozenset(
    "dr drs dra drg ir prof h hj kh st sdr ny tn mr mrs ms sdri jl jln no gg rp pol inf kav purn tb rd m moh muh abd tgk".split()
)
"""Short forms written with a full stop that ends no sentence; single letters are such too."""


SHORTEST_TAIL_CHARS = 4
SHORTEST_GLUED_CHARS = 2 * SHORTEST_TAIL_CHARS
LONGEST_GLUED_CHARS = 30
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
        sentence = self.sentences[-1] + 1 if self.sentences else 0
        first, before = True, ""
        for match in _TOKEN.finditer(text):
            word = match.group()
            start = match.start() + offset_chars
            if len(word) > 4 and not word.islower() and not word.isupper():
                while cut := _cut(word, is_glued):
                    self._add(word[:cut], start, line, first, sentence)
                    word, start, first = word[cut:], start + cut, False
            self._add(word, start, line, first, sentence)
            if word in _ENDS_SENTENCE:
                if word != "." or not (len(before) == 1 or before.lower() in _DOTTED):
                    first = True
                    sentence += 1
            elif word in _ENDS_CLAUSE or (word in _DASHES and not _is_hyphen(text, match.start())):
                first = True
            elif word not in _OPENS:
                first = False
            before = word

    def _add(self, word: str, start: int, line: int, first: bool, sentence: int) -> None:
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(start + len(word))
        self.lines.append(line)
        self.is_first.append(first)
        self.sentences.append(sentence)


def _is_hyphen(text: str, at: int) -> bool:
    """Whether the dash at `at` joins two words rather than setting off a clause."""
    return not text[at - 1 : at].isspace() and not text[at + 1 : at + 2].isspace()


def _cut(word: str, is_glued: Callable[[str, str], bool]) -> int:
    """Where `word` falls apart into two glued words; 0 when it is one."""
    for place in _GLUED.finditer(word, 2):
        if is_glued(word[: place.start()], word[place.start() :]):
            return place.start()
    if SHORTEST_GLUED_CHARS <= len(word) <= LONGEST_GLUED_CHARS and word[0].isupper() and word[1:].islower():
        for at in range(len(word) - SHORTEST_TAIL_CHARS, SHORTEST_TAIL_CHARS - 1, -1):
            if is_glued(word[:at], word[at:]):
                return at
    return 0


def words_of(text: str) -> list[str]:
    """The tokens of `text` alone, glued words left together."""
    return _TOKEN.findall(text)
