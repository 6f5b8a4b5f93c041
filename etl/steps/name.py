"""Step name: who and what a document names, and the entities that the names stand for.

Here: rows of `mentions` from kept segments, once per distinct text; `entities` from all mentions.
Not here: finding a name in a text (text/names/find.py), the model's reading of tokens (name_tagger.py).

    find_mentions    map    documents, articles, segments, contributors -> mentions
    count_entities   count  mentions -> side `entity_forms`
    entities_of      group  side `entity_forms` -> entities
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.tables import ENTITIES, MENTIONS, in_order
from etl.settings import Settings
from etl.steps.name_tagger import guesses_in, is_name_word, model
from etl.steps.name_tokens import Batch, Read, read_texts
from etl.text.cleaning.wrapped import unwrapped
from etl.text.names.again import without_level
from etl.text.names.find import find_names
from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE, by_id, entity_id, find_known, normalised
from etl.text.names.spans import Guess, Span
from etl.text.names.tokens import Tokens

SIDE = "entity_forms"
"""The side that `count_entities` fills and `entities_of` reads."""

FORMS = pa.schema(
    [
        pa.field("entity_id", pa.string(), nullable=False),
        pa.field("entity_type", pa.string(), nullable=False),
        pa.field("surface", pa.string()),
        pa.field("mention_count", pa.int64(), nullable=False),
    ]
)
"""How often each entity was written in each form; `surface` NULL: referred to by a city, not itself named."""

MODEL_LANGUAGES = frozenset({"id", "ms", None})
"""Languages of a body that the model and the first-word rules read; in others only forms of the lexicon are names."""

CHARS_AT_ONCE = 600_000
"""Characters of text gathered before it is read: enough to hide the cost of a call."""

SURE_OF_GIVEN = 0.99

_PUBLISHER_SPAN = ("publisher_char_start", "publisher_char_end")
_AGENCY_SPAN = ("agency_char_start", "agency_char_end")
_DATELINE = ("dateline_char_start", "dateline_char_end", "location_created")


class _Given(NamedTuple):
    """A name that another step has read: characters `[start, end)` of the raw text."""

    start: int
    end: int
    kind: str
    method: str


class _Work(NamedTuple):
    """One distinct text on its way: its kept pieces, what earlier steps have read in it, its language."""

    text: str
    segments: list[tuple[int, int]]
    given: list[_Given]
    language: str | None


_Placed = tuple[int, int, int, str, str, str, str | None, str | None, float]
"""A mention by the index of its segment, its first character from the segment's start, its length in characters, and the
columns of its row from `entity_type` on."""


def find_mentions(
    batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings
) -> dict[str, pa.Table]:
    """`mentions` of a run of documents. `batch`: documents, articles, segments and contributors in table order.

    Documents whose kept pieces are the same are worked on once; offsets are moved for each.
    """
    found: dict[Any, list[_Placed]] = {}
    places: list[tuple[str, str, list[tuple[int, int]], Any]] = []
    waiting: dict[Any, _Work] = {}
    waiting_chars = 0
    for document_id, text, segments, given, language in _documents(batch):
        key = (language, tuple(text[start:end] for start, end in segments), _relative_given(given, segments))
        places.append((document_id, text, segments, key))
        if key in found or key in waiting:
            continue
        waiting[key] = _Work(text, segments, given, language)
        waiting_chars += len(text)
        if waiting_chars >= CHARS_AT_ONCE:
            _resolve(waiting, found)
            waiting_chars = 0
    _resolve(waiting, found)
    rows = [
        (document_id, start := segments[line][0] + char, end := start + size, text[start:end], *rest)
        for document_id, text, segments, key in places
        for line, char, size, *rest in found[key]
    ]
    columns = dict(zip(MENTIONS.schema.names, zip(*rows, strict=True), strict=True)) if rows else {}
    return {
        "mentions": in_order(
            MENTIONS, pa.table({name: columns.get(name, ()) for name in MENTIONS.schema.names}, schema=MENTIONS.schema)
        )
    }


def _documents(
    batch: Mapping[str, pa.Table],
) -> Iterator[tuple[str, str, list[tuple[int, int]], list[_Given], str | None]]:
    """Each document's id, raw text, kept segments, names that earlier steps have read, and language of the body."""
    kept: dict[str, list[tuple[int, int, str]]] = {}
    segments = batch["segments"].filter(batch["segments"]["is_kept"])
    for document_id, start, end, role in _rows(segments, "document_id", "char_start", "char_end", "role"):
        kept.setdefault(document_id, []).append((start, end, role))
    given: dict[str, list[_Given]] = {}
    for document_id, start, end in _rows(batch["contributors"], "document_id", "char_start", "char_end"):
        given.setdefault(document_id, []).append(_Given(start, end, PERSON, "byline"))
    for document_id, start, end in _rows(batch["articles"], "document_id", *_PUBLISHER_SPAN):
        if start is not None:
            given.setdefault(document_id, []).append(_Given(start, end, ORGANIZATION, "publisher"))
    for document_id, start, end in _rows(batch["articles"], "document_id", *_AGENCY_SPAN):
        if start is not None:
            given.setdefault(document_id, []).append(_Given(start, end, ORGANIZATION, "publisher"))
    datelines = {
        document_id: (start, end, place)
        for document_id, start, end, place in _rows(batch["articles"], "document_id", *_DATELINE)
        if start is not None and place
    }
    language = dict(_rows(batch["articles"], "document_id", "in_language"))
    for document_id, text in _rows(batch["documents"], "document_id", "raw_text"):
        if document_id in datelines and (place := _dateline_place(text, *datelines[document_id])):
            given.setdefault(document_id, []).append(place)
        yield (
            document_id,
            text,
            unwrapped(text, sorted(kept.get(document_id, []))),
            given.get(document_id, []),
            language.get(document_id),
        )


