"""Which format a file has, by its name alone.

Here: endings, readers, media types, and what a user is told of other endings. Not here: reading.
The name decides, not the content: what a file is read as must not change with its first bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from etl.contracts.enums import RejectReason
from etl.settings import Settings
from etl.store.intake import jsonl, parquet, plain, wet
from etl.store.intake.opened import Opened
from etl.store.intake.records import Record
from etl.store.intake.refusal import Refusal

Reader = Callable[[Opened, str, Settings], Iterator[Record]]


class Format(NamedTuple):
    """How a file is read. `packing` is "", "gzip" or "zstd"; `is_one` means that the file is one document."""

    media_type: str
    read: Reader
    packing: str
    is_one: bool


_PACKINGS = ((".gz", "gzip"), (".zst", "zstd"))
_READERS: tuple[tuple[str, str, Reader, bool], ...] = (
    (".txt", plain.MEDIA_TYPE, plain.read_plain, True),
    (".jsonl", jsonl.MEDIA_TYPE, jsonl.read_jsonl, False),
    (".ndjson", jsonl.MEDIA_TYPE, jsonl.read_jsonl, False),
    (".parquet", parquet.MEDIA_TYPE, parquet.read_parquet, False),
    (".wet", wet.MEDIA_TYPE, wet.read_wet, False),
)
_HINTS = {
    ".warc": "a WARC archive holds fetched pages; turn it into WET, which holds their text",
    ".arc": "an ARC archive holds fetched pages; turn it into WET, which holds their text",
    ".html": "a page; take its text out first",
    ".htm": "a page; take its text out first",
    ".json": "write one object a line and name it .jsonl",
    ".csv": "convert it to .jsonl or .parquet",
    ".tsv": "convert it to .jsonl or .parquet",
    ".zip": "unpack it into the source folder",
    ".tar": "unpack it into the source folder",
    ".tgz": "unpack it into the source folder",
    ".bz2": "pack it with gzip or Zstandard instead",
    ".xz": "pack it with gzip or Zstandard instead",
    ".pdf": "take its text out first",
    ".docx": "take its text out first",
}
EXPECTED = "expected .txt, .jsonl, .ndjson, .parquet or .wet, alone or with .gz or .zst"


def format_of(source_path: str) -> Format | Refusal:
    """How the file of that name is read, whatever the case of its letters, or why it is not.

    Files whose name, or the name of a folder above them, begins with a dot are not read: by custom they are the
    keeping of some tool, not content.
    """
    parts = source_path.split("/")
    if any(part.startswith(".") for part in parts):
        return Refusal(RejectReason.UNSUPPORTED_TYPE, "hidden: names that begin with a dot are not read")
    name, packing, suffix = parts[-1].lower(), "", ""
    for ending, kind in _PACKINGS:
        if name.endswith(ending):
            name, packing, suffix = name.removesuffix(ending), kind, f"+{kind}"
            break
    for ending, media_type, read, is_one in _READERS:
        if name.endswith(ending):
            return Format(media_type + suffix, read, packing, is_one)
    hint = next((words for ending, words in _HINTS.items() if name.endswith(ending)), EXPECTED)
    return Refusal(RejectReason.UNSUPPORTED_TYPE, f"its name says of no format that is read: {hint}")
