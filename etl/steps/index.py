"""Index: what full-text search reads, made from headline and body of every article.

Here: cutting a batch into words without a Python object per word, their stems, the postings with positions.
Not here: what a word or a stem is (text/words.py, text/stems.py), the search itself (store/sql/search.sql).

The corpus's vocabulary is counted first (count_words, merge_words) and stemmed there, once per word; the postings then
look stems up in it. A stem is a word of the vocabulary too, also when no text holds it: so a query finds it in one look. Positions count the words of the headline from 0; the body follows after a gap of one, so that no
phrase runs from headline into body.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.rows import Batch, Sides, Tables
from etl.contracts.tables import SEARCH_LENGTHS, SEARCH_POSTINGS, SEARCH_STEMS, in_order
from etl.settings import Settings
from etl.text.stems import stem
from etl.text.words import AFTER_LOWER, BEFORE_LOWER, RE2_BETWEEN

WORDS_SIDE = "search_words"
"""The side with the corpus's vocabulary: rows of `search_stems`."""

MAPPED = ("search_postings", "search_lengths")
"""The tables that `index` fills."""

SHOWN = ("headline", "date_published", "publisher_name")
"""Columns of articles that a result shows."""

Ints = npt.NDArray[np.int64]


class Words(NamedTuple):
    """The words of a batch. `ids` (one a word, in order) index `vocabulary`; `article` is the row in the batch."""

    vocabulary: pa.Array
    ids: Ints
    article: Ints
    position: Ints
    lengths: Ints


def count_words(batch: Batch, sides: Sides, settings: Settings) -> pa.Table:
    """The vocabulary of a batch: its words with their stems, and its stems, with the number of documents that hold
    each; 0 at a word that is no stem. Words longer than `search_word_chars` are left out."""
    words = _cut(batch["articles"])
    is_short = pc.less_equal(pc.utf8_length(words.vocabulary), settings.search_word_chars)
    seen = words.vocabulary.filter(is_short).to_pylist()
    rank: dict[str, int] = {}
    of_word = np.full(len(words.vocabulary), -1, np.int64)
    of_word[np.flatnonzero(is_short)] = [rank.setdefault(stem(word), len(rank)) for word in seen]
    held = _documents_a_stem(of_word[words.ids], words.article, len(rank))
    others = [word for word in seen if word not in rank]
    count = len(others)
    return pa.table(
        {
            "word": [*others, *rank],
            "stem": [*map(stem, others), *rank],
            "document_count": np.concatenate([np.zeros(count, np.int64), held]),
        },
        SEARCH_STEMS.schema,
    )


