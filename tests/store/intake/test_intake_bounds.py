"""Memory and time: bombs, giant lines, giant records, long names."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from etl.settings import Settings
from etl.store.intake import read_source
from etl.store.intake.decode import decode
from etl.store.intake.jsonl import lines

MB = 2**20
# Peak memory above what the imports and one small run take, in MB, of reading the folder given.
MEASURE = """
import resource, sys
from pathlib import Path
from etl.settings import Settings
from etl.store.intake import read_source
settings = Settings(max_document_bytes=2**20, batch_bytes=2**20)
for _ in read_source(Path(sys.argv[1]), settings): pass
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows = [row for batch in read_source(Path(sys.argv[2]), settings) for row in batch[0].column("reject_reason").to_pylist()]
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, rows)
"""


def zeros(packing: str, byte_count: int) -> bytes:
    made = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=made, mode="wb")
        if packing == ".gz"
        else zstandard.ZstdCompressor().stream_writer(made, closefd=False)
    ) as out:
        for _ in range(byte_count // MB):
            out.write(bytes(MB))
    return made.getvalue()


def measured(tmp_path: Path, name: str, content: bytes) -> tuple[int, str]:
    """Peak MB and the reasons of reading a folder of that one file, in a process of its own."""
    for folder in ("kecil", "besar"):
        (tmp_path / folder).mkdir()
    (tmp_path / "kecil" / "a.jsonl").write_text('{"text": "satu"}\n')
    pq.write_table(pa.table({"text": ["satu"]}), tmp_path / "kecil" / "a.parquet")
    (tmp_path / "besar" / name).write_bytes(content)
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / "kecil"), str(tmp_path / "besar")],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    megabytes, _, reasons = ran.stdout.partition(" ")
    return int(megabytes), reasons.strip()


@pytest.mark.parametrize("packing", [".gz", ".zst"])
@pytest.mark.parametrize("ending", [".txt", ".jsonl", ".wet"])
def test_bombs_are_refused_without_being_unpacked(tmp_path: Path, packing: str, ending: str) -> None:
    peak, reasons = measured(tmp_path, f"a{ending}{packing}", zeros(packing, 200 * MB))
    assert reasons in ("['bad_archive']", "['too_large']"), "whichever limit is met first"
    assert peak < 80, f"{peak} MB for 200 MB of zeros"


def test_ratio_limit_is_a_setting(tmp_path: Path) -> None:
    line = json.dumps({"text": "kabar baik " * 1000}).encode() + b"\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line * 200))
    ((sources, _),) = read_source(tmp_path, Settings())
    assert sources.column("reject_reason").to_pylist()[-1] == "bad_archive"
    assert "max_ratio" in sources.column("reject_detail").to_pylist()[-1]
    ((_, documents),) = read_source(tmp_path, Settings(max_ratio=10_000))
    assert documents.num_rows == 200


def test_a_giant_line_is_passed_over(tmp_path: Path) -> None:
    content = b'{"text": "' + b"x" * (200 * MB) + b'"}\n{"text": "dua"}\n'
    peak, reasons = measured(tmp_path, "a.jsonl", content)
    assert reasons == "['too_large', None]"
    assert peak < 60, f"{peak} MB for a line of 200 MB"


def test_a_giant_record_is_passed_over(tmp_path: Path) -> None:
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: %d\r\n\r\n"
    content = head % (200 * MB) + bytes(200 * MB) + b"\r\n\r\n" + head % 4 + b"satu\r\n\r\n"
    peak, reasons = measured(tmp_path, "a.wet", content)
    assert reasons == "['too_large', None]"
    assert peak < 60, f"{peak} MB for a record of 200 MB"


def test_a_value_stored_once_and_repeated_stays_bounded(tmp_path: Path) -> None:
    values = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int32()), pa.array(["kabar " * 100_000]))
    made = io.BytesIO()
    pq.write_table(pa.table({"text": values}), made, compression="zstd")
    peak, reasons = measured(tmp_path, "a.parquet", made.getvalue())
    assert "bad_archive" in reasons
    assert peak < 100, f"{peak} MB for 600 MB of one value"


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_lines_do_not_depend_on_chunks(size: int) -> None:
    content = b"satu\n\ndua\r\n" + b"x" * 100 + b"\nakhir tanpa baris baru"
    found = list(lines(chunked(content, size), 50))
    assert [(line.number, line.byte_count) for line in found] == [(1, 4), (2, 0), (3, 4), (4, 100), (5, 22)]
    assert [line.data for line in found] == [b"satu", b"", b"dua\r", None, b"akhir tanpa baris baru"]


def chunked(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


@pytest.mark.parametrize("unit", [b"\r", b"\r\n", b"\xef\xbb\xbf", b"\xff", b"a\xe9", b"\xed\xa0\x80", b"%25"])
def test_decoding_takes_linear_time(unit: bytes) -> None:
    def seconds(count: int) -> float:
        data = b"kata " * 50 + unit * count
        best = 9.0
        for _ in range(3):
            began = time.perf_counter()
            decode(data, 0.01, 0.25)
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(800_000) < 20 * seconds(100_000) + 0.05
