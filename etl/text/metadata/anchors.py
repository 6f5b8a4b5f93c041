"""The day that a story's relative dates are counted from.

Here: date line > dateline > first full date of the story > the record's own field. Never a clock.
Not here: finding any of them (publication.py, dates/find.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from etl.contracts.enums import DateBasis
from etl.text.dates.calendar import day_or_none
from etl.text.dates.parts import DateText
from etl.text.dates.resolve import Anchor
from etl.text.metadata.publication import Publication

RECORD_LAG_DAYS = 7
"""A record dated so few days after the story's first date is the story's own publication."""
_SOURCES = {
    DateBasis.STATED: "stamp",
    DateBasis.DATELINE: "dateline",
    DateBasis.DATELINE_WEEKDAY: "dateline",
    DateBasis.SOURCE_FIELD: "source_field",
    DateBasis.URL: "url",
}


def choose_anchor(published: Publication, text: str, dates: Sequence[DateText]) -> Anchor | None:
    """The anchor of a document; None when it holds none. `dates`: those found in kept text, in order."""
    source = _SOURCES.get(DateBasis(published.basis))
    of_record = published.basis in (DateBasis.SOURCE_FIELD, DateBasis.URL)
    if published.day and source and not of_record:
        return Anchor(published.day, source)
    told = first_told_day(text, dates)
    if published.day and source and (told is None or 0 <= (published.day - told).days <= RECORD_LAG_DAYS):
        return Anchor(published.day, source)
    return Anchor(told, "first_date", is_publication=False) if told else None


def first_told_day(text: str, dates: Sequence[DateText]) -> date | None:
    """The first full date written as news dates are, with a weekday that agrees or in brackets: no birthday."""
    for item in dates:
        if not item.is_full or item.end_day is not None:
            continue
        day = day_or_none(item.year or 0, item.month or 0, item.day or 0)
        bracketed = text[item.start - 1 : item.start] == "("
        if day and (item.weekday == day.weekday() or (bracketed and item.weekday is None)):
            return day
    return None
