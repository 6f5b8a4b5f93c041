"""Evidence: which verified pairs are kept as edges, and the two tables made of them.

Here: choosing edges, `duplicate_pairs` and `duplicate_clusters`. Not here: verifying (kernels/verify.py), the order and
the kinds of copies (copies.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.enums import Relation
from etl.contracts.tables import TABLES
from etl.kernels.tables import NEAR
from etl.steps import copies
from etl.steps.buffers import Array, column_of, list_addresses, numbers_of, words_of


@dataclass(frozen=True, slots=True)
class Sets:
    """Shingle sets and slots of the candidates, by row: addresses into Arrow buffers, which `table` keeps alive, and
    numbers of elements."""

    table: pa.Table
    shingles: Array
    shingle_counts: Array
    slots: Array
    slot_counts: Array

    @property
    def arguments(self) -> tuple[Array, Array, Array, Array]:
        """What the kernels take."""
        return self.shingles, self.shingle_counts, self.slots, self.slot_counts


def sets_of(table: pa.Table) -> Sets:
    """The side `shingle_sets` in order of its rows; it may have no columns when there are no documents."""
    if not table.num_columns:
        none, nowhere = np.empty(0, np.int64), np.empty(0, np.uint64)
        return Sets(table, nowhere, none, nowhere, none)
    order = np.argsort(numbers_of(table["row"]), kind="stable")
    shingles, shingle_counts = list_addresses(table["shingles"])
    slots, slot_counts = list_addresses(table["slots"])
    return Sets(table, shingles[order], shingle_counts[order], slots[order], slot_counts[order])


@dataclass(frozen=True, slots=True)
class Grown:
    """Clusters over rows of sets, int64 each: the canonical row, the row it was reached from (-1: none), shingles in
    common with the canonical one. From clusters.grow_clusters."""

    canonical: Array
    reached_from: Array
    common: Array

    def with_canonical(self) -> Edges:
        """Each copy with its canonical row."""
        copies_of = np.flatnonzero(self.canonical != np.arange(len(self.canonical)))
        best = self.canonical[copies_of]
        left, right = np.minimum(copies_of, best), np.maximum(copies_of, best)
        return Edges(left, right, self.common[copies_of], np.full(len(copies_of), NEAR))


@dataclass(frozen=True, slots=True)
class Edges:
    """Verified pairs, one a row: int64 ends (left < right), shingles in both, what told that the two are one template (a code of
    kernels/tables.py, NEAR when they are copies)."""

    left: Array
    right: Array
    both: Array
    evidence: Array

    @property
    def is_template(self) -> Array:
        return self.evidence != NEAR

    def jaccard(self, counts: Array) -> Array:
        """True Jaccard of each pair; `counts`: shingles of every document the ends refer to."""
        return self.both / np.maximum(counts[self.left] + counts[self.right] - self.both, 1)

    def chosen(self, which: Array) -> Edges:
        """The pairs of that mask or those places."""
        return Edges(self.left[which], self.right[which], self.both[which], self.evidence[which])


def edges_to_keep(pairs: Edges, grown: Grown, counts: Array, rank: Array, threshold: float, most: int) -> Edges:
    """The pairs that stay, and those of copies with their canonical document: at most `most` near ones a copy.

    A copy is the end of a pair that was reached along it, else the end that comes later in `rank`. The pair along
    which a copy was reached always stays, so that the edges of a cluster connect it; then the one with its canonical
    document, then the closest. `counts`: shingles of each row.
    """
    direct = grown.with_canonical()
    direct = direct.chosen(direct.jaccard(counts) >= threshold)
    near = pairs.chosen(~pairs.is_template)
    reached_from = grown.reached_from
    walked = (reached_from[near.left] == near.right) | (reached_from[near.right] == near.left)
    joined = _joined([near, direct])
    urgency = np.concatenate([np.where(walked, 0, 2), np.ones(len(direct.left), np.int64)])
    order = np.lexsort((urgency, joined.right, joined.left))
    joined, urgency = joined.chosen(order), urgency[order]
    first = np.ones(len(order), bool)
    first[1:] = (joined.left[1:] != joined.left[:-1]) | (joined.right[1:] != joined.right[:-1])
    joined, urgency = joined.chosen(first), urgency[first]

    of_left = np.where(urgency == 0, reached_from[joined.left] == joined.right, rank[joined.left] > rank[joined.right])
    copy = np.where(of_left, joined.left, joined.right)
    other = joined.left + joined.right - copy
    order = np.lexsort((other, -joined.jaccard(counts), urgency, copy))
    ordered = copy[order]
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(order) else order
    nth = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
    kept = order[(nth < most) | (urgency[order] == 0)]
    return _joined([joined.chosen(kept), pairs.chosen(pairs.is_template)])


def _joined(parts: list[Edges]) -> Edges:
    return Edges(
        np.concatenate([part.left for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.both for part in parts]),
        np.concatenate([part.evidence for part in parts]),
    )


def pair_table(
    edges: Edges, sets: Sets, heads: Array, ends: Array, ids: pa.Array, facts: copies.Facts, contains_share: float
) -> pa.Table:
    """`duplicate_pairs`: an exact edge from each copy to the best document of equal text, and `edges` between those.

    `edges` over rows of `sets`; `ends`: the document of each row; `heads`: the best of equal text, of every
    document; documents are places in `ids`, which are sorted, so that a smaller place is a smaller id.
    """
    from etl.kernels.calls import changed_figures

    exact = np.flatnonzero(heads != np.arange(len(heads)))
    counts = sets.shingle_counts
    of_left = np.append(np.ones(len(exact)), edges.both / np.maximum(counts[edges.left], 1))
    of_right = np.append(np.ones(len(exact)), edges.both / np.maximum(counts[edges.right], 1))
    jaccard = np.append(np.ones(len(exact)), edges.jaccard(counts))
    left, right = np.append(exact, ends[edges.left]), np.append(heads[exact], ends[edges.right])
    swapped = left > right
    left, right = np.where(swapped, right, left), np.where(swapped, left, right)
    of_left, of_right = np.where(swapped, of_right, of_left), np.where(swapped, of_left, of_right)
    is_exact = (np.arange(len(left)) < len(exact)) | (facts.sequences[left] == facts.sequences[right])
    relation = np.select(
        [
            is_exact,
            (of_right >= contains_share) & (of_left < contains_share),
            (of_left >= contains_share) & (of_right < contains_share),
        ],
        [copies.RELATIONS.index(word) for word in (Relation.EXACT, Relation.CONTAINS, Relation.CONTAINED)],
        copies.RELATIONS.index(Relation.NEAR),
    )
    told_by = np.append(np.full(len(exact), NEAR), edges.evidence)
    is_changed = np.append(np.zeros(len(exact), bool), changed_figures(edges.left, edges.right, sets.arguments))
    is_alike = (of_left >= contains_share) & (of_right >= contains_share)
    kinds, evidence = copies.copy_kinds(left, right, relation, told_by, is_alike, is_changed, facts)
    order = np.lexsort((right, left))
    return pa.table(
        [
            ids.take(column_of(left[order])),
            ids.take(column_of(right[order])),
            words_of(relation[order], copies.RELATIONS),
            column_of(jaccard[order]),
            column_of(of_left[order]),
            column_of(of_right[order]),
            words_of(kinds[order], copies.KINDS),
            words_of(evidence[order], copies.EVIDENCE),
        ],
        names=TABLES["duplicate_pairs"].schema.names,
    ).cast(TABLES["duplicate_pairs"].schema)


def cluster_table(canonical: Array, nearest: Array, reasons: pa.Array, ids: pa.Array) -> pa.Table:
    """`duplicate_clusters`: `canonical` int64 and `nearest` float64 (NaN: alone), one a document, as `ids` stand."""
    places = np.arange(len(canonical))
    smallest = np.empty(len(canonical), np.int64)
    smallest[canonical[::-1]] = places[::-1]  # the last one written, the smallest, stays
    sizes = np.bincount(canonical, minlength=len(canonical))
    return pa.table(
        [
            ids,
            ids.take(column_of(smallest[canonical])),
            column_of(sizes[canonical]),
            column_of(canonical == places),
            ids.take(column_of(canonical)),
            reasons,
            pc.if_else(column_of(np.isnan(nearest)), pa.nulls(len(nearest), pa.float64()), column_of(nearest)),
        ],
        names=TABLES["duplicate_clusters"].schema.names,
    ).cast(TABLES["duplicate_clusters"].schema)


def nearest_jaccard(pairs: Edges, grown: Grown, counts: Array, rows: Array, group_sizes: Array) -> Array:
    """float64, one a document: the highest verified Jaccard with another document of its cluster, NaN when alone.

    `rows`: the row of each document's text, -1 where it has none; `group_sizes`: documents of equal text, of each.
    """
    of_rows = np.full(len(counts), np.nan)
    inside = pairs.chosen(~pairs.is_template & (grown.canonical[pairs.left] == grown.canonical[pairs.right]))
    for edges in (inside, grown.with_canonical()):
        jaccard = edges.jaccard(counts)
        np.fmax.at(of_rows, edges.left, jaccard)
        np.fmax.at(of_rows, edges.right, jaccard)
    nearest = np.full(len(rows), np.nan)
    nearest[rows >= 0] = of_rows[rows[rows >= 0]]
    nearest[group_sizes > 1] = 1.0
    return nearest
