"""Tables: rows into immutable Parquet files.

Here: how a table is cut into files and row groups, and how a file comes to its name. Not here: sorting (ordering.py),
what a step made its rows from (staging.py).
A file is written under a temporary name and renamed to the digest of its bytes. The same rows give the same files,
however they arrived.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from etl.contracts.tables import Table
from etl.settings import Settings
from etl.store import crash
from etl.store.atomic import sync, temporary
from etl.store.buffers import is_list
from etl.store.cutting import Cutter
from etl.store.digests import ContentDigest
from etl.store.folding import Folder
from etl.store.layout import Warehouse
from etl.store.ordering import Key, Sorter, first_disorder, key_at
from etl.store.space import naming_full_disk, require_space

NAME_DIGITS = 32
"""Hexadecimal digits of a file's SHA-256 that make its name."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """One immutable file. `path` is relative to the warehouse, with forward slashes."""

    path: str
    sha256: str
    row_count: int
    byte_count: int


@dataclass(frozen=True, slots=True)
class StagedFiles:
    """The files of one table, in table order, and the digest over its rows."""

    table: str
    files: tuple[FileRef, ...]
    row_count: int
    byte_count: int
    content_digest: str


def cut_bits(document_count: int, documents_per_file: int) -> int:
    """How many leading bits of document_id choose a file: the fewest that leave less than `documents_per_file` in each.

    It depends on the run's documents alone, so every per-document table of a run is cut at the same ids.
    """
    bits = 0
    while document_count >= documents_per_file << bits:
        bits += 1
    return bits


def write_table(
    warehouse: Warehouse, table: Table, rows: pa.Table, *, document_count: int, settings: Settings
) -> StagedFiles:
    """Write all `rows` of `table`, in whatever order they are. Raises as TableWriter does."""
    with TableWriter(warehouse, table, document_count=document_count, settings=settings, sorted_input=False) as writer:
        writer.write(rows)
        return writer.close()


class TableWriter:
    """Writes one table; use as a context manager. Leaving it without `close` throws the rows away.

    `document_count` is the run's, and decides the cut; who learns it only at the end gives it to `close`.
    `sorted_input` False takes rows in any order and holds at most `settings.spill_bytes` of them in memory (about
    twice that while sorting).
    """

    def __init__(
        self,
        warehouse: Warehouse,
        table: Table,
        *,
        document_count: int | None = None,
        settings: Settings,
        sorted_input: bool = True,
    ) -> None:
        if document_count is None and sorted_input:
            raise ValueError("rows that come in order go to their files at once: document_count must be known")
        self._warehouse, self._table, self._settings = warehouse, table, settings
        self._starts: list[str] = []
        self._cut(document_count or 0)
        self._digest = ContentDigest(table.schema)
        self._files: list[FileRef] = []
        self._open: _OpenFile | None = None
        self._bucket = -1
        self._last: Key | None = None
        scratch = warehouse.scratch / f"{table.name}-{uuid4().hex}"
        self._sorter = None if sorted_input else Sorter(table.schema, table.order, scratch, settings.spill_bytes)
        self._folder = Folder(table.key) if table.is_folded else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open:
            self._open.discard()
            self._open = None
        if self._sorter:
            self._sorter.clear()

    def write(self, rows: pa.Table) -> None:
        """Add `rows`: the table's columns in any order, of types that cast to the contract's.

        Raises ValueError (a NULL where none may be, rows out of order with `sorted_input`), KeyError (a column is
        missing), DiskFull.
        """
        rows = self._checked(rows)
        if rows.num_rows == 0:
            return
        with naming_full_disk(self._warehouse):
            if self._sorter:
                self._sorter.add(rows)
            else:
                self._append(rows)

    def close(self, *, document_count: int | None = None) -> StagedFiles:
        """Finish the last file; what was written. `document_count` as above, where it was not known before.
        Raises DiskFull."""
        if document_count is not None and self._sorter:
            self._cut(document_count)
        with naming_full_disk(self._warehouse):
            if self._sorter:
                for rows in self._sorter.drain():
                    self._append(rows)
                self._sorter.clear()
            for rows in self._folder.rest() if self._folder else ():
                self._store(rows)
            self._finish_file()
        return StagedFiles(
            self._table.name,
            tuple(self._files),
            sum(file.row_count for file in self._files),
            sum(file.byte_count for file in self._files),
            self._digest.hexdigest(),
        )

    def _cut(self, document_count: int) -> None:
        bits = cut_bits(document_count, self._settings.documents_per_file) if self._table.per_document else 0
        self._starts = [format(bucket << (64 - bits), "016x") for bucket in range(1, 1 << bits)]

    def _checked(self, rows: pa.Table) -> pa.Table:
        schema = self._table.schema
        rows = rows.select(schema.names)
        for field in schema:
            if not field.nullable and (nulls := rows.column(field.name).null_count):
                raise ValueError(f"{self._table.name}.{field.name} has {nulls:,} NULLs; it must have none")
        return rows.cast(schema).replace_schema_metadata(None)

    def _append(self, rows: pa.Table) -> None:
        if rows.num_rows == 0:
            return
        self._require_order(rows)
        for whole in self._folder.add(rows) if self._folder else (rows,):
            self._store(whole)

    def _store(self, rows: pa.Table) -> None:
        self._digest.update(rows)
        for bucket, part in self._by_bucket(rows):
            if bucket != self._bucket:
                self._finish_file()
                self._bucket = bucket
            if self._open is None:
                self._open = _OpenFile(self._warehouse, self._table, self._settings)
            self._open.append(part)

    def _require_order(self, rows: pa.Table) -> None:
        order = self._table.order
        first = key_at(rows, order, 0)
        wrong = 0 if self._last is not None and first < self._last else first_disorder(rows, order)
        if wrong is not None:
            above = self._last if wrong == 0 else key_at(rows, order, wrong - 1)
            raise ValueError(
                f"{self._table.name}: row {wrong} of the rows given, {key_at(rows, order, wrong)}, "
                f"sorts before {above}; expected order {', '.join(order)}. "
                "Sort them, or open the writer with sorted_input=False."
            )
        self._last = key_at(rows, order, rows.num_rows - 1)

    def _by_bucket(self, rows: pa.Table) -> Iterator[tuple[int, pa.Table]]:
        if not self._starts:
            yield 0, rows
            return
        ids = rows.column("document_id")
        start = 0
        while start < rows.num_rows:
            bucket = bisect_right(self._starts, ids[start].as_py())
            end = rows.num_rows
            if bucket < len(self._starts):
                end = bisect_left(range(end), self._starts[bucket], lo=start, key=lambda index: ids[index].as_py())
            yield bucket, rows.slice(start, end - start)
            start = end

    def _finish_file(self) -> None:
        if self._open:
            self._files.append(self._open.finish())
            self._open = None


