"""Jernih: raw crawled Indonesian news text in, tidy tables out.

    ingest -> clean -> describe -> deduplicate -> name -> quote -> contact -> index -> publish -> query

    settings     every tunable, with its reason             contracts    tables, closed sets of words, spans
    text         pure functions on str                      kernels      hot loops over Arrow buffers
    lexicon      reference data and the name model          steps        one module a step: Arrow in, Arrow out
    engines      runs map, count and group work             store        disk, locks, releases, the catalog
    report       HTML pages                                 pipeline     the steps, declared once, and the runner
    cli          the `etl` command                          defs         Dagster

The door for Python users: `etl.open(warehouse)` to query a warehouse, `etl.run(source, warehouse)` to fill one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.store.door import News
    from etl.store.releases import Release


def open(warehouse: str | Path = "warehouse") -> News:
    """The published release of `warehouse`, to ask with SQL or read as frames: `etl.open("warehouse").sql("...")`.

    Raises ReleaseMissing when nothing was published there.
    """
    from etl.store.door import News
    from etl.store.layout import find_warehouse

    return News(find_warehouse(Path(warehouse)))


def run(source: str | Path, warehouse: str | Path, **settings: object) -> Release:
    """Runs the whole pipeline in this process, without Dagster: `etl.run("folder", "warehouse", near_threshold=0.6)`.

    Returns the release that is published afterwards. Raises SourceError, SettingError, WarehouseError, NotPublished.
    """
    from etl import pipeline
    from etl.settings import load

    return pipeline.run(Path(source).absolute(), Path(warehouse).absolute(), load(Path(source), overrides=settings))
