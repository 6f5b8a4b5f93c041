"""Pages of docs/ whose SQL is run: reading their questions, and writing the answers in.

    python tests/docs/pages.py WAREHOUSE        rewrites the answers of PAGES from WAREHOUSE/news.duckdb

A question is a heading of the third level, its SQL the ```sql block below it, its answer the table below that.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "queries.md"
PAGES = (ROOT / "README.md", PAGE)
LONGEST_CELL = 80

_QUESTION = re.compile(
    r"^### (?P<title>[^\n]+)\n[^#]*?```sql\n(?P<sql>[^`]+)```\n(?P<answer>(?:\n*(?:\||\(no rows\))[^\n]*)*)\n*", re.M
)
"""Matches "### 1. Who?\\n\\n```sql\\nSELECT 1;\\n```\\n"; not a heading without SQL."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a page; `answer` is the Markdown table below its SQL, empty when not filled in."""

    title: str
    sql: str
    answer: str


def questions(page: str) -> list[Question]:
    """The questions of a page, in order."""
    return [Question(m["title"], m["sql"], m["answer"].strip()) for m in _QUESTION.finditer(page)]


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """What `sql` gives, as a Markdown table; "(no rows)" when it gives none."""
    relation = connection.execute(sql)
    names = [column[0] for column in relation.description or []]
    rows = relation.fetchall()
    if not rows:
        return "(no rows)"
    lines = [names, ["---"] * len(names), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def filled(page: str, connection: duckdb.DuckDBPyConnection) -> str:
    """`page` with every answer written in anew."""

    def with_answer(match: re.Match[str]) -> str:
        head = match[0][: match.start("answer") - match.start()]
        return f"{head}\n{answer(connection, match['sql'])}\n\n"

    return _QUESTION.sub(with_answer, page).rstrip("\n") + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = re.sub(r"\s+", " ", text).replace("|", "\\|").replace("`", "'")
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


if __name__ == "__main__":
    with duckdb.connect(str(Path(sys.argv[1]) / "news.duckdb"), read_only=True) as opened:
        for each in PAGES:
            each.write_text(filled(each.read_text(encoding="utf-8"), opened), encoding="utf-8")
