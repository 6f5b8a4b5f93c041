"""Runs the functions of steps/deduplicate.py in their order, as the pipeline does, on documents given as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from etl.contracts.tables import TABLES
from etl.engines import Count, Group
from etl.engines.local import LocalEngine
from etl.settings import Settings
from etl.steps import deduplicate

Row = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """The two tables, as rows."""

    pairs: list[Row]
    clusters: list[Row]

    @property
    def groups(self) -> set[tuple[str, ...]]:
        """Document ids of every cluster."""
        members: dict[str, list[str]] = {}
        for row in self.clusters:
            members.setdefault(row["cluster_id"], []).append(row["document_id"])
        return {tuple(ids) for ids in members.values()}


def tables_of(rows: Sequence[Row], *, in_order: bool = True) -> dict[str, pa.Table]:
    """`articles` and `documents` with their full schemas, from rows that name some of their columns."""
    rows = sorted(rows, key=lambda row: row["document_id"]) if in_order else rows
    built: dict[str, pa.Table] = {}
    for name in ("articles", "documents"):
        columns: dict[str, pa.Array] = {}
        for column in TABLES[name].columns:
            if column.nullable:
                values = [row.get(column.name) for row in rows]
            else:
                values = [row.get(column.name, _default(column.name, row)) for row in rows]
            columns[column.name] = pa.array(values, column.type)
        built[name] = pa.table(columns, schema=TABLES[name].schema)
    return built


def _default(name: str, row: Row) -> Any:
    raw = row.get("raw", f"{row.get('headline')}\n{row['article_body']}")
    return {
        "text_sha256": hashlib.sha256(raw.encode()).hexdigest(),
        "raw_text": raw,
        "date_published_basis": "stated" if row.get("date_published") else "none",
        "publisher_basis": "text",
        "source_path": f"{row['document_id']}.txt",
        "decode_repairs": [],
    }.get(name, 0)


def run(
    rows: Sequence[Row], settings: Settings | None = None, *, batch_documents: int = 2_000, in_order: bool = True
) -> Result:
    """`duplicate_pairs` and `duplicate_clusters` of the rows, checked against their schemas and orders."""
    settings = settings or Settings()
    tables = tables_of(rows, in_order=in_order)
    batches = [
        {name: table.slice(start, batch_documents) for name, table in tables.items()}
        for start in range(0, max(len(rows), 1), batch_documents)
    ]
    engine = LocalEngine(settings, len(rows))
    sides: dict[str, pa.Table] = {}

    def counted(side: str, function: Any, columns: Any) -> None:
        narrow = [{name: batch[name].select(columns[name]) for name in columns} for batch in batches]
        work = Count(side, function, deduplicate.merge_rows, tuple(columns), columns, threads=True)
        sides[side] = engine.count(work, narrow, sides)

    def grouped(function: Any, columns: Any) -> dict[str, pa.Table]:
        whole = {name: tables[name].select(columns[name]) for name in columns}
        return dict(engine.group(Group(function, tuple(columns), ()), whole, sides))

    counted("signatures", deduplicate.sign, deduplicate.SIGN_COLUMNS)
    sides.update(grouped(deduplicate.candidates, {}))
    counted("shingle_sets", deduplicate.shingle, deduplicate.SHINGLE_COLUMNS)
    made = grouped(deduplicate.resolve, deduplicate.RESOLVE_COLUMNS)
    for name, table in made.items():
        assert table.schema == TABLES[name].schema
        assert table.sort_by([(key, "ascending") for key in TABLES[name].order]).equals(table)
    return Result(made["duplicate_pairs"].to_pylist(), made["duplicate_clusters"].to_pylist())
