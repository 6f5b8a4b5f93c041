"""The held-out documents, scored. What is measured on the unseen half is the honest figure; floors may only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl import pipeline
from etl.settings import Settings
from tests.scored import below, read_gold, scores

pytestmark = pytest.mark.shared

HERE = Path(__file__).parent
GOLD = read_gold(HERE / "gold.json")
LEARNED = frozenset(json.loads((HERE / "learned.json").read_text(encoding="utf-8")))

FLOORS: dict[str, dict[str, float]] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def warehouse(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("heldout") / "warehouse"
    pipeline.run(HERE / "documents", place, Settings())
    return place


@pytest.mark.parametrize("half", ["unseen", "learned"])
def test_floors(half: str, shared: Path, warehouse: Path) -> None:
    gold = {name: labels for name, labels in GOLD.items() if (name in LEARNED) == (half == "learned")}
    assert len(gold) == len(GOLD) // 2
    assert below(scores(shared, warehouse, gold), FLOORS[half]) == {}
