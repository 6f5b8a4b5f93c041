"""What an asset page shows. Corpus text reaches it only as table cells and plain text, never as Markdown:
the page renders Markdown, and an image link in a headline could start a run.

Here: metadata made from contracts and staged files. Not here: when it is attached (assets.py).
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from etl.contracts.tables import TABLES, Column, Table, full_meaning
from etl.pipeline import STEP, Run
from etl.store.reading import head
from etl.store.staging import StagedTable

SAMPLE_ROWS = 5
CELL_CHARS = 120


def column_schema(table: Table) -> dg.TableSchema:
    """Every column with its type and meaning."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                str(column.type),
                description=full_meaning(column),
                constraints=dg.TableColumnConstraints(nullable=column.nullable, unique=table.key == (column.name,)),
            )
            for column in table.columns
        ]
    )


def column_lineage(table: Table) -> dg.TableColumnLineage | None:
    """What each column was read from: the id it repeats, else the raw text for spans and surfaces."""
    inputs = STEP[table.step].inputs
    deps = {column.name: found for column in table.columns if (found := _deps(column, table, inputs))}
    return dg.TableColumnLineage(deps) if deps else None


def _deps(column: Column, table: Table, inputs: tuple[str, ...]) -> list[dg.TableColumnDep]:
    if column.references:
        other, _, target = column.references.partition(".")
        return [dg.TableColumnDep(dg.AssetKey(other), target)] if other != table.name else []
    pairs = [("documents", "raw_text"), ("segments", "role"), ("articles", "article_body")]
    if table.step in ("deduplicate", "index"):
        pairs = [("articles", "article_body")]
    return [dg.TableColumnDep(dg.AssetKey(name), of) for name, of in pairs if name in inputs]


def materialized(this: Run, staged: StagedTable, *, skipped: bool, seconds: float) -> dict[str, Any]:
    """Row count, size, digest, files and an escaped sample of a table."""
    table = TABLES[staged.table]
    return {
        "dagster/row_count": staged.row_count,
        "dagster/uri": (this.warehouse.tables / staged.table).as_uri(),
        "bytes": staged.byte_count,
        "files": len(staged.files),
        "content_digest": dg.MetadataValue.text(staged.content_digest),
        "unchanged": skipped,
        "step_seconds": round(seconds, 3),
        "sample": sample(this, table, staged),
    }


def sample(this: Run, table: Table, staged: StagedTable) -> dg.TableMetadataValue:
    """The first rows, long cells cut, as a table whose cells the page escapes."""
    rows = head(this.warehouse, staged, SAMPLE_ROWS).to_pylist()
    records = [dg.TableRecord({name: _cell(value) for name, value in row.items()}) for row in rows]
    schema = dg.TableSchema(columns=[dg.TableColumn(column.name, "string") for column in table.columns])
    return dg.MetadataValue.table(records, schema)


def _cell(value: object) -> str:
    text = "" if value is None or value != value else str(value)
    return text if len(text) <= CELL_CHARS else text[: CELL_CHARS - 1] + "…"
