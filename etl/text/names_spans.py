"""Stretches of tokens that may name something, and choosing among those that overlap.

Here: candidates from the lexicon, from the name model and from first words ("PT", "Polres", "Jalan"), trimmed to the name.
Not here: whom a name names (names_links.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from etl.text.names_lexicon import ORGANIZATION, PERSON, PLACE, Entity, Found, find_known
from etl.text.names_titles import is_malay_title, without_excellency, without_titles
from etl.text.names_tokens import Tokens
from etl.text.names_words import any_of, is_ordinary, ordinary_words, words

LONGEST_NAME_TOKENS = 14
LONGEST_NAME_CHARS = 150
"""Longer than any name seen (a ministry of 120 characters): what the model reads beyond is a list or no language."""

SURE_OF_FORM = 0.97
SURE_OF_FIRST_WORD = 0.85
LEAST_SURE = 0.4
"""Probability below which a reading of the model that nothing else supports is no name."""

SURE_OF_EXTENT = 0.6
"""Probability from which the model's own end of a name beats the run of capitals behind its first word."""

SURE_OF_KIND = 0.75
"""Probability below which words of persons' names outweigh the model's reading as a place or an organisation."""

SURE_OVER_WEAK_FORM = 0.6
"""Probability from which the model's own reading beats a form that is also an ordinary word."""


SURE_WORDS = frozenset({"address", "named"})
"""What stands before a person only, so that even the name of a city is one there: "Mbah Sarmi"."""

_NEVER_INSIDE = frozenset('–—:;“”"«»?!|•[]{}<>*=') | {"vs", "Vs", "VS", "Dan"}


_JOINING = frozenset({"dan", "atau", "serta"})
"""Small words between two persons, never inside one."""


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

    @property
    def length(self) -> int:
        """How many tokens."""
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


def candidates(
    tokens: Tokens,
    shown: Sequence[str],
    guesses: Sequence[Guess],
    is_name_word: Callable[[str], bool],
    told: Sequence[Span] = (),
    forms: Sequence[Found] | None = None,
) -> list[Span]:
    """Names told by the lexicon, the model, their company and first words, without overlaps.

    `shown`: words as in running text. `is_name_word(word)` says whether a word is known from names of persons.
    `told`: what the words around say (names_context.py). `forms`: what find_known finds, where the caller has asked it.
    """
    short = [
        guess for guess in guesses if tokens.ends[guess.end - 1] - tokens.starts[guess.start] <= LONGEST_NAME_CHARS
    ]
    guessed = [span for guess in short for piece in _pieces(tokens, shown, guess) if (span := _trimmed(shown, piece))]
    guessed = [_of_likely_kind(span, shown, is_name_word) for span in _cut_to_elsewhere(guessed, shown)]
    persons = {at for span in told if span.method in SURE_WORDS for at in range(span.start, span.end)}
    known = [
        span
        for span in _known(tokens, shown, guessed, find_known(shown, tokens.lines) if forms is None else forms)
        if span.kind == PERSON or span.start not in persons or span.length > 1
    ]
    guessed = [span for span in guessed if not _only_opens(tokens, shown, span, is_name_word)]
    known = [_with_owner(tokens, shown, span, known) for span in known]
    known = chosen(known, len(tokens))
    starts = [span.start for span in known]
    guessed = [_behind(span, known) for span in guessed]
    split = [
        part
        for span in guessed
        for part in _without_known(span, known[bisect_left(starts, span.start) : bisect_left(starts, span.end)], shown)
    ]
    owned = {at for span in known for at in range(span.start, span.end)}
    read = [_extended(tokens, shown, span, owned, is_name_word) for span in _without_contradicted(split, told)]
    read += _not_read(told, read)
    every = [
        _of_person(tokens, shown, _with_tail(tokens, shown, span))
        for span in (*known, *read)
        if not _is_event(shown, span)
    ]
    return chosen([*every, *_by_first_word(tokens, shown, every)], len(tokens))


