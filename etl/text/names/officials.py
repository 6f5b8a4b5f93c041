"""Officials behind their country or region: "Menteri Energi Arab Saudi Majed bin Turki".

Here: places and bodies that swallowed the person behind them, cut in two. Not here: titles (titles.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE, Entity, Found
from etl.text.names.spans import LONGEST_NAME_TOKENS, SURE_OF_FIRST_WORD, SURE_OF_FORM, Span
from etl.text.names.tokens import Tokens
from etl.text.single_words import any_of, is_ordinary, words

LEAST_BODY_TOKENS = 3
"""A body and the person behind it have more tokens than these."""


def persons_behind_places(
    tokens: Tokens,
    shown: Sequence[str],
    spans: Sequence[Span],
    forms: Sequence[Found],
    is_name_word: Callable[[str], bool],
) -> list[Span]:
    """`spans` where a place that swallowed its official is cut in two: "Menteri Energi Arab Saudi Majed bin Turki"."""
    known = {(found.start, found.end): found.form.entity for found in forms if found.form.entity.entity_type == PLACE}
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        if (
            before is not None
            and before.method == "behind_place"
            and before.end == span.start
            and span.kind != PLACE
            and span.entity is None
            and tokens.lines[span.start] == tokens.lines[before.start]
        ):
            found[-1] = before._replace(end=span.end)
            continue
        cut = (
            next((end for end in range(span.end - 1, span.start, -1) if (span.start, end) in known), None)
            if span.kind == PLACE and span.entity is None
            else None
        )
        if (
            cut is None
            and span.kind == PLACE
            and span.entity is None
            and _is_post_in(shown, span)
            and any(map(is_name_word, shown[span.end - 2 : span.end]))
        ):
            found += [
                span._replace(end=span.end - 2),
                Span(span.end - 2, span.end, PERSON, "behind_place", SURE_OF_FIRST_WORD),
            ]
            continue
        if cut is None or not (_is_official_of(tokens, shown, span, cut) or _is_only_country(shown, span, cut, known)):
            found.append(span)
            continue
        found.append(Span(span.start, cut, PLACE, "form", SURE_OF_FORM, known[span.start, cut]))
        if span.end - cut > 1 and _is_official_of(tokens, shown, span, cut):
            found.append(Span(cut, span.end, PERSON, "behind_place", SURE_OF_FIRST_WORD))
    return found


def _is_post_in(shown: Sequence[str], span: Span) -> bool:
    """Whether three words or more stand behind a post and "di": "Konsul RI di Vanimo Sukarjo Hutomo"."""
    before = shown[max(0, span.start - 4) : span.start]
    is_post = any(word.lower() in words("title_heads") for word in before)
    return (
        span.length > 2
        and before[-1:] == ["di"]
        and is_post
        and shown[span.start].lower() not in any_of("place_heads", "place_levels")
        and all(map(_is_of_person, shown[span.end - 2 : span.end]))
    )


def _is_only_country(shown: Sequence[str], span: Span, cut: int, known: Mapping[tuple[int, int], Entity]) -> bool:
    """Whether the country at the head of `span`, up to token `cut`, is all that is a place there: "Inggris" of "kapal Inggris
    Madleen". Countries open the names of their own parts only: "Korea Bagian Utara", "Jerman Timur"."""
    tails = any_of("place_tails", "place_levels", "not_alone", "place_heads")
    return known[span.start, cut].is_country and all(
        shown[at][0].isupper() and shown[at].lower() not in tails and not is_ordinary(shown[at])
        for at in range(cut, span.end)
    )


def persons_behind_bodies(
    tokens: Tokens, shown: Sequence[str], spans: Sequence[Span], forms: Sequence[Found]
) -> list[Span]:
    """`spans` where a body that swallowed who heads it is cut in two: "Rektor Universitas Auckland Charlotte Rowanfield"."""
    ends = {found.end for found in forms if found.form.entity.entity_type != PERSON}
    found: list[Span] = []
    for span in spans:
        cut = 0
        if (
            span.kind != PLACE
            and span.entity is None
            and span.start > 0
            and span.length > LEAST_BODY_TOKENS
            and shown[span.start].lower() in words("bodies_with_officials")
            and shown[span.start - 1].lower() in words("title_heads")
        ):
            cut = next((end for end in range(span.end - 2, span.start + 1, -1) if end in ends), 0)
            if not cut and span.length > LEAST_BODY_TOKENS + 1:
                cut = span.end - 2
        if cut and all(_is_of_person(shown[at]) for at in range(cut, span.end)):
            found += [
                span._replace(end=cut, kind=ORGANIZATION),
                Span(cut, span.end, PERSON, "behind_place", SURE_OF_FIRST_WORD),
            ]
        else:
            found.append(span)
    return found


def _is_of_person(word: str) -> bool:
    if word in words("person_links") or word == "-":
        return True
    return word[0].isupper() and not word.isupper() and word.lower() not in words("not_alone") and not is_ordinary(word)


def _is_official_of(tokens: Tokens, shown: Sequence[str], span: Span, cut: int) -> bool:
    """Whether a title stands before the place at the head of `span` and a name of a person behind it, from token `cut` on."""
    first = shown[cut].lower()
    if first in any_of("place_heads", "place_tails", "organization_heads", "organization_openers", "title_heads"):
        return False
    if not all(word[0].isupper() or word in words("person_links") or word == "-" for word in shown[cut : span.end]):
        return False
    line = tokens.lines[span.start]
    at = span.start - 1
    while at >= 0 and tokens.lines[at] == line and span.start - at <= LONGEST_NAME_TOKENS:
        word = shown[at].lower()
        if word in any_of("title_heads", "posts"):
            return True
        if not (shown[at][0].isupper() or word in words("locative") or word in words("inside_offices")):
            return False
        at -= 1
    return False
