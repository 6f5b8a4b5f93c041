"""Assets: one multi-asset a step, every table an asset of its own; the contract's checks block, those of drift warn.

Here: turning `pipeline.STEPS` into assets. Not here: what a step does (pipeline/), what a page shows (shown.py).
"""

import errno
from collections.abc import Iterator

import dagster as dg

from etl.contracts.tables import TABLES
from etl.defs.automation import FRESHNESS, condition_of
from etl.defs.corpus import Corpus
from etl.defs.drift import warning_specs, warnings
from etl.defs.shown import code_references, column_lineage, column_schema, materialized
from etl.defs.summary import summary
from etl.errors import JernihError
from etl.pipeline import CHECK_MEANINGS, STEPS, Step, StepResult, checks_of, code_version, observing, run_step
from etl.store.laws import Broken
from etl.store.query import open_read_only

OWNERS = ["team:jernih"]

TRANSIENT = frozenset({errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.EAGAIN, errno.EBUSY, errno.ENETDOWN})
"""What a disk behind a network says for a moment. Only then is a step tried again: it leaves nothing half done, and
every other error (a failed check, a full disk, no permission) would come again."""
RETRIES = 2
RETRY_SECONDS = 10


class LogObserver:
    """Tells Dagster's log how a step goes. Numbers and our own words only, never corpus text."""

    def __init__(self, log: dg.DagsterLogManager) -> None:
        self._log = log
        self._tenth = -1

    def started(self, step: Step) -> None:
        """`step` begins."""
        self._log.info(f"{step.name}: {step.meaning}")

    def progressed(self, step: Step, what: str, done: int, total: int | None) -> None:
        """Every tenth of the way, or every 10,000 documents where the whole is not known."""
        tenth = done * 10 // total if total else done // 10_000
        if tenth != self._tenth:
            self._tenth = tenth
            self._log.info(f"{step.name}: {what}, {done:,}" + (f" of {total:,} documents" if total else " documents"))

    def ended(self, result: StepResult) -> None:
        """What the step made."""
        rows = ", ".join(f"{t.table} {t.row_count:,} rows" for t in result.staged.values())
        how = "unchanged, skipped" if result.skipped else f"done in {result.seconds:.1f} s"
        self._log.info(f"{result.step.name}: {how}{'; ' if rows else ''}{rows}")


def build_assets() -> list[dg.AssetsDefinition]:
    """One multi-asset for each step of the pipeline, in its order."""
    return [_asset(step) for step in STEPS]


def _spec(step: Step, name: str) -> dg.AssetSpec:
    table = TABLES[name]
    lineage = column_lineage(table)
    return dg.AssetSpec(
        name,
        deps=step.inputs,
        group_name=step.name,
        description=table.meaning,
        kinds={"parquet", "duckdb"} if step.name == "publish" else {"parquet", "pyarrow"},
        owners=OWNERS,
        tags={"step": step.name},
        code_version=code_version(),
        automation_condition=condition_of(step.name),
        freshness_policy=FRESHNESS if name == "releases" else None,
        metadata={
            **code_references(step),
            "dagster/column_schema": column_schema(table),
            **({"dagster/column_lineage": lineage} if lineage else {}),
            "key": ", ".join(table.key),
            "order": ", ".join(table.order),
        },
    )


def _asset(step: Step) -> dg.AssetsDefinition:
    blocking = [
        dg.AssetCheckSpec(check, asset=name, blocking=True, description=CHECK_MEANINGS[check])
        for name in step.tables
        for check in checks_of(TABLES[name])
    ]

    @dg.multi_asset(
        name=step.name,
        specs=[_spec(step, name) for name in step.tables],
        check_specs=[*blocking, *warning_specs(step)],
        description=step.meaning,
    )
    def run_one(context: dg.AssetExecutionContext, corpus: Corpus) -> Iterator[dg.MaterializeResult]:
        with observing(LogObserver(context.log)):
            result = _run(step, corpus)
        if result.release:
            yield from _published(step, corpus, result, _page(corpus, context.log))
            context.log.info(summary(corpus.run, result.release, seconds=result.seconds))
            return
        for name in step.tables:
            yield dg.MaterializeResult(
                asset_key=name,
                metadata=materialized(corpus.run, result.staged[name], skipped=result.skipped, seconds=result.seconds),
                data_version=dg.DataVersion(result.staged[name].content_digest),
                check_results=[
                    _check_result(name, check, result.broken, skipped=result.skipped)
                    for check in checks_of(TABLES[name])
                ]
                + warnings(corpus.run, name, result.staged[name]),
            )

    return run_one


def _run(step: Step, corpus: Corpus) -> StepResult:
    try:
        return run_step(step, corpus.run)
    except OSError as error:
        if error.errno in TRANSIENT:
            raise dg.RetryRequested(max_retries=RETRIES, seconds_to_wait=RETRY_SECONDS) from error
        raise


def _check_result(name: str, check: str, broken: tuple[Broken, ...], *, skipped: bool) -> dg.AssetCheckResult:
    problem = next((b for b in broken if (b.table, b.check) == (name, check)), None)
    metadata: dict[str, dg.MetadataValue] = {"unchanged": dg.MetadataValue.bool(skipped)}
    if problem:
        metadata["problems"] = dg.MetadataValue.int(problem.total)
        metadata["examples"] = dg.MetadataValue.text("\n".join(problem.examples))
    return dg.AssetCheckResult(passed=problem is None, check_name=check, asset_key=name, metadata=metadata)


def _page(corpus: Corpus, log: dg.DagsterLogManager) -> dict[str, dg.MetadataValue]:
    """Where the corpus report of the release lies, written unless it is there; nothing when it cannot be: the release
    is out, and no page is worth a failed run."""
    from etl.report.corpus import report_path, write_report  # draws charts: a second to import

    try:
        target = report_path(corpus.run.warehouse)
        if not target.is_file():
            write_report(corpus.run.warehouse, target)
    except (OSError, JernihError) as error:
        log.warning(f"the corpus report was not written: {type(error).__name__}; `etl report` tells why")
        return {}
    # Browsers open no file:// link of a page that came over http; the path can be copied, the address pasted.
    return {"report": dg.MetadataValue.path(target), "report_address": dg.MetadataValue.url(target.as_uri())}


def _published(
    step: Step, corpus: Corpus, result: StepResult, page: dict[str, dg.MetadataValue]
) -> Iterator[dg.MaterializeResult]:
    release = result.release
    assert release is not None
    with open_read_only(corpus.run.warehouse) as connection:
        shown = connection.execute("SELECT release_id FROM releases").fetchall()
        rows = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in step.tables}
    for name in step.tables:
        yield dg.MaterializeResult(
            asset_key=name,
            metadata={
                "dagster/row_count": rows[name],
                "dagster/uri": corpus.run.warehouse.catalog.as_uri(),
                "release": dg.MetadataValue.text(release.release_id),
                "unchanged": result.skipped,
                **(page if name == "releases" else {}),
            },
            check_results=[
                dg.AssetCheckResult(
                    passed=shown == [(release.release_id,)],
                    check_name="published",
                    asset_key=name,
                    metadata={"expected": release.release_id, "shown": str(shown)},
                )
            ],
        )
