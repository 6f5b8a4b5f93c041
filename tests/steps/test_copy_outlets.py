"""Which outlet a page has that does not name one: its folder's or file's, and only where that is clear."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from etl.steps.copy_outlets import outlets_of, plain_names
from etl.store.door import News
from etl.store.layout import find_warehouse


def _same(pages: list[tuple[str, str | None]]) -> list[int]:
    """For each page the first page of the same outlet, -1 where none is known."""
    publishers = pa.chunked_array([[name for _, name in pages]], pa.string())
    codes = outlets_of(publishers, pa.chunked_array([[path for path, _ in pages]], pa.string())).tolist()
    return [codes.index(code) if code >= 0 else -1 for code in codes]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([], []),
        ([("a/1.txt", None), ("a/2.txt", None)], [-1, -1]),
        ([("a/1.txt", "Pos Timur"), ("b/2.txt", "postimur.co.id"), ("c/3.txt", "Suara Selat")], [0, 0, 2]),
        # Two that agree, half of the folder: it is theirs. Two of five: it is not. One: only by the folder's name.
        ([("a/1", "Pos Timur"), ("a/2", "pos-timur"), ("a/3", None), ("a/4", None)], [0, 0, 0, 0]),
        ([("a/1", "Pos Timur"), ("a/2", "Pos Timur"), ("a/3", None), ("a/4", None), ("a/5", None)], [0, 0, -1, -1, -1]),
        ([("a/1", "Pos Timur"), ("a/2", None)], [0, -1]),
        ([("arsip/pos-timur/1", "Pos Timur"), ("arsip/pos-timur/2", None), ("arsip/3", None)], [0, 0, -1]),
        # Several outlets in one folder, and records of one file.
        ([("a/1", "Pos Timur"), ("a/2", "Pos Timur"), ("a/3", "Suara Selat"), ("a/4", None)], [0, 0, 2, -1]),
        ([("x.jsonl", "Pos Timur"), ("x.jsonl", "Pos Timur"), ("x.jsonl", None), ("y.txt", None)], [0, 0, 0, -1]),
        ([("1", "..."), ("2", None)], [-1, -1]),
    ],
)
def test_outlets(pages: list[tuple[str, str | None]], expected: list[int]) -> None:
    assert _same(pages) == expected


def test_one_name_in_many_spellings() -> None:
    assert set(plain_names(["Situs Raya", "situs-raya", "SITUSRAYA.co.id", " situs_raya.id "])) == {"situsraya"}
    assert plain_names(["bali.situs.com", "m.situs.id", "situs.com.my", "Situs.or.id"]) == [
        "balisitus",
        "msitus",
        "situs",
        "situs",
    ]


def test_the_catalog_tells_outlets_as_the_step_does(sample_warehouse: Path) -> None:
    with News(find_warehouse(sample_warehouse)) as news:
        rows = news.sql("SELECT DISTINCT publisher_name, outlet FROM articles WHERE publisher_name IS NOT NULL").rows()
    assert len(rows) > len({row["outlet"] for row in rows}) > 3
    assert [row["outlet"] for row in rows] == plain_names([row["publisher_name"] for row in rows])
