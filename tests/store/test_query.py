from __future__ import annotations

import hashlib
import time
from pathlib import Path

import duckdb
import pytest
from stored_rows import CASES, MORNING, corpus, publish_all

from etl.errors import JernihError, QueryRefused, ReleaseMissing, UsageError
from etl.store.catalog import open_copy
from etl.store.layout import Warehouse, open_warehouse
from etl.store.query import check_statement, open_read_only, run_query


def statements(name: str) -> list[str]:
    """The statements of a case file; a comment stays with the statement below it, but for those at its head."""
    found: list[str] = []
    comment = ""
    for line in (CASES / "sql" / name).read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("-- {") or not line.strip():
            continue
        if line.startswith("-- "):
            comment = f"{line}\n"
        else:
            found.append(comment + line)
            comment = ""
    return found


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse that shows the small corpus."""
    warehouse = open_warehouse(tmp_path_factory.mktemp("query") / "warehouse")
    publish_all(warehouse, corpus())
    return warehouse


def state(warehouse: Warehouse) -> dict[str, str]:
    """Every file of the warehouse and its bytes."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(warehouse.root.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("statement", statements("refused.sql"))
def test_hostile_statements_fail_and_leave_every_byte(filled: Warehouse, statement: str) -> None:
    before = state(filled)
    file = next(path for path in before if "/tables/documents/" in path)
    said = statement.replace("{file}", file).replace("{catalog}", str(filled.catalog))
    with pytest.raises(UsageError):
        run_query(filled, said.replace("{new}", f"{filled.root}/new.parquet"))
    assert state(filled) == before


@pytest.mark.parametrize("statement", statements("allowed.sql"))
def test_reading_statements_run(filled: Warehouse, statement: str) -> None:
    assert run_query(filled, statement).num_columns > 0


def test_the_connection_alone_would_not_be_enough(filled: Warehouse, tmp_path: Path) -> None:
    """Why statements are checked: were this to fail one day, the check could be made simpler."""
    victim = tmp_path / "victim.parquet"
    duckdb.sql("SELECT 1 AS a").to_parquet(str(victim))
    with duckdb.connect() as connection:
        connection.execute(f"SET allowed_paths = ['{victim}']")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        sql = f"WITH x AS (COPY (SELECT 2 AS a) TO '{victim}' (FORMAT parquet, USE_TMP_FILE false)) FROM x"
        assert [statement.type for statement in duckdb.extract_statements(sql)] == [duckdb.StatementType.SELECT]
        connection.execute(sql).fetchall()
    assert duckdb.sql(f"FROM '{victim}'").fetchall() == [(2,)]
    with pytest.raises(QueryRefused):
        check_statement(sql)


def test_what_was_refused_and_what_would_pass_is_said() -> None:
    with pytest.raises(QueryRefused, match=r"found COPY, expected one SELECT .* This door only reads"):
        check_statement("COPY documents TO 'x.csv'")
    with pytest.raises(QueryRefused, match="found 2 statements"):
        check_statement("SELECT 1; SELECT 2")
    with pytest.raises(QueryRefused, match="found 0 statements"):
        check_statement("  -- nothing\n")
    with pytest.raises(QueryRefused, match="not SQL that DuckDB reads"):
        check_statement("SELEKT 1")


@pytest.mark.parametrize("opening", ["/* a */", "-- a\n", "/*", "/*/", " \n", "/**/"])
def test_checking_takes_time_in_proportion_to_length(opening: str) -> None:
    def seconds(count: int) -> float:
        begun = time.perf_counter()
        with pytest.raises(QueryRefused):
            check_statement(opening * count + "COPY a TO 'b'")
        return time.perf_counter() - begun

    seconds(10)
    assert seconds(40_000) < 20 * seconds(10_000) + 0.5


def test_a_mistake_is_a_usage_error_with_the_words_of_duckdb(filled: Warehouse) -> None:
    with pytest.raises(UsageError, match="raw_txt"):
        run_query(filled, "SELECT raw_txt FROM documents")


def test_parameters_are_values(filled: Warehouse) -> None:
    found = run_query(filled, "SELECT document_id FROM documents WHERE source_path = ?", ["c.txt"])
    assert found.to_pylist() == [{"document_id": "c000000000000003"}]
    assert run_query(filled, "FROM search(?)", ["'; DROP VIEW documents; --"]).num_rows == 0


def test_times_are_in_utc_wherever_the_reader_is(filled: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Jakarta")
    time.tzset()
    try:
        found = run_query(filled, "SELECT published_at::VARCHAR AS at FROM releases").to_pylist()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found == [{"at": "2026-11-22 06:00:00+00"}]


def test_an_open_connection_keeps_its_release_and_blocks_nobody(warehouse: Warehouse) -> None:
    first = publish_all(warehouse, corpus())
    old = open_read_only(warehouse)
    second = publish_all(warehouse, code_version="2")
    new = open_read_only(warehouse)
    query = "SELECT release_id, (SELECT count(*) FROM documents) FROM releases"
    assert old.execute(query).fetchall() == [(first.release_id, 3)]
    assert new.execute(query).fetchall() == [(second.release_id, 0)]


def test_a_client_that_holds_the_catalog_for_writing_blocks_nobody(warehouse: Warehouse) -> None:
    publish_all(warehouse, corpus())
    with duckdb.connect(str(warehouse.catalog)) as careless:
        careless.execute("CREATE TABLE mine AS SELECT 1")
        assert run_query(warehouse, "SELECT count(*) AS n FROM documents").to_pylist() == [{"n": 3}]
        release = publish_all(warehouse, code_version="2")
    found = run_query(warehouse, "SELECT release_id FROM releases").to_pylist()
    assert found == [{"release_id": release.release_id}]


def test_sorting_more_than_memory_uses_a_folder_that_is_gone_afterwards(
    filled: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_little_memory(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
        connection = open_copy(warehouse)
        connection.execute("SET memory_limit = '40MB'")
        return connection

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("etl.store.query.open_copy", with_little_memory)
    sort = (
        "FROM (SELECT i, row_number() OVER (ORDER BY hash(i)) AS place FROM range(2_000_000) AS r(i)) WHERE place = 7"
    )
    with open_read_only(filled) as connection:
        connection.execute(sort).fetchall()
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_warehouse_that_moved_says_what_to_do(warehouse: Warehouse) -> None:
    publish_all(warehouse)
    moved = Warehouse(warehouse.root.with_name("moved"))
    warehouse.root.rename(moved.root)
    with pytest.raises(ReleaseMissing, match="etl rebuild-catalog"):
        run_query(moved, "SELECT 1")


@pytest.mark.parametrize("damage", ["gone", "not a database", "another database", "manifest gone"])
def test_a_catalog_that_cannot_be_read_is_an_error_of_ours(warehouse: Warehouse, damage: str) -> None:
    release = publish_all(warehouse, published_at=MORNING)
    match damage:
        case "gone":
            warehouse.catalog.unlink()
        case "not a database":
            warehouse.catalog.write_bytes(b"x" * 10_000)
        case "another database":
            warehouse.catalog.unlink()
            duckdb.connect(str(warehouse.catalog)).close()
        case _:
            (warehouse.releases / f"{release.release_id}.json").unlink()
    with pytest.raises(JernihError, match=r"news\.duckdb"):
        run_query(warehouse, "SELECT 1")
