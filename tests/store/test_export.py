from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from stored_rows import corpus, publish_all, table_of

from etl.contracts.tables import TABLES
from etl.errors import UsageError
from etl.settings import Settings
from etl.store.catalog import view_names
from etl.store.export import export
from etl.store.layout import Warehouse, open_warehouse
from etl.store.query import run_query

HOSTILE = ["=1+1", "+62 811", "-5", "@sum", "\tx", "\rx", '=cmd|"/c calc"!A1']
HARMLESS = ["1+1", "a=b", "", " =1", "'quoted'", "x,y", "baris\nlain", "kata \0 nol", "ü漢🙂", '"', "2026"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse that shows the small corpus, with titles a spreadsheet would run."""
    warehouse = open_warehouse(tmp_path_factory.mktemp("export") / "warehouse")
    rows = corpus()
    titles = [*HOSTILE, *HARMLESS]
    rows["articles"] = table_of(
        "articles", [{"document_id": f"{index:016x}", "headline": title} for index, title in enumerate(titles)]
    )
    rows["entities"] = table_of(
        "entities", [{"entity_id": "e1", "name": "Rahmat Sudibyo", "aliases": ["=Rahmat", 'Su"di', "b,c"]}]
    )
    publish_all(warehouse, rows)
    return warehouse


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_cells_that_a_spreadsheet_would_run_get_a_quote_mark(filled: Warehouse, tmp_path: Path) -> None:
    target = tmp_path / "articles.csv"
    assert export(filled, "articles", target) == len(HOSTILE) + len(HARMLESS)
    titles = [row["headline"] for row in read_csv(target)]
    assert titles == [f"'{title}" for title in HOSTILE] + HARMLESS


def test_lists_in_csv_are_json(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, "entities", tmp_path / "entities.csv")
    (row,) = read_csv(tmp_path / "entities.csv")
    assert json.loads(row["aliases"]) == ["=Rahmat", 'Su"di', "b,c"]
    assert row["wikidata_qid"] == ""


def test_json_lines_keep_every_text_as_it_is(filled: Warehouse, tmp_path: Path) -> None:
    target = tmp_path / "articles.jsonl"
    export(filled, "articles", target)
    lines = target.read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["headline"] for line in lines[:-1]] == [*HOSTILE, *HARMLESS]
    assert lines[-1] == ""


def test_parquet_is_the_table(filled: Warehouse, tmp_path: Path) -> None:
    target = tmp_path / "segments.parquet"
    count = export(filled, "segments", target, settings=Settings(batch_documents=3))
    table = pq.ParquetFile(target).read()
    assert table.num_rows == count > 3
    assert table.to_pylist() == run_query(filled, "FROM segments").to_pylist()


@pytest.mark.parametrize("name", view_names())
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_every_table_and_view_can_be_exported(filled: Warehouse, tmp_path: Path, name: str, suffix: str) -> None:
    target = tmp_path / f"{name}{suffix}"
    count = export(filled, name, target)
    assert {"n": count} in run_query(filled, f"SELECT count(*) AS n FROM {name}").to_pylist()
    if suffix == ".csv":
        assert len(read_csv(target)) == count


def test_rows_come_in_the_order_of_the_table(warehouse: Warehouse, tmp_path: Path) -> None:
    ids = [f"{index:016x}" for index in range(5_000)]
    publish_all(warehouse, {"articles": table_of("articles", [{"document_id": one} for one in ids])})
    export(warehouse, "articles", tmp_path / "articles.csv")
    assert [row["document_id"] for row in read_csv(tmp_path / "articles.csv")] == ids


@pytest.mark.parametrize(
    ("name", "target", "message"),
    [
        ("nothing", "x.csv", "nothing is no table. There are: articles, "),
        ("quotes; DROP VIEW quotes", "x.csv", "is no table"),
        ("quotes", "x.xlsx", "expected one of .csv, .jsonl, .parquet"),
        ("quotes", "x", "expected one of"),
        ("quotes", "missing/x.csv", "a folder that exists"),
        ("quotes", "folder.csv", "expected a file name"),
    ],
)
def test_what_cannot_be_exported_is_said(
    filled: Warehouse, tmp_path: Path, name: str, target: str, message: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UsageError, match=message):
        export(filled, name, tmp_path / target)


def test_the_warehouse_s_own_files_are_not_written_over(filled: Warehouse) -> None:
    file = next((filled.tables / "articles").glob("*.parquet"))
    before = file.read_bytes()
    with pytest.raises(UsageError, match="the warehouse's own files"):
        export(filled, "quotes", file)
    assert file.read_bytes() == before


def test_a_failed_export_leaves_the_older_file(
    filled: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "quotes.csv"
    target.write_text("older")

    def stop(*_: object) -> None:
        raise RuntimeError("stopped")

    monkeypatch.setattr("etl.store.export.sync", stop)
    with pytest.raises(RuntimeError, match="stopped"):
        export(filled, "quotes", target)
    assert target.read_text() == "older"
    assert [path.name for path in tmp_path.iterdir()] == ["quotes.csv"]


def test_every_table_of_the_contract_has_an_order() -> None:
    assert all(set(table.order) <= set(table.schema.names) for table in TABLES.values())
