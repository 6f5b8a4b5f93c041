"""Memory and time: bombs, giant lines, giant records, long names."""

from __future__ import annotations

import gzip
import io
import json
import random
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

ROOT = Path(__file__).resolve().parents[3]
MB = 2**20
# Peak memory above what the imports and a small folder take, in MB, and the reasons of the rows of each item.
MEASURE = """
import json, sys
from pathlib import Path
from etl.settings import Settings
from etl.store.intake import read_source
def peak():  # not getrusage: a process inherits the peak of the one that started it
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024
settings = Settings(max_document_bytes=2**20, batch_bytes=2**20)
for _ in read_source(Path(sys.argv[1]), settings): pass
before, reasons = peak(), {}
for sources, _ in read_source(Path(sys.argv[2]), settings):
    for row in sources.to_pylist():
        reasons.setdefault(row["source_path"], []).append(row["reject_reason"])
print(json.dumps([peak() - before, reasons]))
"""


def zeros(packing: str, byte_count: int) -> bytes:
    made = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=made, mode="wb", compresslevel=1)
        if packing == ".gz"
        else zstandard.ZstdCompressor().stream_writer(made, closefd=False)
    ) as out:
        for _ in range(byte_count // MB):
            out.write(bytes(MB))
    return made.getvalue()


def big_files() -> Iterator[tuple[str, bytes]]:
    """Names and contents of 128 MB each once read, all of them too much."""
    for packing in (".gz", ".zst"):
        bomb = zeros(packing, 128 * MB)
        for ending in (".txt", ".jsonl", ".wet", ".parquet"):
            yield f"bomb{ending}{packing}", bomb
    yield "line.jsonl", b'{"text": "' + b"x" * (128 * MB) + b'"}\n{"text": "dua"}\n'
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: %d\r\n\r\n"
    yield "record.wet", head % (128 * MB) + bytes(128 * MB) + b"\r\n\r\n" + head % 4 + b"satu\r\n\r\n"
    once = pa.DictionaryArray.from_arrays(
        pa.array([0] * 1000, pa.int32()), pa.array([random.Random(1).randbytes(60_000).hex()])
    )
    made = io.BytesIO()
    pq.write_table(pa.table({"text": once}), made, compression="zstd")
    yield "once.parquet", made.getvalue()


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the peak of a process is read from Linux's /proc")
def test_memory_stays_bounded(tmp_path: Path) -> None:
    """Read in a process of its own, one after the other: the peak is that of the worst."""
    for folder in ("kecil", "besar"):
        (tmp_path / folder).mkdir()
    (tmp_path / "kecil" / "a.jsonl").write_text('{"text": "satu"}\n')
    pq.write_table(pa.table({"text": ["satu"]}), tmp_path / "kecil" / "a.parquet")
    for name, content in big_files():
        (tmp_path / "besar" / name).write_bytes(content)
    command = [sys.executable, "-c", MEASURE, str(tmp_path / "kecil"), str(tmp_path / "besar")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, cwd=ROOT)
    megabytes, reasons = json.loads(ran.stdout)
    assert reasons.pop("line.jsonl") == ["too_large", None]
    assert reasons.pop("record.wet") == ["too_large", None]
    once = reasons.pop("once.parquet")
    assert once[-1] == "bad_archive" and 100 < len(once) < 300 and not any(once[:-1]), "200 times its size"
    assert len(reasons) == 8 and all(found in (["bad_archive"], ["too_large"]) for found in reasons.values()), reasons
    assert 0 < megabytes < 100, f"{megabytes} MB above a small folder's"


def test_ratio_limit_is_a_setting(tmp_path: Path) -> None:
    line = json.dumps({"text": "kabar baik " * 1000}).encode() + b"\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line * 200))
    ((sources, _),) = read_source(tmp_path, Settings())
    assert sources.column("reject_reason").to_pylist()[-1] == "bad_archive"
    assert "max_ratio" in sources.column("reject_detail").to_pylist()[-1]
    ((_, documents),) = read_source(tmp_path, Settings(max_ratio=10_000))
    assert documents.num_rows == 200


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
