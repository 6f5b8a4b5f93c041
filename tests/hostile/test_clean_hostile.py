"""Cleaning of hostile texts: the ledger closes, and time grows with the text. JERNIH_SOAK=1: large ones."""

from __future__ import annotations

import os
from collections.abc import Callable

import pyarrow as pa
import pytest

from etl.settings import Settings
from etl.steps.clean import SIDE, count_lines, merge_lines, segment
from tests.bench.documents import documents_of
from tests.growth import assert_linear
from tests.hostile.texts import CONTROLS, TEXTS, ledger_faults

CHARS = 4_000_000 if os.environ.get("JERNIH_SOAK") else 20_000


def cleaned(documents: pa.Table) -> pa.Table:
    """The segments of `documents`."""
    side = merge_lines([count_lines({"documents": documents}, {}, Settings())])
    return segment({"documents": documents}, {SIDE: side}, Settings())["segments"]


def faults_of(texts: list[str]) -> str:
    """What is wrong with the ledger of `texts`; empty when nothing is."""
    documents = documents_of(texts)
    return ledger_faults(documents, cleaned(documents))


def cleaning(text: str) -> Callable[[], object]:
    documents = documents_of([text])
    return lambda: cleaned(documents)


@pytest.mark.parametrize("name", TEXTS)
def test_ledger_closes_in_linear_time(name: str) -> None:
    assert_linear(lambda chars: cleaning(TEXTS[name](chars)), CHARS // 2)
    assert not faults_of([TEXTS[name](CHARS // 2)])
    assert not faults_of([TEXTS[name](2 * CHARS)])


def test_every_control_character_among_words_and_alone() -> None:
    texts = [f"Warga{char}pulang ke rumah.\n{char}\n{char}{char}Bagikan{char}\n" for char in CONTROLS + "\0\ufffd"]
    assert not faults_of([*texts, "", "\n", " ", "\r\n", "\ufeff", "a"])


def test_a_text_longer_than_a_piece_is_one_document_of_the_ledger() -> None:
    text = TEXTS["many_lines"](450_000)
    documents = documents_of([text, "Pendek.\n"])
    segments = segment({"documents": documents}, {}, Settings())["segments"]
    assert not ledger_faults(documents, segments)
    assert segments["segment_index"].to_pylist()[:45_000] == list(range(45_000))
