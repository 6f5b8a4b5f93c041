"""datatrove: its four stages on the local executor, with words cut by a regular expression in place of spaCy.

datatrove shards by file: the corpus is first cut into four, which is not measured (`--split`); what it kept and its
clusters are read afterwards, not measured either (`--read`).
"""

import re
import struct
import sys
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq

PARTS, WORKERS = 4, 2


def split(source: str, output: Path) -> None:
    table = pq.read_table(source)
    size = -(-table.num_rows // PARTS)
    (output / "parts").mkdir(parents=True, exist_ok=True)
    for part in range(PARTS):
        pq.write_table(table.slice(part * size, size), output / "parts" / f"{part}.parquet", compression="zstd")


def read(output: Path) -> None:
    with (output / "kept.txt").open("w") as kept:
        for path in sorted((output / "final").glob("*.parquet")):
            kept.writelines(f"{name}\n" for name in pq.read_table(path, columns=["id"])["id"].to_pylist())
    with (output / "labels.tsv").open("w") as labels:
        for part in range(PARTS):
            clusters = output / "removed" / f"{part:06d}.clusters"
            if clusters.is_file():
                ids = pq.read_table(output / "parts" / f"{part}.parquet", columns=["id"])["id"].to_pylist()
                for document, cluster in struct.iter_unpack("<II", clusters.read_bytes()):
                    labels.write(f"{ids[document]}\t{cluster}\n")


def work(output: Path, size: int, bands: int, rows: int) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import (
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.pipeline.readers import ParquetReader
    from datatrove.pipeline.writers import ParquetWriter
    from datatrove.utils.hashing import HashConfig
    from datatrove.utils.word_tokenizers import WordTokenizer

    class Plain(WordTokenizer):
        WORD = re.compile(r"\w+")

        def word_tokenize(self, text):
            return self.WORD.findall(text)

        def sent_tokenize(self, text):
            return text.split("\n")

        def span_tokenize(self, text):
            return [(0, len(text))]

    config = MinhashConfig(
        n_grams=size, num_buckets=bands, hashes_per_bucket=rows, hash_config=HashConfig(precision=64)
    )
    at = {name: str(output / name) for name in ("signatures", "buckets", "removed", "final")}

    def reader():
        return ParquetReader(str(output / "parts"), text_key="text", id_key="id", glob_pattern="*.parquet")

    stages = (
        ([reader(), MinhashDedupSignature(at["signatures"], config=config, language=Plain())], PARTS),
        ([MinhashDedupBuckets(at["signatures"], at["buckets"], config=config)], bands),
        ([MinhashDedupCluster(at["buckets"], at["removed"], config=config, save_cluster_id=True)], 1),
        ([reader(), MinhashDedupFilter(at["removed"], load_cluster_ids=True), ParquetWriter(at["final"])], PARTS),
    )
    for number, (pipeline, tasks) in enumerate(stages):
        LocalPipelineExecutor(
            pipeline=pipeline,
            tasks=tasks,
            workers=WORKERS,
            logging_dir=str(output / "logs" / str(number)),
            skip_completed=False,
        ).run()


if __name__ == "__main__":
    if sys.argv[1] == "--split":
        split(sys.argv[2], Path(sys.argv[3]))
    elif sys.argv[1] == "--read":
        read(Path(sys.argv[3]))
    else:
        print("datatrove", version("datatrove"))
        work(Path(sys.argv[2]), *map(int, sys.argv[3:6]))
