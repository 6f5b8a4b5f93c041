"""Names in a document: which stretches of its tokens name a person, an organisation or a place, and whom.

Here: the order in which lexicon, name model, first words and the rest of the document are asked, and the mentions.
Not here: each of these (candidates.py, people.py, abbreviations.py, again.py, titles.py,
case.py); tables (steps/name.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from etl.text.names.abbreviations import SURE_OF_ABBREVIATION, Explained, abbreviations
from etl.text.names.again import places_again, repeats, without_level
from etl.text.names.candidates import candidates
from etl.text.names.context import in_context
from etl.text.names.lexicon import PERSON, PLACE, Entity, by_id, entity_id, find_known, place_called
from etl.text.names.links import agreed, government
from etl.text.names.lists import between_persons
from etl.text.names.officials import persons_behind_bodies, persons_behind_places
from etl.text.names.people import People, parts_of_names, without_namesakes
from etl.text.names.places import Places
from etl.text.names.spans import SURE_WORDS, Guess, Span, chosen
from etl.text.names.surnames import bracketed_given_names, hyphened_parts, with_hyphened_surnames
from etl.text.names.titles import title_before
from etl.text.names.tokens import Tokens
from etl.text.single_words import is_ordinary

LONGEST_TITLE_TOKENS = 16
AS_WRITTEN = frozenset({"domain", "publisher"})
"""Ways of finding names that are called exactly as they are written."""

TOLD = frozenset({"apposition", "age", "speaker"})
"""Ways of finding persons by their company alone."""

MOST_FORMS = 20
"""Short forms with one first word that a document may explain; more are a list of codes."""


class Mention(NamedTuple):
    """A name at characters `[start, end)`. `name`: the canonical or fullest form that `entity_id` was made from."""

    start: int
    end: int
    entity_type: str
    name: str
    entity_id: str
    method: str
    refers_to: str | None
    role_text: str | None
    confidence: float


def find_names(
    text: str,
    tokens: Tokens,
    shown: Sequence[str],
    places: Places,
    guesses: Sequence[Guess] = (),
    is_name_word: Callable[[str], bool] = lambda word: False,
    given: Sequence[Span] = (),
    reads: bool = True,
) -> list[Mention]:
    """Every mention in `tokens` (of `text`), in order, without overlaps.

    `shown`: the tokens as running text would have them; `places`: of those. `guesses`: what the name model reads.
    `is_name_word`: see candidates. `given`: names that the document's own facts state (bylines, the dateline's place); they
    win. `reads`: the text is in a language whose words around names we know.
    """
    count = len(tokens)
    forms = find_known(shown, tokens.lines, places.known_starts)
    told = in_context(tokens, shown, places, forms, is_name_word) if reads else []
    found = candidates(tokens, shown, guesses, is_name_word, told, forms, places.heads)
    found = persons_behind_bodies(
        tokens, shown, persons_behind_places(tokens, shown, found, forms, is_name_word), forms
    )
    spans = _with_given(found, given)
    spans = chosen([*spans, *between_persons(tokens, shown, spans)], count)
    spans = places_again(tokens, shown, spans)
    spans = chosen([*spans, *bracketed_given_names(shown, places.brackets, spans)], count)
    explained = abbreviations(tokens, shown, places.brackets, spans)
    spans = [span for span in spans if span.entity or " ".join(shown[span.start : span.end]) not in explained.others]
    spans = chosen([*spans, *_abbreviated(tokens, shown, explained)], count)
    spans = agreed(shown, with_hyphened_surnames(shown, spans))
    people = _people(
        text, tokens, shown, [span for span in spans if not _is_second_name(shown, span, explained)], is_name_word
    )
    spans = hyphened_parts(tokens, shown, places.hyphens, without_namesakes(shown, spans, people), people)
    taken = {at for span in spans for at in range(span.start, span.end)}
    spans = chosen([*spans, *parts_of_names(tokens, shown, taken, people, is_name_word)], count)
    taken = {at for span in spans for at in range(span.start, span.end)}
    spans = chosen([*spans, *repeats(tokens, shown, spans, taken)], count)
    return _mentions(text, tokens, shown, spans, people, explained)


def _with_given(spans: list[Span], given: Sequence[Span]) -> list[Span]:
    taken = {at for span in given for at in range(span.start, span.end)}
    return sorted(
        [*given, *(span for span in spans if taken.isdisjoint(range(span.start, span.end)))],
        key=lambda span: span.start,
    )


def _abbreviated(tokens: Tokens, shown: Sequence[str], explained: Explained) -> list[Span]:
    """Where the document uses names' short forms that it has explained, and the explanations themselves."""
    if not explained.names and not explained.persons:
        return []
    forms: dict[str, list[tuple[list[str], Span]]] = {}
    for short, full in (*explained.names.items(), *explained.persons.items()):
        form = short.split(" ")
        forms.setdefault(form[0], []).append((form, full))
    found = [full for full in explained.names.values() if full.method == "expansion"]
    for at, word in enumerate(shown):
        for form, full in forms.get(word, ())[:MOST_FORMS]:
            end = at + len(form)
            if shown[at:end] == form and tokens.lines[end - 1] == tokens.lines[at]:
                entity, method = (None, "second_name") if full.kind == PERSON else (full.entity, "abbreviation")
                found.append(Span(at, end, full.kind, method, SURE_OF_ABBREVIATION, entity))
    return found


