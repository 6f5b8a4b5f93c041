"""Words: UTF-8 text to one 64-bit hash a word.

A word is a run of letters and digits of any script (`str.isalnum`). Case and Latin, Greek, Cyrillic and Arabic
diacritics do not count; digits of every script are the same digits. Soft hyphens, zero-width characters, Arabic vowel marks and
tatweel and Hebrew points neither end a word nor belong to it. Everything else ends it: "Jum'at" and "undang-undang" are
two words each, "1.200" two. A run of Han or kana without a break is one word.
Not here: what words make up (shingles.py).
"""

from __future__ import annotations

import unicodedata

import numpy as np
from numba import njit

from etl.kernels.blocks import BLOCK, block_masks, eight_bytes, trailing_zeros

SEPARATOR, IGNORED = 0, 1
"""What the fold table says of a code point that is no part of a word's hash."""

TABLE_SIZE = 0x20000
"""Code points the fold table covers; of those above, ideographs are letters and the rest ends a word."""

_ONE = np.uint64(1)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_LOWER_CASE = np.uint64(0x2020202020202020)
_MIX_LOW = np.uint64(0xBF58476D1CE4E5B9)
_MIX_HIGH = np.uint64(0x94D049BB133111EB)
_MIX_END = np.uint64(0x9E3779B97F4A7C15)


def fold_table() -> np.ndarray:
    """uint32, one a code point below TABLE_SIZE: SEPARATOR, IGNORED, or the code point that it counts as."""
    table = np.array([code if chr(code).isalnum() else SEPARATOR for code in range(TABLE_SIZE)], np.uint32)
    for code in (*range(0x80, 0x3100), *range(0xA640, 0xAC00), *range(0xFB50, 0xFF5B)):
        table[code] = _folded(chr(code))
    for code in range(0x80):
        table[code] = ord(chr(code).lower()) if chr(code).isalnum() else SEPARATOR
    return table


def _folded(character: str) -> int:
    category = unicodedata.category(character)
    code = ord(character)
    if category == "Cf" or character == "\N{ARABIC TATWEEL}":
        return IGNORED
    if category[0] == "M":
        points = code < 0x900 or 0x1AB0 <= code < 0x1B00 or 0x1DC0 <= code < 0x2100 or code >= 0xFE00
        return IGNORED if points else code
    if category == "Nd":
        return ord("0") + unicodedata.digit(character)
    if not character.isalnum():
        return SEPARATOR
    has_plain_form = code < 0x780 or 0x1E00 <= code < 0x2000 or code >= 0xFB50
    plain = unicodedata.normalize("NFKD", character) if has_plain_form else character
    return ord(plain[0].lower()[0])


@njit(cache=True, nogil=True, inline="always")
def _absorb(state, low, high):
    """`state` after 16 bytes of a word."""
    state = (state ^ low) * _MIX_LOW
    state ^= state >> np.uint64(32)
    state = (state ^ high) * _MIX_HIGH
    return state ^ (state >> np.uint64(29))


@njit(cache=True, nogil=True, inline="always")
def _finish(state, length):
    """The hash of a word of `length` folded bytes."""
    state = (state ^ np.uint64(length)) * _MIX_END
    return state ^ (state >> np.uint64(32))


@njit(cache=True, nogil=True, inline="always")
def _lowest_bytes(count):
    """A mask of the lowest `count` bytes, 0 to 8."""
    if count <= 0:
        return np.uint64(0)
    return _ALL >> np.uint64(64 - 8 * min(count, 8))


@njit(cache=True, nogil=True)
def _hash_plain(text, start, length):
    """The hash of a word of `length` ASCII letters and digits."""
    state = np.uint64(0)
    left = length
    while left > 16:
        state = _absorb(state, eight_bytes(text, start) | _LOWER_CASE, eight_bytes(text, start + 8) | _LOWER_CASE)
        start += 16
        left -= 16
    low = (eight_bytes(text, start) | _LOWER_CASE) & _lowest_bytes(left)
    high = (eight_bytes(text, start + 8) | _LOWER_CASE) & _lowest_bytes(left - 8)
    return _finish(_absorb(state, low, high), length)


@njit(cache=True, nogil=True)
def _decode(text, place, end):
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


@njit(cache=True, nogil=True)
def _fold(code, table):
    if code < TABLE_SIZE:
        return np.int64(table[code])
    return code if code < 0x40000 else SEPARATOR


@njit(cache=True, nogil=True)
def _scan_mixed(text, place, end, table, hashes, starts, count, capacity):
    """As `scan_words`, for a run that holds bytes of 0x80 and above: one character at a time."""
    state, low, high = np.uint64(0), np.uint64(0), np.uint64(0)
    filled, length, start = 0, 0, place
    while place < end and count < capacity:
        code, width = _decode(text, place, end)
        folded = _fold(code, table)
        if folded == SEPARATOR:
            if length:
                hashes[count] = _finish(_absorb(state, low, high), length)
                starts[count] = start
                count += 1
                state, low, high = np.uint64(0), np.uint64(0), np.uint64(0)
                filled, length = 0, 0
        elif folded != IGNORED:
            if length == 0:
                start = place
            octets = 1 if folded < 0x80 else 2 if folded < 0x800 else 3 if folded < 0x10000 else 4
            for octet in range(octets):
                if filled == 16:
                    state = _absorb(state, low, high)
                    low, high, filled = np.uint64(0), np.uint64(0), 0
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


@njit(cache=True, nogil=True)
def _run_end(text, place, end):
    """(end of the run of word bytes and high bytes at `place`, whether it holds high bytes)."""
    mixed = False
    while place < end:
        words, high = block_masks(text, place)
        length = trailing_zeros(~(words | high))
        if length and high & (_ALL >> np.uint64(64 - length)):
            mixed = True
        place += length
        if length < BLOCK:
            break
    return min(place, end), mixed


@njit(cache=True, nogil=True)
def scan_words(text, place, end, table, hashes, starts, count, capacity):
    """Hashes of the words of `text[place:end]` into `hashes[count:]`, and where each begins into `starts[count:]`.

    `text` uint8, `table` from `fold_table`. Stops when `capacity - BLOCK` words are filled: `capacity` is at least
    2 * BLOCK and both arrays have that room. Returns (place to go on from, words filled).
    """
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
                if start:
                    step = start
                    break
                run_end, mixed = _run_end(text, place, end)
                step = run_end - place
                if mixed:
                    resumed, count = _scan_mixed(text, place, run_end, table, hashes, starts, count, capacity)
                    step = resumed - place
                else:
                    hashes[count] = _hash_plain(text, place, step)
                    starts[count] = place
                    count += 1
                break
            length = stop - start
            if high & ((_ALL >> np.uint64(64 - length)) << np.uint64(start)):
                _, count = _scan_mixed(text, place + start, place + stop, table, hashes, starts, count, capacity)
            else:
                hashes[count] = _hash_plain(text, place + start, length)
                starts[count] = place + start
                count += 1
            runs &= after
        place += step
    return place, count
