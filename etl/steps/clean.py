"""Clean: the ledger of every document, `segments`.

Here: cutting every document into segments. Not here: the rules (text/roles.py, text/repeats.py, text/residue.py), the
loops over bytes (kernels/), counting lines over the corpus (line_frequencies.py). Called by the pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from etl.contracts.enums import DROPPED_ROLES, LineRule, Role
from etl.contracts.tables import TABLES
from etl.kernels import lines as line_kernel
from etl.kernels import repeats as repeat_kernel
from etl.kernels.lines import CODE, GAPS, MASK, WORDS
from etl.settings import Settings
from etl.steps.line_frequencies import SIDE, KnownLines, count_lines, merge_lines, survey_words, text_bytes
from etl.text.layout import Document, Line
from etl.text.looks import MAY_BE_RESIDUE, look_at
from etl.text.repeats import Repeat, RepeatRules, Seen, copies_of, find_repeats
from etl.text.residue import find_residue, find_scar
from etl.text.roles import Decision, roles_of

__all__ = ["SIDE", "count_lines", "merge_lines", "segment"]

Array = np.ndarray[Any, Any]
SEGMENTS = TABLES["segments"].schema
PIECE_BYTES = 4 * 2**20
PIECE_LINES = 20_000
"""A longer text is cleaned in pieces of this size (never less than a line), so that memory does not grow with it."""
_ROLES = pa.array([role.value for role in Role])
_RULES = pa.array([rule.value for rule in LineRule])
_ROLE_CODE = {role: code for code, role in enumerate(Role)}
_RULE_CODE = {rule: code for code, rule in enumerate(LineRule)}
_KEPT = np.array([role not in DROPPED_ROLES for role in Role])


class _Piece(NamedTuple):
    """Whole lines of one document: its row, and bytes `[start, end)` of the batch's data."""

    row: int
    start: int
    end: int


def segment(batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings) -> dict[str, pa.Table]:
    """Rows of `segments` for the rows of `documents`: disjoint, in order, covering every character."""
    documents = batch["documents"]
    data, offsets = text_bytes(documents)
    known = KnownLines(sides.get(SIDE))
    ledger = _Ledger(documents["document_id"])
    for pieces in _runs(data, offsets):
        bounds = np.array([piece.start for piece in pieces] + [pieces[-1].end], np.int64)
        lines = line_kernel.read_lines(data, bounds, survey_words())
        repeats = repeat_kernel.find_repeats(lines)
        frequent = known.of(lines, settings.line_frequency_floor)
        first = lines.first.tolist()
        for n, piece in enumerate(pieces):
            text = bytes(data[piece.start : piece.end]).decode()
            ledger.open(piece.row)
            _clean(ledger, text, _view(lines, repeats, first[n], first[n + 1]), frequent, known.articles, settings)
            ledger.close(len(text))
        ledger.flush()
    return {"segments": ledger.table()}


class _View(NamedTuple):
    """The lines of one piece as plain lists. `number`: the first of them in the run."""

    number: int
    starts: list[int]
    counts: list[list[int]]
    seen: Seen


def _view(lines: line_kernel.Lines, repeats: repeat_kernel.Repeats, first: int, end: int) -> _View:
    here = slice(first, end)
    counts = lines.counts[here]
    local = [
        np.where(column[here] >= 0, column[here] - first, -1).tolist()
        for column in (repeats.twin, repeats.owner, repeats.owner_first, repeats.owner_last)
    ]
    seen = Seen(
        local[0], repeats.grams[here].tolist(), repeats.seen[here].tolist(), local[1], repeats.owned[here].tolist(),
        local[2], local[3], counts[:, WORDS].tolist(),
    )  # fmt: skip
    return _View(first, lines.char_start[here].tolist(), counts.tolist(), seen)


def _clean(
    ledger: _Ledger, text: str, view: _View, frequent: Mapping[int, Any], articles: int, settings: Settings
) -> None:
    """Adds the segments of `text` to `ledger`."""
    starts, counts = [*view.starts, len(text)], view.counts
    lines: list[Line] = []
    for n, row in enumerate(counts):
        line = text[starts[n] : starts[n + 1]].strip()
        lines.append(Line(line, row, look_at(line, row), frequent.get(view.number + n) if frequent else None))
    document = Document(
        lines,
        view.seen.twin,
        copies_of(view.seen, settings.repeat_share),
        articles,
        settings.line_frequency_floor,
        settings.line_frequency_share,
    )
    decisions = roles_of(document)
    dropped = find_repeats(
        view.seen,
        [decision.role not in DROPPED_ROLES for decision in decisions],
        [decision.role == Role.BODY for decision in decisions],
        RepeatRules(
            settings.repeat_share, settings.repeat_min_words, settings.repeat_share_alone, settings.repeat_alone_words
        ),
        lambda first, last: text[starts[first] : starts[last + 1]],
        document.headline,
    )
    for n, decision in enumerate(decisions):
        start, end = starts[n], starts[n + 1]
        if n in dropped:
            ledger.add_repeat(start, end, dropped[n], starts, text)
            continue
        if decision.role == Role.BODY and counts[n][GAPS] and (scar := find_scar(lines[n].text)) is not None:
            decision = Decision(Role.BODY, LineRule.LOST_LINK, scar)
        if decision.role not in DROPPED_ROLES and (counts[n][MASK] & MAY_BE_RESIDUE or counts[n][CODE] >= 2):
            _add_cut(ledger, text[start:end], start, decision)
        else:
            ledger.add(start, end, decision)


