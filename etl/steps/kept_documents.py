"""Documents as the extraction steps read them: kept text and the names in it.

Here: joining documents, kept segments, mentions and entities of a batch, one document at a time.
Not here: what is found in them (quote.py, contact.py).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from etl.text.cleaning.kept import KeptSegment, KeptText, kept_text
from etl.text.named import Named, Names

_KNOWN = frozenset({"lexicon", "surname"})
"""Link methods of the name step that rest on the lexicon."""


class Document(NamedTuple):
    """A document less what was dropped, and the names in it in kept offsets."""

    document_id: str
    kept: KeptText
    names: Names

    @property
    def key(self) -> Hashable:
        """Equal for documents that say the same: of such, one is read and the others get its rows at their own offsets."""
        return (self.kept.text, tuple(self.kept.blocks), tuple(self.names.mentions))


def documents_of(
    batch: Mapping[str, pa.Table], entities: pa.Table, is_wanted: Callable[[str], bool] | None = None
) -> Iterator[Document]:
    """The documents of a batch in order. `batch`: documents, segments and mentions of the same documents.

    `is_wanted`: what a raw text must be for its document to be read at all.
    """
    known = _entity_names(batch["mentions"], entities)
    segments = runs_of(batch["segments"].filter(batch["segments"]["is_kept"]), ("char_start", "char_end", "role"))
    columns = ("char_start", "char_end", "entity_type", "entity_id", "role_text", "refers_to_entity_id", "link_method")
    mentions = runs_of(batch["mentions"], columns)
    documents = batch["documents"]
    for document_id, raw_text in zip(
        documents["document_id"].to_pylist(), documents["raw_text"].to_pylist(), strict=True
    ):
        if is_wanted is not None and not is_wanted(raw_text):
            continue
        kept = kept_text(raw_text, [KeptSegment(*row) for row in segments.get(document_id, ())])
        rows = mentions.get(document_id, ())
        names = [
            Named(*span, row[2], row[3], known[row[3]], row[4], row[5], row[6] in _KNOWN)
            for row, span in zip(rows, kept.kept_spans(rows), strict=True)
            if span is not None
        ]
        yield Document(document_id, kept, Names(names))


def runs_of(table: pa.Table, columns: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each document, as tuples of `columns`, in table order."""
    if table.num_rows == 0:
        return {}
    rows = list(zip(*(table[name].to_pylist() for name in columns), strict=True))
    encoded = pc.run_end_encode(table["document_id"].combine_chunks())
    runs: dict[str, list[tuple[Any, ...]]] = {}
    start = 0
    for document_id, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
        runs[document_id] = rows[start:end]
        start = end
    return runs


def _entity_names(mentions: pa.Table, entities: pa.Table) -> dict[str, str]:
    """The canonical name of every entity that the mentions name."""
    wanted = pc.unique(mentions["entity_id"])
    rows = entities.filter(pc.is_in(entities["entity_id"], value_set=wanted))
    return dict(zip(rows["entity_id"].to_pylist(), rows["name"].to_pylist(), strict=True))
