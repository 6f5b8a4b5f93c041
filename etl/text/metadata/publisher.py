"""Publisher and copyright: what a page says of its own outlet.

Here: copyright lines and lines that are an outlet's name alone. Not here: names of outlets (text/outlets.py), datelines
(dateline.py), the order in which the evidence counts (article.py).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from etl.contracts.spans import Span
from etl.text.outlets import (
    DOMAIN,
    Outlet,
    agency_named,
    is_common_word,
    looks_like_outlet,
    outlet_named,
    unlisted_outlet,
)
from etl.text.sentences import first_word

LINE_CHARS = 400
_COPYRIGHT = re.compile(
    r"©|&copy;|\(c\)[ \xa0]*\d{4}|copy ?right|hak cipta|hakcipta|@[ \xa0]?(?:19|20)\d\d\b", re.IGNORECASE
)
_OWNER = re.compile(
    r"(?:©|&copy;|\(c\)|copy ?right|hak ?cipta|@|all rights? reserved|dilindungi(?: undang-undang)?|dipelihara|terpelihara|by|oleh|milik|"
    r"(?:19|20)\d\d(?:[ \xa0]?[-–—][ \xa0]?(?:(?:19|20)\d\d|sekarang|now|present))?|[\s\xa0:,.;|–—-])+",
    re.IGNORECASE,
)
_OWNER_END = re.compile(
    r"[,|;©\n]|\.(?!\w)|[ \xa0][-–—][ \xa0]|[ \xa0](?:all|seluruh|semua|hak|dilarang|allright|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_PICTURES = re.compile(
    r"getty|images?\b|foto|photo|shutterstock|pixabay|istock|unsplash|pexels|hak\b|reserved", re.IGNORECASE
)
_AIRED = re.compile(
    r"\b(?:telah|sudah)[ \xa0](?:di)?(?:tayang|terbit|muat)(?:kan)?[ \xa0](?:di|pada|dalam)[ \xa0]"
    r"(?:laman[ \xa0]|situs[ \xa0])?(?P<name>(?:[A-Z]|detik|[a-z][a-z-]{2,30}\.(?=com|id|co|net))[\w.-]*(?:[ \xa0][A-Z][\w.-]*)?)"
)
"""Matches "Artikel ini telah tayang di Kompas.com dengan judul"; not "telah tayang di bioskop"."""
_NO_NAME = re.compile(r"[\[\]{}<>:;=#]")
_RIGHTS_ONLY = re.compile(
    r"(?:hak[ \xa0](?:cipta|siar)|copyright|all rights reserved|seluruh hak|[\s\xa0(|–—-])*", re.IGNORECASE
)
_COMPANY = re.compile(r"(?:pt\.?|cv\.?)[ \xa0]", re.IGNORECASE)


class Named(NamedTuple):
    """An outlet where the text names it."""

    outlet: Outlet
    span: Span
    rule: str


def is_copyright(text: str, start: int, end: int) -> bool:
    """True when the line says whose rights it keeps."""
    return bool(_COPYRIGHT.search(text, start, min(end, start + LINE_CHARS)))


def copyright_owner(text: str, start: int, end: int) -> Named | None:
    """The outlet of a copyright line: a known one, a site's address, or a name built as outlets' names are."""
    end = min(end, start + LINE_CHARS)
    mark = _COPYRIGHT.search(text, start, end)
    if not mark:
        return None
    lead = _OWNER.match(text, mark.start(), end)
    at = lead.end() if lead else mark.end()
    for stop in (*(m.start() for m in _OWNER_END.finditer(text, at, end)), end):
        name = text[at:stop].strip(" \xa0\t\r\n.")
        if not name:
            continue
        outlet = outlet_named(name)
        if outlet or (
            not _COMPANY.match(name) and (looks_like_outlet(name) or _is_sole_owner(text, start, mark, name))
        ):
            return Named(outlet or unlisted_outlet(name), Span(at, at + len(name)), "copyright")
    before = text[start : mark.start()].strip(" \xa0\t|-–—.,")
    if before and (outlet_named(before) or looks_like_outlet(before) or _may_own(before, 4)):
        at = start + text[start:end].index(before)
        return Named(outlet_named(before) or unlisted_outlet(before), Span(at, at + len(before)), "copyright")
    domain = DOMAIN.search(text, start, end)
    if domain and (outlet := outlet_named(domain[0])):
        return Named(outlet, Span(*domain.span()), "copyright")
    return None


def _is_sole_owner(text: str, start: int, mark: re.Match[str], name: str) -> bool:
    """Whether a line that begins with its mark of rights gives them to `name`."""
    return _RIGHTS_ONLY.fullmatch(text, start, mark.start()) is not None and _may_own(name, 6)


def _may_own(name: str, words_at_most: int) -> bool:
    """Whether `name` is written as owners are: capital words, "dan" between them, nobody who sells pictures."""
    words = name.split()
    if not (1 <= len(words) <= words_at_most) or len(name) < 4 or _PICTURES.search(name):
        return False
    return all(word in ("dan", "&") or (word[0].isupper() and word.replace("-", "").isalpha()) for word in words)


def first_published(text: str, start: int, end: int) -> Named | None:
    """The outlet of "Artikel ini telah tayang di Kompas.com": an address or a known name."""
    match = _AIRED.search(text, start, min(end, start + LINE_CHARS))
    if not match:
        return None
    for name in (match["name"], first_word(match["name"])):
        name = name.rstrip(".,")
        outlet = outlet_named(name)
        if outlet:
            return Named(outlet, Span(match.start("name"), match.start("name") + len(name)), "aired_on")
    return None


def copyright_agency(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """The agency that keeps the rights ("COPYRIGHT © ANTARA 2023")."""
    named = copyright_owner(text, start, end)
    agency = agency_named(named.span.of(text)) if named else None
    return (agency, named.span) if named and agency else None


def site_line(text: str, start: int, end: int, domains: dict[str, str], *, is_last: bool) -> Named | None:
    """The outlet whose name is the whole line.

    `domains`: of each address of a site in the document its first label, lower case, to the host. `is_last`: the
    line ends the page, where an unknown name built as outlets' names are is a site's name too.
    """
    raw = text[start:end]
    name = raw.strip(" \t\xa0\r\n.,|-–—©")
    if not name or len(name) > 40 or _NO_NAME.search(name):
        return None
    at = start + raw.index(name)
    span = Span(at, at + len(name))
    key = re.sub(r"[^a-z0-9]", "", name.lower())
    if key in domains:
        return Named(outlet_named(name) or unlisted_outlet(name, domains[key]), span, "site_line")
    outlet = outlet_named(name)
    if outlet and not is_common_word(name):
        return Named(outlet, span, "site_line")
    if is_last and not outlet and len(name.split()) <= 2 and looks_like_outlet(name):
        return Named(unlisted_outlet(name), span, "last_line")
    return None


def domains_in(text: str, start: int, end: int) -> dict[str, str]:
    """First label, letters and figures only, of every site address in `text[start:end]`, to its host."""
    found: dict[str, str] = {}
    for match in DOMAIN.finditer(text, start, end):
        host = match[1].lower()
        found.setdefault(re.sub(r"[^a-z0-9]", "", host.split(".", 1)[0]), host)
    return found
