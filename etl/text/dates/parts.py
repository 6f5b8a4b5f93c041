"""What a date in text says: its parts, as far as they are written.

Here: the type shared by finding and resolving, and the reading of small parts. Not here: patterns, days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from etl.text.dates.words import HALVES, MONTHS, ZONES, word_key

PIVOT = 69
"""Two-digit years below it are of the 2000s (POSIX)."""


class Clock(NamedTuple):
    """A time of day, 24 hours; `offset_minutes` from UTC where a zone is stated."""

    hour: int
    minute: int
    second: int = 0
    offset_minutes: int | None = None


@dataclass(slots=True)
class DateText:
    """A date as written, in code points `[start, end)` of the text it was found in. Absent parts are None.

    `shape`: day, weekday, month, year, unit ("pekan lalu"), counted ("dua hari sebelumnya"), day_word ("kemarin").
    """

    start: int
    end: int
    shape: str
    weekday: int | None = None
    weekday2: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    end_day: int | None = None
    end_month: int | None = None
    end_year: int | None = None
    part: str | None = None
    clock: Clock | None = None
    relation: str | None = None
    unit: str | None = None
    count: int = 0
    is_order_open: bool = False

    @property
    def is_full(self) -> bool:
        """True when day, month and year are all written."""
        return self.shape == "day" and self.year is not None

    def take_day(self, other: DateText) -> None:
        """Makes this the date of `other`, keeping its own weekday and part of day."""
        self.shape = "day"
        self.day, self.month, self.year = other.day, other.month, other.year
        self.end_day, self.end_month, self.end_year = other.end_day, other.end_month, other.end_year
        self.is_order_open = other.is_order_open


def month_of(word: str) -> int | None:
    """Number of the month; None for a word that is none."""
    return MONTHS.get(word_key(word))


def full_year(two_digits: str | None) -> int | None:
    """The year that two digits stand for; None for None."""
    if two_digits is None:
        return None
    year = int(two_digits)
    return year + (2000 if year < PIVOT else 1900)


def clock_of(match: re.Match[str]) -> Clock | None:
    """The time of day of a match with the groups h, min, sec, half, zone, sign, oh, om; None when it is none."""
    hour, minute, second = int(match["h"]), int(match["min"]), int(match["sec"] or 0)
    half = word_key(match["half"] or "").replace(".", "")
    half = HALVES.get(half, half)
    if half and hour <= 12:
        if half == "night" and hour % 12 == 0:
            return None  # midnight of which day is not said
        is_later = half == "pm" or (half == "noon" and hour not in (10, 11)) or (half == "night" and hour > 5)
        hour = hour % 12 + (12 if is_later else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return Clock(hour, minute, second, _offset_of(match))


def _offset_of(match: re.Match[str]) -> int | None:
    if match["zone"]:
        return ZONES[word_key(match["zone"])]
    if match["oh"]:
        minutes = int(match["oh"]) * 60 + int(match["om"] or 0)
        return (minutes if match["sign"] == "+" else -minutes) if minutes <= 14 * 60 else None
    if match.string[match.end() - 1 : match.end()] == "Z":
        return 0
    return None
