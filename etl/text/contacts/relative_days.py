"""Days counted from the contact told before: `pada hari yang sama`, `sehari sebelumnya`, `keesokan harinya`.

Here: reading such words beside a trigger. Not here: dates that stand by themselves (the describe step, days.py).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from etl.contracts.enums import DatePrecision
from etl.text.contacts.days import DateMention

_COUNTS = {"se": 1, "satu ": 1, "dua ": 2, "tiga ": 3, "empat ": 4, "lima ": 5}
_COUNT = "|".join(_COUNTS)
_EVENT = r"(?:pertemuan|pembicaraan|perundingan|kunjungan|ktt|percakapan|telepon)\s+(?:itu|tersebut)"
_RELATIVE = re.compile(
    rf"\b(?:(?P<same>hari\s+(?:yang\s+sama|itu\s+juga)|(?:siang|sore|malam)\s*harinya)"
    rf"|(?P<next>(?:keesokan|esok)\s+hari(?:nya)?)"
    rf"|(?P<count>{_COUNT})hari\s+(?:(?P<after>kemudian|setelahnya|sesudahnya|berselang|(?:setelah|sesudah|usai)\s+{_EVENT})"
    rf"|(?P<before>sebelumnya|sebelum\s+{_EVENT})))\b"
)


def relative_day(lower: str, low: int, high: int, told_on: str) -> DateMention | None:
    """The day that words in `[low, high)` count from `told_on`, ISO 8601, the day of the contact told before."""
    match = _RELATIVE.search(lower, low, high)
    if match is None or not told_on:
        return None
    days = 0
    if match["next"]:
        days = 1
    elif match["count"]:
        days = _COUNTS[match["count"]] * (1 if match["after"] else -1)
    try:
        day = date.fromisoformat(told_on) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return DateMention(match.start(), match.end(), day.isoformat(), str(DatePrecision.DAY))
