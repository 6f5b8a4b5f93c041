"""Whom a name names, within one document: parts of full names, abbreviations with their expansion, brackets, repeats.

Here: what the rest of the document says of a name. Not here: finding candidates (names_candidates.py), the order in which
all this is asked (names_find.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.text.names_lexicon import ORGANIZATION, PERSON, PLACE, Entity, normalised
from etl.text.names_spans import SURE_WORDS, Span, chosen
from etl.text.names_tokens import Tokens
from etl.text.names_words import any_of, is_ordinary, words

SURE_OF_PART = 0.9
SURE_OF_ABBREVIATION = 0.9
SURE_OF_REPEAT = 0.85
SURE_OF_BRACKET = 0.95
SHORTEST_PART_CHARS = 3
LONGEST_ABBREVIATION_CHARS = 15
MOST_NAMESAKES = 20
"""Persons of one document that share a word of their names; where there are more, the word alone means none of them."""


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
        elif full is not None and (shortens(short, shown[full.start : full.end]) or _is_ticker(short, full, shown)):
            names.setdefault(short, full)
        elif full is None and inner is not None and inner.kind == ORGANIZATION and inner.entity and inner.end == close:
            if (start := _body_before(tokens, shown, at)) is not None:
                names.setdefault(short, Span(start, at, ORGANIZATION, "expansion", SURE_OF_ABBREVIATION, inner.entity))
        elif (start := expansion_before(shown, at, short)) is not None and (inner is None or inner.entity is None):
            if shown[start].lower() in words("organization_openers") and shown[start][0].isupper():
                names.setdefault(short, Span(start, at, ORGANIZATION, "expansion", SURE_OF_ABBREVIATION))
            else:
                others.add(short)
    return Explained(names, persons, frozenset(others - names.keys()))


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


@dataclass(slots=True)
class People:
    """The persons a document names in full. `parts`: from a word of a name to the persons that have it."""

    parts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    entities: dict[str, Entity] = field(default_factory=dict)
    fuller: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, at: int, entity: Entity | None) -> None:
        """A person called `name` in full at token `at`."""
        if entity is not None:
            self.entities[name] = entity
        if name not in self.places:
            for part in dict.fromkeys([*name.replace("-", " ").split(), *name.split()]):
                if len(part) >= SHORTEST_PART_CHARS and part[0].isupper() and part.lower() not in words("person_links"):
                    self.parts[part].append(name)
        self.places[name].append(at)

    def settle(self) -> None:
        """Fold shorter full names into longer ones that hold all their words in order: Sri Mulyani (Indrawati)."""
        for places in self.places.values():
            places.sort()
        names = sorted(self.places, key=lambda name: (-len(name.split()), name))
        for short in names:
            if short in self.entities:
                continue
            holders = [long for long in self._sharing(short) if long != short and _holds(long.split(), short.split())]
            holders = [long for long in holders if long not in self.fuller]
            if len(holders) == 1:
                self.fuller[short] = holders[0]

    def _sharing(self, name: str) -> list[str]:
        """Names that share the rarest word of `name`."""
        shared = [self.parts[part] for part in name.split() if part in self.parts]
        return min(shared, key=len)[:MOST_NAMESAKES] if shared else []

    def full(self, name: str) -> str:
        """The fullest form of `name`."""
        return self.fuller.get(name, name)

    def named_by(self, part: str, at: int) -> str | None:
        """The person that `part` alone means at token `at`: the only one with that word, else the last one named before."""
        names = list(dict.fromkeys(self.full(name) for name in self.parts.get(part, ())))
        if len(names) <= 1:
            return names[0] if names else None
        before = [
            (places[i - 1], name) for name in names if (i := bisect_right(places := sorted(self.places[name]), at))
        ]
        return max(before)[1] if before else None


def places_again(tokens: Tokens, shown: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """`spans` with the places that "Kecamatan Hiliran Gumanti" has named, where only "Camat Hiliran Gumanti" stands."""
    places: dict[str, list[list[str]]] = {}
    for span in spans:
        if span.kind == PLACE and span.entity is None and len(name := without_level(shown[span.start : span.end])) > 1:
            places.setdefault(name[0], []).append(name)
    if not places:
        return list(spans)
    found: list[Span] = []
    for at, word in enumerate(shown):
        for name in places.get(word, ())[:MOST_NAMESAKES]:
            end = at + len(name)
            if shown[at:end] == name and tokens.lines[end - 1] == tokens.lines[at]:
                found.append(Span(at, end, PLACE, "repeat", SURE_OF_REPEAT))
                break
    inside = {at: span for span in found for at in range(span.start, span.end)}
    kept: list[Span] = []
    for span in spans:
        again = inside.get(span.start)
        if again is not None and span.kind == PERSON and span.end > again.end:
            kept.append(span._replace(start=again.end))
        else:
            kept.append(span)
    return chosen([*kept, *found], len(tokens))


def without_level(name: Sequence[str]) -> list[str]:
    """A place's words less the level of administration before them: "Wajo" of "Kabupaten Wajo"; empty where none stands there."""
    levels, rest = words("place_levels"), list(name)
    while len(rest) > 1 and rest[0].lower() in levels:
        rest = rest[1:]
    return rest if len(rest) < len(name) and rest[0][0].isupper() else []


