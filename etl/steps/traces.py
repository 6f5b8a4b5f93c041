"""Traces of a batch: its documents and segments as the kernel reads them, and what it tells as pages and columns.

Here: Arrow buffers in, pages out. Not here: the loops (kernels/traces.py), what the words mean (text/).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, repeat
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.enums import DROPPED_ROLES, Role
from etl.kernels.automata import searcher, trie
from etl.kernels.tables import (
    DROPPED,
    FOLLOWED,
    IN_KEPT,
    LEFT_FREE,
    LEFT_FREE_OR_CAPITAL,
    LEFT_NO_LETTER,
    OF_YEAR,
    PARAGRAPH,
    RIGHT_NO_ALNUM,
    RIGHT_NO_LETTER,
    TRIGGER_SHIFT,
    WITHIN_FIGURES,
)
from etl.steps.buffers import Array, numbers_of, one_chunk, text_view
from etl.text import language, marks
from etl.text.dates.days import read_month, read_slash, read_weekday, read_year
from etl.text.dates.find import READERS, Reader, Trigger, trigger_words
from etl.text.dates.patterns import YEAR_BEFORE
from etl.text.dates.units import RELATIONS, read_day_word, read_sunday, read_unit
from etl.text.metadata.credits import LABEL_CHARS
from etl.text.metadata.page import Page, Record, Segment

if TYPE_CHECKING:
    from etl.kernels.calls import Looked, Traced, Walk

_GUARDS: dict[Reader, int] = {
    read_month: LEFT_NO_LETTER | RIGHT_NO_LETTER,
    read_weekday: LEFT_FREE_OR_CAPITAL | RIGHT_NO_ALNUM,
    read_unit: LEFT_FREE | FOLLOWED,
    read_day_word: LEFT_FREE | RIGHT_NO_LETTER,
    read_sunday: LEFT_FREE_OR_CAPITAL,
    read_slash: WITHIN_FIGURES,
    read_year: OF_YEAR,
}
"""What each reader of dates answers None without, as far as the kernel sees it."""
_PARAGRAPHS = (Role.BODY, Role.SUBHEADING)
MADE_TOGETHER = 64
"""So many documents become Python objects at once: those of a whole batch would leave the processor's cache before they
are read, and be walked again and again by the garbage collector."""


@cache
def _looked() -> Looked:
    from etl.kernels.calls import Looked

    words = dict.fromkeys(language.words_of_list("nusantara"), 1)
    for word in language.words_of_list("malay") - language.words_of_list("malay_weak"):
        words[word] = words.get(word, 0) | 2
    for word in language.quick_words():
        words[word] = words.get(word, 0) | 4
    found = marks.mark_words()
    for word in trigger_words():
        small = word.lower()
        found[small] = found.get(small, 0) | len(word.encode()) << TRIGGER_SHIFT
    return Looked(
        marks=searcher(found),
        in_head=marks.IN_HEAD,
        head_chars=LABEL_CHARS,
        dates=trie({word: kind + 1 for word, kind in trigger_words().items()}),
        guards=np.array([0, *(_GUARDS[reader] for reader in READERS)], np.int64),
        next_words=trie(dict.fromkeys(RELATIONS, 1)),
        year_words=trie({word[::-1]: 1 for word in sorted(YEAR_BEFORE)}, ignore_case=True),
        words=trie(words, ignore_case=True),
        sample_chars=language.SAMPLE_CHARS,
        sample_paragraphs=language.FIRST_PARAGRAPHS,
        fewest_words=language.FEWEST_WORDS,
        clear_share=language.CLEAR_SHARE,
        long_chars=language.PARAGRAPH_CHARS,
        other_share=language.OTHER_SHARE,
    )


@cache
def _walk() -> Walk:
    from etl.kernels.calls import Walk

    moves, rows, says = language.model_walk()  # 40 MB of moves: seen, not copied
    return Walk(
        np.asarray(moves).astype(np.uint32, copy=False), 256 * np.array(rows, np.int64), np.array(says, np.int64)
    )


def model_visits(text: bytes) -> dict[int, int]:
    """What language.identify counts, counted by the kernel."""
    from etl.kernels.calls import visited_features

    features, times = visited_features(text, _walk())
    return dict(zip(features.tolist(), times.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Batch:
    """The documents of a batch with their segments, traced; both tables are sorted by document_id.

    first_segment: int64, the segments of document i are those from `first_segment[i]` to `first_segment[i + 1]`
    roles: each segment's place in `role_names`
    """

    documents: pa.Table
    first_segment: Array
    char_start: Array
    char_end: Array
    roles: Array
    role_names: list[str]
    traced: Traced

    def pages(self) -> Iterator[tuple[str, Page]]:
        """The pages, in the order of `documents`."""
        document_marks = self._document_marks()
        for low in range(0, len(document_marks), MADE_TOGETHER):
            yield from self._pages(low, document_marks[low : low + MADE_TOGETHER])

    def _pages(self, low: int, document_marks: list[int]) -> Iterator[tuple[str, Page]]:
        """The pages of the documents from `low` on, as many as `document_marks`."""
        high, traced = low + len(document_marks), self.traced
        of_segment = slice(self.first_segment[low], self.first_segment[high])
        of_trigger = slice(traced.trigger_ends[low], traced.trigger_ends[high])
        names = map(self.role_names.__getitem__, self.roles[of_segment].tolist())
        starts, ends, found = (column[of_segment].tolist() for column in (self.char_start, self.char_end, traced.marks))
        # What Segment(*row) makes, without a Python frame a row.
        segments: Iterator[Segment] = map(tuple.__new__, repeat(Segment), zip(starts, ends, names, found, strict=True))
        triggers: Iterator[Trigger] = zip(*traced.triggers[of_trigger].T.tolist(), strict=True)
        documents = self.documents.slice(low, len(document_marks))
        of_document = zip(
            *(documents[name].to_pylist() for name in ("document_id", "raw_text")),
            map(Record, *(documents[name].to_pylist() for name in Record._fields)),
            np.diff(self.first_segment[low : high + 1]).tolist(),
            np.diff(traced.trigger_ends[low : high + 1]).tolist(),
            document_marks,
            strict=True,
        )
        for document_id, text, record, segment_count, trigger_count, marked in of_document:
            parts, places = list(islice(segments, segment_count)), list(islice(triggers, trigger_count))
            if marked == marks.ANYTHING:
                yield document_id, Page(text, [part._replace(marks=marked) for part in parts], record)
            else:
                yield document_id, Page(text, parts, record, marked, places)

    def _document_marks(self) -> list[int]:
        """The marks of all segments of each document; ANYTHING for one that the kernel does not see through."""
        running = np.zeros(len(self.first_segment) - 1, np.int64)
        filled = np.flatnonzero(np.diff(self.first_segment))
        if len(filled):
            running[filled] = np.bitwise_or.reduceat(self.traced.marks, self.first_segment[filled])
        return np.where(self.traced.is_common, running, marks.ANYTHING).tolist()

    def bodies(self, kind: pa.DataType) -> pa.Array:
        """article_body of each document."""
        ends = self.traced.body_ends
        ends = ends if pa.types.is_large_string(kind) else ends.astype(np.int32)
        return pa.Array.from_buffers(kind, len(ends) - 1, [None, pa.py_buffer(ends), pa.py_buffer(self.traced.body)])

    def shares(self) -> tuple[Array, Array, Array]:
        """Shares of each document's characters: kept, dropped as boilerplate, dropped as repeats."""
        totals = numbers_of(pc.utf8_length(self.documents["raw_text"])).astype(np.int64)
        dropped = np.array([name in DROPPED_ROLES for name in self.role_names])[self.roles]
        kept, boilerplate, repeat = (
            self._chars_of(chosen) / np.maximum(totals, 1)
            for chosen in (~dropped, self._of_role(Role.BOILERPLATE), self._of_role(Role.REPEAT))
        )
        return kept, boilerplate, repeat

    def _of_role(self, role: Role) -> Array:
        return np.array([name == role for name in self.role_names], bool)[self.roles]

    def _chars_of(self, chosen: Array) -> Array:
        running = np.concatenate(([0], np.cumsum(np.where(chosen, self.char_end - self.char_start, 0))))
        return np.diff(running[self.first_segment])


