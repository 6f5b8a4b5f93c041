"""Describe: what each document says of itself, as rows of articles, contributors and date_mentions.

Here: Arrow in, Arrow out. Not here: reading a page (etl/text/metadata/article.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pyarrow as pa

from etl.contracts.enums import Role
from etl.contracts.spans import Span
from etl.contracts.tables import TABLES
from etl.settings import Settings
from etl.steps.buffers import column_of
from etl.steps.traces import Batch, model_visits, traced_batch
from etl.text.dates.parts import Clock
from etl.text.language import language_of_body
from etl.text.metadata.article import Article, read_articles
from etl.text.metadata.page import Page
from etl.text.metadata.publication import Years

Cells = list[Any]
"""The values of a table, row after row: a tuple a row, alive until the batch ends, would be walked again and again by the
garbage collector."""
GROUP = 16
"""So many pages are read together; more would be alive at once for no gain."""
PLAIN: tuple[str | None, float | None] = ("id", 1.0)
"""Language and share of a body that is plainly Indonesian."""


def describe(batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings) -> dict[str, pa.Table]:
    """Rows of articles, contributors and date_mentions for `batch["documents"]` and its `batch["segments"]`."""
    years = Years(settings.oldest_year, settings.farthest_year, settings.newest_year)
    traced = traced_batch(batch["documents"], batch["segments"])
    articles: Cells = []
    contributors: Cells = []
    mentions: Cells = []
    open_bodies: dict[int, list[str]] = {}
    rows = enumerate(zip(traced.pages(), traced.traced.is_plain.tolist(), strict=True))
    while group := list(islice(rows, GROUP)):
        read = read_articles([page for _, ((_, page), _) in group], years)
        for (row, ((document_id, page), is_plain)), article in zip(group, read, strict=True):
            articles += (document_id, *facts_of(page, article))
            if not is_plain:
                open_bodies[row] = _body_of(page)
            for seq, credit in enumerate(article.credits):
                contributors += (document_id, seq, credit.name, credit.role, credit.place, credit.start, credit.end)
            for m in article.mentions:
                surface = page.text[m.start : m.end]
                mentions += (
                    document_id,
                    m.start,
                    m.end,
                    surface,
                    m.value,
                    m.precision,
                    m.anchor,
                    m.is_weekday_consistent,
                )
    return {
        "articles": _articles(traced, articles, open_bodies),
        "contributors": _table("contributors", contributors),
        "date_mentions": _table("date_mentions", mentions),
    }


def _body_of(page: Page) -> list[str]:
    text = page.text
    return [text[start:end].strip() for start, end, *_ in page.of_role(Role.BODY, Role.SUBHEADING)]


FACTS = (
    "headline", "abstract", "date_published", "published_at", "published_local", "utc_offset_minutes",
    "date_published_basis", "date_modified", "latest_date_mentioned", "dateline_raw", "location_created",
    "publisher_name", "publisher_basis", "publisher_domain", "source_organization", "copyright_notice",
    *(f"{fact}_{part}" for fact in ("headline", "date_published", "dateline", "publisher", "agency")
      for part in ("char_start", "char_end", "rule")),
)  # fmt: skip
"""Columns of articles that are read, in the order in which facts_of gives them."""


def facts_of(page: Page, article: Article) -> tuple[Any, ...]:
    """What `article` says, a value for each of FACTS."""
    text = page.text
    published, dateline = article.publication, article.dateline
    local, instant, offset = _times(published.day, published.clock)
    return (
        article.headline.of(text) if article.headline else None,
        article.abstract,
        published.day,
        instant,
        local,
        offset,
        published.basis,
        published.modified,
        article.latest_full,
        dateline.span.of(text) if dateline else None,
        dateline.place if dateline else None,
        article.publisher.name if article.publisher else None,
        article.publisher_basis,
        article.publisher.domain if article.publisher else None,
        article.agency,
        article.copyright_notice,
        *_fact(article.headline, article.headline_rule),
        *_fact(published.span, published.rule),
        *_fact(dateline.span if dateline else None, dateline.rule if dateline else None),
        *_fact(article.publisher_span, article.publisher_rule),
        *_fact(article.agency_span, article.agency_rule),
    )


def _fact(span: Span | None, rule: str | None) -> tuple[int | None, int | None, str | None]:
    return (span.start, span.end, rule) if span else (None, None, None)


def _times(day: date | None, clock: Clock | None) -> tuple[datetime | None, datetime | None, int | None]:
    """Local time, instant and offset of a stamp; what it does not state is None."""
    if day is None or clock is None:
        return None, None, None
    local = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second)  # noqa: DTZ001  (a clock time whose zone is not stated)
    if clock.offset_minutes is None:
        return local, None, None
    return local, local.replace(tzinfo=UTC) - timedelta(minutes=clock.offset_minutes), clock.offset_minutes


def _articles(traced: Batch, cells: Cells, open_bodies: Mapping[int, Sequence[str]]) -> pa.Table:
    """The table of what was read of each document and of what was counted over the batch. `open_bodies`: by their rows,
    the paragraphs of bodies that are not plainly Indonesian; asked one after the other, they find the model in the
    processor's cache."""
    schema = TABLES["articles"].schema
    if not cells:
        return schema.empty_table()
    names = ("document_id", *FACTS)
    columns = {name: pa.array(cells[place :: len(names)], schema.field(name).type) for place, name in enumerate(names)}
    is_even = traced.traced.is_even.tolist()
    told = {
        row: language_of_body(paragraphs, model_visits, is_even=is_even[row]) for row, paragraphs in open_bodies.items()
    }
    for place, name in enumerate(("in_language", "language_share")):
        values = [PLAIN[place]] * traced.documents.num_rows
        for row, found in told.items():
            values[row] = found[place]
        columns[name] = pa.array(values, schema.field(name).type)
    columns["article_body"] = traced.bodies(schema.field("article_body").type)
    counted = dict(zip(("kept_share", "boilerplate_share", "repeat_share"), traced.shares(), strict=True))
    for name, values in {"word_count": traced.traced.words, **counted}.items():
        columns[name] = column_of(values).cast(schema.field(name).type)
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _table(name: str, cells: Cells) -> pa.Table:
    schema = TABLES[name].schema
    columns = [pa.array(cells[place :: len(schema)], field.type) for place, field in enumerate(schema)]
    return pa.table(columns, schema=schema)