def _is_second_name(shown: Sequence[str], span: Span, explained: Explained) -> bool:
    return span.entity is None and " ".join(shown[span.start : span.end]) in explained.persons


def _people(
    text: str, tokens: Tokens, shown: Sequence[str], spans: Sequence[Span], is_name_word: Callable[[str], bool]
) -> People:
    people = People()
    for span in spans:
        if (
            span.kind == PERSON
            and span.method != "surname"
            and (span.entity or span.length > 1 or _is_whole_name(shown, span, is_name_word))
        ):
            people.add(_name(text, tokens, shown, span), span.start, span.entity)
    for span in spans:
        if span.method == "surname" and shown[span.start] not in people.parts:
            people.add(_name(text, tokens, shown, span), span.start, span.entity)
    people.settle()
    return people


def _is_whole_name(shown: Sequence[str], span: Span, is_name_word: Callable[[str], bool]) -> bool:
    """Whether the one word of `span` is all there is of the person's name: "Bupati, Subandi," told by what stands around."""
    word = shown[span.start]
    return span.method in SURE_WORDS or (span.method in TOLD and is_name_word(word) and not is_ordinary(word))


def _name(text: str, tokens: Tokens, shown: Sequence[str], span: Span) -> str:
    """The canonical name where the lexicon knows it, else the words as running text has them, brackets left out."""
    if span.entity is not None:
        return span.entity.name
    if span.method in AS_WRITTEN:
        return text[tokens.starts[span.start] : tokens.ends[span.end - 1]]
    parts: list[str] = []
    for at in range(span.start, span.end):
        if span.kind == PERSON and shown[at] in "()":
            continue
        glued = at > span.start and tokens.starts[at] == tokens.ends[at - 1] and shown[at][0].isalpha()
        spaced = at > span.start and (tokens.starts[at] > tokens.ends[at - 1] or (glued and shown[at - 1][0].isalpha()))
        parts.append(f" {shown[at]}" if spaced else shown[at])
    return "".join(parts).strip()


def _mentions(
    text: str,
    tokens: Tokens,
    shown: Sequence[str],
    spans: Sequence[Span],
    people: People,
    explained: Explained,
) -> list[Mention]:
    in_person = {at for span in spans if span.kind == PERSON for at in range(span.start, span.end)}
    found: list[Mention] = []
    before: Span | None = None
    for span in spans:
        name, entity, method = _identity(text, tokens, shown, span, people, explained)
        role_text = None
        if span.kind == PERSON:
            title = title_before(tokens, shown, span.start, in_person, LONGEST_TITLE_TOKENS)
            if title is not None:
                role_text = text[tokens.starts[title] : tokens.ends[span.start - 1]].rstrip(" ,")
        country = government(tokens, shown, span, before)
        before = span
        identity = entity.entity_id if entity else entity_id(span.kind, name)
        known = by_id().get(identity)
        found.append(
            Mention(
                tokens.starts[span.start],
                tokens.ends[span.end - 1],
                span.kind,
                known.name if known else name,
                identity,
                method,
                entity_id(PLACE, country) if country else None,
                role_text,
                round(span.sure, 3),
            )
        )
    return found


def _identity(
    text: str, tokens: Tokens, shown: Sequence[str], span: Span, people: People, explained: Explained
) -> tuple[str, Entity | None, str]:
    """The name that the span's entity is called by, the entity where the lexicon knows it, and how that was found."""
    name = _name(text, tokens, shown, span)
    words = " ".join(shown[span.start : span.end])
    if span.kind == PLACE and span.entity is None and (place := without_level(shown[span.start : span.end])):
        known = place_called(place)
        return (known.name if known else " ".join(place)), known, span.method
    if span.kind != PERSON:
        full = explained.names.get(words)
        if full is not None and (span.entity is None or span.method == "abbreviation"):
            return _name(text, tokens, shown, full), full.entity, "abbreviation"
        return name, span.entity, span.method
    if span.entity is None and words in explained.persons:
        span, method = explained.persons[words], "second_name"
        name = _name(text, tokens, shown, span)
        return people.full(name), people.entities.get(people.full(name)) or span.entity, method
    if span.method == "part_of_name" and (owner := people.named_by(name, span.start)) is not None:
        return owner, people.entities.get(owner), span.method
    if span.length == 1 and (span.entity is None or span.method == "surname"):
        owner = people.named_by(shown[span.start], span.start)
        if owner is not None:
            return owner, people.entities.get(owner), "part_of_name" if span.entity is None else span.method
    full_name = people.full(name)
    return full_name, people.entities.get(full_name) or span.entity, span.method
