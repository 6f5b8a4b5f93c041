"""Durations of contacts: `selama 90 menit`, `dua jam setengah`, `empat puluh lima menit`.

Here: reading them around a trigger. Not here: days (days.py).
"""

from __future__ import annotations

import re

from etl.text.contacts.words import Trigger

BEHIND_CHARS, BEFORE_CHARS = 160, 40
"""How far behind and before a trigger a duration is its own."""
HOUR_MINUTES = 60
LONGEST_MINUTES = 48 * HOUR_MINUTES
"""What lasts longer is told in days."""
_UNITS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9}
_ONE = "|".join(_UNITS)
_DURATION = re.compile(
    rf"""(?<![\w.,])(?:
    (?P<figure>\d{{1,3}}(?:\.\d{{3}})|\d{{1,4}}(?:[.,]\d{{1,2}})?)|
    (?P<tens>(?:{_ONE})\spuluh)(?:\s(?P<ones>{_ONE}))?|(?P<teen>sebelas|(?:{_ONE})\sbelas)|
    (?P<word>setengah|sepuluh|{_ONE})|(?P<hour>sejam)
    )(?:\s(?P<before>setengah))?(?:(?<=sejam)|\s(?P<unit>menit|jam))(?:\s(?P<half>setengah))?\b(?!\s*(?:wib|wita|wit)\b)""",
    re.VERBOSE,
)
"""Matches "satu jam setengah", "empat puluh lima menit", "1.500 menit", "sejam"; not "pukul 10 wib"."""


def duration_of(lower: str, trigger: Trigger, low: int, territory_end: int) -> int | None:
    """How long the contact lasted, in minutes, when words beside the trigger say so."""
    match = _DURATION.search(lower, trigger.end, min(territory_end, trigger.end + BEHIND_CHARS))
    if match is None:
        near = list(_DURATION.finditer(lower, max(low, trigger.start - BEFORE_CHARS), trigger.start))
        match = near[-1] if near else None
    if match is None:
        return None
    number = _number(match) + (0.5 if match["half"] or match["before"] else 0)
    minutes = number * (1 if match["unit"] == "menit" else HOUR_MINUTES)
    return round(minutes) if 1 <= minutes <= LONGEST_MINUTES else None


def _number(match: re.Match[str]) -> float:
    if figure := match["figure"]:
        thousands = figure.replace(".", "") if figure[-4:-3] == "." else figure
        return float(thousands.replace(",", "."))
    if tens := match["tens"]:
        return 10 * _UNITS[tens.split()[0]] + _UNITS.get(match["ones"], 0)
    if teen := match["teen"]:
        return 11 if teen == "sebelas" else 10 + _UNITS[teen.split()[0]]
    word = match["word"] or "satu"
    return {"setengah": 0.5, "sepuluh": 10}.get(word) or _UNITS[word]
