"""A trace changes no answer: what describe reads with marks and triggers is what it reads when it looks at every line.

JERNIH_SOAK=1: thirty times as many texts.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from etl.settings import Settings
from etl.steps import describe as step
from etl.steps.traces import Batch, model_visits, traced_batch
from etl.text.language import identify, language_of_body
from etl.text.metadata.page import Page, Segment
from tests.bench.describe_gold import tables_of
from tests.texts_with_traces import page

PAGES = 1_500
TURNS = 30 if os.environ.get("JERNIH_SOAK") else 1


@pytest.mark.parametrize("turn", range(TURNS))
def test_marks_lose_nothing(turn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(turn)
    made = tables_of([(f"{index:016d}", *page(rng), {}) for index in range(PAGES)])
    traced = step.describe(made, {}, Settings())
    with_marks = Batch.pages

    def without_marks(batch: Batch) -> Iterator[tuple[str, Page]]:
        for document_id, traced_page in with_marks(batch):
            segments = [Segment(start, end, role) for start, end, role, _ in traced_page.segments]
            yield document_id, Page(traced_page.text, segments, traced_page.record)

    monkeypatch.setattr(Batch, "pages", without_marks)

    def untold(documents: pa.Table, segments: pa.Table) -> Batch:
        batch = traced_batch(documents, segments)
        untold = np.zeros(PAGES, bool)
        return replace(batch, traced=batch.traced._replace(is_plain=untold, is_even=untold))

    monkeypatch.setattr(step, "traced_batch", untold)
    plain = step.describe(made, {}, Settings())
    for name, table in plain.items():
        assert traced[name].num_rows == table.num_rows
        for column in table.column_names:
            assert traced[name][column].to_pylist() == table[column].to_pylist(), (name, column)
    assert plain["contributors"].num_rows > PAGES / 10
    assert plain["date_mentions"].num_rows > PAGES


@pytest.mark.parametrize(
    "text",
    ["", "Harga emas Antam turun tajam pada perdagangan kemarin pagi.", "The cabinet met on Friday, officials said.",
     "L'accès à ces données est réservé aux abonnés du journal.", "Ж日😀 " * 200, "RALAT: HARGA CABAI NAIK " * 40],
)  # fmt: skip
def test_the_kernel_counts_features_as_the_model_does(text: str) -> None:
    assert identify(text, model_visits) == identify(text)
    assert language_of_body([text], model_visits) == language_of_body([text])
