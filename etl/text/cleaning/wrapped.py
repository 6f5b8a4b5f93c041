"""Lines broken at a fixed width, as mailing lists did, put together again so that names run on from one to the next.

Here: whether a document's lines were broken so, and which belong together.
Not here: what a line is (document.py), tokens (names/tokens.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.contracts.enums import Role
from etl.text.cleaning.document import FEWEST_WRAPPED, MOST_WRAPPED

LEAST_BROKEN_LINES = 3
"""So many lines that go on in small letters right below show that the text was broken at a fixed width."""

_RUNNING = frozenset({Role.BODY, Role.SUMMARY, Role.SUBHEADING, Role.TIMESTAMP})
"""Roles that a line of a broken paragraph is given: its first line may hold the dateline, one in the middle look like a heading."""
_ENDS = (".", "?", "!", ":", '"', "\u201d", ")")


def unwrapped(text: str, segments: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The kept `segments` (start, end, role) of `text` in order, those of one broken paragraph as one."""
    plain = [(start, end) for start, end, _ in segments]
    body = [end - start for start, end, role in segments if role == Role.BODY]
    if len(body) <= LEAST_BROKEN_LINES or max(body) > MOST_WRAPPED + 1:
        return plain
    broken = [
        number
        for number in range(len(segments) - 1)
        if segments[number][2] in _RUNNING
        and segments[number + 1][2] in _RUNNING
        and segments[number][1] == segments[number + 1][0]
        and segments[number][1] - segments[number][0] >= FEWEST_WRAPPED
        and not text[slice(*plain[number])].rstrip().endswith(_ENDS)
    ]
    if sum(text[plain[number + 1][0]].islower() for number in broken) < LEAST_BROKEN_LINES:
        return plain
    whole = [plain[0]]
    joins = frozenset(broken)
    for number in range(1, len(plain)):
        if number - 1 in joins:
            whole[-1] = (whole[-1][0], plain[number][1])
        else:
            whole.append(plain[number])
    return whole
