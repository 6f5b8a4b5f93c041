from __future__ import annotations

from dataclasses import replace

import pytest
from stored_rows import document_ids, documents, segments, staged

from etl.contracts.tables import TABLES
from etl.errors import StagedStale
from etl.store.layout import Warehouse
from etl.store.staging import is_current, read_all_staged, read_staged, require_chain


def test_what_is_staged_is_read_back(warehouse: Warehouse) -> None:
    table = staged(warehouse, "documents", documents(document_ids(3)), inputs={"source_folder": "abc"})
    assert read_staged(warehouse, "documents") == table
    assert read_all_staged(warehouse) == {"documents": table}


@pytest.mark.parametrize(
    "damage", ["file gone", "file cut", "reference gone", "not JSON", "other fields", "other name"]
)
def test_what_is_damaged_counts_as_absent(warehouse: Warehouse, damage: str) -> None:
    table = staged(warehouse, "documents", documents(document_ids(3)))
    file, reference = warehouse.root / table.files[0].path, warehouse.staged / "documents.json"
    match damage:
        case "file gone":
            file.unlink()
        case "file cut":
            file.write_bytes(file.read_bytes()[:-1])
        case "reference gone":
            reference.unlink()
        case "not JSON":
            reference.write_text("{")
        case "other fields":
            reference.write_text('{"table": "documents", "files": []}')
        case _:
            reference.rename(warehouse.staged / "segments.json")
    assert read_all_staged(warehouse) == {}


def test_current_means_same_inputs_code_and_settings(warehouse: Warehouse) -> None:
    table = staged(warehouse, "documents", documents([]), inputs={"source_folder": "abc"})
    same = ("1", "f" * 16, {"source_folder": "abc"})
    assert is_current(table, *same)
    assert not is_current(None, *same)
    assert not is_current(table, "2", *same[1:])
    assert not is_current(table, same[0], "other", same[2])
    assert not is_current(table, *same[:2], {"source_folder": "abd"})
    assert not is_current(table, *same[:2], {})


def test_a_broken_chain_names_the_stale_table_and_its_source(warehouse: Warehouse) -> None:
    ids = document_ids(3)
    old = staged(warehouse, "documents", documents(ids))
    made = staged(warehouse, "segments", segments(ids), inputs={"documents": old.content_digest})
    require_chain({"documents": old, "segments": made})
    new = staged(warehouse, "documents", documents(ids, "lain"))
    with pytest.raises(StagedStale) as error:
        require_chain({"documents": new, "segments": made})
    assert f"segments: is stale; it was made from documents {old.content_digest[:12]}" in str(error.value)
    assert new.content_digest[:12] in str(error.value)
    with pytest.raises(StagedStale, match="segments: was made from documents, which is not staged"):
        require_chain({"segments": made})


def test_inputs_that_are_no_tables_are_not_followed(warehouse: Warehouse) -> None:
    table = staged(warehouse, "documents", documents([]), inputs={"source_folder": "abc"})
    require_chain({"documents": table})
    assert read_staged(warehouse, "documents") == table


@pytest.mark.parametrize(
    "changed", [{"code_version": "2"}, {"settings_fingerprint": "0"}, {"input_digests": {"x": "y"}}]
)
def test_tables_of_one_step_come_from_one_run(warehouse: Warehouse, changed: dict[str, object]) -> None:
    sources = staged(warehouse, "sources", TABLES["sources"].empty())
    other = replace(staged(warehouse, "documents", documents([])), **changed)
    with pytest.raises(StagedStale, match="same step"):
        require_chain({"sources": sources, "documents": other})
