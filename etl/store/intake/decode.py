"""Bytes to text, with everything that was changed on the way said.

Here: which encoding, when bytes are no text at all, line ends, and what can stand in no text (NUL, lone surrogates).
Not here: repairing words. Text that was decoded wrongly before it was stored ("â€œ" for a quotation mark) stays as it
is: to mend it is to guess, and the guess would move every offset.

In order: a byte order mark decides; else UTF-8 when the bytes are; else UTF-8 with single bad bytes replaced when more
of its characters outside ASCII are good than bad; else windows-1252 when few enough bytes are outside ASCII and all of
them stand for a character there; else the bytes are undecodable. No statistics of languages: the result is the same
whatever else lies in the folder.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from etl.contracts.enums import DecodeRepair, RejectReason
from etl.store.intake.refusal import Refusal

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with that mark
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x1f\x8b": "gzip; its name should end in .gz",
    b"\x28\xb5\x2f\xfd": "Zstandard; its name should end in .zst",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF87a": "a GIF picture",
    b"GIF89a": "a GIF picture",
    b"\x7fELF": "a program",
    b"PAR1": "Parquet; its name should end in .parquet",
    b"SQLite format 3\0": "an SQLite database",
}
_MAGIC_STARTS = tuple(_MAGIC)
_CONTROLS = bytes(sorted({*range(0x20)} - set(b"\t\n\v\f\r\x1b")))
"""Control bytes that text does not hold; tab, line ends, page ends and the escape of terminal logs are left out."""
_NOT_ASCII = bytes(range(0x80, 0x100))
_SURROGATES = re.compile("[\ud800-\udfff]")
_BAD = "\N{REPLACEMENT CHARACTER}"


class Decoded(NamedTuple):
    """A text as it is stored. `repairs` in the order of DecodeRepair; `utf8` is `text` in UTF-8."""

    text: str
    encoding: str
    repairs: tuple[DecodeRepair, ...]
    utf8: bytes


def decode(data: bytes, binary_share: float, fallback_share: float) -> Decoded | Refusal:
    """The text that `data` holds, or why it holds none. Shares as the settings of the same names, 0..1."""
    if data.startswith(_MAGIC_STARTS):
        what = next(words for magic, words in _MAGIC.items() if data.startswith(magic))
        return Refusal(RejectReason.BINARY, f"the bytes are those of {what}")
    try:
        return tidied(data.decode("utf-8"), "utf-8", (), data, binary_share)
    except UnicodeDecodeError as error:
        first_bad = error.start
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, binary_share)
    if (binary := _binary(data, binary_share)) is not None:
        return binary
    text = data.decode("utf-8", "replace")
    bad = text.count(_BAD)
    if len(text) - len(text.encode("ascii", "ignore")) >= 2 * bad:
        return tidied(text, "utf-8", (DecodeRepair.INVALID_UTF8,), None, binary_share)
    outside = len(data) - len(data.translate(None, _NOT_ASCII))
    if outside <= fallback_share * len(data):
        try:
            return tidied(data.decode("cp1252"), "windows-1252", (DecodeRepair.WINDOWS_1252,), None, binary_share)
        except UnicodeDecodeError:
            pass
    return Refusal(
        RejectReason.UNDECODABLE,
        f"not UTF-8 from byte {first_bad:,} on, and {outside:,} of {len(data):,} bytes outside ASCII make "
        "windows-1252 no likely guess; save it as UTF-8",
    )


def tidied(
    text: str, encoding: str, repairs: tuple[DecodeRepair, ...], utf8: bytes | None, binary_share: float
) -> Decoded | Refusal:
    """`text` fit to be stored, or why it is none: only "\\n" ends a line, and nothing is in it that UTF-8 cannot hold.

    A byte order mark at its start goes. CR LF and lone CR become LF. NUL and lone surrogates become U+FFFD, so that
    one sees something stood there. `utf8`: `text` in UTF-8, when the caller has it. A text of white space is empty.
    """
    done: list[DecodeRepair] = []
    if text.startswith("\ufeff"):
        text, utf8 = text[1:], None
        done.append(DecodeRepair.BYTE_ORDER_MARK)
    if "\r" in text:
        unix = text.replace("\r\n", "\n")
        done.extend([DecodeRepair.CRLF] if len(unix) < len(text) else [])
        text, utf8 = unix.replace("\r", "\n"), None
        done.extend([DecodeRepair.LONE_CR] if text != unix else [])
    if not text or text.isspace():
        return Refusal(RejectReason.EMPTY, "only white space" if text else "no character")
    if utf8 is None:
        try:
            utf8 = text.encode("utf-8")
        except UnicodeEncodeError:
            text = _SURROGATES.sub(_BAD, text)
            utf8 = text.encode("utf-8")
            done.append(DecodeRepair.LONE_SURROGATE)
    if (binary := _binary(utf8, binary_share)) is not None:
        return binary
    if "\0" in text:
        text = text.replace("\0", _BAD)
        utf8 = text.encode("utf-8")
        done.append(DecodeRepair.NUL)
    if done:
        every = {*repairs, *done}
        repairs = tuple(repair for repair in DecodeRepair if repair in every)
    return Decoded(text, encoding, repairs, utf8)


def scrubbed(text: str) -> str:
    """`text` with what no column can hold (NUL, lone surrogates) replaced: for the fields beside the text."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = _SURROGATES.sub(_BAD, text)
    return text.replace("\0", _BAD)


def _marked(data: bytes, encoding: str, binary_share: float) -> Decoded | Refusal:
    """`data` in the encoding that its byte order mark, already taken off, names."""
    try:
        # Lone surrogates pass here and are replaced, and said, with those of other sources.
        text = data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as error:
        return Refusal(
            RejectReason.UNDECODABLE,
            f"begins with the byte order mark of {encoding}, but byte {error.start:,} after it is not: {error.reason}",
        )
    return tidied(text, encoding, (DecodeRepair.BYTE_ORDER_MARK,), None, binary_share)


def _binary(data: bytes, binary_share: float) -> Refusal | None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls <= binary_share * len(data):
        return None
    detail = f"{controls:,} of {len(data):,} bytes are control characters"
    if max(data[0::2].count(0), data[1::2].count(0)) > len(data) // 4:
        detail += "; it may be UTF-16 without a byte order mark: save it as UTF-8"
    return Refusal(RejectReason.BINARY, detail)
