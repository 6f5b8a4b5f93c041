"""Doing one step: its inputs read batch by batch, its work handed to the engine, its tables written.

Not here: whether a step must run, what is staged and published (runner.py), processes (engines/), disk (store/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from etl.contracts.rows import Batch, Tables
from etl.contracts.tables import DOCUMENTS, SOURCES, TABLES
from etl.engines import Count, Group, Map
from etl.engines.local import LocalEngine
from etl.pipeline.observe import Observer, observer
from etl.pipeline.steps import STEP, Step
from etl.settings import Settings
from etl.store.intake import read_source
from etl.store.layout import Warehouse
from etl.store.reading import read_batches, read_table
from etl.store.staging import StagedTable, Stored
from etl.store.tables import StagedFiles, TableWriter

MODULES = ("etl.pipeline.steps", "etl.steps.checks")
"""All that a worker process may be asked to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of one run shares. Make one with `open_run`."""

    source: Path
    warehouse: Warehouse
    settings: Settings

    @property
    def observer(self) -> Observer:
        """Who is told how the run goes: see `observing`."""
        return observer()


def engine_for(this: Run, stored: Mapping[str, Stored]) -> LocalEngine:
    """The engine for a corpus as large as the tables in `stored`, which hold `documents` or `articles`."""
    whole = stored["documents"] if "documents" in stored else stored["articles"]
    return LocalEngine(this.settings, whole.row_count, MODULES)


def perform(step: Step, this: Run, inputs: Mapping[str, StagedTable]) -> dict[str, StagedFiles]:
    """The tables of `step`, written but not staged. Raises the errors of `store` and of the source."""
    return _ingest(this) if step.name == "ingest" else _work(step, this, inputs)


def _ingest(this: Run) -> dict[str, StagedFiles]:
    step = STEP["ingest"]
    done = 0
    with ExitStack() as stack:
        writers = {
            table.name: stack.enter_context(
                TableWriter(this.warehouse, table, settings=this.settings, sorted_input=False)
            )
            for table in (SOURCES, DOCUMENTS)
        }
        for sources, documents in read_source(this.source, this.settings):
            writers["sources"].write(sources)
            writers["documents"].write(documents)
            done += documents.num_rows
            this.observer.progressed(step, "reading", done, None)
        return {table: writer.close(document_count=done) for table, writer in writers.items()}


def _work(step: Step, this: Run, inputs: Mapping[str, StagedTable]) -> dict[str, StagedFiles]:
    engine = engine_for(this, inputs)
    sides = {table: read_table(this.warehouse, s) for table, s in inputs.items() if not TABLES[table].per_document}
    made: dict[str, StagedFiles] = {}
    readable: dict[str, Stored] = dict(inputs)
    for work in step.work:
        if isinstance(work, Count):
            sides[work.side] = engine.count(work, batches_of(step, this, work, readable, work.side), sides)
            continue
        with ExitStack() as stack:
            writers = {
                table: stack.enter_context(
                    TableWriter(
                        this.warehouse,
                        TABLES[table],
                        document_count=engine.document_count,
                        settings=this.settings,
                        sorted_input=TABLES[table].per_document,
                    )
                )
                for table in work.tables
            }
            for tables in _tables(step, this, work, engine, readable, sides):
                for table, rows in tables.items():
                    if table in writers:
                        writers[table].write(rows)
                    else:
                        sides[table] = rows
            for table, writer in writers.items():
                made[table] = writer.close()
                readable[table] = made[table]
    return made


def _tables(
    step: Step,
    this: Run,
    work: Map | Group,
    engine: LocalEngine,
    readable: Mapping[str, Stored],
    sides: dict[str, pa.Table],
) -> Iterator[Tables]:
    if isinstance(work, Map):
        yield from engine.map(work, batches_of(step, this, work, readable, ", ".join(work.tables)), sides)
        return
    columns = work.columns or {}
    whole = {table: read_table(this.warehouse, readable[table], columns.get(table)) for table in work.inputs}
    yield engine.group(work, whole, sides)


def batches_of(step: Step, this: Run, work: Map | Count, readable: Mapping[str, Stored], what: str) -> Iterator[Batch]:
    """The inputs of `work`, a run of documents at a time; the observer is told of `what` as they go by."""
    total = readable[work.inputs[0]].row_count
    done = 0
    for batch in read_batches(this.warehouse, readable, work.inputs, work.columns, settings=this.settings):
        done += batch[work.inputs[0]].num_rows
        yield batch
        this.observer.progressed(step, what, done, total)
    if not done:  # so that the tables and sides of an empty corpus have their columns
        yield {table: TABLES[table].empty() for table in work.inputs}