def traced_batch(documents: pa.Table, segments: pa.Table) -> Batch:
    """The batch, traced."""
    from etl.kernels.calls import trace  # loads a compiler: not when this module is imported

    coded = one_chunk(segments["role"]).dictionary_encode()
    names: list[str] = [sys.intern(role) for role in coded.dictionary.to_pylist()]
    roles = numbers_of(coded.indices)
    kinds = [PARAGRAPH if name in _PARAGRAPHS else DROPPED if name in DROPPED_ROLES else IN_KEPT for name in names]
    first_segment = _first_segments(documents["document_id"], segments["document_id"])
    char_start, char_end = (numbers_of(segments[name]).astype(np.int64) for name in ("char_start", "char_end"))
    text, bounds = text_view(documents["raw_text"])
    traced = trace(text, bounds, first_segment, char_start, char_end, np.array(kinds, np.uint8)[roles], _looked())
    return Batch(documents, first_segment, char_start, char_end, roles, names, traced)


def _first_segments(documents: pa.ChunkedArray, owners: pa.ChunkedArray) -> Array:
    ends = np.zeros(len(documents) + 1, np.int64)
    if len(owners):
        runs = pc.run_end_encode(one_chunk(owners))
        places = numbers_of(pc.index_in(runs.values, value_set=one_chunk(documents)).fill_null(-1))
        ends[places + 1] = np.where(places < 0, 0, numbers_of(runs.run_ends))
    return np.maximum.accumulate(ends)
