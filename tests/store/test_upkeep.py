from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from stored_rows import MORNING, corpus, document_ids, documents, publish_all, stage_all

from etl.settings import Settings
from etl.store.layout import Warehouse
from etl.store.manifests import Release, list_releases
from etl.store.query import run_query
from etl.store.releases import rollback
from etl.store.staging import read_staged
from etl.store.upkeep import Pruned, doctor, orphans, prune
from etl.store.verify import verify

TOKEN = "0123456789abcdef" * 2
KEEP_TWO = Settings(keep_releases=2, keep_hours=24)


def publish_days(warehouse: Warehouse, count: int) -> list[Release]:
    """One release a day, oldest first."""
    return [
        publish_all(
            warehouse,
            {"documents": documents(document_ids(3), f"hari {day}")},
            published_at=MORNING + timedelta(days=day),
        )
        for day in range(count)
    ]


def ids(releases: list[Release]) -> list[str]:
    return [release.release_id for release in releases]


def test_prune_keeps_the_last_ones_and_the_young(warehouse: Warehouse) -> None:
    releases = publish_days(warehouse, 5)
    now = MORNING + timedelta(days=4, hours=1)
    assert prune(warehouse, Settings(keep_releases=2, keep_hours=24 * 10), now) == Pruned((), 0, 0)
    warehouse.reports.mkdir()
    for release in releases:
        (warehouse.reports / f"{release.release_id}.html").touch()
    pruned = prune(warehouse, KEEP_TWO, now)
    assert pruned.releases == tuple(ids(releases[2::-1]))
    assert {page.stem for page in warehouse.reports.iterdir()} == {release.release_id for release in releases[3:]}
    assert pruned.byte_count > 0
    assert ids(list_releases(warehouse)) == ids(releases[:2:-1])
    assert verify(warehouse) == []
    assert prune(warehouse, KEEP_TWO, now) == Pruned((), 0, 0)


def test_prune_never_takes_the_current_release(warehouse: Warehouse) -> None:
    releases = publish_days(warehouse, 4)
    rollback(warehouse, releases[0].release_id)
    prune(warehouse, Settings(keep_releases=1, keep_hours=0), MORNING + timedelta(days=9))
    assert ids(list_releases(warehouse)) == ids([releases[3], releases[0]])
    assert verify(warehouse) == []
    assert run_query(warehouse, "SELECT count(*) AS n FROM documents").to_pylist() == [{"n": 3}]


def test_prune_keeps_what_is_staged(warehouse: Warehouse) -> None:
    publish_days(warehouse, 1)
    tables = stage_all(warehouse, {"documents": documents(document_ids(3), "baru")})
    prune(warehouse, KEEP_TWO, MORNING + timedelta(days=9))
    assert read_staged(warehouse, "documents") == tables["documents"]


def test_prune_deletes_nothing_when_it_cannot_tell_what_readers_see(warehouse: Warehouse) -> None:
    releases = publish_days(warehouse, 4)
    (warehouse.releases / f"{releases[3].release_id}.json").write_text("{")
    before = sorted(warehouse.tables.rglob("*.parquet"))
    assert prune(warehouse, KEEP_TWO, MORNING + timedelta(days=9)) == Pruned((), 0, 0)
    assert sorted(warehouse.tables.rglob("*.parquet")) == before
    assert len(list_releases(warehouse)) == 3


def test_doctor_finds_nothing_in_a_whole_warehouse(warehouse: Warehouse) -> None:
    publish_days(warehouse, 2)
    assert doctor(warehouse) == []


def test_doctor_clears_what_a_killed_run_left(warehouse: Warehouse) -> None:
    publish_all(warehouse, corpus())
    left = [
        warehouse.tables / "documents" / f".{TOKEN}.tmp",
        warehouse.staged / f".{TOKEN}.tmp",
        warehouse.releases / f".{TOKEN}.tmp",
        warehouse.scratch / "documents-0123" / "000000.arrow",
        warehouse.scratch / f".{TOKEN}.tmp",
    ]
    orphan = warehouse.tables / "documents" / f"{'0' * 32}.parquet"
    for path in (*left, orphan):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    found = doctor(warehouse)
    assert len(found) == 6
    assert sum("was left by a run that was killed" in line for line in found) == 5
    assert "tables: 1 files (4 bytes) that nothing names; removed" in found
    assert not any(path.exists() for path in (*left, orphan))
    assert doctor(warehouse) == []
    assert verify(warehouse) == []


