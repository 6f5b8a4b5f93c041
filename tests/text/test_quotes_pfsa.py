"""Floors of quality on PFSA, which is measured on and never trained on; they may only rise. Measure: tests/bench/quotes_pfsa.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.quotes_pfsa import SET, measure, outcomes, read

PAGES = 60
"""Documents read here: a third of the set keeps the test short; the benchmark reads all."""
FLOORS = {"recall": 0.98, "cue": 0.98, "speaker": 0.95}


@pytest.mark.shared
def test_floors(shared: Path) -> None:
    scores = measure(list(outcomes(read(shared / SET)[:PAGES])))
    assert scores["recall_of"] > 100
    assert {name: scores[name] for name in FLOORS if scores[name] < FLOORS[name]} == {}
