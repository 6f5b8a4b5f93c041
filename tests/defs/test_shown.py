"""What pages and logs show: lineage that leads to real columns, samples that are cells and never Markdown, progress."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import pytest
import yaml

from etl.contracts.tables import TABLES
from etl.definitions import defs
from etl.defs.assets import LogObserver
from etl.defs.home import QUIET
from etl.defs.jobs import WAREHOUSE_TAG
from etl.defs.shown import CELL_CHARS, SAMPLE_ROWS, materialized
from etl.pipeline import STEP, open_run
from etl.settings import Settings
from etl.store.staging import read_staged

ROOT = Path(__file__).resolve().parents[2]


def test_lineage_leads_to_columns_that_the_step_reads() -> None:
    graph = defs.resolve_asset_graph()
    with_lineage = set()
    for name, table in TABLES.items():
        lineage = graph.get(dg.AssetKey(name)).metadata.get("dagster/column_lineage")
        if lineage is None:
            continue
        with_lineage.add(name)
        assert isinstance(lineage, dg.TableColumnLineage)
        for column, deps in lineage.deps_by_column.items():
            assert column in table.schema.names and deps
            for dep in deps:
                other = dep.asset_key.to_user_string()
                assert dep.column_name in TABLES[other].schema.names, (name, column)
                assert other in (*STEP[table.step].inputs, *STEP[table.step].tables), (name, column, other)
    assert {
        "segments",
        "articles",
        "mentions",
        "quotes",
        "contacts",
        "duplicate_pairs",
        "search_postings",
    } <= with_lineage


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.step != "publish"])
def test_a_page_shows_counts_as_numbers_and_text_as_cells(sample_warehouse: Path, name: str) -> None:
    this = open_run(ROOT / "seeds", sample_warehouse, Settings())
    staged = read_staged(this.warehouse, name)
    assert staged is not None
    shown = materialized(this, staged, skipped=False, seconds=1.0)
    assert shown["dagster/row_count"] == staged.row_count  # a number: Dagster plots it over time
    assert shown["dagster/uri"].startswith("file://")
    assert not any(isinstance(value, dg.MarkdownMetadataValue) for value in shown.values())
    sample = shown["sample"]
    assert isinstance(sample, dg.TableMetadataValue) and len(sample.records) == min(SAMPLE_ROWS, staged.row_count)
    for record in sample.records:
        assert list(record.data) == TABLES[name].schema.names
        assert all(isinstance(cell, str) and len(cell) <= CELL_CHARS for cell in record.data.values())


def test_a_long_step_says_every_tenth_of_its_way() -> None:
    said: list[str] = []
    observer = LogObserver(SimpleNamespace(info=said.append))  # pyright: ignore[reportArgumentType]
    for done in range(0, 100_001, 500):
        observer.progressed(STEP["clean"], "segments", done, 100_000)
    assert len(said) == 11
    assert said[-1].endswith("clean: segments, 100,000 of 100,000 documents")


def test_the_queue_lets_one_run_at_a_time_into_a_warehouse_and_repeats_only_lost_ones() -> None:
    settings = yaml.safe_load((ROOT / "dagster_home" / "dagster.yaml").read_text(encoding="utf-8"))
    (limit,) = settings["run_coordinator"]["config"]["tag_concurrency_limits"]
    assert (limit["key"], limit["limit"], limit["value"]) == (WAREHOUSE_TAG, 1, {"applyLimitPerUniqueValue": True})
    assert settings["run_retries"] == {"enabled": True, "max_retries": 1, "retry_on_asset_or_op_failure": False}
    for quiet in (settings, yaml.safe_load(QUIET)):
        assert not quiet["telemetry"]["enabled"] and not quiet["nux"]["enabled"] and quiet["freshness"]["enabled"]
