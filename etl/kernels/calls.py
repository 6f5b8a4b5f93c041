"""The kernels as functions of numpy arrays: what steps call.

Here: the room each kernel works in, and its meaning. Not here: the loops themselves.
Every function releases the GIL while it runs.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from etl.kernels.compiled import kernel
from etl.kernels.tables import (
    BLOCK,
    CHUNK,
    FIGURE_PARTS,
    KEY_DIGIT_BITS,
    KEY_DIGITS,
    RADIX_BITS,
    Array,
    fold_table,
    permutations,
)

LEAST_REFUSED_BITS, MOST_REFUSED_BITS = 10, 22


def _chunk(words: int) -> int:
    return CHUNK + words + FIGURE_PARTS + 2 * BLOCK


def hash_strings(text: Array, bounds: Array) -> Array:
    """uint64: a hash of the bytes of each string i, `text[bounds[i] : bounds[i + 1]]` (uint8 and int64)."""
    hashes = np.empty(len(bounds) - 1, np.uint64)
    kernel("hash_strings")(text, bounds, hashes)
    return hashes


def hash_words(text: Array) -> Array:
    """uint64: the hash of each word of the UTF-8 `text`, in order."""
    room = len(text) // 2 + 2 * BLOCK
    hashes, starts = np.empty(room, np.uint64), np.empty(room, np.int64)
    return hashes[: kernel("hash_words")(text, fold_table(), starts, hashes)]


def sign(text: Array, bounds: Array, size: int, bands: int, rows: int) -> tuple[Array, Array, Array]:
    """(band keys, hash of the word sequence, number of words) of each text.

    `text` uint8, `bounds` int64: text i is `text[bounds[i] : bounds[i + 1]]`; `size`: words of a shingle.
    uint32 (bands, texts), uint64 (texts), int64 (texts). A text of no words gets the keys of the empty set, which say
    nothing: leave it out by its word count. The memory taken does not depend on the length of a text.
    """
    texts = len(bounds) - 1
    factors, terms = permutations(bands * rows)
    room = _chunk(size)
    keys = np.empty((bands, texts), np.uint32)
    sequences, word_counts = np.empty(texts, np.uint64), np.empty(texts, np.int64)
    kernel("sign")(
        text,
        bounds,
        size,
        rows,
        factors,
        terms,
        fold_table(),
        np.empty(room, np.uint64),
        np.empty(room, np.int64),
        np.empty(room, np.uint64),
        np.empty(room, np.uint32),
        np.empty(bands * rows, np.uint32),
        keys,
        sequences,
        word_counts,
    )
    return keys, sequences, word_counts


def shingle_sets(
    text: Array, bounds: Array, chosen: Array, word_counts: Array, size: int, calendar: Array, kinds: Array
) -> tuple[Array, Array, Array, Array]:
    """(shingle sets, their ends, slots, their ends) of the chosen texts, each sorted and distinct.

    `chosen` int64: which texts; `word_counts` int64, one a chosen text (from `sign`); `calendar`, `kinds`: from
    tables.calendar_table, of months 1 to 12 and tables.WEEKDAY. The rest as for `sign`.
    Sets and slots uint64, ends int64 from 0: chosen text i has `sets[ends[i] : ends[i + 1]]`.
    """
    total = int(word_counts.sum())
    room = _chunk(size)
    sets, slots = np.empty(total, np.uint64), np.empty(total, np.uint64)
    set_ends, slot_ends = np.empty(len(chosen) + 1, np.int64), np.empty(len(chosen) + 1, np.int64)
    kernel("shingle_sets")(
        text,
        bounds,
        chosen,
        size,
        fold_table(),
        calendar,
        kinds,
        np.empty(room, np.uint64),
        np.empty(room, np.int64),
        np.empty(room, np.uint8),
        np.empty(int(word_counts.max(initial=1)), np.uint64),
        np.empty(1 << RADIX_BITS, np.int64),
        sets,
        set_ends,
        slots,
        slot_ends,
    )
    return sets[: set_ends[-1]], set_ends, slots[: slot_ends[-1]], slot_ends


def band_buckets(bands: Iterable[Array], documents: Array) -> tuple[Array, Array]:
    """Buckets of two documents and more: (members, one bucket after the other; where each begins and, last, the end).

    `bands`: for each band the uint32 keys of all documents; `documents` int64: places of those that take part,
    ascending, below 2**32. Members are places, uint32, ascending within a bucket; buckets stand band by band in the
    order of keys; where they begin is int64.
    """
    count = len(documents)
    packed, scratch = np.empty(count, np.uint64), np.empty(count, np.uint64)
    digits = np.empty((KEY_DIGITS, 1 << KEY_DIGIT_BITS), np.int64)
    shared, ends = np.empty(count, np.uint32), np.empty(count // 2, np.int64)
    members, begins, filled = [np.empty(0, np.uint32)], [np.zeros(1, np.int64)], 0
    for keys in bands:
        buckets = kernel("band_buckets")(np.ascontiguousarray(keys), documents, packed, scratch, digits, shared, ends)
        if buckets:
            members.append(shared[: ends[buckets - 1]].copy())
            begins.append(ends[:buckets] + filled)
            filled += len(members[-1])
    return np.concatenate(members), np.concatenate(begins)


def verified_pairs(
    members: Array,
    begins: Array,
    sets: tuple[Array, Array, Array, Array],
    issues: tuple[Array, Array],
    threshold: float,
    all_pairs_up_to: int,
    window: int,
    template_rule: tuple[int, float, float, int, int, float],
    template_edges: int,
) -> Array:
    """Pairs with true Jaccard >= `threshold`: a spanning forest of the near ones, and at most `template_edges` a
    document of those that are one template filled twice.

    `members` uint32, `begins` int64: buckets from band_buckets, as rows of `sets`, which are (addresses of the
    sorted shingles uint64, their numbers int64, addresses of the sorted slots, their numbers); the caller keeps what
    stands at the addresses alive. `issues`: (outlet, day of publication) of each row, int64, -1 and tables.NO_ISSUE
    where not known. `template_rule`: (least figures, shared share, slot share, changed figures, days apart, share from
    which one body stands in the other), see templates.template_evidence.
    int64 (pairs, 4): left, right, shingles in both, tables.NEAR or what told a template; left < right; in the
    order found.
    """
    documents = len(sets[0])
    bits = min(max((4 * documents).bit_length(), LEAST_REFUSED_BITS), MOST_REFUSED_BITS)
    largest = int(np.diff(begins).max(initial=0))
    pairs = np.empty(((1 + template_edges) * documents, 4), np.int64)
    found = kernel("verified_pairs")(
        members.copy(),
        begins,
        *sets,
        threshold,
        all_pairs_up_to,
        window,
        *issues,
        *template_rule,
        template_edges,
        np.arange(documents),
        np.zeros(documents, np.int64),
        np.zeros(1 << bits, np.uint64),
        np.empty(largest, np.uint64),
        np.empty(largest, np.uint64),
        np.empty(1 << RADIX_BITS, np.int64),
        pairs,
    )
    return pairs[:found].copy()


def grow_clusters(
    order: Array,
    left: Array,
    right: Array,
    sets: tuple[Array, Array, Array, Array],
    issues: tuple[Array, Array],
    floor: float,
    template_rule: tuple[int, float, float, int, int, float],
) -> tuple[Array, Array, Array]:
    """(canonical document, document it was reached from or -1, shingles in common with the canonical one) of each.

    `order` int64: all rows of `sets`, best first; `left`, `right` int64: near pairs; `floor`: Jaccard with the
    canonical document; the rest as for `verified_pairs`. int64 each; a canonical document has all its own in common.
    """
    documents = len(order)
    ends = np.concatenate([left, right])
    neighbours = np.concatenate([right, left])[np.argsort(ends, kind="stable")]
    begins = np.zeros(documents + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=documents), out=begins[1:])
    canonical, reached_from = np.full(documents, -1, np.int64), np.full(documents, -1, np.int64)
    common = sets[1].copy()
    kernel("grow_clusters")(
        order,
        begins,
        neighbours,
        *sets,
        *issues,
        floor,
        *template_rule,
        np.full(documents, -1, np.int64),
        np.empty(documents, np.int64),
        canonical,
        reached_from,
        common,
    )
    return canonical, reached_from, common


def changed_figures(left: Array, right: Array, sets: tuple[Array, Array, Array, Array]) -> Array:
    """bool, one a pair of rows of `sets`: whether each of the two has a figure that the other has not."""
    changed = np.empty(len(left), np.uint8)
    kernel("changed_figures")(np.ascontiguousarray(left), np.ascontiguousarray(right), *sets[2:], changed)
    return changed.astype(bool)
