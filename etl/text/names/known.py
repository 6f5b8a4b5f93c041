"""Names that the lexicon knows, as they stand in a document, and what they leave of the model's readings.

Here: forms that count as names where they stand, bodies with their owner, readings that overlap known names.
Not here: the forms themselves and finding them (lexicon.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from etl.text.names.first_words import bears_names
from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE, Found
from etl.text.names.spans import SURE_OF_EXTENT, SURE_OF_FORM, Span
from etl.text.names.tokens import Tokens
from etl.text.single_words import any_of, is_ordinary, ordinary_words, words

SURE_OVER_WEAK_FORM = 0.6
"""Probability from which the model's own reading beats a form that is also an ordinary word."""


def known_spans(tokens: Tokens, shown: Sequence[str], guessed: Sequence[Span], forms: Sequence[Found]) -> list[Span]:
    """Forms of the lexicon; one that is also an ordinary word only where the model sees a name as well."""
    sure_at: dict[int, Span] = {at: span for span in guessed for at in range(span.start, span.end)}
    found: list[Span] = []
    for start, end, form in forms:
        guess = sure_at.get(start)
        located = start > 0 and form.entity.entity_type == PLACE and shown[start - 1] in words("locative")
        if (
            form.is_weak
            and not located
            and (guess is None or (guess.kind != form.entity.entity_type and guess.sure > SURE_OVER_WEAK_FORM))
        ):
            continue
        # The word itself: affixes would make "Teheran" of "heran".
        if tokens.is_first[start] and end - start == 1 and guess is None and shown[start].lower() in ordinary_words():
            continue
        if form.entity.is_country and start > 0 and shown[start - 1] in _state_forms():
            start = _state_start(tokens, shown, start)
        method = "surname" if form.is_alone else "lexicon"
        found.append(Span(start, end, form.entity.entity_type, method, SURE_OF_FORM, form.entity))
    return found


def _state_start(tokens: Tokens, shown: Sequence[str], start: int) -> int:
    """Where what a state calls itself begins before its name at token `start`: "Republik Demokratik Timor Leste", but none of
    "Kepolisian Federal Australia"."""
    first = start
    while first > 0 and shown[first - 1] in _state_forms() and tokens.lines[first - 1] == tokens.lines[start]:
        first -= 1
    before = shown[first - 1] if first > 0 and tokens.lines[first - 1] == tokens.lines[start] else ""
    is_of_body = before[:1].isupper() and before.lower() in any_of("organization_heads", "organization_openers")
    return start if is_of_body else first


@cache
def _state_forms() -> frozenset[str]:
    return frozenset(map(str.capitalize, words("state_forms")))


def with_owner(tokens: Tokens, shown: Sequence[str], span: Span, known: Sequence[Span]) -> Span:
    """A body with the country or region behind it, which makes it another one: "Kementerian Luar Negeri Iran", "KPU Cianjur"."""
    if span.kind != ORGANIZATION or span.entity is None or span.end >= len(shown):
        return span
    if span.entity.country_code != "ID" and span.method == "lexicon":
        is_local = shown[span.end] == "Indonesia" and tokens.lines[span.end] == tokens.lines[span.start]
        return span._replace(end=span.end + 1, entity=None) if is_local else span  # "Greenpeace Indonesia"
    opening = shown[span.start].lower()
    is_branch = span.length == 1 and opening in words("branch_bodies")
    if not is_branch and opening not in words("organization_heads") and span.length > 1:
        return span
    at = span.end + (is_branch and shown[span.end] in {"Kabupaten", "Kota", "Provinsi"})
    after = bisect_left(known, at, key=lambda other: other.start)
    place = known[after] if after < len(known) else span
    if place.start != at or place.kind != PLACE or tokens.lines[at] != tokens.lines[span.start] or place.entity is None:
        return span
    if place.entity.is_country and (is_branch or opening.startswith("kem")):
        return span._replace(end=place.end, entity=span.entity if place.entity.country_code == "ID" else None)
    is_national = span.length > 1 and span.entity.country_code == "ID"
    if is_national and place.entity.country_code != "ID" and (place.entity.is_country or opening.startswith("kem")):
        return span._replace(end=place.end, entity=None)  # "Kejaksaan Agung Brasil", "Kementerian Kesehatan Gaza"
    if opening == "partai" and place.entity.country_code != "ID":
        return span._replace(end=place.end, entity=None)  # "Partai Demokrat Kurdistan"
    if is_branch and not place.entity.is_country:
        return span._replace(end=place.end, entity=None)
    return span


def behind(span: Span, known: Sequence[Span]) -> Span:
    """A person read by the model less the known body whose last words it begins with: "Bank Permata" before "Josua Pardede"."""
    at = bisect_left(known, span.start, key=lambda other: other.start) - 1
    if span.kind == PERSON and at >= 0 and known[at].kind != PERSON and span.start < known[at].end < span.end:
        return span._replace(start=known[at].end)
    return span


def without_known(span: Span, known: Sequence[Span], shown: Sequence[str]) -> Iterable[Span]:
    """`span`, or what is left of it where known names of another kind stand at its front, or fill it together."""
    inside = [
        other for other in known if span.start <= other.start and other.end <= span.end and other.length < span.length
    ]
    if not inside:
        yield span
        return
    covered = sum(other.length for other in inside)
    if covered >= span.length - sum(word in ",-/&" for word in shown[span.start : span.end]):
        return
    last = inside[-1]
    if shown[span.end - 1].lower() in any_of("place_tails", "organization_tails"):
        yield span
        return
    known_person = inside[0].kind == PERSON == span.kind and inside[0].method == "lexicon"
    if known_person and inside[0].start == span.start and all(map(is_ordinary, shown[inside[0].end : span.end])):
        return
    if span.kind == PLACE and last.kind == PLACE and span.end - last.end > 1 and last.start > span.start:
        yield span._replace(end=last.end)
        yield Span(last.end, span.end, PERSON, "model", SURE_OF_EXTENT)
        return
    if span.sure < SURE_OF_EXTENT or (span.kind == PLACE and last.kind != PLACE and not bears_names(shown, span.start)):
        return
    if span.kind == PERSON:
        start = span.start
        for other in inside:
            if other.start == start and other.kind != PERSON and _is_country(other):
                start = other.end
        yield span._replace(start=start)
        return
    yield span


def _is_country(span: Span) -> bool:
    return span.entity is not None and span.kind == PLACE and span.entity.is_country
