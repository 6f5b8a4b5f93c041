"""Sorting hashes in time linear in their number: spread by the highest bits, then insertion.

Not here: sorting anything that is not spread evenly; many equal or crowded values fall back to a heap and stay correct.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.tables import RADIX_BITS, Array, Int

_FEW = 24
"""Up to this many values insertion is fastest."""


@njit(nogil=True)
def _insert(values: Array, begin: Int, place: Int, value: np.uint64) -> None:
    """Puts `value` into sorted `values[begin:place]`, which it makes longer by one."""
    before = place - 1
    while before >= begin and values[before] > value:
        values[before + 1] = values[before]
        before -= 1
    values[before + 1] = value


@njit(nogil=True)
def _sift_down(values: Array, begin: Int, root: Int, count: Int) -> None:
    while 2 * root + 1 < count:
        child = 2 * root + 1
        if child + 1 < count and values[begin + child] < values[begin + child + 1]:
            child += 1
        if values[begin + root] >= values[begin + child]:
            return
        values[begin + root], values[begin + child] = values[begin + child], values[begin + root]
        root = child


@njit(nogil=True)
def _heap_sort(values: Array, begin: Int, end: Int) -> None:
    count = end - begin
    for root in range(count // 2 - 1, -1, -1):
        _sift_down(values, begin, root, count)
    for last in range(count - 1, 0, -1):
        values[begin], values[begin + last] = values[begin + last], values[begin]
        _sift_down(values, begin, np.int64(0), last)


@njit(nogil=True)
def sort_hashes(values: Array, begin: Int, end: Int, scratch: Array, ends: Array) -> None:
    """Sorts `values[begin:end]` in place. uint64; `scratch` is as long, `ends` int64 has 2 ** RADIX_BITS places."""
    count = end - begin
    if count <= _FEW:
        for place in range(begin + 1, end):
            _insert(values, begin, place, values[place])
        return
    bits = 4
    while (1 << bits) < count and bits < RADIX_BITS:
        bits += 1
    shift = np.uint64(64 - bits)
    for bucket in range(1 << bits):
        ends[bucket] = 0
    for place in range(begin, end):
        ends[np.int64(values[place] >> shift)] += 1
    before, fullest = 0, 0
    for bucket in range(1 << bits):
        size = ends[bucket]
        ends[bucket] = before
        before += size
        fullest = max(fullest, size)
    for place in range(begin, end):
        value = values[place]
        bucket = np.int64(value >> shift)
        scratch[ends[bucket]] = value
        ends[bucket] += 1
    if fullest > _FEW:
        first = 0
        for bucket in range(1 << bits):
            last = ends[bucket]
            if last - first > _FEW:
                _heap_sort(scratch, first, last)
            first = last
    # Spread evenly, a bucket holds one value or none: nearly all stand in their place already.
    for place in range(count):
        _insert(values, begin, begin + place, scratch[place])
