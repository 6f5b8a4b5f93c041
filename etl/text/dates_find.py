"""Finding dates in running text, without saying which day they are.

Here: one pass for the words that can begin a date, then a small pattern at each of them.
Not here: the patterns (date_patterns.py), the days (dates_resolve.py), publication stamps (stamps.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import ahocorasick

from etl.text import date_patterns as shapes
from etl.text.date_parts import Clock, DateText, clock_of, full_year, month_of
from etl.text.date_words import (
    BLOCKERS_AFTER_WEEKDAY,
    BLOCKERS_BEFORE,
    ENGLISH_MONTHS,
    MONTHS,
    MONTHS_IN_FULL_DATES,
    NUMBERS,
    PARTS,
    STAMP_WEEKDAYS,
    WEEKDAYS,
    word_key,
)

_UNITS = ("hari ", "pekan ", "minggu ", "bulan ", "tahun ", "sehari ", "sepekan ", "seminggu ", "sebulan ", "setahun ")
_DAY_WORDS = (
    "kemarin", "kemaren", "besok", "esok ", "keesokan", "lusa", "semalam", "tadi malam", "malam ini", "malam nanti",
    "nanti malam", "pagi ini", "siang ini", "sore ini", "petang ini", "tadi pagi", "tadi siang", "tadi sore",
    "dini hari tadi", "pagi tadi", "siang tadi", "yesterday", "tomorrow",
)  # fmt: skip
_LEFT_CHARS = 20
"""How far left of a month's name its day can begin: "21 s/d 23 Juni"."""
_LAST_WORD = re.compile(r"([\w.]+)[\s\xa0(\"“]{1,3}\Z")
_NEXT_WORD = re.compile(r"[ \xa0]{1,2}(\w+(?:-\d)?)")
_ORDINAL = re.compile(
    r"[ \xa0]{1,2}(?:ke-?\d|pertama|kedua|ketiga|keempat|kelima|terakhir|(?:se)?belum)", re.IGNORECASE
)


@cache
def _triggers() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()

    def add(word: str, kind: str, *, lower: bool = True) -> None:
        for form in {word.title() if " " not in word else word.capitalize(), word.upper()} | (
            {word} if lower else set()
        ):
            automaton.add_word(form, (kind, len(form)))

    for month in MONTHS:
        add(month, "month", lower=len(month) > 3 or month == "mei")
    for weekday in set(WEEKDAYS) - STAMP_WEEKDAYS:
        add(weekday, "weekday")
    for unit in _UNITS:
        add(unit, "unit")
    for word in _DAY_WORDS:
        add(word, "day_word")
    automaton.add_word("minggu ", ("sunday", 7))
    automaton.add_word("Minggu ", ("sunday", 7))
    automaton.add_word("/", ("slash", 1))
    for century in ("18", "19", "20"):
        automaton.add_word(century, ("year", 2))
    automaton.make_automaton()
    return automaton


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[DateText]:
    """The dates written in `text[start:end]`, in order, none overlapping another. Offsets are those of `text`."""
    end = len(text) if end is None else end
    done = start
    for last, (kind, length) in _triggers().iter_long(text, start, end):
        at = last + 1 - length
        if at < done:
            continue
        if found := _READERS[kind](text, at, done, end):
            done = found.end
            yield found


def yearless_day(text: str, start: int, end: int) -> DateText | None:
    """The first bare day and month in figures ("12/6") in `text[start:end]`: a date only where one is expected."""
    for match in shapes.NUMERIC.finditer(text, start, end):
        if found := _numeric(match, yearless=True):
            return found
    return None


def _weekday(text: str, at: int, low: int, end: int) -> DateText | None:
    if at > low and text[at - 1].isalnum() and not (text[at].isupper() and text[at - 1].islower()):
        return None
    head = shapes.WEEKDAY.match(text, at, end)
    if not head or (blocked := word_before(text, at, low)) in BLOCKERS_BEFORE and blocked:
        return None
    found = DateText(at, head.end(), "weekday", weekday=WEEKDAYS[word_key(head["wd"])])
    if head["wd2"]:
        found.weekday2 = WEEKDAYS[word_key(head["wd2"])]
    if head["part"]:
        found.part = PARTS[word_key(head["part"])]
    if head["rel"]:
        found.relation = word_key(head["rel"])
    if not _add_day(found, text, end):
        after = _NEXT_WORD.match(text, head.end(), end)
        if after and (after[1].lower() in BLOCKERS_AFTER_WEEKDAY or _ORDINAL.match(text, head.end(), end)):
            return None
    return _with_clock(found, text, end)


