"""Floors of what the describe step reads on pages rendered from real articles; they may only rise.

A tenth of the set, in seconds; all of it: python -m tests.bench.describe_pages, python -m tests.bench.describe_weekdays.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import describe_pages, describe_weekdays

pytestmark = pytest.mark.shared

FLOORS = {"date.right": 0.995, "headline.right": 0.995, "publisher.right": 0.975, "authors.f1": 0.975}
CEILINGS = {"date.wrong": 0.001, "headline.wrong": 0.001, "publisher.wrong": 0.005}
WEEKDAYS_CONSISTENT = 0.99


def test_rendered_pages(shared: Path) -> None:
    scores, _ = describe_pages.measure(describe_pages.load(shared)[::10], seed=7)
    assert {name: scores[name] for name, floor in FLOORS.items() if scores[name] < floor} == {}
    assert {name: scores[name] for name, most in CEILINGS.items() if scores[name] > most} == {}


def test_weekdays_with_their_dates(shared: Path) -> None:
    scores, _ = describe_weekdays.measure(describe_pages.load(shared)[::10])
    assert scores["consistent"] >= WEEKDAYS_CONSISTENT
    assert scores["mentions"] > 400
