"""Verification: which documents that share a bucket are alike, by the true Jaccard of their shingle sets.

A bucket of g documents has g * (g - 1) / 2 pairs. Three rules keep the work linear and the recall:
a pair already joined through others is not compared again; a pair found too different is not compared in the next
band; and in a bucket of more than `all_pairs_up_to` documents each is compared with the `window` before it only, the
bucket being ordered by the least hash of its slots under a permutation of its own band, so that of a thousand bulletins
cut from one template those with the same figures stand side by side in most of the bands that they share.
Not here: buckets (buckets.py), clusters (clusters.py).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.blocks import load_at

NEAR, TEMPLATE = 0, 1
"""What a verified pair is: copies of one text, or one template filled twice."""

_ONE = np.uint64(1)
_EIGHT = np.uint64(8)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_PAIR = np.uint64(0xBF58476D1CE4E5B9)


@njit(cache=True, nogil=True)
def compare_sets(left, left_count, right, right_count, needed):
    """(elements in both, elements of one only that hold a slot word) of two sorted sets at addresses `left`, `right`.

    Stops early and returns (-1, 0) once fewer than `needed` can be in both.
    """
    both, slotted, i, j = 0, 0, 0, 0
    while i < left_count and j < right_count:
        a, b = load_at(left + _EIGHT * np.uint64(i)), load_at(right + _EIGHT * np.uint64(j))
        if a == b:
            both += 1
            i += 1
            j += 1
            continue
        if a < b:
            slotted += np.int64(a & _ONE)
            i += 1
        else:
            slotted += np.int64(b & _ONE)
            j += 1
        if both + min(left_count - i, right_count - j) < needed:
            return -1, 0
    for place in range(i, left_count):
        slotted += np.int64(load_at(left + _EIGHT * np.uint64(place)) & _ONE)
    for place in range(j, right_count):
        slotted += np.int64(load_at(right + _EIGHT * np.uint64(place)) & _ONE)
    return (both, slotted) if both >= needed else (-1, 0)


@njit(cache=True, nogil=True)
def shared_slots(left, left_count, right, right_count):
    """(figures in both, figures of left, of right, days in both, days of left, of right) of two sorted slot lists."""
    figures, left_figures, right_figures, days, left_days, right_days = 0, 0, 0, 0, 0, 0
    i, j = 0, 0
    while i < left_count or j < right_count:
        a = load_at(left + _EIGHT * np.uint64(i)) if i < left_count else np.uint64(0)
        b = load_at(right + _EIGHT * np.uint64(j)) if j < right_count else np.uint64(0)
        of_left = i < left_count and (j == right_count or a <= b)
        of_right = j < right_count and (i == left_count or b <= a)
        is_day = ((a if of_left else b) & _ONE) == _ONE
        if is_day:
            left_days += of_left
            right_days += of_right
            days += of_left and of_right
        else:
            left_figures += of_left
            right_figures += of_right
            figures += of_left and of_right
        i += of_left
        j += of_right
    return figures, left_figures, right_figures, days, left_days, right_days


@njit(cache=True, nogil=True)
def is_template(slots, slot_counts, a, b, differing, slotted, least_figures, shared_share, slot_share):
    """Whether documents a and b, alike in their words, are one template filled twice: different news.

    By their figures: both have `least_figures` or more and share less than `shared_share` of the fewer. By their days:
    both name days, none in common, and `slot_share` of the `differing` shingles hold a slot word (`slotted` of them).
    """
    figures, left_figures, right_figures, days, left_days, right_days = shared_slots(
        slots[a], slot_counts[a], slots[b], slot_counts[b]
    )
    fewer = min(left_figures, right_figures)
    if fewer >= least_figures and figures < shared_share * fewer:
        return True
    return min(left_days, right_days) > 0 and days == 0 and slotted >= slot_share * differing


@njit(cache=True, nogil=True)
def _root(parents, place):
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


@njit(cache=True, nogil=True)
def _order_by_slots(members, slots, slot_counts, band):
    """The order of a large bucket: least slot hash under a permutation of the band, then as they stand."""
    least = np.empty(len(members), np.uint64)
    for place in range(len(members)):
        document = members[place]
        value = ~np.uint64(0)
        for step in range(slot_counts[document]):
            slot = load_at(slots[document] + _EIGHT * np.uint64(step))
            slot = (slot ^ np.uint64(band)) * _MIX
            value = min(value, (slot ^ (slot >> np.uint64(32))) * _MIX_PAIR)
        least[place] = value
    return np.argsort(least, kind="mergesort")


@njit(cache=True, nogil=True)
def verified_pairs(
    members,
    begins,
    sets,
    set_counts,
    slots,
    slot_counts,
    threshold,
    all_pairs_up_to,
    window,
    least_figures,
    shared_share,
    slot_share,
    template_edges,
):
    """Pairs of documents with true Jaccard >= `threshold`: a spanning forest of the near ones, and templates.

    `members` int64 and `begins` int64: buckets from buckets.band_buckets, as places among the documents that have sets;
    `sets`, `slots` uint64: address of each document's sorted shingles and slots, which the caller keeps alive;
    `set_counts`, `slot_counts` int64. `template_edges`: templates kept a document.
    Returns (left, right, in both, NEAR or TEMPLATE), int64 each, left < right, in the order they were found.
    """
    documents = len(sets)
    parents = np.arange(documents)
    templates = np.zeros(documents, np.int64)
    bits = 10
    while (1 << bits) < 4 * documents and bits < 22:
        bits += 1
    refused = np.zeros(1 << bits, np.uint64)
    pairs = np.empty((1024, 4), np.int64)
    filled = 0
    for bucket in range(len(begins) - 1):
        first, size = begins[bucket], begins[bucket + 1] - begins[bucket]
        bucket_members = members[first : first + size]
        reach = size
        if size > all_pairs_up_to:
            bucket_members = bucket_members[_order_by_slots(bucket_members, slots, slot_counts, bucket)]
            reach = window
        for x in range(1, size):
            for y in range(x - 1, max(0, x - reach) - 1, -1):
                a, b = min(bucket_members[x], bucket_members[y]), max(bucket_members[x], bucket_members[y])
                root_a, root_b = _root(parents, a), _root(parents, b)
                if root_a == root_b:
                    continue
                pair = (np.uint64(a) << np.uint64(32)) | np.uint64(b)
                cell = np.int64((pair * _MIX_PAIR) >> np.uint64(64 - bits))
                if refused[cell] == pair:
                    continue
                total = set_counts[a] + set_counts[b]
                needed = np.int64(np.ceil(threshold * total / (1.0 + threshold) - 1e-9))
                both, slotted = -1, 0
                if min(set_counts[a], set_counts[b]) >= needed:
                    both, slotted = compare_sets(sets[a], set_counts[a], sets[b], set_counts[b], needed)
                kind = NEAR
                if both >= 0 and is_template(
                    slots,
                    slot_counts,
                    a,
                    b,
                    total - 2 * both,
                    slotted,
                    least_figures,
                    shared_share,
                    slot_share,
                ):
                    kind = TEMPLATE
                if both < 0 or kind == TEMPLATE:
                    refused[cell] = pair
                if both < 0 or (kind == TEMPLATE and templates[b] >= template_edges):
                    continue
                if kind == TEMPLATE:
                    templates[b] += 1
                else:
                    parents[max(root_a, root_b)] = min(root_a, root_b)
                if filled == len(pairs):
                    grown = np.empty((2 * filled, 4), np.int64)
                    grown[:filled] = pairs
                    pairs = grown
                pairs[filled, 0], pairs[filled, 1], pairs[filled, 2], pairs[filled, 3] = a, b, both, kind
                filled += 1
    return pairs[:filled]
