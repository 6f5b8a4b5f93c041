"""The kernels as functions of numpy arrays: what steps call.

Here: the room each kernel works in, and its meaning. Not here: the loops themselves.
Every function releases the GIL while it runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from etl.kernels.automata import Automaton
from etl.kernels.compiled import kernel
from etl.kernels.tables import (
    BLOCK,
    CHUNK,
    FIGURE_PARTS,
    KEY_DIGIT_BITS,
    KEY_DIGITS,
    RADIX_BITS,
    Array,
    fold_table,
    permutations,
)

LEAST_REFUSED_BITS, MOST_REFUSED_BITS = 10, 22


def _chunk(words: int) -> int:
    return CHUNK + words + FIGURE_PARTS + 2 * BLOCK


def hash_strings(text: Array, bounds: Array) -> Array:
    """uint64: a hash of the bytes of each string i, `text[bounds[i] : bounds[i + 1]]` (uint8 and int64)."""
    hashes = np.empty(len(bounds) - 1, np.uint64)
    kernel("hash_strings")(text, bounds, hashes)
    return hashes


def hash_words(text: Array) -> Array:
    """uint64: the hash of each word of the UTF-8 `text`, in order."""
    room = len(text) // 2 + 2 * BLOCK
    hashes, starts = np.empty(room, np.uint64), np.empty(room, np.int64)
    return hashes[: kernel("hash_words")(text, fold_table(), starts, hashes)]


def sign(text: Array, bounds: Array, size: int, bands: int, rows: int) -> tuple[Array, Array, Array]:
    """(band keys, hash of the word sequence, number of words) of each text.

    `text` uint8, `bounds` int64: text i is `text[bounds[i] : bounds[i + 1]]`; `size`: words of a shingle.
    uint32 (bands, texts), uint64 (texts), int64 (texts). A text of no words gets the keys of the empty set, which say
    nothing: leave it out by its word count. The memory taken does not depend on the length of a text.
    """
    texts = len(bounds) - 1
    factors, terms = permutations(bands * rows)
    room = _chunk(size)
    keys = np.empty((bands, texts), np.uint32)
    sequences, word_counts = np.empty(texts, np.uint64), np.empty(texts, np.int64)
    kernel("sign")(
        text,
        bounds,
        size,
        rows,
        factors,
        terms,
        fold_table(),
        np.empty(room, np.uint64),
        np.empty(room, np.int64),
        np.empty(room, np.uint64),
        np.empty(room, np.uint32),
        np.empty(bands * rows, np.uint32),
        keys,
        sequences,
        word_counts,
    )
    return keys, sequences, word_counts


def shingle_sets(
    text: Array, bounds: Array, chosen: Array, word_counts: Array, size: int, calendar: Array, kinds: Array
) -> tuple[Array, Array, Array, Array]:
    """(shingle sets, their ends, slots, their ends) of the chosen texts, each sorted and distinct.

    `chosen` int64: which texts; `word_counts` int64, one a chosen text (from `sign`); `calendar`, `kinds`: from
    tables.calendar_table, of months 1 to 12 and tables.WEEKDAY. The rest as for `sign`.
    Sets and slots uint64, ends int64 from 0: chosen text i has `sets[ends[i] : ends[i + 1]]`.
    """
    total = int(word_counts.sum())
    room = _chunk(size)
    sets, slots = np.empty(total, np.uint64), np.empty(total, np.uint64)
    set_ends, slot_ends = np.empty(len(chosen) + 1, np.int64), np.empty(len(chosen) + 1, np.int64)
    kernel("shingle_sets")(
        text,
        bounds,
        chosen,
        size,
        fold_table(),
        calendar,
        kinds,
        np.empty(room, np.uint64),
        np.empty(room, np.int64),
        np.empty(room, np.uint8),
        np.empty(int(word_counts.max(initial=1)), np.uint64),
        np.empty(1 << RADIX_BITS, np.int64),
        sets,
        set_ends,
        slots,
        slot_ends,
    )
    return sets[: set_ends[-1]], set_ends, slots[: slot_ends[-1]], slot_ends


def band_buckets(bands: Iterable[Array], documents: Array) -> tuple[Array, Array]:
    """Buckets of two documents and more: (members, one bucket after the other; where each begins and, last, the end).

    `bands`: for each band the uint32 keys of all documents; `documents` int64: places of those that take part,
    ascending, below 2**32. Members are places, uint32, ascending within a bucket; buckets stand band by band in the
    order of keys; where they begin is int64.
    """
    count = len(documents)
    packed, scratch = np.empty(count, np.uint64), np.empty(count, np.uint64)
    digits = np.empty((KEY_DIGITS, 1 << KEY_DIGIT_BITS), np.int64)
    shared, ends = np.empty(count, np.uint32), np.empty(count // 2, np.int64)
    members, begins, filled = [np.empty(0, np.uint32)], [np.zeros(1, np.int64)], 0
    for keys in bands:
        buckets = kernel("band_buckets")(np.ascontiguousarray(keys), documents, packed, scratch, digits, shared, ends)
        if buckets:
            members.append(shared[: ends[buckets - 1]].copy())
            begins.append(ends[:buckets] + filled)
            filled += len(members[-1])
    return np.concatenate(members), np.concatenate(begins)


def verified_pairs(
    members: Array,
    begins: Array,
    sets: tuple[Array, Array, Array, Array],
    issues: tuple[Array, Array],
    threshold: float,
    all_pairs_up_to: int,
    window: int,
    template_rule: tuple[int, float, float, int, int, float],
    template_edges: int,
) -> Array:
    """Pairs with true Jaccard >= `threshold`: a spanning forest of the near ones, and at most `template_edges` a
    document of those that are one template filled twice.

    `members` uint32, `begins` int64: buckets from band_buckets, as rows of `sets`, which are (addresses of the
    sorted shingles uint64, their numbers int64, addresses of the sorted slots, their numbers); the caller keeps what
    stands at the addresses alive. `issues`: (outlet, day of publication) of each row, int64, -1 and tables.NO_ISSUE
    where not known. `template_rule`: (least figures, shared share, slot share, changed figures, days apart, share from
    which one body stands in the other), see templates.template_evidence.
    int64 (pairs, 4): left, right, shingles in both, tables.NEAR or what told a template; left < right; in the
    order found.
    """
    documents = len(sets[0])
    bits = min(max((4 * documents).bit_length(), LEAST_REFUSED_BITS), MOST_REFUSED_BITS)
    largest = int(np.diff(begins).max(initial=0))
    pairs = np.empty(((1 + template_edges) * documents, 4), np.int64)
    found = kernel("verified_pairs")(
        members.copy(),
        begins,
        *sets,
        threshold,
        all_pairs_up_to,
        window,
        *issues,
        *template_rule,
        np.arange(documents),
        np.zeros(documents, np.int64),
        np.empty((documents, template_edges), np.uint32),
        np.zeros(1 << bits, np.uint64),
        np.empty(largest, np.uint64),
        np.empty(largest, np.uint64),
        np.empty(1 << RADIX_BITS, np.int64),
        pairs,
    )
    return pairs[:found].copy()


def grow_clusters(
    order: Array,
    left: Array,
    right: Array,
    sets: tuple[Array, Array, Array, Array],
    issues: tuple[Array, Array],
    floor: float,
    template_rule: tuple[int, float, float, int, int, float],
) -> tuple[Array, Array, Array]:
    """(canonical document, document it was reached from or -1, shingles in common with the canonical one) of each.

    `order` int64: all rows of `sets`, best first; `left`, `right` int64: near pairs; `floor`: Jaccard with the
    canonical document; the rest as for `verified_pairs`. int64 each; a canonical document has all its own in common.
    """
    documents = len(order)
    ends = np.concatenate([left, right])
    neighbours = np.concatenate([right, left])[np.argsort(ends, kind="stable")]
    begins = np.zeros(documents + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=documents), out=begins[1:])
    canonical, reached_from = np.full(documents, -1, np.int64), np.full(documents, -1, np.int64)
    common = sets[1].copy()
    kernel("grow_clusters")(
        order,
        begins,
        neighbours,
        *sets,
        *issues,
        floor,
        *template_rule,
        np.full(documents, -1, np.int64),
        np.empty(documents, np.int64),
        canonical,
        reached_from,
        common,
    )
    return canonical, reached_from, common


def changed_figures(left: Array, right: Array, sets: tuple[Array, Array, Array, Array]) -> Array:
    """bool, one a pair of rows of `sets`: whether each of the two has a figure that the other has not."""
    changed = np.empty(len(left), np.uint8)
    kernel("changed_figures")(np.ascontiguousarray(left), np.ascontiguousarray(right), *sets[2:], changed)
    return changed.astype(bool)


class Looked(NamedTuple):
    """What trace looks for.

    marks: a searcher; the bits `in_head` of what it says count within a segment's first `head_chars` only; triggers of
        dates say their bytes besides (tables.TRIGGER_SHIFT)
    dates: a trie of the triggers of dates, each with its kind; guards: int64, what tables.py lists, one a kind
    next_words, year_words: tries of what FOLLOWED asks for, and, spelt backwards, of what stands before a year
    words: a trie whose numbers are bits: 1 for function words, 2 for words that must not occur, 4 for quick words
    sample_chars, sample_paragraphs, fewest_words, clear_share: the share of function words in so much of a body, and in
    so many words at least, from which its language is plain; long_chars, other_share: paragraphs from this length on need
    a quick word or such a share
    """

    marks: Automaton
    in_head: int
    head_chars: int
    dates: Automaton
    guards: Array
    next_words: Automaton
    year_words: Automaton
    words: Automaton
    sample_chars: int
    sample_paragraphs: int
    fewest_words: int
    clear_share: float
    long_chars: int
    other_share: float


class Traced(NamedTuple):
    """What trace tells.

    marks: int64, one a segment: the bits of the words it may hold
    is_common: bool, one a text: False for one with characters that marks and triggers do not see through
    triggers: int32 (triggers, 5): begin, end and kind of each, and begin and end of its run of kept text, in code points;
        those of text i are `triggers[trigger_ends[i] : trigger_ends[i + 1]]` (int64)
    body, body_ends: UTF-8 and int64 bounds of the paragraphs of each text, stripped, joined by line ends
    words: int64, how many it has; is_plain: bool, whether its language is plainly that of the function words;
        is_even: bool, whether none of its paragraphs is of another language, if the first ones are of that
    """

    marks: Array
    is_common: Array
    triggers: Array
    trigger_ends: Array
    body: Array
    body_ends: Array
    words: Array
    is_plain: Array
    is_even: Array


def trace(
    text: Array, bounds: Array, first_segment: Array, char_start: Array, char_end: Array, kinds: Array, looked: Looked
) -> Traced:
    """What the segments of each text may hold. `text` uint8, `bounds` int64: text i is `text[bounds[i] : bounds[i + 1]]`;
    its segments, in order, are those from `first_segment[i]` to `first_segment[i + 1]` (int64), with their code points
    (`char_start`, `char_end`, int64) and kinds (uint8; DROPPED, IN_KEPT, PARAGRAPH)."""
    texts, segments, room = len(bounds) - 1, len(kinds), int(bounds[-1] - bounds[0])
    made = Traced(
        marks=np.empty(segments, np.int64),
        is_common=np.empty(texts, np.uint8),
        triggers=np.empty((room // 2 + 2, 5), np.int32),
        trigger_ends=np.zeros(texts + 1, np.int64),
        body=np.empty(room + segments, np.uint8),
        body_ends=np.zeros(texts + 1, np.int64),
        words=np.empty(texts, np.int64),
        is_plain=np.empty(texts, np.uint8),
        is_even=np.empty(texts, np.uint8),
    )
    count = kernel("trace")(
        text,
        bounds,
        first_segment,
        char_start,
        char_end,
        kinds,
        *looked.marks,
        looked.head_chars,
        looked.in_head,
        *looked.dates,
        looked.guards,
        *looked.next_words,
        *looked.year_words,
        *looked.words,
        looked.sample_chars,
        looked.sample_paragraphs,
        looked.fewest_words,
        looked.clear_share,
        looked.long_chars,
        looked.other_share,
        np.empty(segments, np.int64),
        np.empty(segments, np.int64),
        np.empty((int(np.diff(bounds).max(initial=0)) + 1, 3), np.int64),
        np.empty(6, np.int64),
        *made,
    )
    return made._replace(
        triggers=made.triggers[:count].copy(),
        is_common=made.is_common.astype(bool),
        is_plain=made.is_plain.astype(bool),
        is_even=made.is_even.astype(bool),
        body=made.body[: made.body_ends[-1]],
    )


class Walk(NamedTuple):
    """An automaton whose states say features: from `state`, byte `b` leads to `moves[rows[state] + b]` (uint32, int64),
    and `says[state]` (int64) is a feature or -1."""

    moves: Array
    rows: Array
    says: Array


def visited_features(text: bytes, walk: Walk) -> tuple[Array, Array]:
    """(features, int64, in the order in which they are first visited; how often each is, int64)."""
    features, times = np.empty(len(text), np.int64), np.empty(len(text), np.int64)
    slots = np.full(2 << len(text).bit_length(), -1, np.int64)
    found = kernel("visited_features")(np.frombuffer(text, np.uint8), *walk, slots, features, times)
    return features[:found], times[:found]
