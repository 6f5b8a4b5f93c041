"""Checks of rows against the contract, batch by batch: schema, closed ledger, sliced.

Here: what can be told from the rows of one run of documents. Called by pipeline/check.py as count work after each step.
Not here: what needs a whole table at once (keys, references, accounted, verified): store/laws.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.enums import DROPPED_ROLES
from etl.contracts.rows import Batch, Sides
from etl.contracts.spans import Span
from etl.contracts.tables import DOCUMENTS, SEGMENTS, TABLES, Sliced, Table
from etl.settings import Settings

PROBLEMS = pa.schema(
    [
        pa.field("table", pa.string(), nullable=False),
        pa.field("check", pa.string(), nullable=False),
        pa.field("total", pa.int64(), nullable=False),
        pa.field("examples", pa.list_(pa.string()), nullable=False),
    ]
)
"""One row for every check that failed: how many problems and the first ten of them in order."""

EXAMPLES = 10


def check_rows(batch: Batch, sides: Sides, settings: Settings) -> pa.Table:
    """Problems (schema PROBLEMS) of every table in `batch` but those that are there only to check the others.

    `batch["documents"]` (document_id, raw_text, char_count) must be there for span checks and
    `batch["segments"]` for the quotes' slices less dropped segments.
    """
    rows: list[dict[str, object]] = []
    for name, table in batch.items():
        checks: list[tuple[str, Callable[[], Iterable[str]]]] = [
            ("schema", lambda n=name, t=table: _schema(TABLES[n], t))
        ]
        if name == SEGMENTS.name and _whole(name, table):
            checks.append(("ledger", lambda: _ledger(batch[DOCUMENTS.name], batch[SEGMENTS.name])))
        if TABLES[name].sliced and DOCUMENTS.name in batch and _whole(name, table):
            checks.append(("sliced", lambda n=name: _sliced(TABLES[n], batch)))
        for check, find in checks:
            found = sorted(find())
            if found:
                rows.append({"table": name, "check": check, "total": len(found), "examples": found[:EXAMPLES]})
    return pa.Table.from_pylist(rows, PROBLEMS)


def _whole(name: str, rows: pa.Table) -> bool:
    """Whether `rows` are there to be checked, with every column, and not only to check others."""
    return set(TABLES[name].schema.names) <= set(rows.column_names)


def merge_problems(parts: Sequence[pa.Table]) -> pa.Table:
    """All problems of `parts`, one row a table and check."""
    merged: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for row in (row for part in parts for row in part.to_pylist()):
        total, examples = merged.get((row["table"], row["check"]), (0, []))
        merged[row["table"], row["check"]] = total + row["total"], sorted([*examples, *row["examples"]])[:EXAMPLES]
    return pa.Table.from_pylist(
        [{"table": t, "check": c, "total": n, "examples": e} for (t, c), (n, e) in sorted(merged.items())], PROBLEMS
    )


def _schema(spec: Table, rows: pa.Table) -> Iterable[str]:
    for column in spec.columns:
        if column.name not in rows.column_names:
            continue  # this batch reads only some columns
        values = rows[column.name]
        if values.type != column.type:
            yield f"{column.name}: expected {column.type}, found {values.type}"
        if not column.nullable and values.null_count:
            yield f"{column.name}: {values.null_count:,} rows are NULL"
        if column.values:
            allowed = pa.array([value.value for value in column.values])
            strange = pc.filter(values, pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, allowed))))
            yield from (f"{column.name}: {word!r} is not one of its words" for word in strange.unique().to_pylist())
        if column.unit == "0..1":
            bounds = pc.min_max(values).as_py()
            if bounds["min"] is not None and not (bounds["min"] >= 0 and bounds["max"] <= 1):
                yield f"{column.name}: {bounds['min']}..{bounds['max']} leaves 0..1"


def _ledger(documents: pa.Table, segments: pa.Table) -> Iterable[str]:
    """Law 2: disjoint, in order, covering `[0, char_count)`; `is_kept` false exactly for the dropped roles."""
    expected = dict(zip(documents["document_id"].to_pylist(), documents["char_count"].to_pylist(), strict=True))
    reached: dict[str, int] = dict.fromkeys(expected, 0)
    columns = ("document_id", "segment_index", "char_start", "char_end", "role", "is_kept")
    previous, index = "", 0
    for document, segment, start, end, role, is_kept in zip(*(segments[c].to_pylist() for c in columns), strict=True):
        index = index + 1 if document == previous else 0
        previous = document
        if document not in reached:
            yield f"document {document} has segments but is not in documents"
            continue
        if start != reached[document] or end <= start:
            yield f"document {document} is not covered between characters {reached[document]:,} and {start:,}"
        if segment != index:
            yield f"document {document}: segment {segment} stands where {index} is expected"
        if is_kept != (role not in DROPPED_ROLES):
            yield f"document {document}: segment {segment} is {role} and is_kept is {is_kept}"
        reached[document] = end
    for document, end in expected.items():
        if reached[document] != end:
            yield f"document {document} is not covered between characters {reached[document]:,} and {end:,}"


def _sliced(spec: Table, batch: Batch) -> Iterable[str]:
    """Law 3: every claimed span slices the raw text to the surface the row reports."""
    documents, rows = batch[DOCUMENTS.name], batch[spec.name]
    texts = dict(zip(documents["document_id"].to_pylist(), documents["raw_text"].to_pylist(), strict=True))
    dropped = _dropped(batch[SEGMENTS.name]) if any(c.less_dropped for c in spec.sliced) else {}
    ids = rows["document_id"].to_pylist()
    for claim in spec.sliced:
        surfaces = rows[claim.surface].to_pylist() if claim.surface else [None] * len(ids)
        for document, start, end, surface in zip(
            ids, rows[claim.start].to_pylist(), rows[claim.end].to_pylist(), surfaces, strict=True
        ):
            yield from _claim(
                spec, claim, document, texts.get(document), start, end, surface, dropped.get(document, [])
            )


def _claim(
    spec: Table,
    claim: Sliced,
    document: str,
    text: str | None,
    start: int | None,
    end: int | None,
    surface: str | None,
    dropped: list[Span],
) -> Iterable[str]:
    if start is None or end is None:
        if (start is None) != (end is None):
            yield f"document {document}: {claim.start} and {claim.end} must be NULL together"
        return
    if text is None or not 0 <= start <= end <= len(text):
        yield f"document {document}: {start:,}..{end:,} lies outside its {len(text or ''):,} characters"
        return
    if claim.surface is None or (surface is None and spec.name == "articles"):
        return
    found = without(text, Span(start, end), dropped) if claim.less_dropped else text[start:end]
    if found != surface:
        yield f"document {document}: {start:,}..{end:,} slices to {_short(found)} but reports {_short(surface or '')}"


def without(text: str, span: Span, dropped: Sequence[Span]) -> str:
    """The slice of `text` less the parts that lie in `dropped` (sorted, disjoint)."""
    parts: list[str] = []
    at = span.start
    for gap in dropped:
        if gap.end <= at or gap.start >= span.end:
            continue
        parts.append(text[at : max(at, gap.start)])
        at = min(gap.end, span.end)
    parts.append(text[at : span.end])
    return "".join(parts)


def _dropped(segments: pa.Table) -> dict[str, list[Span]]:
    out: dict[str, list[Span]] = {}
    gone = segments.filter(pc.invert(segments["is_kept"]))
    for document, start, end in zip(
        gone["document_id"].to_pylist(), gone["char_start"].to_pylist(), gone["char_end"].to_pylist(), strict=True
    ):
        out.setdefault(document, []).append(Span(start, end))
    return out


def _short(text: str) -> str:
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'
