"""Export: one table or view to a file for other programs.

Here: CSV, JSON lines and Parquet, written whole or not at all. Not here: queries (query.py).
A spreadsheet runs a cell that begins with = + - @, tab or carriage return as a formula, and crawled text may hold
one; in CSV such a cell gets a quote mark in front.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from etl.contracts.tables import TABLES
from etl.errors import UsageError
from etl.settings import Settings
from etl.store.atomic import sync, temporary
from etl.store.buffers import is_list, is_text
from etl.store.catalog import view_names
from etl.store.layout import Warehouse
from etl.store.query import open_read_only
from etl.store.space import naming_full_disk
from etl.store.sqltext import identifier, literal
from etl.store.views import VIEWS

FORMULA = "^[=+@\\t\\r-]"
"""What DuckDB's patterns match at the start of a cell that a spreadsheet would run: "=1+1"; not "1+1"."""


class _Sink(Protocol):
    """What writes batches: the CSV and Parquet writers, and the one below."""

    def write_batch(self, batch: pa.RecordBatch) -> None: ...
    def close(self) -> None: ...


def export(warehouse: Warehouse, name: str, target: Path, *, settings: Settings | None = None) -> int:
    """Write table or view `name` of the release shown now to `target`, in its order; how many rows.

    The suffix of `target` chooses the format: .csv, .jsonl or .parquet. An older file there is replaced.
    Raises UsageError (no such table, no such format, a target that cannot be), ReleaseMissing, DiskFull.
    """
    target = _usable(warehouse, name, target)
    chosen = settings or Settings()
    aside = temporary(target.parent)
    with open_read_only(warehouse) as connection, naming_full_disk(target.parent):
        schema = connection.sql(f"FROM {identifier(name)} LIMIT 0").to_arrow_table().schema
        reader = connection.sql(_select(name, schema, target.suffix)).to_arrow_reader(chosen.batch_documents)
        try:
            row_count = _write(reader, _FORMATS[target.suffix](str(aside), reader.schema, chosen))
            sync(aside)
            aside.replace(target)
        except PermissionError as error:
            raise UsageError(f"{target} cannot be written: {error.strerror}.") from error
        finally:
            aside.unlink(missing_ok=True)
    sync(target.parent)
    return row_count


def _usable(warehouse: Warehouse, name: str, target: Path) -> Path:
    if name not in view_names():
        raise UsageError(f"{name} is no table. There are: {', '.join(view_names())}.")
    if target.suffix not in _FORMATS:
        raise UsageError(f"{target} has suffix {target.suffix!r}; expected one of {', '.join(_FORMATS)}.")
    target = target.expanduser().absolute()
    if target.is_dir() or not target.parent.is_dir():
        raise UsageError(f"{target} cannot be written: expected a file name in a folder that exists.")
    resolved = target.parent.resolve()
    for kept in warehouse.folders[1:]:
        if resolved.is_relative_to(kept):
            raise UsageError(f"{target} lies in {kept}, which holds the warehouse's own files. Choose another place.")
    return target


def _select(name: str, schema: pa.Schema, suffix: str) -> str:
    """The rows in their order, as the format needs them. Stored tables and sorted views come in order by themselves."""
    joined = name in TABLES and name in {view.name for view in VIEWS}
    order = f" ORDER BY {', '.join(map(identifier, TABLES[name].order))}" if joined else ""
    rows = f"SELECT * FROM {identifier(name)}{order}"
    if suffix == ".jsonl":
        return f"SELECT to_json(stored) AS line FROM ({rows}) AS stored"
    if suffix == ".csv":
        columns = ", ".join(f"{_cell(field)} AS {identifier(field.name)}" for field in schema)
        return f"SELECT {columns} FROM ({rows}) AS stored"
    return rows


def _cell(field: pa.Field) -> str:
    column = identifier(field.name)
    if is_list(field.type):
        return f"to_json({column})::VARCHAR"
    if is_text(field.type):
        return f"CASE WHEN regexp_matches({column}, {literal(FORMULA)}) THEN '''' || {column} ELSE {column} END"
    return column


def _write(reader: pa.RecordBatchReader, sink: _Sink) -> int:
    row_count = 0
    try:
        for batch in reader:
            if batch.num_rows:
                sink.write_batch(batch)
                row_count += batch.num_rows
    finally:
        sink.close()
    return row_count


class _JsonLines:
    """Lines as DuckDB made them."""

    def __init__(self, path: str, schema: pa.Schema, settings: Settings) -> None:
        self._file = Path(path).open("w", encoding="utf-8", newline="\n")  # noqa: SIM115  (closed by close)

    def write_batch(self, batch: pa.RecordBatch) -> None:
        self._file.writelines(f"{line}\n" for line in batch.column(0).to_pylist())

    def close(self) -> None:
        self._file.close()


def _csv(path: str, schema: pa.Schema, settings: Settings) -> _Sink:
    return pyarrow.csv.CSVWriter(path, schema)


def _parquet(path: str, schema: pa.Schema, settings: Settings) -> _Sink:
    return pq.ParquetWriter(path, schema, compression="zstd", compression_level=settings.zstd_level)


_FORMATS: dict[str, Callable[[str, pa.Schema, Settings], _Sink]] = {
    ".csv": _csv,
    ".jsonl": _JsonLines,
    ".parquet": _parquet,
}
