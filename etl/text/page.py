"""A page as the describe step sees it: its text, its segments, and what its record says of it.

Here: the types, and the few ways segments are walked. Not here: reading facts from them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from etl.contracts.enums import DROPPED_ROLES, Role
from etl.contracts.spans import Span


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

    def segments_from(self, start: int) -> Iterator[Segment]:
        """The segments that begin at `start` or after it, in order."""
        return islice(self.segments, bisect_left(self.segments, (start,)), None)

    def head(self) -> Iterator[Segment]:
        """The segments before the second body paragraph, blanks and repeats left out."""
        bodies = 0
        for segment in self.segments:
            if segment.role == Role.BODY:
                bodies += 1
                if bodies > 1:
                    return
            if segment.role not in (Role.BLANK, Role.REPEAT):
                yield segment
