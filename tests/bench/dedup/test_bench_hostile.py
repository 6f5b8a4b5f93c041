"""Corpora made to hurt, small: each comes out as it has to, and a body's length does not count in memory.

With JERNIH_SOAK=1 at their full size, which takes some minutes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.bench.dedup import hostile

IS_SOAK = os.environ.get("JERNIH_SOAK") == "1"
DOCUMENTS = 100_000 if IS_SOAK else 2_000
BASE_MB, BYTES_A_DOCUMENT = 350, 1_000


@pytest.mark.parametrize("name", hostile.CASES)
def test_corpus(name: str, tmp_path: Path) -> None:
    count, cost, fault = hostile.run(name, DOCUMENTS, tmp_path)
    assert not fault
    text_mb = 5_000 * DOCUMENTS / 1e6 if name == "huge" else 0  # a body is read whole: three times, decoding it
    assert cost.peak_mb < BASE_MB + BYTES_A_DOCUMENT * count / 1e6 + 3 * text_mb


@pytest.mark.parametrize(
    ("fault", "labels"),
    [
        (hostile._all_alone, ["1", "1"]),
        (hostile._all_one, ["1", "2"]),
        (hostile._links, ["0"] * 9),
        (hostile._links, ["0", "1", "2"]),
        (hostile._twos, ["1", "2", "3", "3"]),
        (hostile._twos, ["1", "1", "1", "1"]),
    ],
)
def test_a_wrong_outcome_is_seen(fault: object, labels: list[str]) -> None:
    assert callable(fault)
    assert fault(labels)
