"""Index: what full-text search reads, made from headline and body of every article.

Here: cutting a batch into words without a Python object per word, their stems, the postings with positions.
Not here: what a word or a stem is (text/words.py, text/stems.py), the search itself (store/sql/search.sql).

The corpus's vocabulary is counted first (count_words, merge_words) and stemmed there, once per word; the postings then
look stems up in it. A stem is a word of the vocabulary too, also when no text holds it: so a query finds it in one look.
Documents go by their number in order of document_id: numbers are a quarter of the room of ids, and quick to group by.
Positions count the words of the headline from 0; the body follows after a gap of one, so that no phrase runs from
headline into body.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.rows import Batch, Sides, Tables
from etl.contracts.tables import (
    SEARCH_LENGTHS,
    SEARCH_PART_DOCUMENTS,
    SEARCH_PLACES_A_DOCUMENT,
    SEARCH_POSTINGS,
    SEARCH_STEMS,
)
from etl.settings import Settings
from etl.text.stems import stem
from etl.text.words import AFTER_LOWER, BEFORE_LOWER, RE2_BETWEEN

WORDS_SIDE = "search_words"
"""The side with the corpus's vocabulary: word, stem, document_count."""

NUMBERS_SIDE = "search_numbers"
"""The side with every document_id, in order: its row is the document's number."""

VOCABULARY = pa.schema([SEARCH_STEMS.schema.field(name) for name in ("word", "stem", "document_count")])
NUMBERS = pa.schema([SEARCH_LENGTHS.schema.field("document_id")])
NUMBERED = {"articles": ("document_id",)}
MEASURED = {"search_lengths": ("length",)}
BEGINNING_CHARS = 3
"""The shortest beginning of a word that `search` takes for the word."""

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
        VOCABULARY,
    )


