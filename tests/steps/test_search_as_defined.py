"""Search over the sample corpus finds what its definition in plain Python finds, in the same order, with the scores."""

from __future__ import annotations

from pathlib import Path

import pytest
from search_oracle import Corpus

from etl.store.door import News
from etl.store.layout import find_warehouse

QUERIES = (
    (Path(__file__).resolve().parents[1] / "cases" / "search" / "seeds_queries.txt").read_text("utf-8").split("\n")
)


@pytest.fixture(scope="module")
def defined(sample_warehouse: Path) -> Corpus:
    with News(find_warehouse(sample_warehouse)) as news:
        rows = news.sql("SELECT document_id, coalesce(headline, '') AS headline, article_body FROM articles").rows()
    return Corpus({row["document_id"]: (row["headline"], row["article_body"]) for row in rows})


@pytest.mark.parametrize("query", QUERIES)
def test_search_is_as_defined(sample: News, defined: Corpus, query: str) -> None:
    expected = defined.search(query)
    found = [(row["document_id"], row["score"]) for row in sample.sql("FROM search(?)", [query]).rows()]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-7)
    # Scores are rounded before they are compared: only documents whose scores differ by more have one order.
    assert sorted(found) == [(document, pytest.approx(score, abs=1e-7)) for document, score in sorted(expected)]


def test_most_queries_find_something(sample: News) -> None:
    assert sum(len(sample.sql("FROM search(?)", [query])) > 0 for query in QUERIES) > 45
