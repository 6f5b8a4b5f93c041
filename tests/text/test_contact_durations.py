"""How long a contact lasted, as words tell it."""

from __future__ import annotations

import pytest

from etl.text.contacts.durations import duration_of
from etl.text.contacts.words import triggers_in, words_of


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        ("selama 90 menit", 90),
        ("selama satu jam setengah", 90),
        ("selama dua jam setengah", 150),
        ("selama satu setengah jam", 90),
        ("selama empat puluh lima menit", 45),
        ("selama tiga puluh menit", 30),
        ("selama dua puluh dua jam", 1_320),
        ("selama dua belas menit", 12),
        ("selama 1.500 menit", 1_500),
        ("selama 1,5 jam", 90),
        ("selama sejam", 60),
        ("setengah jam", 30),
        ("selama belasan menit", None),
        ("pada pukul 10 wib", None),
        ("pada 10 jam wib", None),
        ("selama lima puluh satu jam", None),
    ],
)
def test_duration(told: str, minutes: int | None) -> None:
    lower = f"kedua menteri bertemu {told} di oslo."
    trigger = triggers_in(lower, words_of(lower))[0]
    assert duration_of(lower, trigger, 0, len(lower)) == minutes
