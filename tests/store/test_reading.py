from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored_rows import document_ids, documents, segments, staged, table_of

from etl.contracts.tables import SEGMENTS
from etl.errors import ReleaseMissing, StagedStale
from etl.settings import Settings
from etl.store.layout import Warehouse
from etl.store.reading import read_batches, read_table


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.lists(st.integers(0, 4), max_size=20),
    batch_documents=st.integers(1, 9),
    batch_bytes=st.sampled_from([1, 90, 10_000]),
    rows_at_once=st.integers(1, 8),
    documents_per_file=st.sampled_from([3, 100]),
)
def test_batches_hold_the_same_documents_and_lose_no_row(
    warehouse: Warehouse,
    counts: list[int],
    batch_documents: int,
    batch_bytes: int,
    rows_at_once: int,
    documents_per_file: int,
) -> None:
    ids = document_ids(len(counts))
    rows = [
        {"document_id": one, "segment_index": index}
        for one, count in zip(ids, counts, strict=True)
        for index in range(count)
    ]
    chosen = Settings(
        batch_documents=batch_documents,
        batch_bytes=batch_bytes,
        row_group_rows=rows_at_once,
        documents_per_file=documents_per_file,
    )
    tables = {
        name: staged(warehouse, name, data, settings=chosen, document_count=len(ids))
        for name, data in (("documents", documents(ids)), ("segments", table_of("segments", rows)))
    }
    batches = list(read_batches(warehouse, tables, ("documents", "segments"), settings=chosen))
    assert [one for batch in batches for one in batch["documents"]["document_id"].to_pylist()] == ids
    for batch in batches:
        there = set(batch["documents"]["document_id"].to_pylist())
        assert len(there) <= batch_documents
        assert set(batch["segments"]["document_id"].to_pylist()) <= there
        assert all(column.num_chunks <= 1 for table in batch.values() for column in table.columns)
    whole = pa.concat_tables([SEGMENTS.empty(), *(batch["segments"] for batch in batches)])
    assert whole.equals(table_of("segments", rows))
    assert read_table(warehouse, tables["segments"]).equals(whole)


def test_a_batch_ends_at_its_bytes(warehouse: Warehouse) -> None:
    ids = document_ids(6)
    tables = {"documents": staged(warehouse, "documents", documents(ids, "x" * 500))}
    batches = read_batches(warehouse, tables, ["documents"], settings=Settings(batch_bytes=1_000))
    assert [batch["documents"].num_rows for batch in batches] == [2, 2, 2]


def test_columns_are_narrowed_and_ids_stay(warehouse: Warehouse) -> None:
    ids = document_ids(3)
    tables = {"documents": staged(warehouse, "documents", documents(ids))}
    tables["segments"] = staged(warehouse, "segments", segments(ids))
    wanted = {"documents": ["raw_text"], "segments": ["role", "segment_index"]}
    (batch,) = read_batches(warehouse, tables, ["documents", "segments"], wanted, settings=Settings())
    assert batch["documents"].column_names == ["document_id", "raw_text"]
    assert batch["segments"].column_names == ["document_id", "role", "segment_index"]
    assert read_table(warehouse, tables["segments"], ["role"]).column_names == ["role"]


@pytest.mark.parametrize("stranger", [0, 1, 3])
def test_rows_of_a_document_that_is_not_there_are_refused(warehouse: Warehouse, stranger: int) -> None:
    ids = document_ids(4)
    tables = {"segments": staged(warehouse, "segments", segments(ids))}
    known = [one for index, one in enumerate(ids) if index != stranger]
    tables["documents"] = staged(warehouse, "documents", documents(known))
    chosen = Settings(batch_documents=1)
    with pytest.raises(StagedStale, match="segments has rows of document"):
        list(read_batches(warehouse, tables, ["documents", "segments"], settings=chosen))


def test_whole_tables_are_not_read_in_batches(warehouse: Warehouse) -> None:
    with pytest.raises(ValueError, match="entities has no rows of single documents"):
        next(read_batches(warehouse, {}, ["entities"], settings=Settings()))


def test_an_input_that_is_not_staged_is_named(warehouse: Warehouse) -> None:
    with pytest.raises(StagedStale, match="documents is not staged"):
        next(read_batches(warehouse, {}, ["documents"], settings=Settings()))


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_damaged_file_is_named(warehouse: Warehouse, damage: str) -> None:
    table = staged(warehouse, "documents", documents(document_ids(3)))
    path = warehouse.root / table.files[0].path
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(ReleaseMissing, match=path.name):
        read_table(warehouse, table)


def test_rows_of_zero_documents(warehouse: Warehouse) -> None:
    table = staged(warehouse, "documents", documents([]))
    assert table.files == ()
    assert list(read_batches(warehouse, {"documents": table}, ["documents"], settings=Settings())) == []
    assert read_table(warehouse, table).num_rows == 0
