"""Which day a date in text means: counted from an anchor, or left open.

Here: one date at a time, with the anchor of its document and the date before it. Nothing is resolved by a clock.
Not here: finding dates (find.py), choosing the anchor (metadata/anchors.py), publication stamps (metadata/stamps.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from etl.text.dates.calendar import (
    DAYS_A_WEEK,
    day_or_none,
    moved,
    weekday_at_or_after,
    weekday_at_or_before,
    weekday_in_week,
    years_near,
)
from etl.text.dates.parts import Clock, DateText
from etl.text.dates.relative import day_word_value, unit_value
from etl.text.dates.tense import lies_ahead
from etl.text.dates.words import YEARLY_CUES, word_before

CLEARLY_NEAR_DAYS = 45
"""A day and month this near to the anchor is of the anchor's season, whatever weekday is written beside it."""
FAR_DAYS = 120
"""Beyond it, nearness alone says nothing of the year: the sentence's tense decides."""


class Anchor(NamedTuple):
    """The day that relative dates are counted from, and where it was read.

    `is_publication`: the day the words were published, so that "kemarin" can be counted from it.
    """

    day: date
    source: str
    is_publication: bool = True

    @property
    def label(self) -> str:
        """What date_mentions.anchor holds, for example "stamp 2021-12-30"."""
        return f"{self.source} {self.day.isoformat()}"


class DateMention(NamedTuple):
    """A date with what it means. `value` is ISO 8601 / TIMEX3, the date first, None where the text leaves it open.

    `day` is the (first) day of `value`, None when it is coarser; `is_full`: day, month and year are all written.
    """

    start: int
    end: int
    value: str | None
    precision: str
    anchor: str | None
    is_weekday_consistent: bool | None
    day: date | None
    is_full: bool
    last_day: date | None = None
    """The last day of a range of days."""


def resolve_dates(
    text: str, found: Iterable[DateText], anchor: Anchor | None, oldest_year: int, farthest_year: int
) -> list[DateMention]:
    """What each of `found` (in text order) means. Years outside `oldest_year..farthest_year` are read as no years."""
    dates = list(found)
    mentions: list[DateMention] = []
    previous: DateMention | None = None
    for index, item in enumerate(dates):
        following = dates[index + 1] if index + 1 < len(dates) else None
        if previous and text.find("\n", previous.end, item.start) >= 0:
            previous = None
        mention = _resolve(text, item, following, anchor, previous, (oldest_year, farthest_year))
        mentions.append(mention)
        if mention.day or mention.value is None:
            previous = mention if mention.day else None
    return mentions


def _resolve(
    text: str,
    item: DateText,
    following: DateText | None,
    anchor: Anchor | None,
    previous: DateMention | None,
    years: tuple[int, int],
) -> DateMention:
    if item.shape == "day":
        return _day(text, item, anchor, previous, years)
    if item.shape == "weekday":
        return _weekday(text, item, anchor)
    if item.shape in ("month", "year"):
        return _month_of_year(item, anchor) if item.relation else _calendar_unit(item, years)
    if item.shape == "day_word" or (item.unit == "hari" and item.relation == "ini"):
        return _day_word(text, item, following, anchor, previous, years)
    value = unit_value(item, anchor.day if anchor else None, previous.day if previous else None)
    if value is None:
        return _open(item, "day" if item.unit == "hari" else _PRECISIONS[item.unit or "hari"])
    written, day, precision, from_previous = value
    label = f"mention {previous.day}" if from_previous and previous else anchor.label if anchor else None
    return DateMention(item.start, item.end, written, precision, label, None, day, is_full=False)


_PRECISIONS = {"hari": "day", "pekan": "week", "minggu": "week", "bulan": "month", "tahun": "year"}


def _open(item: DateText, precision: str = "day") -> DateMention:
    return DateMention(item.start, item.end, None, precision, None, None, None, is_full=False)


