"""Decoding, names, fields and lines, case by case: tests/cases/intake/*.json hold input and expected side by side."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from etl.settings import Settings
from etl.store.intake import read_source
from etl.store.intake.decode import Decoded, decode
from etl.store.intake.fields import as_instant, as_text
from etl.store.intake.paths import path_of, source_path_of
from etl.store.intake.records import document_id_of
from etl.store.intake.refusal import Refusal

CASES = Path(__file__).resolve().parents[2] / "cases" / "intake"
DEFAULTS = Settings()


def cases(name: str) -> list[Any]:
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=str(case.get("name", case.get("value")))) for case in found]


@pytest.mark.parametrize("case", cases("decode"))
def test_decode(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["utf8"].encode()
    got = decode(data, DEFAULTS.binary_share, DEFAULTS.fallback_share)
    if "reason" in case:
        assert isinstance(got, Refusal)
        assert got.reason == case["reason"]
        assert case.get("detail", "") in got.detail
    else:
        assert isinstance(got, Decoded), got
        assert (got.text, got.encoding, list(got.repairs)) == (case["text"], case["encoding"], case["repairs"])
        assert got.utf8 == case["text"].encode()


@pytest.mark.parametrize("case", cases("names"))
def test_names(case: dict[str, Any]) -> None:
    path = bytes.fromhex(case["hex"])
    assert source_path_of(path) == case["source_path"]
    assert path_of(case["source_path"]) == path


@pytest.mark.parametrize("case", cases("instants"))
def test_instants(case: dict[str, Any]) -> None:
    expected = case["instant"] and datetime.fromisoformat(case["instant"])
    assert as_instant(case["value"]) == expected


@pytest.mark.parametrize("case", cases("values"))
def test_values(case: dict[str, Any]) -> None:
    assert as_text(case["value"]) == case["text"]


@pytest.mark.parametrize("case", cases("lines"))
def test_lines(case: dict[str, Any], tmp_path: Path) -> None:
    line = re.sub(r"\{(.)\*(\d+)\}", lambda found: found[1] * int(found[2]), case["line"])  # "{0*3}" is "000"
    (tmp_path / "a.jsonl").write_bytes(line.encode() + b"\n")
    ((sources, documents),) = read_source(tmp_path, DEFAULTS)
    (row,) = sources.to_pylist()
    assert row["byte_count"] == len(line.encode())
    if "reason" in case:
        assert (row["status"], row["reject_reason"]) == ("rejected", case["reason"])
        assert case["detail"] in row["reject_detail"]
        assert documents.num_rows == 0
        return
    (document,) = documents.to_pylist()
    assert row["document_id"] == document["document_id"] == document_id_of("a.jsonl", case["key"])
    for name, value in case["document"].items():
        found = document[name].isoformat() if name == "crawled_at" and document[name] else document[name]
        assert found == value, name
