"""Cases as data: tests/cases/<feature>/*.toml, each `[[case]]` a test of its own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

Case = dict[str, Any]
CASES = Path(__file__).resolve().parents[1] / "cases"


def cases_of(feature: str) -> list[Any]:
    """Every case of a feature as a pytest parameter, named by its file and its place or its own name."""
    found = []
    for path in sorted((CASES / feature).glob("*.toml")):
        for index, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"]):
            found.append(pytest.param(case, id=f"{path.stem}-{case.get('name') or index}"))
    assert found, f"tests/cases/{feature} holds no case"
    return found
