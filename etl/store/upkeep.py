"""Upkeep: deleting what is no longer needed, clearing what a killed run left.

Here: prune and doctor. Not here: finding damage in releases (verify.py). Callers hold the writer's lock.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from etl.settings import Settings
from etl.store import crash
from etl.store.atomic import is_temporary, sync
from etl.store.catalog import shown
from etl.store.layout import Warehouse
from etl.store.manifests import damaged_files, list_releases, read_manifest
from etl.store.releases import current_release, rebuild_catalog
from etl.store.staging import StagedTable, Stored, parse_staged
from etl.store.tables import FileRef, damaged


@dataclass(frozen=True, slots=True)
class Pruned:
    """What a prune deleted: releases by id, oldest last, and table files with their bytes."""

    releases: tuple[str, ...]
    file_count: int
    byte_count: int


def prune(warehouse: Warehouse, settings: Settings, now: datetime) -> Pruned:
    """Delete releases beyond the last `keep_releases` that are older than `keep_hours`, never the current one; with
    their pages; then every file that no kept release and no staged table names, and what is in scratch. `now` carries its zone."""
    _clear_temporary(warehouse)
    current = current_release(warehouse)
    if warehouse.catalog.exists() and current is None:
        # What readers see cannot be told, so nothing is safe to delete; the next publish mends it.
        return Pruned((), 0, 0)
    young = now - timedelta(hours=settings.keep_hours)
    forgotten = [
        release
        for release in list_releases(warehouse)[settings.keep_releases :]
        if release.published_at < young and not (current and release.release_id == current.release_id)
    ]
    for release in forgotten:
        (warehouse.reports / f"{release.release_id}.html").unlink(missing_ok=True)
        (warehouse.releases / f"{release.release_id}.json").unlink()
        crash.point("prune_manifest")
    if forgotten:
        sync(warehouse.releases)
    file_count, byte_count = _delete(orphans(warehouse))
    return Pruned(tuple(release.release_id for release in forgotten), file_count, byte_count)


def doctor(warehouse: Warehouse) -> list[str]:
    """One sentence for everything that was wrong and what was done about it, sorted; empty when all was well.

    Reads every file that is staged or released. Damaged releases are reported, not deleted.
    """
    found = [f"{path}: was left by a run that was killed; removed" for path in _clear_temporary(warehouse)]
    found += _forget_damaged_staged(warehouse)
    found += [
        f"{release.release_id}: {len(bad)} of its files are gone or damaged ({bad[0]}); it can no longer be shown"
        for release in list_releases(warehouse)
        if (bad := damaged_files(warehouse, release, rehash=True))
    ]
    found += [
        f"releases/{path.name}: cannot be read; delete it when nothing can mend it"
        for path in warehouse.releases.glob("*.json")
        if read_manifest(warehouse, path.stem) is None
    ]
    found += _mend_catalog(warehouse)
    if not warehouse.catalog.exists() or current_release(warehouse):
        file_count, byte_count = _delete(orphans(warehouse))
        if file_count:
            found.append(f"tables: {file_count:,} files ({byte_count:,} bytes) that nothing names; removed")
    return sorted(found)


def orphans(warehouse: Warehouse) -> list[Path]:
    """Table files that no release and no staged table names, sorted."""
    named = {file.path for release in list_releases(warehouse) for file in _files(release.tables.values())}
    named |= {file.path for file in _files(_staged(warehouse).values())}
    there = [path for folder in _table_folders(warehouse) for path in folder.glob("*.parquet")]
    return sorted(path for path in there if path.relative_to(warehouse.root).as_posix() not in named)


def _staged(warehouse: Warehouse) -> dict[str, StagedTable]:
    """Every staged reference that can be read, by the name of its file, damaged or not."""
    paths = sorted(warehouse.staged.glob("*.json"))
    return {path.stem: staged for path in paths if (staged := parse_staged(path)) is not None}


def _files(tables: Iterable[Stored]) -> Iterable[FileRef]:
    return (file for table in tables for file in table.files)


def _forget_damaged_staged(warehouse: Warehouse) -> list[str]:
    found: list[str] = []
    staged = _staged(warehouse)
    for path in sorted(warehouse.staged.glob("*.json")):
        bad = damaged(warehouse, staged[path.stem].files, rehash=True) if path.stem in staged else ["the reference"]
        if bad:
            path.unlink()
            found.append(f"staged/{path.name}: {bad[0]} is gone or damaged; forgotten, the next run makes it anew")
    return found


def _mend_catalog(warehouse: Warehouse) -> list[str]:
    seen = shown(warehouse)
    if seen and seen.warehouse_root == str(warehouse.root):
        return []
    if not seen and not warehouse.catalog.exists():
        return []
    whole = [release for release in list_releases(warehouse) if not damaged_files(warehouse, release)]
    if not whole:
        return ["news.duckdb: cannot be read and no release is whole; `etl run` makes it anew"]
    release = rebuild_catalog(warehouse)
    why = f"was built for {seen.warehouse_root}" if seen else "could not be read"
    return [f"news.duckdb: {why}; built anew, it shows {release.release_id}"]


def _clear_temporary(warehouse: Warehouse) -> list[str]:
    """Remove what writers hold for a moment; the paths removed. Nothing else in the root is looked at."""
    folders = [warehouse.staged, warehouse.releases, *_table_folders(warehouse)]
    left = [path for folder in folders for path in folder.iterdir() if is_temporary(path)]
    left += warehouse.scratch.iterdir()
    for path in left:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return [path.relative_to(warehouse.root).as_posix() for path in left]


def _table_folders(warehouse: Warehouse) -> list[Path]:
    return [folder for folder in warehouse.tables.iterdir() if folder.is_dir() and not folder.is_symlink()]


def _delete(paths: Sequence[Path]) -> tuple[int, int]:
    """Delete files; how many and their bytes."""
    byte_count = 0
    for path in paths:
        byte_count += path.stat().st_size
        path.unlink()
        crash.point("prune_file")
    for folder in sorted({path.parent for path in paths}):
        sync(folder)
    return len(paths), byte_count
