"""Small invented corpora with the pairs, kinds and clusters that they must give: tests/cases/dedup/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.kernels import oracle
from tests.steps.dedup_run import run

CASES = sorted((Path(__file__).parents[1] / "cases" / "dedup").glob("*.toml"))


def _documents(case: dict[str, Any]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for given in case["documents"]:
        body = given["body"].strip() if "body" in given else rows[given["like"]]["article_body"]
        for old, new in given.get("replace", []):
            assert old in body, f"{given['id']}: {old!r} is not in the text it is to be replaced in"
            body = body.replace(old, new)
        if "append" in given:
            body = f"{body}\n{given['append'].strip()}"
        facts = {key: value for key, value in given.items() if key not in {"id", "body", "like", "replace", "append"}}
        rows[given["id"]] = {"document_id": given["id"], "article_body": body, **facts}
    return list(rows.values())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    documents = _documents(case)
    result = run(documents)
    found = [
        f"{row['left_document_id']} {row['relation']} {row['right_document_id']} {row['copy_kind']}"
        for row in result.pairs
    ]
    assert sorted(found) == sorted(case["pairs"])
    told_by = {f"{row['left_document_id']} {row['right_document_id']}": row["kind_evidence"] for row in result.pairs}
    assert {pair: told_by[pair] for pair in case.get("told_by", {})} == case.get("told_by", {})
    assert all((row["kind_evidence"] is None) == (row["copy_kind"] == "unknown") for row in result.pairs)
    clusters: dict[str, str] = {}
    for row in sorted(result.clusters, key=lambda row: not row["is_canonical"]):
        clusters[row["canonical_document_id"]] = clusters.get(row["canonical_document_id"], "") + row["document_id"]
    assert sorted(clusters.values()) == sorted(case["clusters"])
    reasons = {row["document_id"]: row["kept_because"] for row in result.clusters}
    assert {key: reasons[key] for key in case.get("kept_because", {})} == case.get("kept_because", {})
    bodies = {row["document_id"]: row["article_body"] for row in documents}
    for row in result.pairs:
        left, right = bodies[row["left_document_id"]], bodies[row["right_document_id"]]
        assert row["jaccard"] == pytest.approx(oracle.jaccard(left, right), abs=1e-12)
