"""When a page was published: the stamp, the dateline, the record's field or the address that says so.

Here: choosing among them, and the year of a dateline that has none. Not here: reading stamps (stamps.py), datelines
(dateline.py), dates in the story (dates_resolve.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from etl.contracts.enums import DROPPED_ROLES, DateBasis, Role
from etl.contracts.spans import Span
from etl.text.calendar import day_or_none, newest_with_weekday, years_near
from etl.text.date_parts import Clock, DateText
from etl.text.dateline import Dateline
from etl.text.page import Page, Segment
from etl.text.stamps import Stamp, find_stamps
from etl.text.tense import lies_ahead

NEAR_DAYS = 31
"""A dateline's day and a story's other dates lie within so many days, or they do not belong together."""
NEAR_LINES = 3
"""A stamp stands within so many lines of its headline or byline."""
STAMPS_A_LINE = 8
"""Dates of one line that are looked at: published, updated, and some to spare."""
SAME_STORY_DAYS = 3
FAR_DAYS = 400
STAMP_REST_CHARS = 60
"""Letters that may stand in an unlabelled stamp line beside the stamp: an outlet's name, a reporter's."""
_PADDED = re.compile(r"\d\d[/.-]\d\d")
_LETTERS = re.compile(r"[^\W\d_]")
_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/-]?)(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01]|(?<=[/-])[1-9])(?:(?=\D|$)|(?<=\d{8})(?=\d{4,9}(?!\d)))"
)


class Years(NamedTuple):
    """Bounds of what is read as a year, and the newest that a dateline without a year may take."""

    oldest: int
    farthest: int
    newest: int


class Publication(NamedTuple):
    """Day of publication, the clock beside it, and where it was read; `day` None when nothing says it."""

    day: date | None
    basis: str
    clock: Clock | None = None
    span: Span | None = None
    rule: str | None = None
    modified: date | None = None


def find_publication(page: Page, dateline: Dateline | None, dates: Sequence[DateText], years: Years) -> Publication:
    """Publication of the page: stated > dateline > record's field > address. `dates`: those found in kept text."""
    stamps = _stamps(page, dates, years)
    modified = next((stamp for stamp, _ in stamps if stamp.kind == "updated"), None)
    chosen = next(((stamp, rule) for stamp, rule in stamps if stamp.kind != "updated"), None)
    if chosen is None and modified:
        chosen = (modified, "stamp_of_update")
    updated_on = modified.day if modified else None
    if chosen:
        stamp, rule = chosen
        day = _settled(page.text, stamp, dates)
        if day is None:
            return Publication(None, DateBasis.NONE, modified=updated_on)
        return Publication(day, DateBasis.STATED, stamp.clock, Span(stamp.start, stamp.end), rule, updated_on)
    outside = source_day(page.record.source_date, years)
    url_on = url_day(page.record.url, years)
    if dateline and dateline.day and dateline.day.shape == "day":
        near = outside[0] if outside else url_on
        if found := _dateline_day(page, dateline, dates, near, years):
            day, basis = found
            span = Span(dateline.day.start, dateline.day.end)
            return Publication(day, basis, None, span, dateline.rule, updated_on)
    if outside:
        return Publication(outside[0], DateBasis.SOURCE_FIELD, outside[1], modified=updated_on)
    if url_on:
        return Publication(url_on, DateBasis.URL, modified=updated_on)
    return Publication(None, DateBasis.NONE, modified=updated_on)


def _stamps(page: Page, dates: Sequence[DateText], years: Years) -> list[tuple[Stamp, str]]:
    """Stamps by the trust their lines deserve: stamp lines, bylines, then lines above the story that are stamps."""
    found: list[tuple[Stamp, str]] = []
    for role in (Role.TIMESTAMP, Role.BYLINE):
        for segment in page.of_role(role):
            found.extend((stamp, f"stamp_{role}") for stamp in _stamps_in(page, segment, dates, years))
    if any(stamp.kind != "updated" for stamp, _ in found):
        return found
    found.extend(_unlabelled_stamps(page, dates, years, list(page.head()), "stamp_above_story"))
    if not found:
        found.extend(_stamp_beside_headline(page, dates, years))
    return found


def _unlabelled_stamps(
    page: Page, dates: Sequence[DateText], years: Years, segments: Sequence[Segment], rule: str
) -> Iterator[tuple[Stamp, str]]:
    for segment in segments:
        if segment.role in (Role.TIMESTAMP, Role.BYLINE, Role.HEADLINE):
            continue
        stamps = _stamps_in(page, segment, dates, years)
        if stamps and _is_stamp_line(page.text, segment.start, segment.end, stamps, segment.role):
            yield from ((stamp, rule) for stamp in stamps)


def _stamp_beside_headline(page: Page, dates: Sequence[DateText], years: Years) -> list[tuple[Stamp, str]]:
    """Stamp lines among dropped furniture a few lines from a headline or byline, when all of them give one day."""
    filled = [segment for segment in page.segments if segment.role not in (Role.BLANK, Role.REPEAT)]
    marks = [index for index, segment in enumerate(filled) if segment.role in (Role.HEADLINE, Role.BYLINE)]
    near = {at for mark in marks for at in range(mark - NEAR_LINES, mark + NEAR_LINES + 1)}
    beside = [segment for at, segment in enumerate(filled) if at in near and segment.role == Role.BOILERPLATE]
    found = list(_unlabelled_stamps(page, dates, years, beside, "stamp_beside_headline"))
    return found if len({stamp.day for stamp, _ in found if stamp.kind != "updated"}) <= 1 else []


