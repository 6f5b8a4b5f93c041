"""Imprint: the outlet, the agency and the rights of a page.

Here: which lines of a page are asked, and the order in which their evidence counts. Not here: reading one line
(publisher.py), names of outlets and agencies (text/outlets.py), datelines (dateline.py).
Dropped furniture is asked too: a copyright line is no part of the story and still says whose the page is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from etl.contracts.enums import PublisherBasis, Role
from etl.contracts.spans import Span
from etl.text.marks import AIRED, PROMOTED, RIGHTS, RIGHTS_LINE, SIGNED, SITE
from etl.text.metadata.credits import is_signed
from etl.text.metadata.dateline import Dateline
from etl.text.metadata.outlet_signs import agreed_outlet, fed_by, masthead_outlet
from etl.text.metadata.page import Page, Segment
from etl.text.metadata.promotions import motto_outlet, promoted_outlet
from etl.text.metadata.publisher import (
    Named,
    copyright_agency,
    copyright_owner,
    domains_in,
    first_published,
    is_copyright,
    site_line,
)
from etl.text.outlets import Outlet, agency_named, is_common_word, outlet_named, outlet_of_host, unlisted_outlet

LINE_CHARS = 400
SIGNED_CHARS = 80
FURNITURE_CHARS = 1000
LONGEST_NAME_CHARS = 40
FIRST_LINES, LAST_LINES = 2, 3
"""A site's name alone on a line counts on the first and last lines of a page only: elsewhere it is a menu or a tag."""
_SUFFIX_MARK = re.compile(r"[ \xa0](?:[-–—|»:]|::)[ \xa0]+")
_DASH = re.compile(r"[-–—|,\n]")
_ASKED = (Role.BOILERPLATE, Role.BYLINE, Role.TIMESTAMP)


def publisher_in_text(page: Page, prefix: Dateline | None) -> Named | None:
    """Where the text names its outlet: dateline, credit or stamp line, copyright, first publication, the site's name alone."""
    if prefix and prefix.outlet and prefix.outlet_span:
        return Named(prefix.outlet, prefix.outlet_span, prefix.rule)
    for segment in _signed_lines(page):
        if found := _beside_name(page.text, segment):
            return found
    asked = page.of_role(*_ASKED, Role.CAPTION)
    if page.holds(RIGHTS):
        for segment in asked:
            if segment.marks & RIGHTS_LINE and (found := copyright_owner(page.text, segment.start, segment.end)):
                return found
    for segment in asked if page.marks & AIRED else ():
        if segment.marks & AIRED and (found := first_published(page.text, segment.start, segment.end)):
            return found
    return (
        fed_by(page)
        or _site_line(page)
        or _title_suffix(page)
        or _promoted(page)
        or agreed_outlet(page)
        or masthead_outlet(page)
    )


def _title_suffix(page: Page) -> Named | None:
    """ "Harga Emas Naik - Kompas.com": the known outlet or address that a title ends with."""
    for segment in page.of_role(Role.HEADLINE)[:1]:
        end = page.text.find("\n", segment.start)  # of its line: clean cuts the name off the title
        end = len(page.text) if end < 0 else end
        for mark in _SUFFIX_MARK.finditer(page.text, max(segment.start, end - LONGEST_NAME_CHARS), end):
            name = page.text[mark.end() : end].strip()
            outlet = outlet_named(name)
            if outlet is None and _stands_again(page, page.text[segment.start : mark.start()]):
                outlet = unlisted_outlet(name)
            if outlet and not is_common_word(name):
                return Named(outlet, Span(mark.end(), mark.end() + len(name)), "title_suffix")
    return None


def _stands_again(page: Page, title: str) -> bool:
    """True when a dropped copy of the headline is `title` alone: what the headline has more is its site."""
    return any(page.text[copy.start : copy.end].strip() == title.strip() for copy in page.of_role(Role.REPEAT))


def publisher_of_record(page: Page) -> tuple[Outlet | None, str]:
    """The outlet of the record's own field, else of its address, and which of the two."""
    if page.record.source_publisher and (name := page.record.source_publisher.strip()):
        return outlet_named(name) or unlisted_outlet(name), PublisherBasis.SOURCE_FIELD
    if page.record.url and (host := _host(page.record.url)):
        return outlet_of_host(host), PublisherBasis.URL
    return None, PublisherBasis.NONE


def copyright_notice(page: Page) -> str | None:
    """The first copyright line as written."""
    if not page.holds(RIGHTS):
        return None
    for segment in page.of_role(*_ASKED):
        if segment.marks & RIGHTS_LINE and is_copyright(page.text, segment.start, segment.end):
            return page.text[segment.start : segment.end].strip()
    return None


def agency_in_text(page: Page, dateline: Dateline | None) -> tuple[str | None, Span | None, str | None]:
    """The agency of the dateline or of the agency's own credit, where it stands, and the rule that read it."""
    if dateline and dateline.agency:
        return dateline.agency, dateline.agency_span, dateline.rule
    for segment in page.of_role(*_ASKED) if page.holds(RIGHTS) else ():
        if segment.marks & RIGHTS_LINE and (found := copyright_agency(page.text, segment.start, segment.end)):
            return found[0], found[1], "copyright"
    for segment in page.of_role(Role.BYLINE):
        if found := _agency_alone(page.text, segment):
            return found[0], found[1], "agency_credit"
    if found := _agency_at_end(page):
        return found[0], found[1], "agency_credit"
    return None, None, None


