from __future__ import annotations

import os
from pathlib import Path

import pytest

from etl.errors import ReleaseMissing, WarehouseError, WarehouseUnwritable
from etl.store.layout import find_warehouse, open_warehouse


def test_folders_are_made(tmp_path: Path) -> None:
    warehouse = open_warehouse(tmp_path / "some" / "where")
    assert all(folder.is_dir() for folder in warehouse.folders)
    assert open_warehouse(tmp_path / "some" / "where") == warehouse


def test_paths_are_absolute_and_links_are_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert open_warehouse(Path("link")).root == (tmp_path / "real").resolve()


@pytest.mark.parametrize("name", ["what?", "back\\slash", os.fsdecode(b"not-utf8-\xff")])
def test_a_path_that_duckdb_cannot_take_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WarehouseUnwritable, match="Choose another --warehouse"):
        open_warehouse(tmp_path / name)


@pytest.mark.parametrize("name", ["loop", "~nobody-of-that-name/x", "nul\0", "x" * 300])
def test_a_path_that_can_be_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    root = Path(name) if name.startswith("~") else tmp_path / name
    with pytest.raises(WarehouseUnwritable, match="--warehouse"):
        open_warehouse(root)
    with pytest.raises(WarehouseError):
        find_warehouse(root)


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "warehouse").write_text("")
    with pytest.raises(WarehouseUnwritable, match="is not a folder"):
        open_warehouse(tmp_path / "warehouse")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "tables").write_text("")
    with pytest.raises(WarehouseUnwritable, match="tables is not a folder"):
        open_warehouse(tmp_path / "other")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(WarehouseUnwritable, match="may write to"):
        open_warehouse(tmp_path / "closed" / "warehouse")


def test_finding_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissing, match="nothing was published"):
        find_warehouse(tmp_path / "none")
    assert not (tmp_path / "none").exists()
