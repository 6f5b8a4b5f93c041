"""A warehouse held against hand-made gold, by the scorer that lies beside the checkout."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb


def scorer(shared: Path) -> ModuleType:
    """The scoring module of the shared sets."""
    spec = importlib.util.spec_from_file_location("score_seeds", shared / "eval" / "score_seeds.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_gold(path: Path) -> dict[str, Any]:
    """Gold by the name of the document."""
    return json.loads(path.read_text(encoding="utf-8"))


def scores(shared: Path, warehouse: Path, gold: dict[str, Any]) -> dict[str, float]:
    """Every measure, 0 to 1, of the documents that `gold` names."""
    with duckdb.connect(str(warehouse / "news.duckdb"), read_only=True) as connection:
        return scorer(shared).score(connection, gold)


def below(found: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """The measures that are below their floor, or missing."""
    return {name: found.get(name, 0.0) for name, floor in floors.items() if found.get(name, 0.0) < floor}