def _agency_at_end(page: Page) -> tuple[str, Span] | None:
    """ "... hari ini. – Bernama", "hp/as (Reuters, dpa, AFP)": the agency that signs the story's last line."""
    if not page.bodies:
        return None
    after = bisect_left(page.filled, (page.bodies[-1].end,))
    for line in (page.bodies[-1], *page.filled[after : after + 1]):
        start = max(line.start, line.end - SIGNED_CHARS)
        if not _SIGNED_MARK.search(page.text, start, line.end):
            continue
        match = _SIGNED_END.search(page.text, start, line.end)
        if match and (agency := agency_named(match["name"])):
            return agency, Span(*match.span("name"))
    return None


_SIGNED_MARK = re.compile(r"[-–—(](?:(?<=[ \xa0\n][-–—])|(?<=\()(?=[A-Za-z]))")
"""Matches what stands before every name that signs; not the hyphen of a word, not the bracket of a date."""
_SIGNED_END = re.compile(
    r"(?:(?<=[.!?”\"])[ \xa0]|(?<=\n))(?:[-–—]{1,2}[ \xa0]?|[a-z]{2,3}(?:/[a-z]{2,3}){1,2}[ \xa0]?\()(?P<name>[A-Za-z]{2,12})"
    r"(?:, ?[\w ]{2,20}){0,4}\)?[ \xa0.]*(?:[\r\n]|\Z)"
)
"""The end of a line, or a line of its own; a name behind a dash, or the first of those in brackets behind initials."""


def _agency_alone(text: str, segment: Segment) -> tuple[str, Span] | None:
    """ "(Reuters)", "(Ant/rif)", "Sumber: ANTARA": a credit line whose first name is an agency's."""
    match = _AGENCY_CREDIT.match(text, segment.start, segment.end)
    agency = agency_named(match["name"]) if match else None
    return (agency, Span(*match.span("name"))) if match and agency else None


_AGENCY_CREDIT = re.compile(
    r"[\s\xa0]*(?:sumber[ \xa0]*:[ \xa0]*(?P<source>)|\()?[ \xa0]*(?P<name>[A-Za-z][A-Za-z ]{1,24}?)"
    r"[ \xa0]*(?:(?(source)|/[\w/ ]{1,20})?\))?[ \xa0.]*(?:[\r\n]|\Z)",
    re.IGNORECASE,
)


def _signed_lines(page: Page) -> Iterator[Segment]:
    """Stamp and credit lines, then short furniture that a reporter signed with the outlet's name."""
    yield from page.of_role(Role.TIMESTAMP, Role.BYLINE)
    for segment in page.of_role(Role.BOILERPLATE):
        if (
            segment.marks & SIGNED
            and segment.end - segment.start <= SIGNED_CHARS
            and is_signed(page.text, segment.start, segment.end)
        ):
            yield segment


def _beside_name(text: str, segment: Segment) -> Named | None:
    """ "Kompas.com - 12/06/2025", "Rangga Yudis - detikOto": the outlet before the stamp or after the name."""
    end = min(segment.end, segment.start + LINE_CHARS)
    marks = [match.start() for match in _DASH.finditer(text, segment.start, end)]
    bounds = [segment.start - 1, *marks, end]
    for low, high in zip(bounds[-2::-1], bounds[:0:-1], strict=True):
        piece = text[low + 1 : high]
        outlet = outlet_named(piece) if piece.strip() else None
        is_alone = low < segment.start
        if outlet and not agency_named(piece) and not (is_alone and is_common_word(outlet.name)):
            at = low + 1 + piece.index(piece.strip())
            return Named(outlet, Span(at, at + len(piece.strip())), "stamp_line")
    return None


def _site_line(page: Page) -> Named | None:
    filled = page.filled
    candidates = [*filled[-1:], *filled[:FIRST_LINES], *filled[-LAST_LINES:-1]]
    candidates = [segment for segment in candidates if segment.role == Role.BOILERPLATE]
    if not candidates:
        return None
    domains: dict[str, str] = {}
    for segment in page.of_role(Role.BOILERPLATE):
        if segment.marks & SITE:
            domains.update(domains_in(page.text, segment.start, min(segment.end, segment.start + FURNITURE_CHARS)))
    for segment in candidates:
        if found := site_line(page.text, segment.start, segment.end, domains, is_last=segment is filled[-1]):
            return found
    return None


def _promoted(page: Page) -> Named | None:
    """The outlet that a promotion in the furniture, a signed credit or a motto on the last line names."""
    ends = [*page.filled[:FIRST_LINES], *page.filled[-LAST_LINES:]]
    lines = [page.text[segment.start : segment.end].strip() for segment in ends if segment.role in _ASKED]
    alone = {line.lower() for line in lines if 4 <= len(line) <= LONGEST_NAME_CHARS and not line.islower()}
    for segment in page.of_role(Role.BOILERPLATE, Role.BYLINE):
        if segment.marks & PROMOTED and (found := promoted_outlet(page.text, segment.start, segment.end, alone)):
            return found
    for segment in page.bodies[-1:]:  # a promotion that was taken for the story's end
        if not (alone and segment.marks & PROMOTED):
            continue
        start = max(segment.start, segment.end - LINE_CHARS)
        tail = page.text[start : segment.end].lower()
        if not any(map(tail.__contains__, alone)):
            continue
        found = promoted_outlet(page.text, start, segment.end, alone)
        if found and found.span.of(page.text).lower() in alone:
            return found
    if page.filled and page.filled[-1].role == Role.BOILERPLATE:
        return motto_outlet(page.text, page.filled[-1].start, page.filled[-1].end)
    return None


def _host(url: str) -> str | None:
    rest = url[:2000].partition("://")[2] or url[:2000]
    host = rest.split("/", 1)[0].split("?", 1)[0].rsplit("@", 1)[-1].split(":", 1)[0]
    return host if "." in host else None
