"""Kept text: a document less its dropped segments, with the way back to raw offsets.

Here: the string that rules about sentences read, its blocks, and the mapping of offsets in both directions.
Not here: what is dropped and why (the clean step), and any rule about speech or contacts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from etl.contracts.enums import Role
from etl.contracts.spans import Span
from etl.text.cleaning.wrapped import unwrapped

STORY_ROLES = frozenset({Role.BODY, Role.SUMMARY, Role.CAPTION})
"""Roles whose sentences tell the story; headlines, subheadings, stamps and credits stand outside it."""


class KeptSegment(NamedTuple):
    """A kept segment of the ledger: `[start, end)` of the raw text and its role."""

    start: int
    end: int
    role: str


class Block(NamedTuple):
    """A paragraph of kept text: `[start, end)` without the line end, and the role of its first character."""

    start: int
    end: int
    role: str


# A line that a lost link cut in two goes on in lower case or with punctuation, or stopped at a word that cannot end one.
_GOES_ON = re.compile(r"[a-z,;.)\u201d\u2019]")
_CUT_OFF = re.compile(r"(?:,|\b(?:dari|di|ke|oleh|dan|dengan|yang|pada|kepada|untuk|dalam|melalui|lewat))\Z")


@dataclass(slots=True)
class KeptText:
    """`text` is the kept characters in order; offsets into it are called kept offsets."""

    text: str
    lower: str
    """`text` in lower case, of the same length: characters whose lower case is longer stay as they are."""
    blocks: list[Block]
    _kept_starts: list[int]
    _raw_starts: list[int]
    _raw_ends: list[int] = field(default_factory=list)

    def raw(self, start: int, end: int) -> Span:
        """The raw span of the non-empty kept span `[start, end)`."""
        first = bisect_right(self._kept_starts, start) - 1
        last = bisect_right(self._kept_starts, end - 1) - 1
        return Span(
            self._raw_starts[first] + start - self._kept_starts[first],
            self._raw_starts[last] + end - self._kept_starts[last],
        )

    def kept(self, start: int, end: int) -> tuple[int, int] | None:
        """The kept span of the raw span `[start, end)`; None when an end of it was dropped."""
        first = bisect_right(self._raw_starts, start) - 1
        last = bisect_right(self._raw_starts, end - 1) - 1
        if first < 0 or start >= self._raw_ends[first] or end > self._raw_ends[last]:
            return None
        return (
            self._kept_starts[first] + start - self._raw_starts[first],
            self._kept_starts[last] + end - self._raw_starts[last],
        )

    def kept_spans(self, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, int] | None]:
        """What `kept` gives for the first two values of each row; rows are in order of their start."""
        segment, count = 0, len(self._raw_ends)
        for row in rows:
            start, end = row[0], row[1]
            while segment < count and self._raw_ends[segment] <= start:
                segment += 1
            if segment == count or start < self._raw_starts[segment]:
                yield None
            elif end <= self._raw_ends[segment]:
                shift = self._kept_starts[segment] - self._raw_starts[segment]
                yield (start + shift, end + shift)
            else:
                yield self.kept(start, end)

    def block_at(self, offset: int) -> int:
        """Index of the block that holds the kept offset, or of the last one before it; -1 before the first."""
        return bisect_right(self.blocks, offset, key=_block_start) - 1


def _block_start(block: Block) -> int:
    return block.start


def kept_text(raw_text: str, segments: Iterable[KeptSegment]) -> KeptText:
    """The kept text of `raw_text`. `segments` are its kept segments in order, disjoint."""
    parts: list[str] = []
    kept_starts: list[int] = []
    raw_starts: list[int] = []
    raw_ends: list[int] = []
    roles: list[str] = []
    length = 0
    for start, end, role in segments:
        kept_starts.append(length)
        raw_starts.append(start)
        raw_ends.append(end)
        roles.append(role)
        parts.append(raw_text[start:end])
        length += end - start
    text = "".join(parts)
    begins = {start for start, _ in unwrapped(raw_text, list(zip(raw_starts, raw_ends, roles, strict=True)))}
    goes_on = frozenset(kept for kept, raw in zip(kept_starts, raw_starts, strict=True) if raw not in begins)
    blocks = _blocks(text, kept_starts, roles, goes_on)
    return KeptText(text, lower_of(text), blocks, kept_starts, raw_starts, raw_ends)


def lower_of(text: str) -> str:
    """`text` in lower case with every character still at its offset."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _blocks(text: str, kept_starts: list[int], roles: list[str], goes_on: frozenset[int]) -> list[Block]:
    """The paragraphs of kept text: a line end parts them, and so does a new role where the line end itself was dropped.

    `goes_on`: where lines begin that go on with the one before, broken at a fixed width.
    """
    blocks: list[Block] = []
    segment = 0
    position = 0
    length = len(text)
    while position < length:
        line_end = text.find("\n", position)
        if line_end < 0:
            line_end = length
        while segment + 1 < len(kept_starts) and kept_starts[segment + 1] <= position:
            segment += 1
        following = segment + 1
        while following < len(kept_starts) and kept_starts[following] < line_end and roles[following] == roles[segment]:
            following += 1
        if following < len(kept_starts) and kept_starts[following] < line_end:
            line_end = kept_starts[following]
        line = text[position:line_end]
        words = line.strip()
        start = position + len(line) - len(line.lstrip())
        end = start + len(words)
        begin, position = position, line_end + (text[line_end : line_end + 1] == "\n")
        if not words:
            continue
        role = roles[segment]
        before = blocks[-1] if blocks else None
        if before is not None and (begin in goes_on or (before.role == role and _joins(text, before, start))):
            blocks[-1] = Block(before.start, end, before.role if role != Role.BODY else role)
        else:
            blocks.append(Block(start, end, role))
    return blocks


def _joins(text: str, before: Block, start: int) -> bool:
    """Whether the line at `start` goes on with the block before it, which a lost link cut in two."""
    cut = _CUT_OFF.search(text, max(before.start, before.end - 8), before.end)
    return _GOES_ON.match(text, start) is not None or cut is not None
