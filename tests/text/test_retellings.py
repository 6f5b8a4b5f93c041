"""A body that stands twice in other words: what is found, what is spared, and that hostile texts take no longer."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.text.cleaning.retellings import MOST_WORDS, Told, _common_subsequence, find_retelling
from tests.growth import assert_linear

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BODY = [[f"{line}{word}" for word in LETTERS[:15]] for line in LETTERS[:6]]


def retold(lines: list[list[str]], share: float) -> list[list[str]]:
    """`lines` with `share` of their words replaced by others, evenly."""
    every = round(1 / share)
    return [[word.upper() if place % every == 1 else word for place, word in enumerate(line)] for line in lines]


def test_each_line_of_the_second_telling_points_at_the_first() -> None:
    found = find_retelling([*BODY, *retold(BODY, 1 / 5)])
    assert found == {6 + n: Told(n, n, 12 / 15) for n in range(6)}


def test_a_line_without_words_lies_between() -> None:
    found = find_retelling([*BODY, [], *retold(BODY[:4], 1 / 5), ["lain"]])
    assert sorted(found) == [7, 8, 9, 10]


@pytest.mark.parametrize(
    "below",
    [
        retold(BODY, 1 / 2),  # half of the words are others
        [*reversed(retold(BODY, 1 / 5))],  # in another order, and not from the beginning
        retold(BODY[4:], 1 / 5) * 2,  # goes on from the middle
        retold(BODY[:2], 1 / 5),  # only comes back to the beginning
    ],
)
def test_what_only_shares_words_stays(below: list[list[str]]) -> None:
    assert find_retelling([*BODY, *below]) == {}


def test_a_line_with_a_figure_of_its_own_stays() -> None:
    below = retold(BODY, 1 / 5)
    below[2][1] = "17"
    assert sorted(find_retelling([*BODY, *below])) == [6, 7, 9, 10, 11]
    assert sorted(find_retelling([["pukul", "17"], *BODY, *below])) == [7, 8, 9, 10, 11, 12]


def test_the_telling_with_paragraphs_is_kept() -> None:
    in_one = [word for line in BODY for word in line]
    found = find_retelling([in_one, *retold(BODY, 1 / 5)])
    assert found == {0: Told(1, 6, 0.8)}
    assert sorted(find_retelling([*retold(BODY, 1 / 5), in_one])) == [6]


@given(st.text("abcde", max_size=12), st.text("abcde", max_size=12))
def test_the_common_subsequence_is_a_longest_one(left: str, right: str) -> None:
    lengths = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, word in enumerate(left):
        for j, other in enumerate(right):
            lengths[i + 1][j + 1] = lengths[i][j] + 1 if word == other else max(lengths[i][j + 1], lengths[i + 1][j])
    found = _common_subsequence(left, right)
    assert len(found) == lengths[-1][-1]
    assert all(left[i] == right[j] for i, j in found)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))


def _one_word(size: int) -> list[list[str]]:
    return [["kata"] * 20 for _ in range(size // 20)]


def _few_words(size: int) -> list[list[str]]:
    draw = random.Random(size)
    return [[f"kata{draw.choice(LETTERS)}" for _ in range(20)] for _ in range(size // 20)]


@pytest.mark.parametrize("made", [_one_word, _few_words])
def test_hostile_texts_take_no_longer(made: Callable[[int], list[list[str]]]) -> None:
    lines = {size: made(size) for size in (MOST_WORDS // 4, MOST_WORDS)}
    assert_linear(lambda size: lambda: find_retelling(lines[size]), MOST_WORDS // 4)


def test_nobody_looks_at_a_text_beyond_the_bound() -> None:
    long = [[f"kata{place}{word}" for word in LETTERS[:20]] for place in range(MOST_WORDS // 30)]
    assert find_retelling([*long, *long]) == {}
