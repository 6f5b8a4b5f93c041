"""Line frequencies: in how many distinct articles the corpus holds a line. First half of the clean step.

Here: the count and its merge, and looking lines up in what they made. Not here: what a frequent line means
(text/cleaning/roles.py), the fold itself (kernels/frequencies.py).
"""

# The columns of sightings travel as one list of arrays.
# pyright: reportCallIssue=false, reportArgumentType=false

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from etl.kernels import lines as line_kernel
from etl.kernels.frequencies import EVERY, fold, frequencies, group_sizes, sightings
from etl.kernels.lines import Lines, WordTable
from etl.settings import Settings
from etl.text.cleaning.document import Frequency
from etl.text.cleaning.looks import word_masks

Array = np.ndarray[Any, Any]
SIDE = "line_frequencies"
SIGHTINGS = pa.schema([("line", pa.uint64()), ("group", pa.uint64()), ("article", pa.uint64())])
WEEK_MICROSECONDS = 7 * 86_400 * 1_000_000


@cache
def survey_words() -> WordTable:
    """The words that the survey of lines looks for."""
    return line_kernel.word_table(word_masks())


def count_lines(batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings) -> pa.Table:
    """Sightings of the lines of `documents` (its columns raw_text, url, source_path, crawled_at)."""
    documents = batch["documents"]
    data, offsets = text_bytes(documents)
    lines = line_kernel.read_lines(data, offsets, survey_words())
    return _table(*fold(*sightings(lines, _groups_of(documents))))


def merge_lines(parts: Sequence[pa.Table]) -> pa.Table:
    """One table of all sightings in `parts`; associative, order-free, takes its own output and no parts at all."""
    none = [np.zeros(0, np.uint64)]
    columns = [np.concatenate([*none, *(part[name].to_numpy() for part in parts)]) for name in SIGHTINGS.names]
    return _table(*fold(*columns))


def _table(*columns: Array) -> pa.Table:
    return pa.table([pa.array(column, pa.uint64()) for column in columns], schema=SIGHTINGS)


class KnownLines:
    """What the corpus says of lines: their frequencies, when it was counted."""

    def __init__(self, side: pa.Table | None) -> None:
        self._columns = [side[name].to_numpy() for name in SIGHTINGS.names] if side is not None and len(side) else None
        self._sizes = group_sizes(*self._columns) if self._columns else {}
        self.articles = int(frequencies(*self._columns, np.array([EVERY]))[0][0]) if self._columns else 0
        """Distinct articles counted; 0 when nothing was."""

    def of(self, lines: Lines, floor: int) -> dict[int, Frequency]:
        """The lines (by number) that stand in `floor` distinct articles or more."""
        if self._columns is None or self.articles < floor:
            return {}
        overall, most, where = frequencies(*self._columns, lines.folded)
        return {
            int(n): Frequency(int(overall[n]), self.articles, int(most[n]), self._sizes.get(int(where[n]), 0))
            for n in np.flatnonzero((overall >= floor) & (lines.folded != EVERY))
        }


def text_bytes(documents: pa.Table) -> tuple[Array, Array]:
    """The UTF-8 bytes of `raw_text` (uint8) and the offsets of its rows in them (int64)."""
    texts = documents["raw_text"].combine_chunks()
    if len(texts) == 0:
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    _, offsets, data = texts.buffers()
    places = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8), places


def _groups_of(documents: pa.Table) -> Array:
    """For each document the hash of its host or source folder, and of the same with its crawl week (0: not known)."""
    groups = np.zeros((len(documents), 2), np.uint64)
    columns = [documents[name].to_pylist() for name in ("url", "source_path")]
    instants = documents["crawled_at"].cast(pa.int64()).to_pylist()
    for row, (url, path, at) in enumerate(zip(*columns, instants, strict=True)):
        source = _host_of(url) or path.rpartition("/")[0]
        groups[row, 0] = _hash_of(source)
        if at is not None:
            groups[row, 1] = _hash_of(f"{source} {at // WEEK_MICROSECONDS}")
    return groups


def _host_of(url: str | None) -> str:
    if not url:
        return ""
    host = url.partition("//")[2] or url
    return host.partition("/")[0].partition("?")[0].lower().removeprefix("www.")


def _hash_of(source: str) -> int:
    return int.from_bytes(hashlib.blake2b(source.encode(), digest_size=8).digest(), "little") | 1
