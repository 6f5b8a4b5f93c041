"""Reading: staged rows back, whole or in batches of documents.

Here: batches in which every table holds the rows of the same run of documents. Not here: what is done with them.
Per-document tables are all in document order, so one cursor a table suffices and no table is held whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from etl.contracts.tables import TABLES
from etl.errors import ReleaseMissing, StagedStale
from etl.settings import Settings
from etl.store.cutting import Cutter
from etl.store.layout import Warehouse
from etl.store.ordering import rows_up_to
from etl.store.staging import Stored

DOCUMENT = ("document_id",)


def read_table(warehouse: Warehouse, stored: Stored, columns: Sequence[str] | None = None) -> pa.Table:
    """All rows of a staged or released table, in table order. Raises ReleaseMissing: a file is gone or damaged."""
    schema = _schema(stored.table, columns)
    return pa.concat_tables([schema.empty_table(), *read_pieces(warehouse, stored, schema, None)])


def read_files(warehouse: Warehouse, stored: Stored) -> Iterator[pa.Table]:
    """The rows of a table file by file, in table order. Raises ReleaseMissing: a file is gone or damaged."""
    yield from read_pieces(warehouse, stored, _schema(stored.table, None), None)


def head(warehouse: Warehouse, stored: Stored, rows: int) -> pa.Table:
    """The first `rows` rows of a table, in table order. Raises ReleaseMissing: a file is gone or damaged."""
    schema = _schema(stored.table, None)
    piece = next(read_pieces(warehouse, stored, schema, rows), None) if stored.row_count else None
    return schema.empty_table() if piece is None else piece.slice(0, rows)


def read_batches(
    warehouse: Warehouse,
    staged: Mapping[str, Stored],
    inputs: Sequence[str],
    columns: Mapping[str, Sequence[str]] | None = None,
    *,
    settings: Settings,
) -> Iterator[dict[str, pa.Table]]:
    """Batches of at most `settings.batch_documents` documents and about `settings.batch_bytes` of text.

    The first of `inputs` has one row per document and drives; the others give the rows of the same documents.
    `columns` narrows what is read of an input; document_id is always read. A table of a batch has at most one chunk
    a column. Raises ValueError (a table that is not per document), StagedStale (rows of documents that the first input
    does not have, an input that is not staged), ReleaseMissing (a file is gone or damaged).
    """
    wanted = columns or {}
    for name in inputs:
        if not TABLES[name].per_document:
            raise ValueError(f"{name} has no rows of single documents; read it whole with read_table")
        if name not in staged:
            raise StagedStale(f"{name} is not staged; `etl run` makes it.")
    driver, *others = inputs
    cursors = {name: _Cursor(warehouse, staged[name], _narrowed(name, wanted), settings) for name in others}
    schema = _narrowed(driver, wanted)
    cutter = Cutter(settings.batch_documents, settings.batch_bytes)
    for piece in read_pieces(warehouse, staged[driver], schema, settings.batch_documents):
        for batch in cutter.add(piece):
            yield _with_rows_of(batch, driver, cursors)
    if staged[driver].row_count and (rest := cutter.rest()).num_rows:
        yield _with_rows_of(rest, driver, cursors)
    for cursor in cursors.values():
        cursor.require_end()


def _with_rows_of(batch: pa.Table, driver: str, cursors: Mapping[str, _Cursor]) -> dict[str, pa.Table]:
    ids = batch.column("document_id")
    first, last = ids[0].as_py(), ids[-1].as_py()
    return {driver: batch} | {name: cursor.take(first, last, driver) for name, cursor in cursors.items()}


class _Cursor:
    """The rows of one table in order, given out by runs of documents."""

    def __init__(self, warehouse: Warehouse, stored: Stored, schema: pa.Schema, settings: Settings) -> None:
        self._name, self._schema = stored.table, schema
        self._pieces = read_pieces(warehouse, stored, schema, settings.row_group_rows)
        self._held = schema.empty_table()

    def take(self, first: str, last: str, driver: str) -> pa.Table:
        """The rows of documents up to `last`; none of them may be before `first`."""
        taken: list[pa.Table] = [self._held.slice(0, 0)]
        while True:
            count = rows_up_to(self._held, DOCUMENT, (last,))
            taken.append(self._held.slice(0, count))
            self._held = self._held.slice(count)
            if self._held.num_rows or (piece := next(self._pieces, None)) is None:
                break
            self._held = piece
        rows = pa.concat_tables(taken).combine_chunks()
        if rows.num_rows and (found := rows.column("document_id")[0].as_py()) < first:
            raise StagedStale(f"{self._name} has rows of document {found}, which {driver} has not.")
        return rows

    def require_end(self) -> None:
        if self._held.num_rows or next(self._pieces, None) is not None:
            raise StagedStale(f"{self._name} has rows of documents after the last one of the batches.")


def read_pieces(warehouse: Warehouse, stored: Stored, schema: pa.Schema, batch_rows: int | None) -> Iterator[pa.Table]:
    """The rows of a table's files in order, as columns of `schema`: a file at once, or `batch_rows` rows at a time.

    Raises ReleaseMissing: a file is gone or damaged.
    """
    for file in stored.files:
        try:
            with pq.ParquetFile(str(warehouse.root / file.path)) as parquet:
                if batch_rows is None:
                    yield parquet.read(schema.names).select(schema.names).cast(schema)
                    continue
                for batch in parquet.iter_batches(batch_rows, columns=schema.names):
                    yield pa.Table.from_batches([batch]).select(schema.names).cast(schema)
        except (OSError, ValueError) as error:
            raise ReleaseMissing(
                f"{file.path}, a file of {stored.table}, cannot be read: {error}. "
                "`etl doctor` forgets what is damaged; then run again."
            ) from error


def _narrowed(name: str, wanted: Mapping[str, Sequence[str]]) -> pa.Schema:
    return _schema(name, (*DOCUMENT, *wanted[name]) if name in wanted else None)


def _schema(name: str, columns: Sequence[str] | None) -> pa.Schema:
    schema = TABLES[name].schema
    if columns is None:
        return schema
    unknown = sorted(set(columns) - set(schema.names))
    if unknown:
        raise ValueError(f"{name} has no column {', '.join(unknown)}")
    return pa.schema([schema.field(column) for column in dict.fromkeys(columns)])
