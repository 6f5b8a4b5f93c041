"""The product as one command, for measuring: Parquet in; kept rows, labels and evidence out. No Dagster, no store.

    python -m tests.bench.dedup.ours IN.parquet OUT_FOLDER [--labels-only]

It runs the very functions of steps/deduplicate.py on the very engine that a run uses.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.contracts.tables import TABLES
from etl.engines import Batch, Count, Group, Tables
from etl.engines.local import LocalEngine
from etl.settings import Settings
from etl.steps import deduplicate
from etl.steps.buffers import column_of, words_of

ROWS_OF_A_BATCH = 2_000
BATCHES_OF_A_ROW_GROUP = 10
_STARTED = (time.perf_counter(), time.process_time())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--labels-only", action="store_true", help="leave the text where it is")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    report = _Laps()
    made = _deduplicated(arguments.source, report)
    clusters = made["duplicate_clusters"]
    _write_labels(arguments.source, clusters, arguments.output)
    pq.write_table(made["duplicate_pairs"], arguments.output / "pairs.parquet")
    report.lap("labels")
    if not arguments.labels_only:
        _write_kept(arguments.source, clusters["is_canonical"].combine_chunks(), arguments.output / "kept.parquet")
        report.lap("kept rows")
    report.end(clusters.num_rows)


def _deduplicated(source: Path, report: _Laps) -> Tables:
    documents = pq.ParquetFile(source).metadata.num_rows
    engine = LocalEngine(Settings(), documents)
    sides: dict[str, pa.Table] = {}
    report.lap("start")
    work = Count("signatures", deduplicate.sign, deduplicate.merge_rows, ("articles", "documents"), threads=True)
    sides["signatures"] = engine.count(work, _batches(source), sides)
    report.lap("sign")
    sides |= engine.group(Group(deduplicate.candidates, (), ()), {}, sides)
    report.lap("candidates")
    work = Count("shingle_sets", deduplicate.shingle, deduplicate.merge_rows, ("articles",), threads=True)
    sides["shingle_sets"] = engine.count(work, _batches(source), sides)
    report.lap("shingle")
    whole = {name: _facts(name, documents) for name in ("articles", "documents")}
    made = engine.group(Group(deduplicate.resolve, (), ()), whole, sides)
    report.lap("resolve")
    return made


def _ids(begin: int, end: int) -> pa.Array:
    return pc.utf8_lpad(column_of(np.arange(begin, end)).cast(pa.string()), 16, "0")


def _batches(source: Path) -> Iterator[Batch]:
    begin = 0
    file = pq.ParquetFile(source, pre_buffer=False)
    for rows in file.iter_batches(ROWS_OF_A_BATCH, columns=["text"], use_threads=False):
        ids = _ids(begin, begin + len(rows))
        begin += len(rows)
        articles = {"document_id": ids, "headline": pa.nulls(len(rows), pa.string()), "article_body": rows.column(0)}
        yield {"articles": pa.table(articles), "documents": pa.table({"document_id": ids, "text_sha256": ids})}


def _facts(name: str, documents: int) -> pa.Table:
    """What a corpus of bare texts says of itself: nothing."""
    columns: dict[str, pa.Array] = {}
    for column in deduplicate.RESOLVE_COLUMNS[name]:
        if column == "source_path":
            columns[column] = words_of(np.zeros(documents, np.int64), ("corpus.parquet",))
        else:
            columns[column] = pa.nulls(documents, TABLES[name].column(column).type)
    return pa.table(columns | {"document_id": _ids(0, documents)})


def _write_labels(source: Path, clusters: pa.Table, output: Path) -> None:
    begin = 0
    with (output / "labels.tsv").open("w", encoding="utf-8") as file:
        for rows in pq.ParquetFile(source).iter_batches(100_000, columns=["id"]):
            labels = clusters["cluster_id"].slice(begin, len(rows)).to_pylist()
            begin += len(rows)
            file.writelines(
                f"{name}\t{label}\n" for name, label in zip(rows.column(0).to_pylist(), labels, strict=True)
            )


def _write_kept(source: Path, is_kept: pa.Array, path: Path) -> None:
    file = pq.ParquetFile(source, pre_buffer=False)
    begin, held = 0, list[pa.RecordBatch]()
    options = {"compression": "zstd", "compression_level": 1, "use_dictionary": False, "write_statistics": False}
    with pq.ParquetWriter(path, file.schema_arrow, **options) as writer:
        for rows in file.iter_batches(ROWS_OF_A_BATCH, use_threads=False):
            held.append(rows.filter(is_kept.slice(begin, len(rows))))
            begin += len(rows)
            if len(held) == BATCHES_OF_A_ROW_GROUP or begin == file.metadata.num_rows:
                writer.write_table(pa.Table.from_batches(held))
                held.clear()


class _Laps:
    """Wall and processor seconds of each stage, printed at the end."""

    def __init__(self) -> None:
        self._last, self._lines = _STARTED, list[str]()
        self.lap("import")

    def lap(self, name: str) -> None:
        now = (time.perf_counter(), time.process_time())
        self._lines.append(f"{name:12} wall {now[0] - self._last[0]:6.2f}  cpu {now[1] - self._last[1]:6.2f}")
        self._last = now

    def end(self, documents: int) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        total = time.process_time()
        print("\n".join(self._lines))
        print(f"{documents:,} documents, {total:.2f} CPU-s, peak {peak:,.0f} MB")


if __name__ == "__main__":
    main()
