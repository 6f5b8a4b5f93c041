"""Step name: who and what a document names, and the entities that the names stand for.

Here: rows of `mentions` from kept segments, once per distinct text; `entities` from all mentions.
Not here: finding a name in a text (text/names_find.py).

    find_mentions    map    documents, articles, segments, contributors -> mentions
    count_entities   count  mentions -> side `entity_forms`
    entities_of      group  side `entity_forms` -> entities
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.tables import ENTITIES, MENTIONS, in_order
from etl.settings import Settings
from etl.text.names_find import Mention, find_names
from etl.text.names_lexicon import by_id, entity_id, normalised
from etl.text.names_tokens import Tokens, add_line

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


def find_mentions(
    batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings
) -> dict[str, pa.Table]:
    """`mentions` of a run of documents. `batch`: documents and segments with their rows in table order."""
    columns: dict[str, list[Any]] = {name: [] for name in MENTIONS.schema.names}
    memory: dict[tuple[str, ...], list[tuple[int, Mention]]] = {}
    for document_id, text, segments in _kept(batch["documents"], batch["segments"]):
        key = tuple(text[start:end] for start, end in segments)
        for line, found in memory.get(key) or memory.setdefault(key, _relative(text, segments)):
            shift = segments[line][0]
            columns["document_id"].append(document_id)
            columns["char_start"].append(found.start + shift)
            columns["char_end"].append(found.end + shift)
            columns["surface"].append(text[found.start + shift : found.end + shift])
            columns["entity_type"].append(str(found.entity_type))
            columns["entity_id"].append(found.entity_id)
            columns["link_method"].append(found.method)
            columns["refers_to_entity_id"].append(found.refers_to)
            columns["role_text"].append(found.role_text)
            columns["confidence"].append(found.confidence)
    return {"mentions": in_order(MENTIONS, pa.table(columns, schema=MENTIONS.schema))}


def _kept(documents: pa.Table, segments: pa.Table) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Each document's id, raw text and kept segments as `(start, end)`."""
    spans: dict[str, list[tuple[int, int]]] = {}
    kept = segments.filter(segments["is_kept"])
    for document_id, start, end in zip(
        kept["document_id"].to_pylist(), kept["char_start"].to_pylist(), kept["char_end"].to_pylist(), strict=True
    ):
        spans.setdefault(document_id, []).append((start, end))
    for document_id, text in zip(documents["document_id"].to_pylist(), documents["raw_text"].to_pylist(), strict=True):
        yield document_id, text, sorted(spans.get(document_id, []))


def _relative(text: str, segments: Sequence[tuple[int, int]]) -> list[tuple[int, Mention]]:
    """Mentions with the index of their segment, their offsets counted from its start: true of every copy."""
    tokens = Tokens()
    for line, (start, end) in enumerate(segments):
        add_line(tokens, text[start:end], start, line, _is_glued)
    line_at = dict(zip(tokens.starts, tokens.lines, strict=True))
    relative: list[tuple[int, Mention]] = []
    for found in find_names(text, tokens):
        line = line_at[found.start]
        shift = segments[line][0]
        relative.append((line, found._replace(start=found.start - shift, end=found.end - shift)))
    return relative


def _is_glued(left: str, right: str) -> bool:
    return False


def count_entities(batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings) -> pa.Table:
    """How often each entity is written in each form in `batch["mentions"]`."""
    mentions = batch["mentions"]
    forms = mentions.group_by(["entity_id", "entity_type", "surface"], use_threads=False).aggregate([([], "count_all")])
    forms = forms.rename_columns(["entity_id", "entity_type", "surface", "mention_count"])
    referred = pc.unique(mentions["refers_to_entity_id"].drop_null()).to_pylist()
    extra = [(i, str(by_id()[i].entity_type), None, 0) for i in sorted(referred)]
    rows = pa.table(dict(zip(FORMS.names, zip(*extra, strict=True) if extra else [[]] * 4, strict=True)), schema=FORMS)
    return merge_entities([forms.cast(FORMS), rows])


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
    for row in sides[SIDE].to_pylist():
        _, counts = forms.setdefault(row["entity_id"], (row["entity_type"], {}))
        if row["surface"] is not None:
            counts[row["surface"]] = counts.get(row["surface"], 0) + row["mention_count"]
    rows = [_entity(identity, kind, counts, 20) for identity, (kind, counts) in forms.items()]
    return {"entities": in_order(ENTITIES, pa.Table.from_pylist(rows, schema=ENTITIES.schema))}


def _entity(identity: str, kind: str, counts: Mapping[str, int], most_aliases: int) -> dict[str, Any]:
    """The row of one entity. Aliases: the most frequent forms first when there are too many, then sorted."""
    known = by_id().get(identity)
    if known:
        name, variants = known.name, (*known.aliases, *known.alone)
    else:
        own = [form for form in counts if entity_id(kind, form) == identity]
        name = min(own or counts, key=lambda form: (form.isupper(), -counts[form], form))
        name, variants = " ".join(name.split()), ()
    seen = sorted((form for form in counts), key=lambda form: (-counts[form], form))
    aliases = [form for form in dict.fromkeys((*variants, *seen)) if normalised(form) != normalised(name)]
    return {
        "entity_id": identity,
        "entity_type": kind,
        "name": name,
        "name_en": known.name_en if known else None,
        "wikidata_qid": None,
        "country_code": known.country_code if known else None,
        "aliases": sorted(aliases[:most_aliases]),
    }
