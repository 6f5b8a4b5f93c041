"""README.md and docs/queries.md: every question's SQL runs on the sample corpus and gives what the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from pages import PAGE, PAGES, Question, answer, filled, questions

QUESTIONS = questions(PAGE.read_text(encoding="utf-8"))
SHOWN = [question for page in PAGES for question in questions(page.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def catalog(sample_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(sample_warehouse / "news.duckdb"), read_only=True) as connection:
        yield connection


def test_twenty_questions_in_order() -> None:
    assert [question.title.split(".")[0] for question in QUESTIONS] == [str(number) for number in range(1, 21)]


@pytest.mark.parametrize("question", SHOWN, ids=lambda question: question.title)
def test_answers_are_what_the_page_shows(catalog: duckdb.DuckDBPyConnection, question: Question) -> None:
    got = answer(catalog, question.sql)  # a question whose answer is not filled in yet must at least run
    assert question.answer in ("", got)
    assert question.answer != "(no rows)"


@pytest.mark.parametrize("question", SHOWN, ids=lambda question: question.title)
def test_rows_come_in_a_stated_order(question: Question) -> None:
    assert "ORDER BY" in question.sql or question.sql.startswith("FROM coverage(")


def test_filling_a_page_twice_changes_nothing() -> None:
    page = (
        "# T\n\n### 1. One?\n\nText.\n\n```sql\nSELECT 1 AS a, NULL AS b, ['x', 'y|'] AS c;\n```\n\n## Part\n\n"
        "### 2. Two?\n\n```sql\nSELECT 2 AS d;\n```\n"
    )
    with duckdb.connect() as connection:
        once = filled(page, connection)
        assert filled(once, connection) == once
    answers = [question.answer for question in questions(once)]
    assert answers == ["| a | b | c |\n| --- | --- | --- |\n| 1 |  | x, y\\| |", "| d |\n| --- |\n| 2 |"]
    assert "\n\n## Part\n\n### 2. Two?" in once
