"""MinHash signatures folded to band keys: two texts whose shingle sets have Jaccard j share a key of one band with
probability j ** rows, and of any band with 1 - (1 - j ** rows) ** bands.

Here: signing texts; the permutations. Not here: finding equal keys (buckets.py).
"""

from __future__ import annotations

import hashlib

import numpy as np
from numba import njit

from etl.kernels.blocks import BLOCK
from etl.kernels.shingles import CHUNK, shingle_hash
from etl.kernels.words import scan_words

_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MIX_BAND = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


def permutations(count: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` odd factors and as many terms, uint32: value * factor + term modulo 2**32 permutes the 32-bit numbers.

    Made from a digest, so that they are the same everywhere and for ever.
    """
    drawn = b"".join(hashlib.sha256(b"minhash %d" % place).digest()[:8] for place in range(count))
    numbers = np.frombuffer(drawn, "<u4").reshape(count, 2)
    return numbers[:, 0] | np.uint32(1), numbers[:, 1].copy()


@njit(cache=True, nogil=True)
def _lower_minima(minima, shingles, count, factors, terms):
    """Lowers `minima[k]` to the least of permutation k over `shingles[:count]`."""
    for k in range(len(minima)):
        factor, term, least = factors[k], terms[k], minima[k]
        for place in range(count):
            least = min(least, np.uint32(shingles[place] * factor + term))
        minima[k] = least


@njit(cache=True, nogil=True)
def _fold_bands(minima, rows, keys, column):
    """Key of each band, `rows` minima of it mixed to 32 bits, into `keys[:, column]`."""
    for band in range(len(keys)):
        key = np.uint64(band + 1) * _MIX_BAND
        for row in range(rows):
            key = (key ^ np.uint64(minima[band * rows + row])) * _MIX
            key ^= key >> _HALF
        keys[band, column] = np.uint32(key >> _HALF)


@njit(cache=True, nogil=True)
def sign(text, bounds, size, rows, factors, terms, table, keys, sequences, word_counts):
    """Band keys, hash of the word sequence and number of words of every text.

    `text` uint8 and `bounds` int64: text i is `text[bounds[i] : bounds[i + 1]]`; `size`: words of a shingle; `rows` a
    band; `factors`, `terms` from `permutations`; `table` from words.fold_table.
    Fills `keys` uint32 (bands, texts), `sequences` uint64 (texts), `word_counts` int64 (texts). A text of no words gets
    the keys of the empty set, which say nothing: the caller leaves it out by its word count.
    Memory does not depend on the length of a text.
    """
    words = np.empty(CHUNK + size + BLOCK, np.uint64)
    starts = np.empty(len(words), np.int64)
    shingles = np.empty(len(words), np.uint32)
    minima = np.empty(len(factors), np.uint32)
    for index in range(len(bounds) - 1):
        minima[:] = np.uint32(0xFFFFFFFF)
        sequence = np.uint64(0)
        place, end = bounds[index], bounds[index + 1]
        total, carried = 0, 0
        while place < end:
            place, count = scan_words(text, place, end, table, words, starts, carried, len(words))
            for word in range(carried, count):
                sequence = (sequence ^ words[word]) * _MIX
                sequence ^= sequence >> _HALF
            total += count - carried
            available = count - size + 1
            for shingle in range(available):
                shingles[shingle] = np.uint32(shingle_hash(words, shingle, size) >> _HALF)
            _lower_minima(minima, shingles, available, factors, terms)
            keep = max(0, available)
            carried = count - keep
            for step in range(carried):
                words[step] = words[keep + step]
        if 0 < total < size:
            shingles[0] = np.uint32(shingle_hash(words, 0, total) >> _HALF)
            _lower_minima(minima, shingles, 1, factors, terms)
        _fold_bands(minima, rows, keys, index)
        sequences[index] = sequence
        word_counts[index] = total


@njit(cache=True, nogil=True)
def hash_strings(text, bounds, hashes):
    """A 64-bit hash of the bytes of each string into `hashes`; `text` and `bounds` as for `sign`."""
    for index in range(len(bounds) - 1):
        value = np.uint64(bounds[index + 1] - bounds[index]) * _MIX_BAND
        for place in range(bounds[index], bounds[index + 1]):
            value = (value ^ np.uint64(text[place])) * _MIX
            value ^= value >> _HALF
        hashes[index] = value
