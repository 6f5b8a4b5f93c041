"""The five real documents, scored against their hand-made gold. Floors may only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import pipeline
from etl.settings import Settings
from tests.scored import below, read_gold, scores

pytestmark = pytest.mark.shared

FLOOR = 1.0
"""What every measure reached when it was pinned."""


@pytest.fixture(scope="module")
def found(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    warehouse = tmp_path_factory.mktemp("real") / "w"
    pipeline.run(shared / "seeds", warehouse, Settings())
    return scores(shared, warehouse, read_gold(shared / "gold" / "seeds.json"))


def test_every_measure_is_whole(found: dict[str, float]) -> None:
    assert len(found) == 27
    assert below(found, dict.fromkeys(found, FLOOR)) == {}
