"""Patterns of dates, each compiled once. All run in linear time: every repetition is bounded.

Here: the shapes. Not here: where they are tried (find.py), what they mean (resolve.py).
Groups: `d` `d2` days, `mon` `mon2` words that may be months, `y` year of four digits, `yy` of two; `a` `b` numbers
whose order is open.
"""

from __future__ import annotations

import re

from etl.text.dates.words import DASH, GAP, HALF, MONTH, NUMBER, PART, WEEKDAY, ZONE

_TO = rf"{GAP}{{0,2}}(?:{DASH}|s\.?/d\.?|(?i:sampai|hingga|to|until){GAP}{{1,2}}(?i:dengan)?)"
_YEAR = rf"(?:,?{GAP}{{0,3}}(?P<y>\d{{4}})(?!\d)|{GAP}?['’](?P<yy>\d\d)(?!\d))"

# "17 Desember", "21-23 Juni 2025", "5 dan 6 Mei", "30-Des-2021", "12Juni 2025"; not "100 Juni"
NAMED = re.compile(
    rf"""(?P<d>\d{{1,2}})(?:st|nd|rd|th)?
    (?:(?:{_TO}|{GAP}{{1,2}}(?:dan|&|and){GAP}){GAP}{{0,2}}(?P<d2>\d{{1,2}}))?
    (?:{GAP}{{0,3}}|{DASH}|{GAP}of{GAP}|/)(?P<mon>{MONTH})\.?(?![^\W\d_])
    (?:{_YEAR}|{DASH}(?P<y2>\d{{4}})(?!\d)|/(?P<y3>\d{{4}})(?!\d))?""",
    re.VERBOSE,
)
# the second half of "30 Juni hingga 2 Juli 2025": begins with the word between
NAMED_TO = re.compile(rf"{_TO}{GAP}{{0,2}}(?P<d>\d{{1,2}}){GAP}{{0,3}}(?P<mon>{MONTH})\.?(?![^\W\d_]){_YEAR}?")
# "June 12, 2025", "Jan. 21"; Indonesian months in that order are read by MONTH_YEAR only
MONTH_FIRST = re.compile(
    rf"{MONTH}\.?{GAP}{{1,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.:/%])(?:,{GAP}{{0,2}}(?P<y>\d{{4}})(?!\d))?"
)
# "Juni 2025", "Januari-Maret 2025"
MONTH_YEAR = re.compile(
    rf"{MONTH}\.?(?:{_TO}{GAP}{{0,2}}(?P<mon2>{MONTH})\.?)?"
    rf"(?:{GAP}{{1,3}}|{GAP}?tahun{GAP}|,{GAP})(?P<y>\d{{4}})(?!\d)"
)
# "Oktober tahun lalu", "April lalu", "November mendatang"; after a day ("14 April tahun lalu") only with the year's word
MONTH_RELATIVE = re.compile(
    rf"{MONTH}{GAP}{{1,2}}(?P<rel>(?:tahun{GAP})?(?:lalu|silam|ini|depan|mendatang|nanti|kemarin))(?![^\W_])",
    re.IGNORECASE,
)
OF_YEAR = re.compile(rf"{GAP}{{1,2}}(?P<rel>tahun{GAP}(?:lalu|silam|ini|depan|mendatang))(?![^\W_])", re.IGNORECASE)
# "14/2/2022", "14-2-2022", "14.2.2022", "(17/3)", "10-12/6/2025", "16//6/2025"; not "1/2/3/4", "3.141.592"
NUMERIC = re.compile(
    rf"""(?<![\d/.,-])(?:(?P<from>\d{{1,2}}){GAP}?{DASH}{GAP}?(?=\d{{1,2}}/))?
    (?P<a>\d{{1,2}})(?P<sep>[-/.])/?(?P<b>\d{{1,2}})(?:(?P=sep)/?{GAP}?(?P<y>\d{{4}}|\d\d)(?!\d))?(?![/\d]|[.,-]\d)""",
    re.VERBOSE,
)
# "2025-06-12", "2025/06/12"
ISO = re.compile(r"(?<![\d/.,-])(?P<y>\d{4})(?P<sep>[-/])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)")

# after a weekday: "Selasa-Kamis", "Rabu malam", "Kamis pekan lalu", "Jumat mendatang"
AFTER_WEEKDAY = re.compile(
    rf"""(?:{GAP}?{DASH}{GAP}?(?P<wd2>{WEEKDAY})(?![^\W_]))?
    (?:{GAP}{{1,2}}(?P<part>{PART})(?![^\W_]))?
    (?:{GAP}{{1,2}}(?P<rel>(?:(?:pekan|minggu){GAP})?(?:lalu|ini|depan)|mendatang|kemarin|besok|nanti|silam)(?![^\W_]))?""",
    re.VERBOSE,
)
# what may stand between a weekday and its date: ", ", " (", ", tanggal "
TO_DATE = re.compile(rf"{GAP}{{0,3}}[,/|]?{GAP}{{0,3}}(?:(?i:tanggal|tgl\.?){GAP}{{1,3}})?(?P<open>[(\[]?){GAP}{{0,2}}")
CLOSE = re.compile(rf"{GAP}{{0,2}}[)\]]")
APPOSED_DATE = re.compile(rf"{GAP}{{1,3}}\({GAP}{{0,2}}")

