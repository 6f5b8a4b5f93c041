"""Arrow columns as what kernels read, and arrays as Arrow columns, over the same memory.

Here: views that copy nothing (a chunked column is joined first). Not here: what is computed from them (kernels/).
`pyarrow.array`, `scalar` and what calls them (`fill_null`, `repeat`) are left alone: they import pandas to ask whether a
value is one of its own, half a CPU second a process.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Array = np.ndarray[Any, np.dtype[Any]]


def one_chunk(column: pa.ChunkedArray) -> Any:
    """The column as one array; copied only when it has several chunks."""
    if not column.num_chunks:
        return pa.nulls(0, column.type)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def text_view(column: pa.ChunkedArray) -> tuple[Array, Array]:
    """(UTF-8 bytes of all rows, int64 bounds): row i is `bytes[bounds[i] : bounds[i + 1]]`; NULL is empty.

    The bytes are read-only and live as long as the array returned.
    """
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        column = column.cast(pa.large_string())
    array = one_chunk(pc.fill_null(column, "") if column.null_count else column)
    width = np.dtype(np.int64 if pa.types.is_large_string(array.type) else np.int32)
    buffers = array.buffers()
    if not len(array):
        return np.frombuffer(b"", np.uint8), np.zeros(1, np.int64)
    bounds = np.frombuffer(buffers[1], width, len(array) + 1, array.offset * width.itemsize)
    text = np.frombuffer(buffers[2] if buffers[2] is not None and buffers[2].size else b"", np.uint8)
    return text, bounds.astype(np.int64)


def numbers_of(column: pa.ChunkedArray | pa.Array) -> Array:
    """The values of a column of numbers without NULL; copied only when it has several chunks."""
    if isinstance(column, pa.Array):
        return _numbers(column)
    views = [_numbers(chunk) for chunk in column.chunks]
    if len(views) == 1:
        return views[0]
    return np.concatenate([*views, np.empty(0, column.type.to_pandas_dtype())])


def _numbers(array: pa.Array) -> Array:
    kind = np.dtype(array.type.to_pandas_dtype())
    values = array.buffers()[1]
    return np.frombuffer(values if values is not None else b"", kind, len(array), array.offset * kind.itemsize)


def numbers_or(missing: int, column: pa.ChunkedArray | pa.Array) -> Array:
    """int64: the values of a column of whole numbers or days, `missing` where NULL."""
    array = one_chunk(column) if isinstance(column, pa.ChunkedArray) else column
    if array.null_count == len(array):
        return np.full(len(array), missing, np.int64)
    if array.type == pa.date32():
        array = array.view(pa.int32())
    is_known = _numbers(array.is_valid().cast(pa.uint8())).astype(bool)
    return np.where(is_known, _numbers(array).astype(np.int64), missing)


def list_addresses(column: pa.ChunkedArray) -> tuple[Array, Array]:
    """(address of the first element, number of elements) of every list of a large_list<uint64> column.

    uint64 and int64. The addresses hold as long as `column` does.
    """
    addresses = [np.empty(0, np.uint64)]
    counts = [np.empty(0, np.int64)]
    for chunk in column.chunks:
        offsets = numbers_of(chunk.offsets)
        values = chunk.values
        buffer = values.buffers()[1]
        base = buffer.address if buffer is not None else 0
        addresses.append((base + 8 * (values.offset + offsets[:-1])).astype(np.uint64))
        counts.append(np.diff(offsets))
    return np.concatenate(addresses), np.concatenate(counts)


def column_of(values: Array) -> pa.Array:
    """An Arrow array over a numpy array of numbers, which lives as long as it; bool is copied to bits."""
    if values.dtype == np.bool_:
        bits = np.packbits(values, bitorder="little")
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(bits)])
    values = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, pa.py_buffer(values)])


def words_of(codes: Array, words: Sequence[str]) -> pa.Array:
    """A string array: `words[code]` for every code, NULL for -1."""
    joined = "".join(words).encode()
    ends = np.cumsum([0, *(len(word.encode()) for word in words)]).astype(np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(joined)]
    taken = pa.Array.from_buffers(pa.string(), len(words), buffers).take(column_of(np.maximum(codes, 0)))
    return pc.if_else(column_of(codes < 0), pa.nulls(len(codes), pa.string()), taken) if (codes < 0).any() else taken


def lists_of(values: Array, ends: Array) -> pa.Array:
    """A large_list array over `values` without copying them: list i is `values[ends[i] : ends[i + 1]]`."""
    return pa.LargeListArray.from_arrays(column_of(ends), column_of(values[: ends[-1]]))
