"""An article: everything its page says of itself, put together.

Here: which parts of a page each reader is given, and the order in which evidence counts. Not here: the readers.
Facts may be read from dropped furniture (a copyright line); dates in the story only from kept text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from etl.contracts.enums import PublisherBasis, Role
from etl.contracts.spans import Span
from etl.text.anchors import choose_anchor
from etl.text.credits import Credit, find_credits, label_alone, opens_with_label
from etl.text.date_parts import DateText
from etl.text.dateline import Dateline, find_dateline
from etl.text.dates_find import find_dates
from etl.text.dates_resolve import DateMention, resolve_dates
from etl.text.headline import headline_span
from etl.text.outlets import Outlet, agency_named, is_common_word, outlet_named, outlet_of_host
from etl.text.page import Page, Segment
from etl.text.publication import Publication, Years, find_publication
from etl.text.publisher import Named, copyright_agency, copyright_owner, first_published, domains_in, is_copyright, site_line

_MAY_BE_DATELINE = re.compile(r"\s*(?:[A-Z]{3}|[^\n]{0,40}[(.]\w)")
LATER_BODIES = 3
"""A stray line may stand before the story: so many body paragraphs are looked at for a dateline."""

_LABELLED_ROLES = frozenset((Role.BODY, Role.BOILERPLATE, Role.SUMMARY))
"""Roles in which a line that clean did not call a byline may be one, when it opens with a label and its colon."""
CREDIT_CHARS = 300
"""A line that nothing but its first word calls a byline is no longer than this."""


@dataclass(slots=True)
class Article:
    """What a page says of itself; None where it does not say."""

    headline: Span | None
    headline_rule: str | None
    abstract: str | None
    publication: Publication
    dateline: Dateline | None
    publisher: Outlet | None
    publisher_basis: str
    publisher_span: Span | None
    publisher_rule: str | None
    agency: str | None
    agency_span: Span | None
    agency_rule: str | None
    copyright_notice: str | None
    credits: list[Credit]
    mentions: list[DateMention]
    latest_full: date | None


def read_article(page: Page, years: Years) -> Article:
    """Everything that `page` says of itself."""
    text = page.text
    dates = [found for run in page.kept_runs for found in find_dates(text, run.start, run.end)]
    prefix = _dateline(page)
    dateline = prefix if prefix and prefix.is_dateline else None
    published = find_publication(page, dateline, dates, years)
    named = _publisher(page, prefix)
    headline, headline_rule = _headline(page, named)
    mentions = _mentions(page, dates, published, dateline, years)
    agency, agency_span, agency_rule = _agency(page, dateline)
    publisher, basis = (named.outlet, PublisherBasis.TEXT) if named else _publisher_of_record(page)
    return Article(
        headline=headline,
        headline_rule=headline_rule,
        abstract=_abstract(page),
        publication=published,
        dateline=dateline,
        publisher=publisher,
        publisher_basis=basis,
        publisher_span=named.span if named else None,
        publisher_rule=named.rule if named else None,
        agency=agency,
        agency_span=agency_span,
        agency_rule=agency_rule,
        copyright_notice=_copyright(page),
        credits=_credits(page),
        mentions=mentions,
        latest_full=max((m.day for m in mentions if m.is_full and m.day), default=None),
    )


def _headline(page: Page, named: Named | None) -> tuple[Span | None, str | None]:
    outlets = {named.outlet.name.lower()} if named else set[str]()
    for segment in page.of_role(Role.HEADLINE):
        if found := headline_span(page.text, segment.start, segment.end, outlets):
            return found
    return None, None


def _abstract(page: Page) -> str | None:
    lines = (
        page.text[start:end].strip().lstrip("•*-–—·▪●‣◦\t \xa0").strip() for start, end, _ in page.of_role(Role.SUMMARY)
    )
    return "\n".join(filter(None, lines)) or None


def _dateline(page: Page) -> Dateline | None:
    """The first dateline of the story's first paragraphs; a bare outlet before a dash when there is none."""
    prefix: Dateline | None = None
    for index, segment in enumerate([*page.bodies[:LATER_BODIES], *page.of_role(Role.SUMMARY)[:1]]):
        if index and not _MAY_BE_DATELINE.match(page.text, segment.start, segment.end):
            continue
        found = find_dateline(page.text, segment.start, segment.end)
        if found is None:
            continue
        strong = found.outlet or found.agency or found.day or found.span.of(page.text).isupper()
        if found.is_dateline and (index == 0 or strong):
            return found
        prefix = prefix or (found if found.outlet else None)
    return prefix


