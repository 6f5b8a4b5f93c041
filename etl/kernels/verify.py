"""Verification: which documents that share a bucket are alike, by the true Jaccard of their shingle sets.

A bucket of g documents has g * (g - 1) / 2 pairs. Three rules keep the work linear and the recall:
a pair already joined through others is not compared again; a pair refused is not compared again in a later band; and
in a bucket of more than `all_pairs_up_to` documents each is compared with the `window` before it only, the bucket being
ordered by the least hash of its slots under a permutation of its own, so that of a thousand bulletins cut from one
template those with the same figures stand side by side in most of the bands that they share.
Not here: buckets (buckets.py), clusters (clusters.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from etl.kernels.blocks import load_at
from etl.kernels.sorting import sort_hashes
from etl.kernels.tables import (
    BODY_DAY,
    BODY_FIGURE,
    HEADLINE,
    HEADLINE_DAY,
    NEAR,
    NO_ISSUE,
    OTHER_DAYS,
    OTHER_FIGURES,
    OTHER_HEADLINE,
    SLOTS_ONLY,
    Array,
    Int,
)

_ONE = np.uint64(1)
_KIND = np.uint64(3)
_EIGHT = np.uint64(8)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_PAIR = np.uint64(0xBF58476D1CE4E5B9)


@njit(nogil=True, inline="always")
def _element(address: Any, place: Int) -> np.uint64:
    return load_at(address + _EIGHT * np.uint64(place))


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
        a, b = _element(left, i), _element(right, j)
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
        slotted += np.int64(_element(left, place) & _ONE)
    for place in range(j, right_count):
        slotted += np.int64(_element(right, place) & _ONE)
    return both, slotted


@njit(nogil=True)
def template_evidence(
    left: np.uint64,
    left_count: Int,
    right: np.uint64,
    right_count: Int,
    differing: Int,
    slotted: Int,
    is_inside: bool,
    days_apart: Int,
    least_figures: Int,
    shared_share: float,
    slot_share: float,
    least_changed: Int,
    least_days_apart: Int,
) -> Int:
    """What tells that two documents alike in their words are one template filled twice, different news; else NEAR.

    `left`, `right`: addresses of their sorted slots; `slotted` of the `differing` shingles hold a slot word;
    `is_inside`: nearly all of one body stands in the other; `days_apart`: between the days on which one outlet
    published them, 0 where that is not known. Any of:
    OTHER_HEADLINE: both name days, none in common; or both bodies are short and their headlines differ.
    OTHER_FIGURES: both have `least_figures` or more and share less than `shared_share` of the fewer; or two or more, and
       share none.
    SLOTS_ONLY: `slot_share` of what differs holds a slot word, each names a day that the other does not, and each
       has `least_changed` figures that the other has not, or one outlet published them on two days. A copy with another
       date on it keeps its figures.
    OTHER_DAYS, a form that comes again: one outlet published them `least_days_apart` or more, each names a day that the other
       does not, and neither stands in the other. A report told again keeps the day of what happened.
    """
    of_left, of_right, of_both = (0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)
    i, j = 0, 0
    while i < left_count or j < right_count:
        a = _element(left, i) if i < left_count else np.uint64(0)
        b = _element(right, j) if j < right_count else np.uint64(0)
        in_left = i < left_count and (j == right_count or a <= b)
        in_right = j < right_count and (i == left_count or b <= a)
        kind = np.int64((a if in_left else b) & _KIND)
        if in_left:
            of_left = _counted(of_left, kind)
            i += 1
        if in_right:
            of_right = _counted(of_right, kind)
            j += 1
        if in_left and in_right:
            of_both = _counted(of_both, kind)
    for kind in (HEADLINE, HEADLINE_DAY):
        if min(of_left[kind], of_right[kind]) > 0 and of_both[kind] == 0:
            return OTHER_HEADLINE
    shared, fewer = of_both[BODY_FIGURE], min(of_left[BODY_FIGURE], of_right[BODY_FIGURE])
    if (fewer >= least_figures and shared < shared_share * fewer) or (fewer >= 2 and shared == 0):
        return OTHER_FIGURES
    if min(of_left[BODY_DAY], of_right[BODY_DAY]) == of_both[BODY_DAY]:
        return NEAR
    if slotted >= slot_share * differing and (fewer - shared >= least_changed or days_apart > 0):
        return SLOTS_ONLY
    return OTHER_DAYS if days_apart >= least_days_apart and not is_inside else NEAR


@njit(nogil=True)
def between(left: Int, right: Int, outlets: Array, days: Array) -> Int:
    """Days between two documents of one outlet; 0 when their outlets or days are not known or not one's."""
    if outlets[left] < 0 or outlets[left] != outlets[right] or days[left] == NO_ISSUE or days[right] == NO_ISSUE:
        return np.int64(0)
    return np.int64(abs(days[left] - days[right]))


@njit(nogil=True)
def changed_figures(left: Array, right: Array, slots: Array, slot_counts: Array, changed: Array) -> Int:
    """Fills `changed`; see calls.changed_figures."""
    for pair in range(len(left)):
        a, b = left[pair], right[pair]
        i, j, of_a, of_b = 0, 0, 0, 0
        while i < slot_counts[a] or j < slot_counts[b]:
            x = _element(slots[a], i) if i < slot_counts[a] else ~np.uint64(0)
            y = _element(slots[b], j) if j < slot_counts[b] else ~np.uint64(0)
            is_figure = np.int64((min(x, y) & _KIND) == np.uint64(BODY_FIGURE))
            if x < y:
                of_a += is_figure
            elif y < x:
                of_b += is_figure
            i += np.int64(x <= y)
            j += np.int64(y <= x)
        changed[pair] = np.uint8(of_a > 0 and of_b > 0)
    return 0


@njit(nogil=True, inline="always")
def _counted(counts: tuple[Int, Int, Int, Int], kind: Int) -> tuple[Int, Int, Int, Int]:
    """`counts` with one more of that kind."""
    return (
        counts[0] + (kind == 0),
        counts[1] + (kind == 1),
        counts[2] + (kind == 2),
        counts[3] + (kind == 3),
    )


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
            slot = (_element(slots[document], step) ^ salt) * _MIX
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
    template_edges: Int,
    parents: Array,
    templates: Array,
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
                    if templates[b] >= template_edges:
                        continue
                    templates[b] += 1
                else:
                    parents[max(root_a, root_b)] = min(root_a, root_b)
                pairs[filled, 0], pairs[filled, 1], pairs[filled, 2], pairs[filled, 3] = a, b, both, kind
                filled += 1
    return filled
