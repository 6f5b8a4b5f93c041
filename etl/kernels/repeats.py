"""Repeats inside a text: the same line again, and lines made mostly of word 5-grams that the text already had.

Here: for every line, how much of it was seen before and where. Not here: which copy is kept (text/cleaning/repeats.py).
Called by steps/clean.py with the `Lines` of a run of documents. Memory is bounded: a text with more grams than the table
holds is compared by a fixed share of them, chosen by their hash.
"""

# numba's loops take plain arrays and numbers; what their parameters hold stands in each docstring.
# pyright: reportMissingParameterType=false, reportPossiblyUnboundVariable=false

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from etl.kernels.lines import MIX_1, MIX_2, Lines, mixed

U = np.uint64
GRAM_WORDS = 5
TABLE_LIMIT = 1 << 22
"""Slots of the gram table at most (about 50 MB); a text with more than half as many grams is sampled."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """One row a line; line numbers count from the first line of the run, -1 is none.

    twin: int64, the first earlier line of the same document with the same words
    grams, seen: int32, word 5-grams of the line, and how many of them stand in earlier lines of the document
    owner, owned: int64 and int32, the earlier line that holds most of them, and how many
    owner_first, owner_last: int64, first and last of the earlier lines that hold at least two of them
    covered: int32, how many of the line's own grams stand again in later lines
    """

    twin: np.ndarray[Any, Any]
    grams: np.ndarray[Any, Any]
    seen: np.ndarray[Any, Any]
    owner: np.ndarray[Any, Any]
    owned: np.ndarray[Any, Any]
    owner_first: np.ndarray[Any, Any]
    owner_last: np.ndarray[Any, Any]
    covered: np.ndarray[Any, Any]


def find_repeats(lines: Lines) -> Repeats:
    """How much of each line of `lines` its document said before."""
    count = len(lines)
    twin = np.full(count, -1, np.int64)
    grams, seen, owned, covered = (np.zeros(count, np.int32) for _ in range(4))
    owner, owner_first, owner_last = (np.full(count, -1, np.int64) for _ in range(3))
    _find(
        lines.first, lines.key, lines.word_start, lines.words, TABLE_LIMIT, twin, grams, seen, owner, owned,
        owner_first, owner_last, covered,
    )  # fmt: skip
    return Repeats(twin, grams, seen, owner, owned, owner_first, owner_last, covered)


@njit(cache=True, nogil=True)
def _find(first, key, word_start, words, limit, twin, grams, seen, owner, owned, owner_first, owner_last, covered):
    documents = len(first) - 1
    most_words, most_lines = 16, 4
    for d in range(documents):
        most_words = max(most_words, word_start[first[d + 1]] - word_start[first[d]])
        most_lines = max(most_lines, first[d + 1] - first[d])
    slots = 64
    while slots < 2 * most_words and slots < limit:
        slots *= 2
    line_slots = 64
    while line_slots < 2 * most_lines:
        line_slots *= 2
    gram_of, line_of, stamp_of = np.empty(slots, U), np.empty(slots, np.int64), np.full(slots, -1, np.int32)
    key_of, twin_of, key_stamp = (
        np.empty(line_slots, U),
        np.empty(line_slots, np.int64),
        np.full(line_slots, -1, np.int32),
    )
    tally, touched = np.zeros(most_lines, np.int32), np.empty(most_lines, np.int64)
    top, line_top = U(slots - 1), U(line_slots - 1)
    for d in range(documents):
        begin, end = first[d], first[d + 1]
        shift = U(0)
        while (word_start[end] - word_start[begin]) >> shift > slots // 2:
            shift += U(1)
        sampled = (U(1) << shift) - U(1)
        for line in range(begin, end):
            if key[line] == U(0):
                continue
            j = key[line] & line_top
            while key_stamp[j] == d and key_of[j] != key[line]:
                j = (j + U(1)) & line_top
            if key_stamp[j] == d:
                twin[line] = twin_of[j]
            else:
                key_stamp[j], key_of[j], twin_of[j] = d, key[line], line
            n_touched = 0
            for w in range(word_start[line], word_start[line + 1] - GRAM_WORDS + 1):
                gram = U(0)
                for i in range(GRAM_WORDS):
                    gram = (gram ^ U(words[w + i])) * MIX_1
                    gram ^= gram >> U(29)
                gram = mixed(gram ^ MIX_2)
                if (gram >> U(40)) & sampled:
                    continue
                grams[line] += 1
                j = gram & top
                while stamp_of[j] == d and gram_of[j] != gram:
                    j = (j + U(1)) & top
                if stamp_of[j] != d:
                    stamp_of[j], gram_of[j], line_of[j] = d, gram, line
                elif line_of[j] != line:
                    seen[line] += 1
                    other = line_of[j] - begin
                    if tally[other] == 0:
                        touched[n_touched] = other
                        n_touched += 1
                    tally[other] += 1
            for i in range(n_touched):
                other = touched[i]
                n = tally[other]
                tally[other] = 0
                covered[other + begin] += n
                if n > owned[line] or (n == owned[line] and other + begin < owner[line]):
                    owned[line], owner[line] = n, other + begin
                if n >= 2 or n == seen[line]:
                    if owner_first[line] < 0 or other + begin < owner_first[line]:
                        owner_first[line] = other + begin
                    if other + begin > owner_last[line]:
                        owner_last[line] = other + begin
