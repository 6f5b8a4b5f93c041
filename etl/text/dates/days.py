"""Readers of days: at a weekday, a month's name, a slash or a year, the date it is part of.

Here: trying the patterns around one place in a text. Not here: finding the places (find.py), relative dates
(units.py). Every reader looks a bounded way left and right, so that a line of any length is read in linear time.
"""

from __future__ import annotations

import re
from functools import lru_cache

from etl.text.dates import patterns as shapes
from etl.text.dates.parts import DateText, clock_of, full_year, month_of
from etl.text.dates.words import (
    BLOCKERS_AFTER_WEEKDAY,
    BLOCKERS_BEFORE,
    ENGLISH_MONTHS,
    MONTHS_IN_FULL_DATES,
    PARTS,
    WEEKDAYS,
    word_before,
    word_key,
)

_LEFT_CHARS, _RIGHT_CHARS = 20, 60
"""How far a date can reach to either side of its month: "21 s/d 23 Juni", "Juni hingga 2 Juli 2025"."""
_FIGURE_LEFT_CHARS, _FIGURE_RIGHT_CHARS = 8, 20
"""The same for figures: "10 - 12/6/2025", "2025/06/12"."""
_BRACKETED_CHARS = 40
"""The same for a date in brackets behind its weekday."""
_DIGIT = re.compile(r"\d(?<![\d.,/]\d)")
_NEXT_WORD = re.compile(r"[ \xa0]{1,2}(\w+(?:-\d)?)")
_ORDINAL = re.compile(r"(?:ke-?\d|pertama|kedua|ketiga|keempat|kelima|terakhir)\Z", re.IGNORECASE)
_ENGLISH_ALONE = ENGLISH_MONTHS - {"april", "september", "november"}
"""Beside an Indonesian word these are something else: "March ini" is a car."""
_BEFORE_CLOCK = frozenset(" \t\xa0\u2009\u202f,pPjJaA")
"""What the pattern of a clock begins with."""
_BEFORE_DAY = frozenset(" \t\xa0\u2009\u202f,/|tT([0123456789")
"""What stands between a weekday and its date begins with one of these, or a day's number does."""
_BEFORE_SECOND = frozenset(" \t\xa0\u2009\u202f-\u2010\u2011\u2012\u2013\u2014sShHtTuUſ")
"""What the pattern of the end of a range of days begins with."""
_SHORT_MONTH_CHARS = 3
"""Months of so few letters are other words too: without a day or year they follow a word in lower case ("sejak Mei lalu")."""
_ENGLISH_WITHOUT_YEAR = ENGLISH_MONTHS - {"mar", "may", "sep", "jun", "jul"}
"""Before a day's number and no year: short forms that are Indonesian words or months too are left out."""


def read_weekday(text: str, at: int, stop: int, low: int, end: int) -> DateText | None:
    """The date that begins with the weekday at `text[at:stop]`."""
    after = text[stop : stop + 1]
    glued = at > low and text[at - 1].isalnum()
    if after.isalnum() or (glued and not text[at].isupper()):
        return None
    found = DateText(at, stop, "weekday", weekday=WEEKDAYS[text[at:stop].lower()])
    if after and after not in ",(." and text[stop + 1 : stop + 2] != "(":
        _take_after_weekday(found, text, end)
    if not _add_day(found, text, end) and (glued or _is_other_thing(found, text, at, low, end)):
        return None
    return with_clock(found, text, end)


def _take_after_weekday(found: DateText, text: str, end: int) -> None:
    match = shapes.AFTER_WEEKDAY.match(text, found.end, end)
    if not match or not match.group():
        return
    if match["wd2"]:
        found.weekday2 = WEEKDAYS.get(word_key(match["wd2"]))
        if found.weekday2 is None:
            return
    if match["part"]:
        found.part = PARTS[word_key(match["part"])]
    if match["rel"]:
        found.relation = word_key(match["rel"])
    found.end = match.end()


def _is_other_thing(found: DateText, text: str, at: int, low: int, end: int) -> bool:
    """ "Pasar Minggu", "Salat Jumat", "Jumat Agung", "Minggu kedua": the weekday names something else."""
    if word_before(text, at, low) in BLOCKERS_BEFORE:
        return True
    after = _NEXT_WORD.match(text, found.end, end)
    return bool(after) and (after[1].lower() in BLOCKERS_AFTER_WEEKDAY or bool(_ORDINAL.match(after[1])))


