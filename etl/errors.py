"""The exception tree.

    JernihError                  anything this package raises on purpose; `exit_status` is what the command line returns
    ├── UsageError               the caller asked for something that cannot be (a setting, a name, a path)
    │   ├── SettingError         a setting that does not exist, or a value it does not take
    │   ├── SourceError          the source folder is missing, empty or unreadable
    │   └── QueryRefused         a statement the read-only door does not let through
    ├── WarehouseError           the warehouse cannot be used
    │   ├── WarehouseLocked      another run holds it; carries who
    │   ├── WarehouseUnwritable  no permission, a read-only disk, a file in the way
    │   ├── DiskFull             not enough room; carries the bytes needed and free
    │   ├── StagedStale          a staged table was made from other inputs than the ones staged now
    │   └── ReleaseMissing       the release asked for is not there, or its files are damaged
    ├── DocumentFailed           a step broke on one document; carries which
    ├── WorkerDied               a worker process of the engine ended before its work did
    └── NotPublished             tables failed their checks; the published release stays

Here: the classes and how their messages are put together. Not here: deciding when to raise.
"""

from __future__ import annotations

from collections.abc import Sequence


class JernihError(Exception):
    """Anything this package raises on purpose. The message says what, where, what was expected, and what to do next."""

    exit_status = 1


class UsageError(JernihError):
    """The caller asked for something that cannot be."""

    exit_status = 2


class SettingError(UsageError):
    """A setting that does not exist, or a value it does not take."""


class SourceError(UsageError):
    """The source folder is missing, empty or unreadable."""


class QueryRefused(UsageError):
    """A statement the read-only door does not let through."""


class WarehouseError(JernihError):
    """The warehouse cannot be used."""

    exit_status = 2


class WarehouseLocked(WarehouseError):
    """Another run holds the warehouse."""

    def __init__(self, path: str, holder: str) -> None:
        super().__init__(f"{path} is being written by {holder}; wait for it to end, then run again.")
        self.path = path
        self.holder = holder


class WarehouseUnwritable(WarehouseError):
    """No permission, a read-only disk, or a file in the way."""


class DiskFull(WarehouseError):
    """Not enough room to write; `needed_bytes` and `free_bytes` say how much is missing."""

    def __init__(self, path: str, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(
            f"{path} has {free_bytes:,} bytes free and this run needs about {needed_bytes:,}; "
            "free some space (`etl prune` deletes old releases) and run again. The published release stays as it is."
        )
        self.needed_bytes = needed_bytes
        self.free_bytes = free_bytes


class StagedStale(WarehouseError):
    """A staged table was made from other inputs than the ones staged now."""


class ReleaseMissing(WarehouseError):
    """The release asked for is not there, or its files are damaged."""


class DocumentFailed(JernihError):
    """A step broke on one document: a defect of ours, never the text's fault."""

    def __init__(self, work: str, document: str, problem: str) -> None:
        super().__init__(
            f"{work} breaks on document {document}: {problem}. This is a defect of this package; please report it "
            "with that text. To go on without it, set leave_out to its id (--set leave_out=ID) and run again. The "
            "published release stays as it is."
        )
        self.work = work
        self.document = document
        self.problem = problem

    def __reduce__(self) -> tuple[object, ...]:  # made in a worker process, raised in the run's
        return DocumentFailed, (self.work, self.document, self.problem)


class WorkerDied(JernihError):
    """A worker process of the engine ended before its work did."""


class NotPublished(JernihError):
    """Tables failed their checks. `problems` holds every one of them, sorted."""

    def __init__(self, summary: str, problems: Sequence[str]) -> None:
        super().__init__(first_ten(summary, problems))
        self.problems = tuple(sorted(problems))


def first_ten(summary: str, problems: Sequence[str]) -> str:
    """`summary`, then the first ten problems in order and how many more there are."""
    ordered = sorted(problems)
    lines = [summary, *(f"  {problem}" for problem in ordered[:10])]
    if len(ordered) > 10:
        lines.append(f"  ... and {len(ordered) - 10:,} more")
    return "\n".join(lines)
