"""What every test may use: the shared sets beside the checkout, and the sample corpus run once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import pipeline
from etl.settings import Settings
from etl.store.door import News
from etl.store.layout import find_warehouse

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared sets beside the checkout; the test is skipped, with this reason, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared sets (../shared) are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse filled from seeds/, once for all tests. Nobody writes to it."""
    warehouse = tmp_path_factory.mktemp("sample") / "warehouse"
    pipeline.run(ROOT / "seeds", warehouse, Settings())
    return warehouse


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose release holds no document: the one file of its source was rejected. Nobody writes to it."""
    place = tmp_path_factory.mktemp("empty")
    (place / "source").mkdir()
    (place / "source" / "kosong.txt").touch()
    pipeline.run(place / "source", place / "warehouse", Settings())
    return place / "warehouse"


@pytest.fixture
def sample(sample_warehouse: Path) -> Iterator[News]:
    """The release made from seeds/."""
    with News(find_warehouse(sample_warehouse)) as news:
        yield news
