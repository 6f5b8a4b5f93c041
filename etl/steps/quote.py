"""Step quote: who said what, from kept text and its mentions.

Here: rows of `quotes`, once per distinct text. Not here: finding quotes in a text (text/quotes/find.py).

    find_quotes   map   documents, articles, segments, mentions; side `entities` -> quotes
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pyarrow as pa

from etl.contracts.tables import QUOTES, in_order
from etl.settings import Settings
from etl.steps.kept_documents import Document, documents_of
from etl.text.quotes.find import find_quotes as quotes_in
from etl.text.quotes.quoted_words import Quote


def find_quotes(
    batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings
) -> dict[str, pa.Table]:
    """`quotes` of a run of documents.

    `batch`: documents, segments and mentions with their rows in table order; `sides`: entities.
    """
    columns: dict[str, list[Any]] = {name: [] for name in QUOTES.schema.names}
    known: dict[Hashable, list[Quote]] = {}
    for document in documents_of(batch, sides["entities"]):
        key = document.key
        found = known.get(key)
        if found is None:
            found = known[key] = quotes_in(document.kept, document.names, settings.quote_max_chars)
        for number, quote in enumerate(found):
            _append(columns, document, number, quote)
    return {"quotes": in_order(QUOTES, pa.table(columns, schema=QUOTES.schema))}


def _append(columns: dict[str, list[Any]], document: Document, number: int, quote: Quote) -> None:
    kept = document.kept
    span = kept.raw(quote.start, quote.end)
    cue = kept.raw(*quote.cue) if quote.cue else None
    speaker = quote.speaker
    row = {
        "quote_id": f"{document.document_id}-{number:04d}",
        "document_id": document.document_id,
        "char_start": span.start,
        "char_end": span.end,
        "quote_text": kept.text[quote.start : quote.end],
        "quote_type": str(quote.type),
        "cue": kept.text[slice(*quote.cue)] if quote.cue else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "speaker_text": speaker.text,
        "speaker_entity_id": speaker.entity_id,
        "speaker_name": speaker.name,
        "speaker_type": str(speaker.type),
        "attribution_method": speaker.method,
        "repair": str(quote.repair),
    }
    for name, value in row.items():
        columns[name].append(value)
