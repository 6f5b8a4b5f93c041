"""Readers of relative dates: "pekan lalu", "dua hari sebelumnya", "kemarin", and the week that shares Sunday's name.

Here: trying the patterns around one place in a text. Not here: finding the places (find.py), the days meant
(relative.py).
"""

from __future__ import annotations

from etl.text.dates import patterns as shapes
from etl.text.dates.days import named_at, numeric_at, read_weekday
from etl.text.dates.parts import DateText
from etl.text.dates.words import NUMBERS, PARTS, word_before, word_key

UNITS = (
    "hari ", "pekan ", "minggu ", "bulan ", "tahun ", "sehari ", "sepekan ", "seminggu ", "sebulan ", "setahun "
)  # fmt: skip
DAY_WORDS = (
    "kemarin", "kemaren", "besok", "esok ", "keesokan", "lusa", "semalam", "tadi malam", "malam ini", "malam nanti",
    "nanti malam", "pagi ini", "siang ini", "sore ini", "petang ini", "tadi pagi", "tadi siang", "tadi sore",
    "dini hari tadi", "pagi tadi", "siang tadi", "yesterday", "tomorrow",
)  # fmt: skip
RELATIONS = (
    "ini", "lalu", "depan", "mendatang", "sebelum", "berikut", "silam", "kemarin", "esok", "kemudian", "setelah",
    "lagi", "yang",
)  # fmt: skip
"""What follows a unit of time where it stands for a date; anything else is seen off at the price of one comparison."""
_SPAN_WORDS = frozenset(("selama", "setiap", "beberapa", "dalam", "per", "sampai", "tiap", "sekian", *NUMBERS))
"""Before a unit they make it a length of time: "selama pekan ini" tells no day."""
_EDGES = frozenset(("awal", "akhir", "pertengahan", "tengah"))
_APPOSED_UNIT = "hari"


def read_unit(text: str, at: int, stop: int, low: int, end: int) -> DateText | None:
    """The relative date of the unit of time at `text[at:stop]`, which ends with its blank."""
    if not text.startswith(RELATIONS, stop) or (at > low and text[at - 1].isalnum()):
        return None
    if one := shapes.ONE_COUNTED.match(text, at, end):
        return DateText(at, one.end(), "counted", count=1, unit=word_key(one["unit"]), relation=word_key(one["rel"]))
    if counted := _counted(text, at, low, end):
        return counted
    match = shapes.UNIT_RELATIVE.match(text, at, end)
    if not match:
        return None
    start, before = at, word_before(text, at, low)
    if before in _EDGES:
        start = text.rindex(text[at - 1], low, at) - len(before)
        before = word_before(text, start, low)
    if before in _SPAN_WORDS:
        return None
    found = DateText(start, match.end(), "unit", unit=word_key(match["unit"]), relation=word_key(match["rel"]))
    return _with_apposed_day(found, text, end) if found.unit == _APPOSED_UNIT else found


def _counted(text: str, at: int, low: int, end: int) -> DateText | None:
    match = shapes.UNIT_COUNTED.match(text, at, end)
    number = shapes.COUNTED_BEFORE.search(text, max(low, at - 12), at) if match else None
    if not match or not number or text[number.start() - 1 : number.start()].isalnum():
        return None
    count = NUMBERS.get(word_key(number["n"])) or int(number["n"])
    unit, relation = word_key(match["unit"]), word_key(match["rel"])
    return DateText(number.start(), match.end(), "counted", count=count, unit=unit, relation=relation)


def read_sunday(text: str, at: int, stop: int, low: int, end: int) -> DateText | None:
    """The day or the week of "minggu": told apart by capitals, by the word before, and by a date after it."""
    word_end = stop - 1
    bridge = shapes.TO_DATE.match(text, word_end, end)
    dated = bridge is not None and bool(bridge["open"]) and text[bridge.end() : bridge.end() + 1].isdigit()
    is_day = dated or word_before(text, at, low) == "hari" or (text[at] == "M" and not _opens_sentence(text, at, low))
    return read_weekday(text, at, word_end, low, end) if is_day else read_unit(text, at, stop, low, end)


def _opens_sentence(text: str, at: int, low: int) -> bool:
    before = text[max(low, at - 3) : at].rstrip(' \xa0"“(')
    return not before or before[-1] in ".!?\n"


def read_day_word(text: str, at: int, stop: int, low: int, end: int) -> DateText | None:
    """The relative day of the word at `at`, with the part of day and the date in brackets that follow it."""
    if (text[stop - 1] != " " and text[stop : stop + 1].isalpha()) or (at > low and text[at - 1].isalnum()):
        return None
    match = shapes.DAY_WORD.match(text, at, end)
    if not match:
        return None
    found = DateText(at, match.end(), "day_word", relation=word_key(match["word"]))
    if match["part"]:
        found.part = PARTS[word_key(match["part"])]
    return _with_apposed_day(found, text, end)


def _with_apposed_day(found: DateText, text: str, end: int) -> DateText:
    """ "kemarin (17/6)", "hari ini (16 Juni 2025)": the day in brackets says which day is meant."""
    bracket = shapes.APPOSED_DATE.match(text, found.end, end)
    if bracket and text[bracket.end() : bracket.end() + 1].isdigit():
        day = numeric_at(text, bracket.end(), end, yearless=True) or named_at(text, bracket.end(), end)
        close = shapes.CLOSE.match(text, day.end, end) if day else None
        if day and close:
            found.relation = None
            found.take_day(day)
            found.end = close.end()
    return found
