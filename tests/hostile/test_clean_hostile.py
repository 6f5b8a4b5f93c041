"""Cleaning of hostile texts: the ledger closes, and twice the text takes about twice the time. JERNIH_SOAK=1: large ones."""

from __future__ import annotations

import os
import time

import pytest

from etl.settings import Settings
from etl.steps.clean import SIDE, count_lines, merge_lines, segment
from tests.bench.documents import documents_of
from tests.growth import assert_linear
from tests.hostile.texts import CONTROLS, TEXTS, ledger_faults

CHARS = 4_000_000 if os.environ.get("JERNIH_SOAK") else 20_000


def cleaned(texts: list[str]) -> tuple[float, str]:
    """CPU seconds of cleaning, and what is wrong with the ledger."""
    documents = documents_of(texts)
    began = time.process_time()
    side = merge_lines([count_lines({"documents": documents}, {}, Settings())])
    segments = segment({"documents": documents}, {SIDE: side}, Settings())["segments"]
    return time.process_time() - began, ledger_faults(documents, segments)


@pytest.mark.parametrize("name", TEXTS)
def test_ledger_closes_in_linear_time(name: str) -> None:
    cleaned(["Hangat."])
    _, faults = cleaned([TEXTS[name](CHARS // 2)])
    assert not faults
    assert_linear(lambda chars: cleaned([TEXTS[name](chars)])[0], CHARS // 2)
    assert not cleaned([TEXTS[name](2 * CHARS)])[1]


def test_every_control_character_among_words_and_alone() -> None:
    texts = [f"Warga{char}pulang ke rumah.\n{char}\n{char}{char}Bagikan{char}\n" for char in CONTROLS + "\0\ufffd"]
    _, faults = cleaned([*texts, "", "\n", " ", "\r\n", "\ufeff", "a"])
    assert not faults


def test_a_text_longer_than_a_piece_is_one_document_of_the_ledger() -> None:
    text = TEXTS["many_lines"](450_000)
    documents = documents_of([text, "Pendek.\n"])
    segments = segment({"documents": documents}, {}, Settings())["segments"]
    assert not ledger_faults(documents, segments)
    assert segments["segment_index"].to_pylist()[:45_000] == list(range(45_000))