def _documents_a_stem(rank: Ints, article: Ints, stem_count: int) -> Ints:
    """In how many articles each stem stands; `rank` is that of each word of the batch, -1 for one left out."""
    places = max(int(article[-1]) + 1, 1) if len(article) else 1
    pairs = np.unique((rank * places + article)[rank >= 0])
    return np.bincount(pairs // places, minlength=stem_count).astype(np.int64)


def merge_words(partials: Sequence[pa.Table]) -> pa.Table:
    """One vocabulary of several, sorted by word."""
    rows = pa.concat_tables([VOCABULARY.empty_table(), *partials])
    summed = rows.group_by(["word", "stem"]).aggregate([("document_count", "sum")])
    return summed.rename_columns(VOCABULARY.names).cast(VOCABULARY).sort_by("word")


def list_documents(batch: Batch, sides: Sides, settings: Settings) -> pa.Table:
    """The ids of a batch, which come in order."""
    return batch["articles"].select(NUMBERS.names).cast(NUMBERS)


def merge_documents(partials: Sequence[pa.Table]) -> pa.Table:
    """The ids of several, in order."""
    return pa.concat_tables([NUMBERS.empty_table(), *partials]).sort_by("document_id").combine_chunks()


def stems(batch: Batch, sides: Sides, settings: Settings) -> dict[str, pa.Table]:
    """`search_stems`: the vocabulary as counted, every word with the documents of its stem, and the corpus's measures
    from `search_lengths`."""
    known, lengths = sides[WORDS_SIDE], batch["search_lengths"]["length"]
    words, count = known["word"].combine_chunks(), len(lengths)
    row = pc.index_in(known["stem"].combine_chunks(), words)
    mean = (pc.sum(lengths).as_py() or 0) / max(count, 1)
    columns = {
        "word": words,
        "beginning": pc.utf8_slice_codeunits(words, 0, BEGINNING_CHARS),
        "stem": known["stem"],
        "document_count": known["document_count"].combine_chunks().take(row),
        "article_count": pa.array(np.full(len(words), count, np.int64)),
        "mean_length": pa.array(np.full(len(words), mean, np.float64)),
        "is_paired": pc.greater_equal(
            known["document_count"].combine_chunks().take(row), settings.search_pair_documents
        ),
    }
    return {"search_stems": pa.table(columns, SEARCH_STEMS.schema)}


def index(batch: Batch, sides: Sides, settings: Settings) -> Tables:
    """`search_postings` and `search_lengths` of the articles of a batch, which come in document order."""
    articles = batch["articles"]
    words = _cut(articles)
    number = _numbers(articles["document_id"], sides[NUMBERS_SIDE])
    shown = {
        "document_id": articles["document_id"],
        "document_number": pa.array(number, pa.int32()),
        "length": pa.array(words.lengths, pa.int32()),
        **{name: articles[name] for name in SHOWN},
        "is_canonical": batch["duplicate_clusters"]["is_canonical"],
    }
    known = sides[WORDS_SIDE]
    ranked, rank_of_word = _ranked_stems(words.vocabulary, known)
    rank = rank_of_word[words.ids]
    common = _common_stems(ranked, known, settings.search_pair_documents)
    return {
        "search_postings": pa.concat_tables(
            [
                _postings(ranked, rank, words.article, words.position, words.lengths, number),
                _postings(*_pairs(ranked, rank, common, words), words.lengths, number),
            ]
        ),
        "search_lengths": pa.table(shown, SEARCH_LENGTHS.schema),
    }


def _numbers(documents: pa.ChunkedArray, known: pa.Table) -> Ints:
    """The number of each of `documents`, which stand in `known` one after the other."""
    if len(documents) == 0:
        return np.empty(0, np.int64)
    return np.arange(len(documents), dtype=np.int64) + pc.index(known["document_id"], documents[0]).as_py()


def _common_stems(ranked: pa.Array, known: pa.Table, least_documents: int) -> npt.NDArray[np.bool_]:
    """Which of the stems `ranked` stand in `least_documents` or more."""
    common = (
        known["word"]
        .combine_chunks()
        .filter(pc.greater_equal(known["document_count"].combine_chunks(), least_documents))
    )
    return np.asarray(pc.is_in(ranked, common.cast(ranked.type)).to_numpy(zero_copy_only=False), np.bool_)


def _pairs(
    ranked: pa.Array, rank: Ints, common: npt.NDArray[np.bool_], words: Words
) -> tuple[pa.Array, Ints, Ints, Ints]:
    """Neighbours that are both `common`: (names in order, and of each pair the place of its name, its article, its
    position). `rank` as of `words`, -1 for a word left out."""
    is_common = np.append(common, False)[rank]
    at = np.flatnonzero(
        is_common[:-1]
        & is_common[1:]
        & (words.article[1:] == words.article[:-1])
        & (words.position[1:] == words.position[:-1] + 1)
    )
    codes, place = np.unique(rank[at] * len(common) + rank[at + 1], return_inverse=True)
    first, second = (ranked.take(pa.array(part)) for part in np.divmod(codes, max(len(common), 1)))
    names = pc.binary_join_element_wise(first, second, " ")
    return names, place.astype(np.int64), words.article[at], words.position[at]


def _postings(stems: pa.Array, rank: Ints, article: Ints, position: Ints, lengths: Ints, number: Ints) -> pa.Table:
    """Rows of `search_postings`, as far as this batch goes: in the words sorted by stem and article a run of equal ones
    is one document, a run of equal stem and part one row.

    `rank`: the place in `stems` of each word, -1 for one left out; `lengths`, `number`: of each article.
    """
    # Stable: within a stem the words stay in order of article and position.
    order = np.argsort(rank, kind="stable")
    order = order[np.searchsorted(rank[order], 0) :]
    rank, article = rank[order], article[order]
    places = number[article] * SEARCH_PLACES_A_DOCUMENT + position[order]
    starts = _starts(rank, article)
    documents, lengths = number[article[starts]], lengths[article[starts]]
    stem_of, part = rank[starts], documents // SEARCH_PART_DOCUMENTS
    rows = _starts(stem_of, part)
    by_document, by_place = np.append(rows, len(starts)), np.append(starts[rows], len(order))
    return pa.table(
        [
            stems.take(pa.array(stem_of[rows])),
            pa.array(part[rows], pa.int32()),
            pa.array(documents[rows], pa.int32()),
            _lists(by_document, documents, pa.int32()),
            _lists(by_document, np.diff(np.append(starts, len(order))), pa.int32()),
            _lists(by_document, lengths, pa.int32()),
            _lists(by_place, places, pa.int64()),
        ],
        schema=SEARCH_POSTINGS.schema,
    )


def _starts(*columns: Ints) -> Ints:
    """The rows at which any of `columns` differs from the row before, the first one included."""
    is_first = np.ones(len(columns[0]), np.bool_)
    is_first[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(is_first)


def _lists(bounds: Ints, items: Ints, kind: pa.DataType) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), pa.array(items, kind))


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
