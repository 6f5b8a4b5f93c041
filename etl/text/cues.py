"""Quote cues: the words that give words to a speaker, and the word classes that help to read who that is.

Here: the cue lexicon compiled into patterns and sets. Not here: marks (quote_marks.py), speakers (speakers.py).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from etl.lexicon import read_toml
from etl.text.tries import words_pattern

_WORDS: dict[str, Any] = read_toml("cues.toml")

AFTER_ONLY_WITH_COMMA = frozenset[str](_WORDS["after_only_with_comma"])
BEFORE = frozenset[str](_WORDS["before"])
INDIRECT = frozenset[str](_WORDS["indirect"])
INDIRECT_NEEDS_THAT = frozenset[str](_WORDS["indirect_needs_that"])
STATEMENT_NOUNS = frozenset[str](_WORDS["statement_nouns"])
SPEECHLESS_NOUNS = frozenset[str](_WORDS["speechless_nouns"])
NAMING = frozenset[str](_WORDS["naming"])
PRONOUNS = frozenset[str](_WORDS["pronouns"])
PLURAL_PRONOUNS = frozenset[str](_WORDS["plural_pronouns"])
ANONYMOUS = frozenset[str](_WORDS["anonymous"])
GROUP = frozenset[str](_WORDS["group"])
TITLES = frozenset[str](_WORDS["titles"])
RELATIONS = frozenset[str](_WORDS["relations"])
STOPS = frozenset[str](_WORDS["stops"])
ADVERBS = frozenset[str](_WORDS["adverbs"])
NEGATIONS = frozenset[str](_WORDS["negations"])
GOES_ON = frozenset[str](_WORDS["goes_on"])

_AFTER_WORDS = words_pattern(_WORDS["after"])
_WITHHELD = re.compile(words_pattern(_WORDS["withheld"]))
_SOURCE = re.compile(rf"\b(?:{words_pattern(_WORDS['sources'])})\b")

# `,” kata Budi`, `" ujarnya`, `". Ujar dia` is none: a cue that follows the words goes on in lower case.
_AFTER = re.compile(rf"[\s,.\u2013\u2014-]{{0,5}}(?P<cue>(?P<word>{_AFTER_WORDS})(?P<nya>nya)?)(?![\w-])")
# `..., kata Budi`: the same cue after words without a closing mark.
AFTER_COMMA = re.compile(rf",\s?(?P<cue>(?P<word>{_AFTER_WORDS})(?P<nya>nya)?)(?![\w-])")
BEFORE_VERBS = re.compile(rf"\b(?:{words_pattern(_WORDS['before'])})\b")
ACCORDING = re.compile(r"\bmenurut(?P<nya>nya)?\b")

# A speaker begins with a capital, a title, a pronoun or a head noun; anything else after a weak cue is a sentence.
_SPEAKER_BEGINS = re.compile(r"\s*(?:[A-Z\u00c0-\u00de@\"]|(?P<word>[a-z-]+))")


class Cue(NamedTuple):
    """A cue: its span and whether it carries -nya."""

    start: int
    end: int
    word: str
    has_nya: bool


def cue_after(text: str, offset: int) -> Cue | None:
    """The cue that follows quoted words whose closing mark ends at `offset` (or would)."""
    match = _AFTER.match(text, offset)
    if match is None:
        return None
    cue = Cue(match.start("cue"), match.end("cue"), match["word"], match["nya"] is not None)
    if cue.has_nya or cue.word not in AFTER_ONLY_WITH_COMMA:
        return cue
    return cue if begins_speaker(text, cue.end) else None


def begins_speaker(text: str, offset: int) -> bool:
    """Whether what follows `offset` can name a speaker: a capital, a title, a pronoun or the head of a description."""
    match = _SPEAKER_BEGINS.match(text, offset)
    if match is None:
        return False
    word = match["word"]
    return (
        word is None
        or word in TITLES
        or word in PRONOUNS
        or word in ANONYMOUS
        or word in GROUP
        or word in STATEMENT_NOUNS
    )


def cue_after_comma(text: str, start: int, end: int) -> int:
    """One past the comma of the first `, kata Budi` or `, katanya` in `[start, end)`; -1 when there is none."""
    for match in AFTER_COMMA.finditer(text, start, end):
        if match["nya"] or begins_speaker(text, match.end()):
            return match.start() + 1
    return -1


def is_withheld(lower: str) -> bool:
    """Whether the words say that the speaker's name is withheld."""
    return _WITHHELD.search(lower) is not None


def source_in(lower: str, start: int, end: int) -> int:
    """Where a source chain (`dikutip dari`) begins in `[start, end)`; -1 when nowhere."""
    match = _SOURCE.search(lower, start, end)
    return match.start() if match else -1


@cache
def word_pattern() -> re.Pattern[str]:
    """Words as speakers' descriptions are made of: letters with inner dots, hyphens and apostrophes."""
    return re.compile(r"[^\W\d_](?:[\w'\u2019]|[.-](?=\w))*\.?|\d[\w.,]*|[^\w\s]")