def _dateline_place(text: str, start: int, end: int, place: str) -> _Given | None:
    """Where the dateline of characters `[start, end)` names its place; None where it is written in another form."""
    found = re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text[start:end], re.IGNORECASE)
    return _Given(start + found.start(), start + found.end(), PLACE, "dateline") if found else None


def _rows(table: pa.Table, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _relative_given(given: Sequence[_Given], segments: Sequence[tuple[int, int]]) -> tuple[Any, ...]:
    starts = [start for start, _ in segments]
    relative: list[tuple[int, int, int, str]] = []
    for name in given:
        line = bisect_right(starts, name.start) - 1
        if line >= 0 and name.end <= segments[line][1]:
            relative.append((line, name.start - starts[line], name.end - starts[line], name.kind))
    return tuple(relative)


def _resolve(waiting: dict[Any, _Work], found: dict[Any, list[_Placed]]) -> None:
    """Move the work that waits to what is found."""
    batch = read_texts([(work.text, work.segments) for work in waiting.values()], model().begin())
    is_read = np.array([work.language in MODEL_LANGUAGES for work in waiting.values()], np.bool_)
    guesses = iter(_guesses(batch, is_read))
    for (key, work), read, asked in zip(waiting.items(), batch.reads, is_read.tolist(), strict=True):
        found[key] = _relative(work, read, next(guesses) if asked else [])
    waiting.clear()


def _guesses(batch: Batch, is_read: np.ndarray) -> list[list[Guess]]:
    """What the model reads in the texts of `batch` that it is asked about."""
    sizes = np.diff(batch.bounds)
    asked = np.repeat(is_read, sizes)
    bounds = np.cumsum([0, *sizes[is_read]])
    return guesses_in(batch.numbers[asked], batch.sentence[asked], batch.is_first[asked], bounds)


def _relative(work: _Work, read: Read, guesses: Sequence[Guess]) -> list[_Placed]:
    """Mentions placed in their segments: true of every copy."""
    tokens, starts = read.tokens, [start for start, _ in work.segments]
    given = [span for name in work.given if (span := _span(tokens, name))]
    relative: list[_Placed] = []
    for mention in find_names(
        work.text, *read, guesses, is_name_word, given=given, reads=work.language in MODEL_LANGUAGES
    ):
        line = bisect_right(starts, mention.start) - 1
        relative.append(
            (
                line,
                mention.start - starts[line],
                mention.end - mention.start,
                str(mention.entity_type),
                mention.entity_id,
                mention.method,
                mention.refers_to,
                mention.role_text,
                mention.confidence,
            )
        )
    return relative


def _span(tokens: Tokens, name: _Given) -> Span | None:
    """The tokens of a name that another step has read; None where they do not begin and end as it does."""
    start, end = bisect_left(tokens.starts, name.start), bisect_left(tokens.ends, name.end)
    if start > end or end >= len(tokens) or tokens.starts[start] != name.start or tokens.ends[end] != name.end:
        return None
    known = find_known(tokens.words[start : end + 1], tokens.lines[start : end + 1]) if name.kind != PERSON else []
    entity = known[0].form.entity if known and known[0].end - known[0].start == end + 1 - start else None
    if entity is not None and entity.entity_type != name.kind:
        entity = None
    return Span(start, end + 1, name.kind, name.method, SURE_OF_GIVEN, entity)


def count_entities(batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings) -> pa.Table:
    """How often each entity is written in each form in `batch["mentions"]`."""
    mentions = batch["mentions"]
    forms = mentions.group_by(["entity_id", "entity_type", "surface"], use_threads=False).aggregate([([], "count_all")])
    forms = forms.rename_columns(["entity_id", "entity_type", "surface", "mention_count"]).cast(FORMS)
    referred = sorted(pc.unique(mentions["refers_to_entity_id"].drop_null()).to_pylist())
    rows = [
        {"entity_id": identity, "entity_type": str(PLACE), "surface": None, "mention_count": 0} for identity in referred
    ]
    return merge_entities([forms, pa.Table.from_pylist(rows, schema=FORMS)])


def merge_entities(parts: Sequence[pa.Table]) -> pa.Table:
    """Counts of several parts added up, sorted."""
    rows = pa.concat_tables(parts) if parts else FORMS.empty_table()
    keys = ["entity_id", "entity_type", "surface"]
    rows = rows.group_by(keys, use_threads=False).aggregate([("mention_count", "sum")])
    rows = rows.rename_columns([*keys, "mention_count"]).select(FORMS.names).cast(FORMS)
    return rows.sort_by([(name, "ascending") for name in keys])


def entities_of(
    batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings
) -> dict[str, pa.Table]:
    """`entities`: one row for every entity named or referred to."""
    forms: dict[str, tuple[str, dict[str, int]]] = {}
    for identity, kind, surface, count in _rows(sides[SIDE], *FORMS.names):
        _, counts = forms.setdefault(identity, (kind, {}))
        if surface is not None:
            counts[surface] = counts.get(surface, 0) + count
    rows = [_entity(identity, kind, counts, settings.entity_aliases) for identity, (kind, counts) in forms.items()]
    return {"entities": in_order(ENTITIES, pa.Table.from_pylist(rows, schema=ENTITIES.schema))}


def _entity(identity: str, kind: str, counts: Mapping[str, int], most_aliases: int) -> dict[str, Any]:
    """The row of one entity. Aliases: forms of the lexicon, then the most frequent forms seen; sorted."""
    known = by_id().get(identity)
    if known is not None:
        name, variants = known.name, (*known.aliases, *known.alone)
    else:
        name, variants = _own_name(identity, kind, counts), ()
    seen = sorted(counts, key=lambda form: (-counts[form], form))
    aliases = [form for form in dict.fromkeys((*variants, *(" ".join(form.split()) for form in seen))) if form != name]
    return {
        "entity_id": identity,
        "entity_type": kind,
        "name": name,
        "name_en": known.name_en if known else None,
        "wikidata_qid": None,
        "country_code": known.country_code if known else None,
        "aliases": sorted(aliases[:most_aliases]),
    }


def _own_name(identity: str, kind: str, counts: Mapping[str, int]) -> str:
    """The form that an unknown entity is called by: the most frequent of those its id was made from, in small letters
    with spaces rather than in capitals or glued."""
    own = [form for form in counts if entity_id(kind, form) == identity]
    if not own and kind == PLACE:
        bare = {form: " ".join(without_level(form.split())) for form in counts}
        told = [form for form in counts if entity_id(kind, bare[form]) == identity]
        if told:
            counts, own = {bare[form]: counts[form] for form in told}, sorted({bare[form] for form in told})
    own = own or sorted(counts)
    best = min(own, key=lambda form: (form.isupper(), "(" in form, -form.count(" "), -counts[form], form))
    name = " ".join(best.split())
    if kind == PERSON:
        name = name.replace("(", "").replace(")", "")
    if kind in {PERSON, PLACE} and name.isupper() and len(normalised(name)) > 3:
        name = name.title()
    return name
