"""What a word is: Python, DuckDB and Arrow must agree, or the index holds words that no query can name."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from etl.text import words as module
from etl.text.stems import query_stems, stem
from etl.text.words import RE2_BETWEEN, RE2_WORD, fold, words

# Left out: what Python's older Unicode tables do not know, and the long runs of ideographs, syllables and private use.
RUNS = (
    range(0x3400, 0xA000),
    range(0xAC00, 0xD7A4),
    range(0xE000, 0xF900),
    range(0x17000, 0x18D00),
    range(0x20000, 0x110000),
)
ASSIGNED = [
    chr(at)
    for at in range(1, 0x110000)
    if unicodedata.category(chr(at)) not in ("Cn", "Cs") and not any(at in run[1:-1] for run in RUNS)
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anak-anak naik Rp1.500", ["anak", "anak", "naik", "rp1", "500"]),
        ("COVID-19: e\u0301ra baru_lagi", ["covid", "19", "éra", "baru", "lagi"]),
        ("„KTT” G20—Bali", ["ktt", "g20", "bali"]),
        ("", []),
        (" \n\t-_'", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_python_and_duckdb_agree_on_every_character() -> None:
    sql = "replace(lower(replace(nfc_normalize(c), 'İ', 'i')), 'ς', 'σ')"
    macro = (Path(module.__file__).parents[1] / "store" / "sql" / "search.sql").read_text(encoding="utf-8")
    assert sql.replace("(c)", "(query)") in (module.__doc__ or "")
    assert sql.replace("(c)", "(query)") in macro and RE2_WORD in macro
    table = pa.table({"place": range(len(ASSIGNED)), "c": ASSIGNED})
    con = duckdb.connect()
    con.register("characters", table)
    rows = con.execute(
        f"SELECT c, {sql} AS folded, regexp_full_match(c, '{RE2_WORD}') FROM characters ORDER BY place"
    ).fetchall()
    is_word = re.compile(r"[^\W_]")
    assert [row for row in rows if row[1] != fold(row[0]) or row[2] != bool(is_word.match(row[0]))] == []


def test_arrow_and_python_agree_on_every_character() -> None:
    between = pc.match_substring_regex(pa.array(ASSIGNED), "^" + RE2_BETWEEN + "$").to_pylist()
    is_word = re.compile(r"[^\W_]")
    assert [c for c, b in zip(ASSIGNED, between, strict=True) if b == (bool(is_word.match(c)) or c == " ")] == []


def test_words_takes_linear_time() -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        words("a-" * size)
        return time.process_time() - started

    small, large = min(seconds(100_000) for _ in range(3)), min(seconds(400_000) for _ in range(3))
    assert large < 12 * small + 0.05


@pytest.mark.parametrize("form", ["dibangun", "membangun", "pembangunan", "bangunan", "bangunkanlah"])
def test_forms_share_a_stem(form: str) -> None:
    assert stem(form) == "bangun"


def test_stems_leave_what_is_no_word_alone() -> None:
    assert (stem("500"), stem("rp1"), stem("mbappé"), stem("東京")) == ("500", "rp1", "mbappe", "東京")
    assert query_stems('"Uang negara" dibangunlah') == {"uang": "uang", "negara": "negara", "dibangunlah": "bangun"}
