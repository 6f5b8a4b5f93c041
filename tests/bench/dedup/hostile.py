"""Corpora made to hurt, at any size: `python -m tests.bench.dedup.hostile [--documents 100000] [--only NAME,...]`.

Each is written to Parquet and deduplicated by ours.py in a process of its own; what came out is compared with what had
to. Prints processor time and peak memory of each. Its small twin, test_bench_hostile.py, always runs.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.bench.dedup import measure

ROOT = Path(__file__).resolve().parents[3]
ROWS_AT_ONCE = 5_000
CHAIN_STEP, CHAIN_WORDS = 50, 200
"""A link of the chain drops its first 50 words and gains 50: true Jaccard with the next .6, with the fourth next 0."""

Labels = list[str]


@dataclass(frozen=True)
class Case:
    """A corpus of about `documents` bodies, and what is wrong with the labels that came out ("" when nothing is)."""

    bodies: Callable[[int], Iterator[str]]
    fault: Callable[[Labels], str]
    about: str


def _vocabulary(seed: int, count: int) -> list[str]:
    draw = random.Random(seed)
    return ["".join(draw.choices("abdegiklmnoprstu", k=draw.randrange(3, 10))) for _ in range(count)]


def _empty(documents: int) -> Iterator[str]:
    yield from ("" for _ in range(documents))


def _under_three_words(documents: int) -> Iterator[str]:
    yield from (("Bersambung", "Lihat foto", "Baca juga")[place % 3] for place in range(documents))


def _identical(documents: int) -> Iterator[str]:
    body = " ".join(_vocabulary(1, 250))
    yield from (body for _ in range(documents))


def _crowd(documents: int) -> Iterator[str]:
    """One text, two in a hundred words changed, every time others."""
    draw, words = random.Random(2), _vocabulary(2, 200)
    for _ in range(documents):
        yield " ".join(f"lain{draw.randrange(10**9)}" if draw.random() < 0.02 else word for word in words)


def _huge(documents: int) -> Iterator[str]:
    """One body of 5,000 bytes a document (500 MB for 100,000), then a hundred short ones."""
    words = _vocabulary(3, 5_000)
    draw = random.Random(3)
    piece = " ".join(draw.choices(words, k=100_000)) + "\n"
    yield piece * (5_000 * documents // len(piece) + 1)
    yield from (" ".join(draw.choices(words, k=120)) for _ in range(100))


def _chain(documents: int) -> Iterator[str]:
    """Each body begins a little later in one endless text than the one before."""
    draw, words, window = random.Random(4), _vocabulary(4, 50_000), list[str]()
    for _ in range(documents):
        window = window[CHAIN_STEP:] if window else window
        window += draw.choices(words, k=CHAIN_WORDS - len(window))
        yield " ".join(window)


def _template(documents: int) -> Iterator[str]:
    """Every two bodies are one bulletin, the second with one word edited; all bulletins are cut from one form."""
    draw, frame = random.Random(5), _vocabulary(5, 90)
    for _ in range(documents // 2):
        figures = iter([str(draw.randrange(10, 100_000)) for _ in range(12)])
        text = " ".join(f"{word} Rp{next(figures)}" if place % 8 == 0 else word for place, word in enumerate(frame))
        yield text
        yield text.replace(frame[3], "disunting", 1)


def _all_alone(labels: Labels) -> str:
    return "" if len(set(labels)) == len(labels) else f"{len(labels) - len(set(labels)):,} bodies were merged"


def _all_one(labels: Labels) -> str:
    return "" if len(set(labels)) == 1 else f"{len(set(labels)):,} clusters in place of one"


def _links(labels: Labels) -> str:
    """Links of one cluster stand together and are few: beyond the third, nothing is shared."""
    sizes = Counter(labels)
    spread = max(abs(place - int(label)) for place, label in enumerate(labels))
    return (
        "" if spread <= 6 and len(sizes) < len(labels) else f"a cluster spans {spread} links, {len(sizes):,} clusters"
    )


def _twos(labels: Labels) -> str:
    mixed = sum(labels[place] != labels[place + 1] for place in range(0, len(labels) - 1, 2))
    crowded = sum(size > 2 for size in Counter(labels).values())
    return (
        "" if mixed + crowded == 0 else f"{mixed:,} pairs were not found, {crowded:,} clusters hold several bulletins"
    )


CASES = {
    "empty": Case(_empty, _all_alone, "empty bodies: copies of nothing"),
    "under-three-words": Case(_under_three_words, _all_alone, "bodies shorter than a shingle: copies of nothing"),
    "identical": Case(_identical, _all_one, "one body again and again"),
    "crowd": Case(_crowd, _all_one, "one body, 2 % of its words edited each time"),
    "huge": Case(_huge, _all_alone, "one body of 5,000 bytes a document"),
    "chain": Case(_chain, _links, "a chain of which each link is alike to the next"),
    "template": Case(_template, _twos, "one form filled anew, each filling carried twice"),
}


def write(case: Case, documents: int, path: Path) -> int:
    """Writes the corpus; returns how many bodies it has."""
    bodies, count = case.bodies(documents), 0
    schema = pa.schema({"id": pa.string(), "text": pa.large_string()})
    with pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=False, write_statistics=False) as writer:
        while rows := list(islice(bodies, ROWS_AT_ONCE)):
            ids = [str(place) for place in range(count, count + len(rows))]
            writer.write_table(pa.table({"id": ids, "text": pa.array(rows, pa.large_string())}, schema=schema))
            count += len(rows)
    return count


def run(name: str, documents: int, folder: Path, timeout: float = 1_800) -> tuple[int, measure.Cost, str]:
    """(bodies, cost, fault) of one case; files go to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"{name}.parquet"
    count = write(CASES[name], documents, source)
    command = [sys.executable, "-m", "tests.bench.dedup.ours", str(source), str(folder / name), "--labels-only"]
    cost = measure.run(command, folder / f"{name}.log", timeout, {"PYTHONPATH": str(ROOT)})
    if cost.status:
        return count, cost, f"ended with status {cost.status}; see {folder / name}.log"
    lines = (folder / name / "labels.tsv").read_text(encoding="utf-8").splitlines()
    return count, cost, CASES[name].fault([line.partition("\t")[2] for line in lines])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--only", type=lambda names: names.split(","), default=list(CASES))
    parser.add_argument("--work", type=Path, default=ROOT / ".bench" / "dedup" / "hostile")
    arguments = parser.parse_args()
    faults = 0
    print("| corpus | bodies | CPU s | wall s | peak MB | as it had to be |\n|---|---|---|---|---|---|")
    for name in arguments.only:
        count, cost, fault = run(name, arguments.documents, arguments.work)
        faults += bool(fault)
        figures = f"{count:,} | {cost.cpu_seconds:.1f} | {cost.wall_seconds:.1f} | {cost.peak_mb:,.0f}"
        print(f"| {CASES[name].about} | {figures} | {fault or 'yes'} |", flush=True)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
