"""The door for Python users: a published release as SQL, frames and Arrow tables.

    news = etl.open("warehouse")
    news.sql("SELECT speaker_name, count(*) FROM quotes GROUP BY ALL").frame()
    news.table("articles").frame()

Here: `News` and what it hands out. Not here: what may be asked (query.py).
A `News` keeps showing the release that was published when it was opened; open another to see a newer one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from etl.errors import UsageError
from etl.store.layout import Warehouse
from etl.store.query import check_statement, open_read_only
from etl.store.sqltext import identifier

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a question, in the form that is asked of it."""

    arrow: pa.Table

    def frame(self) -> pd.DataFrame:
        """As a pandas frame of Arrow-backed columns: dates stay dates, missing values stay missing."""
        import pandas as pd

        return self.arrow.to_pandas(types_mapper=pd.ArrowDtype)

    def rows(self) -> list[dict[str, Any]]:
        """As dictionaries, one a row."""
        return self.arrow.to_pylist()

    def __len__(self) -> int:
        return self.arrow.num_rows

    def _repr_html_(self) -> str:
        return self.frame().to_html(escape=True, max_rows=20, index=False)


class News:
    """One published release, read-only. Use as a context manager, or close it."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._connection = open_read_only(warehouse)

    def sql(self, query: str, parameters: Sequence[object] = ()) -> Rows:
        """The rows of one SELECT, with `?` for each of `parameters`. Raises QueryRefused, duckdb.Error."""
        return Rows(self._connection.sql(check_statement(query), params=list(parameters)).to_arrow_table())

    def table(self, name: str, columns: Sequence[str] = ()) -> Rows:
        """A table or view, whole, or only `columns` of it. Raises UsageError: there is none of that name."""
        if name not in self.tables():
            raise UsageError(f"there is no table {name!r}; there are {', '.join(self.tables())}")
        chosen = ", ".join(identifier(column) for column in columns) or "*"
        return self.sql(f"SELECT {chosen} FROM {identifier(name)}")

    def tables(self) -> list[str]:
        """Names of all tables and views."""
        found = self._connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL")
        return [str(row[0]) for row in found.fetchall()]

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
