"""Views of Arrow memory: slices, NULL, chunks and every string type give the same bytes; nothing is copied."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from etl.kernels.calls import grow_clusters, verified_pairs
from etl.kernels.tables import NEAR, NO_ISSUE
from etl.steps.buffers import column_of, list_addresses, lists_of, numbers_of, text_view, words_of

TEXTS = ["satu", None, "", "dua é", "tiga"]


def _texts(column: pa.ChunkedArray) -> list[str]:
    text, bounds = text_view(column)
    return [text[bounds[i] : bounds[i + 1]].tobytes().decode() for i in range(len(bounds) - 1)]


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())]
)
def test_texts_of_any_string_type(kind: pa.DataType) -> None:
    column = pa.chunked_array([pa.array(TEXTS).cast(kind)])
    assert _texts(column) == ["satu", "", "", "dua é", "tiga"]
    assert _texts(column.slice(3, 2)) == ["dua é", "tiga"]


def test_texts_of_many_chunks_and_of_none() -> None:
    assert _texts(pa.chunked_array([["a", "b"], ["c"]])) == ["a", "b", "c"]
    assert _texts(pa.chunked_array([], pa.string())) == []
    assert _texts(pa.chunked_array([pa.nulls(2, pa.string())])) == ["", ""]


def test_a_text_view_copies_nothing() -> None:
    array = pa.array(["x" * 1_000_000], pa.large_string())
    assert text_view(pa.chunked_array([array]))[0].ctypes.data == array.buffers()[2].address


@pytest.mark.parametrize("values", [np.arange(5), np.arange(5)[::2], np.array([0.5, np.nan]), np.array([], np.uint32)])
def test_numbers_there_and_back(values: np.ndarray) -> None:
    column = column_of(values)
    np.testing.assert_array_equal(numbers_of(column), values)
    np.testing.assert_array_equal(numbers_of(column.slice(1)), values[1:])
    np.testing.assert_array_equal(numbers_of(pa.chunked_array([column, column])), np.concatenate([values, values]))
    assert column.type == pa.array(values).type


def test_flags_and_words() -> None:
    flags = np.array([True, False, True, True, False, False, True, False, True])
    assert column_of(flags).to_pylist() == flags.tolist()
    assert words_of(np.array([1, 0, 1]), ("ya", "tidak")).to_pylist() == ["tidak", "ya", "tidak"]


def test_addresses_lead_to_the_elements_of_slices_and_chunks() -> None:
    first = lists_of(np.array([1, 2, 3, 4, 5], np.uint64), np.array([0, 2, 2, 5]))
    second = lists_of(np.array([9], np.uint64), np.array([0, 1]))
    column = pa.chunked_array([first.slice(1), second])
    addresses, counts = list_addresses(column)
    assert counts.tolist() == [0, 3, 1]
    values = first.values.buffers()[1].address
    assert addresses[1] == values + 16
    assert addresses[2] == second.values.buffers()[1].address


def test_pairs_are_verified_at_those_addresses() -> None:
    sets = np.array([2, 4, 6, 8, 2, 4, 6, 10, 100, 102], np.uint64)
    column = pa.chunked_array([lists_of(sets, np.array([0, 4, 8, 10]))])
    none = pa.chunked_array([lists_of(np.empty(0, np.uint64), np.zeros(4, np.int64))])
    arguments = (*list_addresses(column), *list_addresses(none))
    issues, rule = (np.full(3, -1), np.full(3, NO_ISSUE)), (4, 0.5, 0.5, 3, 3, 0.9)
    pairs = verified_pairs(np.array([0, 1, 2], np.uint32), np.array([0, 3]), arguments, issues, 0.5, 64, 16, rule, 8)
    assert pairs.tolist() == [[0, 1, 3, NEAR]]
    canonical, reached_from, common = grow_clusters(
        np.array([1, 0, 2]), pairs[:, 0].copy(), pairs[:, 1].copy(), arguments, issues, 0.25, rule
    )
    assert (canonical.tolist(), reached_from.tolist(), common.tolist()) == ([1, 1, 2], [1, -1, -1], [3, 4, 2])


def test_the_hot_path_does_not_import_pandas() -> None:
    code = (
        "import sys, numpy as np, pyarrow as pa\n"
        "from etl.steps.buffers import column_of, lists_of, numbers_of, text_view, words_of\n"
        "numbers_of(pa.chunked_array([column_of(np.arange(3))])); words_of(np.array([0]), ['a'])\n"
        "lists_of(np.arange(3), np.array([0, 3])); text_view(pa.chunked_array([pa.nulls(0, pa.string())]))\n"
        "assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True)