def _mentions(
    page: Page, dates: list[DateText], published: Publication, dateline: Dateline | None, years: Years
) -> list[DateMention]:
    anchor = choose_anchor(published, page.text, dates)
    return resolve_dates(page.text, dates, anchor, years.oldest, years.farthest)


def _credits(page: Page) -> list[Credit]:
    found: list[Credit] = []
    waiting: list[int] = []
    for segment in page.segments:
        start, end, role = segment
        if role in (Role.BYLINE, Role.TIMESTAMP):
            if (alone := label_alone(page.text, start, end)) and waiting:
                for index in waiting:
                    found[index] = found[index]._replace(role=alone)
                waiting = []
                continue
            before = len(found)
            found.extend(find_credits(page.text, start, end, bare=role == Role.BYLINE))
            waiting = list(range(before, len(found)))
        elif end - start <= CREDIT_CHARS and role in _LABELLED_ROLES and opens_with_label(page.text, start, end):
            found.extend(find_credits(page.text, start, end, bare=False))
    seen: set[str] = set()
    unique = [credit for credit in found if not ((key := credit.name.lower()) in seen or seen.add(key))]
    return unique


def _publisher(page: Page, prefix: Dateline | None) -> Named | None:
    """Where the text names its outlet: dateline, credit or stamp line, copyright, the site's name alone on a line."""
    if prefix and prefix.outlet and prefix.outlet_span:
        return Named(prefix.outlet, prefix.outlet_span, prefix.rule)
    for segment in page.of_role(Role.TIMESTAMP, Role.BYLINE):
        if found := _beside_stamp(page.text, segment):
            return found
    lines = [segment for segment in page.segments if segment.role not in (Role.BODY, Role.BLANK, Role.REPEAT)]
    for segment in lines:
        if found := copyright_owner(page.text, segment.start, segment.end):
            return found
    for segment in lines:
        if found := first_published(page.text, segment.start, segment.end):
            return found
    filled = [segment for segment in page.segments if segment.role != Role.BLANK]
    domains: dict[str, str] = {}
    for segment in lines:
        if segment.role == Role.BOILERPLATE:
            domains.update(domains_in(page.text, segment.start, min(segment.end, segment.start + 1000)))
    for segment in [*filled[-1:], *filled[:2], *filled[-3:-1]]:
        if segment.role == Role.BOILERPLATE and (
            found := site_line(page.text, segment.start, segment.end, domains, is_last=segment is filled[-1])
        ):
            return found
    return None


def _beside_stamp(text: str, segment: Segment) -> Named | None:
    """ "Kompas.com - 12/06/2025", "Rangga Yudis - detikOto": the outlet before the stamp or after the name."""
    line = text[segment.start : segment.end]
    for piece_start, piece in reversed(_pieces(line)):
        outlet = outlet_named(piece)
        if outlet and not agency_named(piece) and (piece_start or not is_common_word(outlet.name)):
            at = segment.start + piece_start + piece.index(piece.strip())
            return Named(outlet, Span(at, at + len(piece.strip())), "stamp_line")
    return None


def _pieces(line: str) -> list[tuple[int, str]]:
    pieces: list[tuple[int, str]] = []
    start = 0
    for index, char in enumerate(line[:400]):
        if char in "-–—|,\n":
            pieces.append((start, line[start:index]))
            start = index + 1
    pieces.append((start, line[start:400]))
    return [(at, piece) for at, piece in pieces if piece.strip()]


def _publisher_of_record(page: Page) -> tuple[Outlet | None, str]:
    if page.record.source_publisher and (name := page.record.source_publisher.strip()):
        return outlet_named(name) or Outlet(name, None), PublisherBasis.SOURCE_FIELD
    if page.record.url and (host := _host(page.record.url)):
        return outlet_of_host(host), PublisherBasis.URL
    return None, PublisherBasis.NONE


def _host(url: str) -> str | None:
    rest = url[:2000].partition("://")[2] or url[:2000]
    host = rest.split("/", 1)[0].split("?", 1)[0].rsplit("@", 1)[-1].split(":", 1)[0]
    return host if "." in host else None


def _copyright(page: Page) -> str | None:
    for segment in page.of_role(Role.BOILERPLATE, Role.BYLINE, Role.TIMESTAMP):
        if is_copyright(page.text, segment.start, segment.end):
            return page.text[segment.start : segment.end].strip()
    return None


def _agency(page: Page, dateline: Dateline | None) -> tuple[str | None, Span | None, str | None]:
    if dateline and dateline.agency:
        return dateline.agency, dateline.agency_span, dateline.rule
    for segment in page.of_role(Role.BOILERPLATE, Role.BYLINE):
        if found := copyright_agency(page.text, segment.start, segment.end):
            return found[0], found[1], "copyright"
    return None, None, None
