"""64 bytes at a time: what numba has no word for, written as LLVM instructions.

Here: the byte classes of a block as bit masks, unaligned little-endian loads, reading 8 bytes at an address, counting
trailing zeros. LLVM lowers them to what the processor has; nothing names an instruction set.
Not here: what a word is (words.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from etl.kernels.tables import BLOCK, Array, Int

_BYTE, _LONG = ir.IntType(8), ir.IntType(64)
_BLOCK = ir.VectorType(_BYTE, BLOCK)


def _address(context: Any, builder: Any, array_type: Any, array: Any, index: Any, pointee: Any) -> Any:
    """The address of `array[index]` as a pointer to `pointee`."""
    data = context.make_array(array_type)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [index]), pointee.as_pointer())


def _all_bytes(value: Int) -> Any:
    return ir.Constant(_BLOCK, [ir.Constant(_BYTE, value)] * BLOCK)


def _load_masks(typing_context: Any, array: Any, index: Any) -> Any:
    """Two 64-bit masks of `array[index : index + 64]`: ASCII letters and digits; bytes of 0x80 and above.

    `array`: uint8, C order; the caller has checked that 64 bytes stand there.
    """

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def within(values: Any, lowest: Int, count: Int) -> Any:
            return builder.icmp_unsigned("<", builder.sub(values, _all_bytes(lowest)), _all_bytes(count))

        pointer = _address(context, builder, signature.args[0], arguments[0], arguments[1], _BLOCK)
        values = builder.load(pointer, align=1, typ=_BLOCK)
        letters = within(builder.or_(values, _all_bytes(0x20)), ord("a"), 26)
        digits = within(values, ord("0"), 10)
        words = builder.bitcast(builder.or_(letters, digits), _LONG)
        high = builder.bitcast(builder.icmp_unsigned(">=", values, _all_bytes(0x80)), _LONG)
        return context.make_tuple(builder, signature.return_type, [words, high])

    return types.UniTuple(types.uint64, 2)(array, types.int64), build


def _load_unaligned(typing_context: Any, array: Any, index: Any) -> Any:
    """`array[index : index + 8]` of uint8 as a little-endian uint64; the caller has checked that they stand there."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _address(context, builder, signature.args[0], arguments[0], arguments[1], _LONG)
        return builder.load(pointer, align=1, typ=_LONG)

    return types.uint64(array, types.int64), build


def _load_at(typing_context: Any, address: Any) -> Any:
    """The uint64 at `address`: an element of an Arrow buffer that the caller keeps alive."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(builder.inttoptr(arguments[0], _LONG.as_pointer()), align=8, typ=_LONG)

    return types.uint64(types.uint64), build


def _trailing_zeros(typing_context: Any, value: Any) -> Any:
    """Place of the lowest bit set in a uint64; 64 when none is."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], cgutils.false_bit)

    return types.int64(types.uint64), build


load_masks: Any = intrinsic(_load_masks)
load_unaligned: Any = intrinsic(_load_unaligned)
load_at: Any = intrinsic(_load_at)
trailing_zeros: Any = intrinsic(_trailing_zeros)


@njit(nogil=True)
def block_masks(array: Array, index: Int) -> tuple[np.uint64, np.uint64]:
    """As `load_masks`, for any `index`: bytes past the end of the array count as neither."""
    if index + BLOCK <= len(array):
        return load_masks(array, index)
    words, high = np.uint64(0), np.uint64(0)
    for place in range(len(array) - index):
        byte = array[index + place]
        bit = np.uint64(1) << np.uint64(place)
        if byte >= 0x80:
            high |= bit
        elif np.uint8(48) <= byte <= np.uint8(57) or np.uint8(97) <= (byte | np.uint8(0x20)) <= np.uint8(122):
            words |= bit
    return words, high


@njit(nogil=True)
def eight_bytes(array: Array, index: Int) -> np.uint64:
    """As `load_unaligned`, for any `index`: bytes past the end of the array are 0."""
    if index + 8 <= len(array):
        return load_unaligned(array, index)
    value = np.uint64(0)
    for place in range(max(0, len(array) - index)):
        value |= np.uint64(array[index + place]) << np.uint64(8 * place)
    return value