def _without_contradicted(spans: Iterable[Span], told: Sequence[Span]) -> list[Span]:
    """`spans` of the model less those that the words around read otherwise."""
    owner = {at: span for span in told for at in range(span.start, span.end)}
    return [
        span
        for span in spans
        if not any(_overrules(owner[at], span) for at in range(span.start, span.end) if at in owner)
    ]


def _not_read(told: Sequence[Span], spans: Iterable[Span]) -> list[Span]:
    """What the words around tell less what the model still reads in the same place."""
    taken = {at for span in spans for at in range(span.start, span.end)}
    return [span for span in told if taken.isdisjoint(range(span.start, span.end))]


def _overrules(told: Span, read: Span) -> bool:
    """Whether what the words around tell outweighs what the model reads."""
    if told.method in {"domain", "location"}:
        return told.method == "domain"
    if read.kind == PERSON:
        inside = read.start >= told.start and read.end <= told.end and read.length < told.length
        return inside or (told.method == "title" and read.start < told.start)
    if told.method == "speaker":
        return read.kind == PLACE or read.sure < SURE_OF_KIND
    return True


def _extended(
    tokens: Tokens, shown: Sequence[str], span: Span, owned: set[int], is_name_word: Callable[[str], bool]
) -> Span:
    """A person with the words of persons' names right before, as far as they can belong: "Dewi" before "Kartika Lestari"."""
    start = span.start
    first = shown[start].lower()
    if span.kind == PERSON and span.method == "model" and span.length > 2 and first in ordinary_words():
        start += not is_name_word(shown[start])
    while (
        start == span.start
        and span.kind == PERSON
        and span.method == "model"
        and start > 0
        and start - 1 not in owned
        and not tokens.is_first[start]
        and tokens.lines[start - 1] == tokens.lines[start]
        and shown[start - 1][0].isupper()
        and shown[start - 1][1:].islower()
        and is_name_word(shown[start - 1])
        and shown[start - 1].lower() not in _never_inside_person()
        and not (start > 1 and is_malay_title(shown[start - 2], shown[start - 1]))
    ):
        start -= 1
        span = span._replace(start=start)
    return span._replace(start=start)


def _of_person(tokens: Tokens, shown: Sequence[str], span: Span) -> Span:
    """A person less "Y.M." and with the small second half of the last word: "Gyu-back" of "Ahn Gyu-back"."""
    if span.kind != PERSON or span.entity:
        return span
    span = span._replace(start=without_excellency(shown, span.start, span.end))
    end = span.end
    if end + 1 >= len(shown) or shown[end] != "-":
        return span
    second = shown[end + 1]
    glued = tokens.ends[end - 1] == tokens.starts[end] and tokens.ends[end] == tokens.starts[end + 1]
    if glued and tokens.lines[end + 1] == tokens.lines[end - 1] and second.islower() and second.isalpha():
        return span._replace(end=end + 2) if second not in words("particles") else span
    return span


def persons_behind_places(
    tokens: Tokens, shown: Sequence[str], spans: Sequence[Span], forms: Sequence[Found]
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
            next((end for end in range(span.end - 2, span.start, -1) if (span.start, end) in known), None)
            if span.kind == PLACE and span.entity is None
            else None
        )
        if cut is None or not _is_official_of(tokens, shown, span, cut):
            found.append(span)
            continue
        found.append(Span(span.start, cut, PLACE, "form", SURE_OF_FORM, known[span.start, cut]))
        found.append(Span(cut, span.end, PERSON, "behind_place", SURE_OF_FIRST_WORD))
    return found


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
        if word in words("title_heads"):
            return True
        if not (shown[at][0].isupper() or word in words("locative") or word in ("untuk", "dan")):
            return False
        at -= 1
    return False


@cache
def _never_inside_person() -> frozenset[str]:
    return any_of("title_words", "title_heads", "title_parts", "not_names") - words("names_too")