def _holds(long: Sequence[str], short: Sequence[str]) -> bool:
    rest = iter(long)
    return len(long) > len(short) and all(word in rest for word in short)


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


def parts_of_names(
    tokens: Tokens, shown: Sequence[str], taken: set[int], people: People, is_name_word: Callable[[str], bool]
) -> list[Span]:
    """Words outside other names that repeat a word of a person's full name."""
    found: list[Span] = []
    parts = people.parts
    for at in [i for i, word in enumerate(shown) if word in parts]:
        if at in taken:
            continue
        word = shown[at]
        before = found[-1] if found and found[-1].end == at and tokens.lines[at - 1] == tokens.lines[at] else None
        if before is not None and set(people.parts[word]) & set(people.parts[shown[before.start]]):
            found[-1] = before._replace(end=at + 1)
        elif not (tokens.is_first[at] and is_ordinary(word) and not is_name_word(word)):
            found.append(Span(at, at + 1, PERSON, "part_of_name", SURE_OF_PART))
    return found


def without_namesakes(shown: Sequence[str], spans: Iterable[Span], people: People) -> list[Span]:
    """Spans less the places and organisations of one word that here are part of a person's name: Sofia, Chelsea."""
    return [
        span
        for span in spans
        if span.kind == PERSON
        or span.length > 1
        or shown[span.start] not in people.parts
        or (span.entity is not None and span.entity.is_country)
        or (span.start > 0 and shown[span.start - 1].lower() in words("locative"))
    ]


def repeats(tokens: Tokens, shown: Sequence[str], spans: Sequence[Span], taken: set[int]) -> list[Span]:
    """Names of places and organisations that stand again where nothing else saw them."""
    forms: dict[str, dict[tuple[str, ...], Span]] = defaultdict(dict)
    for span in spans:
        if span.kind != PERSON and not is_ordinary(shown[span.start]):
            forms[shown[span.start]].setdefault(tuple(shown[span.start : span.end]), span)
    longest_first = {
        word: sorted(same.items(), key=lambda item: (-len(item[0]), item[0])) for word, same in forms.items()
    }
    found: list[Span] = []
    for at in [i for i, word in enumerate(shown) if word in longest_first]:
        if at in taken:
            continue
        for form, span in longest_first[shown[at]][:MOST_NAMESAKES]:
            end = at + len(form)
            if tuple(shown[at:end]) == form and tokens.lines[end - 1] == tokens.lines[at]:
                found.append(span._replace(start=at, end=end, method="repeat", sure=SURE_OF_REPEAT))
                break
    return found


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


def agreed(shown: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Spans whose kind the document agrees on: the same words name the same kind of thing throughout."""
    names = [" ".join(shown[span.start : span.end]) for span in spans]
    kinds = {name: span.kind for name, span in zip(names, spans, strict=True)}
    disputed = {name for name, span in zip(names, spans, strict=True) if span.kind != kinds[name]}
    if not disputed:
        return list(spans)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name, span in zip(names, spans, strict=True):
        weight = 5.0 if span.entity else 6.0 if span.method in SURE_WORDS else span.sure
        votes[name][span.kind] += weight  # pyright: ignore[reportArgumentType]
    settled = {name: min(votes[name], key=lambda kind: (-votes[name][kind], kind)) for name in disputed}
    return [
        span._replace(kind=settled[name]) if name in settled and not span.entity else span
        for name, span in zip(names, spans, strict=True)
    ]


def government(tokens: Tokens, shown: Sequence[str], span: Span, before: Span | None) -> str | None:
    """The country whose government the city of `span` stands for here; None where it is only a place.

    `before`: the name before it: of two cities joined by "dan" the second stands for what the first does.
    """
    if span.entity is None or span.kind != PLACE or span.entity.government is None:
        return None
    line = tokens.lines[span.start]
    word = shown[span.start - 1].lower() if span.start and tokens.lines[span.start - 1] == line else ""
    after = shown[span.end].lower() if span.end < len(shown) and tokens.lines[span.end] == line else ""
    if word in words("locative"):
        return None
    if after in words("acts") or word in words("government_cues") or word in words("passives"):
        return span.entity.government
    if (
        word == "dan"
        and before is not None
        and before.end == span.start - 1
        and government(tokens, shown, before, None)
    ):
        return span.entity.government
    return None
