from __future__ import annotations

import itertools

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored_rows import document_ids, documents, segments, shuffled, table_of

from etl.contracts.tables import DOCUMENTS, SEARCH_POSTINGS, SEGMENTS, Table
from etl.settings import Settings
from etl.store.digests import content_digest
from etl.store.layout import Warehouse
from etl.store.tables import StagedFiles, TableWriter, cut_bits, write_table

SMALL = Settings(documents_per_file=7, row_group_rows=5, row_group_bytes=200)


def written(
    warehouse: Warehouse, table: Table, parts: list[pa.Table], chosen: Settings, *, sorted_input: bool = True
) -> StagedFiles:
    with TableWriter(warehouse, table, document_count=40, settings=chosen, sorted_input=sorted_input) as writer:
        for part in parts:
            writer.write(part)
        return writer.close()


def read_back(warehouse: Warehouse, files: StagedFiles, table: Table) -> pa.Table:
    pieces = [pq.ParquetFile(warehouse.root / file.path).read() for file in files.files]
    return pa.concat_tables([table.empty(), *pieces])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(0, 40), cuts=st.lists(st.integers(0, 120), max_size=5), seed=st.integers(0, 99))
def test_same_rows_make_the_same_files_however_they_arrive(
    warehouse: Warehouse, count: int, cuts: list[int], seed: int
) -> None:
    rows = segments(document_ids(count))
    bounds = [0, *sorted(min(cut, rows.num_rows) for cut in cuts), rows.num_rows]
    parts = [rows.slice(start, end - start) for start, end in itertools.pairwise(bounds)]
    mixed = shuffled(SEGMENTS, rows, seed)
    mixed_parts = [mixed.slice(start, end - start) for start, end in itertools.pairwise(bounds)]

    whole = written(warehouse, SEGMENTS, [rows], SMALL)
    assert written(warehouse, SEGMENTS, parts, SMALL) == whole
    assert written(warehouse, SEGMENTS, mixed_parts, SMALL, sorted_input=False) == whole
    spilling = Settings(documents_per_file=7, row_group_rows=5, row_group_bytes=200, spill_bytes=300)
    assert written(warehouse, SEGMENTS, mixed_parts, spilling, sorted_input=False) == whole

    assert read_back(warehouse, whole, SEGMENTS).equals(rows)
    assert whole.content_digest == content_digest(rows)
    assert whole.row_count == rows.num_rows
    assert not list(warehouse.scratch.iterdir())
    assert not list(warehouse.tables.rglob("*.tmp"))


def test_spilled_global_table_is_merged_in_its_order(warehouse: Warehouse) -> None:
    rows = table_of(
        "search_postings",
        [
            {"stem": stem, "part": part, "first_document": part, "documents": [part], "places": [part, part + 1]}
            for stem in ("air", "api", "kota", "rapat")
            for part in range(60)
        ],
    )
    mixed = shuffled(SEARCH_POSTINGS, rows, 1)
    parts = [mixed.slice(start, 17) for start in range(0, mixed.num_rows, 17)]
    chosen = Settings(spill_bytes=2_000)
    files = written(warehouse, SEARCH_POSTINGS, parts, chosen, sorted_input=False)
    assert read_back(warehouse, files, SEARCH_POSTINGS).equals(rows)
    assert len(files.files) == 1


@pytest.mark.parametrize("spill_bytes", [2_000, 2**20])
@pytest.mark.parametrize("piece_rows", [1, 7, 1_000])
def test_rows_written_in_parts_become_one(warehouse: Warehouse, piece_rows: int, spill_bytes: int) -> None:
    parts = [
        {
            "stem": stem,
            "part": number // 20,
            "first_document": number,
            "documents": [number],
            "frequencies": [2],
            "lengths": [number],
            "places": [number, number + 1],
        }
        for stem in ("air", "api", "kota")
        for number in range(50)
        if stem != "api" or number == 30
    ]
    mixed = shuffled(SEARCH_POSTINGS, table_of("search_postings", parts), 1)
    pieces = [mixed.slice(start, piece_rows) for start in range(0, mixed.num_rows, piece_rows)]
    files = written(warehouse, SEARCH_POSTINGS, pieces, Settings(spill_bytes=spill_bytes), sorted_input=False)
    rows = read_back(warehouse, files, SEARCH_POSTINGS)
    assert [(row["stem"], row["part"], row["first_document"]) for row in rows.to_pylist()] == [
        *(("air", part, 20 * part) for part in range(3)),
        ("api", 1, 30),
        *(("kota", part, 20 * part) for part in range(3)),
    ]
    assert rows["documents"].to_pylist()[1] == rows["lengths"].to_pylist()[1] == list(range(20, 40))
    assert rows["places"].to_pylist()[2] == [place for number in range(40, 50) for place in (number, number + 1)]
    assert files.row_count == 7 and files.content_digest == content_digest(rows)


