"""Kinds of lines, and the columns in which kernels/lines.py counts them.

Here: the types and numbers that all rules about lines share. Not here: telling a line's kind (looks.py).
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """What a line looks like. From PHRASE to CODE it is furniture whatever stands round it."""

    BLANK = 0
    PROSE = 1
    SENTENCE = 2
    TITLE = 3
    LABEL = 4
    BULLET = 5
    STAMP = 6
    BYLINE = 7
    CAPTION = 8
    DATELINE = 9
    PHRASE = 10
    RELATED_HEAD = 11
    TAG_HEAD = 12
    MENU = 13
    SYMBOLS = 14
    CODE = 15
    TICKER = 16


class Look(NamedTuple):
    """A line's kind and what was seen."""

    kind: Kind
    evidence: str | None = None
    bullet: bool = False


# The columns of kernels.lines.Lines.counts, in its order.
CHARS, WORDS, STOP, FOREIGN_STOP, UPPER, LETTERS, DIGITS, CAPITALS = range(8)
BARS, SENTENCES, CODE, OTHER_SCRIPT, MASK, FIRST, LAST, LAST_BUT_ONE, MARKED, GAPS = range(8, 18)

IS_STOP, IS_FOREIGN_STOP, BEGINS_PHRASE, BEGINS_CREDIT = 1, 2, 4, 8
HOLDS_PHRASE, MAY_BE_RESIDUE, HOLDS_CREDIT, IS_MARKED, BEGINS_LABEL, HOLDS_TIME = 16, 32, 64, 128, 256, 512
"""Bits of a word's mask. The kernel counts IS_STOP, IS_FOREIGN_STOP and IS_MARKED (words that sites use round an
article), and takes the ones named BEGINS of a line's first word only. Where a bit is missing from a line's MASK, what it
tells of is not in the line, and nobody looks for it."""
