from __future__ import annotations

import os
import shutil
import subprocess
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from stored_rows import corpus, document_ids, documents, publish_all, stage_all

from etl.contracts.tables import DOCUMENTS
from etl.errors import DiskFull
from etl.settings import Settings
from etl.store import space
from etl.store.export import export
from etl.store.layout import Warehouse, open_warehouse
from etl.store.query import run_query
from etl.store.tables import TableWriter
from etl.store.upkeep import doctor
from etl.store.verify import verify

Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_is_seen_before_writing(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    release = publish_all(warehouse, corpus())
    monkeypatch.setattr(space.shutil, "disk_usage", lambda path: Usage(10, 10, 5_000))
    with pytest.raises(DiskFull) as error:
        publish_all(warehouse, code_version="2")
    assert error.value.free_bytes == 5_000
    assert error.value.needed_bytes > 5_000
    monkeypatch.undo()
    assert run_query(warehouse, "SELECT release_id FROM releases").to_pylist() == [{"release_id": release.release_id}]
    assert verify(warehouse) == []


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        OSError(122, "Disk quota exceeded"),
        OSError("[Errno 28] Error writing bytes to file. Detail: [errno 28] No space left on device"),
        duckdb.IOException("Could not write all bytes: No space left on device"),
    ],
)
def test_whoever_meets_a_full_disk_it_gets_its_name(warehouse: Warehouse, error: Exception) -> None:
    with pytest.raises(DiskFull, match="The published release stays"), space.naming_full_disk(warehouse, 123):
        raise error


def test_other_errors_keep_their_names(warehouse: Warehouse) -> None:
    with pytest.raises(PermissionError), space.naming_full_disk(warehouse):
        raise PermissionError(13, "Permission denied")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MiB; needs root."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, leave_bytes: int) -> Path:
    """Fill the disk but for `leave_bytes`."""
    ballast = place / "ballast"
    ballast.write_bytes(os.urandom(max(0, shutil.disk_usage(place).free - leave_bytes)))
    return ballast


@pytest.mark.parametrize("leave_bytes", [0, 5_000, 60_000, 400_000, 1_000_000])
def test_a_disk_that_really_fills_up_leaves_the_release(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leave_bytes: int
) -> None:
    # Without the check beforehand, so that the writes themselves meet the end of the disk.
    monkeypatch.setattr(space, "RESERVE_BYTES", -(2**30))
    warehouse = open_warehouse(small_disk / "warehouse")
    first = publish_all(warehouse, corpus())
    ballast = fill(small_disk, leave_bytes)
    ids = document_ids(400)
    large = documents(ids, os.urandom(2_000).hex())
    with pytest.raises(DiskFull):
        for sorted_input in (True, False):
            for seed in range(40):
                chosen = Settings(row_group_rows=50, spill_bytes=100_000, zstd_level=1 + seed % 3)
                with TableWriter(
                    warehouse, DOCUMENTS, document_count=400, settings=chosen, sorted_input=sorted_input
                ) as writer:
                    writer.write(large.set_column(8, "raw_text", [[os.urandom(1_000).hex() for _ in ids]]))
                    writer.close()
        stage_all(warehouse)
    ballast.unlink()
    assert verify(warehouse) == []
    assert run_query(warehouse, "SELECT release_id FROM releases").to_pylist() == [{"release_id": first.release_id}]
    assert [line for line in doctor(warehouse) if "nothing names" not in line] == []
    assert publish_all(warehouse, code_version="2").is_new
    with pytest.raises(DiskFull):
        ballast = fill(small_disk, 0)
        export(warehouse, "table_columns", small_disk / "columns.csv")
    assert not list(small_disk.glob("*.csv"))


def test_a_full_disk_while_publishing_leaves_the_release(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space, "RESERVE_BYTES", -(2**30))
    warehouse = open_warehouse(small_disk / "warehouse")
    first = publish_all(warehouse, corpus())
    free = shutil.disk_usage(small_disk).free
    for leave in (0, 20_000, 50_000, 120_000, 250_000):
        ballast = fill(small_disk, leave)
        with pytest.raises(DiskFull):
            publish_all(warehouse, corpus(), code_version=f"v{leave}")
        ballast.unlink()
        assert verify(warehouse) == []
        seen = run_query(warehouse, "SELECT release_id FROM releases").to_pylist()
        assert seen == [{"release_id": first.release_id}]
    assert free > 0
    assert publish_all(warehouse, corpus(), code_version="2").is_new
