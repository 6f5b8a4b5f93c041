"""The steps, declared once, and the runner.

Here: which step fills which tables from which inputs, by which work; running a step, checking what it made, staging
it, publishing. The command line and Dagster both call this; neither decides anything about data.
Not here: the work itself (steps/), disk (store/), processes (engines/).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from etl.contracts.rows import Batch, Tables
from etl.contracts.tables import DOCUMENTS, SEGMENTS, SOURCES, TABLES, Table, tables_of
from etl.engines import Count, Group, Map, Work
from etl.engines.local import LocalEngine
from etl.errors import NotPublished, SourceError, WarehouseError
from etl.settings import Settings
from etl.steps import checks, clean, contact, deduplicate, describe, index, name, quote
from etl.store.intake import read_source, source_fingerprint
from etl.store.laws import Broken, broken_laws, laws_of
from etl.store.layout import Warehouse, open_warehouse
from etl.store.lock import writer_lock
from etl.store.reading import read_batches, read_files, read_table
from etl.store.releases import Release, current_release, publish
from etl.store.staging import StagedTable, Stored, is_current, read_staged, stage
from etl.store.tables import StagedFiles, TableWriter
from etl.store.upkeep import prune
from etl.store.verify import verify

CODE = ("contracts", "text", "kernels", "lexicon", "steps", "store/intake", "settings.py", "pipeline.py")
"""Parts of the package whose change may change a row: a digest over their bytes is the code version."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the pipeline. `inputs` are tables of earlier steps; `work` is done in order."""

    name: str
    meaning: str
    inputs: tuple[str, ...]
    work: tuple[Work, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables the step fills."""
        return tuple(table.name for table in tables_of(self.name))


INDEXED = {"articles": ("document_id", "headline", "article_body")}

STEPS: tuple[Step, ...] = (
    Step("ingest", "Reads the source folder: every item becomes a document or a row with the reason why not.", ()),
    Step(
        "clean",
        "Cuts each document into segments and says of every character why it is kept or dropped.",
        ("documents",),
        (
            Count(clean.SIDE, clean.count_lines, clean.merge_lines, ("documents",)),
            Map(clean.segment, ("documents",), ("segments",)),
        ),
    ),
    Step(
        "describe",
        "Reads headline, dates, dateline, publisher, agency, language and contributors from the text.",
        ("documents", "segments"),
        (Map(describe.describe, ("documents", "segments"), ("articles", "contributors", "date_mentions")),),
    ),
    Step(
        "deduplicate",
        "Finds copies between documents, verifies each pair, and chooses the document that stands for a cluster.",
        ("documents", "articles"),
        (
            Count(
                "signatures",
                deduplicate.sign,
                deduplicate.merge_rows,
                ("articles", "documents"),
                deduplicate.SIGN_COLUMNS,
                threads=True,
            ),
            Group(deduplicate.candidates, (), ()),
            Count(
                "shingle_sets",
                deduplicate.shingle,
                deduplicate.merge_rows,
                ("articles",),
                deduplicate.SHINGLE_COLUMNS,
                threads=True,
            ),
            Group(
                deduplicate.resolve,
                ("articles", "documents"),
                ("duplicate_pairs", "duplicate_clusters"),
                deduplicate.RESOLVE_COLUMNS,
            ),
        ),
    ),
    Step(
        "name",
        "Finds persons, organisations and places, and the entity each mention names.",
        ("documents", "articles", "segments", "contributors"),
        (
            Map(name.find_mentions, ("documents", "articles", "segments", "contributors"), ("mentions",)),
            Count(name.SIDE, name.count_entities, name.merge_entities, ("mentions",)),
            Group(name.entities_of, (), ("entities",)),
        ),
    ),
    Step(
        "quote",
        "Finds words given to a speaker, and the speaker.",
        ("documents", "articles", "segments", "mentions", "entities"),
        (Map(quote.find_quotes, ("documents", "articles", "segments", "mentions"), ("quotes",)),),
    ),
    Step(
        "contact",
        "Finds who met, called or visited whom.",
        ("documents", "articles", "segments", "mentions", "entities", "date_mentions"),
        (
            Map(
                contact.find_contacts,
                ("documents", "articles", "segments", "mentions", "date_mentions"),
                ("contacts", "contact_participants"),
            ),
        ),
    ),
    Step(
        "index",
        "Builds what full-text search reads.",
        ("articles",),
        (
            Count(index.WORDS_SIDE, index.count_words, index.merge_words, ("articles",), INDEXED),
            Group(index.stems, (), ("search_stems",)),
            Map(index.index, ("articles",), index.MAPPED, INDEXED),
        ),
    ),
    Step(
        "publish",
        "Makes everything staged the current release, in one rename.",
        tuple(table.name for table in TABLES.values() if table.step != "publish"),
    ),
)
"""The line: ingest, clean, describe, deduplicate, name, quote, contact, index, publish."""

STEP: dict[str, Step] = {step.name: step for step in STEPS}


class Observer(Protocol):
    """Who is told how a run goes: the terminal, Dagster's log, or nobody."""

    def started(self, step: Step) -> None:
        """`step` begins."""
        ...

    def progressed(self, step: Step, what: str, done: int, total: int | None) -> None:
        """`done` of `total` (None: not known yet) documents have gone through `what`."""
        ...

    def ended(self, result: StepResult) -> None:
        """A step is done."""
        ...


_observer: ContextVar[Observer | None] = ContextVar("observer", default=None)


@contextmanager
def observing(observer: Observer) -> Generator[None]:
    """Tells `observer`, beside the run's own, of every step run inside. The terminal and Dagster's log use it."""
    outer = _observer.get()
    token = _observer.set(Both(outer, observer) if outer else observer)
    try:
        yield
    finally:
        _observer.reset(token)


class Silent:
    """An observer that says nothing."""

    def started(self, step: Step) -> None:
        """Nothing."""

    def progressed(self, step: Step, what: str, done: int, total: int | None) -> None:
        """Nothing."""

    def ended(self, result: StepResult) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Both:
    """Two observers as one."""

    first: Observer
    second: Observer

    def started(self, step: Step) -> None:
        """Tells both."""
        self.first.started(step)
        self.second.started(step)

    def progressed(self, step: Step, what: str, done: int, total: int | None) -> None:
        """Tells both."""
        self.first.progressed(step, what, done, total)
        self.second.progressed(step, what, done, total)

    def ended(self, result: StepResult) -> None:
        """Tells both."""
        self.first.ended(result)
        self.second.ended(result)


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of one run shares. Make one with `open_run`."""

    source: Path
    warehouse: Warehouse
    settings: Settings

    @property
    def observer(self) -> Observer:
        """Who is told how the run goes: see `observing`."""
        return _observer.get() or Silent()


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step made. `broken` is empty when its tables were staged; otherwise nothing of it was."""

    step: Step
    staged: Mapping[str, StagedTable]
    skipped: bool
    broken: tuple[Broken, ...]
    seconds: float
    release: Release | None = None


@cache
def code_version() -> str:
    """The package's version and a digest over the code and lexicons that can change a row."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for part in CODE:
        top = root / part
        for path in sorted(p for p in ([top] if top.is_file() else top.rglob("*")) if p.is_file()):
            if path.suffix in (".pyc", ".nbi", ".nbc"):
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
    made = _ingest(this) if step.name == "ingest" else _work(step, this, inputs)
    staged = {
        table: staged_as(TABLES[table], files, code_version(), fingerprint, digests) for table, files in made.items()
    }
    broken = _check(step, this, {**inputs, **staged})
    if not broken:
        for table, files in made.items():
            stage(
                this.warehouse,
                TABLES[table],
                files,
                code_version=code_version(),
                settings_fingerprint=fingerprint,
                input_digests=digests,
            )
    result = StepResult(step, staged, False, broken, time.monotonic() - began)
    this.observer.ended(result)
    return result


def staged_as(
    table: Table,
    files: StagedFiles,
    code_version: str = "",
    settings_fingerprint: str = "",
    input_digests: Mapping[str, str] | None = None,
) -> StagedTable:
    """What `files` would be staged as; nothing is written, so that checks can read them first."""
    return StagedTable(
        table=table.name,
        step=table.step,
        files=files.files,
        row_count=files.row_count,
        byte_count=files.byte_count,
        content_digest=files.content_digest,
        code_version=code_version,
        settings_fingerprint=settings_fingerprint,
        input_digests=dict(input_digests or {}),
    )


def _staged(this: Run, table: str) -> StagedTable:
    staged = read_staged(this.warehouse, table)
    if staged is None:
        raise WarehouseError(
            f"{table} is not staged in {this.warehouse.root}; run the step {TABLES[table].step} first, or all of them."
        )
    return staged


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
    count = inputs["documents"].row_count if "documents" in inputs else inputs["articles"].row_count
    sides = {table: read_table(this.warehouse, s) for table, s in inputs.items() if not TABLES[table].per_document}
    engine = LocalEngine(this.settings, count)
    made: dict[str, StagedFiles] = {}
    readable = dict(inputs)
    for work in step.work:
        if isinstance(work, Count):
            sides[work.side] = engine.count(work, _batches(step, this, work, readable, work.side), sides)
            continue
        with ExitStack() as stack:
            writers = {
                table: stack.enter_context(
                    TableWriter(
                        this.warehouse,
                        TABLES[table],
                        document_count=count,
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
                readable[table] = staged_as(TABLES[table], made[table])
    return made


def _tables(
    step: Step,
    this: Run,
    work: Map | Group,
    engine: LocalEngine,
    readable: Mapping[str, StagedTable],
    sides: dict[str, pa.Table],
) -> Iterator[Tables]:
    if isinstance(work, Map):
        yield from engine.map(work, _batches(step, this, work, readable, ", ".join(work.tables)), sides)
        return
    columns = work.columns or {}
    whole = {table: read_table(this.warehouse, readable[table], columns.get(table)) for table in work.inputs}
    yield engine.group(work, whole, sides)


def _batches(step: Step, this: Run, work: Map | Count, readable: Mapping[str, Stored], what: str) -> Iterator[Batch]:
    total = readable[work.inputs[0]].row_count
    done = 0
    for batch in read_batches(this.warehouse, readable, work.inputs, work.columns, settings=this.settings):
        done += batch[work.inputs[0]].num_rows
        yield batch
        this.observer.progressed(step, what, done, total)
    if not done:  # so that the tables and sides of an empty corpus have their columns
        yield {table: TABLES[table].empty() for table in work.inputs}


CHECKED_WITH = {
    "documents": ("document_id", "raw_text", "char_count"),
    "segments": ("document_id", "char_start", "char_end", "is_kept"),
}
"""What the span checks read of tables that earlier steps made."""


def _check(step: Step, this: Run, staged: Mapping[str, Stored]) -> tuple[Broken, ...]:
    """Every check that belongs to the tables of `step`, over `staged` (its inputs and what it made)."""
    count = staged["documents"].row_count if "documents" in staged else staged["articles"].row_count
    engine = LocalEngine(this.settings, count)
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
            _batches(step, this, work, staged, "checking")
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
            else _check(step, this, release.tables)
        )
        problems += [f"{b.table}: {example} ({b.check})" for b in broken for example in b.examples]
    return sorted(problems)


def checks_of(table: Table) -> tuple[str, ...]:
    """The names of the blocking checks of `table`, in order; a name of `CHECK_MEANINGS` each."""
    if table.step == "publish":
        return ("published",)
    names = ["schema"]
    if table.name == "segments":
        names.append("ledger")
    if table.sliced:
        names.append("sliced")
    names += [law.check for law in laws_of(table, near_threshold=0.0)]
    return tuple(dict.fromkeys(names))


CHECK_MEANINGS: dict[str, str] = {
    "schema": "Every column has its type, no NULL where none may be, closed words only, shares within 0..1.",
    "ledger": "The segments of every document are disjoint, in order and cover its text from first to last character.",
    "sliced": "Every span slices the raw text to exactly the surface that the row reports.",
    "keys": "No two rows share a key, and no key is NULL.",
    "references": "Every id that a row points at exists.",
    "accounted": "Items present = accepted + rejected; every rejected item has a reason, every document a source.",
    "verified": "Near pairs reach the threshold, every copy has evidence and points at a kept document of its cluster.",
    "published": "The catalog shows exactly the release that was just made.",
}
"""What each blocking check holds, in one sentence."""
