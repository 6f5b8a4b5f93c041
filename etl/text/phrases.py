"""Furniture phrases: the sentences and labels that sites print round an article.

Here: the phrases of lexicon/line_phrases.tsv, made ready once, and the question whether a line is one, begins with one
or holds one. Not here: what follows for the line (cleaning/roles.py). Comparison is by words: no case, no punctuation, every
number alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from etl.lexicon import read_rows

WORD = re.compile(r"\w+")
LONGEST_LABEL_WORDS = 16
"""Words of the longest phrase that a line may be; a test holds the lexicon to it."""
_DIGITS = frozenset("0123456789")


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
    """The words of `text` without case, each run of numbers as one `#`."""
    words: list[str] = []
    for word in WORD.findall(text.casefold()):
        if word[0] not in _DIGITS:
            words.append(word)
        elif not words or words[-1] != "#":
            words.append("#")
    return tuple(words)


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

    def longest_first(held: dict[str, list[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
        return {word: tuple(sorted(phrases, key=lambda p: (-len(p.words), p.words))) for word, phrases in held.items()}

    return _Book(whole, longest_first(start), longest_first(within))


def find_phrase(words: tuple[str, ...], count: int, *, is_whole: bool = True) -> Phrase | None:
    """The phrase that a line of `count` words is, begins with or holds; None when there is none.

    `words`: those of the line as words_of cuts them. `is_whole` False: only its first ones, because no telling word is
    among the others.
    """
    book = _book()
    if not words:
        return None
    if is_whole and (found := book.whole.get(words)) is not None:
        return found
    for phrase in book.start.get(words[0], ()):
        if count <= phrase.max_words and words[: len(phrase.words)] == phrase.words:
            return phrase
    for place, word in enumerate(words):
        for phrase in book.within.get(word, ()):
            if count <= phrase.max_words and words[place : place + len(phrase.words)] == phrase.words:
                return phrase
    return None


@cache
def function_words() -> frozenset[str]:
    """The small words of Indonesian and its neighbours in crawls."""
    return frozenset(word for word, _ in read_rows("function_words.tsv"))


@cache
def first_words() -> frozenset[str]:
    """Words with which a line that begins with a phrase begins."""
    return frozenset(_book().start)


@cache
def label_words() -> frozenset[str]:
    """Words with which a line that is a phrase begins; those that begin with a number have none."""
    return frozenset(words[0] for words in _book().whole)


@cache
def telling_words() -> frozenset[str]:
    """The longest word of each phrase that may stand anywhere in a line: where none occurs, no such phrase does."""
    common = function_words()
    return frozenset(
        max(phrase.words, key=lambda word: (word not in common, len(word)))
        for phrases in _book().within.values()
        for phrase in phrases
    )
