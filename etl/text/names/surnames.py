"""Names of persons with a hyphen or a bracket in them: "(Sergei) Lavrov", "Al-Mansouri", "Marjorie Lind-Hansen".

Here: spans that take such a name whole. Not here: other parts of names (people.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from etl.text.names.abbreviations import expansion_before
from etl.text.names.lexicon import PERSON
from etl.text.names.people import SURE_OF_PART, People
from etl.text.names.spans import Span, chosen
from etl.text.names.tokens import Tokens
from etl.text.single_words import any_of, is_ordinary, words

SURE_OF_BRACKET = 0.95


def bracketed_given_names(shown: Sequence[str], brackets: Sequence[int], spans: Iterable[Span]) -> list[Span]:
    """Persons whose given name stands in brackets: "(Sergei) Lavrov" becomes one span from bracket to surname."""
    brackets = [at for at in brackets if at + 3 < len(shown) and shown[at + 2] == ")"]
    if not brackets:
        return []
    taken = {at: span for span in spans for at in range(span.start, span.end)}
    found: list[Span] = []
    for at in brackets:
        before = taken.get(at - 1)
        if before is not None and not (before.entity is not None and before.entity.is_country):
            continue
        given, family, inner, last = shown[at + 1], shown[at + 3], taken.get(at + 1), taken.get(at + 3)
        if not (given[0].isupper() and given[1:].islower() and family[0].isupper()) or given.lower() in words(
            "title_words"
        ):
            continue
        if (inner is not None and inner.kind != PERSON) or expansion_before(shown, at, given) is not None:
            continue
        if last is not None and last.kind == PERSON and last.start == at + 3:
            found.append(Span(at, last.end, PERSON, "bracket", SURE_OF_BRACKET, last.entity))
        elif (
            last is None
            and not is_ordinary(family)
            and (
                inner is not None
                or (family[1:].islower() and not is_ordinary(given) and _opens_person(shown, at, before))
            )
        ) or (
            last is not None
            and (last.start, last.end, last.entity) == (at + 3, at + 4, None)
            and family[1:].islower()
            and not is_ordinary(family)
        ):
            found.append(Span(at, at + 4, PERSON, "bracket", SURE_OF_BRACKET))
    return found


def _opens_person(shown: Sequence[str], at: int, before: Span | None) -> bool:
    """Whether a person may stand at token `at`: behind a country or a title, or as an insertion behind a comma."""
    return before is not None or (
        at > 0
        and (shown[at - 1] == "," or shown[at - 1].lower() in any_of("title_heads", "title_parts", "title_words"))
    )


def hyphened_parts(
    tokens: Tokens, shown: Sequence[str], hyphens: Sequence[int], spans: Sequence[Span], people: People
) -> list[Span]:
    """`spans` with the hyphened surnames of persons told in full as theirs: "Al-Mansouri", read as a body or not at all."""
    found = {
        at - 1: Span(at - 1, at + 2, PERSON, "part_of_name", SURE_OF_PART)
        for at in hyphens
        if 0 < at < len(shown) - 1 and "".join(shown[at - 1 : at + 2]) in people.parts
    }
    if not found:
        return list(spans)
    taken = {
        at
        for span in spans
        if span.kind == PERSON or span.entity or span.length > 3
        for at in range(span.start, span.end)
    }
    own = [
        _with_own_words_before(tokens, shown, span, taken, people)
        for span in found.values()
        if taken.isdisjoint(range(span.start, span.end))
    ]
    inside = {at for span in own for at in range(span.start, span.end)}
    kept = [span for span in spans if inside.isdisjoint(range(span.start, span.end))]
    # A reading that cuts the surname in two gives way to the whole of it.
    wholes = [
        found[span.start]._replace(sure=span.sure, method=span.method)
        if span.start in found and span.kind == PERSON and span.length < 3 and span.entity is None
        else span
        for span in kept
    ]
    return chosen([*wholes, *own], len(shown))


def _with_own_words_before(tokens: Tokens, shown: Sequence[str], span: Span, taken: set[int], people: People) -> Span:
    """A hyphened surname with the words right before that are of the same person's name: "Marjorie" before "Lind-Hansen"."""
    owners, start = set(people.parts["".join(shown[span.start : span.end])]), span.start
    while (
        start > 0
        and start - 1 not in taken
        and tokens.lines[start - 1] == tokens.lines[start]
        and not owners.isdisjoint(people.parts.get(shown[start - 1], ()))
    ):
        start -= 1
    return span._replace(start=start)


def with_hyphened_surnames(shown: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """`spans` where a reading as another thing ends with a hyphened surname that stands alone as a person's: both are."""
    surnames = {
        tuple(shown[span.start : span.end])
        for span in spans
        if span.kind == PERSON and span.length == 3 and shown[span.start + 1] == "-"
    }
    if not surnames:
        return list(spans)
    return [
        span._replace(kind=PERSON)
        if span.kind != PERSON
        and span.entity is None
        and span.length > 3
        and tuple(shown[span.end - 3 : span.end]) in surnames
        else span
        for span in spans
    ]
