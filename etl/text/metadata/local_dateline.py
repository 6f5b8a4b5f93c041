"""Datelines whose place or outlet no lexicon holds, told by the rest of their page.

Here: "TOLIRE - Pasar itu ..." on a page that says "di Tolire", "Lembar Pagi, Tolire - ..." on a page of Lembar Pagi.
Not here: datelines that tell themselves (dateline.py).
"""

from __future__ import annotations

import re

from etl.contracts.spans import Span
from etl.text.metadata.dateline import HEAD_CHARS, Dateline
from etl.text.outlets import Outlet, agency_named
from etl.text.places import in_normal_capitals, place_named

_OPENING = re.compile(
    r"[\s\xa0\"“*]*(?P<head>[A-Z][^\n:“\"–—]{2,90}?)[ \t\xa0.]*(?:[ \t\xa0)][-–—]{1,3}(?=[ \t\xa0\r\n]|\Z)|[–—]|--)[ \t\xa0]*(?=[A-Z“\"\r\n]|\Z)"
)
_DASH = re.compile(r"[-–—](?:(?<!-)|(?=[-–—\s]|\Z))")
"""Matches the dash of every opening; not the hyphen of a word."""
_PART = re.compile(r"[^,;/|()]+")
_NAME = re.compile(r"[A-Z][\w'’.]*(?:[ \xa0-][A-Z][\w'’.]*){0,4}")
_AT = r"\b(?:di|ke|dari|kota|kabupaten|kab\.|kecamatan|distrik|desa|pulau|ibu kota|bandara|pelabuhan)[ \xa0]"
LATER_CHARS = 20_000


def local_dateline(text: str, start: int, end: int, own: Outlet | None) -> Dateline | None:
    """The dateline that `text[start:end]` opens with, each part vouched for: the page's outlet by `own`, an agency and a
    known place by their lexicons, one unlisted place by the outlet or the agency beside it or by "di ..." in the story."""
    end = min(end, start + HEAD_CHARS)
    match = _OPENING.match(text, start, end) if _DASH.search(text, start, end) else None
    if not match:
        return None
    found = Dateline(Span(*match.span("head")), "dateline_local", end=match.end())
    left: list[Span] = []
    for part in _PART.finditer(text, *match.span("head")):
        written = part[0].strip(" \t\xa0.")
        if not written:
            continue
        at = text.index(written, part.start())
        span = Span(at, at + len(written))
        if not _NAME.fullmatch(written):
            return None
        if own and (_key(written) in _keys(own) or written == _initials(own.name)):
            found.outlet, found.outlet_span = own, span
        elif agency := agency_named(written):
            found.agency, found.agency_span = agency, span
        elif found.place is None and (place := place_named(written)):
            found.place = place
        else:
            left.append(span)
    if len(left) > 1 or (left and found.place):
        return None
    if left:
        name = in_normal_capitals(left[0].of(text))
        told = re.search(_AT + re.escape(name) + r"\b", text[match.end() : match.end() + LATER_CHARS], re.IGNORECASE)
        if not (told or found.outlet):
            return None
        found.place = name
    return found if found.place else None


def _keys(own: Outlet) -> tuple[str, str]:
    return _key(own.name), _key((own.domain or "").split(".")[0])


def _initials(name: str) -> str | None:
    """What a paper of several words shortens itself to: WKH for "Warta Kapuas Hulu"; None for a single word."""
    words = re.findall(r"\w+", name)
    return "".join(word[0].upper() for word in words) if len(words) > 1 else None


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))
