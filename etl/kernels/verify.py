"""Verification: which documents that share a bucket are alike, by the true Jaccard of their shingle sets.

A bucket of g documents has g * (g - 1) / 2 pairs. Three rules keep the work linear and the recall:
a pair already joined through others is not compared again; a pair refused is not compared again in a later band; and
in a bucket of more than `all_pairs_up_to` documents each is compared with the `window` before it only, the bucket being
ordered by the least hash of its slots under a permutation of its own, so that of a thousand bulletins cut from one
template those with the same figures stand side by side in most of the bands that they share.
Not here: buckets (buckets.py), clusters (clusters.py), templates (templates.py).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.sorting import sort_hashes
from etl.kernels.tables import NEAR, Array, Int
from etl.kernels.templates import between, element, template_evidence

_ONE = np.uint64(1)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_PAIR = np.uint64(0xBF58476D1CE4E5B9)


@njit(nogil=True)
def shared_needed(left_count: Int, right_count: Int, jaccard: float) -> Int:
    """Elements that two sets of these sizes have in common when their Jaccard is `jaccard`, rounded up."""
    return np.int64(np.ceil(jaccard * (left_count + right_count) / (1.0 + jaccard) - 1e-9))


@njit(nogil=True)
def compare_sets(left: np.uint64, left_count: Int, right: np.uint64, right_count: Int, needed: Int) -> tuple[Int, Int]:
    """(elements in both, elements of one only that hold a slot word) of the sorted sets at addresses `left`, `right`.

    Stops early and returns (-1, 0) once fewer than `needed` can be in both.
    """
    both, slotted, i, j = 0, 0, 0, 0
    if min(left_count, right_count) < needed:
        return -1, 0
    while i < left_count and j < right_count:
        a, b = element(left, i), element(right, j)
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
        slotted += np.int64(element(left, place) & _ONE)
    for place in range(j, right_count):
        slotted += np.int64(element(right, place) & _ONE)
    return both, slotted


@njit(nogil=True)
def _root(parents: Array, place: Int) -> Int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


@njit(nogil=True)
def _order_by_slots(
    members: Array,
    begin: Int,
    end: Int,
    slots: Array,
    slot_counts: Array,
    salt: np.uint64,
    least: Array,
    scratch: Array,
    radix: Array,
) -> None:
    """Reorders a large bucket by the least slot hash under a permutation of its own, then by document."""
    size = end - begin
    bits = 1
    while (1 << bits) < size:
        bits += 1
    low = np.uint64(bits)
    for place in range(size):
        document = members[begin + place]
        value = ~np.uint64(0)
        for step in range(slot_counts[document]):
            slot = (element(slots[document], step) ^ salt) * _MIX
            value = min(value, (slot ^ (slot >> np.uint64(32))) * _MIX_PAIR)
        least[place] = ((value >> low) << low) | np.uint64(place)
        scratch[place] = np.uint64(document)
    for place in range(size):
        members[begin + place] = np.uint32(scratch[place])
    sort_hashes(least, np.int64(0), size, scratch, radix)
    for place in range(size):
        least[place] &= (_ONE << low) - _ONE
        scratch[place] = np.uint64(members[begin + np.int64(least[place])])
    for place in range(size):
        members[begin + place] = np.uint32(scratch[place])


@njit(nogil=True)
def _takes_template(a: Int, b: Int, templates: Array, partners: Array) -> bool:
    """Whether the template pair (a, b) is told: once, and of b as many as `partners` has room for.

    `refused` forgets pairs whose cell another one took, so that a later band may bring the same pair again.
    """
    count = templates[b]
    if count == partners.shape[1]:
        return False
    for place in range(count):
        if np.int64(partners[b, place]) == a:
            return False
    partners[b, count] = np.uint32(a)
    templates[b] = count + 1
    return True


@njit(nogil=True)
def verified_pairs(
    members: Array,
    begins: Array,
    sets: Array,
    set_counts: Array,
    slots: Array,
    slot_counts: Array,
    threshold: float,
    all_pairs_up_to: Int,
    window: Int,
    outlets: Array,
    days: Array,
    least_figures: Int,
    shared_share: float,
    slot_share: float,
    least_changed: Int,
    least_days_apart: Int,
    inside_share: float,
    parents: Array,
    templates: Array,
    partners: Array,
    refused: Array,
    least: Array,
    scratch: Array,
    radix: Array,
    pairs: Array,
) -> Int:
    """Fills `pairs` and returns how many they are; see calls.verified_pairs, which makes the room it works in."""
    filled = 0
    bits = 0
    while (1 << bits) < len(refused):
        bits += 1
    cell_shift = np.uint64(64 - bits)
    for bucket in range(len(begins) - 1):
        begin, end = begins[bucket], begins[bucket + 1]
        reach = end - begin
        if reach > all_pairs_up_to:
            reach = window
            _order_by_slots(members, begin, end, slots, slot_counts, np.uint64(bucket), least, scratch, radix)
        for x in range(begin + 1, end):
            for y in range(x - 1, max(begin, x - reach) - 1, -1):
                a, b = np.int64(min(members[x], members[y])), np.int64(max(members[x], members[y]))
                root_a, root_b = _root(parents, a), _root(parents, b)
                if root_a == root_b:
                    continue
                pair = (np.uint64(a) << np.uint64(32)) | np.uint64(b)
                cell = np.int64((pair * _MIX_PAIR) >> cell_shift)
                if refused[cell] == pair:
                    continue
                needed = shared_needed(set_counts[a], set_counts[b], threshold)
                both, slotted = compare_sets(sets[a], set_counts[a], sets[b], set_counts[b], needed)
                if both < 0:
                    refused[cell] = pair
                    continue
                differing = set_counts[a] + set_counts[b] - 2 * both
                kind = template_evidence(
                    slots[a],
                    slot_counts[a],
                    slots[b],
                    slot_counts[b],
                    differing,
                    slotted,
                    both >= inside_share * min(set_counts[a], set_counts[b]),
                    between(a, b, outlets, days),
                    least_figures,
                    shared_share,
                    slot_share,
                    least_changed,
                    least_days_apart,
                )
                if kind != NEAR:
                    refused[cell] = pair
                    if not _takes_template(a, b, templates, partners):
                        continue
                else:
                    parents[max(root_a, root_b)] = min(root_a, root_b)
                pairs[filled, 0], pairs[filled, 1], pairs[filled, 2], pairs[filled, 3] = a, b, both, kind
                filled += 1
    return filled
