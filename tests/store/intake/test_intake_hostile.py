"""A folder with everything that goes wrong: each item has its row and its reason, and nothing ends or blocks the run."""

from __future__ import annotations

import os
import socket
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from etl.contracts.enums import RejectReason
from etl.contracts.tables import DOCUMENTS, SOURCES
from etl.errors import SourceError
from etl.settings import Settings
from etl.store.intake import opened, read_source, source_fingerprint

LIMITS = Settings(max_document_bytes=1000)
NEWS = "Pasar Lembah Wungu dibuka lagi pada Senin pagi."


def read(source: Path, settings: Settings = LIMITS) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """All rows of sources and documents; their schemas are checked on the way."""
    batches = list(read_source(source, settings))
    for sources, documents in batches:
        assert sources.schema.equals(SOURCES.schema) and documents.schema.equals(DOCUMENTS.schema)
        sources.validate(full=True)
        documents.validate(full=True)
        assert not any(c.null_count for c, f in zip(sources, SOURCES.schema, strict=True) if not f.nullable)
        assert not any(c.null_count for c, f in zip(documents, DOCUMENTS.schema, strict=True) if not f.nullable)
    return (
        pa.concat_tables(s for s, _ in batches).to_pylist(),
        pa.concat_tables(d for _, d in batches).to_pylist(),
    )


