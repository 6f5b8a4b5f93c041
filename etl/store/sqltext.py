"""SQL text: names, values and paths as DuckDB must see them.

Here: quoting, and the DuckDB name of an Arrow type. Not here: statements (views.py, catalog.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from etl.contracts.tables import Column
from etl.store.buffers import is_list, is_text

_GLOB = {"[": "[[]", "*": "[*]", "?": "[?]"}
_TYPES = {"bool": "BOOLEAN", "int32": "INTEGER", "int64": "BIGINT", "double": "DOUBLE", "date32[day]": "DATE"}


def identifier(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def glob_of(path: Path) -> str:
    """The pattern that DuckDB's readers match with this one path: they take every path for a pattern."""
    return "".join(_GLOB.get(character, character) for character in str(path))


def duckdb_type(kind: pa.DataType) -> str:
    """The DuckDB type that a Parquet column of Arrow type `kind` is read as. Raises KeyError: no column has it."""
    if is_list(kind):
        return f"{duckdb_type(kind.value_type)}[]"
    if is_text(kind):
        return "VARCHAR"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMP WITH TIME ZONE" if kind.tz else "TIMESTAMP"
    return _TYPES[str(kind)]


def scan(columns: Sequence[Column], paths: Sequence[Path]) -> str:
    """A SELECT of `columns` from Parquet files; of no rows, with the same types, when there are no files."""
    if not paths:
        nothing = ", ".join(f"NULL::{duckdb_type(column.type)} AS {identifier(column.name)}" for column in columns)
        return f"SELECT {nothing} WHERE FALSE"
    names = ", ".join(identifier(column.name) for column in columns)
    files = ", ".join(literal(glob_of(path)) for path in paths)
    return f"SELECT {names} FROM read_parquet([{files}], hive_partitioning = FALSE)"
