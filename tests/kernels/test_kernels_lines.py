"""The kernels of the clean step against their oracle: lines, repeats inside a text, articles a line stands in."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.kernels.frequencies import fold, frequencies, sightings
from etl.kernels.lines import CHARS, LETTERS, MASK, WORDS, Lines, read_lines, word_table
from etl.kernels.repeats import find_repeats
from tests.kernels import line_oracle as oracle

TABLE = word_table({"yang": 1, "the": 2, "baca": 4, "réservés": 16, "حقوق": 16, "лента": 16})
WORD = st.sampled_from(
    ["banjir", "Warga", "DESA", "3", "12.5", "é", "Éditeur", "rumah", "حقوق", "di", "-", "“air”", "\u200f", "😀"]
)
LINE = st.lists(WORD, max_size=14).map(" ".join)
TEXT = st.lists(LINE, max_size=10).map("\n".join)
HOSTILE = st.text(st.characters(codec="utf-8"), max_size=60)


def read(texts: list[str]) -> Lines:
    encoded = [text.encode() for text in texts]
    offsets = np.concatenate([[0], np.cumsum([len(text) for text in encoded])]).astype(np.int64)
    return read_lines(np.frombuffer(b"".join(encoded) or b"\0", np.uint8), offsets, TABLE)


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXT | HOSTILE, min_size=1, max_size=4))
def test_lines_are_cut_and_counted_as_the_oracle_does(texts: list[str]) -> None:
    found = read(texts)
    number = 0
    keys: dict[object, int] = {}
    folded: dict[object, int] = {}
    for document, text in enumerate(texts):
        lines = oracle.lines_of(text)
        assert found.first[document] == number and found.first[document + 1] == number + len(lines)
        at = 0
        for line in lines:
            assert found.char_start[number] == at
            words = oracle.words_of(line)
            assert found.counts[number, WORDS] == len(words)
            assert found.word_start[number + 1] - found.word_start[number] == len(words)
            blank = oracle.key_of(line) is None
            assert (found.key[number] == 0) == blank == (found.counts[number, CHARS] == 0)
            for known, hashes, key in (
                (keys, found.key, oracle.key_of(line)),
                (folded, found.folded, oracle.key_of(line, folded=True)),
            ):
                assert known.setdefault(key, int(hashes[number])) == int(hashes[number]), line
            at += len(line)
            number += 1
    assert len(set(keys.values())) == len(keys) and len(set(folded.values())) == len(folded)


def test_words_of_the_table_are_known_whatever_their_script_and_case() -> None:
    found = read(["Tous droits RÉSERVÉS\n", "جميع حقوق النشر\n", "лента\n", "yang\n", "reserves\n"])
    assert found.counts[:, MASK].tolist() == [16, 16, 16, 1, 0]
    assert found.counts[:, LETTERS].tolist() == [18, 13, 5, 4, 8]


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXT | HOSTILE, min_size=1, max_size=4))
def test_repeats_are_those_of_the_oracle(texts: list[str]) -> None:
    lines = read(texts)
    found = find_repeats(lines)
    for document, text in enumerate(texts):
        begin = int(lines.first[document])
        for place, expected in enumerate(oracle.repeats_of(text)):
            got = oracle.Repeat(
                *(
                    int(column[begin + place]) - (begin if is_line and column[begin + place] >= 0 else 0)
                    for column, is_line in (
                        (found.twin, True), (found.grams, False), (found.seen, False), (found.owner, True),
                        (found.owned, False), (found.owner_first, True), (found.owner_last, True),
                    )
                )
            )  # fmt: skip
            assert got == expected, (text, place)


BODIES = [
    f"{'paragraf panjang ' * 6}nomor {word} ditulis oleh warga desa." for word in ("satu", "dua", "tiga", "empat")
]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(BODIES), st.lists(st.sampled_from(["Bagikan", "12 Komentar", "Baca juga", "-"]), max_size=3)),
        min_size=1,
        max_size=8,
    ),
    st.data(),
)  # fmt: skip
def test_articles_of_a_line_are_counted_as_the_oracle_does(
    pages: list[tuple[str, list[str]]], data: st.DataObject
) -> None:
    texts = ["\n".join([*furniture, body, *furniture[:1]]) for body, furniture in pages]
    groups = [data.draw(st.sampled_from(["a", "b"])) for _ in texts]
    lines = read(texts)
    number = {"a": 11, "b": 22}
    columns = sightings(lines, np.array([[number[group]] for group in groups], np.uint64))
    known = fold(*columns)
    halves = [fold(*(column[n::2] for column in columns)) for n in (0, 1)]
    merged = fold(*(np.concatenate([half[n] for half in reversed(halves)]) for n in range(3)))
    assert all(np.array_equal(a, b) for a, b in zip(known, merged, strict=True))
    overall, most, _ = frequencies(*known, lines.folded)
    expected = oracle.articles_of_lines(texts, groups)
    every_line = [line for text in texts for line in oracle.lines_of(text)]
    for place, line in enumerate(every_line):
        assert (int(overall[place]), int(most[place])) == expected[oracle.key_of(line, folded=True)]