_OFFSET = r"(?:(?:GMT|UTC)?(?P<sign>[+-])(?P<oh>\d{1,2})(?::?(?P<om>\d{2}))?(?!\d))"
_HOURS = rf"(?P<h>\d{{1,2}})[.:](?P<min>\d{{2}})(?:[.:](?P<sec>\d{{2}}))?(?!\d)(?:{GAP}?(?P<half>[AaPp]\.?[Mm]\b\.?|{HALF}(?![^\W_])))?"
_PLACE = rf"(?:{GAP}{{0,2}}\(?(?:{_OFFSET}|(?P<zone>{ZONE})(?![^\W_])))?"
# "pukul 19.18 WIB", "jam 7.30"; in running text the word is needed
CLOCK = re.compile(rf"{GAP}{{0,3}},?{GAP}{{0,3}}(?i:pukul|pkl\.?|jam|at){GAP}{{1,2}}{_HOURS}{_PLACE}")
# " - 19:18 WIB", " | 20.04 WIB", "T05:12:00Z", ", 22:50"
STAMP_CLOCK = re.compile(
    r"(?:T|[ \t\xa0]{0,6}[,|/•·@\u2010-\u2015-]?"
    rf"{GAP}{{0,6}}(?:\(?(?i:pukul|pkl\.?|jam|at)[.:]?{GAP}{{1,3}})?){_HOURS}{_PLACE}(?:{GAP}?Z\b)?"
)
# "19:18 WIB, ", "05:12 | " before a date
STAMP_CLOCK_BEFORE = re.compile(
    rf"(?<![\d.:]){_HOURS}{_PLACE}\)?{GAP}{{0,3}}[,|/•·@-]?{GAP}{{0,3}}(?:{WEEKDAY}{GAP}?,?{GAP}{{0,2}})?\Z"
)

# what makes a bare number a year: "tahun 2014", "pada 2014", "akhir 2021"
YEAR_BEFORE = frozenset("tahun sejak pada hingga sampai awal akhir pertengahan medio dari di musim mulai".split(" "))
YEAR = re.compile(
    rf"(?P<y>(?:1[89]|20)\d\d)(?:{GAP}?[{DASH[1:-1]}/]{GAP}?(?P<y2>(?:1[89]|20)\d\d))?"
    rf"(?![\d%]|[.,/:-]\d|{GAP}?(?:orang|unit|rupiah|ton|kilo|meter|km|kg|persen|jiwa|kasus|kali|hektare))"
)

_UNIT = r"(?P<unit>hari|pekan|minggu|bulan|tahun)"
_SINCE = rf"lalu|silam|sebelumnya|sebelum{GAP}itu|kemudian|berikutnya|setelahnya|setelah{GAP}itu|lagi"
# "awal pekan ini", "akhir tahun lalu", "bulan depan", "hari ini", "minggu yang lalu"
UNIT_RELATIVE = re.compile(
    rf"{_UNIT}{GAP}{{1,2}}(?:yang{GAP})?"
    r"(?P<rel>ini|lalu|depan|mendatang|sebelumnya|berikutnya|berikut|silam|kemarin|esok)(?![^\W_]|-)",
    re.IGNORECASE,
)
# "dua hari sebelumnya", "3 hari kemudian", "tiga pekan lalu", "dua hari lagi"; the number before is COUNTED_BEFORE
COUNTED_BEFORE = re.compile(rf"(?P<n>\d{{1,2}}|{NUMBER}){GAP}{{1,2}}\Z")
UNIT_COUNTED = re.compile(rf"{_UNIT}{GAP}{{1,2}}(?:yang{GAP})?(?P<rel>{_SINCE}|mendatang)(?![^\W_])", re.IGNORECASE)
# "sehari sebelumnya", "seminggu kemudian"
ONE_COUNTED = re.compile(rf"se{_UNIT}{GAP}{{1,2}}(?:yang{GAP})?(?P<rel>{_SINCE})(?![^\W_])", re.IGNORECASE)
DAY_WORD = re.compile(
    rf"(?P<word>kemarin{GAP}lusa|kemar[ie]n|besok{GAP}lusa|besok|esok{GAP}harinya|esok{GAP}hari|"
    rf"keesokan{GAP}hari(?:nya)?|lusa|semalam|tadi{GAP}(?:malam|pagi|siang|sore)|malam{GAP}(?:ini|nanti)|"
    rf"nanti{GAP}malam|(?:pagi|siang|sore|petang){GAP}ini|dini{GAP}hari{GAP}tadi|(?:pagi|siang){GAP}tadi|"
    rf"yesterday|tomorrow)(?![^\W_])(?:{GAP}{{1,2}}(?P<part>{PART})(?![^\W_]))?",
    re.IGNORECASE,
)
