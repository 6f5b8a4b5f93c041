"""Stretches of tokens that name something: what the model reads, what is told, and choosing among those that overlap.

Here: the two kinds of stretch, how sure each way of finding is, the choice.
Not here: where stretches come from (readings.py, known.py, first_words.py, context.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from etl.text.names.lexicon import Entity

LONGEST_NAME_TOKENS = 14
SURE_OF_FORM = 0.97
SURE_OF_FIRST_WORD = 0.85
SURE_OF_EXTENT = 0.6
"""Probability from which the model's own end of a name beats the run of capitals behind its first word."""
SURE_OF_KIND = 0.75
"""Probability below which words of persons' names outweigh the model's reading as a place or an organisation."""
_START = attrgetter("start")

SURE_WORDS = frozenset({"address", "named"})
"""What stands before a person only, so that even the name of a city is one there: "Mbah Sarmi"."""


class Guess(NamedTuple):
    """The name model's reading: tokens `[start, end)` name something of `kind`, with probability `sure`."""

    start: int
    end: int
    kind: str
    sure: float


class Span(NamedTuple):
    """Tokens `[start, end)` that name something of `kind`; `entity` where the lexicon knows it."""

    start: int
    end: int
    kind: str
    method: str
    sure: float
    entity: Entity | None = None

    @property
    def length(self) -> int:
        """How many tokens."""
        return self.end - self.start


def chosen(spans: Iterable[Span], count: int) -> list[Span]:
    """Spans of `count` tokens without overlaps, in order: the longest wins over those inside it, then the one
    that the lexicon knows, then the surest."""
    spans = sorted(spans, key=_START)
    if all(left.end <= right.start for left, right in pairwise(spans)):
        return spans
    taken = bytearray(count)
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.entity is None, -s.sure, s.start, s.kind)):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=_START)
