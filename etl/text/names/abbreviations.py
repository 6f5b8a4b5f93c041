"""Short forms that a document explains: "Badan Pangan Nasional (Bapanas)", "Susilo Bambang Yudhoyono (SBY)".

Here: brackets behind names and what their letters stand for. Not here: putting the short forms to use (find.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE, normalised
from etl.text.names.spans import Span
from etl.text.names.tokens import Tokens
from etl.text.single_words import any_of, words

SURE_OF_ABBREVIATION = 0.9
LONGEST_ABBREVIATION_CHARS = 15
SHORTEST_CODE_CHARS, LONGEST_CODE_CHARS = 3, 6
"""Of initials in capitals that need not be those of the words before them."""


class Explained(NamedTuple):
    """Short forms that a document explains. `names`: those of names, with the span of the full form; `persons`: second
    names of persons, with the span of the first; `others`: short forms of what is no name."""

    names: dict[str, Span]
    persons: dict[str, Span]
    others: frozenset[str]


def abbreviations(tokens: Tokens, shown: Sequence[str], brackets: Sequence[int], spans: Sequence[Span]) -> Explained:
    """Short forms in brackets: "Badan Pangan Nasional (Bapanas)", "Susilo Bambang Yudhoyono (SBY)", "makan gratis (MBG)"."""
    if not brackets:
        return Explained({}, {}, frozenset())
    ending, beginning = {span.end: span for span in spans}, {span.start: span for span in spans}
    called = {" ".join(shown[span.start : span.end]) for span in spans if span.kind == PERSON}
    names: dict[str, Span] = {}
    persons: dict[str, Span] = {}
    others: set[str] = set()
    for at in brackets:
        if at == 0:
            continue
        close = next((j for j in range(at + 2, min(at + 5, len(shown))) if shown[j] == ")"), None)
        if close is None or tokens.lines[close] != tokens.lines[at] or not shown[at + 1][0].isalpha():
            continue
        short, full, inner = " ".join(shown[at + 1 : close]), ending.get(at), beginning.get(at + 1)
        if full is None and shown[at - 1] in {",", "."}:
            full = ending.get(at - 1)
        if full is not None and full.kind == PERSON:
            if (inner is not None and inner.kind == PERSON and inner.end == close) or short in called:
                persons.setdefault(short, full)
        elif len(short) > LONGEST_ABBREVIATION_CHARS:
            continue
        elif full is not None and (
            shortens(short, shown[full.start : full.end])
            or _is_ticker(short, full, shown)
            or (_is_foreign(short, None, inner) and _is_short_for(shown, at, short, full))
        ):
            names.setdefault(short, full)
        elif full is None and inner is not None and inner.kind == ORGANIZATION and inner.entity and inner.end == close:
            if (start := _body_before(tokens, shown, at)) is not None:
                names.setdefault(short, Span(start, at, ORGANIZATION, "expansion", SURE_OF_ABBREVIATION, inner.entity))
        elif (start := expansion_before(shown, at, short)) is not None and (inner is None or inner.entity is None):
            if shown[start].lower() in words("organization_openers") and shown[start][0].isupper():
                names.setdefault(short, Span(start, at, ORGANIZATION, "expansion", SURE_OF_ABBREVIATION))
            else:
                others.add(short)
        elif (
            _is_foreign(short, full, inner)
            and (start := _body_before(tokens, shown, at)) is not None
            and _opens_body(shown, start)
        ):
            names.setdefault(short, Span(start, at, ORGANIZATION, "expansion", SURE_OF_ABBREVIATION))
    return Explained(names, persons, frozenset(others - names.keys()))


def _is_foreign(short: str, full: Span | None, inner: Span | None) -> bool:
    """Whether `short` may be what another language makes of the body before it: "Pusat Keamanan Siber Nasional (NCSC)"."""
    is_code = short.isupper() and short.isalpha() and SHORTEST_CODE_CHARS <= len(short) <= LONGEST_CODE_CHARS
    if short.lower() in words("not_names"):
        return False
    is_open = full is None or (full.kind == PLACE and full.entity is not None)
    return is_code and is_open and (inner is None or (inner.kind == ORGANIZATION and inner.entity is None))


def _opens_body(shown: Sequence[str], at: int) -> bool:
    """Whether token `at` is a first word that only bodies have: of "jaringan" and "world" other things are named too."""
    word = shown[at].lower()
    return word in any_of("organization_openers", "organization_heads") and word not in words("openers_of_things")


def _is_short_for(shown: Sequence[str], at: int, short: str, full: Span) -> bool:
    """Whether the initials in the bracket at token `at` may be those of the body `full` and of no more than it: POJK is short
    for the rule in "Peraturan Otoritas Jasa Keuangan (POJK)"."""
    start = expansion_before(shown, at, short)
    is_more = start is not None and start < full.start
    return full.kind == ORGANIZATION and not is_more and _opens_body(shown, full.start)


def _is_ticker(short: str, full: Span, shown: Sequence[str]) -> bool:
    """Whether `short` is the code that a listed company's shares have: "PT Sumber Cahaya Tbk (SMCH)"."""
    return len(short) == 4 and short.isupper() and full.kind == ORGANIZATION and shown[full.end - 1].lower() == "tbk"


def _body_before(tokens: Tokens, shown: Sequence[str], at: int) -> int | None:
    """Where the name of a body begins that ends before token `at`: the first of its usual first words in the run of capitals."""
    first, links, start = None, words("organization_links"), at - 1
    while start >= 0 and at - start <= 2 * LONGEST_ABBREVIATION_CHARS and tokens.lines[start] == tokens.lines[at]:
        word = shown[start]
        if not (word[0].isupper() or word in links or word in {",", "-"}):
            break
        if word[0].isupper() and word.lower() in words("organization_openers"):
            first = start
        if tokens.is_first[start]:
            break
        start -= 1
    return first if first is not None and at - first > 1 else None


def expansion_before(shown: Sequence[str], at: int, short: str) -> int | None:
    """Where the words begin whose initials, in order, are letters of `short`: the expansion that ends before token `at`."""
    letters = normalised(short)
    for start in range(at - 1, max(-1, at - 2 * len(letters) - 2), -1):
        word = shown[start]
        if not word[0].isalnum() and word not in {"-", ",", "/", "&"}:
            return None
        if normalised(word)[:1] == letters[:1] and at - start > 1 and shortens(short, shown[start:at]):
            initials = [normalised(word)[:1] for word in shown[start:at] if word[0].isalpha()]
            if sum(initial in letters for initial in initials) * 2 >= len(initials):
                return start
    return None


def shortens(short: str, full: Sequence[str]) -> bool:
    """Whether `short` is made of letters of `full`, in order, beginning with its first: (Bapanas), (AS), (Jokowi)."""
    letters, rest = normalised(short), iter(normalised("".join(full)))
    if len(letters) < 2 or not full or letters[0] != normalised("".join(full))[:1] or len(full) < 2:
        return False
    return all(letter in rest for letter in letters)
