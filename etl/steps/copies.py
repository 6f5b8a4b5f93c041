"""What is known of copies beyond their words: which one stands for all, and why two are alike.

Here: the total order among copies with its reasons, and the kind of a pair (recrawl, update, syndicated, template).
Not here: which documents are copies (deduplicate.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.enums import CopyKind, DateBasis, Relation
from etl.steps.buffers import Array, column_of, one_chunk, words_of

ONLY, MOST_COMPLETE, STATED_DATE, SMALLEST_ID = "only_copy", "most_complete_text", "stated_date", "smallest_id"
"""`kept_because`: alone in its cluster; or the first of the three rules by which it goes before the next best copy."""

RELATIONS, KINDS = tuple(Relation), tuple(CopyKind)
"""The closed words in the order of their codes here."""

_NO_DATE = np.iinfo(np.int64).max

# The scheme, the reader's device and the reader's page do not make another article.
# "https://m.situs.example/a/1?page=all" is "situs.example/a/1"; "situs.example/b" stays.
_URL_PARTS = (r"^[a-z]+://", r"^(?:www|m|amp|mobile)\.", r"[?#].*$", r"(?:/(?:amp|all|full))?/*$")
# "Situs.co.id" is "situs"; "situs raya" stays.
_DOMAIN_ENDING = r"(?:\.[a-z]{2,4}){1,2}$"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of each document, one row a document in order of id; `raw`, `sequences`: uint64 hashes of the raw
    text and of the body's words."""

    articles: pa.Table
    documents: pa.Table
    raw: Array
    sequences: Array


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
    """Days since 1970 of the stated publication date, _NO_DATE where there is none."""
    if facts.articles["date_published"].null_count == facts.articles.num_rows:
        return np.full(facts.articles.num_rows, _NO_DATE)
    stated = pc.equal(facts.articles["date_published_basis"], DateBasis.STATED.value)
    days = pc.if_else(stated, facts.articles["date_published"].cast(pa.int32()), None).cast(pa.int64())
    return one_chunk(pc.fill_null(days, _NO_DATE)).to_numpy(zero_copy_only=False)


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


def copy_kinds(left: Array, right: Array, relation: Array, is_template: Array, facts: Facts) -> Array:
    """The kind of every pair, as a place in KINDS.

    `left`, `right` int64 places of documents, `relation` places in RELATIONS, `is_template` bool. In this order:
    template: verify.is_template said so. Then by address and outlet: of one address or one outlet, with a later date or
    one text inside the other: update; of one address, or of one outlet with the same words: recrawl. Of two outlets:
    syndicated. The same raw text with no outlet known: recrawl. Otherwise unknown.
    """
    used, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    a, b = ends[: len(left)], ends[len(left) :]
    take = column_of(used)
    publishers = _codes(_plain_publishers(facts.articles["publisher_name"].take(take)))
    urls = _codes(_plain_urls(facts.documents["url"].take(take)))
    published = _codes(facts.articles["date_published"].take(take))
    modified = _codes(facts.articles["date_modified"].take(take))
    raw = facts.raw[used]

    one_url = (urls[a] >= 0) & (urls[a] == urls[b])
    known = (publishers[a] >= 0) & (publishers[b] >= 0)
    one_outlet = known & (publishers[a] == publishers[b])
    same_words = relation == RELATIONS.index(Relation.EXACT)
    inside = np.isin(relation, [RELATIONS.index(Relation.CONTAINS), RELATIONS.index(Relation.CONTAINED)])
    later = (modified[a] != modified[b]) | ((published[a] >= 0) & (published[b] >= 0) & (published[a] != published[b]))
    return np.select(
        [
            is_template,
            (one_url | one_outlet) & ~same_words & (inside | later),
            one_url | (one_outlet & same_words),
            known & ~one_outlet,
            raw[a] == raw[b],
        ],
        [
            KINDS.index(kind)
            for kind in (
                CopyKind.TEMPLATE,
                CopyKind.UPDATE,
                CopyKind.RECRAWL,
                CopyKind.SYNDICATED,
                CopyKind.RECRAWL,
            )
        ],
        KINDS.index(CopyKind.UNKNOWN),
    )


def _codes(column: pa.ChunkedArray) -> Array:
    """int64: equal values have equal codes, NULL is -1."""
    if column.null_count == len(column):
        return np.full(len(column), -1)
    encoded = one_chunk(column).dictionary_encode()
    return pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)


def _plain_publishers(names: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(pc.utf8_lower(pc.utf8_trim_whitespace(names)), _DOMAIN_ENDING, "")


def _plain_urls(urls: pa.ChunkedArray) -> pa.ChunkedArray:
    for pattern in _URL_PARTS:
        urls = pc.replace_substring_regex(urls, pattern, "")
    return urls
