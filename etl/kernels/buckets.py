"""Buckets: the documents that share the key of a band.

Not here: making the keys (minhash.py), comparing the documents (verify.py).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.tables import KEY_DIGIT_BITS, KEY_DIGITS, Array, Int

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_DIGIT = np.uint64((1 << KEY_DIGIT_BITS) - 1)


@njit(nogil=True)
def _shift(digit: Int) -> np.uint64:
    return _HALF + np.uint64(digit * KEY_DIGIT_BITS)


@njit(nogil=True)
def _digit_begins(packed: Array, begins: Array) -> None:
    """`begins[digit, value]`: where the keys with that value of that digit begin once they are ordered by it."""
    begins[:] = 0
    for place in range(len(packed)):
        for digit in range(KEY_DIGITS):
            begins[digit, np.int64((packed[place] >> _shift(digit)) & _DIGIT)] += 1
    for digit in range(KEY_DIGITS):
        before = np.int64(0)
        for value in range(begins.shape[1]):
            count = begins[digit, value]
            begins[digit, value] = before
            before += count


@njit(nogil=True)
def _order_by_digit(source: Array, digit: Int, begins: Array, target: Array) -> None:
    for place in range(len(source)):
        value = np.int64((source[place] >> _shift(digit)) & _DIGIT)
        target[begins[digit, value]] = source[place]
        begins[digit, value] += 1


@njit(nogil=True)
def band_buckets(
    keys: Array, documents: Array, packed: Array, scratch: Array, begins: Array, members: Array, ends: Array
) -> Int:
    """Fills `members` and `ends` with the buckets of one band and returns how many they are; see calls.band_buckets.

    Keys are ordered digit by digit from the lowest, documents staying ascending among equal keys.
    """
    count = len(documents)
    for place in range(count):
        packed[place] = (np.uint64(keys[documents[place]]) << _HALF) | np.uint64(documents[place])
    _digit_begins(packed, begins)
    source, target = packed, scratch
    for digit in range(KEY_DIGITS):
        _order_by_digit(source, digit, begins, target)
        source, target = target, source
    filled, buckets, first = 0, 0, 0
    for place in range(1, count + 1):
        if place < count and source[place] >> _HALF == source[first] >> _HALF:
            continue
        if place - first > 1:
            for member in range(first, place):
                members[filled] = np.uint32(source[member] & _LOW)
                filled += 1
            ends[buckets] = filled
            buckets += 1
        first = place
    return buckets
