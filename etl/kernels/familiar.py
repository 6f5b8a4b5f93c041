"""Lines that say little new: a first look for a text that is told twice in other words.

Here: for every document, how far some run of its lines is made of words that stand above. Not here: whether the run is a
second telling (text/cleaning/retellings.py). Called by steps/clean.py with the `Lines` of a run of documents.
"""

# numba's loops take plain arrays and numbers; what their parameters hold stands in each docstring.
# pyright: reportMissingParameterType=false, reportPossiblyUnboundVariable=false

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numba import njit

from etl.kernels.lines import Lines, word_table

U = np.uint64
SPREAD = np.uint32(0x9E3779B1)


def word_codes(words: Iterable[str]) -> np.ndarray[Any, Any]:
    """uint32, sorted: what `Lines.words` holds for each of `words`."""
    keys = word_table(dict.fromkeys(words, 1)).keys
    return np.unique((keys[keys != 0] >> U(32)).astype(np.uint32))


def familiar_runs(lines: Lines, common: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """int64, one a document: over its best run of lines, words that stand in lines above less half of all words.

    `common` (uint32, sorted, from word_codes): words that do not count. What is new in every line gives 0; a text of 80
    such words told again gives some 20 to 40.
    """
    gains = np.zeros(len(lines.first) - 1, np.int64)
    _fill_gains(lines.first, lines.word_start, lines.words, common, gains)
    return gains // 2


@njit(cache=True, nogil=True)
def _fill_gains(first, word_start, words, common, gains):
    most_words = 16
    for d in range(len(first) - 1):
        most_words = max(most_words, word_start[first[d + 1]] - word_start[first[d]])
    slots = 64
    while slots < 2 * most_words:
        slots *= 2
    word_of, stamp_of, line_of = np.empty(slots, np.uint32), np.full(slots, -1, np.int32), np.empty(slots, np.int64)
    top = np.uint32(slots - 1)
    for d in range(len(first) - 1):
        gain, best = 0, 0
        for line in range(first[d], first[d + 1]):
            known, counted = 0, 0
            for w in range(word_start[line], word_start[line + 1]):
                word = words[w]
                place = np.searchsorted(common, word)
                if place < len(common) and common[place] == word:
                    continue
                counted += 1
                j = np.uint32(word * SPREAD) & top
                while stamp_of[j] == d and word_of[j] != word:
                    j = (j + np.uint32(1)) & top
                if stamp_of[j] != d:
                    stamp_of[j], word_of[j], line_of[j] = d, word, line
                elif line_of[j] != line:
                    known += 1
            gain = max(0, gain + 2 * known - counted)
            best = max(best, gain)
        gains[d] = best
