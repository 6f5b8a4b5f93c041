"""Templates: by what two documents alike in their words are seen to be one form filled twice, which is different news.

Here: comparing their slots (figures, days, headlines; see shingles.py) and the days on which they were published.
Not here: whether they are alike (verify.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from etl.kernels.blocks import load_at
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

_KIND = np.uint64(3)
_EIGHT = np.uint64(8)


@njit(nogil=True, inline="always")
def element(address: Any, place: Int) -> np.uint64:
    """The uint64 at that place of the array at `address`."""
    return load_at(address + _EIGHT * np.uint64(place))


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
        a = element(left, i) if i < left_count else np.uint64(0)
        b = element(right, j) if j < right_count else np.uint64(0)
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
            x = element(slots[a], i) if i < slot_counts[a] else ~np.uint64(0)
            y = element(slots[b], j) if j < slot_counts[b] else ~np.uint64(0)
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
