"""Text files: one document each, also packed.

Here: the file's bytes to its one record. Not here: decoding (decode.py), unpacking (opened.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from etl.settings import Settings
from etl.store.intake.opened import Opened, unpacked_whole
from etl.store.intake.records import Record, digest_of, record_of

MEDIA_TYPE = "text/plain"


def read_plain(opened: Opened, packing: str, settings: Settings) -> Iterator[Record]:
    """The one record of a text file. Raises ReadingStopped."""
    data = opened.whole(settings.max_document_bytes)
    if not packing:
        yield record_of(0, data, settings)
        return
    text = unpacked_whole(data, packing, settings.max_ratio, settings.max_document_bytes)
    # The item is the packed file: its size and digest are what one can check against the disk.
    yield replace(record_of(0, text, settings), byte_count=len(data), sha256=digest_of(data))
