"""The exact list of what Dagster knows: a definition that vanishes silently is found here."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from etl.contracts.tables import TABLES
from etl.definitions import defs
from etl.defs.drift import MEANINGS
from etl.defs.jobs import WAREHOUSE_TAG
from etl.pipeline import CHECK_MEANINGS, STEPS

CHECKS = {
    "sources": {"schema", "keys", "references", "accounted"},
    "documents": {"schema", "keys"},
    "segments": {"schema", "ledger", "sliced", "keys", "references"},
    "articles": {"schema", "sliced", "keys", "references"},
    "contributors": {"schema", "sliced", "keys", "references"},
    "date_mentions": {"schema", "sliced", "keys", "references"},
    "duplicate_pairs": {"schema", "keys", "references", "verified"},
    "duplicate_clusters": {"schema", "keys", "references", "verified"},
    "mentions": {"schema", "sliced", "keys", "references"},
    "entities": {"schema", "keys"},
    "quotes": {"schema", "sliced", "keys", "references"},
    "contacts": {"schema", "sliced", "keys", "references"},
    "contact_participants": {"schema", "keys", "references"},
    "search_postings": {"schema", "keys"},
    "search_lengths": {"schema", "keys", "references"},
    "search_stems": {"schema", "keys"},
    "releases": {"published"},
    "release_tables": {"published"},
    "table_columns": {"published"},
}

WARNINGS = {
    "documents": {"volume"},
    "segments": {"volume", "rule_shares"},
    "articles": {"volume"},
    "mentions": {"volume"},
    "quotes": {"volume"},
}
EXTRACTED = {
    *("mentions", "entities", "quotes", "contacts", "contact_participants"),
    *("search_postings", "search_lengths", "search_stems"),
}
PUBLISHED = {"releases", "release_tables", "table_columns"}
JOBS = {"full": set(TABLES), "extract": EXTRACTED | PUBLISHED, "publish_only": PUBLISHED}


@pytest.fixture(scope="module")
def graph() -> dg.AssetGraph:
    return defs.resolve_asset_graph()


def test_every_table_is_an_asset_of_its_step(graph: dg.AssetGraph) -> None:
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == set(TABLES)
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.group_name == TABLES[key.to_user_string()].step
        assert node.description == TABLES[key.to_user_string()].meaning
        assert node.code_version and node.owners and node.kinds


def test_every_check_of_the_contract_is_there_and_blocks(graph: dg.AssetGraph) -> None:
    assert _checks(graph, CHECK_MEANINGS, blocking=True) == CHECKS


def test_every_check_of_drift_is_there_and_only_warns(graph: dg.AssetGraph) -> None:
    assert _checks(graph, MEANINGS, blocking=False) == WARNINGS


def _checks(graph: dg.AssetGraph, meanings: dict[str, str], *, blocking: bool) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in graph.asset_check_keys:
        spec = graph.get_check_spec(key)
        if spec.blocking == blocking:
            found.setdefault(key.asset_key.to_user_string(), set()).add(key.name)
            assert spec.description == meanings[key.name]
    return found


def test_columns_are_shown_with_their_meanings(graph: dg.AssetGraph) -> None:
    for name, table in TABLES.items():
        schema = graph.get(dg.AssetKey(name)).metadata["dagster/column_schema"]
        assert isinstance(schema, dg.TableSchema)
        assert [column.name for column in schema.columns] == table.schema.names
        assert all(column.description for column in schema.columns)


def test_steps_form_one_line(graph: dg.AssetGraph) -> None:
    earlier: set[str] = set()
    for step in STEPS:
        assert set(step.inputs) <= earlier
        earlier |= set(step.tables)
        for table in step.tables:
            assert {k.to_user_string() for k in graph.get(dg.AssetKey(table)).parent_keys} == set(step.inputs)


def test_jobs_by_purpose_and_nothing_else() -> None:
    jobs = {job.name: job for job in defs.get_repository_def().get_all_jobs() if not job.name.startswith("__")}
    assert {
        name: {key.to_user_string() for key in job.asset_layer.executable_asset_keys} for name, job in jobs.items()
    } == JOBS
    assert len({job.run_tags[WAREHOUSE_TAG] for job in jobs.values()}) == 1


def test_what_starts_runs_by_itself_is_stopped() -> None:
    repository = defs.get_repository_def()
    sensors = {sensor.name: sensor.default_status for sensor in repository.sensor_defs}
    assert sensors == dict.fromkeys(["source_changed", "after_ingest"], dg.DefaultSensorStatus.STOPPED)
    (daily,) = repository.schedule_defs
    assert (daily.name, daily.cron_schedule, daily.execution_timezone) == ("daily", "0 5 * * *", "Asia/Jakarta")
    assert daily.job_name == "full" and daily.default_status == dg.DefaultScheduleStatus.STOPPED


def test_only_the_release_has_to_be_fresh_and_only_what_follows_ingest_is_automatic(graph: dg.AssetGraph) -> None:
    for key in graph.get_all_asset_keys():
        node, name = graph.get(key), key.to_user_string()
        assert (node.freshness_policy_or_from_metadata is not None) == (name == "releases")
        assert (node.automation_condition is not None) == (TABLES[name].step != "ingest")


def test_every_asset_leads_to_the_code_of_its_step(graph: dg.AssetGraph) -> None:
    for name, table in TABLES.items():
        (place,) = graph.get(dg.AssetKey(name)).metadata["dagster/code_references"].code_references
        lines = Path(place.file_path).read_text(encoding="utf-8").splitlines()
        assert lines[place.line_number - 1].startswith(f"def {place.label.rpartition('.')[2]}("), table.step
