"""The describe step on whole pages: every case of tests/cases/pages, and what holds for all of them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from etl.contracts.tables import TABLES
from etl.settings import Settings
from etl.steps.describe import describe
from tests.bench.describe_gold import tables_of
from tests.text.case_files import Case, cases_of

RECORD = ("url", "source_date", "source_publisher")


def page_tables(case: Case) -> dict[str, pa.Table]:
    text, parts = "", []
    for line in case["page"].strip("\n").split("\n"):
        role, _, words = line.partition("| ")
        parts.append((len(text), len(text) + len(words) + 1, role))
        text += words + "\n"
    record = {name: case.get("record", {}).get(name) for name in RECORD}
    return tables_of([("a" * 16, text, parts, record)])


@pytest.mark.parametrize("case", cases_of("pages"))
def test_pages(case: Case) -> None:
    made = page_tables(case)
    out = describe(made, {}, Settings())
    row = out["articles"].to_pylist()[0]
    people = [[c["name"], c["role"], c["location"] or ""] for c in out["contributors"].to_pylist()]
    dates = [[m["surface"], (m["value"] or "")[:10]] for m in out["date_mentions"].to_pylist()]
    for column, expected in case["expect"].items():
        if column == "contributors":
            assert people == expected
        elif column == "dates":
            assert dates == expected
        else:
            found = "" if row[column] is None else row[column]
            assert (found if isinstance(found, int) else str(found)) == expected, column


@pytest.mark.parametrize("case", cases_of("pages"))
def test_every_span_slices_to_what_it_claims(case: Case) -> None:
    made = page_tables(case)
    text = made["documents"]["raw_text"][0].as_py()
    for name, table in describe(made, {}, Settings()).items():
        assert table.schema == TABLES[name].schema
        for row in table.to_pylist():
            for claim in TABLES[name].sliced:
                start, end = row[claim.start], row[claim.end]
                assert (start is None) == (end is None)
                if start is not None:
                    assert 0 <= start < end <= len(text)
                    assert claim.surface is None or text[start:end] == row[claim.surface]


def test_no_documents_give_empty_tables() -> None:
    out = describe({name: TABLES[name].empty() for name in ("documents", "segments")}, {}, Settings())
    assert {name: table.num_rows for name, table in out.items()} == {
        "articles": 0, "contributors": 0, "date_mentions": 0
    }  # fmt: skip


def test_rows_follow_their_documents_and_nothing_is_shared_between_them() -> None:
    cases = [parameter.values[0] for parameter in cases_of("pages")]
    alone = [page_tables(case) for case in cases]
    texts = [tables["documents"].to_pylist()[0] for tables in alone]
    pages = []
    for index, (document, tables) in enumerate(zip(texts, alone, strict=True)):
        parts = [(s["char_start"], s["char_end"], s["role"]) for s in tables["segments"].to_pylist()]
        pages.append((f"{index:016x}", document["raw_text"], parts, {name: document[name] for name in RECORD}))
    together = describe(tables_of(pages), {}, Settings())
    for index, tables in enumerate(alone):
        one = describe(tables, {}, Settings())
        for name in ("articles", "contributors", "date_mentions"):
            mine = [r for r in together[name].to_pylist() if r.pop("document_id") == f"{index:016x}"]
            assert mine == [{k: v for k, v in r.items() if k != "document_id"} for r in one[name].to_pylist()]
