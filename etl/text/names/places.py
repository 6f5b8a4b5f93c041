"""Where in a document the words stand that questions about names begin at.

Here: the kinds of such words, told from the word alone, and their places. Not here: the questions (context.py,
first_words.py, surnames.py, abbreviations.py, lexicon.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from etl.text.names.lexicon import is_known_start
from etl.text.single_words import any_of, first_words, spoken, words


class Places(NamedTuple):
    """Places of one document's words, as running text has them, in order; a field for each kind."""

    known_starts: Sequence[int]
    """Words that a form of the lexicon begins with."""

    cues: Sequence[int]
    """Words and marks around which persons are looked for."""

    heads: Sequence[int]
    """First words of organisations and places."""

    club_tails: Sequence[int]
    locatives: Sequence[int]
    dots: Sequence[int]
    brackets: Sequence[int]
    """Opening round ones."""

    hyphens: Sequence[int]


KINDS = Places._fields


@cache
def _cues() -> frozenset[str]:
    either = any_of("honorifics", "named", "named_behind", "offices_of_one") | {"sri"}
    return spoken() | {"(", ","} | either | {word.capitalize() for word in either} | {word.upper() for word in either}


def kinds_of(word: str) -> int:
    """The kinds of Places that `word` is of: a bit for each, in their order."""
    is_club_tail = word[0].isupper() and word.lower() in words("club_tails")
    told = (
        is_known_start(word), word in _cues(), word in first_words(), is_club_tail, word in words("bare_locative"),
        word == ".", word == "(", word == "-",
    )  # fmt: skip
    return sum(1 << bit for bit, is_one in enumerate(told) if is_one)


def places_of(shown: Sequence[str]) -> Places:
    """The places in one document's words, told one word after another."""
    marks = list(map(kinds_of, shown))
    return Places(*([at for at, mark in enumerate(marks) if mark >> bit & 1] for bit in range(len(KINDS))))
