"""deduplicate: which documents are copies of one text, and which of them stands for all.

    sign         count   articles, documents -> signatures: exact key, band keys, words of every document
    candidates   group   signatures -> candidates and the buckets that they share; signatures without their band keys
    shingle      count   articles, candidates -> shingle_sets: 3-grams and slots of the candidates only
    resolve      group   all of these -> duplicate_pairs, duplicate_clusters

Two passes over the text, both in threads: between them some 250 bytes a document are held, whatever its length.
Here: what a document is signed by, and which documents are compared. Not here: the loops (kernels/), comparing them and
growing clusters (clusters.py, which has `resolve`), the edges kept (evidence.py), which copy stands for all and why two
documents are alike (copies.py), whose pages they are (copy_outlets.py).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.tables import TABLES
from etl.lexicon import read_rows
from etl.settings import Settings
from etl.steps.buffers import Array, column_of, lists_of, numbers_of, one_chunk, text_view
from etl.steps.clusters import resolve

Batch = Mapping[str, pa.Table]
Sides = Mapping[str, pa.Table]

__all__ = [
    "RESOLVE_COLUMNS",
    "SHINGLE_COLUMNS",
    "SIGN_COLUMNS",
    "candidates",
    "merge_rows",
    "resolve",
    "shingle",
    "sign",
]

SIGN_COLUMNS = {
    "articles": ("document_id", "headline", "article_body"),
    "documents": ("document_id", "text_sha256"),
}
SHINGLE_COLUMNS = {"articles": ("document_id", "headline", "article_body")}
RESOLVE_COLUMNS = {
    "articles": ("document_id", "date_published", "date_published_basis", "date_modified", "publisher_name"),
    "documents": ("document_id", "url", "source_path"),
}
"""What each function reads of its inputs."""


_KIND = np.uint64(3)
_MIX = np.uint64(0x9E3779B97F4A7C15)


@cache
def _calendar() -> tuple[Array, Array]:
    """The months and weekdays of slot_words.tsv as kernels look them up."""
    from etl.kernels.calls import hash_words
    from etl.kernels.tables import calendar_table

    rows = read_rows("slot_words.tsv")
    hashes = hash_words(np.frombuffer("\n".join(word for word, _ in rows).encode(), np.uint8))
    return calendar_table(hashes, np.array([int(kind) for _, kind in rows], np.uint8))


def band_name(band: int) -> str:
    """The column of `signatures` that holds the keys of that band."""
    return f"band_{band:03d}"


def sign(batch: Batch, sides: Sides, settings: Settings) -> pa.Table:
    """One row a document: `document_id`; 64-bit hashes `sequence` (the body's words), `copy_key` (those and what of the
    headline tells one template from another), `raw` (the raw text); `words`; a 32-bit key a band.

    Counts: merge with `merge_rows`.
    """
    from etl.kernels.calls import hash_strings
    from etl.kernels.calls import sign as signed

    articles = batch["articles"]
    keys, sequences, words = signed(
        *text_view(articles["article_body"]), settings.shingle_words, settings.minhash_bands, settings.minhash_rows
    )
    slots, owners = _headline_slots(articles["headline"], words < settings.short_body_words)
    copy_keys = sequences.copy()
    np.add.at(copy_keys, owners, slots * _MIX)
    return pa.table(
        {
            "document_id": articles["document_id"],
            "sequence": column_of(sequences),
            "copy_key": column_of(copy_keys),
            "raw": column_of(hash_strings(*text_view(batch["documents"]["text_sha256"]))),
            "words": column_of(words),
            **{band_name(band): column_of(keys[band]) for band in range(len(keys))},
        }
    )


def _headline_slots(headlines: pa.ChunkedArray, is_short: Array) -> tuple[Array, Array]:
    """(slots, the row of each), uint64 and int64: the days that headlines name and, of short bodies, their words."""
    from etl.kernels.calls import shingle_sets
    from etl.kernels.calls import sign as signed
    from etl.kernels.tables import BODY_DAY, HEADLINE, HEADLINE_DAY

    if headlines.null_count == len(headlines):
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    text, bounds = text_view(headlines)
    rows = np.arange(len(headlines))
    _, sequences, words = signed(text, bounds, 1, 1, 1)
    _, _, slots, ends = shingle_sets(text, bounds, rows, words, 1, *_calendar())
    named = slots & _KIND == BODY_DAY
    of_short = rows[is_short & (words > 0)]
    values = [slots[named] & ~_KIND | np.uint64(HEADLINE_DAY), sequences[of_short] & ~_KIND | np.uint64(HEADLINE)]
    return np.concatenate(values), np.concatenate([np.repeat(rows, np.diff(ends))[named], of_short])


def merge_rows(partials: Sequence[pa.Table]) -> pa.Table:
    """The rows of all partials; a table without columns when there are none. Nothing is copied, so that folding a
    growing table again and again stays cheap."""
    filled = [partial for partial in partials if partial.num_columns]
    return pa.concat_tables(filled) if filled else pa.table({})


def candidates(batch: Batch, sides: Sides, settings: Settings) -> dict[str, pa.Table]:
    """Three sides. `signatures`, in order of id and without band keys, with `first`: the place of the first document
    of the same copy key. `candidates` (`document_id`, `place`, `words`): those first documents that share a bucket.
    `buckets`, one row a bucket: `members`, rows of `candidates`.
    """
    from etl.kernels.calls import band_buckets

    signatures = sides["signatures"] if sides["signatures"].num_columns else sign(_no_documents(), {}, settings)
    signatures = _in_id_order(signatures)
    words = numbers_of(signatures["words"])
    has_shingles = words >= settings.min_words
    # A body too short for a shingle is a copy of nothing, unless the whole raw text is the same.
    keys = np.where(has_shingles, numbers_of(signatures["copy_key"]), numbers_of(signatures["raw"]) ^ ~np.uint64(0))
    firsts, distinct = _groups_of_equal(keys)
    distinct = distinct[has_shingles[distinct]]
    bands = (numbers_of(signatures[band_name(band)]) for band in range(settings.minhash_bands))
    members, begins = band_buckets(bands, distinct)
    is_member = np.zeros(len(words), bool)
    is_member[members] = True
    places = np.flatnonzero(is_member)
    rows = np.zeros(len(words), np.uint32)
    rows[places] = np.arange(len(places), dtype=np.uint32)
    ids = one_chunk(signatures["document_id"])
    return {
        "signatures": signatures.select(["document_id", "sequence", "raw", "words"]).append_column(
            "first", column_of(firsts)
        ),
        "candidates": pa.table(
            {"document_id": ids.take(column_of(places)), "place": column_of(places), "words": column_of(words[places])}
        ),
        "buckets": pa.table({"members": lists_of(rows[members], begins)}),
    }


def _groups_of_equal(keys: Array) -> tuple[Array, Array]:
    """(place of the first equal element for every element, places of the first ones in order), int64 both."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.ones(len(keys), bool)
    begins[1:] = ordered[1:] != ordered[:-1]
    firsts = np.empty(len(keys), np.int64)
    firsts[order] = order[begins][np.cumsum(begins) - 1]
    return firsts, np.flatnonzero(firsts == np.arange(len(keys)))