def _day(
    text: str, item: DateText, anchor: Anchor | None, previous: DateMention | None, years: tuple[int, int]
) -> DateMention:
    month, day_number, year = item.month or 0, item.day or 0, item.year
    label: str | None = None
    if year is not None:
        day = day_or_none(year, month, day_number) if years[0] <= year <= years[1] else None
        if day and item.is_order_open and item.weekday not in (None, day.weekday()):
            swapped = day_or_none(year, day_number, month)
            day = swapped if swapped and swapped.weekday() == item.weekday else day
    else:
        if anchor is None or (item.weekday is None and word_before(text, item.start) in YEARLY_CUES):
            return _open(item)
        said = (item.relation or "").startswith("tahun ")
        base = anchor if said else _year_base(anchor, previous)
        if said:  # "14 April tahun lalu"
            day = day_or_none(anchor.day.year + _YEARS[(item.relation or "").rpartition(" ")[2]], month, day_number)
        else:
            day = base and nearest_day(text, item, base.day)
        label = base.label if base else None
    if day is None:
        return _open(item)
    last = _last_day(item, day)
    agrees = None if item.weekday is None else day.weekday() == item.weekday
    return _dated(item, day, last, label, agrees, is_full=year is not None)


def _year_base(anchor: Anchor, previous: DateMention | None) -> Anchor | None:
    """What a year-less date counts from: a full date of another time in the same paragraph goes before the anchor."""
    if previous and previous.is_full and previous.day and abs((previous.day - anchor.day).days) > FAR_DAYS:
        return Anchor(previous.day, "mention", is_publication=False)
    return anchor


def nearest_day(text: str, item: DateText, anchor: date) -> date | None:
    """The day of `item` (day and month) in the year that its nearness, its weekday and its tense speak for."""
    candidates = years_near(anchor, item.month or 0, item.day or 0)
    if not candidates:
        return None
    nearest = candidates[0]
    distance = abs((nearest - anchor).days)
    if distance <= CLEARLY_NEAR_DAYS:
        return nearest
    if item.weekday is not None:
        agreeing = [day for day in candidates if day.weekday() == item.weekday]
        if len(agreeing) == 1:
            return agreeing[0]
    if distance <= FAR_DAYS:
        return nearest
    ahead = lies_ahead(text, item.start, item.end)
    return next((day for day in candidates if (day > anchor) == ahead), nearest)


def _last_day(item: DateText, first: date) -> date | None:
    if item.end_day is None:
        return None
    last = day_or_none(item.end_year or first.year, item.end_month or first.month, item.end_day)
    if last and last < first and item.end_year is None:
        last = day_or_none(first.year + 1, last.month, last.day)
    return last if last and last > first else None


def _dated(
    item: DateText, day: date, last: date | None, label: str | None, agrees: bool | None, *, is_full: bool = False
) -> DateMention:
    value, precision = day.isoformat(), "day"
    if last:
        value, precision = f"{value}/{last.isoformat()}", "range"
    elif item.clock:
        value, precision = f"{value}T{clock_text(item.clock)}", "minute"
    elif item.part:
        value, precision = f"{value}{item.part}", "part_of_day"
    return DateMention(item.start, item.end, value, precision, label, agrees, day, is_full, last)


def clock_text(clock: Clock) -> str:
    """ISO 8601: 19:18+07:00, seconds left out."""
    text = f"{clock.hour:02d}:{clock.minute:02d}"
    if clock.offset_minutes is None:
        return text
    hours, minutes = divmod(abs(clock.offset_minutes), 60)
    return f"{text}{'-' if clock.offset_minutes < 0 else '+'}{hours:02d}:{minutes:02d}"


_YEARS = {"lalu": -1, "silam": -1, "kemarin": -1, "ini": 0, "depan": 1, "mendatang": 1, "nanti": 1}
_WEEKS = {"lalu": -1, "ini": 0, "depan": 1}


