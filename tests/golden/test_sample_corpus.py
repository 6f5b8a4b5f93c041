"""The sample corpus against its hand-made gold: what is found in texts that no rule was written for. Floors may only rise."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.store.door import News

HERE = Path(__file__).parent
DUPLICATES: dict[str, list[dict[str, Any]]] = json.loads((HERE / "duplicates.json").read_text(encoding="utf-8"))


FLOORS = {
    "ledger.closed": 1.0,
    "residue.gone": 1.0,
    "lines.kept": 0.94,
    "lines.role": 0.94,
    "article.headline": 1.0,
    "article.date": 1.0,
    "article.dateline": 1.0,
    "article.publisher": 1.0,
    "article.language": 1.0,
    "contributors.f1": 1.0,
    "dates.honest": 1.0,
    "dates.resolved": 0.93,
    "entities.persons.f1": 0.78,
    "entities.places.f1": 0.8,
    "quotes.found": 0.92,
    "quotes.speaker": 0.84,
    "quotes.precision": 0.95,
    "contacts.found": 0.55,
}
"""What the measures reached on texts that no rule was written for, a little below; they may only rise."""


@pytest.mark.shared
@pytest.mark.parametrize("measure", FLOORS)
def test_floor(measure: str, scores: dict[str, float]) -> None:
    assert scores[measure] >= FLOORS[measure]


@pytest.fixture(scope="module")
def scores(shared: Path, sample_warehouse: Path) -> dict[str, float]:
    spec = importlib.util.spec_from_file_location("score_seeds", shared / "eval" / "score_seeds.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    with duckdb.connect(str(sample_warehouse / "news.duckdb"), read_only=True) as connection:
        return scorer.score(connection, json.loads((HERE / "seeds.json").read_text(encoding="utf-8")))


@pytest.fixture
def documents(sample: News) -> dict[str, str]:
    """document_id by path; a record of several in one file as path#index."""
    rows = sample.sql(
        "SELECT document_id, source_path, record_index, count(*) OVER (PARTITION BY source_path) AS records FROM documents"
    ).rows()
    return {
        row["source_path"] + (f"#{row['record_index']}" if row["records"] > 1 else ""): row["document_id"]
        for row in rows
    }


@pytest.fixture
def clusters(sample: News) -> dict[str, str]:
    return {row["document_id"]: row["cluster_id"] for row in sample.table("duplicate_clusters").rows()}


SHORT = {
    "nusa-kapal-logistik": "the kind is unknown where a page does not name its outlet",
    "banjir-wajo": "a record without its page's furniture is another kind of copy to us",
    "harga-pangan-0314": "weekly price bulletins share too many constants and are merged",
}
"""Where we fall short of the gold, and why; strict, so that the day one is mended shows."""


def groups(*kinds: str) -> list[object]:
    """The groups of those kinds, those that we fall short of marked so."""
    params: list[object] = []
    for group in (group for kind in kinds for group in DUPLICATES[kind]):
        name = Path(group["documents"][0]).stem
        marks = [pytest.mark.xfail(reason=SHORT[name], strict=True)] if name in SHORT else []
        params.append(pytest.param(group, marks=marks, id=name))
    return params


@pytest.mark.parametrize("group", groups("copies"))
def test_copies_are_one_cluster_of_a_stated_kind(
    group: dict[str, Any], sample: News, documents: dict[str, str], clusters: dict[str, str]
) -> None:
    ids = [documents[name] for name in group["documents"]]
    assert len({clusters[document] for document in ids}) == 1
    kinds = sample.sql(
        "SELECT DISTINCT copy_kind, relation FROM duplicate_pairs WHERE left_document_id IN (SELECT unnest(?::VARCHAR[])) "
        "AND right_document_id IN (SELECT unnest(?::VARCHAR[]))",
        [ids, ids],
    ).rows()
    assert {row["copy_kind"] for row in kinds} == {group["copy_kind"]}
    assert {row["relation"] for row in kinds} <= set(group["relation"])


@pytest.mark.parametrize("group", groups("templates", "different"))
def test_other_news_in_like_words_is_not_merged(
    group: dict[str, Any], documents: dict[str, str], clusters: dict[str, str]
) -> None:
    ids = [documents[name] for name in group["documents"]]
    assert len({clusters[document] for document in ids}) == len(ids)


def test_broken_items_are_listed_with_their_reason(sample: News) -> None:
    rows = sample.sql(
        "SELECT source_path, reject_reason FROM sources WHERE status = 'rejected' AND source_path LIKE 'rusak/%' ORDER BY ALL"
    ).rows()
    assert {row["reject_reason"] for row in rows} == {"empty", "binary"}
