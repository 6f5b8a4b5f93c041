"""Stamps: the lines that say when a page was published or updated.

Here: reading every full date of a short line with its clock, zone and label. Not here: which line of a page is its
stamp (article.py), dates in running text (dates/find.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from etl.text.dates import patterns as shapes
from etl.text.dates.calendar import day_or_none
from etl.text.dates.find import find_dates
from etl.text.dates.parts import Clock, DateText, clock_of
from etl.text.dates.words import GAP, WEEKDAY, WEEKDAYS, word_key

LINE_CHARS = 400
"""No stamp line is longer; what follows in a longer one is text."""
_UPDATED = re.compile(
    r"(?:di)?(?:per[bd]a?ha?r[ui]i|perbarui|mutakhirkan|kemas ?kini|ubah|sunting)|updated?|\bupd?\b|modified|terakhir\s+(?:di|up)|"
    r"last\s+(?:up|mod|edit)|revisi|pembaruan",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:di)?terbit|publi[ks]|\bposted?\b|\bpost\b|tayang|(?:di)?(?:unggah|buat|muat|rilis|tulis)\b|created|siar|upload",
    re.IGNORECASE,
)
_WEEKDAY_BEFORE = re.compile(rf"(?P<wd>{WEEKDAY})\.?{GAP}{{0,4}}[,|/(]?{GAP}{{0,4}}\Z")


class Stamp(NamedTuple):
    """A full date with its clock in a stamp line; the span covers weekday to zone. `kind`: published, updated or bare.

    `other_day`: the day it would be with day and month exchanged, where the figures leave that open.
    """

    start: int
    end: int
    kind: str
    day: date
    other_day: date | None
    clock: Clock | None
    weekday: int | None


def find_stamps(
    text: str, start: int, end: int, oldest_year: int, farthest_year: int, dates: Iterable[DateText] | None = None
) -> list[Stamp]:
    """The stamps in `text[start:end]`, a line, in order; dates of years outside the bounds are none.

    `dates`: those found in the line, when they have been looked for already.
    """
    end = min(end, start + LINE_CHARS)
    found: list[Stamp] = []
    last = start
    for item in find_dates(text, start, end) if dates is None else dates:
        if item.is_full and oldest_year <= (item.year or 0) <= farthest_year:
            built = _built(text, item, last, end)
            if built:
                found.append(built)
                last = built.end
    return found


def _built(text: str, item: DateText, low: int, high: int) -> Stamp | None:
    year, month, day_number = item.year or 0, item.month or 0, item.day or 0
    day = day_or_none(year, month, day_number)
    if day is None:
        return None
    other = day_or_none(year, day_number, month) if item.is_order_open and day_number != month else None
    start, end, weekday = item.start, item.end, item.weekday
    before = _WEEKDAY_BEFORE.search(text, max(low, start - 20), start) if weekday is None else None
    if before and (weekday := WEEKDAYS.get(word_key(before["wd"]))) is not None:
        start = before.start()
    if other and weekday is not None:
        day = other if day.weekday() != weekday == other.weekday() else day
        other = None
    kind = _kind(text[low:start])
    if item.clock:
        return Stamp(start, end, kind, day, other, item.clock, weekday)
    clock, start, end = _clock_beside(text, start, end, low, high)
    return Stamp(start, end, kind, day, other, clock, weekday)


@lru_cache(maxsize=4_096)
def _kind(label: str) -> str:
    """What the words before a stamp make of it: the last label counts. Pages of a site have the same ones."""
    if not label or label.isspace():
        return "bare"
    updated, published = _last(_UPDATED, label), _last(_PUBLISHED, label)
    return "bare" if updated == published else "updated" if updated > published else "published"


def _last(pattern: re.Pattern[str], text: str) -> int:
    last = -1
    for match in pattern.finditer(text):
        last = match.start()
    return last


def _clock_beside(text: str, start: int, end: int, low: int, high: int) -> tuple[Clock | None, int, int]:
    after = shapes.STAMP_CLOCK.match(text, end, high)
    if after and (clock := clock_of(after)):
        return clock, start, after.end()
    before = shapes.STAMP_CLOCK_BEFORE.search(text, max(low, start - 30), start) if start > low else None
    if before and (clock := clock_of(before)):
        return clock, before.start(), end
    return None, start, end
