"""Every kernel read aloud in plain Python, slowly: what the compiled ones are checked against.

Words, shingles and slots are compared as text: a kernel's hash is right when equal texts have equal hashes and
different ones have different hashes.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

CALENDAR = {"januari": 1, "mei": 5, "desember": 12, "senin": 13, "selasa": 14, "ahad": 19, "minggu": 19}


def folded(character: str) -> str | None:
    """What a character counts as: None ends a word, "" is passed over."""
    code = ord(character)
    if code >= 0x20000:
        return character if code < 0x40000 else None
    category = unicodedata.category(character)
    if (category == "Cf" and 0x80 <= code < 0xFF5B) or character == "\N{ARABIC TATWEEL}":
        return ""
    if category[0] == "M" and code < 0x10000:
        points = code < 0x900 or 0x1AB0 <= code < 0x1B00 or 0x1DC0 <= code < 0x2100 or code >= 0xFE00
        return "" if points else character
    if category == "Nd" and code < 0x10000:
        return str(unicodedata.digit(character))
    if not character.isalnum():
        return None
    if code >= 0xFF5B or 0xAC00 <= code < 0xFB00 or 0x3100 <= code < 0xA4D0:
        return character
    has_plain_form = code < 0x780 or 0x1E00 <= code < 0x2000 or code >= 0xFB50
    plain = unicodedata.normalize("NFKD", character) if has_plain_form else character
    return plain[0].lower()[0]


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    found, word = [], ""
    for character in text:
        counts_as = folded(character)
        if counts_as is None:
            if word:
                found.append(word)
            word = ""
        else:
            word += counts_as
    return [*found, word] if word else found


def shingles(text: str, size: int) -> set[tuple[str, ...]]:
    """The word n-grams of a text; all its words as one where there are fewer."""
    listed = words(text)
    if not listed:
        return set()
    return {tuple(listed[i : i + size]) for i in range(max(1, len(listed) - size + 1))}


def is_slot_word(word: str) -> bool:
    """A figure, a month or a weekday."""
    return bool(re.match("[a-z]{0,3}[0-9]", word)) or word in CALENDAR


_JOINED = re.compile(r"(?<![0-9A-Za-z])([A-Za-z]{0,3})([0-9]+(?:[.,:/-][0-9]+)*)")


def slots(text: str) -> tuple[set[str], set[str]]:
    """(figures, days) of a text in ASCII."""
    figures: set[str] = set()
    days = {str(CALENDAR[word]) for word in words(text) if CALENDAR.get(word, 0) >= 13}
    for match in _JOINED.finditer(text):
        parts = re.split("[.,:/-]", match[2])
        after = words(text[match.end() : match.end() + 40])[:1]
        month = 0
        if match[1]:
            pass
        elif len(parts) == 1 and after:
            month = CALENDAR.get(after[0], 0) if CALENDAR.get(after[0], 0) < 13 else 0
        elif "/" in match[0] and match[0][len(parts[0])] == "/":
            month = int(parts[1]) if len(parts[1]) <= 2 else 0
        if len(parts[0]) <= 2 and 1 <= int(parts[0]) <= 31 and 1 <= month <= 12:
            days.add(f"{int(parts[0])}/{month}")
        else:
            figures.add(" ".join(parts))
    return figures, days


def jaccard(left: str, right: str, size: int = 3) -> float:
    """True Jaccard of the word n-gram sets of two texts."""
    a, b = shingles(left, size), shingles(right, size)
    return float(Fraction(len(a & b), len(a | b))) if a | b else 1.0
