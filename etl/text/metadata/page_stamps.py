"""Which line of a page is its stamp.

Here: the stamps of all lines that may hold one, and the choice among them by what each says and where it stands.
Not here: reading one line (stamps.py), what follows from the choice (publication.py).
Lines are often labelled wrongly at a page's edges: a true stamp is told by its clock, its zone, its label and by
having little else on its line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from etl.contracts.enums import DROPPED_ROLES, Role
from etl.text.dates.parts import DateText
from etl.text.metadata.page import Page, Segment
from etl.text.metadata.stamps import Stamp, find_stamps
from etl.text.person_names import is_surely_a_name

STRONG = 2
"""A clock, a label, or a weekday on a line of its own: enough to be believed wherever it stands."""
PURE_LETTERS = 25
"""So few letters beside the stamp leave its line a stamp line: an outlet, a zone, a label."""
REST_LETTERS = 60
"""So many leave room for the reporter's name too; beyond it the line is about something else."""
TITLE_WORDS = 3
NEAR_LINES = 3
"""A stamp among furniture stands within so many lines of its headline or byline."""
LEAD_CHARS = 60
"""A stamp's weekday and clock stand no further before its date."""
STAMPS_A_LINE = 8
"""Dates of one line that are looked at: published, updated, and some to spare."""
_strength_of = attrgetter("strength")
_start_of = attrgetter("start")
_LETTERS = re.compile(r"[^\W\d_]")
_CLOCK = re.compile(r"\d[:.]\d\d")


class PageStamp(NamedTuple):
    """A stamp with its line, how much speaks for it, and the rule that found it."""

    stamp: Stamp
    line: Segment
    strength: int
    rule: str


def page_stamps(page: Page, dates: Sequence[DateText], oldest: int, farthest: int) -> list[PageStamp]:
    """The stamps of the page, the most believable first; empty when none can be believed.

    `dates`: the dates found in kept text, in order. Years outside `oldest..farthest` are read as no years.
    """
    years = (oldest, farthest)
    found = list(_in_lines(page, page.of_role(Role.TIMESTAMP, Role.BYLINE), dates, years, "stamp_line"))
    if not any(item.strength >= STRONG for item in found):
        found = _one_day([item for item in found if item.strength > 0])
        found += _among_other_lines(page, dates, years)
    return sorted(found, key=_strength_of, reverse=True) if len(found) > 1 else found


def _in_lines(
    page: Page, lines: Sequence[Segment], dates: Sequence[DateText], years: tuple[int, int], rule: str
) -> Iterator[PageStamp]:
    for line in lines:
        stamps = _stamps_in(page, line, dates, years)
        rest = _letters_beside(page.text, line, stamps) if stamps else 0
        yield from (PageStamp(stamp, line, _strength(stamp, rest), rule) for stamp in stamps)


def _strength(stamp: Stamp, rest_letters: int) -> int:
    """How much speaks for a stamp: 0 is a date that the line happens to hold."""
    if rest_letters > REST_LETTERS and stamp.clock is None:
        return 0
    pure = rest_letters <= PURE_LETTERS
    clock = 0 if stamp.clock is None else 2 if stamp.clock.offset_minutes is None else 3
    label = 4 if stamp.kind == "published" else 1 if stamp.kind == "updated" else 0
    if not (clock or label or pure):
        return 0
    return clock + label + (stamp.weekday is not None) + pure


def _letters_beside(text: str, line: Segment, stamps: Sequence[Stamp]) -> int:
    at, count = line.start, 0
    for stamp in stamps:
        count += len(_LETTERS.findall(text, at, stamp.start))
        at = stamp.end
    return count + len(_LETTERS.findall(text, at, line.end))


def _stamps_in(page: Page, line: Segment, dates: Sequence[DateText], years: tuple[int, int]) -> list[Stamp]:
    known = None
    if line.role not in DROPPED_ROLES:
        first = bisect_left(dates, line.start, key=_start_of)
        known = [item for item in dates[first : first + STAMPS_A_LINE] if item.start < line.end]
        if not known:
            return []
    return find_stamps(page.text, line.start, line.end, *years, known)


def _among_other_lines(page: Page, dates: Sequence[DateText], years: tuple[int, int]) -> list[PageStamp]:
    """Stamps on lines that were not called stamps: one day on all of them, or on those beside the headline."""
    filled = [line for line in page.segments if line.role not in (Role.BLANK, Role.REPEAT)]
    others = [line for line in filled if line.role not in (Role.TIMESTAMP, Role.BYLINE, Role.HEADLINE)]
    asked = [line for line in others if line.end - line.start <= 160 and _CLOCK.search(page.text, line.start, line.end)]
    found = [
        item
        for item in _in_lines(page, asked, dates, years, "stamp_elsewhere")
        if item.strength > STRONG and not page.text[: item.line.end].rstrip().endswith(".")
    ]
    found += _opening_the_story(page, dates, years)
    own = [item for item in found if not _is_teaser(page, filled, item.line)]
    if own and len(own) == len(_one_day(found)):
        return own
    marks = [at for at, line in enumerate(filled) if line.role in (Role.HEADLINE, Role.BYLINE)]
    near = {line for mark in marks for line in _around(filled, mark)}
    return _one_day([item for item in own if item.line in near])


def _is_teaser(page: Page, filled: Sequence[Segment], line: Segment) -> bool:
    """True for a dropped stamp under a dropped line of several words: the title of another story."""
    at = bisect_left(filled, line)
    above = filled[at - 1] if at else line
    title = page.text[above.start : above.end] if line.role == above.role == Role.BOILERPLATE else ""
    return len(title.split()) >= TITLE_WORDS and not is_surely_a_name(title)


def _around(filled: Sequence[Segment], mark: int) -> Iterator[Segment]:
    """The lines beside line `mark`, as far as no paragraph of the story parts them: behind one begin the teasers."""
    for step in (-1, 1):
        for at in range(mark + step, mark + step * (NEAR_LINES + 1), step):
            if not 0 <= at < len(filled) or filled[at].role == Role.BODY:
                break
            yield filled[at]


def _opening_the_story(page: Page, dates: Sequence[DateText], years: tuple[int, int]) -> list[PageStamp]:
    """The stamp, with clock and zone, that the first body paragraph begins with, glued to the story."""
    for line in page.bodies[:1]:
        first = bisect_left(dates, line.start, key=_start_of)
        if first == len(dates) or page.text[line.start : max(line.start, dates[first].start - LEAD_CHARS)].strip():
            continue
        for stamp in _stamps_in(page, line, dates, years)[:1]:
            zoned = stamp.clock is not None and stamp.clock.offset_minutes is not None
            if zoned and not page.text[line.start : stamp.start].strip():
                return [PageStamp(stamp, line, STRONG, "stamp_opens_story")]
    return []


def _one_day(found: list[PageStamp]) -> list[PageStamp]:
    """`found` when its stamps, less those of updates, agree on one day; else nothing."""
    days = {item.stamp.day for item in found if item.stamp.kind != "updated"}
    days = days or {item.stamp.day for item in found}
    return found if len(days) == 1 else []
