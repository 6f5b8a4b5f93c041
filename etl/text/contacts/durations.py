"""Durations of contacts: `selama 90 menit`, `dua jam setengah`.

Here: reading them around a trigger. Not here: days (days.py).
"""

from __future__ import annotations

import re

from etl.text.contacts.words import Trigger

_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?|setengah|sejam|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|belasan"
_DURATION = re.compile(
    rf"\b(?P<number>{_NUMBER})(?P<half>\s+setengah)?\s+(?P<unit>menit|jam)\b(?!\s*(?:wib|wita|wit)\b)|\b(?P<hour>sejam|satu jam setengah)\b"
)
_NUMBERS = {
    "setengah": 0.5,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
}


def duration_of(lower: str, trigger: Trigger, low: int, territory_end: int) -> int | None:
    """How long the contact lasted, in minutes, when words beside the trigger say so."""
    match = _DURATION.search(lower, trigger.end, min(territory_end, trigger.end + 160))
    if match is None:
        near = list(_DURATION.finditer(lower, max(low, trigger.start - 40), trigger.start))
        match = near[-1] if near else None
    if match is None:
        return None
    if match["hour"]:
        return 60 if match["hour"] == "sejam" else 90
    word = match["number"]
    if word == "belasan":
        return None
    number = _NUMBERS.get(word)
    if number is None:
        number = 60 / 60 if word == "sejam" else float(word.replace(",", "."))
    if match["half"]:
        number += 0.5
    minutes = number * (60 if match["unit"] == "jam" else 1)
    return round(minutes) if 1 <= minutes <= 48 * 60 else None