def _only_opens(tokens: Tokens, shown: Sequence[str], span: Span, is_name_word: Callable[[str], bool]) -> bool:
    """Whether a doubtful person is one word that owes its capital to the sentence, and no word of persons' names."""
    return (
        span.kind == PERSON
        and span.length == 1
        and span.sure < SURE_OF_KIND
        and tokens.is_first[span.start]
        and not is_name_word(shown[span.start])
    )


def _is_event(shown: Sequence[str], span: Span) -> bool:
    """Whether a place is only part of a competition, a language or an age: "Piala Eropa", "bahasa Inggris"."""
    return span.kind == PLACE and span.start > 0 and shown[span.start - 1].lower() in words("not_before_place")


def _cut_to_elsewhere(spans: Sequence[Span], shown: Sequence[str]) -> Iterable[Span]:
    """Spans less the ordinary words behind them, where the document has the name without these: "Rahmat Hidayat Bantah"."""
    names = {tuple(shown[span.start : span.end]) for span in spans}
    for span in spans:
        end = span.end
        while end > span.start + 1 and is_ordinary(shown[end - 1]):
            end -= 1
            if tuple(shown[span.start : end]) in names:
                span = span._replace(end=end)
                break
        yield span


def _of_last_word(tokens: Tokens, shown: Sequence[str], span: Span) -> Span:
    """`span` as the club that its last word says it is, from its first capital on: "Bintang" before "Selat FC"."""
    if shown[span.end - 1].lower() not in words("club_tails"):
        return span
    start, others = span.start, any_of("title_heads", "title_words", "person_nouns")
    while (
        start > 0
        and not tokens.is_first[start]
        and tokens.lines[start - 1] == tokens.lines[start]
        and span.end - start < LONGEST_NAME_TOKENS
        and shown[start - 1][0].isupper()
        and (shown[start - 1].lower() not in others or (start > 1 and shown[start - 2].lower() in others))
    ):
        start -= 1
    return span._replace(start=start, kind=ORGANIZATION, entity=None)


def _of_likely_kind(span: Span, shown: Sequence[str], is_name_word: Callable[[str], bool]) -> Span:
    """`span` as what its first word says it is, or as a person where the model is in doubt about its kind and the words
    are those of persons' names."""
    opening = shown[span.start].lower()
    if span.kind == PERSON:
        if span.length > 1 and opening in any_of("organization_heads", "organization_openers"):
            return span._replace(kind=ORGANIZATION)
        return span._replace(kind=PLACE) if span.length > 1 and opening in words("place_heads") else span
    if span.sure >= SURE_OF_KIND or not 2 <= span.length <= 4:
        return span
    parts = shown[span.start : span.end]
    heads = any_of("organization_heads", "place_heads", "organization_openers")
    if parts[0].lower() in heads or not all(part[0].isupper() and part[1:].islower() for part in parts):
        return span
    located = span.start > 0 and shown[span.start - 1].lower() in words("locative")
    if sum(map(is_name_word, parts)) * 2 >= len(parts) and is_name_word(parts[0]) and not located:
        return span._replace(kind=PERSON)
    return span


def _with_tail(tokens: Tokens, shown: Sequence[str], span: Span) -> Span:
    """`span` with the last word that tells what it names: "Los Angeles" before "FC", "Hard Rock" before "Stadium"."""
    places, organizations = words("place_tails"), words("organization_tails")
    if span.kind == ORGANIZATION and [word.lower() for word in shown[span.end : span.end + 3]] == ["(", "persero", ")"]:
        span = span._replace(end=span.end + 3)
    team = shown[span.end - 1 : span.end + 2]
    if span.kind == ORGANIZATION and len(team) == 3 and team[:2] == ["U", "-"] and team[2].isdigit():
        return span._replace(end=span.end + 2, entity=None)  # "Timnas Indonesia U-17"
    end = span.end
    follows = (
        end < len(shown)
        and tokens.lines[end] == tokens.lines[span.start]
        and shown[end][0].isupper()
        and not tokens.is_first[end]
    )
    if follows and shown[end].lower() in any_of("place_tails", "organization_tails") and span.kind != PERSON:
        if shown[end].lower() in words("legal_forms"):
            return span._replace(end=end + 1)
        span = span._replace(end=end + 1, entity=None, method="model", sure=SURE_OF_FIRST_WORD)
    if span.entity is None and span.length > 1:
        last = shown[span.end - 1].lower()
        if last in places:
            return span._replace(kind=PLACE)
        if last in organizations:
            return _of_last_word(tokens, shown, span._replace(kind=ORGANIZATION))
    return span


