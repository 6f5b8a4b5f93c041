"""The search index and the SQL macro that reads it, together: what is found, in which order, with which score."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date
from math import log
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from search_oracle import Corpus

from etl.contracts.tables import TABLES, in_order
from etl.settings import Settings
from etl.steps import index
from etl.store.folding import folded
from etl.store.views import sql_of
from etl.text.stems import query_stems, stem
from etl.text.words import words

CASES = Path(__file__).resolve().parents[1] / "cases" / "search"


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").split("\n") if line]


def articles(rows: list[dict[str, Any]]) -> pa.Table:
    rows = sorted(rows, key=lambda row: row["id"])
    return pa.table(
        {
            "document_id": pa.array([row["id"] for row in rows], pa.string()),
            "headline": pa.array([row["headline"] for row in rows], pa.string()),
            "article_body": pa.array([row["body"] for row in rows], pa.large_string()),
            "date_published": pa.array([date(2022, 3, 14)] * len(rows), pa.date32()),
            "publisher_name": pa.array(["L"] * len(rows), pa.string()),
            "is_canonical": pa.array([row["id"] != "b2" for row in rows], pa.bool_()),
        }
    )


def built(table: pa.Table, batch_rows: int = 3, settings: Settings | None = None) -> dict[str, pa.Table]:
    """The three search tables, made batch by batch as the engine does."""
    settings = settings or Settings()
    parts = [table.slice(at, batch_rows) for at in range(0, max(1, table.num_rows), batch_rows)]
    batches = [{"articles": part, "duplicate_clusters": part} for part in parts]
    partials = [index.count_words(batch, {}, settings) for batch in batches]
    sides = {
        index.WORDS_SIDE: index.merge_words([index.merge_words(partials[:1]), *partials[1:]]),
        index.NUMBERS_SIDE: index.merge_documents([index.list_documents(b, {}, settings) for b in batches[::-1]]),
    }
    made = [index.index(batch, sides, settings) for batch in batches]
    tables = {name: pa.concat_tables([TABLES[name].empty(), *(t[name] for t in made)]) for name in index.MAPPED}
    tables |= index.stems(tables, sides, settings)
    return {
        name: folded(rows, TABLES[name].key) if TABLES[name].is_folded else rows
        for name, rows in ((name, in_order(TABLES[name], rows)) for name, rows in tables.items())
    }


@pytest.fixture(scope="module", params=[Settings().search_pair_documents, 4, 1])
def con(request: pytest.FixtureRequest) -> duckdb.DuckDBPyConnection:
    """The index of the case articles: with no pairs of words, with those of the common words, with all."""
    return connected(articles(rows_of("articles.jsonl")), Settings(search_pair_documents=request.param))


def connected(table: pa.Table, settings: Settings) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    for name, rows in built(table, settings=settings).items():
        con.register(name, rows)
    con.execute(sql_of("search"))
    return con


def search(con: duckdb.DuckDBPyConnection, query: str, *, stemmed: bool = False) -> list[tuple[Any, ...]]:
    stems = query_stems(query) if stemmed else {}
    sql = "FROM search(?, stems := map(?::VARCHAR[], ?::VARCHAR[]))"
    return con.execute(sql, [query, list(stems), list(stems.values())]).fetchall()


@pytest.mark.parametrize("case", rows_of("queries.jsonl"), ids=lambda case: case["why"])
def test_search_finds(con: duckdb.DuckDBPyConnection, case: dict[str, Any]) -> None:
    found = [row[0] for row in search(con, case["query"], stemmed=case.get("stemmed", False))]
    assert sorted(found) == case["found"]


@pytest.mark.parametrize("least", [1, 5, 9, 12, 50_000])
def test_phrases_of_common_words_are_found_as_defined(least: int) -> None:
    """Few words in many documents: phrases of two to five of them, some all paired, some in part, some with a word that
    stands nowhere."""
    draw = random.Random(least)
    names = ("api", "bola", "cabai", "dinas", "embun", "fajar", "gula")
    weights = (9, 8, 6, 4, 3, 1, 1)
    texts = {
        f"{number:016x}": (
            " ".join(draw.choices(names, weights, k=draw.randrange(1, 4))),
            " ".join(draw.choices(names, weights, k=draw.randrange(0, 12))),
        )
        for number in range(16)
    }
    con = connected(
        articles([{"id": key, "headline": head, "body": body} for key, (head, body) in texts.items()]),
        Settings(search_pair_documents=least),
    )
    defined = Corpus(texts)
    found_some = 0
    for _ in range(60):
        phrase = " ".join(draw.choices((*names, "zebra"), (*weights, 1), k=draw.randrange(1, 6)))
        query = draw.choice(
            (
                f'"{phrase}"',
                f'"{phrase}" {draw.choice(names)}',
                f'"{phrase}" "{draw.choice(names)} {draw.choice(names)}"',
            )
        )
        found = sorted(row[0] for row in search(con, query))
        assert found == sorted(document for document, _ in defined.search(query)), query
        found_some += bool(found)
    assert found_some > 10


def test_scores_are_bm25(con: duckdb.DuckDBPyConnection) -> None:
    texts = {
        row["id"]: [stem(w) for w in words(f"{row['headline'] or ''}\n{row['body']}")]
        for row in rows_of("articles.jsonl")
    }
    mean_length = sum(map(len, texts.values())) / len(texts)
    expected: dict[str, float] = {}
    for key in {stem("harga"), stem("cabai"), stem("pasar")}:
        holders = [document for document, words_of in texts.items() if key in words_of]
        idf = log(1 + (len(texts) - len(holders) + 0.5) / (len(holders) + 0.5))
        for document in holders:
            frequency = Counter(texts[document])[key]
            norm = 1.2 * (1 - 0.75 + 0.75 * len(texts[document]) / mean_length)
            expected[document] = expected.get(document, 0) + idf * frequency * 2.2 / (frequency + norm)
    got = {row[0]: row[1] for row in search(con, "harga cabai pasar")}
    assert got == pytest.approx(expected, abs=1e-8)


def test_best_first_then_by_document(con: duckdb.DuckDBPyConnection) -> None:
    rows = search(con, "jembatan cabai menteri")
    assert len(rows) > 4
    assert [(-row[1], row[0]) for row in rows] == sorted((-row[1], row[0]) for row in rows)
    twins = search(con, "listrik")
    assert [row[0] for row in twins] == ["b1", "b2"] and twins[0][1] == twins[1][1]


def test_columns_and_parameters(con: duckdb.DuckDBPyConnection) -> None:
    described = con.execute("DESCRIBE FROM search('jembatan')").fetchall()
    assert [(name, kind) for name, kind, *_ in described] == [
        ("document_id", "VARCHAR"),
        ("score", "DOUBLE"),
        ("headline", "VARCHAR"),
        ("date_published", "DATE"),
        ("publisher_name", "VARCHAR"),
        ("is_canonical", "BOOLEAN"),
    ]
    flat = con.execute("SELECT score FROM search('jembatan', k1 := 0.0, b := 0.0)").fetchall()
    assert len(flat) == 2 and flat[0] == flat[1]  # without k1 neither frequency nor length counts


def test_postings_say_where_each_stem_stands() -> None:
    tables = built(articles([{"id": "d", "headline": "Anak-anak membaca", "body": "Bacaan anak 7_8."}]))
    postings = {row["stem"]: row["places"] for row in tables["search_postings"].to_pylist()}
    assert postings == {"anak": [0, 1, 5], "baca": [2, 4], "7": [6], "8": [7]}  # 3 is the gap after the headline
    assert tables["search_postings"]["frequencies"].to_pylist() == [[1], [1], [3], [2]]
    assert tables["search_postings"]["documents"].to_pylist() == [[0]] * 4
    assert tables["search_postings"]["lengths"].to_pylist() == [[7]] * 4
    assert tables["search_lengths"].to_pylist() == [
        {
            "document_id": "d",
            "document_number": 0,
            "length": 7,
            "headline": "Anak-anak membaca",
            "date_published": date(2022, 3, 14),
            "publisher_name": "L",
            "is_canonical": True,
        }
    ]


def test_a_row_holds_the_documents_of_its_part_whatever_the_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "SEARCH_PART_DOCUMENTS", 2)
    bodies = ["air api", "air", "api", "air air", "air"]
    table = articles([{"id": f"d{at}", "headline": None, "body": body} for at, body in enumerate(bodies)])
    rows = built(table, batch_rows=3)["search_postings"].to_pylist()
    assert [(row["stem"], row["part"], row["documents"], row["frequencies"]) for row in rows] == [
        ("air", 0, [0, 1], [1, 1]),
        ("air", 1, [3], [2]),
        ("air", 2, [4], [1]),
        ("api", 0, [0], [1]),
        ("api", 1, [2], [1]),
    ]
    at = index.SEARCH_PLACES_A_DOCUMENT
    assert [row["places"] for row in rows] == [[1, at + 1], [3 * at + 1, 3 * at + 2], [4 * at + 1], [2], [2 * at + 1]]
    assert built(table, batch_rows=1)["search_postings"].equals(built(table, batch_rows=5)["search_postings"])


def test_every_stem_is_a_word_too_and_says_how_many_documents_hold_it() -> None:
    tables = built(articles(rows_of("articles.jsonl")), batch_rows=2)
    stems = {row["word"]: row for row in tables["search_stems"].to_pylist()}
    postings = tables["search_postings"].to_pylist()
    held = {row["stem"]: len(row["documents"]) for row in postings}
    assert {row["stem"] for row in stems.values()} == held.keys() <= stems.keys()
    for word, row in stems.items():
        assert row["stem"] == stem(word) and row["document_count"] == held[row["stem"]]
        assert row["beginning"] == word[:3]
    assert all(stems[key]["stem"] == key for key in held)


def test_rows_do_not_depend_on_batches() -> None:
    table = articles(rows_of("articles.jsonl"))
    one, many = built(table, batch_rows=100), built(table, batch_rows=1)
    assert {name: rows.schema for name, rows in one.items()} == {name: TABLES[name].schema for name in one}
    assert all(one[name].equals(many[name]) for name in one)


def test_merge_is_free_of_order_and_takes_nothing() -> None:
    parts = [index.count_words({"articles": articles([row])}, {}, Settings()) for row in rows_of("articles.jsonl")]
    assert index.merge_words(parts).equals(index.merge_words([index.merge_words(parts[::-1][:3]), *parts[::-1][3:]]))
    assert index.merge_words([]).equals(index.VOCABULARY.empty_table())
    assert index.merge_documents([]).equals(index.NUMBERS.empty_table())


@pytest.mark.parametrize("rows", [[], [{"id": "a", "headline": None, "body": " -- "}]], ids=["no rows", "no words"])
def test_nothing_to_index(rows: list[dict[str, Any]]) -> None:
    tables = built(articles(rows))
    assert tables["search_postings"].num_rows == tables["search_stems"].num_rows == 0
    assert tables["search_lengths"]["length"].to_pylist() == [0] * len(rows)


def test_encoded_data_is_left_out_but_keeps_its_place() -> None:
    tables = built(articles([{"id": "a", "headline": None, "body": f"satu {'x' * 65} dua"}]))
    assert tables["search_stems"]["word"].to_pylist() == ["dua", "satu"]
    assert tables["search_postings"]["places"].to_pylist() == [[3], [1]]
    assert tables["search_lengths"]["length"].to_pylist() == [3]


def test_batch_and_reference_cut_the_same_words() -> None:
    texts = [
        "Kabar\x00baik\u2028İstanbul ΟΔΟΣ",
        "e\u0301ra 1²½ ﬁn_ 東京 كتاب ـ",
        "\u200b a\u00a0b\u3000c\x1cd\x85e",
        "'-'",
    ]
    table = articles([{"id": str(at), "headline": None, "body": text} for at, text in enumerate(texts)])
    known = built(table)["search_stems"]["word"].to_pylist()
    seen = {word for text in texts for word in words(text)}
    assert known == sorted(seen | {stem(word) for word in seen}, key=str.encode)


@pytest.mark.parametrize(
    ("query_form", "text_form"),
    [("terima", "diterima"), ("pakai", "pakaian"), ("masalah", "permasalahan"), ("sesuai", "menyesuaikan")],
)
def test_a_form_finds_a_form_whose_stem_is_stemmed_again(query_form: str, text_form: str) -> None:
    assert stem(query_form) == stem(text_form) == stem(stem(text_form))
