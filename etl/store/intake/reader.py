"""The run over a source: every item to rows, in batches.

Here: item to records, records to batches, progress. Not here: what each format holds (formats.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pyarrow as pa

from etl.contracts.enums import RejectReason
from etl.errors import SourceError
from etl.settings import Settings
from etl.store.intake.formats import Format, format_of
from etl.store.intake.opened import Opened
from etl.store.intake.records import Keys, Record, Rows, left_out
from etl.store.intake.refusal import ReadingStopped, Refusal
from etl.store.intake.walk import Entry, byte_count_of, walk

Progress = Callable[[int, int], None]
UNKNOWN_TYPE = "application/octet-stream"
NO_RECORD = Refusal(RejectReason.EMPTY, "the file holds no record")


def read_source(
    source: Path, settings: Settings, progress: Progress | None = None
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Batches of rows (sources, documents) for every item of `source`, with exactly the contract's schemas.

    `source`: a folder, walked to any depth, or one file, which is then the only item. A batch holds at most
    `batch_documents` rows, and about `batch_bytes` of text; at most one batch and one document are held at a time.
    Rows come in the order of the walk and within a file in its own order, the same for the same source.
    `progress` is told (bytes read, bytes there are) after each batch; giving it costs a second walk.
    Raises SourceError at the call when the source is missing, cannot be listed, or holds no item.
    """
    entries = walk(source)
    first = next(entries)
    if source.is_file() and isinstance(refusal := format_of(first.source_path), Refusal):
        raise SourceError(f"{source} cannot be read: {refusal.detail}")
    total = sum(byte_count_of(entry) or 0 for entry in walk(source)) if progress else 0
    return _batches(chain((first,), entries), settings, progress, total)


def _batches(
    entries: Iterator[Entry], settings: Settings, progress: Progress | None, total_bytes: int
) -> Iterator[tuple[pa.Table, pa.Table]]:
    rows = Rows()
    read_bytes = 0
    left_out_ids = settings.left_out
    for entry in entries:
        item = Item(entry, settings)
        for record in item.records():
            document_id = item.id_of(record)
            if document_id in left_out_ids:
                record, document_id = left_out(record, document_id), None
            rows.add(entry.source_path, item.media_type, record, document_id)
            if rows.is_full(settings):
                yield rows.tables()
                rows = Rows()
                if progress:
                    progress(min(read_bytes + item.read_bytes, total_bytes), total_bytes)
        read_bytes += item.byte_count or 0
    if rows.sources:
        yield rows.tables()
    if progress:
        progress(total_bytes, total_bytes)


class Item:
    """One entry of the walk on its way to records. There is always at least one, accepted or not."""

    def __init__(self, entry: Entry, settings: Settings) -> None:
        self._entry = entry
        self._settings = settings
        self._keys = Keys(entry.source_path)
        self._opened: Opened | None = None
        self._format = entry.refusal or format_of(entry.source_path)
        is_read = isinstance(self._format, Format)
        self.media_type = self._format.media_type if is_read else entry.media_type or UNKNOWN_TYPE

    @property
    def byte_count(self) -> int | None:
        """Size of the item as it lies there; None where nothing can be asked of it."""
        return self._opened.byte_count if self._opened else byte_count_of(self._entry)

    @property
    def read_bytes(self) -> int:
        """Bytes of the item read so far."""
        return self._opened.position if self._opened else 0

    def id_of(self, record: Record) -> str | None:
        """The id of the document that `record` is; None when it is none. To be asked once a record, in order."""
        return self._keys.id_of(record.fields.key, record.index) if record.decoded else None

    def records(self) -> Iterator[Record]:
        """What the item holds. A file that breaks on the way has a last, rejected record for the rest of it."""
        if isinstance(self._format, Refusal):
            yield Record(0, self.byte_count, None, refusal=self._format)
            return
        index = 0
        try:
            with Opened(self._entry) as self._opened:
                for record in self._format.read(self._opened, self._format.packing, self._settings):
                    index = record.index + 1
                    yield record
                if not self._format.is_one:
                    self._opened.check_unchanged()
                if index == 0:
                    yield Record(0, self.byte_count, None, refusal=NO_RECORD)
        except ReadingStopped as stopped:
            yield Record(index, self.byte_count, None, refusal=stopped.refusal)
