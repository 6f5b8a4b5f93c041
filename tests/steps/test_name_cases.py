"""Names in texts of our own: tests/cases/names holds text and mentions side by side."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from etl.contracts.tables import ARTICLES, CONTRIBUTORS, DOCUMENTS, SEGMENTS
from etl.settings import Settings
from etl.steps.name import SIDE, count_entities, entities_of, find_mentions, merge_entities

CASES = Path(__file__).resolve().parents[1] / "cases" / "names"
KINDS = {"PERSON": "PER", "ORGANIZATION": "ORG", "PLACE": "LOC"}


def batch_of(text: str, language: str | None = "id") -> dict[str, pa.Table]:
    """One document whose lines are all kept."""
    document_id = hashlib.sha256(text.encode()).hexdigest()[:16]
    segments: list[dict[str, Any]] = []
    start = 0
    for index, line in enumerate(text.splitlines(keepends=True) if "\n" in text else [text]):
        segments.append(
            {"document_id": document_id, "segment_index": index, "char_start": start, "char_end": start + len(line)}
            | {"role": "body" if line.strip() else "blank", "is_kept": bool(line.strip())}
        )
        start += len(line)
    document = {
        "document_id": document_id,
        "source_path": "a.txt",
        "record_index": 0,
        "text_sha256": "",
        "raw_text": text,
    }
    article = {"document_id": document_id, "article_body": text, "word_count": 1, "in_language": language}
    article |= {"date_published_basis": "none", "publisher_basis": "none"}
    article |= {"kept_share": 1.0, "boilerplate_share": 0.0, "repeat_share": 0.0}
    return {
        "documents": pa.Table.from_pylist(
            [document | {"char_count": len(text), "decode_repairs": []}], DOCUMENTS.schema
        ),
        "segments": pa.Table.from_pylist(segments, SEGMENTS.schema),
        "articles": pa.Table.from_pylist([article], ARTICLES.schema),
        "contributors": CONTRIBUTORS.empty(),
    }


def named(batch: dict[str, pa.Table]) -> list[str]:
    """The mentions of a batch, written as the cases write them."""
    settings = Settings()
    mentions = find_mentions(batch, {}, settings)["mentions"]
    side = merge_entities([count_entities({"mentions": mentions}, {}, settings)])
    entities = entities_of({}, {SIDE: side}, settings)["entities"].to_pylist()
    names = {entity["entity_id"]: entity["name"] for entity in entities}
    told: list[str] = []
    for row in mentions.to_pylist():
        line = f"{row['surface']} = {KINDS[row['entity_type']]}"
        if names[row["entity_id"]] != row["surface"]:
            line += f" {names[row['entity_id']]}"
        if row["role_text"]:
            line += f" | {row['role_text']}"
        if row["refers_to_entity_id"]:
            line += f" -> {names[row['refers_to_entity_id']]}"
        told.append(line)
    return told


def _cases() -> list[Any]:
    found: list[Any] = []
    for path in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append(pytest.param(case, id=f"{path.stem}: {case['why']}"))
    return found


@pytest.mark.parametrize("case", _cases())
def test_names_of_a_text(case: dict[str, Any]) -> None:
    assert named(batch_of(case["text"].removeprefix("\n"), case.get("language", "id"))) == case["names"]
