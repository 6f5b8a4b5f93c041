"""Days: the arithmetic that dates in text need.

Here: building a day from parts that may be wrong, choosing a year or a weekday near another day, writing ISO 8601.
Not here: reading text (find.py), deciding what a date is counted from (resolve.py). No clock anywhere.
"""

from __future__ import annotations

from datetime import date, timedelta

DAYS_A_WEEK = 7


def day_or_none(year: int, month: int, day: int) -> date | None:
    """That day, or None when the calendar has no such day (30 February, month 13)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def moved(day: date, days: int) -> date | None:
    """`day` moved by a number of days; None beyond the calendar's ends (years 1 and 9999)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def months_moved(day: date, months: int) -> tuple[int, int] | None:
    """Year and month that lie `months` after those of `day`; None beyond the calendar's ends."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return (year, month + 1) if 1 <= year <= 9999 else None


def weekday_at_or_before(day: date, weekday: int) -> date | None:
    """The last day of that weekday (0 is Monday) not after `day`."""
    return moved(day, -((day.weekday() - weekday) % DAYS_A_WEEK))


def weekday_at_or_after(day: date, weekday: int) -> date | None:
    """The first day of that weekday not before `day`."""
    return moved(day, (weekday - day.weekday()) % DAYS_A_WEEK)


def weekday_in_week(day: date, weekday: int, weeks: int) -> date | None:
    """That weekday in the week (from Monday) `weeks` after the week of `day`."""
    return moved(day, weekday - day.weekday() + weeks * DAYS_A_WEEK)


def iso_week(day: date) -> str:
    """The week of `day`, TIMEX3 and ISO 8601: 2022-W03."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def years_near(anchor: date, month: int, day: int) -> list[date]:
    """The days of that month and day in the anchor's year and the years beside it, nearest to the anchor first."""
    years = (anchor.year, anchor.year - 1, anchor.year + 1)
    days = [found for year in years if 1 <= year <= 9999 and (found := day_or_none(year, month, day))]
    return sorted(days, key=lambda found: abs((found - anchor).days))


def newest_with_weekday(month: int, day: int, weekday: int, newest_year: int) -> date | None:
    """The newest such day, not after `newest_year`, that falls on `weekday`; a cycle of the calendar is searched."""
    for year in range(newest_year, max(newest_year - 28, 0), -1):
        found = day_or_none(year, month, day)
        if found and found.weekday() == weekday:
            return found
    return None
