from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta, timezone

import duckdb
import pytest
from stored_rows import MORNING, corpus, document_ids, documents, publish_all, stage_all, staged

from etl.contracts.tables import TABLES
from etl.errors import ReleaseMissing, StagedStale
from etl.settings import Settings
from etl.store.layout import Warehouse, open_warehouse
from etl.store.manifests import list_releases
from etl.store.query import run_query
from etl.store.releases import CONTENT, current_release, publish, rebuild_catalog, rollback
from etl.store.verify import verify

FINGERPRINT = "f" * 16


def texts(warehouse: Warehouse) -> list[str]:
    return run_query(warehouse, "SELECT raw_text FROM documents ORDER BY document_id").column(0).to_pylist()


def with_text(text: str) -> dict[str, object]:
    return {"documents": documents(document_ids(2), text)}


def test_published_tables_are_shown(warehouse: Warehouse) -> None:
    release = publish_all(warehouse, corpus())
    assert release.is_new
    assert release.release_id.startswith("20261122-")
    assert current_release(warehouse) == list_releases(warehouse)[0]
    (said,) = run_query(warehouse, "FROM releases").to_pylist()
    assert said["release_id"] == release.release_id
    assert said["published_at"] == MORNING
    assert said["input_digest"] == release.tables["sources"].content_digest
    counted = run_query(warehouse, "FROM release_tables").to_pylist()
    assert [row["table_name"] for row in counted] == sorted(set(TABLES) - {"releases", "release_tables"})
    assert all(row["row_count"] == release.tables[row["table_name"]].row_count for row in counted)


def test_nothing_is_published_when_nothing_changed(warehouse: Warehouse) -> None:
    first = publish_all(warehouse, corpus())
    before = (warehouse.catalog.stat().st_ino, warehouse.catalog.stat().st_mtime_ns)
    again = publish_all(warehouse, corpus(), published_at=MORNING + timedelta(days=3))
    assert (again.release_id, again.is_new) == (first.release_id, False)
    assert (warehouse.catalog.stat().st_ino, warehouse.catalog.stat().st_mtime_ns) == before
    assert len(list_releases(warehouse)) == 1


@pytest.mark.parametrize("changed", ["content", "code", "settings"])
def test_a_change_of_content_code_or_settings_is_published(warehouse: Warehouse, changed: str) -> None:
    first = publish_all(warehouse, with_text("satu"))
    tables = stage_all(warehouse, with_text("dua" if changed == "content" else "satu"))
    second = publish(
        warehouse,
        tables,
        published_at=MORNING,
        code_version="2" if changed == "code" else "1",
        settings_fingerprint="0" if changed == "settings" else FINGERPRINT,
        settings=Settings(),
    )
    assert second.is_new
    assert second.release_id != first.release_id


