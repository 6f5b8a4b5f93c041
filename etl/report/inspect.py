"""One document with every decision about it: the pieces of its raw text, each with role, rule and marks.

Here: reading a published document's rows and cutting its text into pieces; the HTML page.
Not here: colours of the terminal (cli/).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from etl.errors import UsageError
from etl.report.pages import render
from etl.store.atomic import write_text
from etl.store.layout import Warehouse
from etl.store.query import open_read_only

FIND = """
    WITH fitting AS (
        SELECT document_id, source_path, record_index,
               CASE WHEN document_id = $1 OR source_path = $1 THEN 1
                    WHEN starts_with(document_id, $1) THEN 2
                    WHEN contains(source_path, $1) THEN 3 END AS fit
        FROM documents
    )
    SELECT document_id, source_path, record_index FROM fitting
    WHERE fit = (SELECT min(fit) FROM fitting) ORDER BY source_path, record_index LIMIT 11
"""
"""The documents that fit what was asked best: the whole id or path, the beginning of an id, a part of a path."""

SPANS = """
    SELECT char_start, char_end, mark, says FROM (
        SELECT document_id, char_start, char_end, entity_type AS mark, named.name AS says
        FROM mentions JOIN (SELECT entity_id, name FROM entities_all) AS named USING (entity_id)
        UNION ALL
        SELECT document_id, char_start, char_end, 'quote', coalesce(speaker_name, '?') FROM quotes
        UNION ALL
        SELECT document_id, char_start, char_end, 'date', coalesce(value, '?') FROM date_mentions
    ) WHERE document_id = ? ORDER BY ALL
"""
"""What is marked in a document's text, with what the mark says."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that share every decision. `marks`: PERSON, ORGANIZATION, PLACE, quote, date."""

    start: int
    end: int
    text: str
    role: str
    is_kept: bool
    rule: str | None
    evidence: str | None
    twin: tuple[int, int] | None
    marks: tuple[str, ...]
    says: str
    """What the marks mean, for example "quote: Wulan Pradipta"."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A published document: its own row of `articles`, its segments, and its text in pieces."""

    document_id: str
    source_path: str
    article: dict[str, Any]
    segments: tuple[dict[str, Any], ...]
    pieces: tuple[Piece, ...]


def inspect_document(warehouse: Warehouse, wanted: str) -> Inspected:
    """The document whose id or path is `wanted`, or whose id begins with it, or whose path contains it.

    Raises UsageError when none or several fit; the message names up to ten.
    """
    with open_read_only(warehouse) as connection:
        found = connection.execute(
            FIND,
            [wanted],
        ).fetchall()
        if len(found) != 1:
            listed = "".join(f"\n  {i}  {path} record {record}" for i, path, record in found[:10])
            problem = f"{'several documents fit' if found else 'no document fits'} {wanted!r}"
            raise UsageError(f"{problem}; give a document_id, its beginning, or (a part of) a source path.{listed}")
        return read_document(connection, str(found[0][0]))


def read_document(connection: duckdb.DuckDBPyConnection, document_id: str) -> Inspected:
    """The document of that id, which must be there; `connection` is one of `open_read_only`."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return connection.sql(sql, params=[document_id]).to_arrow_table().to_pylist()

    document = rows("SELECT source_path, raw_text FROM documents WHERE document_id = ?")[0]
    segments = rows("SELECT * FROM segments WHERE document_id = ? ORDER BY segment_index")
    article = rows("SELECT * EXCLUDE (article_body) FROM articles WHERE document_id = ?")[0]
    spans = [(int(r["char_start"]), int(r["char_end"]), r["mark"], r["says"]) for r in rows(SPANS)]
    pieces = pieces_of(document["raw_text"], segments, spans)
    return Inspected(document_id, document["source_path"], article, tuple(segments), tuple(pieces))


def pieces_of(text: str, segments: Sequence[dict[str, Any]], spans: Sequence[tuple[int, int, str, str]]) -> list[Piece]:
    """`text` cut wherever a segment or a span (start, end, mark, what it says) begins or ends."""
    bounds = sorted({0, len(text), *(s["char_start"] for s in segments), *(b for span in spans for b in span[:2])})
    opening: dict[int, list[tuple[int, int, str, str]]] = {}
    for span in spans:
        opening.setdefault(span[0], []).append(span)
    pieces: list[Piece] = []
    active: list[tuple[int, int, str, str]] = []
    at = 0
    for start, end in pairwise(bounds):
        active = [span for span in active if span[1] > start] + [s for s in opening.get(start, []) if s[1] > start]
        while at + 1 < len(segments) and segments[at]["char_end"] <= start:
            at += 1
        segment = segments[at]
        twin = (segment["repeat_of_start"], segment["repeat_of_end"])
        pieces.append(
            Piece(
                start,
                end,
                text[start:end],
                segment["role"],
                segment["is_kept"],
                segment["rule"],
                segment["evidence"],
                None if twin[0] is None else twin,
                tuple(dict.fromkeys(mark for _, _, mark, _ in active)),
                "; ".join(f"{mark}: {says}" for _, _, mark, says in active),
            )
        )
    return pieces


def page(seen: Inspected) -> str:
    """One self-contained HTML page: no script, nothing loaded, every text escaped."""
    facts = {name: value for name, value in seen.article.items() if value is not None and not name.endswith("_rule")}
    rules: dict[tuple[str, str], int] = {}
    for segment in seen.segments:
        if not segment["is_kept"] and segment["role"] != "blank":
            key = segment["role"], segment["rule"] or ""
            rules[key] = rules.get(key, 0) + segment["char_end"] - segment["char_start"]
    return render("inspect.html", seen=seen, facts=facts, rules=sorted(rules.items()))


def write_page(seen: Inspected, target: Path) -> None:
    """Writes `page` to `target`, whole or not at all."""
    write_text(target, page(seen))