def _add_day(found: DateText, text: str, end: int) -> bool:
    """Takes the day and month that follow a weekday, with or without brackets, into `found`."""
    at = found.end
    if text[at : at + 1] not in _BEFORE_DAY:
        return False
    bracketed = text.startswith(("(", " ("), at)
    close = text.find(")", at, min(end, at + _BRACKETED_CHARS)) + 1 if bracketed else 0
    told = _day_in_brackets(text[at:close]) if close else _day_behind(text, at, end)
    if told is None:
        return False
    day, length = told
    found.take_day(day)
    found.end = at + length
    return True


@lru_cache(maxsize=4_096)
def _day_in_brackets(words: str) -> tuple[DateText, int] | None:
    """The same for all that stands up to a closing bracket: " (16/6/2025)" follows a weekday in story after story."""
    return _day_behind(words, 0, len(words))


def _day_behind(text: str, at: int, end: int) -> tuple[DateText, int] | None:
    """The day and month that stand at `at`, and how many characters they and their brackets take."""
    bridge = shapes.TO_DATE.match(text, at, end)
    if not bridge or not text[bridge.end() : bridge.end() + 1].isdigit():
        return None
    day = numeric_at(text, bridge.end(), end, yearless=True) or named_at(text, bridge.end(), end)
    if not day:
        return None
    close = shapes.CLOSE.match(text, day.end, end) if bridge["open"] else None
    return day, (close.end() if close else day.end) - at


def read_month(text: str, at: int, stop: int, low: int, end: int) -> DateText | None:
    """The date that the month's name at `text[at:stop]` is part of."""
    if text[stop : stop + 1].isalpha():
        return None
    before = text[at - 1 : at] if at > low else ""
    right = min(end, at + _RIGHT_CHARS)
    if before and not before.isalpha():
        floor = max(low, at - _LEFT_CHARS)
        for digit in _DIGIT.finditer(text, floor, at):
            named = shapes.NAMED.match(text, digit.start(), right)
            if named and named.start("mon") == at:
                if word_before(text, named.start(), low) in BLOCKERS_BEFORE:
                    return None
                found = _named(named, text, end)
                return with_clock(found, text, end) if found else None
    if before.isalnum():
        return None
    return _month_first(text, at, stop, right) or _month_year(text, at, stop, right)


def named_at(text: str, at: int, end: int) -> DateText | None:
    """The date of a day's number and a month's name that begins at `at`."""
    named = shapes.NAMED.match(text, at, end)
    return _named(named, text, end) if named else None


def _named(named: re.Match[str], text: str, end: int) -> DateText | None:
    month = month_of(named["mon"])
    year = named["y"] or named["y2"] or named["y3"]
    if month is None or (not year and word_key(named["mon"]) in MONTHS_IN_FULL_DATES):
        return None
    end_of_month = named.end() - (text[named.end() - 1] == ".")
    found = DateText(named.start(), end_of_month, "day", day=int(named["d"]), month=month)
    found.year = int(year) if year else full_year(named["yy"])
    if named["d2"]:
        found.end_day, found.end_month, found.end_year = int(named["d2"]), month, found.year
    elif (
        text[found.end : found.end + 1] in _BEFORE_SECOND
        and (second := shapes.NAMED_TO.match(text, found.end, end))
        and (last := month_of(second["mon"]))
    ):
        found.end_day, found.end_month = int(second["d"]), last
        found.end_year = int(second["y"]) if second["y"] else full_year(second["yy"])
        found.year = found.year or found.end_year
        found.end = second.end() - (text[second.end() - 1] == ".")
    if found.year is None and (of_year := shapes.OF_YEAR.match(text, found.end, end)):
        found.relation, found.end = word_key(of_year["rel"]), of_year.end()
    return found


def _month_first(text: str, at: int, stop: int, end: int) -> DateText | None:
    word = text[at:stop].lower()
    match = shapes.MONTH_FIRST.match(text, at, end)
    if not match or not (match["y"] or word in _ENGLISH_WITHOUT_YEAR):
        return None
    year = int(match["y"]) if match["y"] else None
    return DateText(at, match.end(), "day", day=int(match["d"]), month=month_of(word), year=year)


