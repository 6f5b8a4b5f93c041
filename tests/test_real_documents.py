"""The five real documents, scored against their hand-made gold. Floors may only rise."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from etl import pipeline
from etl.settings import Settings

pytestmark = pytest.mark.shared

FLOOR = 1.0
"""What every measure reached when it was pinned."""


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_seeds", shared / "eval" / "score_seeds.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scores(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    warehouse = tmp_path_factory.mktemp("real") / "w"
    pipeline.run(shared / "seeds", warehouse, Settings())
    with duckdb.connect(str(warehouse / "news.duckdb"), read_only=True) as connection:
        return scorer(shared).score(connection, json.loads((shared / "gold" / "seeds.json").read_text()))


def test_every_measure_is_whole(scores: dict[str, float]) -> None:
    assert len(scores) == 27
    assert {name: value for name, value in scores.items() if value < FLOOR} == {}
