"""Processor time of the clean step beside the nearest peers, on one planted corpus, in one run.

    python -m tests.bench.clean_peers --peers FOLDER [--documents 100000] [--peer-documents 10000] [--gopher-documents 1000]

Ours: the kernels (lines, sightings and their fold, repeats). text-dedup's ccnet drops lines that stand
elsewhere; datatrove's Gopher filter counts repeats inside a document: each does a part of what the kernels do. Peers are
slow: they run on the first documents of the same corpus. Start-up, the same command on eight documents, is taken off all
of them. FOLDER holds a virtual environment for each peer, named text-dedup and datatrove (with spacy, its Indonesian
tokenizer; GOPHER_PYTHONPATH may name a folder that has it).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from tests.bench.dedup.measure import run

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
FEW = 8
TIMEOUT_SECONDS = 500.0
PARTS = 4


def _corpus(folder: Path, count: int) -> Path:
    subprocess.run(
        [sys.executable, SHARED / "bench/gen_corpus.py", "make", "--model", SHARED / "bench/model.npz", "--n", str(count),
         "--seed", "7", "--out", folder],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return folder / "raw.parquet"


def _first(raw: Path, count: int, folder: Path) -> Path:
    """The first `count` documents of `raw`, in a file of their own and in four parts beside it."""
    table = pq.read_table(raw).slice(0, count)
    target = folder / f"first-{count}"
    (target / "parts").mkdir(parents=True)
    pq.write_table(table, target / "raw.parquet")
    size = -(-count // PARTS)
    for part in range(PARTS):
        pq.write_table(table.slice(part * size, size), target / "parts" / f"{part}.parquet")
    return target


def kernels(raw: Path) -> None:
    """What a process of ours does in the comparison; called in that process."""
    from tests.bench.clean_planted import kernel_pass
    from tests.bench.documents import documents_of

    kernel_pass(documents_of(pq.read_table(raw)["text"].to_pylist()))


class Job(NamedTuple):
    """One contestant: `command(place, scratch, count)` reads the `count` documents of the folder `place`."""

    title: str
    documents: int
    command: Callable[[Path, Path, int], list[str]]
    environment: dict[str, str]

    def rate(self, raw: Path, scratch: Path) -> tuple[float, float]:
        """Documents a CPU second net of start-up, and the start-up's CPU seconds."""
        few, whole = _first(raw, FEW, scratch / "few"), _first(raw, self.documents, scratch / "whole")
        start_up = self._cpu(few, scratch, FEW)
        return (self.documents - FEW) / max(1e-9, self._cpu(whole, scratch, self.documents) - start_up), start_up

    def _cpu(self, place: Path, scratch: Path, count: int) -> float:
        log = scratch / "log"
        cost = run(
            self.command(place, scratch, count), log, TIMEOUT_SECONDS, {**self.environment, "HF_HOME": str(scratch)}
        )
        if cost.status:
            raise SystemExit(f"{self.title} ended with status {cost.status}\n{log.read_text()[-2_000:]}")
        return cost.cpu_seconds


def _jobs(arguments: argparse.Namespace) -> list[Job]:
    code = (
        "import sys; from pathlib import Path; from tests.bench.clean_peers import kernels; kernels(Path(sys.argv[1]))"
    )

    def ours(place: Path, _scratch: Path, _count: int) -> list[str]:
        return [sys.executable, "-c", code, str(place / "raw.parquet")]

    def ccnet(place: Path, scratch: Path, count: int) -> list[str]:
        return [
            str(arguments.peers / "text-dedup/bin/python"), "-m", "text_dedup.ccnet", "--path", "parquet", "--data_files",
            str(place / "raw.parquet"), "--split", "train", "--cache_dir", str(scratch / f"cache{count}"), "--output",
            str(scratch / f"out{count}"), "--column", "text", "--hash_func", "xxh3", "--num_proc", "2",
        ]  # fmt: skip

    def gopher(place: Path, scratch: Path, count: int) -> list[str]:
        adapter = str(HERE / "peers/datatrove_gopher.py")
        return [
            str(arguments.peers / "datatrove/bin/python"),
            adapter,
            str(place / "parts"),
            str(scratch / "out"),
            str(count),
        ]

    return [
        Job("ours, kernels", arguments.documents, ours, {"PYTHONPATH": str(Path.cwd())}),
        Job("text-dedup ccnet", arguments.peer_documents, ccnet, {}),
        Job(
            "datatrove Gopher repetition", arguments.gopher_documents, gopher,
            {"PYTHONPATH": os.environ.get("GOPHER_PYTHONPATH", "")},
        ),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--peer-documents", type=int, default=10_000)
    parser.add_argument("--gopher-documents", type=int, default=1_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        raw = _corpus(Path(name) / "corpus", arguments.documents)
        ours = None
        for number, job in enumerate(_jobs(arguments)):
            scratch = Path(name) / str(number)
            scratch.mkdir()
            rate, start_up = job.rate(raw, scratch)
            ours = ours or rate
            print(
                f"{job.title:28} {job.documents:8,} documents  {rate:10,.0f} a CPU second  start-up {start_up:.1f} s"
                f"  ours {ours / rate:,.0f}x",
                flush=True,
            )


if __name__ == "__main__":
    main()
