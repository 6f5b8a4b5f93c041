"""What is printed: rows in three formats, and text of strangers made harmless for a terminal and a spreadsheet.

Here: the two consoles and printing rows. Not here: what is asked (commands.py), a run's summary (summary.py).
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

WIDE = 1_000
"""Columns of what is not printed on a terminal: no cell is cut for the next program."""
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDE)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def print_rows(rows: Any, format: Format) -> None:
    """Prints an Arrow table: with its column names, but for JSON lines, where every row names them."""
    names: list[str] = rows.column_names
    if format is Format.TABLE:
        grid = Grid(*(escape(name) for name in names), box=None, header_style="bold")
        for row in rows.to_pylist():
            grid.add_row(*("" if value is None else escape(printable(str(value))) for value in row.values()))
        out.print(grid)
    elif format is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(_harmless_cells(rows))
    else:
        sys.stdout.writelines(_json_lines(rows))


def _json_lines(rows: Any) -> Iterator[str]:
    for row in rows.to_pylist():
        yield json.dumps(row, ensure_ascii=False, default=str) + "\n"


def _harmless_cells(rows: Any) -> Iterator[list[object]]:
    """The cells of every row; a text that a spreadsheet would run as a formula gets a quote mark, as in `etl export`."""
    from etl.store.export import FORMULA

    formula = re.compile(FORMULA)
    for row in rows.to_pylist():
        yield [f"'{cell}" if isinstance(cell, str) and formula.match(cell) else cell for cell in row.values()]


def printable(text: str) -> str:
    """Control characters of hostile text shown as escapes: they could move the cursor or recolour the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)