def _stamps_in(page: Page, segment: Segment, dates: Sequence[DateText], years: Years) -> list[Stamp]:
    known = None
    if segment.role not in DROPPED_ROLES:
        first = bisect_left(dates, segment.start, key=lambda item: item.start)
        known = [item for item in dates[first : first + STAMPS_A_LINE] if item.start < segment.end]
        if not known:
            return []
    return find_stamps(page.text, segment.start, segment.end, years.oldest, years.farthest, known)


def _is_stamp_line(text: str, start: int, end: int, stamps: list[Stamp], role: str) -> bool:
    first = stamps[0]
    if first.clock is None and first.weekday is None and first.kind == "bare":
        return False
    opens = first.start - start < STAMP_REST_CHARS
    if (
        role == Role.BODY
        and first.clock
        and first.clock.offset_minutes is not None
        and not text[start : first.start].strip()
    ):
        return True
    rest = end - start - sum(stamp.end - stamp.start for stamp in stamps)
    if rest > 3 * STAMP_REST_CHARS:
        return False
    letters = len(_LETTERS.findall(text[start:end])) - sum(len(_LETTERS.findall(text[s.start : s.end])) for s in stamps)
    return opens and letters <= STAMP_REST_CHARS and not text[start:end].rstrip().endswith(".")


def _settled(text: str, stamp: Stamp, dates: Sequence[DateText]) -> date | None:
    """The stamp's day. Figures that leave day and month open ("6/9/2025") are settled by the dates of the story.

    News tells of the days just before it: the reading with such a day beside it wins, day first when both have one.
    With neither, day first holds for a stamp written as Indonesian pages write it (two figures each, or a zone);
    any other stays unread.
    """
    if stamp.other_day is None:
        return stamp.day
    told = [
        day for item in dates if not stamp.start <= item.start < stamp.end for day in _days_of(item, stamp.day.year)
    ]
    if any(0 <= (stamp.day - day).days <= SAME_STORY_DAYS for day in told):
        return stamp.day
    if any(0 <= (stamp.other_day - day).days <= SAME_STORY_DAYS for day in told):
        return stamp.other_day
    nearest = [min((abs((day - one).days) for one in told), default=FAR_DAYS) for day in (stamp.day, stamp.other_day)]
    if min(nearest) <= NEAR_DAYS and max(nearest) > 3 * min(nearest):
        return stamp.day if nearest[0] < nearest[1] else stamp.other_day
    is_zoned = stamp.clock is not None and stamp.clock.offset_minutes is not None
    return stamp.day if is_zoned or _PADDED.match(text, stamp.start) else None


def _days_of(item: DateText, year: int) -> Iterator[date]:
    if item.shape == "day" and (day := day_or_none(item.year or year, item.month or 0, item.day or 0)):
        yield day


def _dateline_day(
    page: Page, dateline: Dateline, dates: Sequence[DateText], near: date | None, years: Years
) -> tuple[date, str] | None:
    item = dateline.day
    if item is None or item.month is None or item.day is None:
        return None
    if item.year is not None:
        day = day_or_none(item.year, item.month, item.day) if years.oldest <= item.year <= years.farthest else None
        return (day, DateBasis.DATELINE) if day else None
    told = next((d for d in dates if d.is_full and d.start > dateline.span.end), None)
    told_on = day_or_none(told.year or 0, told.month or 0, told.day or 0) if told else None
    for other in (near, told_on):
        candidates = years_near(other, item.month, item.day) if other else []
        if other and candidates and abs((candidates[0] - other).days) <= NEAR_DAYS:
            return candidates[0], DateBasis.DATELINE
    weekday = item.weekday if item.weekday is not None else _lead_weekday(page, dateline, dates)
    if weekday is None:
        return None
    day = newest_with_weekday(item.month, item.day, weekday, years.newest)
    return (day, DateBasis.DATELINE_WEEKDAY) if day else None


def _lead_weekday(page: Page, dateline: Dateline, dates: Sequence[DateText]) -> int | None:
    """The weekday of the story's first paragraph, told as past: a dateline's day is the day its lead tells of."""
    line_end = page.text.find("\n", dateline.end)
    for item in dates:
        if item.start >= dateline.end and (line_end < 0 or item.start < line_end):
            if item.shape == "weekday" and item.relation is None and item.weekday2 is None:
                return None if lies_ahead(page.text, item.start, item.end) else item.weekday
            return None
    return None


def source_day(written: str | None, years: Years) -> tuple[date, Clock | None] | None:
    """The day, and clock, of a record's own date field: any stamp, figures alone (20250612), or seconds since 1970."""
    if not written:
        return None
    written = written.strip()
    if written.isdigit():
        return _from_figures(written, years)
    stamps = find_stamps(written, 0, len(written), years.oldest, years.farthest)
    return (stamps[0].day, stamps[0].clock) if stamps else None


def _from_figures(written: str, years: Years) -> tuple[date, Clock | None] | None:
    if len(written) == 8:
        day = day_or_none(int(written[:4]), int(written[4:6]), int(written[6:]))
        return (day, None) if day and years.oldest <= day.year <= years.farthest else None
    if len(written) in (10, 13):
        seconds = int(written[:10])
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        return moment.date(), Clock(moment.hour, moment.minute, moment.second, 0)
    return None


def url_day(url: str | None, years: Years) -> date | None:
    """The day that an address holds (".../2025/06/12/...", ".../20250612193005-12-..."), or None."""
    if not url:
        return None
    for match in _URL_DAY.finditer(url[:2000]):
        day = day_or_none(int(match[1]), int(match[3]), int(match[4]))
        if day and years.oldest <= day.year <= years.farthest:
            return day
    return None
