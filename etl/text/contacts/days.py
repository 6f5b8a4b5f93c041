"""Days of contacts: which date of a sentence is a contact's own.

Here: choosing among the dates around a trigger. Not here: resolving dates (the describe step), days that other sentences
tell (rest.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as day_type
from typing import NamedTuple

from etl.contracts.enums import DatePrecision
from etl.text.contacts.words import Trigger

SAID_CHARS = 70
"""So near before a date a word of speech or source makes it theirs."""
FRAME_CHARS = 70
"""A word so near before a trigger says that its clause frames another."""

# `sepakat pada Jumat untuk membuka perundingan`: the day is of the agreement.
_AGREED = re.compile(
    r"\b(?:sepakat|setuju|mengusulkan|menyerukan|meminta|menawarkan|mengajak|mendesak|berjanji|mengumumkan|mengatakan|menyatakan|memutuskan)"
    r"\s+(?:pada\s+|hari\s+)*\Z"
)
# `, kata Budi` and `dikutip dari`: what speaks between a trigger and a date takes the date.
_SAID = re.compile(
    r"\b(?:dikutip|mengutip|dilansir|melansir|dinukil|menukil|dalam keterangan(?:nya)?|siaran pers|dalam catatannya|(?:kata|ujar|ucap|tutur|jelas|ungkap"
    r"|papar|imbuh|tegas|sebut|terang|tambah|lapor|demikian)(?:nya)?|kepada wartawan|kepada media)\b"
)
_FRAMED_BY = re.compile(r"\b(?:setelah|usai|seusai|selepas|saat|ketika|dalam)\b[^.;:\"\u201c]{0,60}\Z")


class DateMention(NamedTuple):
    """A date of the text in kept offsets. `value`: ISO 8601, the date first; None when it could not be resolved."""

    start: int
    end: int
    value: str | None
    precision: str


def date_of(
    lower: str, dates: Sequence[DateMention], low: int, trigger: Trigger, territory_end: int
) -> DateMention | None:
    """The date that belongs to the trigger: the nearest after it in its territory, else the nearest before it.

    Dates of speech and of sources (`kata Budi, Senin`, `dikutip Senin`) belong to them.
    """
    after = [
        date
        for date in dates
        if trigger.end <= date.start < territory_end and _SAID.search(lower, trigger.end, date.start) is None
    ]
    before = [
        date
        for date in dates
        if low <= date.start
        and date.end <= trigger.start
        and _SAID.search(lower, max(low, date.start - SAID_CHARS), date.start) is None
        and _AGREED.search(lower, max(low, date.start - SAID_CHARS), date.start) is None
    ]
    for date in after:
        if date.value and is_day(date):
            return date
    if after and after[0].value:
        return after[0]
    for date in reversed(before):
        if date.value and is_day(date):
            return date
    return next((date for date in (*after, *reversed(before)) if date.value), None)


def is_day(date: DateMention) -> bool:
    """Whether the date names a day."""
    return date.precision in (DatePrecision.DAY, DatePrecision.PART_OF_DAY, DatePrecision.MINUTE, DatePrecision.RANGE)


def is_ahead(date: DateMention | None, published_on: str) -> bool:
    """Whether a day, week or month lies after the day of the article."""
    if date is None or not date.value:
        return False
    if is_day(date):
        return date.value[:10] > published_on
    if date.precision == DatePrecision.MONTH:
        return date.value[:7] > published_on[:7]
    if date.precision == DatePrecision.WEEK:
        year, week, _ = day_type.fromisoformat(published_on).isocalendar()
        return date.value[:8] > f"{year:04d}-W{week:02d}"
    return False


def sentence_date(lower: str, dates: Sequence[DateMention], start: int, trigger: Trigger) -> DateMention | None:
    """The date of the main clause, for a contact told in a clause that frames it: `sepakat pada Jumat setelah bertemu`."""
    if _FRAMED_BY.search(lower, max(start, trigger.start - FRAME_CHARS), trigger.start) is None:
        return None
    return next((date for date in dates if date.end <= trigger.start and date.value and is_day(date)), None)