def _documents_a_stem(rank: Ints, article: Ints, stem_count: int) -> Ints:
    """In how many articles each stem stands; `rank` is that of each word of the batch, -1 for one left out."""
    places = max(int(article[-1]) + 1, 1) if len(article) else 1
    pairs = np.unique((rank * places + article)[rank >= 0])
    return np.bincount(pairs // places, minlength=stem_count).astype(np.int64)


def merge_words(partials: Sequence[pa.Table]) -> pa.Table:
    """One vocabulary of several, sorted by word."""
    rows = pa.concat_tables([SEARCH_STEMS.empty(), *partials])
    summed = rows.group_by(["word", "stem"]).aggregate([("document_count", "sum")])
    return in_order(SEARCH_STEMS, summed.rename_columns(SEARCH_STEMS.schema.names).cast(SEARCH_STEMS.schema))


def stems(batch: Batch, sides: Sides, settings: Settings) -> dict[str, pa.Table]:
    """`search_stems`: the vocabulary as counted, every word with the documents of its stem."""
    known = sides[WORDS_SIDE]
    row = pc.index_in(known["stem"].combine_chunks(), known["word"].combine_chunks())
    return {
        "search_stems": known.set_column(
            known.schema.get_field_index("document_count"),
            SEARCH_STEMS.schema.field("document_count"),
            known["document_count"].combine_chunks().take(row),
        )
    }


def index(batch: Batch, sides: Sides, settings: Settings) -> Tables:
    """`search_postings` and `search_lengths` of the articles of a batch, which come in document order."""
    articles = batch["articles"]
    words = _cut(articles)
    documents = articles["document_id"].combine_chunks()
    shown = [articles[name].combine_chunks() for name in SHOWN]
    lengths = pa.table([documents, pa.array(words.lengths, pa.int32()), *shown], schema=SEARCH_LENGTHS.schema)
    return {"search_postings": _postings(words, documents, sides[WORDS_SIDE]), "search_lengths": lengths}


def _postings(words: Words, documents: pa.Array, known: pa.Table) -> pa.Table:
    """Rows of `search_postings`: a run of equal (stem, article) in the words sorted by both is one row."""
    ranked, rank_of_word = _ranked_stems(words.vocabulary, known)
    rank = rank_of_word[words.ids]
    # Stable: within a stem the words stay in order of article and position.
    order = np.argsort(rank, kind="stable")
    order = order[np.searchsorted(rank[order], 0) :]
    rank, article = rank[order], words.article[order]
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = (rank[1:] != rank[:-1]) | (article[1:] != article[:-1])
    starts = np.flatnonzero(is_first)
    bounds = np.append(starts, len(order))
    return pa.table(
        [
            ranked.take(pa.array(rank[starts])),
            documents.take(pa.array(article[starts])),
            pa.array(np.diff(bounds), pa.int32()),
            pa.array(words.lengths[article[starts]], pa.int32()),
            pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), pa.array(words.position[order], pa.int32())),
        ],
        schema=SEARCH_POSTINGS.schema,
    )


def _ranked_stems(vocabulary: pa.Array, known: pa.Table) -> tuple[pa.Array, Ints]:
    """The stems of `vocabulary`, sorted, and the place of each word's stem among them; -1 for a word not in `known`."""
    row = pc.index_in(vocabulary, known["word"].combine_chunks().cast(vocabulary.type))
    encoded = known["stem"].combine_chunks().take(row).dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)
    rank = np.empty(len(order), np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    code = _ints(pc.fill_null(encoded.indices, -1))
    return encoded.dictionary.take(order), np.where(code < 0, -1, rank[code] if len(rank) else -1)


def _cut(articles: pa.Table) -> Words:
    """The words of headline and body of every article, in order."""
    count = articles.num_rows
    headline = pc.fill_null(articles["headline"].combine_chunks().cast(pa.large_string()), "")
    body = articles["article_body"].combine_chunks().cast(pa.large_string())
    # headline 0, body 0, headline 1, body 1, ...
    texts = pa.concat_arrays([headline, body]).take(pa.array(np.arange(2 * count).reshape(2, count).T.ravel()))
    lists = pc.ascii_split_whitespace(pc.ascii_trim_whitespace(_folded(texts)))
    flat = lists.flatten()
    text = np.repeat(np.arange(2 * count), np.diff(_ints(lists.offsets)))
    is_word = _ints(pc.binary_length(flat)) > 0  # a text without words splits into one empty string
    if not is_word.all():
        flat, text = flat.filter(pa.array(is_word)), text[is_word]
    encoded = flat.dictionary_encode()
    article = text // 2
    lengths = np.bincount(article, minlength=count)
    position = np.arange(len(article)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + text % 2
    return Words(encoded.dictionary, _ints(encoded.indices), article, position, lengths)


def _folded(texts: pa.Array) -> pa.Array:
    """As words.fold, in Arrow; what stands between words becomes spaces."""
    texts = pc.replace_substring(pc.utf8_normalize(texts, form="NFC"), *BEFORE_LOWER)
    texts = pc.replace_substring(pc.utf8_lower(texts), *AFTER_LOWER)
    return pc.replace_substring_regex(texts, RE2_BETWEEN, " ")


def _ints(values: Any) -> Ints:
    return np.asarray(values.to_numpy(zero_copy_only=False), np.int64)
