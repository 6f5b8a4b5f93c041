"""What an asset page shows. Corpus text reaches it only as table cells and plain text, never as Markdown:
the page renders Markdown, and an image link in a headline could start a run.

Here: metadata made from contracts and staged files. Not here: when it is attached (assets.py).
"""

from __future__ import annotations

import inspect
import warnings
from typing import Any

import dagster as dg

from etl.contracts.tables import SEGMENTS, TABLES, Column, Table, full_meaning
from etl.pipeline import STEP, Run, Step, run_step
from etl.store.intake import read_source
from etl.store.ledger import ledger_sums
from etl.store.reading import head
from etl.store.releases import publish
from etl.store.staging import StagedTable

SAMPLE_ROWS = 5
CELL_CHARS = 120
LEDGER_COLUMNS = dg.TableSchema(
    columns=[
        dg.TableColumn("role", "string"),
        dg.TableColumn("rule", "string"),
        dg.TableColumn("is_kept", "bool"),
        dg.TableColumn("segments", "int"),
        dg.TableColumn("characters", "int"),
        dg.TableColumn("share", "float"),
    ]
)


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
        read = (*inputs, *STEP[table.step].tables)
        if other not in read:  # the id came through a table that the step does read
            other = next((name for name in inputs if target in TABLES[name].schema.names), table.name)
        return [dg.TableColumnDep(dg.AssetKey(other), target)] if other != table.name else []
    pairs = [("documents", "raw_text"), ("segments", "role"), ("articles", "article_body")]
    if table.step in ("deduplicate", "index"):
        pairs = [("articles", "article_body")]
    return [dg.TableColumnDep(dg.AssetKey(name), of) for name, of in pairs if name in inputs]


def code_references(step: Step) -> dict[str, Any]:
    """Where the code of a step begins, for the editor of whoever has the checkout. Of a definition, not of a run: these
    paths are never written into the history."""
    functions = {"ingest": read_source, "publish": publish}
    function = functions.get(step.name) or (step.work[-1].function if step.work else run_step)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)  # the pages know them; that the class may change is pinned away
        place = dg.LocalFileCodeReference(
            file_path=inspect.getfile(function),
            line_number=inspect.getsourcelines(function)[1],
            label=f"{function.__module__}.{function.__qualname__}",
        )
        return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[place])}


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
        **({"rules": ledger(this, staged)} if table is SEGMENTS else {}),
    }


def ledger(this: Run, segments: StagedTable) -> dg.TableMetadataValue:
    """Of every role and rule: whether it keeps, its segments, its characters, and their share of all characters."""
    sums = ledger_sums(this.warehouse, segments, this.settings).to_pylist()
    total = sum(row["characters"] for row in sums)
    sums.sort(key=lambda row: -row["characters"])  # equal ones stay in the order of the ledger's sums
    return dg.MetadataValue.table(
        [
            dg.TableRecord({**row, "rule": row["rule"] or "", "share": round(row["characters"] / (total or 1), 6)})
            for row in sums
        ],
        LEDGER_COLUMNS,
    )


def sample(this: Run, table: Table, staged: StagedTable) -> dg.TableMetadataValue:
    """The first rows, long cells cut, as a table whose cells the page escapes."""
    rows = head(this.warehouse, staged, SAMPLE_ROWS).to_pylist()
    records = [dg.TableRecord({name: _cell(value) for name, value in row.items()}) for row in rows]
    schema = dg.TableSchema(columns=[dg.TableColumn(column.name, "string") for column in table.columns])
    return dg.MetadataValue.table(records, schema)


def _cell(value: object) -> str:
    text = "" if value is None or value != value else str(value)
    return text if len(text) <= CELL_CHARS else text[: CELL_CHARS - 1] + "…"
