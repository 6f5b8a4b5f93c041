"""What is known of copies beyond their words: which one stands for all, and why two are alike.

Here: the total order among copies with its reasons, and the kind of a pair (recrawl, update, syndicated, template).
Not here: which documents are copies (deduplicate.py), whose page each is (copy_outlets.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.enums import CopyKind, DateBasis, KindEvidence, Relation
from etl.kernels.tables import NO_ISSUE, OTHER_DAYS, OTHER_FIGURES, OTHER_HEADLINE, SLOTS_ONLY
from etl.steps.buffers import Array, column_of, numbers_or, one_chunk, words_of
from etl.steps.copy_outlets import codes_of

ONLY, MOST_COMPLETE, STATED_DATE, SMALLEST_ID = "only_copy", "most_complete_text", "stated_date", "smallest_id"
"""`kept_because`: alone in its cluster; or the first of the three rules by which it goes before the next best copy."""

RELATIONS, KINDS, EVIDENCE = tuple(Relation), tuple(CopyKind), tuple(KindEvidence)
"""The closed words in the order of their codes here."""

_TEMPLATES = {
    OTHER_HEADLINE: KindEvidence.OTHER_HEADLINE,
    OTHER_FIGURES: KindEvidence.OTHER_FIGURES,
    SLOTS_ONLY: KindEvidence.SLOTS_ONLY,
    OTHER_DAYS: KindEvidence.OTHER_DAYS,
}

NO_DATE = NO_ISSUE
"""In place of a day that is not known, to kernels too."""

# The scheme, the reader's device and the reader's page do not make another article.
# "https://m.situs.example/a/1?page=all" is "situs.example/a/1"; "situs.example/b" stays.
_URL_PARTS = (r"^[a-z]+://", r"^(?:www|m|amp|mobile)\.", r"[?#].*$", r"(?:/(?:amp|all|full))?/*$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of each document, one row a document in order of id; `raw`, `sequences`: uint64 hashes of the raw
    text and of the body's words; `outlets`: from copy_outlets.outlets_of."""

    articles: pa.Table
    documents: pa.Table
    raw: Array
    sequences: Array
    outlets: Array

    @property
    def days(self) -> Array:
        """int64: days since 1970 of the publication date, however it is known, NO_DATE without one."""
        return numbers_or(NO_DATE, self.articles["date_published"])


def total_order(completeness: Array, facts: Facts) -> tuple[Array, Array]:
    """(all documents, best first; place of each document in that order), int64.

    Best: most distinct 3-grams in the kept text; then a stated publication date, the earliest first; then the smallest
    id, which is the place.
    """
    order = np.lexsort((np.arange(len(completeness)), _stated_days(facts), -completeness))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return order, rank


def _stated_days(facts: Facts) -> Array:
    """Days since 1970 of the stated publication date, NO_DATE where there is none."""
    if facts.articles["date_published"].null_count == facts.articles.num_rows:
        return np.full(facts.articles.num_rows, NO_DATE)
    bases = one_chunk(facts.articles["date_published_basis"]).dictionary_encode()
    is_stated = np.array([*bases.dictionary.to_pylist(), None], object) == DateBasis.STATED.value
    return np.where(is_stated[numbers_or(-1, bases.indices)], facts.days, NO_DATE)


def kept_because(canonical: Array, rank: Array, completeness: Array, facts: Facts) -> pa.Array:
    """For every document the rule that chose its canonical document, see `ONLY` and the others.

    `canonical`, `rank`, `completeness`: int64, one a document.
    """
    rules = (ONLY, MOST_COMPLETE, STATED_DATE, SMALLEST_ID)
    order = np.lexsort((rank, canonical))
    ordered = canonical[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(order) else order
    sizes = np.diff(np.append(starts, len(order)))
    best, next_best = order[starts], order[np.minimum(starts + 1, len(order) - 1)] if len(order) else order
    days = _stated_days(facts)
    rule = np.select(
        [sizes == 1, completeness[best] > completeness[next_best], days[best] < days[next_best]], [0, 1, 2], 3
    )
    chosen = np.empty(len(canonical), np.int64)
    chosen[best] = rule
    return words_of(chosen[canonical], rules)


def copy_kinds(
    left: Array, right: Array, relation: Array, told_by: Array, is_alike: Array, is_changed: Array, facts: Facts
) -> tuple[Array, Array]:
    """(kind of every pair, what it was told by), places in KINDS and in EVIDENCE, -1 where nothing tells.

    `left`, `right` int64 places of documents, `relation` places in RELATIONS, `told_by` from
    templates.template_evidence, bool: `is_alike` (nearly all of each stands in the other), `is_changed` (each has a
    figure of its own). docs/deduplication.md says which evidence makes which kind; the first that holds counts.
    """
    used, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    a, b = ends[: len(left)], ends[len(left) :]
    take = column_of(used)
    outlets = facts.outlets[used]
    urls = codes_of(_plain_urls(facts.documents["url"].take(take)))
    published = codes_of(facts.articles["date_published"].take(take))
    modified = codes_of(facts.articles["date_modified"].take(take))
    raw = facts.raw[used]

    one_url = (urls[a] >= 0) & (urls[a] == urls[b])
    other_url = (urls[a] >= 0) & (urls[b] >= 0) & ~one_url
    known = (outlets[a] >= 0) & (outlets[b] >= 0)
    one_outlet = known & (outlets[a] == outlets[b])
    same_words = relation == RELATIONS.index(Relation.EXACT)
    inside = np.isin(relation, [RELATIONS.index(Relation.CONTAINS), RELATIONS.index(Relation.CONTAINED)])
    later = (modified[a] != modified[b]) | ((published[a] >= 0) & (published[b] >= 0) & (published[a] != published[b]))
    updated = ~same_words & (inside | later | (is_alike & is_changed) | (one_url & ~is_alike))
    by_page = codes_of(facts.articles["publisher_name"].take(take)) >= 0
    by_folder = ~(by_page[a] & by_page[b])
    same_outlet = np.where(by_folder, _code(KindEvidence.SAME_OUTLET_BY_FOLDER), _code(KindEvidence.SAME_OUTLET))
    other_outlet = np.where(by_folder, _code(KindEvidence.OTHER_OUTLET_BY_FOLDER), _code(KindEvidence.OTHER_OUTLET))
    same_url, same_raw = (np.full(len(a), _code(what)) for what in (KindEvidence.SAME_URL, KindEvidence.SAME_RAW_TEXT))
    told = [
        *((CopyKind.TEMPLATE, told_by == code, np.full(len(a), _code(what))) for code, what in _TEMPLATES.items()),
        (CopyKind.UPDATE, one_url & updated, same_url),
        (CopyKind.UPDATE, one_outlet & updated, same_outlet),
        (CopyKind.RECRAWL, one_url, same_url),
        (CopyKind.RECRAWL, one_outlet & (same_words | (is_alike & ~other_url)), same_outlet),
        (CopyKind.SYNDICATED, known & ~one_outlet, other_outlet),
        (CopyKind.RECRAWL, raw[a] == raw[b], same_raw),
    ]
    holds = [mask for _, mask, _ in told]
    kinds = np.select(holds, [KINDS.index(kind) for kind, _, _ in told], KINDS.index(CopyKind.UNKNOWN))
    return kinds, np.select(holds, [what for _, _, what in told], -1)


def _code(evidence: KindEvidence) -> int:
    return EVIDENCE.index(evidence)


def _plain_urls(urls: pa.ChunkedArray) -> pa.ChunkedArray:
    for pattern in _URL_PARTS:
        urls = pc.replace_substring_regex(urls, pattern, "")
    return urls
