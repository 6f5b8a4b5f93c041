"""Copies in a line: a body that was pasted twice without a line break between.

Here: where in a line its second copy begins. Not here: repeats among lines (repeats.py).
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_LINE_CHARS = 2_000_000
"""In a longer line nobody looks: its words would have to be held at once."""
PROBES, PROBE_CHARS, FEWEST_HITS = 16, 30, 4
"""Stretches of the line's first part that are searched in the rest; fewer found again: no copy, at little cost."""
GRAM_WORDS, RUN_GRAMS = 5, 6
OPENING_SHARE, NEAR_SHARE, NEW_SHARE, SHORTEST_SHARE = 0.1, 0.3, 0.1, 0.5
SURE_SHARE = 0.8
"""Seen before of a copy whose own beginning was changed; of others, what the caller asks for."""
_WORD = re.compile(r"\w+")


class Copy(NamedTuple):
    """The second copy begins at `start` (in the line) and goes to its end; `similarity`: its 5-grams seen before, 0..1."""

    start: int
    similarity: float


def find_copy(line: str, share: float) -> Copy | None:
    """Where the line begins again, when `share` of the 5-grams from there on stand before; None when it does not.

    The line's own beginning must come back, little of the first part may stand twice, and the second must be no rag.
    """
    if len(line) > LONGEST_LINE_CHARS or not _may_repeat(line):
        return None
    words = [(match.start(), match.group().casefold()) for match in _WORD.finditer(line)]
    first_at: dict[tuple[str, ...], int] = {}
    seen_at: list[int] = []
    for place in range(len(words) - GRAM_WORDS + 1):
        gram = tuple(word for _, word in words[place : place + GRAM_WORDS])
        first = first_at.setdefault(gram, place)
        seen_at.append(first if first < place else -1)
    found = _beginning_again(seen_at)
    if found is None:
        return None
    split, is_sure = found
    again = [first for first in seen_at[split:] if 0 <= first < split]
    similarity = len(again) / (len(seen_at) - split)
    repeated_above = sum(first >= 0 for first in seen_at[:split])
    if (
        similarity < (share if is_sure else SURE_SHARE)
        or repeated_above > NEW_SHARE * split
        or len(seen_at) - split < SHORTEST_SHARE * split
    ):
        return None
    return Copy(words[split][0], similarity)


def _may_repeat(line: str) -> bool:
    step = max(1, len(line) * 2 // (5 * PROBES))
    hits = sum(line.find(line[at : at + PROBE_CHARS], at + PROBE_CHARS) >= 0 for at in range(0, PROBES * step, step))
    return hits >= FEWEST_HITS


def _beginning_again(seen_at: list[int]) -> tuple[int, bool] | None:
    """Where the line's beginning comes again, told by the first run of grams that were seen near it; whether the run goes
    through the beginning itself."""
    run = 0
    for place, first in enumerate(seen_at):
        run = run + 1 if first >= 0 and (run == 0 or first == seen_at[place - 1] + 1) else int(first >= 0)
        start = place - run + 1
        if run >= RUN_GRAMS and seen_at[start] <= NEAR_SHARE * start:
            return start - seen_at[start], seen_at[start] <= OPENING_SHARE * start
    return None
