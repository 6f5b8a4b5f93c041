"""A page as the describe step sees it: its text, its segments, and what its record says of it.

Here: the types, and the few ways segments are walked. Not here: reading facts from them.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from etl.contracts.enums import DROPPED_ROLES, Role
from etl.contracts.spans import Span

BLANKS = 4
"""So many blank segments may stand between two lines that belong together."""


class Segment(NamedTuple):
    """Characters `[start, end)` of the text, and what they mainly are (contracts.enums.Role)."""

    start: int
    end: int
    role: str


class Record(NamedTuple):
    """What the record says of itself beside its text; None where it says nothing."""

    url: str | None = None
    source_date: str | None = None
    source_publisher: str | None = None


NO_RECORD = Record()
"""A text that came without a record."""


@dataclass
class Page:
    """`segments` are in order and cover the text."""

    text: str
    segments: tuple[Segment, ...]
    record: Record = NO_RECORD

    def of_role(self, *roles: str) -> list[Segment]:
        """The segments of those roles, in order."""
        if len(roles) == 1:
            return self.by_role.get(roles[0], [])
        return sorted(segment for role in roles for segment in self.by_role.get(role, ()))

    @cached_property
    def by_role(self) -> dict[str, list[Segment]]:
        """The segments of each role, in order."""
        found: dict[str, list[Segment]] = {}
        for segment in self.segments:
            found.setdefault(segment.role, []).append(segment)
        return found

    @cached_property
    def bodies(self) -> list[Segment]:
        """Body paragraphs, in order."""
        return self.of_role(Role.BODY)

    @cached_property
    def kept_runs(self) -> list[Span]:
        """Kept text in maximal runs without a dropped character between."""
        runs: list[Span] = []
        for start, end, role in self.segments:
            if role in DROPPED_ROLES:
                continue
            if runs and runs[-1].end == start:
                runs[-1] = Span(runs[-1].start, end)
            else:
                runs.append(Span(start, end))
        return runs

    def beside(self, mark: Segment) -> list[Segment]:
        """The segments before and after `mark`, blank ones passed over."""
        at = bisect_left(self.segments, mark)
        before = next((s for s in reversed(self.segments[max(0, at - BLANKS) : at]) if s.role != Role.BLANK), None)
        after = next((s for s in self.segments[at + 1 : at + 1 + BLANKS] if s.role != Role.BLANK), None)
        return [segment for segment in (before, after) if segment]
