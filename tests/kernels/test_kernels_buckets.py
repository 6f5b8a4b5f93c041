"""Buckets and sorting against what Python's own sort and dictionaries say."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.kernels.calls import band_buckets, shingle_sets, sign
from etl.kernels.sorting import sort_hashes
from etl.kernels.tables import RADIX_BITS


def _buckets(bands: list[np.ndarray], documents: np.ndarray) -> list[list[int]]:
    """Documents that share a key, band by band in the order of keys."""
    made: list[list[int]] = []
    for keys in bands:
        sharing: defaultdict[int, list[int]] = defaultdict(list)
        for document in documents.tolist():
            sharing[int(keys[document])].append(document)
        made += [sharing[key] for key in sorted(sharing) if len(sharing[key]) > 1]
    return made


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 200), st.sampled_from([1, 3, 50, 2**11, 2**22, 2**32 - 1]))
def test_buckets_hold_every_document_that_shares_a_key(seed: int, count: int, greatest: int) -> None:
    draw = np.random.default_rng(seed)
    bands = [draw.integers(0, greatest, count, np.uint32, endpoint=True) for _ in range(3)]
    documents = np.flatnonzero(draw.random(count) < 0.8)
    members, begins = band_buckets(iter(bands), documents)
    assert (members.dtype, begins.dtype, begins[0]) == (np.uint32, np.int64, 0)
    found = [members[begin:end].tolist() for begin, end in pairwise(begins)]
    assert found == _buckets(bands, documents)


def test_no_bands_and_no_documents_make_no_buckets() -> None:
    for bands, documents in (([], 4), ([np.zeros(4, np.uint32)], 0)):
        members, begins = band_buckets(bands, np.arange(documents))
        assert (members.tolist(), begins.tolist()) == ([], [0])


@pytest.mark.parametrize("shift", [0, 8, 32, 48, 63])
@pytest.mark.parametrize("count", [0, 1, 2, 24, 25, 300, 5_000])
def test_hashes_are_sorted_however_crowded_they_are(shift: int, count: int) -> None:
    """Values that share their highest bits all fall into one bucket: the worst that a text can bring about."""
    draw = np.random.default_rng(count)
    values = draw.integers(0, 2**64 - 1, count + 2, np.uint64) >> np.uint64(shift)
    expected = [values[0], *sorted(values[1:-1]), values[-1]]
    scratch, ends = np.empty(count + 2, np.uint64), np.empty(1 << RADIX_BITS, np.int64)
    sort_hashes(values, np.int64(1), np.int64(count + 1), scratch, ends)
    assert values.tolist() == expected


def test_a_text_of_one_word_again_and_again_has_one_shingle() -> None:
    text = np.frombuffer(b"kata " * 100_000, np.uint8)
    bounds = np.array([0, len(text)])
    words = sign(text, bounds, 3, 1, 1)[2]
    nothing = np.zeros(1 << 12, np.uint64), np.zeros(1 << 12, np.uint8)
    sets, ends, _, _ = shingle_sets(text, bounds, np.arange(1), words, 3, *nothing)
    assert (words.tolist(), len(sets), ends.tolist()) == ([100_000], 1, [0, 1])
