"""One command, one table: the product and its peers on one planted corpus.

    python -m tests.bench.dedup --documents 100000 [--rounds 3] [--peers FOLDER] [--text PATH | --model FILE]

`--peers` is a folder of virtual environments named after the peers (`--install` makes them with pip); a peer without
one is left out and said so. Rounds are interleaved (A B C, A B C); figures are medians. Linux only.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.dedup import brute, corpus, measure
from tests.bench.dedup.score import Score, score

ROOT = Path(__file__).resolve().parents[3]
ADAPTERS = Path(__file__).parent / "adapters"
OURS = "jernih"
HEADINGS = (
    "",
    "version",
    "CPU s",
    "x ours",
    "docs per CPU-s",
    "wall s",
    "peak MB",
    "recall of removals",
    "pair precision",
    "found at 8 % edited",
    "at 10 %",
)


@dataclass(frozen=True)
class Peer:
    """A peer: its adapter, what pip installs for it, and whether its adapter has work before or after that is not
    measured."""

    adapter: str
    requirements: tuple[str, ...]
    splits: bool = False
    reads: bool = False


PEERS = {
    "datatrove": Peer("datatrove_minhash.py", ("datatrove[processing,io]",), splits=True, reads=True),
    "text-dedup": Peer("textdedup_minhash.py", ("text-dedup",), reads=True),
    "datasketch": Peer("datasketch_lsh.py", ("datasketch", "pyarrow")),
    "rensa": Peer("rensa_lsh.py", ("rensa", "pyarrow")),
    "gaoya": Peer("gaoya_lsh.py", ("gaoya", "pyarrow")),
    "daft": Peer("daft_minhash.py", ("daft", "pyarrow", "scipy")),
}


def main() -> None:
    arguments = _arguments()
    if arguments.install:
        _install(arguments.peers, arguments.only)
    folder = arguments.corpus or _made_corpus(arguments)
    jobs = [name for name in (OURS, *PEERS) if not arguments.only or name in arguments.only]
    missing = [name for name in jobs if name != OURS and not _python(arguments.peers, name).is_file()]
    jobs = [name for name in jobs if name not in missing]
    costs: dict[str, list[measure.Cost]] = {name: [] for name in jobs}
    for _ in range(arguments.rounds):
        for name in jobs:
            if not costs[name] or costs[name][-1].status == 0:
                costs[name].append(_run(name, folder, arguments))
                print(f"{name}: {costs[name][-1]}", file=sys.stderr, flush=True)
    _print_table(folder, jobs, costs, arguments)
    for name in missing:
        print(f"{name}: not installed (no {_python(arguments.peers, name)}; --install makes it)")
    if arguments.brute:
        pairs = brute.true_pairs(folder, 3, 0.5)
        share = brute.joined_share(pairs, _output(arguments, folder, OURS))
        print(f"of {len(pairs):,} pairs with true Jaccard of 3-grams >= 0.5, {OURS} joined {share:.4f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", type=lambda names: names.split(","), help=f"of {OURS}, {', '.join(PEERS)}")
    parser.add_argument(
        "--text", type=Path, default=ROOT / "seeds", help="folder of .txt or a Parquet file to walk over"
    )
    parser.add_argument("--model", type=Path, help="a kept model (.npz) in place of --text")
    parser.add_argument("--corpus", type=Path, help="a corpus made before (clean.parquet, truth.parquet)")
    parser.add_argument("--peers", type=Path, default=ROOT / ".bench" / "peers")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench" / "dedup", help="corpora and outputs")
    parser.add_argument("--install", action="store_true", help="make the peers' environments first")
    parser.add_argument("--brute", action="store_true", help="also find every true pair (small corpora)")
    parser.add_argument("--peer-ngram", type=int, default=5, help="words of a shingle, peers only")
    parser.add_argument("--peer-bands", type=int, default=16)
    parser.add_argument("--peer-rows", type=int, default=8)
    parser.add_argument("--peer-threshold", type=float, default=0.7)
    parser.add_argument("--timeout", type=float, default=1_800, help="seconds a run may take")
    return parser.parse_args()


def _made_corpus(arguments: argparse.Namespace) -> Path:
    folder = arguments.work / f"corpus-{arguments.documents}-{arguments.seed}"
    if not (folder / "truth.parquet").is_file():
        model = (
            corpus.saved_model(arguments.model)
            if arguments.model
            else corpus.model_of(corpus.texts_under(arguments.text))
        )
        corpus.write_corpus(model, folder, arguments.documents, arguments.seed)
    return folder


def _python(peers: Path, name: str) -> Path:
    return peers / name / "bin" / "python"


def _output(arguments: argparse.Namespace, folder: Path, name: str) -> Path:
    return arguments.work / "out" / f"{folder.name}-{name}"


def _install(peers: Path, only: list[str] | None) -> None:
    for name, peer in PEERS.items():
        if (not only or name in only) and not _python(peers, name).is_file():
            subprocess.run([sys.executable, "-m", "venv", str(peers / name)], check=True)
            subprocess.run([str(_python(peers, name)), "-m", "pip", "install", "-q", *peer.requirements], check=False)


def _run(name: str, folder: Path, arguments: argparse.Namespace) -> measure.Cost:
    output, source = _output(arguments, folder, name), folder / "clean.parquet"
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    log = arguments.work / "logs" / f"{folder.name}-{name}.log"
    if name == OURS:
        command = [sys.executable, "-m", "tests.bench.dedup.ours", str(source), str(output)]
        return measure.run(command, log, arguments.timeout, {"PYTHONPATH": str(ROOT)})
    peer = PEERS[name]
    adapter = [str(_python(arguments.peers, name)), str(ADAPTERS / peer.adapter)]
    numbers = (arguments.peer_ngram, arguments.peer_bands, arguments.peer_rows, arguments.peer_threshold)
    if peer.splits:
        subprocess.run([*adapter, "--split", str(source), str(output)], check=True)
    cost = measure.run([*adapter, str(source), str(output), *map(str, numbers)], log, arguments.timeout)
    if peer.reads and cost.status == 0:
        subprocess.run([*adapter, "--read", str(source), str(output)], check=True, stdout=subprocess.DEVNULL)
    return cost


def _version(name: str, folder: Path, arguments: argparse.Namespace) -> str:
    if name == OURS:
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("jernih")
        except PackageNotFoundError:
            return "checkout"
    log = arguments.work / "logs" / f"{folder.name}-{name}.log"
    return log.read_text(errors="replace").split("\n")[0].rpartition(" ")[2]


def _print_table(
    folder: Path, jobs: list[str], costs: dict[str, list[measure.Cost]], arguments: argparse.Namespace
) -> None:
    import pyarrow.parquet as pq

    documents = pq.ParquetFile(folder / "clean.parquet").metadata.num_rows
    print(
        f"{documents:,} documents, {arguments.rounds} interleaved rounds, medians; {datetime.now(UTC):%Y-%m-%d}, "
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; "
        f"load {os.getloadavg()[0]:.1f}"
    )
    print("| " + " | ".join(HEADINGS) + " |\n" + "|---" * len(HEADINGS) + "|")
    ours = _median(costs.get(OURS, []), "cpu_seconds")
    for name in jobs:
        runs = [cost for cost in costs[name] if cost.status == 0]
        if not runs:
            print(f"| {name} | failed with status {costs[name][-1].status}; see {arguments.work / 'logs'} |")
            continue
        found = score(folder, _output(arguments, folder, name))
        cpu = _median(runs, "cpu_seconds")
        cells = [
            name,
            _version(name, folder, arguments),
            f"{cpu:.2f}",
            f"{cpu / ours:.2f}" if ours else "-",
            f"{documents / cpu:,.0f}",
            f"{_median(runs, 'wall_seconds'):.2f}",
            f"{_median(runs, 'peak_mb'):,.0f}",
            *_shares(found),
        ]
        print("| " + " | ".join(cells) + " |")


def _shares(found: Score) -> list[str]:
    values = (
        found.removal_recall,
        found.pair_precision,
        found.recall_by_rate.get(0.08),
        found.recall_by_rate.get(0.10),
    )
    return ["-" if value is None else f"{value:.3f}" for value in values]


def _median(runs: list[measure.Cost], what: str) -> float:
    return statistics.median(getattr(run, what) for run in runs) if runs else 0.0


if __name__ == "__main__":
    main()