def _month_year(text: str, at: int, stop: int, end: int) -> DateText | None:
    match = shapes.MONTH_YEAR.match(text, at, end)
    if not match:
        clear = stop - at > _SHORT_MONTH_CHARS or text[at - 2 : at - 1].islower()
        clear = clear and text[at:stop].lower() not in _ENGLISH_ALONE
        relative = shapes.MONTH_RELATIVE.match(text, at, end) if clear else None
        if not relative:
            return None
        return DateText(at, relative.end(), "month", month=month_of(text[at:stop]), relation=word_key(relative["rel"]))
    found = DateText(at, match.end(), "month", month=month_of(text[at:stop]), year=int(match["y"]))
    if match["mon2"]:
        found.end_month = month_of(match["mon2"])
        if found.end_month is None:
            return None
    return found


def read_slash(text: str, at: int, stop: int, low: int, end: int) -> DateText | None:
    """The date in figures that the slash at `at` is part of."""
    after = text[stop : stop + 1]
    if at == low or not text[at - 1].isdigit() or not (after.isdigit() or after == "/"):
        return None
    floor, ceiling = max(low, at - _FIGURE_LEFT_CHARS), min(end, at + _FIGURE_RIGHT_CHARS)
    for match in shapes.NUMERIC.finditer(text, floor, ceiling):
        if match.start() < at < match.end():
            bracketed = text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")"
            found = _numeric(match, yearless=bracketed)
            return with_clock(found, text, end) if found else None
    return None


def numeric_at(text: str, at: int, end: int, *, yearless: bool) -> DateText | None:
    """The date in figures that begins at `at`; `yearless`: a day and month alone will do."""
    match = shapes.NUMERIC.match(text, at, end)
    return _numeric(match, yearless=yearless) if match else None


def _numeric(match: re.Match[str], *, yearless: bool) -> DateText | None:
    year, separator = match["y"], match["sep"]
    if (year is None and (separator != "/" or not yearless)) or (year and separator != "/" and len(year) == 2):
        return None
    first, second = int(match["a"]), int(match["b"])
    swapped = first <= 12 < second
    day, month = (second, first) if swapped else (first, second)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    found = DateText(match.start(), match.end(), "day", day=day, month=month)
    found.year = None if year is None else int(year) if len(year) == 4 else full_year(year)
    found.is_order_open = not swapped and day <= 12
    if match["from"] and not swapped:
        found.day, found.end_day, found.end_month, found.end_year = int(match["from"]), day, month, found.year
    return found


def yearless_day(text: str, start: int, end: int) -> DateText | None:
    """The first bare day and month in figures ("12/6") in `text[start:end]`: a date only where one is expected."""
    for match in shapes.NUMERIC.finditer(text, start, end):
        if found := _numeric(match, yearless=True):
            return found
    return None


def read_year(text: str, at: int, stop: int, low: int, end: int) -> DateText | None:
    """The date that the year beginning at `at` opens ("2025-06-12"), ends ("12.06.2025") or is ("tahun 2014")."""
    before = text[at - 1] if at > low else ""
    if before.isalnum() or not text[stop : stop + 2].isdigit():
        return None
    if text[at + 4 : at + 5] in ("-", "/") and (iso := shapes.ISO.match(text, at, end)):
        return _iso(iso, text, end)
    if before and before in "-.":
        for match in shapes.NUMERIC.finditer(text, max(low, at - 6), min(end, at + 5)):
            if match.start("y") == at and (found := _numeric(match, yearless=False)):
                return with_clock(found, text, end)
        return None
    if before not in (" ", "\xa0") or word_before(text, at, low) not in shapes.YEAR_BEFORE:
        return None
    match = shapes.YEAR.match(text, at, end)
    if not match:
        return None
    found = DateText(at, match.end(), "year", year=int(match["y"]))
    if match["y2"]:
        found.end_year = int(match["y2"])
    return found


def _iso(match: re.Match[str], text: str, end: int) -> DateText | None:
    day, month = int(match["d"]), int(match["m"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    found = DateText(match.start(), match.end(), "day", day=day, month=month, year=int(match["y"]))
    if text[match.end() : match.end() + 1] == "T" and (clock := shapes.STAMP_CLOCK.match(text, match.end(), end)):
        found.clock = clock_of(clock)
        found.end = clock.end() if found.clock else found.end
    return found


def with_clock(found: DateText, text: str, end: int) -> DateText:
    """`found` with the time of day that follows it after "pukul" or "jam"."""
    clock = shapes.CLOCK.match(text, found.end, end) if text[found.end : found.end + 1] in _BEFORE_CLOCK else None
    if clock and (value := clock_of(clock)):
        found.clock, found.end = value, clock.end()
    return found
