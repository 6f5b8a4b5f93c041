"""Publication stamps: lines whose point is when a story was published or updated.

Here: telling such a line from a sentence that mentions a date. Not here: reading the date (metadata/stamps.py), deciding whether
the stamp belongs to this story (roles.py).
"""

from __future__ import annotations

import re

from etl.text.dates import words as date_words

MONTHS = "|".join(sorted(date_words.MONTHS, key=lambda word: (-len(word), word)))
WEEKDAYS = (
    "|".join(sorted({*date_words.WEEKDAYS, *date_words.STAMP_WEEKDAYS}, key=lambda word: (-len(word), word)))
    + "|jum['’`]at"
)
DATE = re.compile(
    rf"""
    \d{{1,2}}(?:st|nd|rd|th)?[ \-./,]{{0,3}}(?:{MONTHS})\.?[ \-./,]{{0,3}}\d{{2,4}}   # 30 Desember 2021, 3-Jan-22
    | \b(?=[jfmasond])(?:{MONTHS})\.?\ {{0,2}}\d{{1,2}}(?:st|nd|rd|th)?,?\ {{0,2}}\d{{4}}             # January 21, 2022
    | (?<!\d)\d{{1,2}}\ ?[/.\-]\ ?\d{{1,2}}\ ?[/.\-]\ ?(?:19|20)\d{{2}}(?!\d)         # 29/12/2021
    | (?<!\d)(?:19|20)\d{{2}}[/.\-]\d{{1,2}}[/.\-]\d{{1,2}}(?!\d)                     # 2021-12-29
    | (?<!\d)\d{{1,2}}/\d{{1,2}}/\d{{2}}(?!\d)                                        # 29/12/21
    | (?<!\d)\d{{1,2}}\ (?:{MONTHS})(?![a-z])(?=\W{{1,4}}\d{{1,2}}[:.]\d{{2}})            # 21 Jan, 10.30
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "Kamis, 30 Desember 2021 - 19:18 WIB" (its date); not "pada 30 orang"."""
CLOCK = re.compile(
    r"(?<!\d)\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?(?!\d)\s?(?:[ap]\.?m\.?(?![a-z]))?",
    re.IGNORECASE,
)
AGO = re.compile(
    r"(?:\d{1,3}|se|an?|one|a few|beberapa)\s?(?:detik|menit|jam|hari|minggu|bulan|tahun|seconds?|mins?|minutes?|hours?|hrs?|days?|weeks?|"
    r"months?|years?)\s(?:yang\s)?(?:lalu|ago)",
    re.IGNORECASE,
)
"""Matches "2 jam yang lalu"."""
_REST = re.compile(
    rf"""\b(?:{WEEKDAYS}|wib|wita|wit|gmt|utc|est|edt|pst|pdt|cet|ist|local\ time|waktu\ setempat|pukul|jam|pkl|at|on|
    tanggal|tgl|t|z|last|updated?|diperbarui|diperbaharui|dimutakhirkan|pembaruan|terbit|diterbitkan|tayang|ditayangkan|
    dipublikasikan|dipublikasi|publikasi|posted|published|publish|post|date|created|modified|dibuat|diposting|diunggah|
    rilis|dirilis|release|terakhir|kali|pada|in|kemarin|today|hari\ ini|yesterday|jurnalis|pagi|siang|sore|petang|malam|tengah\ hari|am|pm|first|the|baru\ saja)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
TIME_WORDS = frozenset({*date_words.MONTHS, "lalu", "ago"})
"""A stamp whose date is not in figures holds one of these."""
LONGEST_STAMP_CHARS = 160
MOST_OTHER_WORDS, MOST_WORDS_BESIDE_DATE = 7, 4
"""What may stand beside a stamp: the outlet, the rubric, the reporter's name; fewer where there is but a date."""
_INTRODUCES = re.compile(r"\s?:\s+[^\W\d]")
"""Matches what stands behind the date of a headline: "Cuaca Kamis 3 Mei 2022: Hujan Lagi"."""
_SETS_APART = re.compile(rf"[|•·/]|\s[-–—]\s|\b(?:{WEEKDAYS})\b", re.IGNORECASE)
"""Matches what only stamps have beside their date: "Kabar Desa | 3 Mei 2022", "Rabu, 4 Mei 2022"."""
_OPENS_STAMP = re.compile(
    r"\W{0,3}(?:last\s+)?(?:updated?|diperbarui|terbit|diterbitkan|tayang|dipublikasikan|posted|published|diposting|date|tanggal)\b",
    re.IGNORECASE,
)


def opens_stamp(line: str) -> bool:
    """True when the line begins with the label of a stamp ("Diterbitkan", "Updated")."""
    return _OPENS_STAMP.match(line) is not None


def find_stamp(line: str) -> str | None:
    """The date or time of `line` when the line is a stamp, else None. `line` has no white space at its ends."""
    if len(line) > LONGEST_STAMP_CHARS:
        return None
    date = DATE.search(line) or AGO.search(line)
    if date is None:
        return None
    if _INTRODUCES.match(line, date.end()):
        return None
    rest = DATE.sub(" ", line, count=3)
    rest = CLOCK.sub(" ", AGO.sub(" ", rest, count=2), count=4)
    if _FIGURE.search(rest) and len(_WORD.findall(rest)) > 3:
        return None
    if line.endswith(".") and not CLOCK.search(line):
        return None
    words = _WORD.findall(_REST.sub(" ", rest))
    if len(words) > MOST_OTHER_WORDS or (line.rstrip().endswith((".", "?", "!", "”", '"')) and len(words) > 2):
        return None
    if len(words) > MOST_WORDS_BESIDE_DATE and not (CLOCK.search(line) or _SETS_APART.search(line)):
        return None  # a headline with a date in it
    # What is left must be names and labels: a lower-case word of some length makes it a sentence.
    plain = [word for word in words if word.islower() and len(word) > 3 and word not in ("oleh", "dari", "editor")]
    if len(plain) > (2 if _OPENS_STAMP.match(line) else 0):
        return None
    return date.group()