@pytest.mark.parametrize("damage", ["gone", "other bytes", "reference"])
def test_doctor_forgets_damaged_staged_tables(warehouse: Warehouse, damage: str) -> None:
    tables = stage_all(warehouse, {"documents": documents(document_ids(3))})
    path = warehouse.root / tables["documents"].files[0].path
    match damage:
        case "gone":
            path.unlink()
        case "other bytes":
            path.write_bytes(bytes(path.stat().st_size))
        case _:
            (warehouse.staged / "documents.json").write_text("{")
    found = doctor(warehouse)
    assert [line for line in found if line.startswith("staged/documents.json: ")]
    assert read_staged(warehouse, "documents") is None
    assert doctor(warehouse) == []


def test_doctor_reports_damaged_releases_and_keeps_them(warehouse: Warehouse) -> None:
    releases = publish_days(warehouse, 2)
    path = warehouse.root / releases[0].tables["documents"].files[0].path
    path.write_bytes(bytes(path.stat().st_size))
    (found,) = doctor(warehouse)
    assert found.startswith(f"{releases[0].release_id}: 1 of its files are gone or damaged")
    assert len(list_releases(warehouse)) == 2


@pytest.mark.parametrize("damage", ["moved", "not a database"])
def test_doctor_mends_the_catalog(warehouse: Warehouse, damage: str) -> None:
    publish_days(warehouse, 2)
    if damage == "moved":
        moved = Warehouse(warehouse.root.with_name("moved"))
        warehouse.root.rename(moved.root)
        warehouse = moved
    else:
        warehouse.catalog.write_bytes(b"x" * 5_000)
    (found,) = doctor(warehouse)
    assert found.startswith("news.duckdb: ")
    assert "built anew" in found
    assert verify(warehouse) == []


def test_doctor_on_an_empty_warehouse(warehouse: Warehouse) -> None:
    assert doctor(warehouse) == []
    assert orphans(warehouse) == []


@pytest.mark.parametrize("damage", ["gone", "other bytes", "shorter"])
def test_verify_names_every_damaged_file(warehouse: Warehouse, damage: str) -> None:
    release = publish_all(warehouse, corpus())
    for name in ("documents", "quotes"):
        path = warehouse.root / release.tables[name].files[0].path
        match damage:
            case "gone":
                path.unlink()
            case "other bytes":
                path.write_bytes(path.read_bytes()[:-1] + b"?")
            case _:
                path.write_bytes(path.read_bytes()[:-1])
    problems = verify(warehouse)
    assert len(problems) == 2
    assert problems == sorted(problems)
    assert all(release.release_id in problem and "gone or damaged" in problem for problem in problems)


def test_verify_sees_rows_that_are_not_what_the_release_says(warehouse: Warehouse) -> None:
    release = publish_all(warehouse, corpus())
    path = warehouse.releases / f"{release.release_id}.json"
    digest = release.tables["quotes"].content_digest
    path.write_text(path.read_text().replace(digest, "0" * 64))
    assert verify(warehouse) == [f"quotes: its rows have digest {digest[:12]}, not 000000000000"]


def test_verify_says_when_nothing_is_shown(warehouse: Warehouse) -> None:
    assert verify(warehouse) == ["news.duckdb: shows no release that has a manifest"]


def test_nothing_outside_the_warehouse_is_touched(warehouse: Warehouse, tmp_path: Path) -> None:
    beside = tmp_path / f".{TOKEN}.tmp"
    beside.write_text("mine")
    (tmp_path / "mine.parquet").write_text("mine")
    notes = [warehouse.root / ".notes.tmp", warehouse.root / "notes" / f".{TOKEN}.tmp", warehouse.staged / ".x.tmp"]
    for note in notes:
        note.parent.mkdir(exist_ok=True)
        note.write_text("mine")
    publish_days(warehouse, 3)
    (warehouse.tables / "linked").symlink_to(tmp_path)
    prune(warehouse, Settings(keep_releases=1, keep_hours=0), MORNING + timedelta(days=9))
    doctor(warehouse)
    assert beside.read_text() == (tmp_path / "mine.parquet").read_text() == "mine"
    assert all(note.read_text() == "mine" for note in notes)
