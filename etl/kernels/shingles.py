"""Shingles: the set of word n-grams of a text, and what fills its slots.

A shingle is the 64-bit hash of n words in a row; a text of fewer words is one shingle. Its lowest bit says whether a
slot word (a figure, a weekday, a month) is among them, so that a pair of sets tells by itself whether two texts differ
in their slots only. Slots are the values themselves: figures as written ("1.904.000", "04:33") and days (a weekday, or
day and month as "12 Mei" or "12/5").
Not here: MinHash (minhash.py), comparing two sets (verify.py).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.blocks import BLOCK
from etl.kernels.words import scan_words

CHUNK = 2048
"""Words held at once: memory does not grow with the length of a text, and the chunk stays in the first-level cache."""

NO_DAY, WEEKDAY = 0, 13
"""Kinds of calendar words: 1 to 12 are months."""

_ONE = np.uint64(1)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_DAY = np.uint64(0xD6E8FEB86659FD93)
_INSERTION_LIMIT = 24
_FIGURE_PARTS = 16


@njit(cache=True, nogil=True, inline="always")
def shingle_hash(words, first, count):
    """The hash of `words[first : first + count]`; order matters."""
    value = np.uint64(0)
    for place in range(first, first + count):
        value = ((value << np.uint64(21)) | (value >> np.uint64(43))) ^ words[place]
    value *= _MIX
    return value ^ (value >> np.uint64(32))


@njit(cache=True, nogil=True)
def _calendar_kind(word, calendar, kinds):
    """NO_DAY, a month 1 to 12, or WEEKDAY; `calendar` is sorted, `kinds` goes with it."""
    place = np.searchsorted(calendar, word)
    if place < len(calendar) and calendar[place] == word:
        return np.int64(kinds[place])
    return NO_DAY


@njit(cache=True, nogil=True)
def _is_digit(text, place):
    return place < len(text) and np.uint8(48) <= text[place] <= np.uint8(57)


@njit(cache=True, nogil=True)
def _small_number(text, place):
    """The number of one or two digits that stands at `place` alone; 0 when there is none."""
    value, length = 0, 0
    while _is_digit(text, place + length):
        value = value * 10 + np.int64(text[place + length]) - 48
        length += 1
        if length > 2:
            return 0
    return value


@njit(cache=True, nogil=True)
def _digits_end(text, place):
    while _is_digit(text, place):
        place += 1
    return place


@njit(cache=True, nogil=True)
def _day_slot(day, month):
    return (np.uint64(day * 16 + month) * _MIX_DAY) | _ONE


@njit(cache=True, nogil=True)
def _collect_slots(text, words, starts, place, until, count, calendar, kinds, flags, slots, filled):
    """Slots that begin in `words[place:until]` into `slots[filled:]`; `flags[i]` becomes 1 where word i is a slot word.

    Figures joined by one of . , : / - are one slot, which may end after `until`. Returns (place after the last slot or
    word looked at, slots filled).
    """
    while place < until:
        flags[place] = 0
        if not _is_digit(text, starts[place]):
            kind = _calendar_kind(words[place], calendar, kinds)
            if kind != NO_DAY:
                flags[place] = 1
            if kind == WEEKDAY:
                slots[filled] = (words[place] * _MIX_DAY) | _ONE
                filled += 1
            place += 1
            continue
        first, value = place, words[place]
        flags[place] = 1
        end = _digits_end(text, starts[place])
        separator = np.uint8(0)
        while place + 1 < count and starts[place + 1] == end + 1 and _is_digit(text, end + 1):
            byte = text[end]
            if byte != 46 and byte != 44 and byte != 58 and byte != 47 and byte != 45:
                break
            if first == place:
                separator = byte
            place += 1
            flags[place] = 1
            value = (value * _MIX) ^ words[place]
            end = _digits_end(text, starts[place])
        day, month = _small_number(text, starts[first]), 0
        if first == place and place + 1 < count:
            kind = _calendar_kind(words[place + 1], calendar, kinds)
            month = kind if kind != WEEKDAY else 0
        elif separator == 47:
            month = _small_number(text, starts[first + 1])
        if 1 <= day <= 31 and 1 <= month <= 12:
            slots[filled] = _day_slot(day, month)
        else:
            slots[filled] = (value * _MIX_DAY) & ~_ONE
        filled += 1
        place += 1
    return place, filled


@njit(cache=True, nogil=True)
def sort_hashes(values, scratch):
    """Sorts `values` in place in time linear for hashes: buckets by the highest bits, then insertion."""
    count = len(values)
    if count < _INSERTION_LIMIT:
        _insertion_sort(values)
        return
    bits = 4
    while (1 << bits) < count and bits < 16:
        bits += 1
    shift = np.uint64(64 - bits)
    ends = np.zeros((1 << bits) + 1, np.int64)
    for place in range(count):
        ends[np.int64(values[place] >> shift) + 1] += 1
    for bucket in range(1 << bits):
        ends[bucket + 1] += ends[bucket]
    for place in range(count):
        value = values[place]
        bucket = np.int64(value >> shift)
        scratch[ends[bucket]] = value
        ends[bucket] += 1
    begin = 0
    for bucket in range(1 << bits):
        end = ends[bucket]
        if end - begin > _INSERTION_LIMIT:
            scratch[begin:end] = np.sort(scratch[begin:end])
        elif end - begin > 1:
            _insertion_sort(scratch[begin:end])
        begin = end
    values[:] = scratch[:count]


@njit(cache=True, nogil=True)
def _insertion_sort(values):
    for place in range(1, len(values)):
        value = values[place]
        before = place - 1
        while before >= 0 and values[before] > value:
            values[before + 1] = values[before]
            before -= 1
        values[before + 1] = value


@njit(cache=True, nogil=True)
def _distinct(values):
    """Moves the distinct ones of sorted `values` to its front; returns how many they are."""
    count = 0
    for place in range(len(values)):
        if place == 0 or values[place] != values[place - 1]:
            values[count] = values[place]
            count += 1
    return count


@njit(cache=True, nogil=True)
def shingle_sets(text, bounds, chosen, word_counts, size, table, calendar, kinds, sets, slots):
    """Sorted shingle set and slots of each chosen text, packed one after the other.

    `text` uint8 and `bounds` int64: text i is `text[bounds[i] : bounds[i + 1]]`; `chosen` int64: the i wanted;
    `word_counts` int64, one a chosen text (from minhash.sign); `size`: words of a shingle; `table` from
    words.fold_table; `calendar` uint64 sorted word hashes, `kinds` uint8. `sets` and `slots` uint64 have room for sum(word_counts) + 1.
    Returns (ends of the sets, ends of the slots), int64, from 0: text i has `sets[ends[i] : ends[i + 1]]`.
    """
    set_ends = np.zeros(len(chosen) + 1, np.int64)
    slot_ends = np.zeros(len(chosen) + 1, np.int64)
    words = np.empty(CHUNK + size + _FIGURE_PARTS + BLOCK, np.uint64)
    starts = np.empty(len(words), np.int64)
    flags = np.empty(len(words), np.uint8)
    scratch = np.empty(np.max(word_counts) + 1 if len(chosen) else 1, np.uint64)
    for index in range(len(chosen)):
        first_set, first_slot = set_ends[index], slot_ends[index]
        filled, slotted, carried, unslotted = first_set, first_slot, 0, 0
        place, end = bounds[chosen[index]], bounds[chosen[index] + 1]
        while True:
            place, count = scan_words(text, place, end, table, words, starts, carried, len(words))
            last = place >= end
            # The last words wait for the next chunk: a day for its month, a figure for what is joined to it.
            ready = count if last else max(unslotted, count - _FIGURE_PARTS)
            unslotted, slotted = _collect_slots(
                text, words, starts, unslotted, ready, count, calendar, kinds, flags, slots, slotted
            )
            length = count if last and filled == first_set and 0 < count < size else size
            shingles = max(0, ready - length + 1)
            for shingle in range(shingles):
                slot = np.uint64(0)
                for step in range(length):
                    slot |= np.uint64(flags[shingle + step])
                sets[filled] = (shingle_hash(words, shingle, length) & ~_ONE) | slot
                filled += 1
            if last:
                break
            carried = count - shingles
            unslotted -= shingles
            for step in range(carried):
                words[step], starts[step] = words[shingles + step], starts[shingles + step]
                flags[step] = flags[shingles + step]
        sort_hashes(sets[first_set:filled], scratch)
        sort_hashes(slots[first_slot:slotted], scratch)
        set_ends[index + 1] = first_set + _distinct(sets[first_set:filled])
        slot_ends[index + 1] = first_slot + _distinct(slots[first_slot:slotted])
    return set_ends, slot_ends