def _add_day(found: DateText, text: str, end: int) -> bool:
    """Takes the day and month that follow a weekday, with or without brackets, into `found`."""
    bridge = shapes.TO_DATE.match(text, found.end, end)
    at = bridge.end() if bridge else found.end
    if at >= end or not (text[at].isdigit() or text[at] == "!"):
        return False
    day = _numeric_at(text, at, end, yearless=True) or _named_at(text, at, end)
    if not day:
        return False
    close = shapes.CLOSE.match(text, day.end, end) if bridge and bridge["open"] else None
    found.take_day(day)
    found.end = close.end() if close else day.end
    return True


def _sunday(text: str, at: int, low: int, end: int) -> DateText | None:
    """ "minggu" is a week, "Minggu" a day: told by capitals, by the word before, and by a date after it."""
    word_end = at + len("minggu")
    bridge = shapes.TO_DATE.match(text, word_end, end)
    dated = bridge is not None and bool(bridge["open"]) and text[bridge.end() : bridge.end() + 1].isdigit()
    as_day = dated or word_before(text, at, low) == "hari" or (text[at] == "M" and not _opens_sentence(text, at, low))
    if as_day:
        return _weekday(text, at, low, end)
    return _unit(text, at, low, end)


def _opens_sentence(text: str, at: int, low: int) -> bool:
    before = text[max(low, at - 3) : at].rstrip(' \xa0"“(')
    return not before or before[-1] in ".!?\n"


def _month(text: str, at: int, low: int, end: int) -> DateText | None:
    floor = max(low, at - _LEFT_CHARS, text.rfind("\n", low, at) + 1)
    for named in shapes.NAMED.finditer(text, floor, min(end, at + 60)):
        if named.start("mon") == at:
            break
    else:
        named = None
    if named:
        if word_before(text, named.start(), low) in BLOCKERS_BEFORE - {""}:
            return None
        found = _named(named, text, end)
        return _with_clock(found, text, end) if found else None
    if at > low and text[at - 1].isalnum():
        return None
    return _month_first(text, at, low, end) or _month_year(text, at, low, end)


def _named_at(text: str, at: int, end: int) -> DateText | None:
    named = shapes.NAMED.match(text, at, end)
    return _named(named, text, end) if named else None


def _named(named: re.Match[str], text: str, end: int) -> DateText | None:
    year = named["y"] or named["y2"] or named["y3"]
    if word_key(named["mon"]) in MONTHS_IN_FULL_DATES and not year:
        return None
    found = DateText(named.start(), named.end(), "day", day=int(named["d"]), month=month_of(named["mon"]))
    found.year = int(year) if year else full_year(named["yy"])
    if named["d2"]:
        found.end_day, found.end_month, found.end_year = int(named["d2"]), found.month, found.year
    elif second := shapes.NAMED_TO.match(text, found.end, end):
        found.end_day, found.end_month = int(second["d"]), month_of(second["mon"])
        found.end_year = int(second["y"]) if second["y"] else full_year(second["yy"])
        found.year = found.year or found.end_year
        found.end = second.end()
    return found


def _month_first(text: str, at: int, low: int, end: int) -> DateText | None:
    match = shapes.MONTH_FIRST.match(text, at, end)
    if not match or word_key(match["mon"]) not in ENGLISH_MONTHS:
        return None
    if not match["y"] and word_key(match["mon"]) in ("mar", "may", "sep", "jun", "jul"):
        return None
    year = int(match["y"]) if match["y"] else None
    return DateText(at, match.end(), "day", day=int(match["d"]), month=month_of(match["mon"]), year=year)


def _month_year(text: str, at: int, low: int, end: int) -> DateText | None:
    match = shapes.MONTH_YEAR.match(text, at, end)
    if match:
        found = DateText(at, match.end(), "month", month=month_of(match["mon"]), year=int(match["y"]))
        if match["mon2"]:
            found.end_month = month_of(match["mon2"])
        return found
    return None


def _slash(text: str, at: int, low: int, end: int) -> DateText | None:
    if at == low or not text[at - 1].isdigit():
        return None
    floor = max(low, at - 8)
    for match in shapes.ISO.finditer(text, floor, min(end, at + 20)):
        if match.start() < at < match.end():
            return _iso(match, text, end)
    for match in shapes.NUMERIC.finditer(text, floor, min(end, at + 20)):
        if match.start() < at < match.end():
            bracketed = text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")"
            found = _numeric(match, yearless=bracketed)
            return _with_clock(found, text, end) if found else None
    return None


