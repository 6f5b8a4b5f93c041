"""Retellings: a body that stands twice in one document, the second time in other words (another translation).

Two tellings share names, figures and most words that carry meaning, in nearly the same order; a paragraph that only goes
on with a story shares few of them, and never all from the beginning again. So a second telling begins with the words of
the text's opening, and the longest common subsequence of content words covers most of it.
Here: finding the lines of the second telling, and where they stand told first. Not here: a first look at all documents
(kernels/familiar.py), copies in nearly the same words (repeats.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from etl.text.phrases import WORD, function_words

OPENING_WORDS = 60
"""Words of the text's beginning, headline and all, where a second telling begins again."""
OPENING_SHARE, FEWEST_OPENING_WORDS = 0.5, 4
"""Of the first OPENING_WORDS of a line that begins a telling, so many stand in the opening."""
FEWEST_WORDS, LEAST_LENGTH = 40, 0.5
"""A telling has so many content words, and so many of the words of what stands above it."""
TOLD_SHARE, LINE_SHARE = 0.65, 0.5
"""Words told before, in order: of the whole telling, and of each line that is dropped."""
MOST_WORDS, MOST_PLACES, MOST_STARTS = 6_000, 20, 3
"""Bounds of the work: content words of a document, places of one word that are tried, lines that may begin a telling."""
MOST_CHARS = 100_000
"""A longer text has more words than that."""


class Told(NamedTuple):
    """A line of one telling: it stands in lines `first` to `last` of the other, which share `share` of its words."""

    first: int
    last: int
    share: float


def content_words(line: str) -> list[str]:
    """The words of `line` without case, less those that carry no meaning of their own."""
    common = function_words()
    words = (match.group().casefold() for match in WORD.finditer(line))
    return [word for word in words if word not in common]


def find_retelling(lines: Sequence[Sequence[str]]) -> dict[int, Told]:
    """The lines of the telling that is dropped, by number; none when the text is told once.

    `lines`: the content words of each line, none for a line that is no text of the article. A line with a figure that
    does not stand above is no retelling. The second telling is dropped, unless the first lost its paragraphs.
    """
    if sum(map(len, lines)) > MOST_WORDS:
        return {}
    opening = set(list(chain.from_iterable(lines))[:OPENING_WORDS])
    above, starts = 0, 0
    for start, words in enumerate(lines):
        if above >= FEWEST_WORDS and len(words) >= FEWEST_OPENING_WORDS and starts < MOST_STARTS:
            leading = words[:OPENING_WORDS]
            if sum(word in opening for word in leading) >= OPENING_SHARE * len(leading):
                starts += 1
                if told := _told_from(start, lines):
                    return told
        above += len(words)
    return {}


def _told_from(start: int, lines: Sequence[Sequence[str]]) -> dict[int, Told]:
    """The lines that the telling from line `start` on makes superfluous."""
    upper = [(word, line) for line in range(start) for word in lines[line]]
    lower = [(word, line) for line in range(start, len(lines)) for word in lines[line]]
    places = Counter(word for word, _ in upper)
    upper, lower = ([pair for pair in side if places[pair[0]] <= MOST_PLACES] for side in (upper, lower))
    known = _figures(word for word, _ in upper)
    new = {line for line in range(start, len(lines)) if not _figures(lines[line]) <= known}
    pairs = [
        (upper[i][1], lower[j][1])
        for i, j in _common_subsequence([word for word, _ in upper], [word for word, _ in lower])
        if lower[j][1] not in new
    ]
    sizes, told = Counter(line for _, line in lower), Counter(line for _, line in pairs)
    end = _last_told(start, sizes, told)
    total = sum(sizes[line] for line in range(start, end))
    shared = sum(told[line] for line in range(start, end))
    if total < max(FEWEST_WORDS, LEAST_LENGTH * len(upper)) or shared < TOLD_SHARE * total:
        return {}
    pairs = [(i, j) for i, j in pairs if j < end]
    if _has_lost_paragraphs(range(start), range(start, end), lines):
        return _dropped([(j, i) for i, j in pairs], Counter(line for _, line in upper))
    return _dropped(pairs, sizes)


def _figures(words: Iterable[str]) -> set[str]:
    return {word for word in words if any(char.isdigit() for char in word)}


def _last_told(start: int, sizes: Counter[int], told: Counter[int]) -> int:
    """One past the last line of the telling: where the words told before outweigh the others most."""
    best, weight, end = 0.0, 0.0, start
    for line in range(start, max(sizes, default=start) + 1):
        weight += told[line] - LINE_SHARE * sizes[line]
        if weight > best:
            best, end = weight, line + 1
    return end


def _has_lost_paragraphs(first: range, second: range, lines: Sequence[Sequence[str]]) -> bool:
    longest = max(len(lines[line]) for line in first)
    if 2 * longest < sum(len(lines[line]) for line in first):
        return False
    return all(2 * len(lines[line]) < longest for line in second)


def _dropped(pairs: Sequence[tuple[int, int]], sizes: Counter[int]) -> dict[int, Told]:
    """`pairs`: for each word of the common subsequence its line in the telling that stays, and in the other."""
    standing: defaultdict[int, list[int]] = defaultdict(list)
    for kept, line in pairs:
        standing[line].append(kept)
    return {
        line: Told(min(kept), max(kept), len(kept) / sizes[line])
        for line, kept in standing.items()
        if len(kept) >= LINE_SHARE * sizes[line]
    }


def _common_subsequence(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Places of a longest common subsequence, by Hunt and Szymanski: an increasing run through the pairs of equals."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(left):
        places[word].append(i)
    ends: list[int] = []
    steps: list[tuple[int, int, int]] = []  # place on the left, on the right, the step before
    last: list[int] = []
    for j, word in enumerate(right):
        for i in reversed(places.get(word, ())):
            length = bisect_left(ends, i)
            steps.append((i, j, last[length - 1] if length else -1))
            if length == len(ends):
                ends.append(i)
                last.append(len(steps) - 1)
            else:
                ends[length] = i
                last[length] = len(steps) - 1
    found: list[tuple[int, int]] = []
    step = last[-1] if last else -1
    while step >= 0:
        i, j, step = steps[step]
        found.append((i, j))
    return found[::-1]
