"""text-dedup: its MinHash command. What it kept is read afterwards, not measured (`--read`)."""

import os
import sys
from importlib.metadata import version
from pathlib import Path


def read(output: Path) -> None:
    from datasets import load_from_disk

    kept = load_from_disk(str(output / "out"))
    (output / "kept.txt").write_text("".join(f"{name}\n" for name in kept["id"]))


def work(source: str, output: Path, size: int, bands: int, rows: int, threshold: str) -> None:
    options = {
        "path": "parquet",
        "data_files": source,
        "split": "train",
        "cache_dir": output / "cache",
        "output": output / "out",
        "column": "text",
        "ngram": size,
        "num_perm": bands * rows,
        "threshold": threshold,
        "b": bands,
        "r": rows,
        "num_proc": 2,
        "hash_func": "xxh3",
        "batch_size": 10_000,
    }
    os.environ["HF_HOME"] = str(output / "hf")
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    os.execv(sys.executable, [sys.executable, "-m", "text_dedup.minhash", *flags])


if __name__ == "__main__":
    if sys.argv[1] == "--read":
        read(Path(sys.argv[3]))
    else:
        print("text-dedup", version("text-dedup"), flush=True)
        work(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:6]), sys.argv[6])
