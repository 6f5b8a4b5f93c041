"""Repeats inside a document: which copy is kept, and where the dropped one points.

Here: the choice between copies, from what kernels/repeats.py counted. Not here: the counting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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

    twin: list[int]
    grams: Sequence[int]
    seen: Sequence[int]
    owner: Sequence[int]
    owned: Sequence[int]
    owner_first: Sequence[int]
    owner_last: Sequence[int]
    words: Sequence[int]


@dataclass(frozen=True, slots=True)
class RepeatRules:
    """When a line is a copy (see the settings of the same names)."""

    share: float
    min_words: int
    share_alone: float
    alone_words: int


SEVERAL_LINES = 3
"""Lines from which a paragraph that holds them again is a copy of the body, however much is lost where they join."""
_NUMBER = re.compile(r"\d+")


def find_repeats(
    seen: Seen,
    is_text: Sequence[bool],
    is_body: Sequence[bool],
    rules: RepeatRules,
    text_of: Callable[[int, int], str],
    headline: int | None = None,
) -> dict[int, Repeat]:
    """The lines to drop.

    is_text: lines of a kept role; only they repeat and are repeated. is_body: body lines.
    text_of: the text of lines first to last. The `headline` is repeated by any line of the same words, kept or not.
    """
    dropped: dict[int, Repeat] = {}
    for line, text in enumerate(is_text):
        if text and (repeat := _repeat_of(line, seen, is_text, rules, text_of)) is not None:
            dropped[line] = repeat
    if dropped:
        _spare_lone(dropped, seen, is_body, rules)
        _prefer_better(dropped, seen, is_body, rules.share)
    if headline is not None:
        for line, twin in enumerate(seen.twin):
            if twin == headline:
                dropped[line] = Repeat(headline, headline, 1.0, LineRule.TITLE_AGAIN)
    return _pointing_at_kept(dropped)


def _repeat_of(
    line: int, seen: Seen, is_text: Sequence[bool], rules: RepeatRules, text_of: Callable[[int, int], str]
) -> Repeat | None:
    twin, grams, said = seen.twin[line], seen.grams[line], seen.seen[line]
    if twin >= 0 and is_text[twin]:
        return Repeat(twin, twin, 1.0, LineRule.EXACT_REPEAT)
    if grams == 0 or seen.words[line] < rules.min_words or said < rules.share * grams or not is_text[seen.owner[line]]:
        return None
    first, last = seen.owner_first[line], seen.owner_last[line]
    # Rows that differ in their numbers alone (prices, scores, temperatures) share most of their words and are no copies.
    numbers = _NUMBER.findall(text_of(line, line)) if seen.words[line] < rules.alone_words else []
    if numbers:
        known = set(_NUMBER.findall(text_of(first, last)))
        if not known.issuperset(numbers):
            return None
    return Repeat(first, last, said / grams, LineRule.NEAR_REPEAT)


def _spare_lone(dropped: dict[int, Repeat], seen: Seen, is_body: Sequence[bool], rules: RepeatRules) -> None:
    """Keeps body lines that stand again by themselves: a refrain, "Tidak.", a speaker quoted twice. Beside another long
    copy, or when they are nearly the same and no refrain, they are copies."""
    run: list[int] = []
    kept_words = 0
    for line in range(len(seen.words) + 1):
        if line in dropped:
            run.append(line)
        elif line == len(seen.words) or seen.words[line]:
            if _is_refrain(run, kept_words, seen, is_body, rules):
                for n in run:
                    del dropped[n]
                run = []
            kept_words += seen.words[line] if line < len(seen.words) else 0
            long_lines = sum(seen.words[n] >= rules.min_words for n in run)
            if long_lines < 2 and sum(seen.words[n] for n in run) < rules.alone_words:
                for n in run:
                    holds_several = dropped[n].last - dropped[n].first >= SEVERAL_LINES - 1
                    is_loose = dropped[n].similarity < rules.share_alone and not holds_several
                    if is_loose or (is_body[n] and seen.words[n] < rules.min_words):
                        del dropped[n]
            run = []


def _is_refrain(run: list[int], words_above: int, seen: Seen, is_body: Sequence[bool], rules: RepeatRules) -> bool:
    """True for short lines alone, fewer than half of what stands above them: verses sung again, not a second copy."""
    if not run or any(not is_body[n] or seen.words[n] >= 2 * rules.min_words for n in run):
        return False
    return 2 * sum(seen.words[n] for n in run) <= words_above


def _prefer_better(dropped: dict[int, Repeat], seen: Seen, is_body: Sequence[bool], share: float) -> None:
    """Turns a repeat round where the later copy is the better one: complete, or with its paragraph breaks."""
    followers: dict[int, list[int]] = {}
    for line, repeat in dropped.items():
        if repeat.rule == LineRule.NEAR_REPEAT and is_body[line]:
            followers.setdefault(seen.owner[line], []).append(line)
    for kept in sorted(followers):
        later, grams = followers[kept], seen.grams[kept]
        if kept in dropped or not is_body[kept] or grams == 0:
            continue
        fuller = [n for n in later if seen.owned[n] >= 0.8 * grams and seen.grams[n] > 1.25 * grams]
        fuller = [n for n in fuller if seen.owned[n] >= 0.9 * seen.seen[n]][:1]
        pieces = [n for n in later if seen.owned[n] < 0.8 * grams]
        better = fuller or pieces
        said_again = sum(seen.owned[n] for n in better)
        whole = len(pieces) >= 2 and sum(seen.words[n] for n in pieces) >= 0.9 * seen.words[kept]
        if fuller or (whole and said_again >= share * grams):
            for line in better:
                del dropped[line]
            dropped[kept] = Repeat(better[0], better[-1], min(1.0, said_again / grams), LineRule.NEAR_REPEAT)


def _pointing_at_kept(dropped: dict[int, Repeat]) -> dict[int, Repeat]:
    """The same repeats, each pointing at lines that are kept."""
    settled: dict[int, Repeat] = {}
    for line, repeat in sorted(dropped.items()):
        target, passed = repeat, {line}
        while target.first in dropped and target.first not in passed:
            passed.add(target.first)
            target = dropped[target.first]
        if target.first not in dropped and not target.first <= line <= target.last:
            settled[line] = repeat._replace(first=target.first, last=target.last)
    return settled
