"""Cutting a stream of rows into pieces of bounded size.

Here: where a piece ends. The cut depends on the rows alone, never on how they arrived, so files come out equal.
Not here: what becomes of a piece (a row group in tables.py, a batch in reading.py).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from etl.store.buffers import is_list, is_text, lengths


class Cutter:
    """Pieces of at most `max_rows` rows, each ending at the row whose text makes it reach `max_bytes`."""

    def __init__(self, max_rows: int, max_bytes: int) -> None:
        self._max_rows, self._max_bytes = max_rows, max_bytes
        self._held: list[pa.Table] = []
        self._rows = self._bytes = 0

    def add(self, rows: pa.Table) -> Iterator[pa.Table]:
        """The pieces that `rows` complete, each with at most one chunk a column."""
        reached = np.cumsum(text_sizes(rows))
        start = 0
        while start < rows.num_rows:
            before = int(reached[start - 1]) if start else 0
            full = int(np.searchsorted(reached, self._max_bytes - self._bytes + before)) + 1
            end = min(rows.num_rows, full, start + self._max_rows - self._rows)
            self._held.append(rows.slice(start, end - start))
            self._rows += end - start
            self._bytes += int(reached[end - 1]) - before
            start = end
            if self._rows == self._max_rows or self._bytes >= self._max_bytes:
                yield self.rest()

    def rest(self) -> pa.Table:
        """The rows that no piece was made of yet; Raises ValueError when `add` was never called."""
        if not self._held:
            raise ValueError("nothing is held")
        piece = pa.concat_tables(self._held).combine_chunks()
        self._held = [piece.slice(0, 0)]
        self._rows = self._bytes = 0
        return piece


def text_sizes(rows: pa.Table) -> np.ndarray:
    """Bytes of text (and list items) in each row, int64; the columns of fixed width are not counted."""
    total = np.zeros(rows.num_rows, np.int64)
    for column in rows.columns:
        if is_text(column.type) or is_list(column.type):
            at = 0
            for chunk in column.chunks:
                total[at : at + len(chunk)] += lengths(chunk)
                at += len(chunk)
    return total
