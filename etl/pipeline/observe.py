"""Who is told how a run goes: the terminal, Dagster's log, or nobody.

Here: what they are told (`StepResult`), and `observing`, which says whom. Not here: what is printed (cli/, defs/).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from etl.pipeline.steps import Step
from etl.store.laws import Broken
from etl.store.releases import Release
from etl.store.staging import StagedTable


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step made. `broken` is empty when its tables were staged; otherwise nothing of it was."""

    step: Step
    staged: Mapping[str, StagedTable]
    skipped: bool
    broken: tuple[Broken, ...]
    seconds: float
    release: Release | None = None


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


def observer() -> Observer:
    """Who is told here and now: see `observing`."""
    return _observer.get() or Silent()
