"""Outlets and news agencies by the names they are written with.

Here: from words to an outlet or an agency, and from a host to an outlet. Not here: where in a page such words count
as its publisher (metadata/publisher.py) or its dateline (metadata/dateline.py).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from etl.lexicon import read_rows, read_toml
from etl.text.marks import SITE_ENDINGS
from etl.text.places import in_normal_capitals

_TLDS = f"(?:{'|'.join(SITE_ENDINGS)})"
DOMAIN = re.compile(
    rf"(?<![\w@.-])(?:www\.)?([a-zA-Z0-9](?:[a-zA-Z0-9-]{{0,60}})(?:\.[a-zA-Z0-9-]{{1,40}}){{0,3}}\.(?i:{_TLDS}))(?![\w-])(?!\.\w)"
)
_BLANKS = re.compile(r"\s+")
_NEWS_WORDS = re.compile(
    r"(?:news|kabar|berita|pos|post|tribun|suara|media|warta|info|online|times|harian|radar|koran|tv|fm|jurnal|daily|"
    r"update|lensa|sinar|cahaya|metro|portal|press|pers|voice|zona|fokus|liputan|detik|rakyat|nusantara|network|radio)\b"
    r"|^(?:majalah|tabloid|mingguan|televisi)[ \xa0](?-i:[A-Z])"
    r"|\b(?:kabar|berita|tribun|suara|warta|info|radar|koran|jurnal|lensa|portal|zona|fokus|liputan|detik|media)",
    re.IGNORECASE,
)


class Outlet(NamedTuple):
    """An outlet by its name in its own spelling, and its domain where known."""

    name: str
    domain: str | None


@cache
def _outlets() -> dict[str, Outlet]:
    return {row[0].lower(): Outlet(row[0], row[1]) for row in read_rows("publishers.tsv")}


@cache
def _by_domain() -> dict[str, Outlet]:
    found: dict[str, Outlet] = {}
    for row in read_rows("publishers.tsv"):
        found.setdefault(row[1], Outlet(row[0], row[1]))
    return found


@cache
def _agencies() -> dict[str, str]:
    return {form: row[0] for row in read_rows("agencies.tsv") for form in row[1].split("|")}


@cache
def _no_outlet_words() -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")["no_outlet_words"])


@cache
def _common_words() -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")["outlets_that_are_words"])


@lru_cache(maxsize=16_384)
def outlet_named(text: str) -> Outlet | None:
    """The outlet that `text` is the name of, whatever its capitals; any address of a site is one too."""
    name = text.strip(' \t\xa0.,;:|-–—()[]"“”©')
    if not name:
        return None
    name = _BLANKS.sub(" ", name)
    if len(name) > 60:
        return None
    if known := _outlets().get(name.lower()):
        return known
    match = DOMAIN.fullmatch(name) if "." in name else None
    if match:
        host = match[1].lower()
        return Outlet(host, host)
    return None


def unlisted_outlet(name: str, domain: str | None = None) -> Outlet:
    """The outlet of a name no lexicon holds: an address in lower case, a name in capitals in normal ones, so that one
    outlet has one name however its pages write it."""
    if DOMAIN.fullmatch(name):
        return Outlet(name.lower().removeprefix("www."), name.lower().removeprefix("www."))
    return Outlet(in_normal_capitals(name), domain)


def is_common_word(name: str) -> bool:
    """True when an outlet's name says nothing alone on a line, being a word or a tag of its own ("Merdeka")."""
    return name.lower() in _common_words()


def looks_like_outlet(name: str) -> bool:
    """True when a short unknown name is built as outlets' names are ("Kabarpantura", "Suara Ciremai")."""
    words = name.split()
    if not (1 <= len(words) <= 3 and len(name) >= 6 and any(letter.isupper() for letter in words[0])):
        return False
    return bool(_NEWS_WORDS.search(name)) and _no_outlet_words().isdisjoint(name.lower().split())


def outlet_of_host(host: str) -> Outlet:
    """The outlet behind a host name: the longest known domain it ends with, else the host itself without www."""
    host = host.lower().rstrip(".").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    labels = host.split(".")
    for index in range(len(labels) - 1):
        domain = ".".join(labels[index:])
        if known := _by_domain().get(domain):
            return known
    return Outlet(host, host)


@lru_cache(maxsize=16_384)
def agency_named(text: str) -> str | None:
    """The agency that `text` is the name of; of several joined by a slash, the first one that is known."""
    key = _BLANKS.sub(" ", text.strip(" \t\xa0.,;:()[]")).lower()
    agencies = _agencies()
    if key in agencies:
        return agencies[key]
    for part in re.split(r"[/,&]| dan ", key):
        if part.strip() in agencies:
            return agencies[part.strip()]
    return None