def _pieces(tokens: Tokens, shown: Sequence[str], guess: Guess) -> Iterable[Guess]:
    """The guess cut at marks that no name holds, and where a place or organisation runs into a glued word."""
    start = guess.start
    cuts = _joints(shown, guess) if guess.kind == PERSON else frozenset[int]()
    for at in range(guess.start, guess.end):
        glued = (
            at > start
            and guess.kind != PERSON
            and tokens.starts[at] == tokens.ends[at - 1]
            and shown[at - 1][-1].isalpha()
        )
        is_mark = (
            shown[at] in _NEVER_INSIDE
            or at in cuts
            or (guess.kind == PERSON and shown[at] in _JOINING)
            or (guess.kind == PERSON and shown[at] in "()")
        )
        if is_mark or (glued and shown[at][0].isalpha()):
            if at > start:
                yield guess._replace(start=start, end=at)
            start = at + is_mark
    if start == guess.start:
        yield guess
    elif start < guess.end:
        yield guess._replace(start=start)


def _joints(shown: Sequence[str], guess: Guess) -> frozenset[int]:
    """Hyphens between two full names: "Haris Nasution-Dewi Anggraini"."""
    return frozenset(
        at
        for at in range(guess.start + 2, guess.end - 2)
        if shown[at] == "-"
        and shown[at - 1].lower() not in words("person_links")
        and all(word[0].isupper() and len(word) > 2 for word in (*shown[at - 2 : at], *shown[at + 1 : at + 3]))
    )


def _trimmed(shown: Sequence[str], guess: Guess) -> Span | None:
    """The model's reading without titles, small words and marks at its ends; None when nothing of a name is left."""
    start, end = guess.start, guess.end
    if guess.kind == PERSON:
        start, end = without_titles(shown, start, end)
    links = words("person_links")
    never = words("not_names")
    while start < end and (
        not shown[start][0].isalnum()
        or (shown[start].islower() and not (shown[start] in links and start + 1 < end))
        or (shown[start].lower() in never and guess.kind != ORGANIZATION)
    ):
        start += 1
    while start < end and (
        shown[end - 1].lower() in never or (not shown[end - 1][0].isalnum() and not _closes(shown, start, end))
    ):
        end -= 1
    if start >= end or not any(word[0].isupper() for word in shown[start:end]):
        return None
    if shown[start].lower() in words("legal_forms") or shown[end - 1].lower() in words("event_tails"):
        return None
    if start > 0 and shown[start - 1].lower() in words("not_before_name"):
        return None
    if guess.kind == ORGANIZATION:
        end = next((at for at in range(start + 2, end) if shown[at] == "di"), end)
    if guess.kind == PLACE:
        end = next((at for at in range(start + 1, end) if shown[at].lower() == "km"), end)
    if end - start > 1 and _is_code(shown[end - 1]):
        end -= 1
    heads = words("place_heads")
    if guess.kind == PLACE and end - start > 2 and shown[start].lower() not in heads and is_ordinary(shown[start]):
        start += (
            shown[start + 1].lower() in heads
        )  # the dike of "Tanggul Sungai Walanae" is no part of the river's name
    if end - start == 1 and (len(shown[start]) == 1 or shown[start].lower() in _never_alone()):
        return None
    if all(word.lower() in words("degrees") or len(word) == 1 for word in shown[start:end]):
        return None
    if guess.sure < LEAST_SURE:
        return None
    kind = guess.kind
    if kind == PLACE and shown[start].lower() in words("organization_heads"):
        kind = ORGANIZATION
    return Span(start, end, kind, "model", guess.sure)


