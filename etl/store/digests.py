"""Content digests: over rows, not files.

Here: one digest of all rows of a table, in their order. Not here: digests of files (tables.py).
Each column feeds running hashes of its own (which values are there, how long, their bytes), so the digest cannot
depend on how rows were cut into batches, chunks or files, on string or large_string, nor on what lies under a NULL.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.store.buffers import filled, fixed_values, is_list, is_text, lengths, text_bytes


class ContentDigest:
    """The digest of all rows given to `update`, in the order given."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = pa.schema([pa.field(field.name, field.type) for field in schema])
        self._columns = [_Column() for _ in schema]
        self.row_count = 0

    def update(self, rows: pa.Table) -> None:
        """Add `rows`: the schema's columns, in any order. Raises KeyError, pyarrow.ArrowInvalid: not these columns."""
        rows = rows.select(self._schema.names).cast(self._schema)
        self.row_count += rows.num_rows
        for column, values in zip(self._columns, rows.columns, strict=True):
            for chunk in values.chunks:
                column.update(chunk)

    def hexdigest(self) -> str:
        """SHA-256 over the names, types and hashes of all columns and the number of rows, 64 hexadecimal digits."""
        whole = hashlib.sha256(str(self.row_count).encode())
        for field, column in zip(self._schema, self._columns, strict=True):
            whole.update(f"\0{field.name}\0{_plain(field.type)}\0".encode())
            whole.update(column.digest())
        return whole.hexdigest()


def content_digest(rows: pa.Table, schema: pa.Schema | None = None) -> str:
    """The digest of `rows`, as columns of `schema` (default: their own)."""
    digest = ContentDigest(schema or rows.schema)
    digest.update(rows)
    return digest.hexdigest()


class _Column:
    """Running hashes of one column: which slots hold a value, how long the values are, the values' bytes."""

    def __init__(self) -> None:
        self.there = hashlib.sha256()
        self.lengths = hashlib.sha256()
        self.values = hashlib.sha256()
        self.items: _Column | None = None

    def update(self, chunk: pa.Array) -> None:
        if len(chunk) == 0:
            return
        self.there.update(fixed_values(pc.is_valid(chunk)))
        if is_list(chunk.type):
            self.lengths.update(lengths(chunk).astype("<i8"))
            self.items = self.items or _Column()
            self.items.update(pc.list_flatten(chunk))
        elif is_text(chunk.type):
            values = filled(chunk, "")
            self.lengths.update(lengths(values).astype("<i8"))
            self.values.update(text_bytes(values))
        else:
            self.values.update(_one_form(fixed_values(chunk)))

    def digest(self) -> bytes:
        parts = [self.there.digest(), self.lengths.digest(), self.values.digest()]
        return b"".join(parts) + (self.items.digest() if self.items else b"")


def _plain(kind: pa.DataType) -> str:
    if is_list(kind):
        return f"list<{_plain(kind.value_type)}>"
    return "string" if is_text(kind) else str(kind)


def _one_form(values: Any) -> Any:
    """Little-endian, with one form of NaN and of zero."""
    if values.dtype.kind == "f":
        values = np.where(np.isnan(values), np.nan, values + 0.0)
    return np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
