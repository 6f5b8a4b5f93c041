"""When a page was published: the stamp, the dateline, the record's field or the address that says so.

Here: choosing among them, and the year of a dateline that has none. Not here: reading stamps (stamps.py), datelines
(dateline.py), dates in the story (dates/resolve.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from etl.contracts.enums import DateBasis
from etl.contracts.spans import Span
from etl.text.dates.calendar import day_or_none, newest_with_weekday, years_near
from etl.text.dates.parts import Clock, DateText
from etl.text.dates.tense import lies_ahead
from etl.text.metadata.dateline import Dateline
from etl.text.metadata.page import Page, Segment
from etl.text.metadata.page_stamps import STRONG, PageStamp, page_stamps
from etl.text.metadata.stamps import Stamp, find_stamps

NEAR_DAYS = 31
"""A dateline's day and a story's other dates lie within so many days, or they do not belong together."""
SAME_STORY_DAYS, SETTLING_DAYS = 3, 21
FAR_DAYS = 400
_PADDED = re.compile(r"\d\d[/.-]\d\d")
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
    line: Segment | None = None
    """The stamp's line, whatever the clean step called it."""


def find_publication(page: Page, dateline: Dateline | None, dates: Sequence[DateText], years: Years) -> Publication:
    """Publication of the page: stated > dateline > record's field > address. `dates`: those found in kept text."""
    stamps = page_stamps(page, dates, years.oldest, years.farthest)
    modified = next((item for item in stamps if item.stamp.kind == "updated"), None)
    chosen = next((item for item in stamps if item.stamp.kind != "updated"), None)
    if modified and (chosen is None or (chosen.strength < STRONG and not _leads_to(chosen, modified))):
        chosen = modified
    updated_on = modified.stamp.day if modified else None
    if chosen and (day := _settled(page.text, chosen.stamp, dates)):
        stamp, rule = chosen.stamp, "stamp_of_update" if chosen is modified else chosen.rule
        span = Span(stamp.start, stamp.end)
        return Publication(day, DateBasis.STATED, stamp.clock, span, rule, updated_on, chosen.line)
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


def _leads_to(bare: PageStamp, update: PageStamp) -> bool:
    """Whether a date alone on its line is the publication that an update stamp followed."""
    return bare.strength > 0 and 0 <= (update.stamp.day - bare.stamp.day).days <= FAR_DAYS


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
    if min(nearest) <= SETTLING_DAYS and max(nearest) > 3 * min(nearest):
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
