"""What every test of the store uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.store.layout import Warehouse, open_warehouse


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """An empty warehouse."""
    return open_warehouse(tmp_path / "warehouse")
