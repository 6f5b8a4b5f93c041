"""The exact list of what Dagster knows: a definition that vanishes silently is found here."""

from __future__ import annotations

import dagster as dg
import pytest

from etl.contracts.tables import TABLES
from etl.definitions import defs
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
    "search_postings": {"schema", "keys", "references"},
    "search_lengths": {"schema", "keys", "references"},
    "search_stems": {"schema", "keys"},
    "releases": {"published"},
    "release_tables": {"published"},
    "table_columns": {"published"},
}


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


def test_every_check_is_there_and_blocks(graph: dg.AssetGraph) -> None:
    found: dict[str, set[str]] = {}
    for key in graph.asset_check_keys:
        found.setdefault(key.asset_key.to_user_string(), set()).add(key.name)
        spec = graph.get_check_spec(key)
        assert spec.blocking and spec.description == CHECK_MEANINGS[key.name]
    assert found == CHECKS


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


def test_one_job_and_nothing_else() -> None:
    repository = defs.get_repository_def()
    assert {job.name for job in repository.get_all_jobs() if not job.name.startswith("__")} == {"full"}
    assert [*repository.schedule_defs, *repository.sensor_defs] == []
