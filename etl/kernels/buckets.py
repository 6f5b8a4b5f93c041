"""Buckets: the documents that share the key of a band, in numpy.

Here: finding equal keys. Not here: making the keys (minhash.py), comparing the documents (verify.py).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from etl.kernels.tables import Array

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def groups_of_equal(keys: Array) -> tuple[Array, Array]:
    """(place of the first equal element for every element, places of the first ones in order), int64 both."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.ones(len(keys), bool)
    begins[1:] = ordered[1:] != ordered[:-1]
    firsts = np.empty(len(keys), np.int64)
    firsts[order] = order[begins][np.cumsum(begins) - 1]
    return firsts, np.flatnonzero(firsts == np.arange(len(keys)))


def band_buckets(bands: Iterable[Array], documents: Array) -> tuple[Array, Array]:
    """Buckets of two documents and more: (members, one bucket after the other; where each begins and, last, the end).

    `bands`: for each band the uint32 keys of all documents; `documents`: places of those that take part, ascending,
    below 2**32. Members are places, uint32, ascending within a bucket; buckets stand band by band in the order of keys.
    """
    members: list[Array] = []
    begins: list[Array] = []
    filled = 0
    low = documents.astype(np.uint64)
    for keys in bands:
        packed = keys[documents].astype(np.uint64) << _HALF
        packed |= low
        packed.sort()
        ordered = packed >> _HALF
        same = ordered[1:] == ordered[:-1]
        shared = np.zeros(len(packed), bool)
        shared[1:] = same
        shared[:-1] |= same
        ordered = ordered[shared]
        starts = np.ones(len(ordered), bool)
        starts[1:] = ordered[1:] != ordered[:-1]
        members.append((packed[shared] & _LOW).astype(np.uint32))
        begins.append(np.flatnonzero(starts) + filled)
        filled += len(ordered)
    begins.append(np.array([filled]))
    return np.concatenate([*members, np.empty(0, np.uint32)]), np.concatenate(begins).astype(np.int64)
