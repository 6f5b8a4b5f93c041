"""Patterns of dates, each compiled once. All run in linear time: every repetition is bounded.

Here: the shapes. Not here: where they are tried (dates_find.py), what they mean (dates_resolve.py).
Groups: `d` `d2` days, `mon` month word, `y` year of four digits, `yy` of two; `a` `b` numbers whose order is open.
"""

from __future__ import annotations

import re

from etl.text.date_words import ANY_WEEKDAY, DASH, GAP, MONTH, NUMBER, PART, TEXT_WEEKDAY, ZONE

_TO = rf"{GAP}{{0,2}}(?:{DASH}|s\.?/d\.?|(?i:sampai|hingga|to|until){GAP}{{1,2}}(?i:dengan)?)"
_YEAR = rf"(?:,?{GAP}{{0,3}}(?P<y>\d{{4}})(?!\d)|{GAP}?['’](?P<yy>\d\d)(?!\d))"

# "17 Desember", "21-23 Juni 2025", "5 dan 6 Mei", "30-Des-2021", "12Juni 2025"; not "100 Juni"
NAMED = re.compile(
    rf"""(?<![\d.,/])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?
    (?:(?:{_TO}|{GAP}{{1,2}}(?:dan|&|and){GAP}){GAP}{{0,2}}(?P<d2>\d{{1,2}}))?
    (?:{GAP}{{0,3}}|{DASH}|{GAP}of{GAP}|/)(?P<mon>{MONTH})\.?(?![^\W\d_])
    (?:{_YEAR}|{DASH}(?P<y2>\d{{4}})(?!\d)|/(?P<y3>\d{{4}})(?!\d))?""",
    re.VERBOSE,
)
# the second half of "30 Juni hingga 2 Juli 2025": begins with the word between
NAMED_TO = re.compile(
    rf"{_TO}{GAP}{{0,2}}(?P<d>\d{{1,2}}){GAP}{{0,3}}(?P<mon>{MONTH})\.?(?![^\W\d_]){_YEAR}?", re.VERBOSE
)
# "June 12, 2025", "Jan. 21"; Indonesian months in that order are read by MONTH_YEAR only
MONTH_FIRST = re.compile(
    rf"(?P<mon>{MONTH})\.?{GAP}{{1,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.:/%])(?:,{GAP}{{0,2}}(?P<y>\d{{4}})(?!\d))?"
)
# "Juni 2025", "Januari-Maret 2025"
MONTH_YEAR = re.compile(
    rf"(?P<mon>{MONTH})\.?(?:{_TO}{GAP}{{0,2}}(?P<mon2>{MONTH})\.?)?(?:{GAP}{{1,3}}|{GAP}?tahun{GAP}|,{GAP})(?P<y>\d{{4}})(?!\d)"
)
# "14/2/2022", "14-2-2022", "14.2.2022", "(17/3)", "10-12/6/2025", "16//6/2025"; not "1/2/3/4", "3.141.592"
NUMERIC = re.compile(
    rf"""(?<![\d/.,-])(?:(?P<from>\d{{1,2}}){GAP}?{DASH}{GAP}?(?=\d{{1,2}}/))?
    (?P<a>\d{{1,2}})(?P<sep>//?|[-.])(?P<b>\d{{1,2}})(?:(?P=sep)/?{GAP}?(?P<y>\d{{4}}|\d\d)(?!\d))?(?![/\d]|[.,-]\d)""",
    re.VERBOSE,
)
# "2025-06-12", "2025/06/12"
ISO = re.compile(r"(?<![\d/.,-])(?P<y>\d{4})(?P<sep>[-/])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)")

# "Senin", "Rabu malam", "Selasa-Kamis", "Kamis pekan lalu", "Jumat mendatang"
WEEKDAY = re.compile(
    rf"""(?P<wd>{TEXT_WEEKDAY})(?![^\W_])(?:{GAP}?{DASH}{GAP}?(?P<wd2>{TEXT_WEEKDAY})(?![^\W_]))?
    (?:{GAP}{{1,2}}(?P<part>{PART})(?![^\W_]))?
    (?:{GAP}{{1,2}}(?P<rel>(?:(?:pekan|minggu){GAP})?(?:lalu|ini|depan)|mendatang|kemarin|besok|nanti|silam)(?![^\W_]))?""",
    re.VERBOSE,
)
STAMP_WEEKDAY = re.compile(rf"(?P<wd>{ANY_WEEKDAY})\.?(?![^\W\d_])")
# what may stand between a weekday and its date: ", ", " (", ", tanggal "
TO_DATE = re.compile(rf"{GAP}{{0,3}}[,/|]?{GAP}{{0,3}}(?:(?i:tanggal|tgl\.?){GAP}{{1,3}})?(?P<open>[(\[]?){GAP}{{0,2}}")
CLOSE = re.compile(rf"{GAP}{{0,2}}[)\]]")
APPOSED_DATE = re.compile(rf"{GAP}{{1,3}}\({GAP}{{0,2}}")

