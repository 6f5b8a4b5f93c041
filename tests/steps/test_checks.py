"""Every check can fail: rows that break each law are found and named."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from etl.contracts.spans import Span
from etl.contracts.tables import TABLES
from etl.settings import Settings
from etl.steps.checks import check_rows, merge_problems, without

TEXT = "Judul berita\n\nIsi berita."


def table(name: str, **columns: list[Any]) -> pa.Table:
    spec = TABLES[name]
    count = len(next(iter(columns.values())))
    blank: dict[str, Any] = {"string": "", "large_string": "", "double": 0.0, "bool": False, "list<item: string>": []}
    filled = {
        c.name: columns.get(c.name, [None if c.nullable else blank.get(str(c.type), 0)] * count) for c in spec.columns
    }
    return pa.table(filled, spec.schema)


def documents() -> pa.Table:
    return table("documents", document_id=["d1"], raw_text=[TEXT], char_count=[len(TEXT)])


def segments(bounds: list[tuple[int, int]], roles: list[str], kept: list[bool] | None = None) -> pa.Table:
    return table(
        "segments",
        document_id=["d1"] * len(bounds),
        segment_index=list(range(len(bounds))),
        char_start=[a for a, _ in bounds],
        char_end=[b for _, b in bounds],
        role=roles,
        is_kept=kept or [role not in ("blank", "boilerplate", "repeat") for role in roles],
    )


def problems(**batch: pa.Table) -> dict[tuple[str, str], list[str]]:
    rows = check_rows(batch, {}, Settings()).to_pylist()
    return {(row["table"], row["check"]): row["examples"] for row in rows}


WHOLE = ([(0, 13), (13, 14), (14, 25)], ["headline", "blank", "body"])


def test_a_closed_ledger_has_no_problem() -> None:
    assert problems(documents=documents(), segments=segments(*WHOLE)) == {}


@pytest.mark.parametrize(
    ("bounds", "roles", "kept", "says"),
    [
        ([(0, 13), (14, 25)], ["headline", "body"], None, "not covered between characters 13 and 14"),
        ([(0, 13), (13, 24)], ["headline", "body"], None, "not covered between characters 24 and 25"),
        ([(0, 14), (13, 25)], ["headline", "body"], None, "not covered between characters 14 and 13"),
        ([(0, 13), (13, 13), (13, 25)], ["headline", "blank", "body"], None, "not covered"),
        (*WHOLE, [True, True, True], "segment 1 is blank and is_kept is True"),
    ],
)
def test_an_open_ledger_is_named(
    bounds: list[tuple[int, int]], roles: list[str], kept: list[bool] | None, says: str
) -> None:
    found = problems(documents=documents(), segments=segments(bounds, roles, kept))
    assert any(says in example for example in found["segments", "ledger"])


def test_words_outside_a_closed_set_and_nulls_are_named() -> None:
    strange = segments([(0, 25)], ["judul"])
    assert problems(documents=documents(), segments=strange)["segments", "schema"] == [
        "role: 'judul' is not one of its words"
    ]


def test_a_share_beyond_one_is_named() -> None:
    rows = table(
        "mentions",
        document_id=["d1"],
        char_start=[0],
        char_end=[5],
        surface=["Judul"],
        entity_type=["PLACE"],
        confidence=[1.5],
    )
    assert "leaves 0..1" in problems(documents=documents(), mentions=rows)["mentions", "schema"][0]


@pytest.mark.parametrize(
    ("start", "end", "surface", "says"),
    [
        (0, 5, "judul", 'slices to "Judul" but reports "judul"'),
        (20, 26, "rita.", "lies outside"),
        (5, 4, "", "lies outside"),
    ],
)
def test_a_span_that_does_not_slice_is_named(start: int, end: int, surface: str, says: str) -> None:
    rows = table(
        "mentions", document_id=["d1"], char_start=[start], char_end=[end], surface=[surface], entity_type=["PLACE"]
    )
    assert says in problems(documents=documents(), mentions=rows)["mentions", "sliced"][0]


def test_a_quote_is_its_slice_less_dropped_segments() -> None:
    assert without("abcXXdefYYg", Span(1, 10), [Span(3, 5), Span(8, 12)]) == "bcdef"
    assert without("abc", Span(0, 3), []) == "abc"


def test_merging_adds_up_and_keeps_the_first_ten() -> None:
    one = check_rows({"documents": documents(), "segments": segments([(0, 12)], ["body"])}, {}, Settings())
    merged = merge_problems([merge_problems([one] * 7), *[one] * 5]).to_pylist()
    assert [(row["total"], len(row["examples"])) for row in merged] == [(12, 10)]
    assert merge_problems([]).num_rows == 0
