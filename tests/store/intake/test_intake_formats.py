"""Parquet, WET and packed files: what is read of each, and what of the damaged ones."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from etl.settings import Settings
from etl.store.intake import read_source
from etl.store.intake.records import document_id_of

PACK: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".zst": zstandard.ZstdCompressor().compress,
    ".GZ": gzip.compress,
}
NEWS = [f"Warga Desa Randu Alas menanam {n} bibit bakau.\nKegiatan itu rutin." for n in range(300)]


def read(source: Path, **settings: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    batches = list(read_source(source, Settings(**settings)))
    return [row for s, _ in batches for row in s.to_pylist()], [row for _, d in batches for row in d.to_pylist()]


def wet(records: list[tuple[str, str, str, bytes]], *, packed: bool = False) -> bytes:
    """An archive made by another tool: (WARC type, address, date, body) each."""
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=packed)
    for kind, address, at, body in records:
        headers = StatusAndHeaders("", [], protocol="")
        writer.write_record(
            writer.create_warc_record(
                address, kind, io.BytesIO(body), len(body), "text/plain", {"WARC-Date": at}, headers
            )
        )
    return made.getvalue()


ARCHIVE = [
    ("warcinfo", "", "2022-01-21T00:00:00Z", b"software: contoh"),
    *(
        ("conversion", f"https://kabar.example/{n}", "2022-01-21T03:00:00Z", text.encode())
        for n, text in enumerate(NEWS)
    ),
]
JSONL = "".join(json.dumps({"text": text}) + "\n" for text in NEWS).encode()


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made, **options)
    return made.getvalue()


CONTENT: dict[str, tuple[bytes, list[str]]] = {
    ".txt": (NEWS[0].encode(), NEWS[:1]),
    ".TXT": (NEWS[0].encode(), NEWS[:1]),
    ".jsonl": (JSONL, NEWS),
    ".ndjson": (JSONL, NEWS),
    ".parquet": (parquet({"text": NEWS}, row_group_size=70), NEWS),
    ".wet": (wet(ARCHIVE), NEWS),
    ".warc.wet": (wet(ARCHIVE), NEWS),
    ".Jsonl": (JSONL, NEWS),
}


@pytest.mark.parametrize("packing", PACK)
@pytest.mark.parametrize("ending", CONTENT)
def test_every_format_alone_and_packed(tmp_path: Path, ending: str, packing: str) -> None:
    content, texts = CONTENT[ending]
    (tmp_path / f"a{ending}{packing}").write_bytes(PACK[packing](content))
    sources, documents = read(tmp_path, batch_documents=64)
    assert [row["raw_text"] for row in documents] == texts
    assert [row["record_index"] for row in documents] == list(range(len(texts)))
    assert [row["status"] for row in sources] == ["accepted"] * len(texts)
    tail = {"": "", ".gz": "+gzip", ".zst": "+zstd"}[packing.lower()]
    assert {row["media_type"].partition("+")[1] + row["media_type"].partition("+")[2] for row in sources} == {tail}


@pytest.mark.parametrize("ending", [".jsonl", ".wet", ".txt", ".parquet"])
@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_several_members_read_as_one(tmp_path: Path, ending: str, packing: str) -> None:
    content, texts = CONTENT[ending]
    cuts = [content[start : start + 1000] for start in range(0, len(content), 1000)]
    (tmp_path / f"a{ending}{packing}").write_bytes(b"".join(map(PACK[packing], cuts)))
    assert [row["raw_text"] for row in read(tmp_path)[1]] == texts


def test_archive_of_one_member_a_record(tmp_path: Path) -> None:
    (tmp_path / "a.warc.wet.gz").write_bytes(wet(ARCHIVE, packed=True))
    assert [row["raw_text"] for row in read(tmp_path)[1]] == NEWS


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("ending", [".jsonl", ".wet"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_what_stands_before_a_break_stays(tmp_path: Path, ending: str, packing: str, share: float) -> None:
    """Cut anywhere: the records before stay, one further row says where it broke, and ids are those of the whole."""
    content, texts = CONTENT[ending]
    whole = PACK[packing](content)
    cut = int(len(whole) * share)
    (tmp_path / f"a{ending}{packing}").write_bytes(whole[:cut])
    sources, documents = read(tmp_path)
    assert [row["raw_text"] for row in documents] == texts[: len(documents)]
    assert [row["document_id"] for row in documents] == [
        document_id_of(f"a{ending}{packing}", f"https://kabar.example/{n}" if ending == ".wet" else str(n))
        for n in range(len(documents))
    ]
    assert [row["record_index"] for row in sources] == list(range(len(sources)))
    rejected = [row for row in sources if row["status"] == "rejected"]
    assert rejected[-1] == sources[-1]
    assert rejected[-1]["reject_reason"] == ("bad_record" if ending == ".jsonl" and not packing else "bad_archive")
    assert "byte" in rejected[-1]["reject_detail"] or "line" in rejected[-1]["reject_detail"]
    if not packing:
        assert len(documents) >= int(len(texts) * share) - 1


@pytest.mark.parametrize("packing", [".gz", ".zst"])
@pytest.mark.parametrize("ending", [".txt", ".parquet"])
def test_a_damaged_file_of_one_piece_is_rejected_whole(tmp_path: Path, ending: str, packing: str) -> None:
    (tmp_path / f"a{ending}{packing}").write_bytes(PACK[packing](CONTENT[ending][0])[:-6])
    ((row,), documents) = read(tmp_path)
    assert (row["reject_reason"], documents) == ("bad_archive", [])


def test_wet_agrees_with_another_reader(tmp_path: Path) -> None:
    records = [
        *ARCHIVE[:3],
        ("conversion", "https://kabar.example/aneh", "2022-01-21T03:00:00Z", b"WARC/1.0\r\n\r\nbukan kepala\r\n\r\n"),
        ("metadata", "https://kabar.example/m", "2022-01-21T03:00:00Z", b"a: b"),
        ("conversion", "https://kabar.example/akhir", "2022-02-24T23:59:59Z", "“Selesai”".encode()),
    ]
    (tmp_path / "a.wet").write_bytes(wet(records))
    sources, documents = read(tmp_path)
    expected = [
        (record.rec_headers["WARC-Target-URI"], record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(wet(records)))
        if record.rec_type == "conversion"
    ]
    assert [row["url"] for row in documents] == [address for address, _ in expected]
    assert [row["sha256"] for row in sources if row["status"] == "accepted"] == [
        hashlib.sha256(body).hexdigest() for _, body in expected
    ]
    assert documents[-1]["crawled_at"] == datetime(2022, 2, 24, 23, 59, 59, tzinfo=UTC)
    assert [(r["record_index"], r["reject_reason"]) for r in sources if r["reject_reason"]] == [(3, "unsupported_type")]


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"WARC/1.0\r\nWARC-Type: conversion\r\n\r\n", "states no length"),
        (b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: -5\r\n\r\n", "states no length"),
        (b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: \xd9\xa3\r\n\r\n", "states no length"),
        (b"WARC/1.0\r\nWARC-Type: conversion\r\n", "does not end"),
        (b"WARC/1.0\r\nX: " + b"y" * 70_000 + b"\r\nContent-Length: 0\r\n\r\n", "does not end"),
        (b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 9\r\n\r\nsatu", "5 bytes before"),
        (b"HTTP/1.1 200 OK\r\n\r\n", "expected a record"),
        (b"x" * 3_000_000, "expected a record"),
    ],
)
def test_wet_that_breaks_says_where(tmp_path: Path, content: bytes, detail: str) -> None:
    good = wet([("conversion", "https://kabar.example/1", "2022-01-21T03:00:00Z", b"satu")])
    (tmp_path / "a.wet").write_bytes(good + content)
    sources, documents = read(tmp_path)
    assert [row["raw_text"] for row in documents] == ["satu"]
    assert [row["reject_reason"] for row in sources] == [None, "bad_archive"]
    assert detail in sources[1]["reject_detail"]


def test_wet_headers_in_other_letters_and_folds(tmp_path: Path) -> None:
    (tmp_path / "a.wet").write_bytes(
        b"WARC/1.1\nwarc-type: conversion\nWARC-Target-URI:\n <https://kabar.example/1>\ncontent-length: 4\n\nsatu\n\n"
    )
    (_, (document,)) = read(tmp_path)
    assert (document["url"], document["raw_text"]) == ("https://kabar.example/1", "satu")


def test_parquet_fields_of_any_type(tmp_path: Path) -> None:
    wib = timezone(timedelta(hours=7))
    at = datetime(2022, 1, 21, 10, 0, tzinfo=wib)
    columns = {
        "text": pa.array(["satu", "dua"]).dictionary_encode(),
        "id": pa.array([7.0, None]),
        "url": pa.array([b"https://kabar.example/\xff", b"https://kabar.example/2"]),
        "crawled_at": pa.array([at, at], pa.timestamp("ns", "Asia/Jakarta")),
        "date": pa.array([date(2022, 1, 21), None]),
        "publisher": pa.array([{"nama": "Kabar"}, {"nama": "Contoh"}]),
        "unread": pa.array([Decimal("1.5"), None]),
    }
    (tmp_path / "a.parquet").write_bytes(parquet(columns))
    first, second = read(tmp_path)[1]
    assert first["document_id"] == document_id_of("a.parquet", "7")
    assert second["document_id"] == document_id_of("a.parquet", "https://kabar.example/2")
    assert first["url"] == "https://kabar.example/\ufffd"
    assert first["crawled_at"] == at.astimezone(UTC)
    assert (first["source_date"], second["source_date"]) == ("2022-01-21", None)
    assert first["source_publisher"] == '{"nama": "Kabar"}'


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array([1642759200000000], pa.timestamp("us")), ("2022-01-21T10:00:00", None)),
        (pa.array([1], pa.timestamp("ns")), ("1970-01-01T00:00:00", None)),
        (pa.array([2**62], pa.timestamp("us")), (None, None)),
        (pa.array([0], pa.timestamp("s", "UTC")), ("1970-01-01T00:00:00+00:00", datetime(1970, 1, 1, tzinfo=UTC))),
        (pa.array(["2022-01-21T10:00:00Z"]), ("2022-01-21T10:00:00Z", datetime(2022, 1, 21, 10, tzinfo=UTC))),
    ],
)
def test_parquet_times(tmp_path: Path, values: pa.Array, expected: tuple[str | None, datetime | None]) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet({"text": ["satu"], "date": values, "crawled_at": values}))
    (document,) = read(tmp_path)[1]
    assert (document["source_date"], document["crawled_at"]) == expected


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())]
)
def test_parquet_text_of_any_kind(tmp_path: Path, kind: pa.DataType) -> None:
    texts = pa.array(["“satu”", None, "", "dua\r\n"]).cast(kind)
    (tmp_path / "a.parquet").write_bytes(parquet({"isi": texts}))
    sources, documents = read(tmp_path, text_column="isi")
    assert [row["reject_reason"] for row in sources] == [None, "empty", "empty", None]
    assert [(row["raw_text"], row["decode_repairs"]) for row in documents] == [("“satu”", []), ("dua\n", ["crlf"])]


def test_parquet_text_that_is_not_utf8(tmp_path: Path) -> None:
    bad = pa.array([b"Caf\xe9"]).view(pa.string())
    (tmp_path / "a.parquet").write_bytes(parquet({"text": bad}))
    (document,) = read(tmp_path)[1]
    assert (document["raw_text"], document["decode_repairs"]) == ("Café", ["windows_1252"])


@pytest.mark.parametrize(
    ("columns", "names", "detail"),
    [
        ([["satu"], ["dua"]], ["body", "judul"], "found body, judul. Set text_column"),
        ([[1]], ["text"], "holds int64; expected text"),
        ([[["satu"]]], ["text"], "expected text"),
        ([["satu"], ["dua"]], ["text", "text"], "two columns named text"),
        ([["satu"], [1], [2]], ["text", "id", "id"], "two columns named id"),
    ],
)
def test_parquet_without_a_text_column(tmp_path: Path, columns: list[Any], names: list[str], detail: str) -> None:
    pq.write_table(pa.table([pa.array(c) for c in columns], names=names), tmp_path / "a.parquet")
    ((row,), documents) = read(tmp_path)
    assert (row["reject_reason"], row["record_index"], documents) == ("bad_record", 0, [])
    assert detail in row["reject_detail"]


def test_parquet_damaged_inside(tmp_path: Path) -> None:
    """Every byte position in turn would take long: some in each part. Never a crash, and never silence."""
    whole = parquet({"text": NEWS, "id": list(range(len(NEWS)))}, row_group_size=50, compression="zstd")
    for at in range(0, len(whole), max(1, len(whole) // 40)):
        damaged = whole[:at] + bytes(b ^ 0xFF for b in whole[at : at + 4]) + whole[at + 4 :]
        (tmp_path / "a.parquet").write_bytes(damaged)
        sources, documents = read(tmp_path)
        assert len(sources) >= 1 and len(documents) == sum(row["status"] == "accepted" for row in sources)
        assert {row["reject_reason"] for row in sources} <= {None, "bad_archive", "bad_record", "undecodable", "binary"}


def test_no_record_at_all_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet({"text": pa.array([], pa.string())}))
    (tmp_path / "b.wet").write_bytes(wet(ARCHIVE[:1]))
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b""))
    for name in ("d.parquet", "e.jsonl", "f.wet.zst", "g.txt.gz", "h.parquet.gz"):
        (tmp_path / name).write_bytes(b"")
    sources, documents = read(tmp_path)
    assert [(row["reject_reason"], row["record_index"]) for row in sources] == [("empty", 0)] * 8
    assert documents == []


def test_jsonl_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'\xef\xbb\xbf{"text": "satu"}\n{"text": "Caf\xe9 di Bandung"}\r\n')
    sources, documents = read(tmp_path)
    assert [(d["raw_text"], d["decode_repairs"]) for d in documents] == [
        ("satu", ["byte_order_mark"]),
        ("Café di Bandung", ["windows_1252"]),
    ]
    assert [row["encoding"] for row in sources] == ["utf-8", "windows-1252"]


def test_a_document_is_left_out_by_its_id_and_the_others_keep_theirs(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "satu"}\n{"text": "dua"}\n{"text": "tiga"}\n')
    _, documents = read(tmp_path)
    left_out = documents[1]["document_id"]
    sources, others = read(tmp_path, leave_out=left_out)
    assert others == [documents[0], documents[2]]
    assert [row["reject_reason"] for row in sources] == [None, "unreadable", None]
    assert left_out in sources[1]["reject_detail"] and sources[1]["document_id"] is None
