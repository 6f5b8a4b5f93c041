"""Shingles: the set of word n-grams of a text, and what fills its slots.

A shingle is the 64-bit hash of n words in a row; a text of fewer words is one shingle. Its lowest bit says whether a
slot word (a figure, a weekday, a month) is among them, so that a pair of sets tells by itself whether two texts differ
in their slots only. Slots are the values themselves: figures as written ("1.904.000", "04:33", the "90.500" of
"Rp90.500") and days (a weekday, or day and month as "12 Mei" or "12/5"); the two lowest bits of a slot say which it is
(tables.BODY_FIGURE and the others).
Not here: MinHash (minhash.py), comparing two sets (verify.py).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.blocks import eight_bytes
from etl.kernels.sorting import sort_hashes
from etl.kernels.tables import (
    BODY_DAY,
    BODY_FIGURE,
    CALENDAR_BITS,
    FIGURE_PARTS,
    GLUED_LETTERS,
    NO_DAY,
    WEEKDAY,
    Array,
    Int,
)
from etl.kernels.words import hash_plain, scan_words

CALENDAR_SHIFT = np.uint64(64 - CALENDAR_BITS)

_ONE = np.uint64(1)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_DAY = np.uint64(0xD6E8FEB86659FD93)
_KIND = np.uint64(3)
_ZEROS, _HIGHEST, _TEN_BELOW = (np.uint64(byte * 0x0101010101010101) for byte in (ord("0"), 0x80, 0x80 - 10))
_LEADING = np.uint64((1 << (8 * (GLUED_LETTERS + 1))) - 1)
_DOT, _COMMA, _COLON, _SLASH, _HYPHEN = 46, 44, 58, 47, 45


@njit(nogil=True)
def hash_shingles(words: Array, count: Int, size: Int, hashes: Array) -> Int:
    """The hash of each run of `size` of `words[:count]` into `hashes`; returns how many they are. Order matters.

    One pass over all runs for each word of a run, so that eight runs are hashed at a time.
    """
    complete = max(0, count - size + 1)
    for place in range(complete):
        hashes[place] = words[place]
    for step in range(1, size):
        for place in range(complete):
            value = hashes[place]
            hashes[place] = ((value << np.uint64(21)) | (value >> np.uint64(43))) ^ words[place + step]
    for place in range(complete):
        value = hashes[place] * _MIX
        hashes[place] = value ^ (value >> np.uint64(32))
    return complete


@njit(nogil=True, inline="always")
def _slot(value: np.uint64, kind: Int) -> np.uint64:
    return ((value * _MIX_DAY) & ~_KIND) | np.uint64(kind)


@njit(nogil=True)
def _calendar_kind(word: np.uint64, calendar: Array, kinds: Array) -> Int:
    """NO_DAY, a month 1 to 12, or a weekday from WEEKDAY on, from the two arrays of tables.calendar_table."""
    place = np.int64(word >> CALENDAR_SHIFT)
    while kinds[place] != NO_DAY:
        if calendar[place] == word:
            return np.int64(kinds[place])
        place += 1
    return NO_DAY


@njit(nogil=True)
def _is_digit(text: Array, place: Int) -> bool:
    return bool(place < len(text) and np.uint8(48) <= text[place] <= np.uint8(57))


@njit(nogil=True, inline="always")
def _may_be_figure(text: Array, place: Int) -> bool:
    """False when none of the first GLUED_LETTERS + 1 bytes at `place` is a digit, as in nearly every word."""
    apart = eight_bytes(text, place) ^ _ZEROS
    # A byte less than ten apart from "0" is the only one whose highest bit stays clear; no byte carries into the next.
    return bool(~(((apart & ~_HIGHEST) + _TEN_BELOW) | apart) & _HIGHEST & _LEADING)


@njit(nogil=True)
def _is_letter(text: Array, place: Int) -> bool:
    return bool(place < len(text) and np.uint8(97) <= (text[place] | np.uint8(32)) <= np.uint8(122))


@njit(nogil=True)
def _digits_start(text: Array, place: Int) -> Int:
    """Where the figure of the word at `place` begins, after GLUED_LETTERS at most ("Rp90"); -1 when it has none."""
    for step in range(GLUED_LETTERS + 1):
        if _is_digit(text, place + step):
            return place + step
        if not _is_letter(text, place + step):
            return -1
    return -1


@njit(nogil=True)
def _digits_end(text: Array, place: Int) -> Int:
    while _is_digit(text, place):
        place += 1
    return place


@njit(nogil=True)
def _small_number(text: Array, place: Int) -> Int:
    """The number of one or two digits that stands at `place`; 0 when there is none or a longer one."""
    end = _digits_end(text, place)
    if end - place > 2:
        return 0
    value = 0
    for step in range(place, end):
        value = value * 10 + np.int64(text[step]) - 48
    return value


@njit(nogil=True)
def _mark_likely(text: Array, words: Array, starts: Array, begin: Int, end: Int, kinds: Array, flags: Array) -> None:
    """`flags[i]` becomes 1 where word i may be a figure or a calendar word, else 0: without a branch a word, for few are."""
    for place in range(begin, end):
        is_calendar = kinds[np.int64(words[place] >> CALENDAR_SHIFT)] != NO_DAY
        flags[place] = np.uint8(is_calendar) | np.uint8(_may_be_figure(text, starts[place]))


@njit(nogil=True)
def _mark_slotted(sets: Array, begin: Int, count: Int, flags: Array, length: Int) -> None:
    """The lowest bit of shingle i, `sets[begin + i]`, says whether a slot word is among `flags[i : i + length]`."""
    for shingle in range(count):
        sets[begin + shingle] &= ~_ONE
    for word in range(count + length - 1):
        if flags[word]:
            for shingle in range(max(0, word - length + 1), min(count, word + 1)):
                sets[begin + shingle] |= _ONE


@njit(nogil=True)
def _collect_slots(
    text: Array,
    words: Array,
    starts: Array,
    place: Int,
    until: Int,
    count: Int,
    calendar: Array,
    kinds: Array,
    flags: Array,
    slots: Array,
    filled: Int,
) -> tuple[Int, Int]:
    """Slots that begin in `words[place:until]` into `slots[filled:]`; `flags[i]` becomes 1 where word i is a slot word.

    Figures joined by one of . , : / - are one slot, which may end after `until`. Returns (place after the last slot or
    word looked at, slots filled).
    """
    _mark_likely(text, words, starts, place, until, kinds, flags)
    while place < until:
        if not flags[place]:
            place += 1
            continue
        flags[place] = 0
        begin = _digits_start(text, starts[place]) if _may_be_figure(text, starts[place]) else np.int64(-1)
        if begin < 0:
            kind = _calendar_kind(words[place], calendar, kinds)
            if kind != NO_DAY:
                flags[place] = 1
            if kind >= WEEKDAY:
                slots[filled] = _slot(np.uint64(kind), BODY_DAY)
                filled += 1
            place += 1
            continue
        flags[place] = 1
        end = _digits_end(text, begin)
        is_glued = begin > starts[place] or _is_letter(text, end)
        first, value = place, hash_plain(text, begin, end - begin)
        joint = 0
        while place + 1 < count and starts[place + 1] == end + 1 and _is_digit(text, end + 1):
            byte = np.int64(text[end])
            if byte != _DOT and byte != _COMMA and byte != _COLON and byte != _SLASH and byte != _HYPHEN:
                break
            if first == place:
                joint = byte
            place += 1
            flags[place] = 1
            end = _digits_end(text, starts[place])
            value = (value * _MIX) ^ hash_plain(text, starts[place], end - starts[place])
        day, month = 0 if is_glued else _small_number(text, starts[first]), 0
        if first == place and place + 1 < count:
            kind = _calendar_kind(words[place + 1], calendar, kinds)
            month = kind if kind < WEEKDAY else 0
        elif joint == _SLASH:
            month = _small_number(text, starts[first + 1])
        if 1 <= day <= 31 and 1 <= month <= 12:
            slots[filled] = _slot(np.uint64(day * 16 + month), BODY_DAY)
        else:
            slots[filled] = _slot(value, BODY_FIGURE)
        filled += 1
        place += 1
    return place, filled


@njit(nogil=True)
def _distinct(values: Array, begin: Int, end: Int) -> Int:
    """Moves the distinct ones of sorted `values[begin:end]` to its front; returns where they end."""
    filled = begin
    for place in range(begin, end):
        if place == begin or values[place] != values[place - 1]:
            values[filled] = values[place]
            filled += 1
    return filled


@njit(nogil=True)
def shingle_sets(
    text: Array,
    bounds: Array,
    chosen: Array,
    size: Int,
    table: Array,
    calendar: Array,
    kinds: Array,
    words: Array,
    starts: Array,
    flags: Array,
    scratch: Array,
    radix: Array,
    sets: Array,
    set_ends: Array,
    slots: Array,
    slot_ends: Array,
) -> Int:
    """Fills `sets`, `slots` and where each ends; see calls.shingle_sets, which makes the room it works in."""
    set_ends[0], slot_ends[0] = 0, 0
    for index in range(len(chosen)):
        filled, slotted, carried, unslotted = set_ends[index], slot_ends[index], 0, 0
        text_index: int = chosen[index]
        place, end = bounds[text_index], bounds[text_index + 1]
        while True:
            place, count = scan_words(text, place, end, table, words, starts, carried)
            last = place >= end
            ready = count if last else max(unslotted, count - FIGURE_PARTS)
            unslotted, slotted = _collect_slots(
                text, words, starts, unslotted, ready, count, calendar, kinds, flags, slots, slotted
            )
            length = count if last and filled == set_ends[index] and 0 < count < size else size
            complete = hash_shingles(words, ready, length, sets[filled:])
            _mark_slotted(sets, filled, complete, flags, length)
            filled += complete
            if last:
                break
            carried = count - complete
            unslotted -= complete
            for step in range(carried):
                words[step], starts[step] = words[complete + step], starts[complete + step]
                flags[step] = flags[complete + step]
        sort_hashes(sets, set_ends[index], filled, scratch, radix)
        sort_hashes(slots, slot_ends[index], slotted, scratch, radix)
        set_ends[index + 1] = _distinct(sets, set_ends[index], filled)
        slot_ends[index + 1] = _distinct(slots, slot_ends[index], slotted)
    return 0
