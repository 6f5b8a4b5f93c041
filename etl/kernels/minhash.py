"""MinHash signatures folded to band keys: two texts whose shingle sets have Jaccard j share the key of one band with
probability j ** rows, and of any band with 1 - (1 - j ** rows) ** bands.

Here: signing texts. Not here: the permutations (tables.py), finding equal keys (buckets.py).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.shingles import hash_shingles
from etl.kernels.tables import Array, Int
from etl.kernels.words import scan_words

_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MIX_BAND = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


@njit(nogil=True)
def _keep_high_halves(hashes: Array, count: Int, halves: Array) -> None:
    for place in range(count):
        halves[place] = np.uint32(hashes[place] >> _HALF)


@njit(nogil=True)
def _lower_minima(minima: Array, shingles: Array, count: Int, factors: Array, terms: Array) -> None:
    """Lowers `minima[k]` to the least of permutation k over `shingles[:count]`."""
    for k in range(len(minima)):
        factor, term, least = factors[k], terms[k], minima[k]
        for place in range(count):
            least = min(least, np.uint32(shingles[place] * factor + term))
        minima[k] = least


@njit(nogil=True)
def _fold_bands(minima: Array, rows: Int, keys: Array, column: Int) -> None:
    """Key of each band, `rows` minima of it mixed to 32 bits, into `keys[:, column]`."""
    for band in range(keys.shape[0]):
        key = np.uint64(band + 1) * _MIX_BAND
        for row in range(rows):
            key = (key ^ np.uint64(minima[band * rows + row])) * _MIX
            key ^= key >> _HALF
        keys[band, column] = np.uint32(key >> _HALF)


@njit(nogil=True)
def sign(
    text: Array,
    bounds: Array,
    size: Int,
    rows: Int,
    factors: Array,
    terms: Array,
    table: Array,
    words: Array,
    starts: Array,
    hashes: Array,
    shingles: Array,
    minima: Array,
    keys: Array,
    sequences: Array,
    word_counts: Array,
) -> Int:
    """Fills `keys`, `sequences` and `word_counts`; see calls.sign, which makes the room it works in."""
    for index in range(len(bounds) - 1):
        for k in range(len(minima)):
            minima[k] = np.uint32(0xFFFFFFFF)
        sequence = np.uint64(0)
        place, end = bounds[index], bounds[index + 1]
        total, carried = 0, 0
        while place < end:
            place, count = scan_words(text, place, end, table, words, starts, carried)
            for word in range(carried, count):
                sequence = (sequence ^ words[word]) * _MIX
                sequence ^= sequence >> _HALF
            total += count - carried
            complete = hash_shingles(words, count, size, hashes)
            _keep_high_halves(hashes, complete, shingles)
            _lower_minima(minima, shingles, complete, factors, terms)
            carried = count - complete
            for step in range(carried):
                words[step] = words[complete + step]
        if 0 < total < size:
            _keep_high_halves(hashes, hash_shingles(words, total, total, hashes), shingles)
            _lower_minima(minima, shingles, np.int64(1), factors, terms)
        _fold_bands(minima, rows, keys, index)
        sequences[index] = sequence
        word_counts[index] = total
    return 0


@njit(nogil=True)
def hash_strings(text: Array, bounds: Array, hashes: Array) -> Int:
    """Fills `hashes`; see calls.hash_strings."""
    for index in range(len(bounds) - 1):
        value = np.uint64(bounds[index + 1] - bounds[index]) * _MIX_BAND
        for place in range(bounds[index], bounds[index + 1]):
            value = (value ^ np.uint64(text[place])) * _MIX
            value ^= value >> _HALF
        hashes[index] = value
    return 0


@njit(nogil=True)
def hash_words(text: Array, table: Array, starts: Array, hashes: Array) -> Int:
    """Fills `hashes` with those of the words of `text` and returns how many they are; see calls.hash_words."""
    _, count = scan_words(text, np.int64(0), np.int64(len(text)), table, hashes, starts, np.int64(0))
    return count
