"""Words in marks: what they are by their look (a sentence, a name, a term), and the quote they make.

Here: what the words and their neighbours show. Not here: who said them (ways.py, context.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.contracts.enums import QuoteRepair, QuoteType
from etl.text.quotes import cues
from etl.text.quotes.marks import Quoted
from etl.text.quotes.speaker import Speaker

WORDS_READ_CHARS = 400
"""So many characters of quoted words are enough to tell a sentence from a name."""

_WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
_FEW_WORDS = re.compile(r"\s*(?:\S+\s+){0,3}\Z")
_CLAUSE = re.compile(r"\s*(?:[^\s,]+\s+){0,10}\Z")
_OPENERS = " \u201c\"'\u2018("


class Quote(NamedTuple):
    """A quote in kept offsets: `[start, end)` inside its marks; `cue` is the span of the word that gives it."""

    start: int
    end: int
    type: QuoteType
    cue: tuple[int, int] | None
    speaker: Speaker
    repair: QuoteRepair


def words_of(text: str, span: Quoted) -> list[str]:
    """The words in marks, as many as tell a sentence from a name."""
    return _WORD.findall(text, span.start, min(span.end, span.start + WORDS_READ_CHARS))


def is_sentence(text: str, span: Quoted, words: Sequence[str]) -> bool:
    """Whether the quoted words read as a sentence: a capital first, and an end mark or enough words."""
    first = text[span.start : span.start + 3].lstrip(_OPENERS)[:1]
    if not first or first.islower():
        return False
    ends = text[span.end - 1] in ".?!,\u2026" or text[span.after : span.after + 1] in (".", ",")
    lower_words = sum(word[0].islower() for word in words)
    return (ends and (lower_words >= 2 or len(words) <= 3)) or lower_words >= 5


def is_name(text: str, lower: str, span: Quoted, words: Sequence[str], *, is_told: bool = False) -> bool:
    """Whether the quoted words are a title or a name: a naming noun before them, or capitals throughout.

    `is_told`: they stand in what a speaker says, where `adalah "langkah besar"` says it in the speaker's words.
    """
    before = lower[max(0, span.before - 40) : span.before].split()
    after = lower[span.after : span.after + 12].split(None, 1)
    if len(words) <= 3 and after and after[0].strip(",.") in ("tersebut", "itu", "ini"):
        return True
    if before and (noun := before[-1].strip("(,:")) in cues.NAMING:
        return not (is_told and noun in cues.COPULAS and len(words) > 1 and words[0][0].islower())
    long = [word for word in words if len(word) > 3]
    capitals = bool(long) and all(word[0].isupper() or word[0].isdigit() for word in long)
    return len(words) > 1 and capitals and text[span.end - 1] not in ",?!."


def is_term(text: str, span: Quoted, words: Sequence[str], verb_end: int) -> bool:
    """Whether one marked word inside a report is a term rather than a word taken from the speaker.

    What ends a clause is said of its subject (`mengatakan pembicaraan itu 'sulit', namun ...`).
    """
    if len(words) != 1 or (not span.is_single and _FEW_WORDS.match(text, verb_end, span.before) is not None):
        return False
    is_predicate = words[0].islower() and text[span.after : span.after + 1] in (",", ".")
    return not (is_predicate and _CLAUSE.match(text, verb_end, span.before) is not None)


def made(
    text: str, span: Quoted, cue: tuple[int, int] | None, speaker: Speaker, kind: QuoteType | None = None
) -> Quote:
    """The quote of these words: `direct` begins with a capital, `fragment` does not, unless `kind` says otherwise."""
    if kind is None:
        first = text[span.start : span.start + 3].lstrip(_OPENERS)[:1]
        kind = QuoteType.FRAGMENT if first.islower() else QuoteType.DIRECT
    return Quote(span.start, span.end, kind, cue, speaker, span.repair)
