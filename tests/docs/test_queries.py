"""docs/queries.md: every question's SQL runs on the sample corpus and gives what the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import duckdb
import pytest
from pages import PAGE, Question, answer, filled, questions

from etl.settings import Settings

ROOT = PAGE.parents[1]
QUESTIONS = questions(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    pytest.importorskip("etl.pipeline", reason="the pipeline is not part of this checkout")
    warehouse: Path = tmp_path_factory.mktemp("queries") / "warehouse"
    import_module("etl.pipeline").run(ROOT / "seeds", warehouse, Settings())
    with duckdb.connect(str(warehouse / "news.duckdb"), read_only=True) as connection:
        yield connection


def test_twenty_questions_in_order() -> None:
    assert [question.title.split(".")[0] for question in QUESTIONS] == [str(number) for number in range(1, 21)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_answers_are_what_the_page_shows(catalog: duckdb.DuckDBPyConnection, question: Question) -> None:
    got = answer(catalog, question.sql)  # a question whose answer is not filled in yet must at least run
    assert question.answer in ("", got)
    assert question.answer != "(no rows)"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
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
