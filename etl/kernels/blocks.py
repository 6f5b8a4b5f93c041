"""64 bytes at a time: what numba has no word for, written as LLVM instructions.

Here: the byte classes of a block as bit masks, unaligned little-endian loads, counting trailing zeros, reading
8 bytes at an address. LLVM lowers them to whatever the processor has; nothing names an instruction set.
Not here: what a word is (words.py).
"""

# numba's typing protocol hands every intrinsic untyped objects.
# pyright: reportMissingParameterType=false, reportUnusedParameter=false

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

BLOCK = 64
"""Bytes of a block: one bit each in a 64-bit mask."""


def _pointer(context, builder, array_type, array, index):
    """The address of `array[index]`, as a byte pointer."""
    data = context.make_array(array_type)(context, builder, array).data
    return builder.gep(data, [index])


@intrinsic
def load_masks(typing_context, array, index):
    """Two 64-bit masks of `array[index : index + 64]`: ASCII letters and digits; bytes of 0x80 and above.

    `array`: uint8, C order; the caller has checked that 64 bytes stand there.
    """
    if not (isinstance(array, types.Array) and array.dtype == types.uint8 and isinstance(index, types.Integer)):
        return None
    signature = types.UniTuple(types.uint64, 2)(array, types.int64)

    def build(context, builder, signature, arguments):
        byte, block = ir.IntType(8), ir.VectorType(ir.IntType(8), BLOCK)

        def all_bytes(value):
            return ir.Constant(block, [ir.Constant(byte, value)] * BLOCK)

        def within(values, lowest, count):
            return builder.icmp_unsigned("<", builder.sub(values, all_bytes(lowest)), all_bytes(count))

        pointer = builder.bitcast(_pointer(context, builder, signature.args[0], *arguments), block.as_pointer())
        values = builder.load(pointer, align=1, typ=block)
        letters = within(builder.or_(values, all_bytes(0x20)), ord("a"), 26)
        digits = within(values, ord("0"), 10)
        high = builder.icmp_unsigned(">=", values, all_bytes(0x80))
        words = builder.bitcast(builder.or_(letters, digits), ir.IntType(64))
        return context.make_tuple(builder, signature.return_type, [words, builder.bitcast(high, ir.IntType(64))])

    return signature, build


@intrinsic
def load_unaligned(typing_context, array, index):
    """`array[index : index + 8]` as a little-endian uint64; the caller has checked that 8 bytes stand there."""
    if not (isinstance(array, types.Array) and array.dtype == types.uint8 and isinstance(index, types.Integer)):
        return None
    signature = types.uint64(array, types.int64)

    def build(context, builder, signature, arguments):
        long = ir.IntType(64)
        pointer = builder.bitcast(_pointer(context, builder, signature.args[0], *arguments), long.as_pointer())
        return builder.load(pointer, align=1, typ=long)

    return signature, build


@intrinsic
def load_at(typing_context, address):
    """The uint64 at `address`: an element of an Arrow buffer that the caller keeps alive."""
    signature = types.uint64(types.uint64)

    def build(context, builder, signature, arguments):
        long = ir.IntType(64)
        return builder.load(builder.inttoptr(arguments[0], long.as_pointer()), align=8, typ=long)

    return signature, build


@intrinsic
def trailing_zeros(typing_context, value):
    """Place of the lowest bit set in a uint64; 64 when none is."""
    signature = types.int64(types.uint64)

    def build(context, builder, signature, arguments):
        return builder.cttz(arguments[0], cgutils.false_bit)

    return signature, build


@njit(cache=True, nogil=True)
def block_masks(array, index):
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


@njit(cache=True, nogil=True)
def eight_bytes(array, index):
    """As `load_unaligned`, for any `index`: bytes past the end of the array are 0."""
    if index + 8 <= len(array):
        return load_unaligned(array, index)
    value = np.uint64(0)
    for place in range(max(0, len(array) - index)):
        value |= np.uint64(array[index + place]) << np.uint64(8 * place)
    return value
