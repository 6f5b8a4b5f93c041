"""Describe: what each document says of itself, as rows of articles, contributors and date_mentions.

Here: Arrow in, Arrow out. Not here: reading a page (etl/text/article.py).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.enums import Role
from etl.contracts.spans import Span
from etl.contracts.tables import TABLES
from etl.settings import Settings
from etl.text.article import Article, read_article
from etl.text.date_parts import Clock
from etl.text.language import language_of_body
from etl.text.page import Page, Record, Segment
from etl.text.publication import Years

Rows = list[tuple[Any, ...]]
_BOILERPLATE, _REPEAT = str(Role.BOILERPLATE), str(Role.REPEAT)


def describe(batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings) -> dict[str, pa.Table]:
    """Rows of articles, contributors and date_mentions for `batch["documents"]` and its `batch["segments"]`."""
    years = Years(settings.oldest_year, settings.farthest_year, settings.newest_year)
    articles: Rows = []
    contributors: Rows = []
    mentions: Rows = []
    for document_id, page in pages(batch["documents"], batch["segments"]):
        article = read_article(page, years)
        articles.append(article_row(document_id, page, article))
        for seq, credit in enumerate(article.credits):
            contributors.append((document_id, seq, credit.name, credit.role, credit.place, credit.start, credit.end))
        for m in article.mentions:
            surface = page.text[m.start : m.end]
            mentions.append(
                (document_id, m.start, m.end, surface, m.value, m.precision, m.anchor, m.is_weekday_consistent)
            )
    return {
        "articles": _table("articles", articles),
        "contributors": _table("contributors", contributors),
        "date_mentions": _table("date_mentions", mentions),
    }


def pages(documents: pa.Table, segments: pa.Table) -> Iterator[tuple[str, Page]]:
    """The pages of a batch, in the order of `documents`; both tables are sorted by document_id."""
    last = dict(_last_rows(segments["document_id"]))
    starts, ends = (segments[name].to_numpy().tolist() for name in ("char_start", "char_end"))
    coded = segments["role"].combine_chunks().dictionary_encode()
    names: list[str] = [sys.intern(role) for role in coded.dictionary.to_pylist()]
    roles = list(map(names.__getitem__, coded.indices.to_numpy(zero_copy_only=False).tolist()))
    columns = ("document_id", "raw_text", "url", "source_date", "source_publisher")
    at = 0
    for document_id, text, *record in zip(*(documents[name].to_pylist() for name in columns), strict=True):
        end = last.get(document_id, at)
        parts = list(map(Segment, starts[at:end], ends[at:end], roles[at:end]))
        yield document_id, Page(text, parts, Record(*record))
        at = end


def _last_rows(owners: pa.ChunkedArray) -> Iterator[tuple[str, int]]:
    """Each document_id of a sorted column, and the row after its last."""
    if len(owners) == 0:
        return
    runs = pc.run_end_encode(owners.combine_chunks())
    yield from zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True)


def article_row(document_id: str, page: Page, article: Article) -> tuple[Any, ...]:
    """One row of articles, its values in the order of the table's columns."""
    text = page.text
    paragraphs = [text[start:end].strip() for start, end, _ in page.of_role(Role.BODY, Role.SUBHEADING)]
    body = "\n".join(filter(None, paragraphs))
    language, share = language_of_body(paragraphs)
    published, dateline = article.publication, article.dateline
    local, instant, offset = _times(published.day, published.clock)
    return (
        document_id,
        article.headline.of(text) if article.headline else None,
        article.abstract,
        body,
        len(body.split()),
        language,
        share,
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
        *_shares(page),
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


def _shares(page: Page) -> tuple[float, float, float]:
    boilerplate, repeat = (sum(s.end - s.start for s in page.of_role(role)) for role in (_BOILERPLATE, _REPEAT))
    total = len(page.text) or 1
    kept = sum(run.end - run.start for run in page.kept_runs)
    return kept / total, boilerplate / total, repeat / total


def _table(name: str, rows: Rows) -> pa.Table:
    schema = TABLES[name].schema
    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
