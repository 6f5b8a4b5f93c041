"""From candidates to pairs and clusters: the last function of the deduplicate step.

Here: `resolve`, its order of work. Not here: comparing sets and growing clusters (kernels/), the edges kept
(evidence.py), which copy stands for all and why two documents are alike (copies.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.settings import Settings
from etl.steps import copies
from etl.steps.buffers import Array, numbers_of, one_chunk
from etl.steps.copy_outlets import outlets_of
from etl.steps.evidence import Edges, Grown, Sets, cluster_table, edges_to_keep, nearest_jaccard, pair_table, sets_of

Batch = Mapping[str, pa.Table]
Sides = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Everything known before the pairs are. Documents are places in `ids`, which are sorted; `firsts`: the first
    document of the same copy key, of each; `places`: the document of each row of `sets`."""

    ids: pa.Array
    facts: copies.Facts
    words: Array
    firsts: Array
    places: Array
    sets: Sets

    @property
    def rows(self) -> Array:
        """The row of each document's text in `sets`, -1 where it has none."""
        row_of = np.full(len(self.firsts), -1, np.int64)
        row_of[self.places] = np.arange(len(self.places))
        return row_of[self.firsts]

    @property
    def completeness(self) -> Array:
        """Distinct shingles of each document's text; of those that have no copy but equal ones, its words."""
        counts = self.words.copy()
        counts[self.places] = self.sets.shingle_counts
        return counts[self.firsts]


def _corpus(batch: Batch, sides: Sides) -> _Corpus:
    signatures = sides["signatures"]
    ids = one_chunk(signatures["document_id"])
    articles, documents = _rows_of(ids, batch["articles"]), _rows_of(ids, batch["documents"])
    facts = copies.Facts(
        articles,
        documents,
        numbers_of(signatures["raw"]),
        numbers_of(signatures["sequence"]),
        outlets_of(articles["publisher_name"], documents["source_path"]),
    )
    words, firsts = numbers_of(signatures["words"]), numbers_of(signatures["first"])
    return _Corpus(ids, facts, words, firsts, numbers_of(sides["candidates"]["place"]), sets_of(sides["shingle_sets"]))


def _rows_of(ids: pa.Array, table: pa.Table) -> pa.Table:
    """The rows of `table` in the order of `ids`."""
    if len(ids) == table.num_rows and pc.all(pc.equal(ids, one_chunk(table["document_id"]))).as_py() is not False:
        return table
    return table.take(pc.index_in(ids, one_chunk(table["document_id"])))


def resolve(batch: Batch, sides: Sides, settings: Settings) -> dict[str, pa.Table]:
    """`duplicate_pairs` and `duplicate_clusters` from the sides and the articles' facts."""
    corpus = _corpus(batch, sides)
    issues = corpus.facts.outlets[corpus.places], corpus.facts.days[corpus.places]
    pairs = _verified(corpus.sets, issues, one_chunk(sides["buckets"]["members"]), settings)
    completeness = corpus.completeness
    order, rank = copies.total_order(completeness, corpus.facts)
    heads = _best_of_equals(corpus.firsts, order)
    ends = heads[corpus.places]
    grown = _grown(corpus.sets, issues, pairs, rank[ends], settings)
    canonical = heads.copy()
    rows = corpus.rows
    canonical[rows >= 0] = ends[grown.canonical[rows[rows >= 0]]]
    counts = corpus.sets.shingle_counts
    edges = edges_to_keep(pairs, grown, counts, rank[ends], settings.near_threshold, settings.near_edges)
    group_sizes = np.bincount(corpus.firsts, minlength=len(heads))[corpus.firsts]
    nearest = nearest_jaccard(pairs, grown, counts, rows, group_sizes)
    reasons = copies.kept_because(canonical, rank, completeness, corpus.facts)
    return {
        "duplicate_pairs": pair_table(
            edges, corpus.sets, heads, ends, corpus.ids, corpus.facts, settings.contains_share
        ),
        "duplicate_clusters": cluster_table(canonical, nearest, reasons, corpus.ids),
    }


def _best_of_equals(firsts: Array, order: Array) -> Array:
    """The best document of equal text, of each document; `order`: documents, best first."""
    heads = np.empty(len(firsts), np.int64)
    heads[firsts[order[::-1]]] = order[::-1]  # of equal texts the last one written, the best, stays
    return heads[firsts]


def _template_rule(settings: Settings) -> tuple[int, float, float, int, int, float]:
    return (
        settings.template_figures,
        settings.template_shared_share,
        settings.template_slot_share,
        settings.template_changed_figures,
        settings.template_days_apart,
        settings.contains_share,
    )


def _verified(sets: Sets, issues: tuple[Array, Array], buckets: pa.LargeListArray, settings: Settings) -> Edges:
    from etl.kernels.calls import verified_pairs

    pairs = verified_pairs(
        numbers_of(buckets.values),
        numbers_of(buckets.offsets),
        sets.arguments,
        issues,
        settings.near_threshold,
        settings.bucket_pairs_up_to,
        settings.bucket_window,
        _template_rule(settings),
        settings.near_edges,
    )
    left, right, both, kind = np.ascontiguousarray(pairs.T)
    return Edges(left, right, both, kind)


def _grown(sets: Sets, issues: tuple[Array, Array], pairs: Edges, rank: Array, settings: Settings) -> Grown:
    from etl.kernels.calls import grow_clusters

    near = pairs.chosen(~pairs.is_template)
    order = np.argsort(rank, kind="stable")
    rule = _template_rule(settings)
    return Grown(*grow_clusters(order, near.left, near.right, sets.arguments, issues, settings.chain_floor, rule))
