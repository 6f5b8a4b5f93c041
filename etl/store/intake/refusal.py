"""Refusal: why an item, or the rest of a file, is not read.

Here: the two ways to say it and how long a detail may be. Not here: deciding (every other module of this package).
"""

from __future__ import annotations

from typing import NamedTuple

from etl.contracts.enums import RejectReason

DETAIL_CHARS = 400
"""Longest `reject_detail`: room for a reason and what to do, none for a document pasted into it."""
NAME_CHARS = 40
NAMES = 12


class Refusal(NamedTuple):
    """One item is not read: the closed reason, and what was seen and what to do about it."""

    reason: RejectReason
    detail: str

    @property
    def shown(self) -> str:
        """The detail as `reject_detail` holds it: one line, no longer than it may be."""
        line = "".join(character if character.isprintable() else " " for character in self.detail[: DETAIL_CHARS + 1])
        return line if len(line) <= DETAIL_CHARS else f"{line[: DETAIL_CHARS - 3]}..."


class ReadingStopped(Exception):
    """A file cannot be read (any further). Records read before it stay; `refusal` becomes a row of its own."""

    def __init__(self, reason: RejectReason, detail: str) -> None:
        super().__init__(detail)
        self.refusal = Refusal(reason, detail)


def refused_by_system(error: OSError) -> Refusal:
    """What the operating system said when it would not let an item be read."""
    return Refusal(RejectReason.UNREADABLE, f"{error.strerror or error} ({type(error).__name__})")


def too_large(byte_count: int, limit_bytes: int) -> Refusal:
    """An item beyond `max_document_bytes`."""
    return Refusal(
        RejectReason.TOO_LARGE,
        f"{byte_count:,} bytes or more; the limit is {limit_bytes:,} (setting max_document_bytes)",
    )


def names_found(names: list[str]) -> str:
    """Field names for a detail, in their order: the first few, each cut to a readable length."""
    shown = [name if len(name) <= NAME_CHARS else f"{name[: NAME_CHARS - 3]}..." for name in names[:NAMES]]
    return (", ".join(shown) or "no field at all") + (f" and {len(names) - NAMES} more" if len(names) > NAMES else "")
