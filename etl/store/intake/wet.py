"""WET: the text records of a WARC archive.

Here: cutting a stream into WARC records with a bound on every part, a record to a document.
Not here: unpacking (opened.py), fetched pages (a plain .warc holds HTML, not text).

Read strictly, and on purpose not with a lenient reader: the length in a header is the only thing that says where a
record ends, so a wrong one makes everything after it a guess. Reading stops there and the row says at which byte.
`warcinfo` records describe the archive and are no items; every other record is one, text (`conversion`) or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.contracts.enums import RejectReason
from etl.settings import Settings
from etl.store.intake.decode import scrubbed
from etl.store.intake.fields import fields_of
from etl.store.intake.opened import Opened
from etl.store.intake.records import Record, record_of
from etl.store.intake.refusal import ReadingStopped, Refusal, too_large

MEDIA_TYPE = "application/warc"
HEADER_BYTES = 1 << 16
"""Longest head of a record: real ones are under 2 KB, an address may be long."""

_FOLD = re.compile(rb"\r?\n[ \t]+")
"""A header that goes on in the next line: "Name: a\\r\\n  b"; not "Name: a\\r\\nOther: b"."""


class Cursor:
    """A place in a stream of chunks. `offset` counts the bytes already taken."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._chunk = b""
        self._at = 0
        self.offset = 0

    def line(self, limit_bytes: int) -> bytes:
        """The next line with its line end, or as much of it as `limit_bytes` lets through."""
        line = b""
        while len(line) < limit_bytes and not line.endswith(b"\n") and self._filled():
            stop = self._at + limit_bytes - len(line)
            line += self._take(self._chunk.find(b"\n", self._at, stop) + 1 or stop)
        return line

    def body(self, byte_count: int, *, keep: bool) -> bytes:
        """The next `byte_count` bytes; none of them when not to `keep`. Raises ReadingStopped at the stream's end."""
        parts: list[bytes] = []
        left = byte_count
        while left:
            taken = self._take(self._at + left) if self._filled() else b""
            if not taken:
                raise ReadingStopped(
                    RejectReason.BAD_ARCHIVE,
                    f"ends at unpacked byte {self.offset:,}, {left:,} bytes before its last record does",
                )
            left -= len(taken)
            if keep:
                parts.append(taken)
        return b"".join(parts)

    def _filled(self) -> bool:
        """Makes sure that there is a byte to take; False at the end of the stream."""
        while self._at == len(self._chunk):
            self._chunk, self._at = next(self._chunks, b""), 0
            if not self._chunk:
                return False
        return True

    def _take(self, stop: int) -> bytes:
        taken = self._chunk[self._at : stop]
        self._at += len(taken)
        self.offset += len(taken)
        return taken


def read_wet(opened: Opened, packing: str, settings: Settings) -> Iterator[Record]:
    """The records of a WET archive. Raises ReadingStopped where it cannot be read further."""
    cursor = Cursor(opened.chunks(packing, settings.max_ratio))
    index = 0
    while (head := _head(cursor)) is not None:
        kind = head.get("warc-type", "")
        length = _length(head, cursor.offset)
        fits = length <= settings.max_document_bytes
        body = cursor.body(length, keep=fits and kind == "conversion")
        if kind == "warcinfo":
            continue
        if kind != "conversion":
            detail = f"a WARC record of type {kind or 'unknown'}; only conversion records hold text"
            yield Record(index, length, None, refusal=Refusal(RejectReason.UNSUPPORTED_TYPE, detail))
        elif not fits:
            yield Record(index, length, None, refusal=too_large(length, settings.max_document_bytes))
        else:
            address = head.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
            fields = fields_of(None, scrubbed(address), head.get("warc-date"), None, None)
            yield record_of(index, body, settings, fields)
        index += 1


def _head(cursor: Cursor) -> dict[str, str] | None:
    """The next record's headers, names in lower case; None at the end of the archive."""
    while (line := cursor.line(HEADER_BYTES)) in (b"\r\n", b"\n"):
        pass
    if not line:
        return None
    began = cursor.offset - len(line)
    if not line.startswith(b"WARC/"):
        raise ReadingStopped(RejectReason.BAD_ARCHIVE, f"expected a record (WARC/1.0) at unpacked byte {began:,}")
    lines: list[bytes] = []
    while (line := cursor.line(HEADER_BYTES - (cursor.offset - began))) not in (b"\r\n", b"\n"):
        if not line.endswith(b"\n"):
            raise ReadingStopped(
                RejectReason.BAD_ARCHIVE, f"the head of the record at unpacked byte {began:,} does not end"
            )
        lines.append(line)
    head: dict[str, str] = {}
    for header in _FOLD.sub(b" ", b"".join(lines)).decode("utf-8", "replace").split("\n"):
        name, _, value = header.partition(":")
        head.setdefault(name.strip().lower(), value.strip())
    return head


def _length(head: dict[str, str], at: int) -> int:
    """The length of the body whose head ends `at`."""
    stated = head.get("content-length", "")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 19):
        raise ReadingStopped(
            RejectReason.BAD_ARCHIVE, f"the record whose head ends at unpacked byte {at:,} states no length"
        )
    return int(stated)
