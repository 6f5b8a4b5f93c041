from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import duckdb
import pytest
from stored_rows import CASES, corpus, publish_all

from etl.contracts.tables import TABLES, full_meaning
from etl.store.catalog import view_names
from etl.store.dictionary import dictionary
from etl.store.layout import Warehouse, open_warehouse
from etl.store.query import run_query
from etl.store.sqltext import duckdb_type, identifier
from etl.store.verify import verify
from etl.store.views import CATALOG_INFO, MACROS, VIEWS

QUERIES = json.loads((CASES / "catalog" / "queries.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse that shows the small corpus."""
    warehouse = open_warehouse(tmp_path_factory.mktemp("filled") / "warehouse")
    publish_all(warehouse, corpus())
    return warehouse


@pytest.fixture(scope="module")
def catalog(filled: Warehouse) -> duckdb.DuckDBPyConnection:
    """The catalog as any client opens it."""
    return duckdb.connect(str(filled.catalog), read_only=True)


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case["sql"][:60])
def test_views_and_macros_answer(filled: Warehouse, case: dict[str, Any]) -> None:
    assert [list(row.values()) for row in run_query(filled, case["sql"]).to_pylist()] == case["rows"]


def test_what_was_published_is_whole(filled: Warehouse) -> None:
    assert verify(filled) == []


def test_every_view_and_column_has_its_meaning(catalog: duckdb.DuckDBPyConnection) -> None:
    said = dict(catalog.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
    assert sorted(said) == list(view_names())
    assert all(said.values())
    columns = catalog.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    ).fetchall()
    expected = sorted((row["table_name"], row["column_name"], row["meaning"]) for row in dictionary())
    assert columns == expected


def test_every_macro_says_what_it_does(catalog: duckdb.DuckDBPyConnection) -> None:
    said = dict(catalog.execute("SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal").fetchall())
    assert said == {macro.name: macro.meaning for macro in MACROS}


@pytest.mark.parametrize("name", view_names())
def test_columns_are_of_the_types_the_dictionary_says(catalog: duckdb.DuckDBPyConnection, name: str) -> None:
    found = catalog.execute(f"DESCRIBE {identifier(name)}").fetchall()
    expected = [(row["column_name"], row["data_type"]) for row in dictionary() if row["table_name"] == name]
    assert [(row[0], row[1]) for row in found] == expected


@pytest.mark.parametrize("macro", MACROS, ids=lambda macro: macro.name)
def test_macros_have_the_columns_they_say(catalog: duckdb.DuckDBPyConnection, macro: Any) -> None:
    found = catalog.execute(f"DESCRIBE FROM {macro.name}('x')").fetchall()
    assert [(row[0], row[1]) for row in found] == [(column.name, duckdb_type(column.type)) for column in macro.columns]


def test_tables_without_rows_keep_their_types(warehouse: Warehouse) -> None:
    publish_all(warehouse)
    with duckdb.connect(str(warehouse.catalog), read_only=True) as connection:
        for name, table in TABLES.items():
            found = connection.execute(f"DESCRIBE {identifier(name)}").fetchall()[: len(table.columns)]
            expected = [(column.name, duckdb_type(column.type)) for column in table.columns]
            assert [(row[0], row[1]) for row in found] == expected
        for name in view_names():
            connection.execute(f"FROM {identifier(name)}").fetchall()
        for macro in MACROS:
            assert connection.execute(f"FROM {macro.name}('x')").fetchall() == []


def test_catalog_is_in_the_format_that_every_duckdb_since_1_0_opens(filled: Warehouse) -> None:
    magic, version = struct.unpack_from("<4sQ", filled.catalog.read_bytes(), 8)
    assert (magic, version) == (b"DUCK", 64)


def test_dictionary_is_the_contract(filled: Warehouse) -> None:
    rows = run_query(filled, "FROM table_columns").to_pylist()
    assert rows == sorted(dictionary(), key=lambda row: (row["table_name"], row["column_name"]))
    said = {(row["table_name"], row["column_name"]): row["meaning"] for row in rows}
    for name, table in TABLES.items():
        for column in table.columns:
            assert said[name, column.name] == full_meaning(column)


def test_every_table_view_and_twin_is_there() -> None:
    assert {*TABLES, CATALOG_INFO.name} <= set(view_names())
    twins = {view.name for view in VIEWS if view.name.endswith("_all")}
    assert {name.removesuffix("_all") for name in twins} == {
        "entities", "people_quoted", "contact_timeline", "co_mentions", "entity_days",
    }  # fmt: skip


HOSTILE_FOLDERS = [
    "it's", "two words", "x[1]", "a=b", "st*r", "[", "naïf 漢字 🙂", 'say "hi"', "semi;--colon", "%2e%2e", "$HOME",
    "{a,b}", "line\nbreak", "~",
]  # fmt: skip


@pytest.mark.parametrize("folder", HOSTILE_FOLDERS)
def test_a_warehouse_may_lie_in_any_folder(tmp_path: Path, folder: str) -> None:
    for decoy in ("x1", "star", "a"):
        publish_all(open_warehouse(tmp_path / decoy)) if folder in ("x[1]", "st*r", "[") else None
    warehouse = open_warehouse(tmp_path / folder)
    publish_all(warehouse, corpus())
    assert verify(warehouse) == []
    assert run_query(warehouse, "SELECT count(*) AS n FROM documents").to_pylist() == [{"n": 3}]
    columns = run_query(warehouse, "DESCRIBE documents").column("column_name").to_pylist()
    assert columns == TABLES["documents"].schema.names
