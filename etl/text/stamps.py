"""Stamps: the lines that say when a page was published or updated.

Here: reading every full date of a short line with its clock, zone and label. Not here: which line of a page is its
stamp (article.py), dates in running text (dates_find.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from etl.text import date_patterns as shapes
from etl.text.calendar import day_or_none
from etl.text.date_parts import Clock, clock_of, full_year, month_of
from etl.text.date_words import ANY_WEEKDAY, GAP, WEEKDAYS, word_key

LINE_CHARS = 400
"""No stamp line is longer; what follows in a longer one is text."""
_UPDATED = re.compile(
    r"(?:di)?(?:per[bd]a?ha?r[ui]i|perbarui|mutakhirkan|kemas ?kini|ubah|sunting)|updated?|\bupd?\b|modified|terakhir\s+(?:di|up)|"
    r"last\s+(?:up|mod|edit)|revisi|pembaruan",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:di)?terbit|publi[ks]|\bposted?\b|\bpost\b|tayang|di(?:unggah|buat|muat|rilis|tulis)|created|siar|upload",
    re.IGNORECASE,
)
_WEEKDAY_BEFORE = re.compile(rf"(?P<wd>{ANY_WEEKDAY})\.?(?:{GAP}{{0,4}}[,|/(]?{GAP}{{0,4}})\Z")
_CLOCK_BEFORE = re.compile(
    rf"(?<![\d.:])(?P<h>\d{{1,2}})[.:](?P<min>\d{{2}})(?:[.:](?P<sec>\d{{2}}))?(?:{GAP}?(?P<half>[AaPp]\.?[Mm]\b\.?))?"
    rf"(?:{GAP}{{0,2}}\(?(?:(?:GMT|UTC)?(?P<sign>[+-])(?P<oh>\d{{1,2}})(?::?(?P<om>\d{{2}}))?|(?P<zone>{shapes.ZONE})\b)\)?)?"
    rf"{GAP}{{0,3}}[,|/•·@-]?{GAP}{{0,3}}(?:{ANY_WEEKDAY}{GAP}?,?{GAP}{{0,2}})?\Z"
)


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


def find_stamps(text: str, start: int, end: int, oldest_year: int, farthest_year: int) -> list[Stamp]:
    """The stamps in `text[start:end]`, a line, in order; dates of years outside the bounds are none."""
    end = min(end, start + LINE_CHARS)
    found: list[Stamp] = []
    last = start
    for first, stop, year, month, day, is_open in _full_dates(text, start, end):
        if first < last:
            continue
        built = _built(text, (first, stop), (year, month, day), is_open, last, end)
        if built and oldest_year <= built.day.year <= farthest_year:
            found.append(built)
            last = built.end
    return found


def _full_dates(text: str, start: int, end: int) -> Iterator[tuple[int, int, int, int, int, bool]]:
    dates: list[tuple[int, int, int, int, int, bool]] = []
    for match in shapes.ISO.finditer(text, start, end):
        dates.append((match.start(), match.end(), int(match["y"]), int(match["m"]), int(match["d"]), False))
    for match in shapes.NAMED.finditer(text, start, end):
        year = match["y"] or match["y2"] or match["y3"] or full_year(match["yy"])
        if year:
            dates.append((match.start(), match.end(), int(year), month_of(match["mon"]), int(match["d"]), False))
    for match in shapes.MONTH_FIRST.finditer(text, start, end):
        if match["y"]:
            dates.append((match.start(), match.end(), int(match["y"]), month_of(match["mon"]), int(match["d"]), False))
    for match in shapes.NUMERIC.finditer(text, start, end):
        if match["y"]:
            year, first, second = (
                full_year(match["y"]) if len(match["y"]) == 2 else int(match["y"]),
                int(match["a"]),
                int(match["b"]),
            )
            if first <= 12 < second:
                first, second = second, first
            dates.append((match.start(), match.end(), year or 0, second, first, first <= 12 and first != second))
    return iter(sorted(dates, key=lambda item: (item[0], -item[1])))


def _built(
    text: str, span: tuple[int, int], parts: tuple[int, int, int], is_open: bool, low: int, high: int
) -> Stamp | None:
    year, month, day_number = parts
    day = day_or_none(year, month, day_number)
    if day is None:
        return None
    other = day_or_none(year, day_number, month) if is_open else None
    start, end = span
    before = _WEEKDAY_BEFORE.search(text, max(low, start - 20), start)
    weekday = WEEKDAYS[word_key(before["wd"])] if before else None
    if other and weekday is not None and day.weekday() != weekday:
        if other.weekday() == weekday:
            day = other
        other = None
    elif weekday is not None:
        other = None
    label = text[low : before.start() if before else start]
    kind = (
        "updated"
        if _last(_UPDATED, label) > _last(_PUBLISHED, label)
        else "published"
        if _PUBLISHED.search(label)
        else "bare"
    )
    clock, start, end = _clock_beside(text, before.start() if before else start, end, low, high)
    return Stamp(start, end, kind, day, other, clock, weekday)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _clock_beside(text: str, start: int, end: int, low: int, high: int) -> tuple[Clock | None, int, int]:
    after = shapes.STAMP_CLOCK.match(text, end, high)
    if after and (clock := clock_of(after)):
        return clock, start, after.end()
    before = _CLOCK_BEFORE.search(text, max(low, start - 30), start)
    if before and (clock := clock_of(before)):
        return clock, before.start(), end
    return None, start, end
