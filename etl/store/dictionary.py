"""The data dictionary: what every table and view has, in rows.

Here: the rows of `table_columns`, made from the contract and the views. Not here: the meanings themselves.
"""

from __future__ import annotations

from typing import Any

from etl.contracts.tables import TABLES, Column, full_meaning
from etl.store.sqltext import duckdb_type
from etl.store.views import CATALOG_INFO, VIEWS


def dictionary() -> list[dict[str, Any]]:
    """The data dictionary: every column of every table and view, as rows of `table_columns`."""
    shown_columns: dict[str, tuple[Column, ...]] = {name: table.columns for name, table in TABLES.items()}
    shown_columns |= {view.name: view.columns for view in (*VIEWS, CATALOG_INFO)}
    return [
        {
            "table_name": name,
            "column_name": column.name,
            "data_type": duckdb_type(column.type),
            "meaning": full_meaning(column),
        }
        for name, columns in sorted(shown_columns.items())
        for column in columns
    ]