def _add_cut(ledger: _Ledger, line: str, start: int, decision: Decision) -> None:
    """Adds a kept line with its residue cut out: the parts round it keep the line's own role."""
    at = 0
    for (begin, end), kind in find_residue(line):
        cut = Decision(Role.BOILERPLATE, LineRule.RESIDUE, f"{kind}: {line[begin:end][:80]}")
        if line[at:begin].strip():
            ledger.add(start + at, start + begin, decision)
        else:
            begin = at
        if not line[end:].strip():
            end = len(line)
        ledger.add(start + begin, start + end, cut)
        at = end
    if at < len(line):
        ledger.add(start + at, start + len(line), decision)


class _Ledger:
    """The rows of `segments`, gathered run by run."""

    def __init__(self, ids: pa.ChunkedArray) -> None:
        self._ids = ids
        self._row = -1
        self._index = 0
        self._chars = 0
        self._tables: list[pa.Table] = []
        self._begin()

    def _begin(self) -> None:
        self._columns: tuple[list[Any], ...] = tuple([] for _ in range(7))
        self._repeats: dict[int, tuple[int, int, float]] = {}

    def open(self, row: int) -> None:
        """Begins a piece of document `row`; a piece of the same document goes on where the last one ended."""
        if row != self._row:
            self._row, self._index, self._chars = row, 0, 0

    def close(self, chars: int) -> None:
        """Ends the piece, which has `chars` characters."""
        self._chars += chars

    def add(self, start: int, end: int, decision: Decision) -> None:
        """A segment of the open piece; `start` and `end` count from the piece's first character."""
        rows, indexes, starts, ends, roles, rules, evidence = self._columns
        rows.append(self._row)
        indexes.append(self._index)
        self._index += 1
        starts.append(self._chars + start)
        ends.append(self._chars + end)
        roles.append(_ROLE_CODE[decision.role])
        rules.append(None if decision.rule is None else _RULE_CODE[decision.rule])
        evidence.append(decision.evidence)

    def add_repeat(self, start: int, end: int, repeat: Repeat, starts: list[int], text: str) -> None:
        """A dropped line that points at the lines of its kept twin, less their outer white space."""
        begin, stop = starts[repeat.first], starts[repeat.last + 1]
        twin = text[begin:stop]
        stop -= len(twin) - len(twin.rstrip())
        begin += len(twin) - len(twin.lstrip())
        self._repeats[len(self._columns[0])] = (self._chars + begin, self._chars + stop, repeat.similarity)
        self.add(
            start, end, Decision(Role.REPEAT, repeat.rule, f"{repeat.similarity:.0%} of its words in order stand there")
        )

    def flush(self) -> None:
        """Turns what was added into Arrow."""
        rows, indexes, starts, ends, roles, rules, evidence = self._columns
        count = len(rows)
        where = np.fromiter(self._repeats, np.int64, len(self._repeats))
        twins = np.array(list(self._repeats.values()), np.float64).reshape(-1, 3)
        missing = np.ones(count, bool)
        missing[where] = False
        numbers = np.zeros((3, count))
        numbers[:, where] = twins.T
        self._tables.append(
            pa.table(
                [
                    self._ids.take(pa.array(rows, pa.int64())),
                    pa.array(indexes, pa.int32()),
                    pa.array(starts, pa.int64()),
                    pa.array(ends, pa.int64()),
                    _ROLES.take(pa.array(roles, pa.int32())),
                    pa.array(_KEPT[np.array(roles, np.int64)]),
                    _RULES.take(pa.array(rules, pa.int32())),
                    pa.array(evidence, pa.string()),
                    pa.array(numbers[0].astype(np.int64), mask=missing),
                    pa.array(numbers[1].astype(np.int64), mask=missing),
                    pa.array(numbers[2], mask=missing),
                ],
                schema=SEGMENTS,
            )
        )
        self._begin()

    def table(self) -> pa.Table:
        """All rows added so far."""
        return pa.concat_tables(self._tables) if self._tables else SEGMENTS.empty_table()


def _runs(data: Array, offsets: Array) -> Iterator[list[_Piece]]:
    """The pieces of all documents, in order, in runs of about PIECE_BYTES."""
    ends = np.flatnonzero(data[offsets[0] : offsets[-1]] == 10) + int(offsets[0]) + 1
    held: list[_Piece] = []
    begun = int(offsets[0])
    for row in range(len(offsets) - 1):
        start, stop = int(offsets[row]), int(offsets[row + 1])
        while start < stop:
            end = _piece_end(ends, start, stop)
            held.append(_Piece(row, start, end))
            start = end
            if end - begun >= PIECE_BYTES:
                yield held
                held, begun = [], end
    if held:
        yield held


def _piece_end(ends: Array, start: int, stop: int) -> int:
    """Where the piece that begins at byte `start` ends; `ends`: one past every line feed of the batch."""
    first = int(np.searchsorted(ends, start, "right"))
    end = min(stop, int(ends[first + PIECE_LINES - 1])) if first + PIECE_LINES <= len(ends) else stop
    if end - start <= PIECE_BYTES:
        return end
    within = int(np.searchsorted(ends, start + PIECE_BYTES, "right")) - 1
    if within >= first:
        return int(ends[within])
    return min(stop, int(ends[first])) if first < len(ends) else stop
