"""What holds for every input: decoding, names, ids."""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import example, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from etl.settings import Settings
from etl.store.intake import read_source
from etl.store.intake.decode import Decoded, decode
from etl.store.intake.paths import path_of, source_path_of
from etl.store.intake.records import Keys, document_id_of
from etl.store.intake.refusal import DETAIL_CHARS, Refusal

SHARES = (Settings().binary_share, Settings().fallback_share)
TEXT_CONTROLS = "\0\1\2\3\4\5\6\7\b\r\x0e\x0f" + "".join(map(chr, range(0x10, 0x20)))
CLEAN = st.text(st.characters(codec="utf-8", exclude_characters=TEXT_CONTROLS)).filter(
    lambda text: text.strip() and not text.startswith("\ufeff")
)
KEYS = st.lists(st.one_of(st.none(), st.sampled_from(["a", "1", "2", "a\x002", "1\x003"]), st.text()), max_size=30)
PATHS = st.lists(
    st.one_of(
        st.sampled_from([b"%", b"25", b"%25", b"%FF", b"\xff", b"FF", b"8", b"/"]),
        st.binary(max_size=3).filter(lambda b: b"\0" not in b),
    ),
    max_size=8,
).map(b"".join)

PIECES = [
    *(
        b"\n",
        b"\r\n",
        b"WARC/1.0\r\n",
        b"Content-Length: 4\r\n",
        b"Content-Length: 99\r\n",
        b"satu",
        b" ",
        b":",
        b"PAR1",
    ),
    *(b"WARC-Type: conversion\r\n", b'{"text": "satu"}', b'{"text": ', b"[", b"\x00", b"\xff", b"\xef\xbb\xbf"),
    gzip.compress(b'{"text": "satu"}\n'),
    gzip.compress(b"satu")[:-3],
    b"\x28\xb5\x2f\xfd\x04\x00\x21\x00\x00satu",  # a Zstandard frame without a checksum
]
"""What hostile files are put together of."""


@given(CLEAN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_what_is_clean_comes_through_unchanged(text: str, encoding: str) -> None:
    got = decode(text.encode(encoding), *SHARES)
    assert isinstance(got, Decoded), got
    assert got.text == text
    assert list(got.repairs) == ([] if encoding == "utf-8" else ["byte_order_mark"])


@given(st.one_of(st.binary(), st.text().map(lambda t: t.encode("utf-8", "replace")), CLEAN.map(str.encode)))
@example(b"\xef\xbb\xbf\xef\xbb\xbf\r")
@example(b"a\xed\xa0\x80")
def test_any_bytes_give_a_text_fit_to_store_or_a_reason(data: bytes) -> None:
    got = decode(data, *SHARES)
    if isinstance(got, Refusal):
        assert got.detail and len(got.shown) <= DETAIL_CHARS and "\n" not in got.shown
        return
    assert got.text.encode("utf-8") == got.utf8
    assert "\r" not in got.text and "\0" not in got.text and got.text.strip()
    assert bool(got.repairs) == (got.utf8 != data)


@given(CLEAN)
def test_line_ends_are_all_that_line_ends_change(text: str) -> None:
    got = decode(text.replace("\n", "\r\n").encode(), *SHARES)
    assert isinstance(got, Decoded)
    assert got.text == text
    assert list(got.repairs) == (["crlf"] if "\n" in text else [])


@given(PATHS, PATHS)
def test_names_can_be_turned_back_and_never_collide(left: bytes, right: bytes) -> None:
    assert path_of(source_path_of(left)) == left
    assert (source_path_of(left) == source_path_of(right)) == (left == right)


@given(KEYS)
@example(["1", None])
@example(["a", "a", "a\x001"])
@example(["a\x001", "a"])
@example(["a\x002", "a", "a"])
def test_no_two_records_of_a_file_share_an_id(keys: list[str | None]) -> None:
    given_ids = Keys("berkas.jsonl")
    ids = [given_ids.id_of(key, index) for index, key in enumerate(keys)]
    assert len(set(ids)) == len(ids)


@given(st.lists(st.one_of(st.none(), st.sampled_from(["a", "1", "2"]), st.text().filter(lambda t: "\0" not in t))))
def test_a_key_has_its_index_from_its_second_occurrence_on(keys: list[str | None]) -> None:
    given_ids = Keys("berkas.jsonl")
    named = [str(index) if key is None else key for index, key in enumerate(keys)]
    for index, (key, name) in enumerate(zip(keys, named, strict=True)):
        expected = f"{name}\0{index}" if name in named[:index] else name
        assert given_ids.id_of(key, index) == document_id_of("berkas.jsonl", expected)


@trials(max_examples=25, deadline=None)  # each makes two folders; the first imports pandas, which Arrow asks for
@given(st.lists(st.sampled_from(["a", "b", "7", None]), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_rows_do_not_depend_on_how_the_folder_came_to_be(keys: list[str | None], rng: random.Random) -> None:
    """The same files made in another order, in another folder, read in other batches: the same rows."""
    files = {
        f"{folder}berkas{number}.{kind}": "".join(
            json.dumps({"id": key, "text": f"Berita {key} dari {number}"}) + "\n" for key in keys
        )
        for folder in ("", "arsip/", "arsip.lama/")
        for number in range(2)
        for kind in ("jsonl", "txt")
    }
    shuffled = list(files.items())
    rng.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        tables = [
            _made(Path(first), list(files.items()), Settings()),
            _made(Path(second), shuffled, Settings(batch_documents=3)),
        ]
    assert tables[0][0].equals(tables[1][0]) and tables[0][1].equals(tables[1][1])
    ids = tables[0][1].column("document_id").to_pylist()
    assert len(set(ids)) == len(ids) == len(keys) * 6 + 6


def _made(root: Path, files: list[tuple[str, str]], settings: Settings) -> tuple[pa.Table, pa.Table]:
    for name, content in files:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    batches = list(read_source(root, settings))
    return pa.concat_tables(s for s, _ in batches), pa.concat_tables(d for _, d in batches)


@trials(max_examples=150, deadline=None)
@given(
    st.sampled_from([".txt", ".jsonl", ".parquet", ".wet"]),
    st.sampled_from(["", ".gz", ".zst"]),
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join),
    ),
)
def test_no_file_ends_the_run(ending: str, packing: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"a{ending}{packing}").write_bytes(content)
        sources, documents = _made(Path(folder), [], Settings(max_document_bytes=60))
    statuses = sources.column("status").to_pylist()
    assert statuses and statuses.count("accepted") == documents.num_rows
    assert sources.column("record_index").to_pylist() == list(range(len(statuses)))
