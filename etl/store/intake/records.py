"""Records and rows: an item of a file, its id, and the two tables it goes to.

Here: the record that every format yields, the keys of a file, the builder of batches.
Not here: reading files (reader.py and the formats).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from etl.contracts.enums import RejectReason, SourceStatus
from etl.contracts.tables import DOCUMENTS, SOURCES
from etl.settings import Settings
from etl.store.intake.decode import Decoded, decode
from etl.store.intake.fields import NO_FIELDS, Fields
from etl.store.intake.refusal import Refusal, too_large


@dataclass(frozen=True, slots=True)
class Record:
    """One item: a document of its own (`decoded`), or why it is none (`refusal`).

    `index` is its place in its file, from 0. `byte_count` and `sha256` are of the item's own bytes: the file as it lies
    there, the line, the stored value, the body of the archive's record. None where they were not read. `text_sha256`
    is of `decoded.utf8`.
    """

    index: int
    byte_count: int | None
    sha256: str | None
    decoded: Decoded | None = None
    text_sha256: str | None = None
    refusal: Refusal | None = None
    fields: Fields = NO_FIELDS


def record_of(index: int, data: bytes, settings: Settings, fields: Fields = NO_FIELDS) -> Record:
    """The record whose text `data` is."""
    if len(data) > settings.max_document_bytes:
        return Record(index, len(data), None, refusal=too_large(len(data), settings.max_document_bytes))
    sha256 = digest_of(data)
    if not data:
        return Record(index, 0, sha256, refusal=Refusal(RejectReason.EMPTY, "no byte"))
    decoded = decode(data, settings.binary_share, settings.fallback_share)
    if isinstance(decoded, Refusal):
        return Record(index, len(data), sha256, refusal=decoded)
    text_sha256 = sha256 if decoded.utf8 is data else digest_of(decoded.utf8)
    return Record(index, len(data), sha256, decoded, text_sha256, fields=fields)


def left_out(record: Record, document_id: str) -> Record:
    """`record` as one that the setting leave_out keeps from being a document."""
    detail = f"document {document_id} is left out by the setting leave_out"
    return replace(record, decoded=None, text_sha256=None, refusal=Refusal(RejectReason.UNREADABLE, detail))


def digest_of(data: bytes) -> str:
    """SHA-256 of `data`, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def document_id_of(source_path: str, key: str) -> str:
    """First 16 hexadecimal digits of SHA-256 over path, NUL, key, in UTF-8."""
    return hashlib.sha256(f"{source_path}\0{key}".encode()).hexdigest()[:16]


class Keys:
    """Gives the documents of one file their ids: `id_of` in the order of the file.

    A record's key is its own (`Fields.key`), else its index. From its second occurrence on a key has NUL and the
    record's index appended, as often as it takes to be new; so no two records of a file share an id, whatever they say.
    """

    def __init__(self, source_path: str) -> None:
        self._source_path = source_path
        self._given: set[int] = set()  # ids as numbers: the keys themselves may be long

    def id_of(self, key: str | None, index: int) -> str:
        """The id of the record at `index`, whose own key is `key`."""
        named = str(index) if key is None else key
        identifier = document_id_of(self._source_path, named)
        while int(identifier, 16) in self._given:
            named = f"{named}\0{index}"
            identifier = document_id_of(self._source_path, named)
        self._given.add(int(identifier, 16))
        return identifier


class Rows:
    """Rows of `sources` and `documents` on their way into a batch, as tuples in the contract's order of columns."""

    def __init__(self) -> None:
        self.sources: list[tuple[Any, ...]] = []
        self.documents: list[tuple[Any, ...]] = []
        self.byte_count = 0

    def add(self, source_path: str, media_type: str, record: Record, document_id: str | None) -> None:
        """One record: a row of sources and, when it is a document, a row of documents. Only documents have an id."""
        decoded, refusal, fields = record.decoded, record.refusal, record.fields
        self.sources.append(
            (
                source_path,
                record.index,
                media_type,
                record.byte_count,
                record.sha256,
                decoded.encoding if decoded else None,
                SourceStatus.ACCEPTED if decoded else SourceStatus.REJECTED,
                refusal.reason if refusal else None,
                refusal.shown if refusal else None,
                document_id,
            )
        )
        if decoded is None:
            return
        self.documents.append(
            (
                document_id,
                source_path,
                record.index,
                fields.url,
                fields.crawled_at,
                fields.source_date,
                fields.source_publisher,
                record.text_sha256,
                decoded.text,
                len(decoded.text),
                decoded.repairs,
            )
        )
        self.byte_count += len(decoded.utf8) + fields.char_count

    def is_full(self, settings: Settings) -> bool:
        """True when the batch holds as many rows or bytes as one may."""
        return len(self.sources) >= settings.batch_documents or self.byte_count >= settings.batch_bytes

    def tables(self) -> tuple[pa.Table, pa.Table]:
        """Sources and documents, with exactly the contract's schemas."""
        return _table(self.sources, SOURCES.schema), _table(self.documents, DOCUMENTS.schema)


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
