"""Documents per CPU second of the describe step alone, on real articles and on pages rendered from them.

python -m tests.bench.describe_speed [--limit N] [--profile plain|pages]

Each document is read once, as in a run: caches are warmed on the first few and counted in. The process is told nothing
of the documents before.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from etl.settings import Settings
from etl.steps.describe import describe
from tests.bench.describe_gold import tables_of
from tests.bench.describe_pages import load, render

SHARED = Path(__file__).resolve().parents[3] / "shared"
WARM = 50
"""Documents read before the clock starts: lexicons and patterns are made ready once a process."""

Row = dict[str, Any]


def plain_pages(rows: list[Row]) -> dict[str, pa.Table]:
    """Title, date line and body of each row, a segment a line."""
    pages = []
    for index, row in enumerate(rows):
        lines = [((row["title"] or "Tanpa judul"), "headline"), ((row["date_raw"] or "").strip(), "timestamp")]
        lines += [(line, "body") for line in (row["body"] or "").split("\n") if line.strip()]
        text, parts = "", []
        for line, role in lines:
            parts.append((len(text), len(text) + len(line) + 1, role))
            text += line + "\n"
        pages.append((f"{index:06d}", text, parts, {}))
    return tables_of(pages)


def rendered_pages(rows: list[Row]) -> dict[str, pa.Table]:
    """The pages of describe_pages.py with the renderer's own roles."""
    rng = random.Random(7)
    pages = []
    for index, row in enumerate(rows):
        page, _ = render(row, rng)
        pages.append((f"{index:06d}", *page.parts(), {}))
    return tables_of(pages)


KINDS: dict[str, Callable[[list[Row]], dict[str, pa.Table]]] = {"plain": plain_pages, "pages": rendered_pages}


def measure(made: dict[str, pa.Table]) -> tuple[float, float]:
    """Documents, and characters, a CPU second."""
    before = time.process_time()
    describe(made, {}, Settings())
    spent = time.process_time() - before
    return made["documents"].num_rows / spent, sum(made["documents"]["char_count"].to_pylist()) / spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--profile", choices=sorted(KINDS), default=None)
    chosen = parser.parse_args()
    rows = load(SHARED)[: chosen.limit]
    describe(plain_pages(rows[:WARM]), {}, Settings())
    if chosen.profile:
        made = KINDS[chosen.profile](rows)
        profile = cProfile.Profile()
        profile.runcall(describe, made, {}, Settings())
        pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(45)
        return
    for name in KINDS:
        documents, chars = measure(KINDS[name](rows))
        sys.stdout.write(f"{name:6} {documents:8,.0f} documents/CPU-s  {chars / 1e6:6.2f} M characters/CPU-s\n")


if __name__ == "__main__":
    main()
