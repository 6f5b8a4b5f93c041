"""Relative dates: what "pekan lalu", "dua hari sebelumnya" and "kemarin" mean once their base day is known.

Here: the arithmetic of the words. Not here: which day is the base (resolve.py).
"""

from __future__ import annotations

from datetime import date

from etl.text.dates.calendar import iso_week, months_moved, moved
from etl.text.dates.parts import DateText

_STEPS = {
    "ini": 0, "lalu": -1, "silam": -1, "kemarin": -1, "depan": 1, "mendatang": 1, "esok": 1,
    "sebelumnya": -1, "sebelum itu": -1, "berikutnya": 1, "berikut": 1, "kemudian": 1, "setelahnya": 1,
    "setelah itu": 1, "lagi": 1,
}  # fmt: skip
_FROM_MENTION = frozenset(
    ("sebelumnya", "sebelum itu", "berikutnya", "berikut", "kemudian", "setelahnya", "setelah itu")
)
"""These count from the date told last, the others from the day of publication."""

_DAY_WORDS: dict[str, tuple[int, str | None]] = {
    "ini": (0, None), "kemarin": (-1, None), "kemaren": (-1, None), "yesterday": (-1, None), "kemarin lusa": (-2, None),
    "besok": (1, None), "esok hari": (1, None), "tomorrow": (1, None), "lusa": (2, None), "besok lusa": (2, None),
    "semalam": (-1, "TNI"), "tadi malam": (-1, "TNI"), "malam ini": (0, "TNI"), "malam nanti": (0, "TNI"),
    "nanti malam": (0, "TNI"), "pagi ini": (0, "TMO"), "tadi pagi": (0, "TMO"), "pagi tadi": (0, "TMO"),
    "dini hari tadi": (0, "TMO"), "siang ini": (0, "TMI"), "tadi siang": (0, "TMI"), "siang tadi": (0, "TMI"),
    "sore ini": (0, "TAF"), "tadi sore": (0, "TAF"), "petang ini": (0, "TEV"),
}  # fmt: skip


def day_word_value(item: DateText) -> tuple[int, str | None] | None:
    """Days from publication and part of day (TIMEX3) of a word such as "kemarin"; None for an unknown word."""
    return _DAY_WORDS.get(item.relation or "")


def unit_value(
    item: DateText, published_on: date | None, told_last: date | None
) -> tuple[str, date | None, str, bool] | None:
    """Value, its day (None when coarser than one), precision, and whether it was counted from the date told last.

    None when the day it counts from is not known, or beyond the calendar's ends.
    """
    relation = item.relation or ""
    from_mention = relation in _FROM_MENTION
    base = told_last if from_mention else published_on
    step = _STEPS.get(relation)
    if base is None or step is None:
        return None
    count = step * (item.count if item.shape == "counted" else 1)
    if item.unit == "hari":
        day = moved(base, count)
        return (day.isoformat(), day, "day", from_mention) if day else None
    if item.unit in ("pekan", "minggu"):
        day = moved(base, 7 * count)
        return (iso_week(day), None, "week", from_mention) if day else None
    month = months_moved(base, count if item.unit == "bulan" else 12 * count)
    if month is None:
        return None
    if item.unit == "bulan":
        return f"{month[0]:04d}-{month[1]:02d}", None, "month", from_mention
    return f"{month[0]:04d}", None, "year", from_mention
