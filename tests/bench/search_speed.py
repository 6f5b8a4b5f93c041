#!/usr/bin/env python3
"""Measures full-text search on generated text.

    python -m tests.bench.search_speed [--documents 100000] [--folder DIR]

Builds the index of a corpus of invented words (Zipf-distributed, with Indonesian affixes), writes it as a run does, and
prints the index speed, the time of the first query of a connection, and of each kind of query on a warm one. A folder
that holds an index already is measured again.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from etl.contracts.tables import TABLES
from etl.settings import Settings
from etl.steps import index
from etl.store.layout import open_warehouse
from etl.store.sqltext import scan
from etl.store.tables import TableWriter
from etl.store.views import sql_of

PREFIXES = ("", "", "", "me", "di", "ber", "pe", "ter", "se")
SUFFIXES = ("", "", "", "kan", "an", "nya", "i")
WORDS_PER_ARTICLE = 300


def vocabulary(rng: np.random.Generator, size: int) -> np.ndarray:
    """`size` distinct invented words, in no order of frequency."""
    syllables = [c + v for c in "bcdghjklmnprstwy" for v in "aiueo"]
    made: dict[str, None] = {}
    while len(made) < size:
        root = "".join(rng.choice(syllables, rng.integers(2, 4)))
        made[str(rng.choice(PREFIXES)) + root + str(rng.choice(SUFFIXES))] = None
    return np.array(list(made))


def articles(rng: np.random.Generator, words: np.ndarray, count: int) -> pa.Table:
    """`count` articles of WORDS_PER_ARTICLE words, in order of id; ids are hashes, as they are in a warehouse."""
    ids = sorted(hashlib.sha256(str(row).encode()).hexdigest()[:16] for row in range(count))
    ranks = np.minimum(rng.zipf(1.15, (count, WORDS_PER_ARTICLE + 8)) - 1, len(words) * 50) % len(words)
    texts = words[ranks]
    return pa.table(
        {
            "document_id": ids,
            "headline": [" ".join(row[:8]) for row in texts],
            "article_body": pa.array([" ".join(row[8:]) for row in texts], pa.large_string()),
            "date_published": pa.nulls(count, pa.date32()),
            "publisher_name": [f"Harian {row % 50}" for row in range(count)],
            "is_canonical": pa.array([True] * count),
        }
    )


def build(folder: Path, words: np.ndarray, documents: int) -> float:
    """Writes the tables that `search` reads, as a run does; returns the CPU seconds of indexing and writing."""
    rng, settings = np.random.default_rng(8), Settings()
    size = settings.batch_documents
    whole = articles(rng, words, documents)
    batches = [whole.slice(at, size) for at in range(0, documents, size)]
    started = time.process_time()
    sides: dict[str, pa.Table] = {
        index.WORDS_SIDE: index.merge_words([index.count_words({"articles": b}, {}, settings) for b in batches]),
        index.NUMBERS_SIDE: index.merge_documents(
            [index.list_documents({"articles": b}, {}, settings) for b in batches]
        ),
    }
    warehouse = open_warehouse(folder)
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(
                TableWriter(
                    warehouse,
                    TABLES[name],
                    document_count=documents,
                    settings=settings,
                    sorted_input=TABLES[name].per_document,
                )
            )
            for name in (*index.MAPPED, "search_stems")
        }
        lengths: list[pa.Table] = []
        for batch in batches:
            tables = index.index({"articles": batch, "duplicate_clusters": batch}, sides, settings)
            lengths.append(tables["search_lengths"])
            for name, rows in tables.items():
                writers[name].write(rows)
        writers["search_stems"].write(
            index.stems({"search_lengths": pa.concat_tables(lengths)}, sides, settings)["search_stems"]
        )
        for writer in writers.values():
            writer.close()
    return time.process_time() - started


def catalog(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection with views over the files, and the macro."""
    con = duckdb.connect()
    for table in ("search_postings", "search_lengths", "search_stems"):
        files = sorted((folder / "tables" / table).glob("*.parquet"))
        con.execute(f"CREATE VIEW {table} AS {scan(TABLES[table].columns, files)}")
    con.execute(sql_of("search"))
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
    arguments.add_argument("--folder", type=Path, help="keep the files here")
    chosen = arguments.parse_args()
    words = vocabulary(np.random.default_rng(7), 120_000)
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        if not (folder / "tables").is_dir():
            speed = chosen.documents / build(folder, words, chosen.documents)
            size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
            print(f"{chosen.documents:,} documents indexed at {speed:,.0f} per CPU second, {size:,} bytes")
        w = [str(word) for word in words]
        con = catalog(folder)
        started = time.perf_counter()
        con.execute("FROM search(?) LIMIT 10", [w[400]]).fetchall()
        print(f"{'the first query':32} {1000 * (time.perf_counter() - started):12.1f} ms")
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
