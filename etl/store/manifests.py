"""Manifests: what a release consists of.

Here: the release as a value, and its file `releases/<id>.json`. Not here: publishing one (releases.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.store import atomic
from etl.store.layout import Warehouse
from etl.store.space import naming_full_disk
from etl.store.staging import files_of
from etl.store.tables import FileRef, damaged


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """One table of a release."""

    table: str
    files: tuple[FileRef, ...]
    row_count: int
    byte_count: int
    content_digest: str


@dataclass(frozen=True, slots=True)
class Release:
    """One release. `is_new` tells, of the value `publish` returns, whether that call published it."""

    release_id: str
    published_at: datetime
    code_version: str
    settings_fingerprint: str
    input_digest: str
    tables: Mapping[str, ReleaseTable]
    is_new: bool = False


def write_manifest(warehouse: Warehouse, release: Release) -> None:
    """Put the manifest of `release` in place. Raises DiskFull."""
    said = asdict(release) | {"published_at": release.published_at.isoformat()}
    del said["is_new"]
    path = warehouse.releases / f"{release.release_id}.json"
    with naming_full_disk(warehouse):
        text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
        atomic.write_text(path, text, written="manifest_written", renamed="manifest_renamed")


def read_manifest(warehouse: Warehouse, release_id: str) -> Release | None:
    """The release of that id; None when it has no manifest, or one that cannot be read."""
    return read_path(warehouse.releases / f"{release_id}.json")


def list_releases(warehouse: Warehouse) -> list[Release]:
    """Every release that has a manifest, newest first. Manifests that cannot be read are left out."""
    found = [release for path in warehouse.releases.glob("*.json") if (release := read_path(path))]
    return sorted(found, key=lambda release: (release.published_at, release.release_id), reverse=True)


def damaged_files(warehouse: Warehouse, release: Release, *, rehash: bool = False) -> list[str]:
    """Files of `release` that are gone or of another size, with `rehash` also those of other bytes."""
    files = (file for table in release.tables.values() for file in table.files)
    return sorted(damaged(warehouse, files, rehash=rehash))


def read_path(path: Path) -> Release | None:
    """The release a manifest file describes; None when it cannot be read."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for table in said["tables"].values():
            table["files"] = files_of(table["files"])
        said["tables"] = {name: ReleaseTable(**table) for name, table in said["tables"].items()}
        said["published_at"] = datetime.fromisoformat(said["published_at"])
        return Release(**said)
    except (OSError, ValueError, KeyError, TypeError):
        return None
