"""An article: everything its page says of itself, put together.

Here: which parts of a page each reader is given, and the order in which evidence counts. Not here: the readers.
Facts may be read from dropped furniture (a copyright line); dates in the story only from kept text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat

from etl.contracts.enums import PublisherBasis, Role
from etl.contracts.spans import Span
from etl.text.dates.find import dates_at, find_dates
from etl.text.dates.parts import DateText
from etl.text.dates.resolve import DateMention, resolve_dates
from etl.text.metadata.anchors import choose_anchor
from etl.text.metadata.bylines import page_credits
from etl.text.metadata.credits import Credit
from etl.text.metadata.dateline import Dateline, find_dateline
from etl.text.metadata.headline import headline_span
from etl.text.metadata.imprint import agency_in_text, copyright_notice, publisher_in_text, publisher_of_record
from etl.text.metadata.local_dateline import local_dateline
from etl.text.metadata.page import Page
from etl.text.metadata.publication import Publication, Years, find_publication
from etl.text.metadata.publisher import Named
from etl.text.outlets import Outlet

_MAY_BE_DATELINE = re.compile(r"\s*(?:[A-Z]{3}|[^\n]{0,40}[(.]\w)")
LATER_BODIES = 3
"""A stray line may stand before the story: so many body paragraphs are looked at for a dateline."""


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


def read_articles(pages: Sequence[Page], years: Years) -> list[Article]:
    """Everything that each of `pages` says of itself.

    Reader by reader, not page by page: a reader that goes through a group of pages keeps its code and its words in the
    processor's cache.
    """
    dates = list(map(_dates, pages))
    openings = list(map(_opening, pages))
    named = list(map(publisher_in_text, pages, openings))
    datelines = list(map(_dateline, pages, openings, named))
    published = list(map(find_publication, pages, datelines, dates, repeat(years)))
    mentions = list(map(_mentions, pages, published, dates, repeat(years)))
    headlines = list(map(_headline, pages, named))
    agencies = list(map(agency_in_text, pages, datelines))
    publishers = list(map(_publisher, pages, named))
    credits = list(map(_credits, pages, published, publishers, openings))
    return [
        Article(
            headline=headlines[n][0],
            headline_rule=headlines[n][1],
            abstract=_abstract(page),
            publication=published[n],
            dateline=datelines[n],
            publisher=publishers[n][0],
            publisher_basis=publishers[n][1],
            publisher_span=one.span if (one := named[n]) else None,
            publisher_rule=one.rule if one else None,
            agency=agencies[n][0],
            agency_span=agencies[n][1],
            agency_rule=agencies[n][2],
            copyright_notice=copyright_notice(page),
            credits=credits[n],
            mentions=mentions[n],
            latest_full=max([m.last_day or m.day for m in mentions[n] if m.is_full and m.day], default=None),
        )
        for n, page in enumerate(pages)
    ]


def _dateline(page: Page, opening: Dateline | None, named: Named | None) -> Dateline | None:
    return opening if opening and opening.is_dateline else _local_opening(page, named)


def _mentions(page: Page, published: Publication, dates: list[DateText], years: Years) -> list[DateMention]:
    anchor = choose_anchor(published, page.text, dates)
    return resolve_dates(page.text, dates, anchor, years.oldest, years.farthest)


def _publisher(page: Page, named: Named | None) -> tuple[Outlet | None, str]:
    return (named.outlet, PublisherBasis.TEXT) if named else publisher_of_record(page)


def _credits(
    page: Page, published: Publication, publisher: tuple[Outlet | None, str], opening: Dateline | None
) -> list[Credit]:
    return page_credits(page, published.line, _own_names(publisher[0], opening))


def _dates(page: Page) -> list[DateText]:
    """The dates written in kept text, in order."""
    if page.triggers is not None:
        return dates_at(page.text, page.triggers)
    return [found for run in page.kept_runs() for found in find_dates(page.text, run.start, run.end)]


def _own_names(publisher: Outlet | None, opening: Dateline | None) -> list[str]:
    """Names of the page's own outlets, and of their addresses less the ending."""
    outlets = [outlet for outlet in (publisher, opening and opening.outlet) if outlet]
    labels = [outlet.domain.split(".", 1)[0] for outlet in outlets if outlet.domain]
    return [outlet.name for outlet in outlets] + labels


def _headline(page: Page, named: Named | None) -> tuple[Span | None, str | None]:
    outlets = {named.outlet.name.lower()} if named else set[str]()
    for segment in page.of_role(Role.HEADLINE):
        if found := headline_span(page.text, segment.start, segment.end, outlets):
            return found
    return None, None


def _abstract(page: Page) -> str | None:
    lines = (
        page.text[start:end].strip().lstrip("•*-–—·▪●‣◦\t \xa0").strip()
        for start, end, *_ in page.of_role(Role.SUMMARY)
    )
    return "\n".join(filter(None, lines)) or None


def _local_opening(page: Page, named: Named | None) -> Dateline | None:
    """The dateline of the story's first paragraphs that only the rest of the page explains."""
    for segment in page.bodies[:2]:
        if found := local_dateline(page.text, segment.start, segment.end, named.outlet if named else None):
            return found
    return None


def _opening(page: Page) -> Dateline | None:
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