def _weekday(text: str, item: DateText, anchor: Anchor | None) -> DateMention:
    if anchor is None or item.weekday is None:
        return _open(item)
    relation, weekday = item.relation or "", item.weekday
    unit, _, which = relation.partition(" ")
    if unit in ("pekan", "minggu"):
        day = weekday_in_week(anchor.day, weekday, _WEEKS[which])
    elif relation in ("lalu", "silam", "kemarin"):
        before = moved(anchor.day, -1)
        day = before and weekday_at_or_before(before, weekday)
    elif relation in ("depan", "mendatang", "nanti", "besok"):
        after = moved(anchor.day, 1)
        day = after and weekday_at_or_after(after, weekday)
    elif relation == "ini":
        day = weekday_in_week(anchor.day, weekday, 0)
        if day and day < anchor.day and lies_ahead(text, item.start, item.end):
            day = moved(day, DAYS_A_WEEK)
    elif lies_ahead(text, item.start, item.end):
        day = weekday_at_or_after(anchor.day, weekday)
    elif anchor.is_publication or anchor.day.weekday() == weekday:
        day = weekday_at_or_before(anchor.day, weekday)
    else:
        return _open(item)  # beside a day that the story tells of, either side of it is possible
    if day is None:
        return _open(item)
    last = weekday_at_or_after(day, item.weekday2) if item.weekday2 is not None else None
    return _dated(item, day, last, anchor.label, None)


def _month_of_year(item: DateText, anchor: Anchor | None) -> DateMention:
    """ "Oktober tahun lalu", "April lalu": a month by its year's word, else the last or next one that is not running."""
    if anchor is None or item.month is None:
        return _open(item, "month")
    which = (item.relation or "").rpartition(" ")[2]
    if (item.relation or "").startswith("tahun") or which == "ini":
        year = anchor.day.year + _YEARS[which]
    elif item.month == anchor.day.month:
        return _open(item, "month")  # "Juni lalu" said in June: this month's beginning or last year's June
    elif which in ("lalu", "silam", "kemarin"):
        year = anchor.day.year - (item.month > anchor.day.month)
    else:
        year = anchor.day.year + (item.month < anchor.day.month)
    value = f"{year:04d}-{item.month:02d}"
    return DateMention(item.start, item.end, value, "month", anchor.label, None, None, is_full=False)


def _calendar_unit(item: DateText, years: tuple[int, int]) -> DateMention:
    year = item.year or 0
    if not years[0] <= year <= years[1]:
        return _open(item, item.shape)
    if item.shape == "year":
        value = f"{year:04d}"
        if item.end_year:
            value, precision = f"{value}/{item.end_year:04d}", "range"
        else:
            precision = "year"
    else:
        value, precision = f"{year:04d}-{item.month or 0:02d}", "month"
        if item.end_month:
            value, precision = f"{value}/{year:04d}-{item.end_month:02d}", "range"
    return DateMention(item.start, item.end, value, precision, None, None, None, is_full=False)


def _day_word(
    text: str,
    item: DateText,
    following: DateText | None,
    anchor: Anchor | None,
    previous: DateMention | None,
    years: tuple[int, int],
) -> DateMention:
    if following and following.start - item.end <= 3 and following.shape in ("day", "weekday"):
        beside = _resolve(text, following, None, anchor, previous, years)
        if beside.day:
            return _dated(item, beside.day, None, f"mention {beside.day}", None)
    relation = item.relation or ""
    if relation.startswith("keesokan") or relation == "esok harinya":
        day = moved(previous.day, 1) if previous and previous.day else None
        return _dated(item, day, None, f"mention {previous.day}", None) if day and previous else _open(item)
    if anchor is None or not anchor.is_publication:
        return _open(item)
    if previous and previous.is_full and previous.day != anchor.day:
        return _open(item)
    value = day_word_value(item)
    if value is None:
        return _open(item)
    days, part = value
    item.part = item.part or part
    day = moved(anchor.day, days)
    return _dated(item, day, None, anchor.label, None) if day else _open(item)
