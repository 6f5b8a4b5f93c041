"""What every test may use: the shared sets beside the checkout, when they are there."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared sets beside the checkout; the test is skipped, with this reason, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared sets (../shared) are not beside this checkout")
    return SHARED