_OFFSET = r"(?:(?:GMT|UTC)?(?P<sign>[+-])(?P<oh>\d{1,2})(?::?(?P<om>\d{2}))?(?!\d))"
_HOURS = rf"(?P<h>\d{{1,2}})[.:](?P<min>\d{{2}})(?:[.:](?P<sec>\d{{2}}))?(?!\d)(?:{GAP}?(?P<half>[AaPp]\.?[Mm]\b\.?))?"
_PLACE = rf"(?:{GAP}{{0,2}}\(?(?:{_OFFSET}|(?P<zone>{ZONE})(?![^\W_])))?"
# "pukul 19.18 WIB", "jam 7.30"; in running text the word or the zone is needed
CLOCK = re.compile(rf"{GAP}{{0,3}},?{GAP}{{0,3}}(?i:pukul|pkl\.?|jam|at){GAP}{{1,2}}{_HOURS}{_PLACE}")
# " - 19:18 WIB", " | 20.04 WIB", "T05:12:00Z", ", 22:50"
STAMP_CLOCK = re.compile(
    rf"(?:T|[ \t\xa0]{{0,6}}[,|/•·@\u2010-\u2015-]?{GAP}{{0,6}}(?:\(?(?i:pukul|pkl\.?|jam|at)[.:]?{GAP}{{1,3}})?){_HOURS}{_PLACE}"
    rf"(?:{GAP}?Z\b)?"
)

# "tahun 2014", "pada 2014", "akhir 2021"
YEAR_BEFORE = re.compile(
    rf"(?:(?i:tahun|sejak|pada|hingga|sampai|awal|akhir|pertengahan|medio|dari|antara|di|musim){GAP}{{1,2}}){{1,2}}\Z"
)
MONTH_BEFORE = re.compile(rf"(?i:awal|akhir|pertengahan|medio|bulan|pada|sejak|hingga|sampai|mulai|di){GAP}{{1,2}}\Z")
YEAR = re.compile(
    rf"(?P<y>(?:1[89]|20)\d\d)(?:{GAP}?[{DASH[1:-1]}/]{GAP}?(?P<y2>(?:1[89]|20)\d\d))?(?![\d%]|[.,/:-]\d|{GAP}?(?:orang|unit|rupiah|ton|kilo|meter|km|kg|persen|jiwa|kasus))"
)

_UNIT = r"(?P<unit>hari|pekan|minggu|bulan|tahun)"
# "awal pekan ini", "akhir tahun lalu", "bulan depan", "hari ini", "minggu yang lalu"
UNIT_RELATIVE = re.compile(
    rf"{_UNIT}{GAP}{{1,2}}(?:yang{GAP})?(?P<rel>ini|lalu|depan|mendatang|sebelumnya|berikutnya|berikut|silam|kemarin|esok)(?![^\W_]|-)",
    re.IGNORECASE,
)
# "dua hari sebelumnya", "3 hari kemudian", "tiga pekan lalu", "dua hari lagi"
COUNTED_BEFORE = re.compile(rf"(?P<n>\d{{1,2}}|{NUMBER}){GAP}{{1,2}}\Z")
UNIT_COUNTED = re.compile(
    rf"{_UNIT}{GAP}{{1,2}}(?:yang{GAP})?(?P<rel>lalu|silam|sebelumnya|sebelum{GAP}itu|kemudian|berikutnya|setelahnya|setelah{GAP}itu|lagi|mendatang)(?![^\W_])",
    re.IGNORECASE,
)
# "sehari sebelumnya", "seminggu kemudian"
ONE_COUNTED = re.compile(
    rf"se(?P<unit>hari|pekan|minggu|bulan|tahun){GAP}{{1,2}}(?:yang{GAP})?(?P<rel>lalu|silam|sebelumnya|sebelum{GAP}itu|kemudian|berikutnya|setelahnya|setelah{GAP}itu|lagi)(?![^\W_])",
    re.IGNORECASE,
)
EDGE_BEFORE = re.compile(rf"(?i:awal|akhir|pertengahan|tengah){GAP}{{1,2}}\Z")
DAY_WORD = re.compile(
    rf"(?P<word>kemarin{GAP}lusa|kemarin|kemaren|besok{GAP}lusa|besok|esok{GAP}hari|keesokan{GAP}hari(?:nya)?|esok{GAP}harinya|lusa|semalam|tadi{GAP}malam|malam{GAP}ini|malam{GAP}nanti|nanti{GAP}malam|pagi{GAP}ini|siang{GAP}ini|sore{GAP}ini|petang{GAP}ini|tadi{GAP}(?:pagi|siang|sore)|dini{GAP}hari{GAP}tadi|pagi{GAP}tadi|siang{GAP}tadi|yesterday|tomorrow|semalam)(?![^\W_])(?:{GAP}{{1,2}}(?P<part>{PART})(?![^\W_]))?",
    re.IGNORECASE,
)
