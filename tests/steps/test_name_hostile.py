"""Names in hostile text: no crash, and time that grows with the length, not faster."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from etl.settings import Settings
from etl.steps.name import find_mentions
from tests.growth import assert_linear
from tests.steps.test_name_cases import batch_of, named

SHORT_CHARS = 6_000
HOSTILE = {
    "opening brackets": "(",
    "one city": "Jakarta ",
    "one country": "Republik Indonesia ",
    "persons of one age": "Rahmat Hidayat (38), ",
    "offices and commas": "Ketua , ",
    "short forms": "Badan Pangan Nasional (BPN) ",
    "given names in brackets": "(Budi) Santoso ",
    "addresses": "a.com.",
    "hyphens": "Rahmat-",
    "speakers": "kata Budi ",
    "titles": "Presiden ",
    "levels": "Kecamatan Hiliran Gumanti ",
    "capitals": "PRESIDEN PRABOWO ",
    "initials": "A. ",
    "Cyrillic": "Владимир Путин ",
    "Arabic": "محمد بن سلمان ",
    "other direction and control": "\u202e\u0000\u200f",
    "short lines": "Rahmat Hidayat\n",
}


def _finding(text: str) -> Callable[[], object]:
    batch = batch_of(text)
    return lambda: find_mentions(batch, {}, Settings())


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_text(unit: str) -> None:
    assert_linear(lambda chars: _finding((unit * (chars // len(unit) + 1))[:chars]), SHORT_CHARS)


def test_a_million_opening_brackets_hold_no_name() -> None:
    assert find_mentions(batch_of("(" * 1_000_000), {}, Settings())["mentions"].num_rows == 0


def test_a_name_after_a_megabyte_of_noise_is_found() -> None:
    assert "Surabaya = LOC" in named(batch_of("\u202e\u0000" * 100_000 + " ia tiba di Surabaya."))


def test_spans_slice_to_their_surface_in_every_text() -> None:
    for unit in HOSTILE.values():
        text = unit * 200
        for row in find_mentions(batch_of(text), {}, Settings())["mentions"].to_pylist():
            assert text[row["char_start"] : row["char_end"]] == row["surface"]
