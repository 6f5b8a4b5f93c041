"""A run while it goes on: a bar for the running step on a terminal, a plain line for every finished one.

Here: what the runner tells its watcher, shown. Not here: the run (pipeline), its result (summary.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from etl.cli.printing import err

if TYPE_CHECKING:
    from etl.pipeline import Step, StepResult


class Terminal:
    """Progress of a run: bars on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[step]:<12}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=err,
            disable=not err.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Terminal:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def started(self, step: Step) -> None:
        """A new bar."""
        self._task = self._bars.add_task("", step=step.name, total=None)

    def progressed(self, step: Step, what: str, done: int, total: int | None) -> None:
        """Moves the bar."""
        if self._task is not None:
            self._bars.update(self._task, completed=done, total=total, description=what)

    def ended(self, result: StepResult) -> None:
        """The bar gives way to a line."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        rows = ", ".join(f"{staged.table} {staged.row_count:,}" for staged in result.staged.values())
        how = "unchanged" if result.skipped else f"{result.seconds:.1f} s"
        err.print(f"{result.step.name:<12} {how:>10}  {rows}")