@cache
def _never_alone() -> frozenset[str]:
    kinds = ("not_alone", "title_heads", "title_words", "person_nouns", "place_heads", "place_levels")
    return frozenset().union(*map(words, kinds))


def _is_code(word: str) -> bool:
    """Whether `word` is a flight, a model or a form rather than a word: SV5276."""
    return word[0].isupper() and sum(map(str.isdigit, word)) > 1


def _closes(shown: Sequence[str], start: int, end: int) -> bool:
    """Whether the last mark belongs to the name: "PT Maju (Persero)", "Kusnadi H."."""
    if shown[end - 1] == ")":
        return "(" in shown[start : end - 1]
    return shown[end - 1] == "." and end - start > 1 and len(shown[end - 2]) == 1


def _known(tokens: Tokens, shown: Sequence[str], guessed: Sequence[Span], forms: Sequence[Found]) -> list[Span]:
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
        if tokens.is_first[start] and end - start == 1 and guess is None and is_ordinary(shown[start]):
            continue
        while form.entity.is_country and start > 0 and shown[start - 1] in _state_forms():
            if tokens.lines[start - 1] != tokens.lines[start]:
                break
            start -= 1  # "Republik Demokratik Timor Leste"
        method = "surname" if form.is_alone else "lexicon"
        found.append(Span(start, end, form.entity.entity_type, method, SURE_OF_FORM, form.entity))
    return found


def _with_owner(tokens: Tokens, shown: Sequence[str], span: Span, known: Sequence[Span]) -> Span:
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
    if is_branch and not place.entity.is_country:
        return span._replace(end=place.end, entity=None)
    return span


def _behind(span: Span, known: Sequence[Span]) -> Span:
    """A person read by the model less the known body whose last words it begins with: "Bank Permata" before "Josua Pardede"."""
    at = bisect_left(known, span.start, key=lambda other: other.start) - 1
    if span.kind == PERSON and at >= 0 and known[at].kind != PERSON and span.start < known[at].end < span.end:
        return span._replace(start=known[at].end)
    return span


@cache
def _state_forms() -> frozenset[str]:
    return frozenset(map(str.capitalize, words("state_forms")))


def _without_known(span: Span, known: Sequence[Span], shown: Sequence[str]) -> Iterable[Span]:
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
    if span.sure < SURE_OF_EXTENT or (
        span.kind == PLACE and last.kind != PLACE and not _bears_names(shown, span.start)
    ):
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


def _bears_names(shown: Sequence[str], at: int) -> bool:
    """Whether bodies and places that open with this word are often named after persons and organisations."""
    return shown[at].lower() in words("named_after_persons")


def _by_first_word(tokens: Tokens, shown: Sequence[str], told: Sequence[Span]) -> list[Span]:
    """Organisations and places told by their first word: "PT Maju Jaya Tbk", "Jalan Melati".

    `told`: names seen already. One that begins with the same word and is sure of its end stays as it is; one of another
    kind further on ends the name, except where bodies with this first word bear such names.
    """
    beginning = {span.start: span for span in told}
    elsewhere = {tuple(shown[span.start : span.end]) for span in told if span.sure >= SURE_OF_EXTENT}
    heads, taken, spans = _first_words(), 0, list[Span]()
    for at in [i for i, word in enumerate(shown) if word in heads]:
        kind = heads[shown[at]]
        if at < taken or (shown[at].lower() == "pemerintah" and shown[at + 1 : at + 2] not in _REGIONS):
            continue
        same = beginning.get(at)
        if not _may_open(tokens, shown, at, kind) or (
            same and (same.entity or (same.sure >= SURE_OF_EXTENT and not _is_located(shown, at, kind)))
        ):
            continue
        end = _end_of_run(tokens, shown, at, kind, beginning)
        end = next((cut for cut in range(end, at + 1, -1) if tuple(shown[at:cut]) in elsewhere), end)
        if end > at + 1:
            spans.append(_of_last_word(tokens, shown, Span(at, end, kind, "first_word", SURE_OF_FIRST_WORD)))
            taken = end
    return spans


