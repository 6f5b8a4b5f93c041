"""Verify: is everything that was published still there, byte for byte and row for row?

Here: files against their hashes, rows against content digests, the catalog against the release.
Not here: what the rows claim (steps/checks.py), mending (upkeep.py).
"""

from __future__ import annotations

import duckdb
import pyarrow.parquet as pq

from etl.contracts.tables import TABLES
from etl.errors import ReleaseMissing
from etl.settings import Settings
from etl.store.catalog import open_copy, shown, view_names
from etl.store.digests import ContentDigest
from etl.store.layout import Warehouse
from etl.store.manifests import Release, damaged_files, list_releases
from etl.store.reading import read_pieces
from etl.store.releases import current_release
from etl.store.sqltext import identifier
from etl.store.staging import Stored
from etl.store.tables import FileRef


def verify(warehouse: Warehouse, settings: Settings | None = None) -> list[str]:
    """One sentence for every problem, sorted; empty when all is whole.

    Every kept release: its files are there with the bytes they had. The current one also: rows, types and content
    digests are what the manifest says, and every view of the catalog can be queried.
    """
    problems: list[str] = []
    for release in list_releases(warehouse):
        bad = damaged_files(warehouse, release, rehash=True)
        problems += [f"{release.release_id}: {path} is gone or damaged" for path in bad]
    current = current_release(warehouse)
    if current is None:
        return sorted([*problems, f"{warehouse.catalog.name}: shows no release that has a manifest"])
    if any(problem.startswith(f"{current.release_id}:") for problem in problems):
        return sorted(problems)
    for table in current.tables.values():
        problems += _table_problems(warehouse, table, table.content_digest, settings or Settings())
    return sorted([*problems, *_catalog_problems(warehouse, current)])


def _table_problems(warehouse: Warehouse, table: Stored, expected_digest: str, settings: Settings) -> list[str]:
    problems: list[str] = []
    schema = TABLES[table.table].schema
    for file in table.files:
        problems += _file_problems(warehouse, table.table, file)
    digest = ContentDigest(schema)
    try:
        for rows in read_pieces(warehouse, table, schema, settings.row_group_rows):
            digest.update(rows)
    except ReleaseMissing as error:
        return [*problems, f"{table.table}: {error}"]
    if digest.row_count != table.row_count:
        problems.append(f"{table.table}: has {digest.row_count:,} rows, its release says {table.row_count:,}")
    if digest.hexdigest() != expected_digest:
        problems.append(f"{table.table}: its rows have digest {digest.hexdigest()[:12]}, not {expected_digest[:12]}")
    return problems


def _file_problems(warehouse: Warehouse, table: str, file: FileRef) -> list[str]:
    path = warehouse.root / file.path
    found = pq.read_schema(str(path)).remove_metadata()
    if found.equals(TABLES[table].schema):
        return []
    return [f"{table}: {file.path} has other columns or types than the contract"]


def _catalog_problems(warehouse: Warehouse, current: Release) -> list[str]:
    seen = shown(warehouse)
    if seen and seen.warehouse_root != str(warehouse.root):
        return [f"news.duckdb: was built for {seen.warehouse_root}; `etl rebuild-catalog` mends it"]
    problems: list[str] = []
    with open_copy(warehouse) as connection:
        for name in view_names():
            try:
                connection.execute(f"SELECT * FROM {identifier(name)} LIMIT 0").fetchall()
            except duckdb.Error as error:
                problems.append(f"news.duckdb: view {name} does not work: {error}")
        for name, table in current.tables.items():
            count = connection.execute(f"SELECT count(*) FROM {identifier(name)}").fetchall()[0][0]
            if count != table.row_count:
                problems.append(f"news.duckdb: {name} shows {count:,} rows of {table.row_count:,}")
    return problems