def test_ids_depend_on_the_utc_day_and_content_alone(
    warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = open_warehouse(tmp_path_factory.mktemp("other") / "warehouse")
    jakarta = timezone(timedelta(hours=7))
    one = publish_all(warehouse, corpus(), published_at=datetime(2031, 5, 6, 3, tzinfo=jakarta))
    same = publish_all(other, corpus(), published_at=datetime(2031, 5, 5, 23, 59, tzinfo=UTC))
    assert one.release_id == same.release_id
    assert one.release_id.startswith("20310505-")


def test_content_digests_do_not_depend_on_the_place(
    warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = open_warehouse(tmp_path_factory.mktemp("elsewhere") / "a=b [1]")
    one = publish_all(warehouse, corpus())
    same = publish_all(other, corpus(), published_at=MORNING + timedelta(hours=1))
    differing = [name for name in TABLES if one.tables[name].content_digest != same.tables[name].content_digest]
    assert differing == ["releases"]


def test_the_same_content_on_the_same_day_is_shown_again(warehouse: Warehouse) -> None:
    first = publish_all(warehouse, with_text("satu"))
    publish_all(warehouse, with_text("dua"))
    third = publish_all(warehouse, with_text("satu"), published_at=MORNING + timedelta(hours=1))
    assert (third.release_id, third.is_new) == (first.release_id, True)
    assert texts(warehouse)[0].startswith("satu")
    assert verify(warehouse) == []


@pytest.mark.parametrize("name", ["documents", "search_stems"])
def test_a_table_that_is_not_staged_is_named(warehouse: Warehouse, name: str) -> None:
    tables = stage_all(warehouse)
    del tables[name]
    with pytest.raises(StagedStale, match=f"{name}: is not staged"):
        publish_staged(warehouse, tables)
    assert not warehouse.catalog.exists()


def test_a_stale_table_is_named_and_the_release_stays(warehouse: Warehouse) -> None:
    first = publish_all(warehouse, with_text("satu"))
    tables = stage_all(warehouse)
    tables["segments"] = staged(warehouse, "segments", TABLES["segments"].empty(), inputs={"documents": "0" * 64})
    with pytest.raises(StagedStale, match="segments: is stale; it was made from documents 000000000000"):
        publish_staged(warehouse, tables)
    assert current_release(warehouse) == list_releases(warehouse)[0]
    assert run_query(warehouse, "SELECT release_id FROM releases").to_pylist() == [{"release_id": first.release_id}]


def test_a_staged_file_that_is_gone_is_named(warehouse: Warehouse) -> None:
    tables = stage_all(warehouse, with_text("satu"))
    (warehouse.root / tables["documents"].files[0].path).unlink()
    with pytest.raises(StagedStale, match=r"documents: tables/documents/\w+\.parquet is gone or damaged"):
        publish_staged(warehouse, tables)


def publish_staged(warehouse: Warehouse, tables: dict[str, object]) -> None:
    publish(
        warehouse, tables, published_at=MORNING, code_version="1", settings_fingerprint=FINGERPRINT, settings=Settings()
    )


def test_rolling_back_and_forth(warehouse: Warehouse) -> None:
    first = publish_all(warehouse, with_text("satu"))
    second = publish_all(warehouse, with_text("dua"))
    assert rollback(warehouse, first.release_id).release_id == first.release_id
    assert texts(warehouse)[0].startswith("satu")
    assert verify(warehouse) == []
    rollback(warehouse, second.release_id)
    assert texts(warehouse)[0].startswith("dua")


def test_a_run_after_a_rollback_publishes_what_is_staged(warehouse: Warehouse) -> None:
    first = publish_all(warehouse, with_text("satu"))
    publish_all(warehouse, with_text("dua"))
    rollback(warehouse, first.release_id)
    assert publish_all(warehouse, with_text("dua")).is_new
    assert texts(warehouse)[0].startswith("dua")


def test_rolling_back_to_what_is_not_there_lists_what_is(warehouse: Warehouse) -> None:
    release = publish_all(warehouse)
    with pytest.raises(ReleaseMissing, match=f"20200101-0 is no release .* There are: {release.release_id}"):
        rollback(warehouse, "20200101-0")


def test_rolling_back_to_damaged_files_is_refused(warehouse: Warehouse) -> None:
    first = publish_all(warehouse, with_text("satu"))
    publish_all(warehouse, with_text("dua"))
    path = warehouse.root / first.tables["documents"].files[0].path
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(ReleaseMissing, match=path.name):
        rollback(warehouse, first.release_id)
    assert texts(warehouse)[0].startswith("dua")


@pytest.mark.parametrize("how", ["rebuild", "publish"])
def test_after_a_move_the_catalog_is_built_anew(warehouse: Warehouse, how: str) -> None:
    first = publish_all(warehouse, corpus())
    moved = Warehouse(warehouse.root.with_name("moved"))
    shutil.move(warehouse.root, moved.root)
    assert any("was built for" in problem for problem in verify(moved))
    if how == "rebuild":
        assert rebuild_catalog(moved).release_id == first.release_id
    else:
        assert not publish_all(moved, corpus()).is_new
    assert len(texts(moved)) == 3
    assert verify(moved) == []


@pytest.mark.parametrize("damage", ["gone", "not a database"])
def test_a_lost_catalog_is_built_anew_from_the_newest_whole_release(warehouse: Warehouse, damage: str) -> None:
    publish_all(warehouse, with_text("satu"), published_at=MORNING)
    second = publish_all(warehouse, with_text("dua"), published_at=MORNING + timedelta(days=1))
    third = publish_all(warehouse, with_text("tiga"), published_at=MORNING + timedelta(days=2))
    (warehouse.root / third.tables["documents"].files[0].path).unlink()
    warehouse.catalog.unlink() if damage == "gone" else warehouse.catalog.write_bytes(b"x" * 5_000)
    assert rebuild_catalog(warehouse).release_id == second.release_id
    assert texts(warehouse)[0].startswith("dua")


def test_there_is_nothing_to_rebuild_from(warehouse: Warehouse) -> None:
    with pytest.raises(ReleaseMissing, match="no whole release"):
        rebuild_catalog(warehouse)


def test_what_a_careless_client_wrote_is_not_carried_into_the_next_release(warehouse: Warehouse) -> None:
    publish_all(warehouse, corpus())
    stale = warehouse.root / "news.duckdb.wal"
    with duckdb.connect(str(warehouse.root / "other.duckdb")) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 1")
        shutil.copyfile(warehouse.root / "other.duckdb.wal", stale)
    publish_all(warehouse, corpus(), code_version="2")
    assert not stale.exists()
    with duckdb.connect(str(warehouse.catalog), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchall() == [(3,)]


def test_a_release_that_these_views_do_not_fit_says_so_and_leaves_the_catalog(warehouse: Warehouse) -> None:
    first = publish_all(warehouse, corpus())
    publish_all(warehouse, corpus(), code_version="2")
    path = warehouse.releases / f"{first.release_id}.json"
    said = json.loads(path.read_text())
    del said["tables"]["segments"]
    path.write_text(json.dumps(said))
    before = warehouse.catalog.read_bytes()
    with pytest.raises(ReleaseMissing, match="do not fit this version of the views"):
        rollback(warehouse, first.release_id)
    assert warehouse.catalog.read_bytes() == before
    assert not list(warehouse.scratch.iterdir())


def test_content_is_every_table_that_steps_make() -> None:
    assert set(CONTENT) == {name for name, table in TABLES.items() if table.step != "publish"}
