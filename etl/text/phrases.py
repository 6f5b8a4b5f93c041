"""Furniture phrases: the sentences and labels that sites print round an article.

Here: the phrases of lexicon/line_phrases.tsv, made ready once, and the question whether a line is one, begins with one
or holds one. Not here: what follows for the line (roles.py). Comparison is by words: no case, no punctuation, every
number alike (`#`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from etl.lexicon import read_rows

WORD = re.compile(r"\w+")
MOST_WORDS = 120
"""A line with more words is no furniture phrase; it is asked only for what it begins with."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of the lexicon: `max_words` bounds the line it may stand in (0: the line is the phrase)."""

    words: tuple[str, ...]
    match: str
    max_words: int
    language: str
    kind: str

    def __str__(self) -> str:
        return f"{self.kind}: {' '.join(self.words)} ({self.language})"


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text` without case, numbers as `#`."""
    return tuple(["#" if word[0].isdigit() else word for word in WORD.findall(text.casefold())])


@dataclass(frozen=True, slots=True)
class _Book:
    whole: dict[tuple[str, ...], Phrase]
    start: dict[str, tuple[Phrase, ...]]
    within: dict[str, tuple[Phrase, ...]]


@cache
def _book() -> _Book:
    whole: dict[tuple[str, ...], Phrase] = {}
    start: dict[str, list[Phrase]] = {}
    within: dict[str, list[Phrase]] = {}
    for text, match, max_words, language, kind in read_rows("line_phrases.tsv"):
        phrase = Phrase(words_of(text), match, int(max_words), language, kind)
        if match == "line":
            whole[phrase.words] = phrase
        else:
            (start if match == "start" else within).setdefault(phrase.words[0], []).append(phrase)
    longest_first = lambda held: {  # noqa: E731
        word: tuple(sorted(phrases, key=lambda p: (-len(p.words), p.words))) for word, phrases in held.items()
    }
    return _Book(whole, longest_first(start), longest_first(within))


def find_phrase(words: Sequence[str]) -> Phrase | None:
    """The phrase that the line of these words (see words_of) is, begins with or holds; None when there is none."""
    book, line = _book(), tuple(words[: MOST_WORDS + 1])
    if not line:
        return None
    if (found := book.whole.get(line)) is not None:
        return found
    for phrase in book.start.get(line[0], ()):
        if len(line) <= phrase.max_words and line[: len(phrase.words)] == phrase.words:
            return phrase
    if len(line) <= MOST_WORDS:
        for place, word in enumerate(line):
            for phrase in book.within.get(word, ()):
                if len(line) <= phrase.max_words and line[place : place + len(phrase.words)] == phrase.words:
                    return phrase
    return None


@cache
def first_words() -> frozenset[str]:
    """Words with which a phrase begins that may stand in a longer line: where one occurs, find_phrase is worth asking."""
    book = _book()
    return frozenset(book.start) | frozenset(book.within)
