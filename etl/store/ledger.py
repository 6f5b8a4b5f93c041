"""The ledger in sums: how many segments and characters each rule decided.

Here: reading them from a staged or released `segments`. Not here: what is too many (steps/drift.py).
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.tables import SEGMENTS
from etl.settings import Settings
from etl.store.layout import Warehouse
from etl.store.reading import read_pieces
from etl.store.staging import Stored

_READ = ("role", "rule", "is_kept", "char_start", "char_end")
_KEY = ("role", "rule", "is_kept")

SUMS = pa.schema(
    [
        pa.field("role", pa.string()),
        pa.field("rule", pa.string()),
        pa.field("is_kept", pa.bool_()),
        pa.field("segments", pa.int64()),
        pa.field("characters", pa.int64()),
    ]
)
"""Columns of `ledger_sums`; `characters` are code points, `rule` is NULL for body kept by default."""


def ledger_sums(warehouse: Warehouse, segments: Stored, settings: Settings) -> pa.Table:
    """Segments and characters by role, rule and whether kept (`SUMS`), in that order; batch by batch, so that the
    ledger is never held whole. Raises ReleaseMissing: a file is gone or damaged."""
    schema = pa.schema([SEGMENTS.schema.field(name) for name in _READ])
    sums = SUMS.empty_table()
    for piece in read_pieces(warehouse, segments, schema, settings.row_group_rows):
        characters = pc.subtract(piece.column("char_end"), piece.column("char_start"))
        counted = piece.select(_KEY).append_column("segments", pa.nulls(piece.num_rows, pa.int64()).fill_null(1))
        counted = counted.append_column("characters", characters).cast(SUMS)
        sums = _summed(pa.concat_tables([sums, _summed(counted)]))
    return sums.sort_by([(name, "ascending") for name in _KEY])


def _summed(rows: pa.Table) -> pa.Table:
    grouped = rows.group_by(list(_KEY), use_threads=False).aggregate([("segments", "sum"), ("characters", "sum")])
    return grouped.select([*_KEY, "segments_sum", "characters_sum"]).rename_columns(SUMS.names).cast(SUMS)
