"""Clusters: verified near pairs to groups that one canonical document can stand for.

A chain A~B~C~...~Z of verified neighbours can end in a text that shares nothing with its beginning. Clusters are
therefore grown from the best document left (by the caller's total order) along verified pairs, as long as the document
reached shares `floor` with the canonical one and is not the same template filled anew; what stays outside is grown
again from its own best document. Every pair is looked at twice at most.
Not here: the order (steps/copies.py), verifying pairs (verify.py).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.verify import compare_sets, is_template


@njit(cache=True, nogil=True)
def grow_clusters(
    order,
    left,
    right,
    sets,
    set_counts,
    slots,
    slot_counts,
    floor,
    least_figures,
    shared_share,
    slot_share,
):
    """The canonical document of every document, and how each was reached.

    `order` int64: all documents, best first; `left`, `right` int64: near pairs; the rest as for verify.verified_pairs.
    Returns int64 arrays, one value a document: (canonical, document it was reached from or -1, shingles in common with
    the canonical one; of a canonical document, all of its own).
    """
    documents = len(order)
    ends = np.zeros(documents + 1, np.int64)
    for pair in range(len(left)):
        ends[left[pair] + 1] += 1
        ends[right[pair] + 1] += 1
    for document in range(documents):
        ends[document + 1] += ends[document]
    neighbours = np.empty(2 * len(left), np.int64)
    places = ends[:-1].copy()
    for pair in range(len(left)):
        a, b = left[pair], right[pair]
        neighbours[places[a]], neighbours[places[b]] = b, a
        places[a] += 1
        places[b] += 1
    canonical = np.full(documents, -1, np.int64)
    reached_from = np.full(documents, -1, np.int64)
    common = set_counts.copy()
    refused_by = np.full(documents, -1, np.int64)
    waiting = np.empty(documents, np.int64)
    for best in order:
        if canonical[best] >= 0:
            continue
        canonical[best] = best
        waiting[0] = best
        first, last = 0, 1
        while first < last:
            document = waiting[first]
            first += 1
            for place in range(ends[document], ends[document + 1]):
                other = neighbours[place]
                if canonical[other] >= 0 or refused_by[other] == best:
                    continue
                total = set_counts[best] + set_counts[other]
                needed = np.int64(np.ceil(floor * total / (1.0 + floor) - 1e-9))
                both, slotted = compare_sets(sets[best], set_counts[best], sets[other], set_counts[other], needed)
                if both < 0 or is_template(
                    slots,
                    slot_counts,
                    best,
                    other,
                    total - 2 * both,
                    slotted,
                    least_figures,
                    shared_share,
                    slot_share,
                ):
                    refused_by[other] = best
                    continue
                canonical[other], reached_from[other], common[other] = best, document, both
                waiting[last] = other
                last += 1
    return canonical, reached_from, common
