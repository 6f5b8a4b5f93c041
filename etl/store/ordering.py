"""Order: checking it, and sorting more rows than fit in memory.

Here: rows in a table's total order, whatever their number. Not here: writing tables (tables.py).
Rows are sorted in memory as long as they fit; then each full buffer becomes a sorted run in scratch, and the runs
are merged, a window of each in memory at a time.
"""

from __future__ import annotations

import shutil
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.store import crash
from etl.store.buffers import fixed_values
from etl.store.cutting import Cutter

WINDOW_BYTES = 2**20
"""Text of one record batch of a run, and so of a run's window while merging."""
WINDOW_ROWS = 20_000
LARGEST_SORT_BYTES = 2**30
"""A string column of Arrow holds 2 GiB at most, so no more than this is sorted at once, whatever the settings say."""

Key = tuple[Any, ...]


def sorted_rows(rows: pa.Table, order: Sequence[str]) -> pa.Table:
    """`rows` sorted by `order`, ascending, text by its bytes."""
    return rows.sort_by([(name, "ascending") for name in order])


def sorted_pieces(rows: pa.Table, order: Sequence[str]) -> Iterator[pa.Table]:
    """`rows` sorted by `order`, a window at a time: a second copy of them all is never in memory."""
    indices = pc.sort_indices(rows.select(list(order)), sort_keys=[(name, "ascending") for name in order])
    for start in range(0, rows.num_rows, WINDOW_ROWS):
        yield rows.take(indices.slice(start, WINDOW_ROWS))


def first_disorder(rows: pa.Table, order: Sequence[str]) -> int | None:
    """Index of the first row that sorts before the row above it; None when there is none."""
    undecided = np.ones(max(rows.num_rows - 1, 0), bool)
    bad = np.zeros_like(undecided)
    for name in order:
        if not undecided.any():
            break
        column = rows.column(name).combine_chunks()
        above, below = column.slice(0, len(undecided)), column.slice(1)
        bad |= undecided & fixed_values(pc.greater(above, below)).astype(bool)
        undecided &= fixed_values(pc.equal(above, below)).astype(bool)
    return int(bad.argmax()) + 1 if bad.any() else None


def key_at(rows: pa.Table, order: Sequence[str], index: int) -> Key:
    """The sort key of one row."""
    return tuple(rows.column(name)[index].as_py() for name in order)


def rows_up_to(rows: pa.Table, order: Sequence[str], bound: Key) -> int:
    """How many of the sorted `rows` have a key not greater than `bound`."""
    return bisect_right(range(rows.num_rows), bound, key=lambda index: key_at(rows, order, index))


class Sorter:
    """Rows in any order in, rows in `order` out. `scratch` is a folder of its own, made when first needed."""

    def __init__(self, schema: pa.Schema, order: Sequence[str], scratch: Path, spill_bytes: int) -> None:
        self._schema, self._order, self._scratch = schema, tuple(order), scratch
        self._limit_bytes = min(spill_bytes, LARGEST_SORT_BYTES)
        self._held: list[pa.Table] = []
        self._held_bytes = 0
        self._runs: list[Path] = []

    def add(self, rows: pa.Table) -> None:
        """Take `rows` in; the buffer goes to scratch when it is full."""
        self._held.append(rows)
        self._held_bytes += rows.nbytes
        if self._held_bytes >= self._limit_bytes:
            self._spill()

    def drain(self) -> Iterator[pa.Table]:
        """All rows in order, in pieces."""
        if not self._runs:
            yield from sorted_pieces(self._buffer(), self._order)
            return
        if self._held:
            self._spill()
        yield from _merged([_windows(run) for run in self._runs], self._order)

    def clear(self) -> None:
        """Remove what is in scratch."""
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _buffer(self) -> pa.Table:
        """What is held, in one chunk a column; nothing is held any more."""
        rows = pa.concat_tables([self._schema.empty_table(), *self._held]).combine_chunks()
        self._held, self._held_bytes = [], 0
        return rows

    def _spill(self) -> None:
        self._scratch.mkdir(parents=True, exist_ok=True)
        run = self._scratch / f"{len(self._runs):06d}.arrow"
        cutter = Cutter(WINDOW_ROWS, WINDOW_BYTES)
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with pa.OSFile(str(run), "wb") as sink, pa.ipc.new_stream(sink, self._schema, options=options) as writer:
            for rows in sorted_pieces(self._buffer(), self._order):
                for piece in cutter.add(rows):
                    writer.write_table(piece)
            writer.write_table(cutter.rest())
        self._runs.append(run)
        crash.point("table_spilled")


def _windows(run: Path) -> Iterator[pa.Table]:
    with pa.OSFile(str(run), "rb") as source, pa.ipc.open_stream(source) as reader:
        for batch in reader:
            if batch.num_rows:
                yield pa.Table.from_batches([batch])


def _merged(runs: list[Iterator[pa.Table]], order: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of sorted `runs` in one order: each round gives out what no run can still precede."""
    heads = [(window, run) for run in runs if (window := next(run, None)) is not None]
    while heads:
        bound = min(key_at(window, order, window.num_rows - 1) for window, _ in heads)
        ready: list[pa.Table] = []
        left: list[tuple[pa.Table, Iterator[pa.Table]]] = []
        for window, run in heads:
            count = rows_up_to(window, order, bound)
            ready.append(window.slice(0, count))
            rest = window.slice(count) if count < window.num_rows else next(run, None)
            if rest is not None:
                left.append((rest, run))
        heads = left
        yield sorted_rows(pa.concat_tables(ready), order)
