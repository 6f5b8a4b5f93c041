"""Who is told how a run goes: the terminal, Dagster's log, or nobody.

Here: the protocol, and `observing`, which says whom. Not here: what is printed (cli.py, defs/).
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from etl.pipeline.steps import Step

if TYPE_CHECKING:
    from etl.pipeline.runner import StepResult


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
