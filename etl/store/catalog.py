"""The catalog: news.duckdb, a thin file of views over a release's files.

Here: building it aside, moving it in (the commit point of a release), and opening a copy of it.
Not here: what a release is (releases.py), the views beyond the tables (views.py).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.contracts.outlets import DOMAIN_ENDING, GAPS
from etl.contracts.tables import TABLES, Column, full_meaning
from etl.errors import ReleaseMissing
from etl.store import crash
from etl.store.atomic import sync, temporary
from etl.store.layout import Warehouse
from etl.store.space import naming_full_disk, require_space
from etl.store.sqltext import identifier, literal, scan
from etl.store.staging import Stored
from etl.store.views import CATALOG_INFO, MACROS, VIEWS, Macro, View, sql_of

STORAGE_VERSION = "v1.0.0"
"""Every DuckDB since 1.0 opens such a file; the catalog holds no rows, so nothing newer is needed."""

CATALOG_BYTES = 4 * 2**20
"""Room asked for before a catalog is built; one takes about a quarter of it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a catalog shows, by its own words."""

    release_id: str
    warehouse_root: str


def replace_catalog(warehouse: Warehouse, release_id: str, tables: Mapping[str, Stored]) -> None:
    """Make news.duckdb show `tables`. The rename inside is the commit point of publishing and of rolling back.

    Raises ReleaseMissing (the views do not fit the files: another version wrote them), DiskFull.
    """
    require_space(warehouse, CATALOG_BYTES)
    aside = temporary(warehouse.scratch)
    try:
        with naming_full_disk(warehouse):
            _build(aside, warehouse, release_id, tables)
            crash.point("catalog_built")
            sync(aside)
            crash.point("catalog_synced")
            # Left by someone who opened the catalog for writing; DuckDB would apply it to the new file.
            warehouse.catalog.with_name("news.duckdb.wal").unlink(missing_ok=True)
            aside.replace(warehouse.catalog)
            crash.point("catalog_renamed")
            sync(warehouse.root)
    except duckdb.Error as error:
        raise ReleaseMissing(
            f"release {release_id} cannot be shown: {error}. Its files do not fit this version of the views; "
            "use the version that made it, or run again."
        ) from error
    finally:
        aside.unlink(missing_ok=True)
        aside.with_name(f"{aside.name}.wal").unlink(missing_ok=True)


def shown(warehouse: Warehouse) -> Shown | None:
    """What news.duckdb shows; None when it is not there or is no catalog of ours."""
    try:
        with open_copy(warehouse) as connection:
            return shown_by(connection)
    except (OSError, duckdb.Error):
        return None


def shown_by(connection: duckdb.DuckDBPyConnection) -> Shown | None:
    """What an open catalog shows. Raises duckdb.Error: it is no catalog of ours."""
    rows = connection.execute("SELECT release_id, warehouse_root FROM catalog_info").fetchall()
    return Shown(*rows[0]) if rows else None


def open_copy(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
    """A connection to a private copy of the catalog, gone from the disk when it is closed.

    A copy, because a client that has the file open for writing would lock it, and because DuckDB keeps showing a
    process the file it opened first under a path. Raises OSError, duckdb.Error.
    """
    folder = Path(tempfile.mkdtemp(prefix="etl-"))
    try:
        shutil.copyfile(warehouse.catalog, folder / "news.duckdb")
        return duckdb.connect(str(folder / "news.duckdb"), read_only=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def view_names() -> tuple[str, ...]:
    """Every view of a catalog, sorted."""
    return tuple(sorted({*TABLES, *(view.name for view in VIEWS), CATALOG_INFO.name}))


def _build(path: Path, warehouse: Warehouse, release_id: str, tables: Mapping[str, Stored]) -> None:
    with duckdb.connect() as connection:
        # Names are left unqualified: one qualified with the name of this attachment breaks when the file is opened.
        connection.execute(f"ATTACH {literal(str(path))} AS catalog_aside (STORAGE_VERSION {literal(STORAGE_VERSION)})")
        connection.execute("USE catalog_aside")
        # One transaction: some three hundred statements, each of which would wait for the disk.
        connection.execute("BEGIN")
        for statement in _statements(warehouse, release_id, tables):
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("USE memory")
        connection.execute("DETACH catalog_aside")


def _statements(warehouse: Warehouse, release_id: str, tables: Mapping[str, Stored]) -> Iterable[str]:
    stored = {
        name: scan(TABLES[name].columns, [warehouse.root / file.path for file in table.files])
        for name, table in sorted(tables.items())
    }
    own = {view.name for view in VIEWS}
    for name, select in stored.items():
        if name not in own:
            yield from _view(name, select, TABLES[name].meaning, TABLES[name].columns)
    crash.point("catalog_views")
    for view in VIEWS:
        yield from _view(view.name, _select(view, stored), view.meaning, view.columns)
    for macro in MACROS:
        yield from _macro(macro)
    info = f"SELECT {literal(release_id)} AS release_id, {literal(str(warehouse.root))} AS warehouse_root"
    yield from _view(CATALOG_INFO.name, info, CATALOG_INFO.meaning, CATALOG_INFO.columns)


def _select(view: View, stored: Mapping[str, str]) -> str:
    places = {
        "{stored}": stored.get(view.name.removesuffix("_all"), ""),
        "{counted}": view.counted,
        "{domain_ending}": literal(DOMAIN_ENDING),
        "{gaps}": literal(GAPS),
    }
    sql = sql_of(view.sql)
    for place, value in places.items():
        sql = sql.replace(place, value)
    return sql


def _view(name: str, select: str, meaning: str, columns: Sequence[Column]) -> Iterable[str]:
    yield f"CREATE VIEW {identifier(name)} AS {select}"
    yield f"COMMENT ON VIEW {identifier(name)} IS {literal(meaning)}"
    for column in columns:
        target = f"{identifier(name)}.{identifier(column.name)}"
        yield f"COMMENT ON COLUMN {target} IS {literal(full_meaning(column))}"


def _macro(macro: Macro) -> Iterable[str]:
    sql = sql_of(macro.name)
    if "CREATE MACRO" not in sql:  # one with further parameters states them itself
        sql = f"CREATE MACRO {identifier(macro.name)}({identifier(macro.parameter)}) AS TABLE {sql}"
    yield sql
    yield f"COMMENT ON MACRO TABLE {identifier(macro.name)} IS {literal(macro.meaning)}"
