"""Repeats inside a document: which copy is kept, and where the dropped one points.

Here: the choice between copies, from what kernels/repeats.py counted. Not here: the counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from etl.contracts.enums import LineRule


class Repeat(NamedTuple):
    """A dropped line: it stands again in lines `first` to `last` (numbers in the document)."""

    first: int
    last: int
    similarity: float
    rule: LineRule


@dataclass(slots=True)
class Seen:
    """The columns of kernels.repeats.Repeats for one document, line numbers from its first line; -1 is none."""

    twin: Sequence[int]
    grams: Sequence[int]
    seen: Sequence[int]
    owner: Sequence[int]
    owned: Sequence[int]
    owner_first: Sequence[int]
    owner_last: Sequence[int]
    words: Sequence[int]


def copies_of(seen: Seen, share: float) -> list[bool]:
    """Lines that earlier lines said, whatever their role."""
    return [
        twin >= 0 or (grams > 0 and said >= share * grams)
        for twin, grams, said in zip(seen.twin, seen.grams, seen.seen, strict=True)
    ]


def find_repeats(
    seen: Seen,
    is_text: Sequence[bool],
    is_body: Sequence[bool],
    share: float,
    min_words: int,
    headline: int | None = None,
) -> dict[int, Repeat]:
    """The lines to drop. `is_text`: lines of a kept role; only they repeat and are repeated. `is_body`: body lines.

    `share`: of a line's word 5-grams that stand in earlier lines. `min_words`: shorter lines are compared whole.
    The `headline` is repeated by any line of the same words, kept or not.
    """
    dropped: dict[int, Repeat] = {}
    followers: dict[int, list[int]] = {}
    for line, text in enumerate(is_text):
        if not text:
            continue
        twin = seen.twin[line]
        if twin >= 0 and is_text[twin]:
            dropped[line] = Repeat(twin, twin, 1.0, LineRule.EXACT_REPEAT)
        elif _is_near(seen, line, share, min_words) and is_text[seen.owner[line]]:
            dropped[line] = Repeat(
                seen.owner_first[line], seen.owner_last[line], seen.seen[line] / seen.grams[line], LineRule.NEAR_REPEAT
            )
        else:
            continue
        followers.setdefault(seen.owner[line] if seen.owner[line] >= 0 else twin, []).append(line)
    _spare_short(dropped, seen, min_words)
    if headline is not None:
        for line, twin in enumerate(seen.twin):
            if twin == headline:
                dropped[line] = Repeat(headline, headline, 1.0, LineRule.TITLE_AGAIN)
    _prefer_better(dropped, followers, seen, is_body, share)
    return _pointing_at_kept(dropped)


def _is_near(seen: Seen, line: int, share: float, min_words: int) -> bool:
    grams = seen.grams[line]
    return grams > 0 and seen.words[line] >= min_words and seen.seen[line] >= share * grams


def _spare_short(dropped: dict[int, Repeat], seen: Seen, min_words: int) -> None:
    """Keeps short lines that stand again by themselves ("Tidak.", a refrain): only beside a long copy are they copies."""
    run: list[int] = []
    for line in range(len(seen.words) + 1):
        if line in dropped:
            run.append(line)
        elif line == len(seen.words) or seen.words[line]:
            if all(seen.words[n] < min_words for n in run):
                for n in run:
                    del dropped[n]
            run = []


def _prefer_better(
    dropped: dict[int, Repeat], followers: dict[int, list[int]], seen: Seen, is_body: Sequence[bool], share: float
) -> None:
    """Turns a repeat round where the later copy is the better one: complete, or with its paragraph breaks."""
    for kept in sorted(followers):
        later = [n for n in followers[kept] if n in dropped and is_body[n]]
        if kept in dropped or not is_body[kept] or not later:
            continue
        said_again = sum(seen.owned[n] for n in later)
        words = sum(seen.words[n] for n in later)
        grams = seen.grams[kept]
        if grams == 0 or said_again < max(share, 0.8 if len(later) == 1 else share) * grams:
            continue
        fuller = (
            len(later) == 1
            and seen.grams[later[0]] > 1.25 * grams
            and seen.owned[later[0]] >= 0.9 * seen.seen[later[0]]
        )
        broken_up = len(later) >= 2 and words >= 0.9 * seen.words[kept]
        if fuller or broken_up:
            for line in later:
                del dropped[line]
            dropped[kept] = Repeat(later[0], later[-1], min(1.0, said_again / grams), LineRule.NEAR_REPEAT)


def _pointing_at_kept(dropped: dict[int, Repeat]) -> dict[int, Repeat]:
    """The same repeats, each pointing at lines that are kept."""
    settled: dict[int, Repeat] = {}
    for line, repeat in sorted(dropped.items()):
        seen = {line}
        target = repeat
        while target.first in dropped and target.first not in seen:
            seen.add(target.first)
            target = dropped[target.first]
        if target.first in dropped or line in range(target.first, target.last + 1):
            continue
        settled[line] = repeat._replace(
            first=target.first, last=max(target.first, target.last if target is not repeat else repeat.last)
        )
    return settled
