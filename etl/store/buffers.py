"""Arrow memory as NumPy and bytes, without a copy where there need be none.

Here: the values of one array, whatever its offset. Not here: what is done with them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def fixed_values(array: pa.Array) -> Any:
    """The values of a fixed-width array as a NumPy array, zero where NULL. Booleans and times become integers."""
    if pa.types.is_boolean(array.type):
        array = array.cast(pa.uint8())
    elif pa.types.is_temporal(array.type):
        array = array.view(pa.int32() if array.type.bit_width == 32 else pa.int64())
    array = filled(array, 0)
    kind = np.dtype(str(array.type).replace("double", "float64"))
    if len(array) == 0:
        return np.empty(0, kind)
    return np.frombuffer(array.buffers()[1], kind)[array.offset : array.offset + len(array)]


def filled(array: pa.Array, value: int | str) -> pa.Array:
    """`array` with `value` where it is NULL."""
    return array.fill_null(value) if array.null_count else array


def lengths(array: pa.Array) -> Any:
    """Bytes of each string, or items of each list, as int64; 0 where NULL."""
    length = pc.list_value_length(array) if is_list(array.type) else pc.binary_length(array)
    return fixed_values(length.cast(pa.int64()))


def text_bytes(array: pa.Array) -> memoryview:
    """The UTF-8 of a string array that has no NULLs, value after value."""
    _, offsets, data = array.buffers()
    if data is None or len(array) == 0:
        return memoryview(b"")
    bounds = np.frombuffer(offsets, np.int64 if pa.types.is_large_string(array.type) else np.int32)
    return memoryview(data)[int(bounds[array.offset]) : int(bounds[array.offset + len(array)])]


def is_list(kind: pa.DataType) -> bool:
    """Whether `kind` is a list type."""
    return pa.types.is_list(kind) or pa.types.is_large_list(kind)


def is_text(kind: pa.DataType) -> bool:
    """Whether `kind` is a string type."""
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)