def reasons(source: Path, settings: Settings = LIMITS) -> dict[str, str | None]:
    """Reason of the last row of each item, by source_path."""
    return {row["source_path"]: row["reject_reason"] for row in read(source, settings)[0]}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source folder of good and bad items, beside a file that is not part of it."""
    (tmp_path / "rahasia.txt").write_text(NEWS)
    root = tmp_path / "sumber"
    (root / "dalam" / "sekali").mkdir(parents=True)
    (root / "kosong").mkdir()
    files: dict[str, bytes] = {
        "baik.txt": NEWS.encode(),
        "BAIK.TXT": NEWS.encode(),
        "dalam/sekali/baik.txt": NEWS.encode(),
        "[1].txt": NEWS.encode(),
        "a=b.txt": NEWS.encode(),
        "baris\nbaru \"'`.txt": NEWS.encode(),
        "n" * 251 + ".txt": NEWS.encode(),
        "campur.jsonl": b'{"text": "satu"}\n{"text": "dua"\n\n{"text": "tiga"}\n{"text": "' + b"x" * 2000 + b'"}\n',
        "empty.txt": b"",
        "blank.txt": b" \n\t\n",
        "empty.jsonl": b"\n\n",
        "empty.txt.gz": b"",
        "too_large.txt": b"x" * 1001,
        "binary.txt": bytes(range(32)) * 4,
        "undecodable.txt": bytes(range(0xC0, 0xFF)) * 4,
        "bad_record.jsonl": b"bukan json\n",
        "bad_archive.txt.gz": b"bukan gzip",
        "bad_archive.parquet": b"bukan parquet",
        "bad_archive.wet": b"bukan WARC\r\n",
        "unsupported_type.pdf": b"%PDF-1.7",
        "README.md": b"# Baca aku",
        "tanpa_akhiran": NEWS.encode(),
        "halaman.warc.gz": b"",
        ".tersembunyi.txt": NEWS.encode(),
        ".git/HEAD": b"ref: refs/heads/main",
    }
    for name, content in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(content)
    (root / os.fsdecode(b"kaf\xe9.txt")).write_bytes(NEWS.encode())
    os.mkfifo(root / "not_a_file.txt")
    monkeypatch.chdir(root)  # the name of a socket may be a hundred bytes, its folder's more
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("soket.txt")
    (root / "lingkar.txt").symlink_to("lingkar.txt")
    (root / "naik").symlink_to(".")
    (root / "putus.txt").symlink_to("tidak-ada.txt")
    (root / "pipa.txt").symlink_to("not_a_file.txt")
    (root / "tautan.txt").symlink_to("dalam/sekali/baik.txt")
    (root / "outside_root.txt").symlink_to(tmp_path / "rahasia.txt")
    (root / "keluar").symlink_to(tmp_path)
    (root / "keluar-putus.txt").symlink_to("../tidak-ada.txt")
    return root


def test_every_item_present_is_accounted(hostile: Path) -> None:
    sources, documents = read(hostile)
    present = {
        os.fsencode((Path(folder) / name).relative_to(hostile))
        for folder, folders, files in os.walk(hostile)
        for name in [*files, *(f for f in folders if (Path(folder) / f).is_symlink())]
    }
    rows = Counter(row["source_path"] for row in sources)
    assert len(rows) == len(present)
    assert {name.encode() for name in rows} - present == {b"kaf%E9.txt"}
    by_status = Counter(row["status"] for row in sources)
    assert by_status["accepted"] + by_status["rejected"] == len(sources)
    assert by_status["accepted"] == len(documents)
    for row in sources:
        is_rejected = row["status"] == "rejected"
        assert is_rejected == (row["reject_reason"] is not None) == (row["document_id"] is None), row
        assert is_rejected == bool(row["reject_detail"]), row
    assert {row["document_id"] for row in sources if row["document_id"]} == {d["document_id"] for d in documents}
    keys = [(row["source_path"], row["record_index"]) for row in sources]
    assert len(set(keys)) == len(keys)


def test_each_item_has_its_own_reason(hostile: Path) -> None:
    found = reasons(hostile)
    for good in ("baik.txt", "BAIK.TXT", "[1].txt", "a=b.txt", "kaf%E9.txt", "tautan.txt", "dalam/sekali/baik.txt"):
        assert found[good] is None
    named = {reason: [path for path in found if path.startswith(f"{reason}.")] for reason in RejectReason}
    for reason, paths in named.items():
        assert [found[path] for path in paths] == [reason] * len(paths)
    assert {reason for reason, paths in named.items() if not paths} == {"unreadable", "changed_while_read"}  # below
    assert found["blank.txt"] == "empty"
    for kind in ("soket.txt", "lingkar.txt", "naik", "putus.txt", "pipa.txt"):
        assert found[kind] == "not_a_file", kind
    for link in ("keluar", "keluar-putus.txt"):
        assert found[link] == "outside_root", link
    for unread in ("README.md", "tanpa_akhiran", "halaman.warc.gz", ".tersembunyi.txt", ".git/HEAD"):
        assert found[unread] == "unsupported_type", unread


def test_bad_records_leave_the_others(hostile: Path) -> None:
    sources, documents = read(hostile)
    rows = [row for row in sources if row["source_path"] == "campur.jsonl"]
    assert [row["reject_reason"] for row in rows] == [None, "bad_record", None, "too_large"]
    assert [row["record_index"] for row in rows] == [0, 1, 2, 3]
    assert "line 2" in rows[1]["reject_detail"] and "line 5" in rows[3]["reject_detail"]
    assert [d["raw_text"] for d in documents if d["source_path"] == "campur.jsonl"] == ["satu", "tiga"]


def test_rows_come_in_the_order_of_the_walk(hostile: Path) -> None:
    names = [row["source_path"] for row in read(hostile)[0]]
    assert [name.split("/") for name in names] == sorted(name.split("/") for name in names)


def test_what_is_outside_is_never_read(hostile: Path) -> None:
    (hostile.parent / "rahasia.txt").write_text("rahasia sekali")
    assert not [d for d in read(hostile)[1] if "rahasia" in d["raw_text"]]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "unreadable"),
        (OSError(5, "Input/output error"), "unreadable"),
        (FileNotFoundError(2, "No such file or directory"), "changed_while_read"),
        (OSError(40, "Too many levels of symbolic links"), "changed_while_read"),
    ],
)
def test_what_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    (tmp_path / "b.txt").write_text(NEWS)
    really = os.open

    def refusing(path: bytes, flags: int) -> int:
        if path.endswith(b"a.txt"):
            raise error
        return really(path, flags)

    monkeypatch.setattr(opened.os, "open", refusing)
    assert reasons(tmp_path) == {"a.txt": reason, "b.txt": None}


def test_a_folder_too_deep_to_open_is_unreadable(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(25):  # 25 names of 200 bytes: longer than any path the system takes
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    (tmp_path / "a.txt").write_text(NEWS)
    found = reasons(tmp_path)
    assert found.pop("a.txt") is None
    assert list(found.values()) == ["unreadable"]


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_file_written_to_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / name).write_text('{"text": "satu"}\n')
    really = opened.Opened.check_unchanged

    def grown(this: opened.Opened) -> None:
        with (tmp_path / name).open("a") as file:
            file.write('{"text": "dua"}\n')
        really(this)

    monkeypatch.setattr(opened.Opened, "check_unchanged", grown)
    sources, _ = read(tmp_path)
    assert [row["reject_reason"] for row in sources] == [None] * (len(sources) - 1) + ["changed_while_read"]
    assert "17 bytes when opened, 33 when read" in sources[-1]["reject_detail"]


def test_a_pipe_put_in_the_place_of_a_file_does_not_block(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    (tmp_path / "b.txt").write_text(NEWS)
    batches = read_source(tmp_path, Settings(batch_documents=1))
    next(batches)
    (tmp_path / "b.txt").unlink()
    os.mkfifo(tmp_path / "b.txt")
    ((sources, _),) = batches
    assert sources.column("reject_reason").to_pylist() in (["changed_while_read"], ["not_a_file"])


def test_no_source_ends_with_a_message(tmp_path: Path) -> None:
    (tmp_path / "kosong" / "lagi").mkdir(parents=True)
    os.mkfifo(tmp_path / "pipa")
    (tmp_path / "gambar.png").write_bytes(b"\x89PNG")
    for name, words in (
        ("tidak-ada", "cannot be read"),
        ("kosong", "holds no file"),
        ("pipa", "a named pipe"),
        ("gambar.png", "expected .txt"),
    ):
        for ask in (read_source, source_fingerprint):
            if ask is source_fingerprint and name == "gambar.png":
                continue
            with pytest.raises(SourceError, match=words) as error:
                ask(tmp_path / name, LIMITS)
            assert error.value.exit_status == 2 and str(tmp_path / name) in str(error.value)


def test_one_file_is_a_source_of_one_item(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    (tmp_path / "b.txt").write_text("yang lain")
    sources, documents = read(tmp_path / "a.txt")
    assert [row["source_path"] for row in sources] == ["a.txt"]
    assert documents == [d for d in read(tmp_path)[1] if d["source_path"] == "a.txt"]


def test_progress_ends_at_all_there_is(hostile: Path) -> None:
    told: list[tuple[int, int]] = []
    settings = Settings(batch_documents=2)
    rows = sum(s.num_rows for s, _ in read_source(hostile, settings, lambda done, total: told.append((done, total))))
    assert rows > len(told) > 5
    assert told[-1][0] == told[-1][1] > 0
    assert told == sorted(told) and len({total for _, total in told}) == 1


def test_fingerprint_sees_every_change(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    (tmp_path / "b").mkdir()
    now = source_fingerprint(tmp_path, LIMITS)
    assert now == source_fingerprint(tmp_path, LIMITS)
    times = (tmp_path / "a.txt").stat().st_mtime_ns

    def same_size_and_time() -> None:
        (tmp_path / "a.txt").write_text(NEWS[::-1])
        os.utime(tmp_path / "a.txt", ns=(times, times))

    changes = (
        same_size_and_time,
        lambda: (tmp_path / "b" / "c.txt").write_text("baru"),
        lambda: (tmp_path / "a.txt").rename(tmp_path / "z.txt"),
        lambda: (tmp_path / "tautan").symlink_to("z.txt"),
        lambda: (tmp_path / "b" / "c.txt").unlink(),
    )
    seen = {now}
    for change in changes:
        change()
        seen.add(source_fingerprint(tmp_path, LIMITS))
    assert len(seen) == len(changes) + 1
    assert source_fingerprint(tmp_path, Settings(text_column="isi")) not in seen
