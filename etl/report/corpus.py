"""The corpus report: one self-contained HTML page about a release, the same bytes for the same release.

Here: reading the release's figures, choosing what is shown, and the page. Not here: drawing (charts.py), comparing two
texts (differences.py), cutting a document into coloured pieces (inspect.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from etl.errors import ReleaseMissing
from etl.report.charts import Chart, lying_bars, stacked_shares, upright_bars
from etl.report.differences import MOST_WORDS, Run, side_by_side
from etl.report.inspect import Inspected, read_document
from etl.report.pages import render
from etl.report.questions import COPIES, DAYS, DOCUMENTS, JUNK, OUTLETS, PAIRS, RULES, SPEAKERS, STATUSES, SUMMARY
from etl.store.atomic import write_text
from etl.store.layout import Warehouse
from etl.store.query import open_read_only
from etl.store.releases import current_release

PARTS = ("kept", "boilerplate", "repeats", "blank")
"""What a page's characters are, in the order of charts.COLOURS."""
MOST_BARS = 15
"""Names in a chart: about what is read at a glance."""
MOST_COLUMNS = 60
"""Days, months or years in a chart: a narrower bar is no longer seen."""
MOST_PAIRS = 8
MOST_DOCUMENTS = 5
LONGEST_DOCUMENT_CHARS = 12_000
"""Longer documents are not shown whole in the page; `etl inspect` shows any."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that are alike: what was measured, and their words side by side."""

    facts: dict[str, Any]
    left: Sequence[Run]
    right: Sequence[Run]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the page shows of a release."""

    summary: dict[str, Any]
    charts: tuple[Chart, ...]
    missing: tuple[str, ...]
    """Titles of charts for which the release has no rows."""
    rules: tuple[dict[str, Any], ...]
    pairs: tuple[Pair, ...]
    documents: tuple[Inspected, ...]


def report_path(warehouse: Warehouse) -> Path:
    """Where the published release's page lies by custom: reports/<release_id>.html. Its folder is made when missing.

    Raises ReleaseMissing, OSError: the folder cannot be made.
    """
    release = current_release(warehouse)
    if release is None:
        raise ReleaseMissing(f"{warehouse.root} has no published release; `etl run` publishes one.")
    warehouse.reports.mkdir(exist_ok=True)
    return warehouse.reports / f"{release.release_id}.html"


def write_report(warehouse: Warehouse, target: Path) -> None:
    """Writes the page of the published release to `target`, whole or not at all. Raises ReleaseMissing, OSError."""
    try:
        with open_read_only(warehouse) as connection:
            corpus = read_corpus(connection)
    except duckdb.Error as error:  # files gone since, or too little memory
        raise ReleaseMissing(f"the release cannot be read for its page: {error}. `etl verify` checks it.") from error
    write_text(target, render("corpus.html", corpus=corpus, most_words=MOST_WORDS))


def read_corpus(connection: duckdb.DuckDBPyConnection) -> Corpus:
    """Everything the page shows; `connection` is one of `open_read_only`."""

    def rows(sql: str, *parameters: object) -> list[dict[str, Any]]:
        return connection.sql(sql, params=list(parameters)).to_arrow_table().to_pylist()

    charts = _charts(rows)
    return Corpus(
        summary=rows(SUMMARY)[0],
        charts=tuple(chart for chart in charts if chart.address),
        missing=tuple(chart.title for chart in charts if not chart.address),
        rules=tuple(rows(RULES)),
        pairs=tuple(_pair(facts) for facts in rows(PAIRS, MOST_PAIRS)),
        documents=tuple(
            read_document(connection, row["document_id"])
            for row in rows(DOCUMENTS, LONGEST_DOCUMENT_CHARS, MOST_DOCUMENTS)
        ),
    )


def _charts(rows: Callable[..., list[dict[str, Any]]]) -> list[Chart]:
    def counts(sql: str, *parameters: object) -> list[tuple[str, int]]:
        return [(row["name"], row["number"]) for row in rows(sql, *parameters)]

    outlets = [
        (f"{row['name'] or 'outlet not told'} ({row['documents']:,})", [row[part] for part in PARTS])
        for row in rows(OUTLETS, MOST_BARS)
    ]
    unit, days = _by_time(counts(DAYS))
    return [
        stacked_shares("What the pages of each outlet consist of (documents in brackets)", PARTS, outlets),
        lying_bars("What dropped most as boilerplate or repeat, by rule", "characters", counts(JUNK, MOST_BARS)),
        upright_bars("How many documents tell the same story", "stories", counts(COPIES), "documents a story"),
        upright_bars("When the articles were published, copies not counted", "articles", days, unit),
        lying_bars("Who is quoted most, copies not counted", "quotes", counts(SPEAKERS, MOST_BARS)),
        lying_bars("Contacts by kind and whether they took place", "contacts", counts(STATUSES)),
    ]


def _pair(facts: dict[str, Any]) -> Pair:
    left, right = side_by_side(facts.pop("left_body"), facts.pop("right_body"))
    return Pair(facts, left, right)


def _by_time(days: Sequence[tuple[str, int]]) -> tuple[str, list[tuple[str, int]]]:
    """Counts by day, month or year, gaps shown: the finest that fits into MOST_COLUMNS; of too many years, the last."""
    for unit, length in (("day", 10), ("month", 7), ("year", 4)):
        found: dict[str, int] = {}
        for day, number in days:
            found[day[:length]] = found.get(day[:length], 0) + number
        labels = _calendar(unit, days[0][0], days[-1][0]) if days else []
        if len(labels) <= MOST_COLUMNS or unit == "year":
            return f"{unit} of publication", [(label, found.get(label, 0)) for label in labels[-MOST_COLUMNS:]]
    raise AssertionError("the last unit always fits")


def _calendar(unit: str, first: str, last: str) -> list[str]:
    """Every day, month or year from one ISO date to another, as ISO writes it."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if unit == "day":
        return [date.fromordinal(day).isoformat() for day in range(start.toordinal(), end.toordinal() + 1)]
    if unit == "month":
        months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]
    return [f"{year:04}" for year in range(start.year, end.year + 1)]
