"""Planted corpora (../shared/bench/gen_corpus.py): documents whose cleaned body equals the planted one, and speed.

Run: python -m tests.bench.clean_planted [documents] [show]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from etl.kernels.frequencies import fold, sightings
from etl.kernels.lines import read_lines
from etl.kernels.repeats import find_repeats
from etl.settings import Settings
from etl.steps.clean import SIDE, count_lines, merge_lines, segment
from etl.steps.line_frequencies import survey_words, text_bytes
from tests.bench.documents import documents_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
BATCH = 2_000


def corpus(count: int, folder: Path, seed: int = 7) -> tuple[list[str], list[str], list[bool]]:
    """Raw texts, planted bodies, and whether the text holds its body twice."""
    subprocess.run(
        [sys.executable, SHARED / "bench/gen_corpus.py", "make", "--model", SHARED / "bench/model.npz", "--n", str(count),
         "--seed", str(seed), "--out", folder],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    raw, clean, truth = (pq.read_table(folder / f"{name}.parquet") for name in ("raw", "clean", "truth"))
    return raw["text"].to_pylist(), clean["text"].to_pylist(), truth["self_repeat"].to_pylist()


def bodies(texts: list[str]) -> tuple[list[str], float, float]:
    """The cleaned body of each text, and CPU seconds of counting and of segmenting."""
    settings = Settings()
    documents = documents_of(texts)
    batches = [documents.slice(start, BATCH) for start in range(0, len(texts), BATCH)]
    began = time.process_time()
    side = merge_lines([count_lines({"documents": batch}, {}, settings) for batch in batches])
    counted = time.process_time()
    tables = [segment({"documents": batch}, {SIDE: side}, settings)["segments"] for batch in batches]
    ended = time.process_time()
    parts: list[list[str]] = [[] for _ in texts]
    for table in tables:
        ids = table["document_id"].to_pylist()
        spans = zip(table["char_start"].to_pylist(), table["char_end"].to_pylist(), strict=True)
        for name, role, (start, end) in zip(ids, table["role"].to_pylist(), spans, strict=True):
            if role in ("body", "subheading"):
                number = int(name, 16)
                parts[number].append(texts[number][start:end].strip("\n"))
    return ["\n".join(lines) for lines in parts], counted - began, ended - counted


def kernel_seconds(texts: list[str]) -> float:
    """CPU seconds of the kernels alone: lines, sightings and their fold, repeats."""
    documents = documents_of(texts)
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        parts = []
        for start in range(0, len(texts), BATCH):
            data, offsets = text_bytes(documents.slice(start, BATCH))
            lines = read_lines(data, offsets, survey_words())
            find_repeats(lines)
            parts.append(fold(*sightings(lines, np.ones((len(offsets) - 1, 1), np.uint64))))
        fold(*(np.concatenate([part[i] for part in parts]) for i in range(3)))
        best = min(best, time.process_time() - began)
    return best


def plain(text: str) -> str:
    """`text` with each line once and lines without letters or digits left out, as the corpus is judged."""
    return " ".join(dict.fromkeys(line for line in text.split("\n") if any(map(str.isalnum, line))))


def measure(count: int, *, show: int = 0) -> dict[str, float]:
    """Shares of documents whose body is the planted one, and of junk and body characters; documents a CPU second."""
    with tempfile.TemporaryDirectory() as folder:
        raw, clean, repeated = corpus(count, Path(folder))
    got, counting, segmenting = bodies(raw)
    want, have = [plain(text) for text in clean], [plain(text) for text in got]
    equal = [a == b for a, b in zip(want, have, strict=True)]
    one_line = [n for n in range(count) if repeated[n] and n % 2]
    junk = sum(map(len, map(plain, raw))) - sum(map(len, want))
    for n in [n for n in range(count) if not equal[n]][:show]:
        missing = set(clean[n].split("\n")) - set(got[n].split("\n"))
        extra = set(got[n].split("\n")) - set(clean[n].split("\n"))
        print(n, "MISSING", [line[:90] for line in missing][:4], "EXTRA", [line[:90] for line in extra][:4])
    return {
        "documents": count,
        "equal": sum(equal) / count,
        "one_line_copies": sum(equal[n] for n in one_line) / len(one_line),
        "junk_removed": 1 - sum(max(0, len(b) - len(a)) for a, b in zip(want, have, strict=True)) / junk,
        "body_lost": sum(max(0, len(a) - len(b)) for a, b in zip(want, have, strict=True)) / sum(map(len, want)),
        "documents_per_cpu_second_counting": count / counting,
        "documents_per_cpu_second_segmenting": count / segmenting,
        "documents_per_cpu_second_kernels": count / kernel_seconds(raw),
    }


if __name__ == "__main__":
    pa.set_cpu_count(1)
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for name, value in measure(wanted, show=int(sys.argv[2]) if len(sys.argv) > 2 else 0).items():
        print(f"{name:36} {value:,.4f}")
