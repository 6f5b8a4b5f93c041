"""Traces against plain Python: automata, marks, triggers, words and the language of random and hostile text."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from etl.contracts.enums import DROPPED_ROLES
from etl.kernels.automata import searcher, trie
from etl.steps.traces import Batch, traced_batch
from etl.text import marks
from etl.text.dates.find import dates_at, find_dates
from etl.text.language import language_of_body
from etl.text.metadata.credits import LABEL_CHARS
from etl.text.metadata.page import Page, Segment
from tests.bench.describe_gold import tables_of
from tests.kernels.trace_oracle import body_of, is_common, marks_of
from tests.texts_with_traces import page

PAGES = 400


@pytest.fixture(scope="module")
def pages() -> list[tuple[str, list[tuple[int, int, str]]]]:
    rng = random.Random(11)
    return [page(rng) for _ in range(PAGES)]


@pytest.fixture(scope="module")
def batch(pages: list[tuple[str, list[tuple[int, int, str]]]]) -> Batch:
    made = tables_of([(f"{index:016d}", text, parts, {}) for index, (text, parts) in enumerate(pages)])
    return traced_batch(made["documents"], made["segments"])


def paragraphs_of(parts: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    return [(start, end) for start, end, role in parts if role in ("body", "subheading")]


def test_a_searcher_finds_every_word_that_ends_somewhere() -> None:
    words = {"ab": 1, "b": 2, "bab": 4, "©": 8}
    classes, moves, says = searcher(words)
    text = "xBABab ©b".encode()
    state, found = 0, []
    for byte in text:
        state = int(moves[state + classes[byte]])
        found.append(int(says[state]))
    lower = text.lower()
    assert found == [
        sum(bit for word, bit in words.items() if lower[: place + 1].endswith(word.encode()))
        for place in range(len(text))
    ]


def test_a_trie_holds_its_words_and_nothing_else() -> None:
    words = {"hari ": 1, "hari ini": 2, "19": 3}
    classes, moves, says = trie(words)

    def said(word: str) -> int:
        state = 0
        for byte in word.encode():
            state = int(moves[state + classes[byte]])
            if state == 0:
                return 0
        return int(says[state])

    assert {word: said(word) for word in (*words, "hari", "Hari ", "1", "199", "x")} == {
        **words, "hari": 0, "Hari ": 0, "1": 0, "199": 0, "x": 0,
    }  # fmt: skip


def test_marks_are_the_words_that_stand_there(
    batch: Batch, pages: list[tuple[str, list[tuple[int, int, str]]]]
) -> None:
    words, seen = marks.mark_words(), 0
    common = batch.traced.is_common.tolist()
    for index, (text, parts) in enumerate(pages):
        assert common[index] == is_common(text), index
        if not common[index]:
            continue
        told = batch.traced.marks[batch.first_segment[index] : batch.first_segment[index + 1]].tolist()
        assert told == [marks_of(text, start, end, words, LABEL_CHARS, marks.IN_HEAD) for start, end, _ in parts], index
        seen += sum(map(bool, told))
    assert seen > PAGES
    assert not all(common)


def test_triggers_are_all_that_the_readers_of_dates_need(
    batch: Batch, pages: list[tuple[str, list[tuple[int, int, str]]]]
) -> None:
    rows, ends = list(map(tuple, batch.traced.triggers.tolist())), batch.traced.trigger_ends.tolist()
    seen = 0
    for index, (text, parts) in enumerate(pages):
        runs = Page(text, [Segment(*part) for part in parts]).kept_runs()
        expected = [found for run in runs for found in find_dates(text, run.start, run.end)]
        if batch.traced.is_common[index]:
            assert dates_at(text, rows[ends[index] : ends[index + 1]]) == expected, index
        seen += len(expected)
    assert seen > PAGES


def test_bodies_and_words_are_those_of_str(batch: Batch, pages: list[tuple[str, list[tuple[int, int, str]]]]) -> None:
    ends, words = batch.traced.body_ends.tolist(), batch.traced.words.tolist()
    for index, (text, parts) in enumerate(pages):
        body = batch.traced.body[ends[index] : ends[index + 1]].tobytes().decode()
        assert (body, words[index]) == body_of(text, paragraphs_of(parts)), index


def test_shares_are_those_of_the_characters(batch: Batch, pages: list[tuple[str, list[tuple[int, int, str]]]]) -> None:
    kept, boilerplate, repeat = (shares.tolist() for shares in batch.shares())
    for index, (text, parts) in enumerate(pages):
        total = len(text) or 1
        assert kept[index] == sum(end - start for start, end, role in parts if role not in DROPPED_ROLES) / total
        assert boilerplate[index] == sum(end - start for start, end, role in parts if role == "boilerplate") / total
        assert repeat[index] == sum(end - start for start, end, role in parts if role == "repeat") / total


def test_what_is_plainly_indonesian_is_indonesian() -> None:
    rng = random.Random(5)
    small = ("yang", "dan", "di", "itu", "Yang", "DI", "ke", "dari,")
    plain_words = ("rumah", "polisi", "beliau", "pihaknya", "wang", "rimba-rimba", "é", "1.200", "(AS)", "tidak.")
    others = ("the", "of", "and", "kolej", "Kolej,", "“polis”", "ſyarikat")
    pages = []
    for _ in range(300):
        share, strange = rng.random() * 0.4, rng.choice((0.0, 0.0, 0.01, 0.3))
        lines: list[str] = []
        for _ in range(rng.randrange(1, 7)):
            words = [
                rng.choice(small if rng.random() < share else others if rng.random() < strange else plain_words)
                for _ in range(rng.choice((2, 20, 90, 300)))
            ]
            lines.append(" ".join(words) + rng.choice(("\n", " \n", "\u2028\n")))
        bounds = np.cumsum([0, *map(len, lines)]).tolist()
        pages.append(("".join(lines), [(a, b, "body") for a, b in pairwise(bounds)]))
    made = tables_of([(f"{index:016d}", text, parts, {}) for index, (text, parts) in enumerate(pages)])
    traced = traced_batch(made["documents"], made["segments"]).traced
    plain, even = traced.is_plain.tolist(), traced.is_even.tolist()
    for is_plain, is_even, (text, parts) in zip(plain, even, pages, strict=True):
        paragraphs = [text[start:end].strip() for start, end, _ in parts]
        told = language_of_body(paragraphs)
        assert not is_plain or told == ("id", 1.0)
        assert not is_even or told == language_of_body(paragraphs, is_even=True)
    assert sum(plain) < sum(even) < 300
    assert 40 < sum(plain) < 260
