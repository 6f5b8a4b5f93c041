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
PARTS = {
    "learned": LEARNED,
    "unseen": frozenset(name for name in GOLD if name not in LEARNED and not name.startswith("ketiga-")),
    "third": frozenset(name for name in GOLD if name.startswith("ketiga-")),
}
"""Read by rule writers; never read; never read, of a third writer."""

FLOORS: dict[str, dict[str, float]] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def warehouse(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("heldout") / "warehouse"
    pipeline.run(HERE / "documents", place, Settings())
    return place


@pytest.mark.parametrize("part", PARTS)
def test_floors(part: str, shared: Path, warehouse: Path) -> None:
    gold = {name: labels for name, labels in GOLD.items() if name in PARTS[part]}
    assert len(gold) == {"learned": 32, "unseen": 32, "third": 24}[part]
    assert below(scores(shared, warehouse, gold), FLOORS[part]) == {}
