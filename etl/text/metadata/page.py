"""A page as the describe step sees it: its text, its segments, and what its record says of it.

Here: the types, and the few ways segments are walked. Not here: reading facts from them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from etl.contracts.enums import DROPPED_ROLES, Role
from etl.contracts.spans import Span
from etl.text.dates.find import Trigger
from etl.text.marks import ANYTHING, holds

BLANKS = 4
"""So many blank segments may stand between two lines that belong together."""
_BLANK, _BODY = str(Role.BLANK), str(Role.BODY)


class Segment(NamedTuple):
    """Characters `[start, end)` of the text, what they mainly are (contracts.enums.Role), and what they may hold
    (text/marks.py); segments nobody looked at may hold anything."""

    start: int
    end: int
    role: str
    marks: int = ANYTHING


class Record(NamedTuple):
    """What the record says of itself beside its text; None where it says nothing."""

    url: str | None = None
    source_date: str | None = None
    source_publisher: str | None = None


NO_RECORD = Record()
"""A text that came without a record."""


class Page:
    """`segments` are in order and cover the text. All else is made from them, once.

    by_role: the segments of each role, in order; bodies: those of body paragraphs
    filled: the segments that are not blank
    marks: what the text may hold (text/marks.py)
    triggers: where dates may stand in its kept text, when that has been looked for
    """

    __slots__ = ("bodies", "by_role", "filled", "marks", "record", "segments", "text", "triggers")

    def __init__(
        self,
        text: str,
        segments: Sequence[Segment],
        record: Record = NO_RECORD,
        marks: int = ANYTHING,
        triggers: Sequence[Trigger] | None = None,
    ) -> None:
        self.text, self.segments, self.record, self.marks, self.triggers = text, segments, record, marks, triggers
        self.by_role: dict[str, list[Segment]] = {}
        self.filled: list[Segment] = []
        lone_ends = False
        for segment in segments:
            role = segment[2]
            if role in self.by_role:
                self.by_role[role].append(segment)
            else:
                self.by_role[role] = [segment]
            if role == _BODY and segment[1] - segment[0] == 1 and text[segment[0]] == "\n":
                lone_ends = True  # the end of a paragraph whose last words were residue
            elif role != _BLANK:
                self.filled.append(segment)
        self.bodies: list[Segment] = self.by_role.get(_BODY, [])
        if lone_ends:
            self.bodies = [segment for segment in self.filled if segment[2] == _BODY]

    def holds(self, mark: int) -> bool:
        """Whether a word of `mark` stands anywhere in the text."""
        return holds(self.text, mark) if self.marks == ANYTHING else self.marks & mark != 0

    def kept_runs(self) -> list[Span]:
        """Kept text in maximal runs without a dropped character between."""
        runs: list[Span] = []
        low = high = -1
        for start, end, role, _ in self.segments:
            if role in DROPPED_ROLES:
                continue
            if start != high:
                if high >= 0:
                    runs.append(Span(low, high))
                low = start
            high = end
        return [*runs, Span(low, high)] if high >= 0 else runs

    def of_role(self, *roles: str) -> list[Segment]:
        """The segments of those roles, in order."""
        if len(roles) == 1:
            return self.by_role.get(roles[0], [])
        held = [segments for role in roles if (segments := self.by_role.get(role))]
        if len(held) > 1:
            return sorted(chain.from_iterable(held))
        return held[0] if held else []

    def beside(self, mark: Segment) -> list[Segment]:
        """The segments before and after `mark`, blank ones passed over."""
        segments = self.segments
        at = bisect_left(segments, mark)
        before, first = at - 1, max(0, at - BLANKS)
        while before >= first and segments[before][2] == _BLANK:
            before -= 1
        after, end = at + 1, min(len(segments), at + 1 + BLANKS)
        while after < end and segments[after][2] == _BLANK:
            after += 1
        found = [segments[before]] if before >= first else []
        if after < end:
            found.append(segments[after])
        return found
