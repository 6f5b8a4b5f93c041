"""Finding dates in running text, without saying which day they are.

Here: one pass for the words and figures that can begin a date; at each of them its reader is asked.
Not here: the readers (days.py, units.py), the days meant (resolve.py), publication stamps (metadata/stamps.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

import ahocorasick

from etl.text.dates.days import read_month, read_slash, read_weekday, read_year
from etl.text.dates.parts import DateText
from etl.text.dates.units import DAY_WORDS, UNITS, read_day_word, read_sunday, read_unit
from etl.text.dates.words import MONTHS, STAMP_WEEKDAYS, WEEKDAYS

Reader = Callable[[str, int, int, int, int], DateText | None]
"""Text, where the trigger begins and ends, how far left and how far right the reader may look."""
READERS: tuple[Reader, ...] = (
    read_month,
    read_weekday,
    read_unit,
    read_day_word,
    read_sunday,
    read_slash,
    read_year,
)
Trigger = tuple[int, int, int, int, int]
"""A place where a date may stand: begin and end of its word, its reader's number in READERS, and begin and end of the
stretch of text it is read in."""
_SHORT = 3
"""Months of so few letters are read with a capital only: "mei" and "des" begin other words."""


@cache
def trigger_words() -> dict[str, int]:
    """Every form of every word or figure that may begin a date, to the number of its reader."""
    kinds: dict[str, int] = {}

    def add(words: Iterable[str], read: Reader, *forms: Callable[[str], str]) -> None:
        kinds.update((form(word), READERS.index(read)) for word in words for form in forms)

    add([m for m in MONTHS if len(m) > _SHORT], read_month, str.capitalize, str.upper, str.lower)
    add([m for m in MONTHS if len(m) <= _SHORT], read_month, str.capitalize, str.upper)
    add([w for w in WEEKDAYS if w not in STAMP_WEEKDAYS], read_weekday, str.capitalize, str.upper, str.lower)
    add(UNITS, read_unit, str.capitalize, str.lower)
    add(DAY_WORDS, read_day_word, str.capitalize, str.lower)
    add(["minggu "], read_sunday, str.capitalize, str.lower)
    add(["/"], read_slash, str)
    add(["18", "19", "20"], read_year, str)
    return kinds


@cache
def _automaton() -> ahocorasick.Automaton:
    """Every trigger, to its length and its reader; a longer trigger hides those inside it."""
    automaton = ahocorasick.Automaton()
    for word, kind in trigger_words().items():
        automaton.add_word(word, (len(word), READERS[kind]))
    automaton.make_automaton()
    return automaton


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[DateText]:
    """The dates written in `text[start:end]`, in order, none overlapping another. Offsets are those of `text`."""
    end = len(text) if end is None else end
    done = start
    for last, (length, read) in _automaton().iter_long(text, start, end):
        at = last + 1 - length
        if at >= done and (found := read(text, at, last + 1, done, end)):
            done = found.end
            yield found


def dates_at(text: str, triggers: Iterable[Trigger]) -> list[DateText]:
    """The same dates, where the triggers of each stretch of text have been found already."""
    found: list[DateText] = []
    low, done = -1, -1
    for at, stop, kind, start, end in triggers:
        if start != low:
            low = done = start
        if at >= done and (item := READERS[kind](text, at, stop, done, end)):
            done = item.end
            found.append(item)
    return found
