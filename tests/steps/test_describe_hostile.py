"""The describe step on hostile text: dates that no calendar has, lines without end, and time that grows as the text does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from etl.settings import Settings
from etl.steps.describe import describe
from tests.bench.describe_gold import tables_of
from tests.growth import assert_linear

STAMP = "Senin, 12 Juni 2023 19:18 WIB "
UNITS = {
    "dates in one line": STAMP,
    "slashes": "1/2/",
    "credits": "Editor: Budi Santika, Rani Wulan; ",
    "promotions": "Ikuti berita di Kabar ",
    "rights": "© 2020 - 2023 ",
    "months of last year": "14 April tahun lalu, Oktober tahun lalu ",
    "dashes": "A - ",
}
ROLES = ("headline", "timestamp", "byline", "body", "boilerplate")


def rows_of(text: str, role: str) -> dict[str, list[dict[str, object]]]:
    made = tables_of([("a" * 16, text, [(0, len(text), role)], {})])
    return {name: table.to_pylist() for name, table in describe(made, {}, Settings()).items()}


def describing(text: str, role: str) -> Callable[[], object]:
    made = tables_of([("a" * 16, text, [(0, len(text), role)], {})])
    return lambda: describe(made, {}, Settings())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text(unit: str, role: str) -> None:
    words = UNITS[unit]
    assert_linear(lambda chars: describing(words * (chars // len(words)), role), 5_000)


def test_ten_thousand_dates_in_one_line_are_ten_thousand_mentions() -> None:
    assert len(rows_of(STAMP * 10_000, "summary")["date_mentions"]) == 10_000


def test_a_title_of_a_million_characters_is_its_own_headline() -> None:
    title = "Hujan " * 170_000
    assert rows_of(title, "headline")["articles"][0]["headline"] == title.strip()


def test_a_thousand_names_are_a_thousand_contributors() -> None:
    syllables = ("Bu", "Ra", "Si", "To", "Ma", "Ke", "Lo", "Na", "Pi", "Du")
    names = [f"{a}{b.lower()}di {c}{a.lower()}wan" for a in syllables for b in syllables for c in syllables]
    credits = rows_of("Editor: " + ", ".join(names), "byline")["contributors"]
    read = [credit["name"] for credit in credits]
    assert set(read) <= set(names) and len(read) == len(set(read)) >= 980
    assert {credit["role"] for credit in credits} == {"editor"}


@pytest.mark.parametrize(
    "written",
    ["32/13/2020", "30 Februari 2024", "31/04/2023", "1 Januari 0001", "31 Desember 9999", "29 Februari 2023"],
)
def test_what_no_calendar_or_no_setting_holds_has_no_value(written: str) -> None:
    for role in ("timestamp", "body", "boilerplate"):
        rows = rows_of(f"{written} 10:00 WIB", role)
        assert rows["articles"][0]["date_published"] is None
        assert rows["articles"][0]["latest_date_mentioned"] is None
        assert all(mention["value"] is None for mention in rows["date_mentions"])
