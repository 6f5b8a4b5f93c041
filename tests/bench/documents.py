"""Rows of `documents` made of plain texts, and `segments` put by document: what the benchmarks of cleaning share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from etl.contracts.tables import TABLES


def documents_of(texts: Sequence[str], urls: Sequence[str | None] | None = None) -> pa.Table:
    """Rows of `documents` for `texts`, ids in their order."""
    count = len(texts)
    columns: dict[str, Any] = {
        "document_id": [f"{n:016x}" for n in range(count)],
        "source_path": [f"{n:07d}.txt" for n in range(count)],
        "record_index": [0] * count,
        "url": list(urls) if urls is not None else [None] * count,
        "crawled_at": [None] * count,
        "source_date": [None] * count,
        "source_publisher": [None] * count,
        "text_sha256": [""] * count,
        "raw_text": list(texts),
        "char_count": [len(text) for text in texts],
        "decode_repairs": [[]] * count,
    }
    return pa.table(columns, schema=TABLES["documents"].schema)


def segments_by_document(segments: pa.Table) -> list[list[dict[str, Any]]]:
    """The rows of `segments`, a list a document, in the order of `documents_of`."""
    rows: list[list[dict[str, Any]]] = []
    for row in segments.to_pylist():
        number = int(row["document_id"], 16)
        while len(rows) <= number:
            rows.append([])
        rows[number].append(row)
    return rows
