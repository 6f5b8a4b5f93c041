"""Where things lie in a warehouse.

Here: the folders and files, and whether a path can be a warehouse at all. Not here: what is in the files.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from etl.errors import ReleaseMissing, WarehouseUnwritable

UNUSABLE = {
    "?": "DuckDB reads what follows as parameters",
    "\\": "DuckDB reads it as a folder separator",
}
"""Characters that DuckDB cannot have in the path of a database it writes, and why. All others can be escaped."""


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A folder that holds releases. `root` is absolute; everything else is derived from it."""

    root: Path

    @property
    def catalog(self) -> Path:
        """news.duckdb: what readers open."""
        return self.root / "news.duckdb"

    @property
    def tables(self) -> Path:
        """Immutable Parquet files, one folder a table."""
        return self.root / "tables"

    @property
    def staged(self) -> Path:
        """The newest output of each step, one JSON file a table."""
        return self.root / "staged"

    @property
    def releases(self) -> Path:
        """One manifest a release."""
        return self.root / "releases"

    @property
    def reports(self) -> Path:
        """Pages for people, one a release, named by it; made when the first is written."""
        return self.root / "reports"

    @property
    def scratch(self) -> Path:
        """What a writer holds for a moment; empty between runs."""
        return self.root / ".scratch"

    @property
    def lock(self) -> Path:
        """The file a writer locks; its content names the holder."""
        return self.root / ".lock"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder a writer needs, the root first."""
        return (self.root, self.tables, self.staged, self.releases, self.scratch)


def open_warehouse(root: Path) -> Warehouse:
    """The warehouse at `root`, its folders made where they are missing. Raises WarehouseUnwritable."""
    warehouse = Warehouse(_absolute(root))
    for folder in warehouse.folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise WarehouseUnwritable(
                f"{folder} is not a folder; a warehouse needs one there. Move it away or choose another --warehouse."
            ) from None
        except OSError as error:
            raise WarehouseUnwritable(
                f"{folder} cannot be made: {error.strerror}. Choose a --warehouse you may write to."
            ) from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise WarehouseUnwritable(f"{folder} may not be written to. Choose a --warehouse you may write to.")
    return warehouse


def find_warehouse(root: Path) -> Warehouse:
    """The warehouse at `root`, for reading: nothing is made. Raises ReleaseMissing when nothing was published there."""
    warehouse = Warehouse(_absolute(root))
    if not os.path.isfile(warehouse.catalog):  # noqa: PTH113 - Path.is_file raises where a name is too long
        raise ReleaseMissing(
            f"{warehouse.catalog} is not there: nothing was published in this warehouse. "
            "Fill it with `etl run`, or name another with --warehouse."
        )
    return warehouse


def _absolute(root: Path) -> Path:
    try:
        absolute = root.expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise WarehouseUnwritable(f"{root} is no folder: {error}. Choose another --warehouse.") from error
    text = str(absolute)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise WarehouseUnwritable(
            f"{absolute!r} is not UTF-8, and DuckDB cannot open it. Choose another --warehouse."
        ) from None
    for character, why in UNUSABLE.items():
        if character in text:
            raise WarehouseUnwritable(
                f"{text} cannot hold a warehouse: it contains {character!r} and {why}. Choose another --warehouse."
            )
    return absolute
