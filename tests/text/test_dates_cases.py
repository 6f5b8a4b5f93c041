"""Dates in text: every case of tests/cases/dates."""

from __future__ import annotations

import datetime as dt

import pytest

from etl.text.dates.find import find_dates
from etl.text.dates.resolve import Anchor, resolve_dates
from tests.text.case_files import Case, cases_of


@pytest.mark.parametrize("case", cases_of("dates"))
def test_dates_in_text(case: Case) -> None:
    text = case["text"]
    kind = case.get("anchor_kind", "stamp")
    anchor = (
        Anchor(dt.date.fromisoformat(case["anchor"]), kind, is_publication=kind != "first_date")
        if "anchor" in case
        else None
    )
    mentions = resolve_dates(text, find_dates(text), anchor, 1000, 2200)
    assert [[text[m.start : m.end], m.value or "", m.precision] for m in mentions] == case["expect"]
    if "agrees" in case:
        assert mentions[0].is_weekday_consistent is case["agrees"]
    assert all(m.anchor is None for m in mentions if m.value is None or m.is_full)
