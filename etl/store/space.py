"""Room on the disk.

Here: asking before writing, and turning a disk that fills up while writing into the same error.
Not here: making room (upkeep.py).
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etl.errors import DiskFull
from etl.store.layout import Warehouse

BYTES_PER_TEXT_BYTE = 2.0
"""What all tables of a run take on disk for each byte of raw text. Documents, articles, segments and postings, the
largest, took 1.12 together on 6,194 news articles of 15 MB; a release that replaces another doubles none of it."""

RESERVE_BYTES = 16 * 2**20
"""Left free beside every estimate: manifests, the catalog, and the folder entries themselves."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def estimated_bytes(text_bytes: int) -> int:
    """What a run over `text_bytes` of raw text writes, as an upper bound."""
    return int(text_bytes * BYTES_PER_TEXT_BYTE)


def require_space(warehouse: Warehouse, needed_bytes: int) -> None:
    """Nothing when `needed_bytes` and a small reserve are free. Raises DiskFull."""
    free = shutil.disk_usage(warehouse.root).free
    if free < needed_bytes + RESERVE_BYTES:
        raise DiskFull(str(warehouse.root), needed_bytes + RESERVE_BYTES, free)


@contextmanager
def naming_full_disk(place: Warehouse | Path, needed_bytes: int = 0) -> Generator[None]:
    """Inside it, a disk that fills up raises DiskFull, whichever library was writing to the folder `place`.

    `needed_bytes` is the estimate of what is still to be written.
    """
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not _is_full(error):
            raise
        folder = place if isinstance(place, Path) else place.root
        free = shutil.disk_usage(folder).free
        raise DiskFull(str(folder), max(needed_bytes, free) + RESERVE_BYTES, free) from error


def _is_full(error: Exception) -> bool:
    # Arrow and DuckDB keep the system's sentence but not always its number.
    return getattr(error, "errno", None) in _FULL or "No space left on device" in str(error)