def _no_documents() -> dict[str, pa.Table]:
    return {name: TABLES[name].empty().select(columns) for name, columns in SIGN_COLUMNS.items()}


def _in_id_order(rows: pa.Table) -> pa.Table:
    ids = rows["document_id"]
    if len(ids) > 1 and pc.any(pc.less(ids[1:], ids[:-1])).as_py():
        return rows.sort_by("document_id")
    return rows


def shingle(batch: Batch, sides: Sides, settings: Settings) -> pa.Table:
    """One row a candidate of the batch: `row` (of `candidates`), `shingles` (sorted distinct hashes of word n-grams),
    `slots` (sorted distinct hashes of figures, days and what its headline tells).

    Counts: merge with `merge_rows`.
    """
    from etl.kernels.calls import shingle_sets

    articles = batch["articles"]
    rows, chosen = _candidates_among(one_chunk(articles["document_id"]), sides["candidates"])
    word_counts = numbers_of(sides["candidates"]["words"])[rows]
    text, bounds = text_view(articles["article_body"])
    sets, set_ends, slots, slot_ends = shingle_sets(
        text, bounds, chosen, word_counts, settings.shingle_words, *_calendar()
    )
    of_headlines, owners = _headline_slots(
        articles["headline"].take(column_of(chosen)), word_counts < settings.short_body_words
    )
    slots = np.concatenate([slots, of_headlines])
    owners = np.concatenate([np.repeat(np.arange(len(chosen)), np.diff(slot_ends)), owners])
    slot_ends = np.append(0, np.cumsum(np.bincount(owners, minlength=len(chosen))))
    return pa.table(
        {
            "row": column_of(rows),
            "shingles": lists_of(sets, set_ends),
            "slots": lists_of(slots[np.lexsort((slots, owners))], slot_ends),
        }
    )


def _candidates_among(ids: pa.Array, known: pa.Table) -> tuple[Array, Array]:
    """(rows of `known`, places in `ids`), int64, of the documents that are in both; `known` is in order of id."""
    if not len(ids) or not known.num_rows:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    least, greatest = (value.as_py() for value in pc.min_max(ids).values())
    known_ids = one_chunk(known["document_id"])
    span = range(len(known_ids))
    begin = bisect_left(span, least, key=lambda row: known_ids[row].as_py())
    end = bisect_right(span, greatest, key=lambda row: known_ids[row].as_py())
    found = pc.index_in(ids, known_ids.slice(begin, end - begin))
    chosen = numbers_of(pc.indices_nonzero(found.is_valid()))
    return numbers_of(found.drop_null()).astype(np.int64) + begin, chosen.astype(np.int64)
