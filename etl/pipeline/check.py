"""The checks of the contract over tables just made, or over a whole release.

Not here: what each check computes (steps/checks.py row by row, store/laws.py across tables).
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from etl.contracts.tables import DOCUMENTS, SEGMENTS, TABLES, tables_of
from etl.engines import Count
from etl.pipeline.steps import STEPS, Step
from etl.pipeline.work import Run, batches_of, engine_for
from etl.settings import Settings
from etl.steps import checks
from etl.store.laws import Broken, broken_laws, laws_of
from etl.store.layout import Warehouse
from etl.store.reading import read_files
from etl.store.releases import current_release
from etl.store.staging import Stored
from etl.store.verify import verify

CHECKED_WITH = {
    "documents": ("document_id", "raw_text", "char_count"),
    "segments": ("document_id", "char_start", "char_end", "is_kept"),
}
"""What the span checks read of tables that earlier steps made."""


def broken_checks(step: Step, this: Run, staged: Mapping[str, Stored]) -> tuple[Broken, ...]:
    """Every check that belongs to the tables of `step`, over `staged` (its inputs and what it made)."""
    engine = engine_for(this, staged)
    found: list[pa.Table] = []
    own = [TABLES[table] for table in step.tables]
    together = [table.name for table in own if table.per_document]
    if any(table.sliced for table in own):
        together = list(dict.fromkeys([DOCUMENTS.name, *(t for t in (SEGMENTS.name,) if t in staged), *together]))
    groups = [tuple(together)] if together else []
    groups += [(table.name,) for table in own if not table.per_document]
    for tables in groups:
        columns = {t: c for t, c in CHECKED_WITH.items() if t in tables and t not in step.tables}
        work = Count("checks", checks.check_rows, checks.merge_problems, tables, columns)
        batches = (
            batches_of(step, this, work, staged, "checking")
            if tables == tuple(together)
            else ({tables[0]: rows} for rows in read_files(this.warehouse, staged[tables[0]]))
        )
        found.append(engine.count(work, batches, {}))
    rows = checks.merge_problems(found).to_pylist()
    broken = [Broken(r["table"], r["check"], r["total"], tuple(r["examples"])) for r in rows]
    laws = [law for table in own for law in laws_of(table, this.settings.near_threshold)]
    broken += broken_laws(this.warehouse, staged, laws)
    return tuple(broken)


def verify_release(warehouse: Warehouse, settings: Settings) -> list[str]:
    """One sentence for every problem of the published release, sorted; empty when all is whole.

    Files against their hashes, rows against content digests, the catalog, and every law of the contract.
    """
    problems = verify(warehouse, settings)
    release = current_release(warehouse)
    if problems or release is None:
        return problems
    this = Run(warehouse.root, warehouse, settings)
    for step in STEPS:
        broken = (
            broken_laws(warehouse, release.tables, [law for t in tables_of(step.name) for law in laws_of(t, 0.0)])
            if step.name == "publish"
            else broken_checks(step, this, release.tables)
        )
        problems += [f"{b.table}: {example} ({b.check})" for b in broken for example in b.examples]
    return sorted(problems)
