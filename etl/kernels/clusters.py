"""Clusters: verified near pairs to groups that one canonical document can stand for.

A chain A~B~C~...~Z of verified neighbours can end in a text that shares nothing with its beginning. Clusters are
therefore grown from the best document left (by the caller's total order) along verified pairs, as long as the document
reached shares `floor` with the canonical one and is not the same template filled anew; what stays outside is grown
again from its own best document. Every pair is looked at twice at most.
Not here: the order (steps/copies.py), verifying pairs (verify.py).
"""

from __future__ import annotations

from numba import njit

from etl.kernels.tables import Array, Int
from etl.kernels.templates import between, template_evidence
from etl.kernels.verify import compare_sets, shared_needed


@njit(nogil=True)
def grow_clusters(
    order: Array,
    ends: Array,
    neighbours: Array,
    sets: Array,
    set_counts: Array,
    slots: Array,
    slot_counts: Array,
    outlets: Array,
    days: Array,
    floor: float,
    least_figures: Int,
    shared_share: float,
    slot_share: float,
    least_changed: Int,
    least_days_apart: Int,
    inside_share: float,
    refused_by: Array,
    waiting: Array,
    canonical: Array,
    reached_from: Array,
    common: Array,
) -> Int:
    """Fills `canonical`, `reached_from` and `common`; see calls.grow_clusters, which makes the room it works in."""
    for turn in range(len(order)):
        best: int = order[turn]
        if canonical[best] >= 0:
            continue
        canonical[best] = best
        waiting[0] = best
        first, last = 0, 1
        while first < last:
            document: int = waiting[first]
            first += 1
            for place in range(ends[document], ends[document + 1]):
                other: int = neighbours[place]
                if canonical[other] >= 0 or refused_by[other] == best:
                    continue
                needed = shared_needed(set_counts[best], set_counts[other], floor)
                both, slotted = compare_sets(sets[best], set_counts[best], sets[other], set_counts[other], needed)
                if both < 0 or template_evidence(
                    slots[best],
                    slot_counts[best],
                    slots[other],
                    slot_counts[other],
                    set_counts[best] + set_counts[other] - 2 * both,
                    slotted,
                    both >= inside_share * min(set_counts[best], set_counts[other]),
                    between(best, other, outlets, days),
                    least_figures,
                    shared_share,
                    slot_share,
                    least_changed,
                    least_days_apart,
                ):
                    refused_by[other] = best
                    continue
                canonical[other], reached_from[other], common[other] = best, document, both
                waiting[last] = other
                last += 1
    return 0
