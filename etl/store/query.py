"""The read-only door: SQL written by others, over one release.

Here: a connection that can reach the release's files and nothing else, and which statements may pass.
Not here: printing (cli/), writing a table to a file (export.py).
The connection alone is not enough: COPY may overwrite a file that may be read. So statements are checked too.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa

from etl.errors import QueryRefused, ReleaseMissing, UsageError
from etl.store.catalog import Shown, open_copy, shown_by
from etl.store.layout import Warehouse
from etl.store.manifests import read_manifest
from etl.store.sqltext import glob_of, literal

_EXPLAIN = re.compile(r"\s*EXPLAIN\b", re.IGNORECASE)
"""Matches "explain select 1"; not "explained", and not a comment before it (those are cut off first)."""

_COMMENT = re.compile(r"\s*(?:--[^\n]*(?:\n|\Z)|/\*(?:[^*]|\*(?!/))*\*/)")
"""One comment at the start of a text: "-- why", "/* why */". An unclosed one does not match."""

_WRITING = re.compile(r"\b(?:COPY|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
"""Words without which no part of a SELECT can write: "with x as (copy t to 'f')"; not "copy_kind"."""

_READING = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
"""Kinds of query that only read. DuckDB 2 also takes COPY, INSERT, UPDATE and DELETE as the body of a WITH, and calls
the whole a SELECT."""

ALLOWED = "one SELECT (also FROM, WITH, VALUES, DESCRIBE, SUMMARIZE), one PIVOT, or EXPLAIN of a SELECT"


def run_query(warehouse: Warehouse, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
    """The rows of one read-only statement over the release shown now.

    Raises QueryRefused (what may not pass), UsageError (DuckDB cannot run it), ReleaseMissing.
    """
    statement = check_statement(sql)
    with open_read_only(warehouse) as connection:
        try:
            return connection.sql(statement, params=list(parameters)).to_arrow_table()
        except duckdb.Error as error:
            raise UsageError(f"the query did not run: {error}") from error


def open_read_only(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
    """A connection to the release shown now, which goes on showing it whatever is published later.

    It reads the release's files and no others, loads and installs nothing, and its configuration is locked; times are
    in UTC. SQL of others must still pass `check_statement`. Raises ReleaseMissing.
    """
    connection = _open(warehouse)
    try:
        _lock(connection, _files(warehouse, shown_by(connection)))
    except BaseException as error:
        connection.close()
        if isinstance(error, duckdb.Error):
            raise ReleaseMissing(
                f"{warehouse.catalog} is no catalog of ours: {error}. `etl run` replaces it."
            ) from error
        raise
    return connection


def _open(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
    try:
        return open_copy(warehouse)
    except (OSError, duckdb.Error) as error:
        raise ReleaseMissing(f"{warehouse.catalog} cannot be opened: {error}. `etl doctor` mends it.") from error


def _files(warehouse: Warehouse, seen: Shown | None) -> list[Path]:
    """The files of the release that a catalog shows."""
    release = read_manifest(warehouse, seen.release_id) if seen else None
    if seen is None or release is None:
        raise ReleaseMissing(f"{warehouse.catalog} shows no release that is there; `etl run` publishes one.")
    if seen.warehouse_root != str(warehouse.root):
        raise ReleaseMissing(
            f"{warehouse.catalog} was built for {seen.warehouse_root}; run `etl rebuild-catalog` after a move."
        )
    return [warehouse.root / file.path for table in release.tables.values() for file in table.files]


def _lock(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> None:
    # The readers look for the pattern first and then for the file it matches: both must be allowed.
    allowed = sorted({form for path in paths for form in (str(path), glob_of(path))})
    for setting in (
        f"allowed_paths = [{', '.join(map(literal, allowed))}]",
        f"temp_directory = {literal(str(Path(tempfile.gettempdir()) / f'etl-spill-{uuid4().hex}'))}",
        "TimeZone = 'UTC'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")


def check_statement(sql: str) -> str:
    """The one statement of `sql`, fit to be executed on a connection of `open_read_only`. Raises QueryRefused."""
    text = _without_leading_comments(sql)
    explained = _EXPLAIN.match(text)
    if explained:
        return f"EXPLAIN {_single(text[explained.end() :], pivot=False)}"
    return _single(text, pivot=True)


def _without_leading_comments(sql: str) -> str:
    at = 0
    while comment := _COMMENT.match(sql, at):
        at = comment.end()
    return sql[at:]


def _single(sql: str, *, pivot: bool) -> str:
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryRefused(f"this is not SQL that DuckDB reads: {error}") from error
    if len(statements) != 1:
        raise QueryRefused(f"found {len(statements)} statements, expected {ALLOWED}.")
    kind, text = statements[0].type, statements[0].query
    if kind not in (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI if pivot else None):
        raise QueryRefused(f"found {kind.name}, expected {ALLOWED}. This door only reads.")
    word = _WRITING.search(text)
    if word and not (kind == duckdb.StatementType.SELECT and _only_reads(text)):
        raise QueryRefused(
            f"found {word[0]} in it, expected {ALLOWED}. This door only reads; a PIVOT may not even name such a word."
        )
    return text


def _only_reads(select: str) -> bool:
    """Whether every query inside a SELECT, those of WITH included, is one that reads; by DuckDB's own syntax tree."""
    with duckdb.connect() as connection:
        ((tree,),) = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [select]).fetchall()
    try:
        waiting: list[Any] = [json.loads(tree)]
    except RecursionError:
        return False
    if waiting[0]["error"]:
        return False
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            kind = part.get("type")
            if isinstance(kind, str) and kind.endswith("_NODE") and kind not in _READING:
                return False
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return True
