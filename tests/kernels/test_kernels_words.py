"""Words as the kernel reads them against the oracle: scripts, block borders, hostile bytes."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.kernels.calls import hash_words, sign
from etl.kernels.tables import IGNORED, SEPARATOR, TABLE_SIZE, fold_table
from tests.kernels import oracle


def _hashes(text: str | bytes) -> list[int]:
    content = text.encode() if isinstance(text, str) else text
    return hash_words(np.frombuffer(content, np.uint8)).tolist()


def _agrees(texts: list[str]) -> None:
    """Words of all texts: as many as the oracle's, equal hashes exactly where the oracle's words are equal."""
    hash_of: dict[str, int] = {}
    for text in texts:
        expected, found = oracle.words(text), _hashes(text)
        assert len(found) == len(expected), text
        for word, value in zip(expected, found, strict=True):
            assert hash_of.setdefault(word, value) == value, word
    assert len(set(hash_of.values())) == len(hash_of)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KEMENTERIAN Luar Negeri", "kementerian luar negeri"),
        ("Presiden Erdoğan", "presiden erdogan"),
        ("Presiden Erdog\u0306an", "presiden erdogan"),
        ("МОСКВА, Россия", "москва россия"),
        ("الأُمَم المتحدة", "الامم المتحدة"),
        ("كـــتاب", "كتاب"),
        ("pem\u00aderintah pem\u200berintah", "pemerintah pemerintah"),
        ("٢٠٢٥", "2025"),
        ("２０２５ ＡＢＣ", "2025 abc"),
        ("“Kami menunggu,” katanya…", "kami menunggu katanya"),
        ("Jum’at—Sabtu", "jum at sabtu"),
        ("pertanggungjawabannya PERTANGGUNGJAWABANNYA", "pertanggungjawabannya pertanggungjawabannya"),
    ],
)
def test_equal_words(one: str, other: str) -> None:
    assert _hashes(one) == _hashes(other)


@pytest.mark.parametrize(
    ("one", "other"), [("1.904", "1904"), ("kata", "katak"), ("東京", "京東"), ("a" * 16, "a" * 17)]
)
def test_different_words(one: str, other: str) -> None:
    assert _hashes(one) != _hashes(other)


@given(st.lists(st.text(max_size=200), max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_text(texts: list[str]) -> None:
    _agrees(texts)


@given(
    st.lists(
        st.text(alphabet="aZ9éжع東 .,’\u00ad\u0301\U0001f600\U00020000", min_size=40, max_size=220),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=300, deadline=None)
def test_text_of_many_scripts(texts: list[str]) -> None:
    _agrees(texts)


@pytest.mark.parametrize("length", [1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 129, 200, 1000])
@pytest.mark.parametrize("lead", [0, 1, 55, 63, 64])
@pytest.mark.parametrize("letter", ["a", "é", "東"])
def test_words_across_blocks(length: int, lead: int, letter: str) -> None:
    _agrees([" " * lead + letter * length + " akhir", letter * length])


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_bytes_that_are_no_text_do_not_crash(content: bytes) -> None:
    assert len(_hashes(content)) <= len(content)


def test_text_beside_a_text_changes_nothing() -> None:
    """A text is read to its own end, whatever stands before and after it in the buffer."""
    texts = ["satu dua tiga", "empat", "", "lima enam — tujuh", "x" * 130, "é" * 70]
    joined = "".join(texts).encode()
    bounds = np.cumsum([0, *(len(text.encode()) for text in texts)])
    keys, sequences, counts = sign(np.frombuffer(joined, np.uint8), bounds, 3, 4, 2)
    for place, text in enumerate(texts):
        alone = sign(np.frombuffer(text.encode(), np.uint8), np.array([0, len(text.encode())]), 3, 4, 2)
        assert (keys[:, place] == alone[0][:, 0]).all()
        assert (sequences[place], counts[place]) == (alone[1][0], alone[2][0])


def test_fold_table_agrees_with_the_oracle() -> None:
    table = fold_table()
    for code in range(TABLE_SIZE):
        if 0xD800 <= code < 0xE000:
            continue
        expected = oracle.folded(chr(code))
        found = int(table[code])
        assert (SEPARATOR if expected is None else IGNORED if expected == "" else ord(expected)) == found, hex(code)


@pytest.mark.parametrize("unit", ["—a", "a", "é", "\u0301", "a,", "東、"])
def test_time_grows_with_length_alone(unit: str) -> None:
    """Four times the text takes about four times as long, whatever runs it is made of (quadratic would be sixteen)."""

    def seconds(repeats: int) -> float:
        content = np.frombuffer(unit.encode() * repeats, np.uint8)
        bounds = np.array([0, len(content)])
        best = 1e9
        for _ in range(3):
            began = time.process_time()
            sign(content, bounds, 3, 1, 1)
            best = min(best, time.process_time() - began)
        return best

    seconds(10)
    assert seconds(4_000_000) < 10 * seconds(1_000_000) + 0.05
