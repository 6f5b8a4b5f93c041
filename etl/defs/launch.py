"""`etl run`: the job that the UI shows, in this process, so that both share one history.

Here: running the job and saying what came of it. Not here: what is printed (cli/).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import dagster as dg

from etl.defs import definitions
from etl.defs.home import use_dagster_home
from etl.defs.jobs import FULL_JOB, STARTED_BY_TAG, WAREHOUSE_TAG, warehouse_tag
from etl.errors import JernihError, NotPublished
from etl.pipeline import Observer, StepResult, not_published, observing, open_run
from etl.settings import load
from etl.store.releases import Release


class _Results:
    """Keeps what each step made."""

    def __init__(self) -> None:
        self.results: list[StepResult] = []

    def started(self, step: object) -> None:
        """Nothing."""

    def progressed(self, step: object, what: str, done: int, total: int | None) -> None:
        """Nothing."""

    def ended(self, result: StepResult) -> None:
        """Keeps it."""
        self.results.append(result)


def launch(
    source: Path, warehouse: Path, settings: Mapping[str, str], observer: Observer
) -> tuple[Release, str | None]:
    """Runs the whole job. Returns the release and, when history could not be recorded, why.

    Raises NotPublished, or the JernihError that a step or the resource raised.
    """
    unrecorded: str | None = None
    kept = _Results()
    with ExitStack() as stack:
        try:
            use_dagster_home(warehouse)
            instance = stack.enter_context(dg.DagsterInstance.get())
        except Exception as error:  # whatever is wrong with its folder or database, the run itself can go on
            unrecorded = str(error).split("\n", 1)[0]
            instance = stack.enter_context(dg.DagsterInstance.ephemeral())
        stack.enter_context(observing(observer))
        stack.enter_context(observing(kept))
        try:
            result = (
                definitions()
                .resolve_job_def(FULL_JOB)
                .execute_in_process(
                    instance=instance,
                    run_config={
                        "resources": {
                            "corpus": {
                                "config": {
                                    "source": str(source),
                                    "warehouse": str(warehouse),
                                    "settings": dict(settings),
                                }
                            }
                        },
                        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
                    },
                    tags={STARTED_BY_TAG: "etl run", WAREHOUSE_TAG: warehouse_tag(warehouse)},
                    raise_on_error=True,
                )
            )
        except Exception as error:
            raise _ours(error, kept, source, warehouse, settings) from error
    assert result.success
    release = kept.results[-1].release
    assert release is not None
    return release, unrecorded


def _ours(
    error: BaseException, kept: _Results, source: Path, warehouse: Path, settings: Mapping[str, str]
) -> BaseException:
    """The error of ours behind Dagster's wrapping; failed checks become NotPublished."""
    cause: BaseException | None = error
    seen: set[int] = set()  # a chain of causes may run in a circle
    while cause is not None and id(cause) not in seen:
        if isinstance(cause, JernihError):
            return cause
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__
    broken = [b for result in kept.results for b in result.broken]
    if broken:
        this = open_run(source, warehouse, load(source, overrides=settings))
        failed: NotPublished = not_published(this, tuple(broken))
        return failed
    return error
