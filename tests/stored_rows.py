"""Rows for tests of the store: any table of the contract filled, whatever its rows mean."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from etl.contracts.tables import TABLES, Column, Table
from etl.settings import Settings
from etl.store.layout import Warehouse
from etl.store.manifests import Release
from etl.store.releases import CONTENT, publish
from etl.store.staging import StagedTable, stage, staged_as
from etl.store.tables import write_table

MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CASES = Path(__file__).parent / "cases"


def document_ids(count: int) -> list[str]:
    """`count` ids as ingest makes them, sorted."""
    return sorted(hashlib.sha256(str(index).encode()).hexdigest()[:16] for index in range(count))


def table_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """`rows` as a table of the contract; a column that a row leaves out is NULL, or empty where NULL may not be."""
    table = TABLES[name]
    filled = [{column.name: _value(column, row) for column in table.columns} for row in rows]
    return pa.Table.from_pylist(filled, table.schema)


def documents(ids: Iterable[str], text: str = "teks") -> pa.Table:
    """One document an id, its text telling them apart."""
    rows = [{"document_id": one, "source_path": f"{one}.txt", "raw_text": f"{text} {one}"} for one in ids]
    return table_of("documents", rows)


def segments(ids: Iterable[str], each: int = 3) -> pa.Table:
    """`each` segments a document."""
    return table_of(
        "segments",
        [
            {"document_id": one, "segment_index": index, "role": "body", "is_kept": True}
            for one in ids
            for index in range(each)
        ],
    )


def staged(
    warehouse: Warehouse,
    name: str,
    rows: pa.Table,
    *,
    code_version: str = "1",
    inputs: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    document_count: int = 0,
) -> StagedTable:
    """Write and stage `rows`."""
    chosen = settings or Settings()
    written = write_table(warehouse, TABLES[name], rows, document_count=document_count, settings=chosen)
    made = staged_as(
        TABLES[name],
        written,
        code_version=code_version,
        settings_fingerprint="f" * 16,
        input_digests=inputs or {},
    )
    stage(warehouse, made)
    return made


def stage_all(
    warehouse: Warehouse, rows: Mapping[str, pa.Table] | None = None, *, code_version: str = "1"
) -> dict[str, StagedTable]:
    """Stage every table that steps make: `rows` where given, else none."""
    given = rows or {}
    return {
        name: staged(warehouse, name, given.get(name, TABLES[name].empty()), code_version=code_version)
        for name in CONTENT
    }


def publish_all(
    warehouse: Warehouse,
    rows: Mapping[str, pa.Table] | None = None,
    *,
    code_version: str = "1",
    published_at: datetime = MORNING,
) -> Release:
    """Stage every table and publish."""
    return publish(
        warehouse,
        stage_all(warehouse, rows, code_version=code_version),
        published_at=published_at,
        code_version=code_version,
        settings_fingerprint="f" * 16,
        settings=Settings(),
    )


def corpus() -> dict[str, pa.Table]:
    """The small invented corpus of cases/catalog/rows.json."""
    said = json.loads((CASES / "catalog" / "rows.json").read_text(encoding="utf-8"))
    return {name: table_of(name, rows) for name, rows in said.items()}


def _value(column: Column, row: Mapping[str, Any]) -> Any:
    value = row.get(column.name, _blank(column))
    return date.fromisoformat(value) if isinstance(value, str) and pa.types.is_date(column.type) else value


def _blank(column: Column) -> Any:
    if column.nullable:
        return None
    if pa.types.is_list(column.type):
        return []
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return next(iter(column.values)).value if column.values else ""
    return False if pa.types.is_boolean(column.type) else MORNING if pa.types.is_timestamp(column.type) else 0


def shuffled(table: Table, rows: pa.Table, seed: int) -> pa.Table:
    """`rows` in an order that depends on `seed` and on nothing else."""
    keys = [hashlib.sha256(f"{seed} {index}".encode()).hexdigest() for index in range(rows.num_rows)]
    places = pa.array(sorted(range(rows.num_rows), key=keys.__getitem__), pa.int64())
    return rows.take(places).select(table.schema.names)
