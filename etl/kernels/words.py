"""Words: UTF-8 text to one 64-bit hash a word. What a word is, tables.fold_table says.

Everything that is no word character ends a word: "Jum'at" and "undang-undang" are two words each, "1.200" two. A run of
Han or kana without a break is one word.
Not here: what words make up (shingles.py).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.blocks import block_masks, eight_bytes, load_unaligned, trailing_zeros
from etl.kernels.tables import BLOCK, IGNORED, SEPARATOR, TABLE_SIZE, Array, Int

_ONE = np.uint64(1)
_NONE = np.uint64(0)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_LOWER_CASE = np.uint64(0x2020202020202020)
_MIX_LOW = np.uint64(0xBF58476D1CE4E5B9)
_MIX_HIGH = np.uint64(0x94D049BB133111EB)
_MIX_END = np.uint64(0x9E3779B97F4A7C15)


@njit(nogil=True, inline="always")
def _absorb(state: np.uint64, low: np.uint64, high: np.uint64) -> np.uint64:
    """`state` after 16 bytes of a word."""
    state = (state ^ low) * _MIX_LOW
    state ^= state >> np.uint64(32)
    state = (state ^ high) * _MIX_HIGH
    return state ^ (state >> np.uint64(29))


@njit(nogil=True, inline="always")
def _finish(state: np.uint64, length: Int) -> np.uint64:
    """The hash of a word of `length` folded bytes."""
    state = (state ^ np.uint64(length)) * _MIX_END
    return state ^ (state >> np.uint64(32))


@njit(nogil=True, inline="always")
def _lowest_bytes(count: Int) -> np.uint64:
    """A mask of the lowest `count` bytes, at most 8."""
    return _NONE if count <= 0 else _ALL >> np.uint64(64 - 8 * min(count, 8))


@njit(nogil=True)
def hash_plain(text: Array, start: Int, length: Int) -> np.uint64:
    """The hash of a word of `length` ASCII letters and digits, one or more."""
    if length <= 16 and start + 16 <= len(text):
        short = load_unaligned(text, start) | _LOWER_CASE
        long = load_unaligned(text, start + 8) | _LOWER_CASE
        short &= _ALL >> np.uint64(max(0, 64 - 8 * length))
        long &= _NONE if length <= 8 else _ALL >> np.uint64(128 - 8 * length)
        return _finish(_absorb(_NONE, short, long), length)
    state = _NONE
    left = length
    while left > 16:
        state = _absorb(state, eight_bytes(text, start) | _LOWER_CASE, eight_bytes(text, start + 8) | _LOWER_CASE)
        start += 16
        left -= 16
    low = (eight_bytes(text, start) | _LOWER_CASE) & _lowest_bytes(left)
    high = (eight_bytes(text, start + 8) | _LOWER_CASE) & _lowest_bytes(left - 8)
    return _finish(_absorb(state, low, high), length)


@njit(nogil=True)
def _decode(text: Array, place: Int, end: Int) -> tuple[Int, Int]:
    """(code point, bytes it takes) of the character at `place`; bytes that are no UTF-8 count as separators."""
    lead = np.int64(text[place])
    if lead < 0x80:
        return lead, 1
    count = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    if lead < 0xC0 or place + count > end:
        return 0, 1
    code = lead & (0x7F >> count)
    for step in range(1, count):
        code = (code << 6) | (np.int64(text[place + step]) & 0x3F)
    return code, count


@njit(nogil=True)
def _fold(code: Int, table: Array) -> Int:
    if code < TABLE_SIZE:
        return np.int64(table[code])
    return code if code < 0x40000 else SEPARATOR


@njit(nogil=True)
def _scan_mixed(
    text: Array, place: Int, end: Int, table: Array, hashes: Array, starts: Array, count: Int, capacity: Int
) -> tuple[Int, Int]:
    """As `scan_words`, one character at a time, up to the first ASCII separator or until `capacity` words are filled:
    for runs that hold bytes of 0x80 and above, and for runs longer than a block."""
    state, low, high = _NONE, _NONE, _NONE
    filled, length, start = 0, 0, place
    while place < end and count < capacity:
        code, width = _decode(text, place, end)
        folded = _fold(code, table)
        if folded == SEPARATOR:
            if length:
                hashes[count] = _finish(_absorb(state, low, high), length)
                starts[count] = start
                count += 1
                state, low, high = _NONE, _NONE, _NONE
                filled, length = 0, 0
            if text[place] < 0x80:
                return place, count
        elif folded != IGNORED:
            if length == 0:
                start = place
            octets = 1 if folded < 0x80 else 2 if folded < 0x800 else 3 if folded < 0x10000 else 4
            for octet in range(octets):
                if filled == 16:
                    state = _absorb(state, low, high)
                    low, high, filled = _NONE, _NONE, 0
                value = np.uint64((folded >> (8 * octet)) & 0xFF)
                if filled < 8:
                    low |= value << np.uint64(8 * filled)
                else:
                    high |= value << np.uint64(8 * (filled - 8))
                filled += 1
            length += octets
        place += width
    if length:
        hashes[count] = _finish(_absorb(state, low, high), length)
        starts[count] = start
        count += 1
    return place, count


@njit(nogil=True)
def scan_words(
    text: Array, place: Int, end: Int, table: Array, hashes: Array, starts: Array, count: Int
) -> tuple[Int, Int]:
    """Hashes of the words of `text[place:end]` into `hashes[count:]`, and where each begins into `starts[count:]`.

    `text` uint8, `table` from tables.fold_table, `hashes` uint64, `starts` int64 of the same length, at least
    2 * BLOCK. Stops when less than BLOCK places are left in them. Returns (place to go on from, words filled).
    """
    capacity = len(hashes)
    while place < end and count < capacity - BLOCK:
        words, high = block_masks(text, place)
        if end - place < BLOCK:
            inside = _ALL >> np.uint64(64 - (end - place))
            words &= inside
            high &= inside
        runs = words | high
        step = BLOCK
        while runs:
            start = trailing_zeros(runs)
            after = runs + (_ONE << np.uint64(start))
            stop = trailing_zeros(after)
            if stop == BLOCK and place + BLOCK < end:
                # The run may go on: look again from its start, or read it to its end when it fills the block.
                if start:
                    step = start
                else:
                    resumed, count = _scan_mixed(text, place, end, table, hashes, starts, count, capacity)
                    step = resumed - place
                break
            length = stop - start
            if high & ((_ALL >> np.uint64(64 - length)) << np.uint64(start)):
                _, count = _scan_mixed(text, place + start, place + stop, table, hashes, starts, count, capacity)
            else:
                hashes[count] = hash_plain(text, place + start, length)
                starts[count] = place + start
                count += 1
            runs &= after
        place += step
    return place, count