def _numeric_at(text: str, at: int, end: int, *, yearless: bool) -> DateText | None:
    match = shapes.NUMERIC.match(text, at, end)
    return _numeric(match, yearless=yearless) if match else None


def _numeric(match: re.Match[str], *, yearless: bool) -> DateText | None:
    year, separator = match["y"], match["sep"][0]
    if year is None and (separator != "/" or not yearless):
        return None
    if year is not None and separator != "/" and len(year) == 2:
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


def _year(text: str, at: int, low: int, end: int) -> DateText | None:
    if at > low and (text[at - 1].isalpha() or (text[at - 1].isdigit())):
        return None
    if iso := shapes.ISO.match(text, at, end):
        return _iso(iso, text, end)
    before = text[at - 1] if at > low else ""
    if before in "-." and before:
        for match in shapes.NUMERIC.finditer(text, max(low, at - 6), min(end, at + 5)):
            if match.start("y") == at and (found := _numeric(match, yearless=False)):
                return _with_clock(found, text, end)
    match = shapes.YEAR.match(text, at, end)
    lead = shapes.YEAR_BEFORE.search(text, max(low, at - 24), at) if match and before in " \xa0" and before else None
    if not match or not lead:
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
    clock = shapes.STAMP_CLOCK.match(text, match.end(), end)
    if clock and text[match.end()] == "T" and (value := clock_of(clock)):
        found.clock, found.end = value, clock.end()
    return found


def _unit(text: str, at: int, low: int, end: int) -> DateText | None:
    if at > low and text[at - 1].isalnum():
        return None
    if one := shapes.ONE_COUNTED.match(text, at, end):
        return DateText(at, one.end(), "counted", count=1, unit=one["unit"].lower(), relation=word_key(one["rel"]))
    counted = shapes.UNIT_COUNTED.match(text, at, end)
    number = shapes.COUNTED_BEFORE.search(text, max(low, at - 12), at) if counted else None
    if counted and number:
        count = NUMBERS.get(word_key(number["n"])) or int(number["n"])
        return DateText(
            number.start(), counted.end(), "counted", count=count, unit=counted["unit"].lower(),
            relation=word_key(counted["rel"]),
        )  # fmt: skip
    match = shapes.UNIT_RELATIVE.match(text, at, end)
    if not match:
        return None
    edge = shapes.EDGE_BEFORE.search(text, max(low, at - 14), at)
    if word_before(text, edge.start() if edge else at, low) in {
        "selama",
        "setiap",
        "beberapa",
        "dalam",
        "per",
        "sampai",
    } | set(NUMBERS):
        return None
    start = edge.start() if edge else at
    found = DateText(start, match.end(), "unit", unit=match["unit"].lower(), relation=word_key(match["rel"]))
    return _with_apposed_day(found, text, end) if found.unit == "hari" else found


def _day_word(text: str, at: int, low: int, end: int) -> DateText | None:
    match = shapes.DAY_WORD.match(text, at, end)
    if not match or (at > low and text[at - 1].isalnum()):
        return None
    found = DateText(at, match.end(), "day_word", relation=word_key(match["word"]))
    if match["part"]:
        found.part = PARTS[word_key(match["part"])]
    return _with_apposed_day(found, text, end)


def _with_apposed_day(found: DateText, text: str, end: int) -> DateText:
    """ "kemarin (17/6)", "hari ini (Senin, 16/6/2025)": the day in brackets says which day is meant."""
    bracket = shapes.APPOSED_DATE.match(text, found.end, end)
    if bracket and bracket.end() < end and text[bracket.end()].isdigit():
        day = _numeric_at(text, bracket.end(), end, yearless=True) or _named_at(text, bracket.end(), end)
        close = shapes.CLOSE.match(text, day.end, end) if day else None
        if day and close:
            found.shape, found.relation = "day", None
            found.take_day(day)
            found.end = close.end()
    return found


def _with_clock(found: DateText, text: str, end: int) -> DateText:
    clock = shapes.CLOCK.match(text, found.end, end)
    value: Clock | None = clock_of(clock) if clock else None
    if clock and value:
        found.clock, found.end = value, clock.end()
    return found


def word_before(text: str, at: int, low: int = 0) -> str:
    """The word before `at` on its line, in lower case; empty when none."""
    match = _LAST_WORD.search(text, max(low, at - 24, text.rfind("\n", low, at) + 1), at)
    return match[1].lower() if match else ""


_READERS = {
    "weekday": _weekday,
    "sunday": _sunday,
    "month": _month,
    "slash": _slash,
    "year": _year,
    "unit": _unit,
    "day_word": _day_word,
}
