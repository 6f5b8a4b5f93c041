#!/usr/bin/env python3
"""Measures full-text search on generated text.

    python tests/bench/search_speed.py [--documents 100000] [--postings-row-group 120000] [--folder DIR]

Builds the index of a corpus of invented words (Zipf-distributed, with Indonesian affixes), writes it as the store does
(Parquet, zstd, sorted) and prints the index speed and the time of each kind of query.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from etl.settings import Settings
from etl.steps import index

SQL = Path(index.__file__).parents[1] / "store" / "sql" / "search.sql"
PREFIXES = ("", "", "", "me", "di", "ber", "pe", "ter", "se")
SUFFIXES = ("", "", "", "kan", "an", "nya", "i")
WORDS_PER_ARTICLE = 300
ROW_GROUP = 20_000


def vocabulary(rng: np.random.Generator, size: int) -> np.ndarray:
    """`size` distinct invented words, in no order of frequency."""
    syllables = [c + v for c in "bcdghjklmnprstwy" for v in "aiueo"]
    made: dict[str, None] = {}
    while len(made) < size:
        root = "".join(rng.choice(syllables, rng.integers(2, 4)))
        made[str(rng.choice(PREFIXES)) + root + str(rng.choice(SUFFIXES))] = None
    return np.array(list(made))


def articles(rng: np.random.Generator, words: np.ndarray, count: int, first: int) -> pa.Table:
    """`count` articles of WORDS_PER_ARTICLE words, in order of id; ids are hashes, as they are in a warehouse."""
    ids = sorted(hashlib.sha256(str(first + row).encode()).hexdigest()[:16] for row in range(count))
    ranks = np.minimum(rng.zipf(1.15, (count, WORDS_PER_ARTICLE + 8)) - 1, len(words) * 50) % len(words)
    texts = words[ranks]
    return pa.table(
        {
            "document_id": ids,
            "headline": [" ".join(row[:8]) for row in texts],
            "article_body": pa.array([" ".join(row[8:]) for row in texts], pa.large_string()),
            "date_published": pa.nulls(count, pa.date32()),
            "publisher_name": [f"Harian {row % 50}" for row in range(count)],
        }
    )


def build(folder: Path, documents: int, postings_row_group: int) -> tuple[np.ndarray, float]:
    """Writes the tables that `search` reads; returns the words, most frequent first, and CPU seconds of indexing."""
    rng, settings = np.random.default_rng(7), Settings()
    words = vocabulary(rng, 120_000)
    size = settings.batch_documents
    batches = [articles(rng, words, min(size, documents - at), at) for at in range(0, documents, size)]
    started = time.process_time()
    side = index.merge_words([index.count_words({"articles": batch}, {}, settings) for batch in batches])
    sides = {index.WORDS_SIDE: side}
    made = [index.index({"articles": batch}, sides, settings) for batch in batches]
    seconds = time.process_time() - started
    tables = {name: pa.concat_tables([tables[name] for tables in made]) for name in made[0]}
    tables["search_postings"] = tables["search_postings"].sort_by([("stem", "ascending"), ("document_id", "ascending")])
    tables |= index.stems({}, sides, settings)
    ids = tables["search_lengths"]["document_id"]
    tables["duplicate_clusters"] = pa.table({"document_id": ids, "is_canonical": pa.array([True] * documents)})
    for name, rows in tables.items():
        size = postings_row_group if name == "search_postings" else ROW_GROUP
        if rows.column_names[0] == "document_id":
            rows = rows.sort_by("document_id")
        pq.write_table(rows, folder / f"{name}.parquet", compression="zstd", row_group_size=size)
    return words, seconds


def catalog(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection with views over the files, and the macro."""
    con = duckdb.connect()
    for path in sorted(folder.glob("*.parquet")):
        con.execute(f"CREATE VIEW {path.stem} AS FROM read_parquet('{path}')")
    con.execute(SQL.read_text(encoding="utf-8"))
    return con


def measure(con: duckdb.DuckDBPyConnection, query: str) -> tuple[float, float, float, int]:
    """Of nine runs for the ten best documents: best and median milliseconds, least processor milliseconds (what a busy
    machine changes least); and how many documents match."""
    times: list[float] = []
    spent: list[float] = []
    con.execute("FROM search(?) LIMIT 10", [query]).fetchall()  # the first reads the disk
    for _ in range(9):
        started, used = time.perf_counter(), time.process_time()
        con.execute("FROM search(?) LIMIT 10", [query]).fetchall()
        times.append(1000 * (time.perf_counter() - started))
        spent.append(1000 * (time.process_time() - used))
    found = con.execute("SELECT count(*) FROM search(?, most := 1_000_000_000)", [query]).fetchone()
    return min(times), sorted(times)[len(times) // 2], min(spent), found[0] if found else 0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=100_000)
    arguments.add_argument(
        "--postings-row-group", type=int, default=Settings().whole_row_group_rows, help="rows; fewer cost more metadata"
    )
    arguments.add_argument("--folder", type=Path, help="keep the files here")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        words, seconds = build(folder, chosen.documents, chosen.postings_row_group)
        size = sum(path.stat().st_size for path in folder.glob("search_*.parquet"))
        speed = chosen.documents / seconds
        print(f"{chosen.documents:,} documents indexed at {speed:,.0f} per CPU second, {size:,} bytes")
        con = catalog(folder)
        w = [str(word) for word in words]
        for kind, query in (
            ("one rare word", w[20_000]),
            ("one word in one of a hundred", w[300]),
            ("three words", f"{w[100]} {w[1_000]} {w[10_000]}"),
            ("a common word", w[3]),
            ("a common and a rare word", f"{w[2]} {w[20_000]}"),
            ("a phrase of two words", f'"{w[50]} {w[200]}"'),
            ("a phrase of two common words", f'"{w[2]} {w[5]}"'),
            ("a beginning of a word", w[500][:5]),
            ("nothing", "zzzzzz"),
        ):
            best, median, spent, found = measure(con, query)
            print(
                f"{kind:32} best {best:7.1f} ms  median {median:7.1f} ms  processor {spent:7.1f} ms  {found:7,} documents"
            )


if __name__ == "__main__":
    main()