def test_every_per_document_table_of_a_run_is_cut_at_the_same_ids(warehouse: Warehouse) -> None:
    ids = document_ids(40)
    cut_ids = []
    for table, rows in ((DOCUMENTS, documents(ids)), (SEGMENTS, segments(ids))):
        files = write_table(warehouse, table, rows, document_count=40, settings=SMALL)
        pieces = [pq.ParquetFile(warehouse.root / file.path).read() for file in files.files]
        cut_ids.append([(piece["document_id"][0].as_py(), piece["document_id"][-1].as_py()) for piece in pieces])
    assert cut_ids[0] == cut_ids[1]
    assert len(cut_ids[0]) == 8


@pytest.mark.parametrize(("documents_of_run", "bits"), [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (28, 3)])
def test_cut_follows_the_number_of_documents(documents_of_run: int, bits: int) -> None:
    assert cut_bits(documents_of_run, 7) == bits


def test_row_groups_are_bounded_in_rows_and_in_bytes(warehouse: Warehouse) -> None:
    chosen = Settings(row_group_rows=4, row_group_bytes=300)
    ids = document_ids(9)
    rows = table_of("documents", [{"document_id": one, "raw_text": "x" * (300 * (one == ids[1]))} for one in ids])
    files = write_table(warehouse, DOCUMENTS, rows, document_count=9, settings=chosen)
    metadata = pq.ParquetFile(warehouse.root / files.files[0].path).metadata
    assert [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)] == [2, 4, 3]


def test_rows_out_of_order_are_refused_with_the_row(warehouse: Warehouse) -> None:
    first, second, third = document_ids(3)
    with TableWriter(warehouse, DOCUMENTS, document_count=3, settings=SMALL) as writer:
        writer.write(documents([second]))
        with pytest.raises(ValueError, match=f"documents: row 0 .*{first}.* sorts before .*{second}"):
            writer.write(documents([first, third]))
    with (
        TableWriter(warehouse, DOCUMENTS, document_count=3, settings=SMALL) as writer,
        pytest.raises(ValueError, match="row 2 of the rows given"),
    ):
        writer.write(documents([first, third, second]))


def test_null_where_none_may_be_is_refused(warehouse: Warehouse) -> None:
    rows = documents(document_ids(2))
    broken = rows.set_column(0, "document_id", pa.array([None, "x"]))
    with (
        TableWriter(warehouse, DOCUMENTS, document_count=2, settings=SMALL, sorted_input=False) as writer,
        pytest.raises(ValueError, match="document_id has 1 NULLs"),
    ):
        writer.write(broken)


def test_missing_column_is_refused(warehouse: Warehouse) -> None:
    with TableWriter(warehouse, DOCUMENTS, document_count=2, settings=SMALL) as writer, pytest.raises(KeyError):
        writer.write(documents(document_ids(2)).drop_columns(["raw_text"]))


@pytest.mark.parametrize("sorted_input", [True, False])
def test_nothing_is_left_of_a_writer_that_was_not_closed(warehouse: Warehouse, sorted_input: bool) -> None:
    chosen = Settings(row_group_rows=2, spill_bytes=1)
    with pytest.raises(RuntimeError, match="stopped"):  # noqa: SIM117
        with TableWriter(warehouse, DOCUMENTS, document_count=9, settings=chosen, sorted_input=sorted_input) as writer:
            writer.write(documents(document_ids(9)))
            raise RuntimeError("stopped")
    assert [path for path in warehouse.root.rglob("*") if path.is_file()] == []


def test_writing_what_exists_leaves_the_file_alone(warehouse: Warehouse) -> None:
    rows = documents(document_ids(3))
    (file,) = write_table(warehouse, DOCUMENTS, rows, document_count=3, settings=SMALL).files
    before = (warehouse.root / file.path).stat()
    write_table(warehouse, DOCUMENTS, rows, document_count=3, settings=SMALL)
    assert (warehouse.root / file.path).stat().st_ino == before.st_ino


def test_writing_again_mends_a_damaged_file(warehouse: Warehouse) -> None:
    rows = documents(document_ids(3))
    (file,) = write_table(warehouse, DOCUMENTS, rows, document_count=3, settings=SMALL).files
    path = warehouse.root / file.path
    whole = path.read_bytes()
    path.write_bytes(bytes(len(whole)))
    write_table(warehouse, DOCUMENTS, rows, document_count=3, settings=SMALL)
    assert path.read_bytes() == whole
