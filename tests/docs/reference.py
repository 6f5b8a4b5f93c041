"""Reference pages made from the code: docs/tables.md from the contract, docs/settings.md from the settings.

python tests/docs/reference.py        writes both anew
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from etl.contracts.tables import STEPS, TABLES, Table, full_meaning, tables_of
from etl.pipeline import CHECK_MEANINGS, checks_of
from etl.settings import Settings, describe
from etl.store.sqltext import duckdb_type
from etl.store.views import MACROS, VIEWS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def tables_page() -> str:
    """Every table, view and macro with its columns, and every check."""
    lines = [
        "# Tables",
        "",
        "Made from `etl/contracts/tables.py` by `python tests/docs/reference.py`; a test holds it to the contract. The same",
        "words stand in `table_columns`, in DuckDB's comments and in the Dagster UI.",
        "",
        "`char_` offsets count Unicode code points of `documents.raw_text`, end exclusive.",
    ]
    for step in STEPS:
        lines += ["", f"## {step}"]
        for table in tables_of(step):
            lines += ["", *_table(table)]
    lines += ["", "## Views and macros"]
    for view in VIEWS:
        if view.name not in TABLES:
            lines += [
                "",
                f"### {view.name}",
                "",
                view.meaning,
                "",
                *_columns([(c.name, duckdb_type(c.type), full_meaning(c)) for c in view.columns]),
            ]
    for macro in MACROS:
        lines += [
            "",
            f"### {macro.name}({macro.parameter})",
            "",
            macro.meaning,
            "",
            *_columns([(c.name, duckdb_type(c.type), full_meaning(c)) for c in macro.columns]),
        ]
    lines += [
        "",
        "## Checks",
        "",
        "Each is a blocking asset check: a table that fails one is neither staged nor published.",
        "",
    ]
    lines += ["| check | holds | tables |", "|---|---|---|"]
    for check, meaning in CHECK_MEANINGS.items():
        held = ", ".join(table.name for table in TABLES.values() if check in checks_of(table))
        lines.append(f"| {check} | {meaning} | {held} |")
    return "\n".join(lines) + "\n"


def _table(table: Table) -> list[str]:
    return [
        f"### {table.name}",
        "",
        table.meaning,
        "",
        f"Key: {', '.join(table.key)}. Order: {', '.join(table.order)}.",
        "",
        *_columns(
            [
                (c.name, duckdb_type(c.type), full_meaning(c) + ("" if c.nullable else " Never NULL."))
                for c in table.columns
            ]
        ),
    ]


def _columns(rows: list[tuple[str, str, str]]) -> list[str]:
    return ["| column | type | meaning |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]


def settings_page() -> str:
    """Every setting with default, unit and reason."""
    lines = [
        "# Settings",
        "",
        "Made from `etl/settings.py` by `python tests/docs/reference.py`. Set one with `--set name=value`, in a `jernih.toml`",
        "beside the source folder, or in Dagster's launchpad (resource `corpus`, field `settings`); the first of these wins.",
        "`etl settings` prints them with the values in force.",
        "",
        "| setting | default | unit | why |",
        "|---|---|---|---|",
        *(f"| {row.name} | {row.default} | {row.unit} | {row.why} |" for row in describe(Settings())),
    ]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {"tables.md": tables_page, "settings.md": settings_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
