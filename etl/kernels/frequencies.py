"""How many distinct articles a line stands in: sightings of lines, kept small and foldable in any order.

Here: the fold of sightings and the look-up of a line's frequency. Not here: what an article is told by, and what a
frequent line means (steps/clean.py, text/cleaning/roles.py).

A sighting is (line, group, article), three 64-bit hashes, sorted. Of every (line, group) the smallest KEEP article
hashes are held: up to there the count is exact, above it is estimated from the largest one held. When all rows exceed
LIMIT, only articles whose hash lies below a power of two are held, the same for every line; a row under the line BOUND
remembers it, and counts are scaled by it. Both cuts depend on the set of sightings alone: folding is associative and
order-free.
"""

# numba's loops take plain arrays and numbers; what their parameters hold stands in each docstring.
# pyright: reportMissingParameterType=false, reportPossiblyUnboundVariable=false

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from etl.kernels.lines import NUMBER, Lines, mixed

U = np.uint64
KEEP = 256
LIMIT = 1 << 24
EVERY = U(0)
"""The line under which every article is counted once in its groups (no line has this hash: it is a blank one's)."""
BOUND = U(0xFFFFFFFFFFFFFFFF)
"""The line whose one row holds, as its article, the largest article hash that is still held."""
MOST = U(0xFFFFFFFFFFFFFFFF)
LONG_LINE_WORDS = 12
Array = np.ndarray[Any, Any]


def sightings(lines: Lines, groups: Array) -> tuple[Array, Array, Array]:
    """Every line of every document with its article and group, unsorted. `groups`: uint64 (documents, groups each).

    A group of 0 is none. An article is told by the two smallest hashes of its long lines, so that copies of a text on
    other sites, with other furniture round it, are one article. Two, not one: one long notice cannot make all one.
    """
    articles = np.empty(len(lines.first) - 1, np.uint64)
    _articles(lines.first, lines.key, lines.word_start, LONG_LINE_WORDS, articles)
    counts = np.diff(lines.first)
    every = np.concatenate([lines.folded, np.zeros(len(articles), np.uint64)])
    whose = np.concatenate([np.repeat(np.arange(len(articles)), counts), np.arange(len(articles))])
    seen = (every != 0) | (np.arange(len(every)) >= len(lines.folded))
    every, whose = every[seen], whose[seen]
    columns = [(every, groups[whose, g], articles[whose]) for g in range(groups.shape[1])]
    line, group, article = (np.concatenate([column[i] for column in columns]) for i in range(3))
    real = group != 0
    return line[real], group[real], article[real]


@njit(cache=True, nogil=True)
def _articles(first, key, word_start, long_words, articles):
    for d in range(len(first) - 1):
        for least in (long_words, 0):
            low, next_low = MOST, MOST
            for line in range(first[d], first[d + 1]):
                if key[line] == U(0) or word_start[line + 1] - word_start[line] < least:
                    continue
                h = mixed(key[line] ^ NUMBER)
                if h < low:
                    low, next_low = h, low
                elif low < h < next_low:
                    next_low = h
            if low != MOST:
                break
        articles[d] = mixed(low ^ mixed(next_low))


def fold(
    lines: Array, groups: Array, articles: Array, keep: int = KEEP, limit: int = LIMIT
) -> tuple[Array, Array, Array]:
    """The sightings of all three columns (uint64) in order, each once, cut as the module says."""
    largest = articles[lines == BOUND].min(initial=MOST)
    held = (lines != BOUND) & (articles <= largest)
    lines, groups, articles = lines[held], groups[held], articles[held]
    order = np.lexsort((articles, groups, lines))
    lines, groups, articles = lines[order], groups[order], articles[order]
    held = _within(lines, groups, articles, keep)
    while np.count_nonzero(held) > limit and largest > 0:
        largest >>= U(1)
        held &= articles <= largest
    lines, groups, articles = lines[held], groups[held], articles[held]
    if largest == MOST:
        return lines, groups, articles
    return np.append(lines, BOUND), np.append(groups, U(0)), np.append(articles, largest)


@njit(cache=True, nogil=True)
def _within(lines, groups, articles, keep):
    held = np.zeros(len(lines), np.bool_)
    n = 0
    for i in range(len(lines)):
        same = i > 0 and lines[i] == lines[i - 1] and groups[i] == groups[i - 1]
        if same and articles[i] == articles[i - 1]:
            continue
        n = n + 1 if same else 1
        held[i] = n <= keep
    return held


def frequencies(
    lines: Array, groups: Array, articles: Array, wanted: Array, keep: int = KEEP
) -> tuple[Array, Array, Array]:
    """Distinct articles of each line of `wanted` (uint64): overall, at most in one group, and that group.

    lines, groups, articles: as `fold` returned them. A line never seen stands in 0 articles.
    """
    largest = articles[-1] if len(lines) and lines[-1] == BOUND else MOST
    low = np.searchsorted(lines, wanted, "left")
    high = np.searchsorted(lines, wanted, "right")
    return _count(groups, articles, low, high, keep, largest)


def group_sizes(lines: Array, groups: Array, articles: Array, keep: int = KEEP) -> dict[int, int]:
    """Distinct articles of each group."""
    stop = int(np.searchsorted(lines, EVERY, "right"))
    largest = articles[-1] if len(lines) and lines[-1] == BOUND else MOST
    starts = np.flatnonzero(np.r_[True, groups[1:stop] != groups[: stop - 1]]) if stop else np.zeros(0, np.int64)
    ends = np.append(starts[1:], stop)
    return {
        int(groups[a]): int(_estimate(b - a, keep, articles[b - 1], largest)) for a, b in zip(starts, ends, strict=True)
    }


@njit(cache=True, nogil=True)
def _estimate(count, keep, last, largest):
    if count < keep:
        return np.int64(np.round(count * (2.0**64 / (np.float64(largest) + 1.0))))
    return np.int64(np.round((keep - 1) * 2.0**64 / (np.float64(last) + 1.0)))


@njit(cache=True, nogil=True)
def _count(groups, articles, low, high, keep, largest):
    overall, most = np.zeros(len(low), np.int64), np.zeros(len(low), np.int64)
    where = np.zeros(len(low), np.uint64)
    for i in range(len(low)):
        a, b = low[i], high[i]
        if b - a < 1:
            continue
        start = a
        for j in range(a + 1, b + 1):
            if j == b or groups[j] != groups[start]:
                n = _estimate(j - start, keep, articles[j - 1], largest)
                if n > most[i]:
                    most[i], where[i] = n, groups[start]
                start = j
        if groups[a] == groups[b - 1]:
            overall[i] = most[i]
            continue
        every = np.sort(articles[a:b])
        n = 0
        last = U(0)
        for j in range(len(every)):
            if j == 0 or every[j] != every[j - 1]:
                n += 1
                last = every[j]
                if n == keep:
                    break
        overall[i] = _estimate(n, keep, last, largest)
    return overall, most, where
