"""Signatures, shingle sets and slots against the oracle."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.kernels.calls import hash_words, shingle_sets, sign
from etl.kernels.tables import CHUNK, calendar_table
from tests.kernels import oracle

SIZE = 3


def _packed(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    encoded = [text.encode() for text in texts]
    return np.frombuffer(b"".join(encoded), np.uint8), np.cumsum([0, *map(len, encoded)])


def _calendar() -> tuple[np.ndarray, np.ndarray]:
    hashes = hash_words(np.frombuffer(" ".join(oracle.CALENDAR).encode(), np.uint8))
    return calendar_table(hashes, np.array(list(oracle.CALENDAR.values()), np.uint8))


def _sets(texts: list[str], size: int = SIZE) -> list[tuple[np.ndarray, np.ndarray]]:
    text, bounds = _packed(texts)
    counts = sign(text, bounds, size, 1, 1)[2]
    sets, ends, slots, slot_ends = shingle_sets(text, bounds, np.arange(len(texts)), counts, size, *_calendar())
    return [(sets[ends[i] : ends[i + 1]], slots[slot_ends[i] : slot_ends[i + 1]]) for i in range(len(texts))]


def _random_text(seed: int, count: int, vocabulary: int) -> str:
    draw = random.Random(seed)
    parts = [
        "12",
        "1.904.000",
        "Mei",
        "Senin",
        "04:33",
        "12/5/2025",
        "Rp90.500",
        "IDR90,5",
        "rupa90.1",
        "27rb",
        "06.00wib",
        "Minggu",
        "Ahad",
    ]
    parts += ["é", "Москва"]
    parts += [f"kata{place}" for place in range(vocabulary)]
    return " ".join(draw.choice(parts) for _ in range(count))


TEXTS = [
    "",
    "satu",
    "satu dua",
    "satu dua tiga",
    "satu dua tiga satu dua tiga",
    *(_random_text(seed, 60, 30) for seed in range(6)),
    _random_text(7, 3 * CHUNK + 5, 50),
    _random_text(8, CHUNK, 5),
    _random_text(9, CHUNK + 200, 2000),
    " ".join(["1.1.1.1.1"] * CHUNK),
]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_sets_are_those_of_the_oracle(size: int) -> None:
    found = _sets(TEXTS, size)
    for text, (values, _) in zip(TEXTS, found, strict=True):
        assert (values[1:] > values[:-1]).all()
        assert len(values) == len(oracle.shingles(text, size))
    for left in range(len(TEXTS)):
        for right in range(left):
            both = len(np.intersect1d(found[left][0], found[right][0]))
            assert both == len(oracle.shingles(TEXTS[left], size) & oracle.shingles(TEXTS[right], size))


def test_lowest_bit_says_slot_word() -> None:
    for text, (values, _) in zip(TEXTS, _sets(TEXTS), strict=True):
        expected = sum(any(map(oracle.is_slot_word, shingle)) for shingle in oracle.shingles(text, SIZE))
        assert int((values & np.uint64(1)).sum()) == expected


@pytest.mark.parametrize("text", TEXTS)
def test_slots_are_those_of_the_oracle(text: str) -> None:
    figures, days = oracle.slots(text)
    ((_, found),) = _sets([text])
    of_days = found & np.uint64(1) == 1
    if text.startswith("1.1.1"):  # longer than a figure may be: cut, but never lost or doubled without end
        assert 0 < len(found) <= len(oracle.words(text))
    else:
        assert (int((~of_days).sum()), int(of_days.sum())) == (len(figures), len(days))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Senin 12 Mei 2025", "Senin (12/5) 2025"),
        ("harga 1.904.000 rupiah", "harga 1,904,000 dolar"),
        ("pukul 04.33 WIB", "pukul 04:33 waktu setempat"),
        ("Beras dijual Rp12.500", "Beras dijual Rp 12.500"),
        ("berat 12kg", "berat 12 kg"),
        ("Minggu malam", "Ahad malam"),
    ],
)
def test_one_slot_written_in_two_ways(one: str, other: str) -> None:
    (_, left), (_, right) = _sets([one, other])
    assert left.tolist() == right.tolist()


@given(st.lists(st.integers(0, 3), max_size=200), st.lists(st.integers(0, 3), max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_two_sets_share_what_the_oracle_says(left: list[int], right: list[int]) -> None:
    texts = [" ".join(f"k{value}" for value in values) for values in (left, right)]
    (one, _), (other, _) = _sets(texts)
    assert len(np.intersect1d(one, other)) == len(oracle.shingles(texts[0], SIZE) & oracle.shingles(texts[1], SIZE))


def test_word_sequence_decides_the_exact_key() -> None:
    texts = ["Satu, dua: TIGA.", "satu dua tiga", "dua satu tiga", "satu dua tiga tiga", "satudua tiga"]
    _, sequences, counts = sign(*_packed(texts), SIZE, 1, 1)
    assert sequences[0] == sequences[1]
    assert len(set(sequences.tolist())) == 4
    assert counts.tolist() == [3, 3, 3, 4, 2]


def test_long_text_is_signed_as_it_would_be_in_one_piece() -> None:
    """Band keys depend on the set of shingles alone, wherever the chunks are cut."""
    body = _random_text(3, CHUNK + 700, 400)
    repeated = " ".join([body, body])
    with_seam = oracle.shingles(repeated, SIZE) - oracle.shingles(body, SIZE)
    assert len(with_seam) <= SIZE - 1
    keys, _, _ = sign(*_packed([body, repeated]), SIZE, 60, 1)
    assert (keys[:, 0] == keys[:, 1]).mean() > 0.9


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_band_keys_collide_as_often_as_jaccard_says(share: float) -> None:
    common = int(1000 * 2 * share / (1 + share))
    texts = [
        " ".join([f"sama{i}" for i in range(common)] + [f"{who}{i}" for i in range(1000 - common)]) for who in "ab"
    ]
    true = oracle.jaccard(*texts)
    keys, _, _ = sign(*_packed(texts), SIZE, 2000, 1)
    assert float((keys[:, 0] == keys[:, 1]).mean()) == pytest.approx(true, abs=0.045)
