"""Folding: what was written of one row in parts becomes that row.

Here: rows that come in order, joined where they have the same key. Not here: their order (ordering.py).
Work done batch by batch cannot know which rows the next batch goes on with; so that no row depends on where a batch
ended, the parts are joined here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.store.buffers import fixed_values, is_list


class Folder:
    """Rows in order in, one row a key out: lists end to end, of other columns the value of the first part. No key and
    no list is NULL."""

    def __init__(self, key: Sequence[str]) -> None:
        self._key = tuple(key)
        self._held: pa.Table | None = None

    def add(self, rows: pa.Table) -> Iterator[pa.Table]:
        """The rows that are whole: all but the last, which the next rows may go on with."""
        if rows.num_rows == 0:
            return
        joined = folded(rows if self._held is None else pa.concat_tables([self._held, rows]), self._key)
        self._held = joined.slice(joined.num_rows - 1)
        if joined.num_rows > 1:
            yield joined.slice(0, joined.num_rows - 1)

    def rest(self) -> Iterator[pa.Table]:
        """The last row, if there was any."""
        if self._held is not None:
            yield self._held
            self._held = None


def folded(rows: pa.Table, key: Sequence[str]) -> pa.Table:
    """`rows` with neighbours of the same key made one."""
    rows = rows.combine_chunks()
    is_first = np.zeros(rows.num_rows, np.bool_)
    is_first[:1] = True
    for name in key:
        values = rows.column(name).combine_chunks()
        is_first[1:] |= fixed_values(pc.not_equal(values.slice(1), values.slice(0, max(len(values) - 1, 0)))).astype(
            bool
        )
    if is_first.all():
        return rows
    first = np.flatnonzero(is_first)
    columns = [_folded_column(column.combine_chunks(), first) for column in rows.columns]
    return pa.Table.from_arrays(columns, schema=rows.schema)


def _folded_column(values: pa.Array, first: np.ndarray) -> pa.Array:
    if not is_list(values.type):
        return values.take(pa.array(first))
    # Items of neighbours lie end to end already: a list is made longer by leaving out where the next one began.
    bounds = fixed_values(values.offsets)
    return pa.ListArray.from_arrays(pa.array(np.append(bounds[first], bounds[-1]), pa.int32()), values.values)