class _OpenFile:
    """One Parquet file under its temporary name."""

    def __init__(self, warehouse: Warehouse, table: Table, settings: Settings) -> None:
        self._warehouse = warehouse
        self._folder = warehouse.tables / table.name
        self._folder.mkdir(parents=True, exist_ok=True)
        self._path = temporary(self._folder)
        self._cutter = (
            Cutter(settings.row_group_rows, settings.row_group_bytes)
            if table.per_document
            else Cutter(settings.whole_row_group_rows, settings.whole_row_group_bytes)
        )
        self._rows = 0
        try:
            self._writer = pq.ParquetWriter(
                str(self._path),
                table.schema,
                compression="zstd" if table.is_compressed else "none",
                compression_level=settings.zstd_level if table.is_compressed else None,
                **_encodings(table),
            )
        except BaseException:
            self._path.unlink(missing_ok=True)
            raise
        crash.point("table_begun")

    def append(self, rows: pa.Table) -> None:
        for group in self._cutter.add(rows):
            self._write(group)

    def finish(self) -> FileRef:
        try:
            self._write(self._cutter.rest())
            self._writer.close()
            crash.point("table_written")
            sync(self._path)
            crash.point("table_synced")
            sha256, byte_count = sha256_of(self._path), self._path.stat().st_size
            final = self._folder / f"{sha256[:NAME_DIGITS]}.parquet"
            if final.is_file() and sha256_of(final) == sha256:
                self._path.unlink()
            else:
                self._path.replace(final)
            crash.point("table_renamed")
            sync(self._folder)
        except BaseException:
            self.discard()
            raise
        return FileRef(final.relative_to(self._warehouse.root).as_posix(), sha256, self._rows, byte_count)

    def discard(self) -> None:
        # On a full disk closing fails again, and would hide the first error.
        with suppress(Exception):
            self._writer.close()
        self._path.unlink(missing_ok=True)

    def _write(self, group: pa.Table) -> None:
        if group.num_rows == 0:
            return
        require_space(self._warehouse, group.nbytes)
        self._writer.write_table(group, row_group_size=group.num_rows)
        self._rows += group.num_rows
        crash.point("table_row_group")


def _encodings(table: Table) -> dict[str, Any]:
    """How ParquetWriter stores columns whose values rise; all others as it does by itself, but for a table that is not
    compressed: values stand there as they are, because a query would read a dictionary for each row group it touches."""
    paths = {c.name: f"{c.name}.list.element" if is_list(c.type) else c.name for c in table.columns}
    rising = {paths[column.name]: "DELTA_BINARY_PACKED" for column in table.columns if column.is_rising}
    if not rising:
        return {"use_dictionary": table.is_compressed}
    dictionary = [path for path in paths.values() if path not in rising] if table.is_compressed else False
    return {"use_dictionary": dictionary, "column_encoding": rising}


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damaged(warehouse: Warehouse, files: Iterable[FileRef], *, rehash: bool = False) -> list[str]:
    """The paths of `files` that are gone or of another size, with `rehash` also those of other bytes."""
    return [file.path for file in files if not _is_whole(warehouse.root / file.path, file, rehash)]


def _is_whole(path: Path, file: FileRef, rehash: bool) -> bool:
    try:
        return path.stat().st_size == file.byte_count and (not rehash or sha256_of(path) == file.sha256)
    except OSError:
        return False
