"""Releases: one consistent set of tables, made visible at one instant.

Here: publishing, rolling back, showing again. Not here: building the catalog (catalog.py), deleting (upkeep.py).
A release is its manifest, `releases/<id>.json`; news.duckdb shows one of them, and replacing it is the only commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from etl.contracts.tables import TABLES, tables_of
from etl.errors import ReleaseMissing, StagedStale, first_ten
from etl.settings import Settings
from etl.store import crash
from etl.store.catalog import replace_catalog, shown
from etl.store.dictionary import dictionary
from etl.store.layout import Warehouse
from etl.store.manifests import Release, ReleaseTable, damaged_files, list_releases, read_manifest, write_manifest
from etl.store.staging import StagedTable, require_chain
from etl.store.tables import StagedFiles, damaged, write_table

PUBLISHED = tuple(table.name for table in tables_of("publish"))
"""Tables that describe a release; publishing makes them itself."""

CONTENT = tuple(name for name in TABLES if name not in PUBLISHED)
"""Tables that steps stage; every release has all of them."""


def publish(
    warehouse: Warehouse,
    staged: Mapping[str, StagedTable],
    *,
    published_at: datetime,
    code_version: str,
    settings_fingerprint: str,
    settings: Settings,
) -> Release:
    """Publish `staged` and return the release; the current one, with `is_new` false, when nothing had changed.

    `published_at` carries its zone. The id is its UTC day and a digest of contents, code and settings.
    Raises StagedStale (a table is missing, damaged or does not chain), DiskFull. The old release stays until the last
    rename.
    """
    _require_whole(warehouse, staged)
    release_id = _id_of(staged, published_at, code_version, settings_fingerprint)
    current = current_release(warehouse)
    if current and _key(current.release_id) == _key(release_id) and not damaged_files(warehouse, current):
        if (seen := shown(warehouse)) and seen.warehouse_root != str(warehouse.root):
            replace_catalog(warehouse, current.release_id, current.tables)
        return current
    crash.point("publish_begun")
    release = _known(warehouse, release_id) or Release(
        release_id,
        published_at.astimezone(UTC),
        code_version,
        settings_fingerprint,
        staged["sources"].content_digest,
        {name: _released(staged[name]) for name in CONTENT},
    )
    if not release.tables.keys() >= set(PUBLISHED):
        release = _with_published_tables(warehouse, release, settings)
        write_manifest(warehouse, release)
    replace_catalog(warehouse, release.release_id, release.tables)
    return replace(release, is_new=True)


def current_release(warehouse: Warehouse) -> Release | None:
    """The release news.duckdb shows; None when there is none, or it cannot be told."""
    seen = shown(warehouse)
    return read_manifest(warehouse, seen.release_id) if seen else None


def rollback(warehouse: Warehouse, release_id: str) -> Release:
    """Make news.duckdb show `release_id` again and return it. What is staged stays as it is, so the next run publishes
    the newest again. Raises ReleaseMissing: it is not there, or its files are damaged."""
    releases = {release.release_id: release for release in list_releases(warehouse)}
    if release_id not in releases:
        there = ", ".join(releases) or "none"
        raise ReleaseMissing(f"{release_id} is no release of {warehouse.root}. There are: {there}.")
    bad = damaged_files(warehouse, releases[release_id], rehash=True)
    if bad:
        raise ReleaseMissing(first_ten(f"{release_id} cannot be shown; {len(bad)} files are damaged:", bad))
    replace_catalog(warehouse, release_id, releases[release_id].tables)
    return releases[release_id]


def rebuild_catalog(warehouse: Warehouse) -> Release:
    """Build news.duckdb anew where the warehouse lies now, and return what it shows: the release it showed, or the
    newest whole one when that cannot be told. Raises ReleaseMissing: there is none."""
    current = current_release(warehouse)
    for release in [current] if current else list_releases(warehouse):
        bad = damaged_files(warehouse, release)
        if not bad:
            replace_catalog(warehouse, release.release_id, release.tables)
            return release
        if current:
            raise ReleaseMissing(first_ten(f"{release.release_id} cannot be shown; {len(bad)} files are damaged:", bad))
    raise ReleaseMissing(f"{warehouse.root} holds no whole release; fill it with `etl run`.")


def _require_whole(warehouse: Warehouse, staged: Mapping[str, StagedTable]) -> None:
    problems = [f"{name}: is not staged" for name in CONTENT if name not in staged]
    for name, table in staged.items():
        problems += [f"{name}: {path} is gone or damaged" for path in damaged(warehouse, table.files)]
    if problems:
        raise StagedStale(first_ten("the staged tables are not whole; `etl run` makes them anew:", problems))
    require_chain(staged)


def _id_of(
    staged: Mapping[str, StagedTable], published_at: datetime, code_version: str, settings_fingerprint: str
) -> str:
    said = [code_version, settings_fingerprint, *(f"{name} {staged[name].content_digest}" for name in CONTENT)]
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
    return f"{published_at.astimezone(UTC):%Y%m%d}-{digest[:12]}"


def _key(release_id: str) -> str:
    """The part of an id that tells contents, code and settings."""
    return release_id.partition("-")[2]


def _known(warehouse: Warehouse, release_id: str) -> Release | None:
    """The same release, published earlier on the day and since replaced, when it is whole."""
    release = read_manifest(warehouse, release_id)
    return release if release and not damaged_files(warehouse, release) else None


def _released(stored: StagedTable | StagedFiles, name: str = "") -> ReleaseTable:
    table = stored.table if isinstance(stored, StagedTable) else name
    return ReleaseTable(table, stored.files, stored.row_count, stored.byte_count, stored.content_digest)


def _with_published_tables(warehouse: Warehouse, release: Release, settings: Settings) -> Release:
    tables = dict(release.tables)

    def add(name: str, rows: list[dict[str, Any]]) -> None:
        data = pa.Table.from_pylist(rows, TABLES[name].schema)
        written = write_table(warehouse, TABLES[name], data, document_count=0, settings=settings)
        tables[name] = _released(written, name)

    add("table_columns", dictionary())
    counted = ("row_count", "byte_count", "content_digest")
    add(
        "release_tables",
        [
            {"table_name": name} | {column: getattr(table, column) for column in counted}
            for name, table in sorted(tables.items())
        ],
    )
    add("releases", [{name: getattr(release, name) for name in TABLES["releases"].schema.names}])
    crash.point("publish_tables")
    return replace(release, tables=tables)
