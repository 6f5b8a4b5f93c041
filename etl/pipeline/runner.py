"""The runner: runs a step or skips it, checks what it made, stages it, publishes.

The command line and Dagster both call this; neither decides anything about data.
"""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from etl.contracts.tables import TABLES
from etl.errors import NotPublished, SourceError, WarehouseError
from etl.pipeline.check import broken_checks
from etl.pipeline.observe import StepResult
from etl.pipeline.steps import STEPS, Step
from etl.pipeline.work import Run, perform
from etl.settings import Settings
from etl.store.intake import source_fingerprint
from etl.store.laws import Broken
from etl.store.layout import open_warehouse
from etl.store.lock import writer_lock
from etl.store.releases import Release, publish
from etl.store.staging import StagedTable, is_current, read_staged, stage, staged_as
from etl.store.upkeep import prune

CODE = ("contracts", "text", "kernels", "lexicon", "steps", "store/intake", "settings.py", "pipeline")
"""Parts of the package whose change may change a row: a digest over their bytes is the code version."""

PACKAGE = Path(__file__).parents[1]


@cache
def code_version(root: Path = PACKAGE) -> str:
    """The package's version and a digest over the code and lexicons below `root` that can change a row."""
    digest = hashlib.sha256()
    for part in CODE:
        top = root / part
        for path in sorted(p for p in ([top] if top.is_file() else top.rglob("*")) if p.is_file()):
            if "__pycache__" in path.parts:  # what interpreters and compilers keep there is made from the rest
                continue
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{version('jernih')}+{digest.hexdigest()[:12]}"


def open_run(source: Path, warehouse: Path, settings: Settings) -> Run:
    """A run from `source` into `warehouse`.

    Raises SourceError (one lies in the other: a run would read what it wrote), WarehouseUnwritable.
    """
    inner, outer = source.resolve(), warehouse.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise SourceError(
            f"{inner} and {outer}: one lies in the other, and the next run would read what this one writes. "
            "Choose a --warehouse outside the --source, and the other way round."
        )
    return Run(source, open_warehouse(warehouse), settings)


def run(source: Path, warehouse: Path, settings: Settings) -> Release:
    """Every step, then the release. Without Dagster: for tests, notebooks and other programs.

    Raises NotPublished when tables fail their checks, and the errors of `store`; the published release stays.
    """
    this = open_run(source, warehouse, settings)
    release: Release | None = None
    with writer_lock(this.warehouse, settings.lock_wait_seconds):
        for step in STEPS:
            result = run_step(step, this)
            if result.broken:
                raise not_published(this, result.broken)
            release = result.release
    assert release is not None, "the last step publishes"
    return release


def not_published(this: Run, broken: tuple[Broken, ...]) -> NotPublished:
    """The error that says which checks failed, with examples."""
    problems = [f"{b.table}: {example}" for b in broken for example in b.examples]
    tables = sorted({b.table for b in broken})
    return NotPublished(
        f"{len(tables)} of {len(TABLES)} tables fail their checks ({', '.join(tables)}; "
        f"{sum(b.total for b in broken):,} problems); what {this.warehouse.catalog} shows stays as it was.",
        problems,
    )


def run_step(step: Step, this: Run) -> StepResult:
    """Runs `step`, or skips it when its inputs, code and settings are unchanged. The caller holds the writer lock."""
    this.observer.started(step)
    began = time.monotonic()
    inputs = {table: _staged(this, table) for table in step.inputs}
    if step.name == "publish":
        release = publish(
            this.warehouse,
            inputs,
            published_at=datetime.now(UTC),
            code_version=code_version(),
            settings_fingerprint=this.settings.fingerprint(),
            settings=this.settings,
        )
        prune(this.warehouse, this.settings, datetime.now(UTC))
        result = StepResult(step, {}, not release.is_new, (), time.monotonic() - began, release)
        this.observer.ended(result)
        return result
    digests = (
        {table: staged.content_digest for table, staged in inputs.items()}
        if step.inputs
        else {"source": source_fingerprint(this.source, this.settings)}
    )
    earlier = {table: staged for table in step.tables if (staged := read_staged(this.warehouse, table))}
    fingerprint = this.settings.fingerprint()
    if len(earlier) == len(step.tables) and all(
        is_current(staged, code_version(), fingerprint, digests) for staged in earlier.values()
    ):
        result = StepResult(step, earlier, True, (), time.monotonic() - began)
        this.observer.ended(result)
        return result
    made = perform(step, this, inputs)
    staged = {
        table: staged_as(
            TABLES[table],
            files,
            code_version=code_version(),
            settings_fingerprint=fingerprint,
            input_digests=digests,
        )
        for table, files in made.items()
    }
    broken = broken_checks(step, this, {**inputs, **staged})
    if not broken:
        for table in staged.values():
            stage(this.warehouse, table)
    result = StepResult(step, staged, False, broken, time.monotonic() - began)
    this.observer.ended(result)
    return result


def _staged(this: Run, table: str) -> StagedTable:
    staged = read_staged(this.warehouse, table)
    if staged is None:
        raise WarehouseError(
            f"{table} is not staged in {this.warehouse.root}; run the step {TABLES[table].step} first, or all of them."
        )
    return staged
