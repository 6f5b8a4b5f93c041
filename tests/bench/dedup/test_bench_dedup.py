"""The benchmark on a small corpus: its floors hold, its corpus is the same every time, its score counts right."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.bench.dedup import brute, corpus
from tests.bench.dedup.score import score

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    draw = random.Random(1)
    words = [f"kata{place}" for place in range(4_000)]
    sentences = (" ".join(draw.choices(words, k=12)).capitalize() + "." for _ in range(4_000))
    folder = tmp_path_factory.mktemp("planted")
    corpus.write_corpus(corpus.model_of(sentences), folder, 1_000, 7)
    return folder


def test_the_product_holds_its_floors(planted: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.dedup.ours", str(planted / "clean.parquet"), str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found = score(planted, tmp_path)
    assert found.pair_precision == 1.0
    assert found.removal_precision == 1.0
    assert found.removal_recall is not None
    assert found.removal_recall >= 0.985
    assert all(share >= 0.97 for rate, share in found.recall_by_rate.items() if rate <= 0.08)
    assert found.recall_by_rate[0.10] >= 0.92
    pairs = brute.true_pairs(planted, 3, 0.5)
    assert len(pairs) > 200
    assert brute.joined_share(pairs, tmp_path) >= 0.998
    kept = pq.read_table(tmp_path / "kept.parquet")["id"].to_pylist()
    labels = [line.split("\t") for line in (tmp_path / "labels.tsv").read_text().split("\n") if line]
    assert len(kept) == len({label for _, label in labels})


def test_the_corpus_is_the_same_every_time(planted: Path, tmp_path: Path) -> None:
    truth = pq.read_table(planted / "truth.parquet")
    shares = truth["kind"].value_counts().to_pylist()
    assert {entry["values"]: entry["counts"] for entry in shares} == {"orig": 770, "exact": 80, "near": 150}
    model = corpus.model_of(iter(["satu dua tiga empat lima. " * 300]))
    for name in ("a", "b"):
        corpus.write_corpus(model, tmp_path / name, 50, 3)
    one, two = (pq.read_table(tmp_path / name / "clean.parquet") for name in ("a", "b"))
    assert one.equals(two)


def test_the_score_counts_removals_and_pairs(tmp_path: Path) -> None:
    truth = {"id": ["a", "b", "c", "d"], "kind": ["orig", "exact", "near", "orig"], "rate": [0, 0, 0.1, 0]}
    pq.write_table(pa.table(truth | {"cluster": [0, 0, 0, 1]}), tmp_path / "truth.parquet")
    (tmp_path / "labels.tsv").write_text("a\t1\nb\t1\nc\t2\nd\t2\n")
    found = score(tmp_path, tmp_path)
    assert (found.removal_recall, found.removal_precision) == (0.5, 0.5)
    assert (found.pair_recall, found.pair_precision) == (pytest.approx(1 / 3), 0.5)
    assert found.recall_by_rate == {0.10: 0.0}
