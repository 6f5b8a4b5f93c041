"""Stretches of tokens that may name something, and choosing among those that overlap.

Here: candidates from the lexicon, from the name model and from first words ("PT", "Polres", "Jalan"), trimmed to the name.
Not here: whom a name names (names_links.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from etl.text.names_lexicon import ORGANIZATION, PERSON, PLACE, Entity, find_known
from etl.text.names_titles import without_titles
from etl.text.names_tokens import Tokens
from etl.text.names_words import is_ordinary, words

LONGEST_NAME_TOKENS = 14
SURE_OF_FORM = 0.97
SURE_OF_FIRST_WORD = 0.85
SURE_OVER_WEAK_FORM = 0.6
"""Probability from which the model's own reading beats a form that is also an ordinary word."""


class Guess(NamedTuple):
    """The name model's reading: tokens `[start, end)` name something of `kind`, with probability `sure`."""

    start: int
    end: int
    kind: str
    sure: float


class Span(NamedTuple):
    """Tokens `[start, end)` that name something of `kind`; `entity` where the lexicon knows it."""

    start: int
    end: int
    kind: str
    method: str
    sure: float
    entity: Entity | None = None

    def __len__(self) -> int:
        return self.end - self.start


def chosen(spans: Iterable[Span], count: int) -> list[Span]:
    """Spans of `count` tokens without overlaps, in order: the longest wins over those inside it, then the one
    that the lexicon knows, then the surest."""
    taken = bytearray(count)
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.entity is None, -s.sure, s.start, s.kind)):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def candidates(tokens: Tokens, shown: Sequence[str], guesses: Sequence[Guess]) -> list[Span]:
    """Names told by the lexicon, the model and first words, without overlaps. `shown`: words as in running text."""
    guessed = [span for guess in guesses if (span := _trimmed(shown, guess))]
    known = _known(tokens, shown, guessed)
    split = [part for span in guessed for part in _without_known(span, known, shown)]
    people = {at for span in (*split, *known) if span.kind == PERSON for at in range(span.start, span.end)}
    return chosen([*known, *split, *_by_first_word(tokens, shown, people)], len(tokens))


def _trimmed(shown: Sequence[str], guess: Guess) -> Span | None:
    """The model's reading without titles, small words and marks at its ends; None when nothing of a name is left."""
    start, end = guess.start, guess.end
    if guess.kind == PERSON:
        start, end = without_titles(shown, start, end)
    links = words("person_links")
    while start < end and (
        not shown[start][0].isalnum() or (shown[start].islower() and not (shown[start] in links and start + 1 < end))
    ):
        start += 1
    while start < end and not shown[end - 1][0].isalnum() and not _closes(shown, start, end):
        end -= 1
    if start >= end or not any(word[0].isupper() for word in shown[start:end]):
        return None
    if end - start == 1 and (len(shown[start]) == 1 or shown[start].lower() in _not_names()):
        return None
    return Span(start, end, guess.kind, "model", guess.sure)


def _closes(shown: Sequence[str], start: int, end: int) -> bool:
    """Whether the last mark belongs to the name: "PT Maju (Persero)", "Kusnadi H."."""
    if shown[end - 1] == ")":
        return "(" in shown[start : end - 1]
    return shown[end - 1] == "." and end - start > 1 and len(shown[end - 2]) == 1


def _not_names() -> frozenset[str]:
    return words("not_names")


def _known(tokens: Tokens, shown: Sequence[str], guessed: Sequence[Span]) -> list[Span]:
    """Forms of the lexicon; one that is also an ordinary word only where the model sees a name as well."""
    sure_at: dict[int, Span] = {at: span for span in guessed for at in range(span.start, span.end)}
    found: list[Span] = []
    for start, end, form in find_known(shown, tokens.lines):
        guess = sure_at.get(start)
        if form.is_weak and (
            guess is None or (guess.kind != form.entity.entity_type and guess.sure > SURE_OVER_WEAK_FORM)
        ):
            continue
        if tokens.is_first[start] and end - start == 1 and guess is None and is_ordinary(shown[start]):
            continue
        method = "surname" if form.is_alone else "lexicon"
        found.append(Span(start, end, form.entity.entity_type, method, SURE_OF_FORM, form.entity))
    return found


def _without_known(span: Span, known: Sequence[Span], shown: Sequence[str]) -> Iterable[Span]:
    """`span`, or what is left of it where known names of another kind stand at its front, or fill it together."""
    inside = [
        other for other in known if span.start <= other.start and other.end <= span.end and len(other) < len(span)
    ]
    if not inside:
        yield span
        return
    covered = sum(len(other) for other in inside)
    if covered >= len(span) - sum(word in ",-/" for word in shown[span.start : span.end]):
        return
    if span.kind == PERSON:
        start = span.start
        for other in inside:
            if other.start == start and other.kind != PERSON and not other.entity.alone:
                start = other.end
        if start < span.end and start > span.start:
            yield span._replace(start=start)
            return
    yield span


def _by_first_word(tokens: Tokens, shown: Sequence[str], people: set[int]) -> list[Span]:
    """Organisations and places told by their first word: "PT Maju Jaya Tbk", "Jalan Melati"."""
    organization, place, ranks = words("organization_heads"), words("place_heads"), words("ranks")
    spans: list[Span] = []
    at, count = 0, len(shown)
    while at < count:
        word = shown[at]
        if not word[0].isupper():
            at += 1
            continue
        lower = word.lower()
        kind = ORGANIZATION if lower in organization else PLACE if lower in place else None
        if kind is None or (lower == "kota" and at and shown[at - 1].lower() in {"wali", "ibu", "walikota"}):
            at += 1
            continue
        end, line, allowed = at + 1, tokens.lines[at], words("organization_links") if kind == ORGANIZATION else ()
        while end < count and end - at < LONGEST_NAME_TOKENS and tokens.lines[end] == line:
            here = shown[end]
            if here.lower() in ranks or (
                end in people and kind == ORGANIZATION and end > at + 1 and not _honours(shown, at)
            ):
                break
            if here[0].isupper() or (here[0].isdigit() and end > at + 1 and kind == ORGANIZATION):
                end += 1
            elif here in allowed and end + 1 < count and shown[end + 1][0].isupper() and end + 1 not in people:
                end += 2
            else:
                break
        if end > at + 1:
            spans.append(Span(at, end, kind, "first_word", SURE_OF_FIRST_WORD))
        at = max(end, at + 1)
    return spans


def _honours(shown: Sequence[str], at: int) -> bool:
    """Whether bodies that open with this word are named after persons: hospitals, universities, foundations."""
    return shown[at].lower() in words("named_after_persons")
