"""Stamps, datelines, credits, headlines and publishers: every case of their folders in tests/cases."""

from __future__ import annotations

import pytest

from etl.text.metadata.credits import find_credits
from etl.text.metadata.dateline import find_dateline
from etl.text.metadata.headline import headline_span
from etl.text.metadata.publisher import copyright_agency, copyright_owner, site_line
from etl.text.metadata.stamps import Stamp, find_stamps
from tests.text.case_files import Case, cases_of

BEFORE, AFTER = "Baris lain.\n", "\nBaris lain."
"""Every line is read in the middle of a text, so that offsets are those of the text."""


def placed(line: str) -> tuple[str, int, int]:
    return f"{BEFORE}{line}{AFTER}", len(BEFORE), len(BEFORE) + len(line)


def as_row(stamp: Stamp) -> list[object]:
    clock = stamp.clock
    written = f"{clock.hour:02d}:{clock.minute:02d}" if clock else ""
    offset = 9999 if clock is None or clock.offset_minutes is None else clock.offset_minutes
    return [stamp.day.isoformat(), written, offset, stamp.kind]


@pytest.mark.parametrize("case", cases_of("stamps"))
def test_stamp_lines(case: Case) -> None:
    stamps = find_stamps(*placed(case["line"]), 1000, 2200)
    assert [as_row(stamp) for stamp in stamps] == case["stamps"]


@pytest.mark.parametrize("case", cases_of("datelines"))
def test_datelines(case: Case) -> None:
    text, start, end = placed(case["text"])
    found = find_dateline(text, start, end)
    if case.get("none"):
        assert found is None
        return
    assert found is not None
    day = text[found.day.start : found.day.end] if found.day else ""
    read = (found.place or "", day, found.agency or "", found.outlet.name if found.outlet else "")
    assert read == tuple(case.get(key, "") for key in ("place", "day", "agency", "outlet"))
    assert found.is_dateline is case.get("is_dateline", True)
    assert found.span.of(text) == case.get("raw", found.span.of(text))
    assert found.span.of(text) == found.span.of(text).strip(" -–—:|")
    if found.outlet_span and found.outlet:
        assert found.outlet_span.of(text).lower() == found.outlet.name.lower()


@pytest.mark.parametrize("case", cases_of("credits"))
def test_credit_lines(case: Case) -> None:
    text, start, end = placed(case["line"])
    found = find_credits(text, start, end, bare=case.get("bare", True))
    assert [[c.name, c.role, c.place or ""] for c in found] == case["people"]
    assert all(text[c.start : c.end] == c.name for c in found)


@pytest.mark.parametrize("case", cases_of("headlines"))
def test_headline_lines(case: Case) -> None:
    text, start, end = placed(case["line"])
    found = headline_span(text, start, end, case.get("outlets", ()))
    assert found is not None and found[0].of(text) == case["headline"]


@pytest.mark.parametrize("case", cases_of("publishers"))
def test_publisher_lines(case: Case) -> None:
    text, start, end = placed(case["line"])
    if "copyright" in case:
        owner = copyright_owner(text, start, end)
        assert (owner.outlet.name if owner else "") == case["copyright"]
        agency = copyright_agency(text, start, end)
        assert (agency[0] if agency else "") == case.get("agency", "")
        assert agency is None or agency[1].of(text) == "ANTARA"
    if "site" in case:
        site = site_line(text, start, end, case.get("domains", {}), is_last=case.get("last", False))
        assert (site.outlet.name if site else "") == case["site"]
        if "domain" in case:
            assert site is not None and site.outlet.domain == case["domain"]
