"""The describe step on the hand-labelled documents: segments made from the gold's roles, scored by the gold's script.

python -m tests.bench.describe_gold      prints every article.*, contributors.* and dates.* measure
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.contracts.enums import DROPPED_ROLES
from etl.contracts.tables import TABLES
from etl.settings import Settings
from etl.steps.describe import describe
from etl.text.cleaning.lines import lines_of
from tests.scored import scorer

MEASURES = ("article.", "contributors.", "dates.")


def tables_of(pages: list[tuple[str, str, list[tuple[int, int, str]], dict[str, str | None]]]) -> dict[str, pa.Table]:
    """documents and segments of pages given as (id, text, segments, record)."""
    documents, segments = [], []
    for document_id, text, parts, record in sorted(pages, key=lambda page: page[0]):
        documents.append(
            {"document_id": document_id, "source_path": f"{document_id}.txt", "record_index": 0, "text_sha256": "",
             "raw_text": text, "char_count": len(text), "decode_repairs": [], **record}
        )  # fmt: skip
        for index, (start, end, role) in enumerate(parts):
            segments.append(
                {"document_id": document_id, "segment_index": index, "char_start": start, "char_end": end,
                 "role": role, "is_kept": role not in DROPPED_ROLES}
            )  # fmt: skip
    return {
        "documents": pa.Table.from_pylist(documents, schema=TABLES["documents"].schema),
        "segments": pa.Table.from_pylist(segments, schema=TABLES["segments"].schema),
    }


def gold_segments(text: str, gold: dict) -> list[tuple[int, int, str]]:
    """One segment a line with the gold's role; residue inside a line is cut out as boilerplate."""
    roles = {number: role for role, numbers in gold["lines"].items() for number in numbers}
    segments: list[tuple[int, int, str]] = []
    for number, span in enumerate(lines_of(text), 1):
        role = roles.get(number, "blank" if not span.of(text).strip() else "boilerplate")
        holes = sorted(
            (text.index(r["text"], span.start), len(r["text"])) for r in gold["residue"] if r["line"] == number
        )
        at = span.start
        for start, length in holes:
            segments += [(at, start, role), (start, start + length, "boilerplate")]
            at = start + length
        segments.append((at, span.end, role))
    return [part for part in segments if part[0] < part[1]]


def scores(shared: Path) -> dict[str, float]:
    """Every measure of this step on the gold's documents, 0 to 1."""
    gold = json.loads((shared / "gold" / "seeds.json").read_text(encoding="utf-8"))
    pages = []
    for name, labels in gold.items():
        text = (shared / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
        pages.append((name, text, gold_segments(text, labels), {}))
    made = tables_of(pages)
    made |= describe(made, {}, Settings())
    with duckdb.connect() as connection:
        for name, table in TABLES.items():
            connection.register("rows", made.get(name, table.empty()))
            connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM rows')
            connection.unregister("rows")
        found = scorer(shared).score(connection, gold)
    return {name: value for name, value in found.items() if name.startswith(MEASURES)}


if __name__ == "__main__":
    for measure, value in scores(Path(__file__).resolve().parents[3] / "shared").items():
        sys.stdout.write(f"{measure:22} {value:6.3f}\n")
