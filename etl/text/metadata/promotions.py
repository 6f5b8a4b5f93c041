"""Promotions: lines in which a page praises its own outlet, and the outlet's name in them.

Here: "Baca berita lainnya di Gema Rimba", "Ikuti Suara Rimba di Google News", "Harian Rimba - Jujur Mengabarkan".
Not here: when such a line is asked (imprint.py). A name counts when it is a known outlet, is built as outlets' names
are, or stands alone on the page's first or last lines too; platforms are none.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache

from etl.contracts.spans import Span
from etl.lexicon import read_toml
from etl.text.metadata.publisher import Named
from etl.text.outlets import agency_named, is_common_word, looks_like_outlet, outlet_named, unlisted_outlet
from etl.text.person_names import is_surely_a_name
from etl.text.places import place_named

LINE_CHARS = 300
DESK = "Redaksi "
"""An outlet's desk, in front of its name."""
_NAME = (
    r"(?P<name>(?:[A-Z]|detik|[a-z][a-z-]{2,30}\.(?=com|id|co|net))[\w.-]*(?:[ \xa0](?:[A-Z][\w.-]*|\d{1,3}\b)){0,3})"
)
"""Capital words, or a site whose name or address begins small ("detikcom", "kabarrimba.id")."""
# "berita terbaru Kabar Rimba", "aplikasi Kabar Rimba", "berita lainnya di Kabar Rimba"
_PRAISE = re.compile(
    rf"(?:(?i:berita (?:terbaru|terkini|terupdate|pilihan)|aplikasi|channel|kanal|saluran|whatsapp|telegram|newsletter|"
    rf"gabung(?: dengan)?|ikuti|follow|unduh|download)[ \xa0](?:(?i:dari|di|whatsapp|wa|telegram|resmi)[ \xa0]){{0,2}}"
    rf"|(?i:berita|artikel|informasi|kabar|cerita|konten|video (?:lainnya|terbaru|menarik)|baca (?:selengkapnya|lebih lanjut|versi lengkap))\b[^\n.!?]{{0,60}}?[ \xa0](?i:di|dari|pada)[ \xa0]){_NAME}"
)
# "Harian Rimba - Jujur Mengabarkan": the name and its motto
_MOTTO = re.compile(rf"[ \t\xa0]*{_NAME}[ \xa0]*[-–—|:][ \xa0]*(?=\S)")
_SENTENCE_END = re.compile(r"(?<=[a-z]{3})\.(?=[ \xa0])")
"""Matches the full stop in "Suara Rimba. Klik", which ends the name."""
_SIGNATURE = re.compile(rf"\({_NAME}\)[ \t\xa0.]*(?:\n|\Z)")


def promoted_outlet(text: str, start: int, end: int, alone: Collection[str]) -> Named | None:
    """The outlet that the line `text[start:end]` promotes or signs; `alone`: names, lower case, that stand alone on the
    page's first or last lines."""
    for at, words, rule in _names_in(text[start : min(end, start + LINE_CHARS)]):
        if found := _named(start + at, words, alone, rule):
            return found
    return None


@lru_cache(maxsize=16_384)
def _names_in(line: str) -> tuple[tuple[int, str, str], ...]:
    """Where a name stands that a line may promote, its words, and the rule. The same furniture stands on page after page."""
    found = [(match.start("name"), match["name"], "promotion") for match in _PRAISE.finditer(line)]
    found += [(match.start("name"), match["name"], "signature") for match in _SIGNATURE.finditer(line)]
    return tuple(found)


def motto_outlet(text: str, start: int, end: int) -> Named | None:
    """The outlet of a line that is its name and its motto."""
    match = _MOTTO.match(text, start, min(end, start + LINE_CHARS))
    return _named(match.start("name"), match["name"], (), "last_line") if match else None


def _named(at: int, written: str, alone: Collection[str], rule: str) -> Named | None:
    """The outlet that the words `written` at `at` begin with; more words before fewer."""
    if written.startswith(DESK):
        at, written = at + len(DESK), written[len(DESK) :]
    words = _SENTENCE_END.split(written.rstrip("."), maxsplit=1)[0].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).rstrip(".,")
        if not _platforms().isdisjoint(name.lower().split()) or is_common_word(name) or agency_named(name):
            continue
        known = outlet_named(name)
        if not known and (place_named(name) or (rule == "signature" and is_surely_a_name(name))):
            continue
        if known or name.lower() in alone or (count > 1 and looks_like_outlet(name)):
            return Named(known or unlisted_outlet(name), Span(at, at + len(name)), rule)
    return None


@cache
def _platforms() -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")["platforms"])
