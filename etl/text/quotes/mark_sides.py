"""Sides of quotation marks: whether a mark opens or closes, told by what stands beside it.

Here: the marks, and the side of one. Not here: pairing them (marks.py).

The shape of a mark decides last: crawled text uses one curly shape for both sides, and straight marks have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from etl.text.cleaning.kept import Block

MARKS = re.compile(
    r"&(?:[lr]dquo|quot|[lr]aquo|#822[01]|#34);|''|``|[\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u201b\u2039\u203a'`\u00b4\uff02]"
)
_SINGLE = frozenset("\u2018\u2019\u201a\u201b\u2039\u203a'`\u00b4")
_OPENING = frozenset("\u201c\u201e\u201f\u00ab\u2018\u201a\u201b\u2039") | {"``", "&ldquo;", "&laquo;", "&#8220;"}
_CLOSING = frozenset("\u201d\u00bb\u2019\u203a") | {"''", "&rdquo;", "&raquo;", "&#8221;"}
_BEFORE_OPEN = frozenset("([{\u2014\u2013-/:")
_AFTER_CLOSE = frozenset(".,;:!?)]}\u2026\u2014\u2013-/")
_ENDS_SPEECH = frozenset(",.?!\u2026")

CueTest = Callable[[int], bool]
"""Whether a cue that follows quoted words (`kata Budi`) stands at this offset, blanks and commas passed over."""


class Side(Enum):
    """Which side of quoted words a mark stands on, as far as its neighbours tell."""

    OPEN = 1
    CLOSE = 2
    EITHER = 3


@dataclass(slots=True)
class Mark:
    """A mark at `[start, end)` and its side."""

    start: int
    end: int
    side: Side


def is_single(mark: str) -> bool:
    """Whether a mark is a single one, which may be an apostrophe."""
    return mark in _SINGLE


def side_of(text: str, mark: re.Match[str], block: Block, is_cue: CueTest) -> Side | None:
    """The side that `mark` stands on in its paragraph; None when it is an apostrophe."""
    start, end = mark.span()
    left = text[start - 1] if start > block.start else " "
    right = text[end] if end < block.end else " "
    left_open = left.isspace() or left in _BEFORE_OPEN
    right_closed = right.isspace() or right in _AFTER_CLOSE
    if is_single(mark[0]):
        # An apostrophe stands inside a word; only marks with a free side can enclose anything.
        if left_open and right.isalnum():
            return Side.OPEN
        if not left.isspace() and not right.isalnum():
            return Side.CLOSE
        return None
    if left_open and not right_closed:
        return Side.OPEN
    if right_closed and not left_open:
        return Side.CLOSE
    if start == block.start:
        return Side.OPEN
    if end == block.end:
        return Side.CLOSE
    if left.isspace() and right_closed:
        return _loose_side(text, start, end, block, is_cue)
    if left in _ENDS_SPEECH:
        return Side.CLOSE if right.islower() else Side.EITHER
    if mark[0] in _OPENING:
        return Side.OPEN
    return Side.CLOSE if mark[0] in _CLOSING and left.isalnum() and right.islower() else Side.EITHER


def _loose_side(text: str, start: int, end: int, block: Block, is_cue: CueTest) -> Side:
    """The side of a mark with blanks on both sides, by the punctuation before it and the cue after it."""
    before = text[max(block.start, start - 3) : start].rstrip()[-1:]
    if before in _ENDS_SPEECH and before != "" and is_cue(end):
        return Side.CLOSE
    return Side.EITHER
