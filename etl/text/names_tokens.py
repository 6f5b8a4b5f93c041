"""Tokens of a text, with offsets: what the name finder reads.

Here: cutting a text into words, numbers and single marks, taking glued words apart ("PrabowoSubianto"), sentence starts.
Not here: what a token means (names_lexicon.py), finding names (names_find.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""
    [^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*   # letters, with their combining marks
    (?:['’ʼ`][^\W\d_]+)*                       # Ma'ruf, N'Djamena; not a closing quote
    | \d+(?:[.,]\d+)*                                   # 15, 100.000, 2,5
    | \S                                                # any other mark alone
    """,
    re.VERBOSE,
)
# "Ma'ruf 2,5 (AS)" gives Ma'ruf | 2,5 | ( | AS | ); "'kata'" keeps its quotes apart.

_GLUED = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z])")
# "kepadaFox" has one place; "McCool" and "YouTube" have one too, so a caller decides; "DPRD" has none.

_ENDS_SENTENCE = frozenset(".?!:;")
_OPENS = frozenset("\"'“”‘’«»([{*•–—-")


@dataclass(slots=True)
class Tokens:
    """The tokens of one document, its kept segments one after another.

    `starts`, `ends`: code points of the raw text. `is_first`: the token opens a sentence, so its capital says nothing.
    `lines`: index of the segment that a token lies in; a name never crosses from one to the next.
    """

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    is_first: list[bool] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)


def add_line(tokens: Tokens, text: str, offset_chars: int, line: int, is_glued: Callable[[str, str], bool]) -> None:
    """Append the tokens of `text`, which stands at `offset_chars`, to `tokens`.

    `is_glued(left, right)` says whether a word with a capital inside is two words that lost their space.
    """
    words, starts, ends, firsts, lines = tokens.words, tokens.starts, tokens.ends, tokens.is_first, tokens.lines
    first = True
    for match in _TOKEN.finditer(text):
        word = match.group()
        start = match.start() + offset_chars
        if len(word) > 4 and not word.islower() and (cut := _cut(word, is_glued)):
            words.append(word[:cut])
            starts.append(start)
            ends.append(start + cut)
            firsts.append(first)
            lines.append(line)
            word, start, first = word[cut:], start + cut, False
        words.append(word)
        starts.append(start)
        ends.append(start + len(word))
        firsts.append(first)
        lines.append(line)
        if word in _ENDS_SENTENCE:
            first = True
        elif word not in _OPENS:
            first = False


def _cut(word: str, is_glued: Callable[[str, str], bool]) -> int:
    """Where `word` falls apart into two glued words; 0 when it is one."""
    for place in _GLUED.finditer(word, 2, len(word)):
        at = place.start()
        if is_glued(word[:at], word[at:]):
            return at
    return 0


def words_of(text: str) -> list[str]:
    """The tokens of `text` alone, glued words left together."""
    return _TOKEN.findall(text)
