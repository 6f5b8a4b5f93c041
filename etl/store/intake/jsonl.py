"""JSON Lines: one record a line.

Here: cutting a stream into lines of bounded size, a line to a record. Not here: unpacking (opened.py).
A line that cannot be read becomes a rejected record with its line number, and the rest go on. Blank lines are no
records. Raw control characters inside strings, which strict JSON forbids and crawlers write, are let through.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from etl.contracts.enums import DecodeRepair, RejectReason
from etl.settings import Settings
from etl.store.intake.decode import decode, tidied
from etl.store.intake.fields import fields_of
from etl.store.intake.opened import Opened
from etl.store.intake.records import Record, digest_of
from etl.store.intake.refusal import Refusal, names_found, too_large

MEDIA_TYPE = "application/x-ndjson"


class Line(NamedTuple):
    """One line without its line end; `data` is None when it is longer than allowed."""

    number: int
    byte_count: int
    data: bytes | None


class _Repeating(dict[str, Any]):
    """An object that names some field twice; `repeated` holds those names."""

    repeated: frozenset[str]


def read_jsonl(opened: Opened, packing: str, settings: Settings) -> Iterator[Record]:
    """The records of a JSON Lines file. Raises ReadingStopped where it cannot be read further."""
    index = 0
    for line in lines(opened.chunks(packing, settings.max_ratio), settings.max_document_bytes):
        if line.data is None:
            refusal = too_large(line.byte_count, settings.max_document_bytes)
            refusal = Refusal(refusal.reason, f"line {line.number:,}: {refusal.detail}")
            yield Record(index, line.byte_count, None, refusal=refusal)
        elif line.data.isspace() or not line.data:
            continue
        else:
            yield _record(index, line.number, line.data, settings)
        index += 1


def lines(chunks: Iterable[bytes], limit_bytes: int) -> Iterator[Line]:
    """The lines of a stream, in order, from 1. Holds one chunk and one line of at most `limit_bytes`."""
    number, length = 1, 0
    parts: list[bytes] = []
    for chunk in chunks:
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            length += end - start
            parts.append(chunk[start:end])
            yield Line(number, length, b"".join(parts) if length <= limit_bytes else None)
            parts.clear()
            number, length, start = number + 1, 0, end + 1
        length += len(chunk) - start
        parts.append(chunk[start:])
        if length > limit_bytes:
            parts.clear()
    if length:
        yield Line(number, length, b"".join(parts) if length <= limit_bytes else None)


def _record(index: int, number: int, data: bytes, settings: Settings) -> Record:
    byte_count, digest = len(data), digest_of(data)

    def refused(reason: RejectReason, detail: str) -> Record:
        return Record(index, byte_count, digest, refusal=Refusal(reason, f"line {number:,}: {detail}"))

    line = decode(data, settings.binary_share, settings.fallback_share)
    if isinstance(line, Refusal):
        return refused(line.reason, line.detail)
    try:
        record = _DECODER.decode(line.text)
    except (ValueError, RecursionError) as error:
        return refused(RejectReason.BAD_RECORD, f"not JSON: {error}")
    if not isinstance(record, dict):
        return refused(RejectReason.BAD_RECORD, f"expected a JSON object, found {_kind(record)}")
    used = _names(settings)
    if isinstance(record, _Repeating) and (twice := [name for name in used if name in record.repeated]):
        return refused(RejectReason.BAD_RECORD, f"the record names {names_found(twice)} twice; which one holds?")
    column = settings.text_column
    if column not in record:
        return refused(RejectReason.BAD_RECORD, no_text_column(column, list(record)))
    text = record[column]
    if text is None:
        return refused(RejectReason.EMPTY, f"{column} is null")
    if not isinstance(text, str):
        return refused(RejectReason.BAD_RECORD, f"{column} holds {_kind(text)}; expected text")
    # Line ends of the line itself are JSON's white space: what became of them changed no character of the text.
    repairs = tuple(r for r in line.repairs if r not in (DecodeRepair.CRLF, DecodeRepair.LONE_CR))
    decoded = tidied(text, line.encoding, repairs, None, settings.binary_share)
    if isinstance(decoded, Refusal):
        return refused(decoded.reason, decoded.detail)
    try:
        fields = fields_of(*(record.get(name) for name in used[1:]))
    except RecursionError:
        return refused(RejectReason.BAD_RECORD, "a field is nested too deeply")
    return Record(index, byte_count, digest, decoded, digest_of(decoded.utf8), fields=fields)


def no_text_column(column: str, found: list[str]) -> str:
    """What a record or file without the text column is told."""
    return (
        f"no field {column!r}; found {names_found(found)}. Set text_column to the one that holds the text "
        "(etl run --set text_column=NAME)"
    )


def _names(settings: Settings) -> tuple[str, ...]:
    return (
        settings.text_column,
        settings.id_column,
        settings.url_column,
        settings.crawled_at_column,
        settings.date_column,
        settings.publisher_column,
    )


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    kinds = {bool: "true or false", str: "text", list: "a list", dict: "an object"}
    return kinds.get(type(value), "an object" if isinstance(value, dict) else "a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    seen: set[str] = set()
    repeating = _Repeating(made)
    repeating.repeated = frozenset(name for name, _ in pairs if name in seen or seen.add(name))
    return repeating


_DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_object)