def _is_located(shown: Sequence[str], at: int, kind: str) -> bool:
    """Whether a place opens at token `at` behind "di" or "ke": no person's name follows it there, so all capitals are its."""
    return kind == PLACE and at > 0 and shown[at - 1] in words("locative")


@cache
def _first_words() -> dict[str, str]:
    """First words as they are written in names, with the kind of name they open."""
    found: dict[str, str] = {"Pemerintah": ORGANIZATION}
    for kind, name in ((PLACE, "place_heads"), (ORGANIZATION, "organization_heads")):
        for word in words(name):
            found |= {word.capitalize(): kind, word.upper(): kind}
    return found


_REGIONS = [["Provinsi"], ["Kota"], ["Kabupaten"], ["Daerah"]]
_BEFORE_KOTA = frozenset({"wali", "ibu", "walikota"})


def _may_open(tokens: Tokens, shown: Sequence[str], at: int, kind: str) -> bool:
    """Whether a name may open at this first word: not in the middle of a run of capitals, unless that is a title."""
    if at == 0 or tokens.lines[at - 1] != tokens.lines[at]:
        return True
    before = shown[at - 1]
    if before.lower() in _BEFORE_KOTA:
        return False
    if kind == ORGANIZATION or not before[0].isupper():
        return True
    return before.lower() in words("title_heads") or before.lower() in words("place_heads") or tokens.is_first[at - 1]


def _end_of_run(tokens: Tokens, shown: Sequence[str], at: int, kind: str, beginning: dict[int, Span]) -> int:
    """Where the capitalised words behind a first word end."""
    ranks, never = words("ranks"), words("not_names")
    links = words("organization_links") - {"di"} if kind == ORGANIZATION else frozenset[str]()
    borne = {PLACE} if kind == ORGANIZATION else set[str]()
    if _bears_names(shown, at):
        borne |= {PERSON, ORGANIZATION}
    is_office = shown[at].lower() == "kantor"  # "Kantor Perdana Menteri Selandia Baru"
    end, line, count = at + 1, tokens.lines[at], len(shown)
    while end < count and end - at < LONGEST_NAME_TOKENS and tokens.lines[end] == line:
        here, other = shown[end], beginning.get(end)
        stops = (
            here.lower() in never and not here.isdigit() and not (is_office and here.lower() in words("title_heads"))
        )
        if here.lower() in ranks or stops or tokens.is_first[end]:
            break
        if other is not None and other.kind not in {kind, *borne} and other.sure >= SURE_OF_EXTENT:
            break
        if other is not None and other.kind == PLACE and other.entity and not _bears_names(shown, at):
            end = other.end
            if end >= count or (other := beginning.get(end)) is None or other.kind != PLACE:
                break
            continue
        if (here[0].isupper() and (len(here) > 1 or end > at + 1)) or (here[0].isdigit() and kind == ORGANIZATION):
            end += 1
        elif here in links and end + 1 < count and shown[end + 1][0].isupper() and end > at + 1:
            end += 2
        elif kind == ORGANIZATION and (listed := _end_of_list(shown, end)):
            end = listed
        else:
            break
    return end


def _end_of_list(shown: Sequence[str], at: int) -> int:
    """Where a list of ordinary words in capitals ends that goes on with the comma at token `at`: "Hewan, Ikan, dan
    Tumbuhan"; 0 when there is none. It must close with "dan", or the comma ends the name."""
    end = at
    while end + 1 < len(shown) and end - at < LONGEST_NAME_TOKENS and shown[end] == ",":
        word = end + 2 if shown[end + 1] == "dan" else end + 1
        if word >= len(shown) or not (shown[word][0].isupper() and is_ordinary(shown[word])):
            return 0
        if word == end + 2:
            return word + 1
        end = word + 1
    if (
        end > at
        and end + 1 < len(shown)
        and shown[end] == "dan"
        and shown[end + 1][0].isupper()
        and is_ordinary(shown[end + 1])
    ):
        return end + 2
    return 0
