"""The ledger: rows of `segments`, gathered document by document and turned into Arrow run by run.

Here: keeping places, indexes and columns right. Not here: deciding (text/cleaning/roles.py), cutting texts into lines (clean.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from etl.contracts.enums import DROPPED_ROLES, LineRule, Role
from etl.contracts.tables import TABLES
from etl.text.cleaning.repeats import Repeat
from etl.text.cleaning.roles import Decision

SEGMENTS = TABLES["segments"].schema
_ROLES = pa.array([role.value for role in Role])
_RULES = pa.array([rule.value for rule in LineRule])
_ROLE_CODE = {role: code for code, role in enumerate(Role)}
_RULE_CODE = {rule: code for code, rule in enumerate(LineRule)} | {None: -1}
_KEPT = np.array([role not in DROPPED_ROLES for role in Role])


class Ledger:
    """Rows of `segments` for documents whose ids are `ids`, in their order."""

    def __init__(self, ids: pa.ChunkedArray) -> None:
        self._ids = ids
        self._row = -1
        self._index = 0
        self._chars = 0
        self._tables: list[pa.Table] = []
        self._begin()

    def _begin(self) -> None:
        self._rows: list[int] = []
        self._counts: list[int] = []
        self._indexes: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._decisions: list[Decision] = []
        self._repeats: dict[int, tuple[int, int, float]] = {}
        self._opened = 0

    def open(self, row: int) -> None:
        """Begins a piece of document `row`; a piece of the same document goes on where the last one ended."""
        if row != self._row:
            self._row, self._index, self._chars = row, 0, 0
        self._opened = len(self._decisions)

    def close(self, chars: int) -> None:
        """Ends the piece, which has `chars` characters."""
        count = len(self._decisions) - self._opened
        self._rows.append(self._row)
        self._counts.append(count)
        self._indexes.extend(range(self._index, self._index + count))
        self._index += count
        self._chars += chars

    def add_lines(self, starts: Sequence[int], decisions: Sequence[Decision]) -> None:
        """A segment for each line; `starts` holds where each begins in the piece, and where the last one ends."""
        moved = [start + self._chars for start in starts] if self._chars else starts
        self._starts.extend(moved[:-1])
        self._ends.extend(moved[1:])
        self._decisions.extend(decisions)

    def add(self, start: int, end: int, decision: Decision) -> None:
        """A segment of the open piece; `start` and `end` count from the piece's first character."""
        self._starts.append(self._chars + start)
        self._ends.append(self._chars + end)
        self._decisions.append(decision)

    def add_repeat(self, start: int, end: int, repeat: Repeat, twin: tuple[int, int]) -> None:
        """A dropped line; `twin`: where what it repeats stands in the piece."""
        self._repeats[len(self._decisions)] = (self._chars + twin[0], self._chars + twin[1], repeat.similarity)
        self.add(
            start, end, Decision(Role.REPEAT, repeat.rule, f"{repeat.similarity:.0%} of its words in order stand there")
        )

    def flush(self) -> None:
        """Turns what was added into Arrow."""
        count = len(self._decisions)
        roles = np.fromiter((_ROLE_CODE[decision.role] for decision in self._decisions), np.int64, count)
        rules = np.fromiter((_RULE_CODE[decision.rule] for decision in self._decisions), np.int32, count)
        missing = np.ones(count, bool)
        numbers = np.zeros((3, count))
        for place, values in self._repeats.items():
            missing[place] = False
            numbers[:, place] = values
        columns: list[Any] = [
            self._ids.take(pa.array(np.repeat(self._rows, self._counts))),
            pa.array(self._indexes, pa.int32()),
            pa.array(self._starts, pa.int64()),
            pa.array(self._ends, pa.int64()),
            _ROLES.take(pa.array(roles)),
            pa.array(_KEPT[roles]),
            _RULES.take(pa.array(rules, mask=rules < 0)),
            pa.array([decision.evidence for decision in self._decisions], pa.string()),
            pa.array(numbers[0].astype(np.int64), mask=missing),
            pa.array(numbers[1].astype(np.int64), mask=missing),
            pa.array(numbers[2], mask=missing),
        ]
        self._tables.append(pa.table(columns, schema=SEGMENTS))
        self._begin()

    def table(self) -> pa.Table:
        """All rows added so far."""
        return pa.concat_tables(self._tables) if self._tables else SEGMENTS.empty_table()
