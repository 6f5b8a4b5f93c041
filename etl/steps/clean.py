"""Clean: the ledger of every document, `segments`.

Here: cutting every document into segments. Not here: the rules (text/cleaning/roles.py, text/cleaning/repeats.py, text/cleaning/residue.py), the
loops over bytes (kernels/), counting lines over the corpus (line_frequencies.py), the rows (ledger.py). Called by the
pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from etl.contracts.enums import DROPPED_ROLES, LineRule, Role
from etl.kernels import lines as line_kernel
from etl.kernels import repeats as repeat_kernel
from etl.kernels.familiar import familiar_runs, word_codes
from etl.kernels.lines import CODE, GAPS, MASK, WORDS, Lines
from etl.kernels.repeats import Repeats
from etl.settings import Settings
from etl.steps.ledger import Ledger
from etl.steps.line_frequencies import SIDE, KnownLines, count_lines, merge_lines, survey_words, text_bytes
from etl.text.cleaning.document import Document, Line
from etl.text.cleaning.line_copies import Copy, find_copy
from etl.text.cleaning.line_kinds import MAY_BE_RESIDUE, SENTENCES
from etl.text.cleaning.looks import MAY_HIDE_SENTENCE, PLAIN, breaks_off, look_at, look_past, plain_columns
from etl.text.cleaning.repeats import Repeat, RepeatRules, Seen, find_repeats
from etl.text.cleaning.residue import PICTURE_CREDIT, find_residue, find_scar, less_residue
from etl.text.cleaning.retellings import MOST_CHARS, content_words, find_retelling
from etl.text.cleaning.roles import Decision, roles_of
from etl.text.metadata.headline import headline_span, may_end_with_site
from etl.text.phrases import function_words

__all__ = ["SIDE", "count_lines", "merge_lines", "segment"]

Array = np.ndarray[Any, Any]
PIECE_BYTES = 4 * 2**20
PIECE_LINES = 20_000
"""A longer text is cleaned in pieces of this size (never less than a line), so that memory does not grow with it."""
LEAST_FAMILIAR = 8
"""From this gain (kernels/familiar.py) on a text may be told twice in other words, and is looked at."""
STORY_ROLES = frozenset({Role.HEADLINE, Role.SUMMARY, Role.SUBHEADING, Role.BODY})
"""Lines that a second telling tells again."""
RUN_LINES = 100_000
"""Lines of which everything is held at once, whatever the number of texts."""


class _Piece(NamedTuple):
    """Whole lines of one document: its row, and bytes `[start, end)` of the batch's data."""

    row: int
    start: int
    end: int


def segment(batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings) -> dict[str, pa.Table]:
    """Rows of `segments` for the rows of `documents`: disjoint, in order, covering every character."""
    documents = batch["documents"]
    data, offsets = text_bytes(documents)
    known = KnownLines(sides.get(SIDE))
    ledger = Ledger(documents["document_id"])
    for pieces in _runs(data, offsets):
        bounds = np.array([piece.start for piece in pieces] + [pieces[-1].end], np.int64)
        run = _Run(line_kernel.read_lines(data, bounds, survey_words()), known, settings)
        for n, piece in enumerate(pieces):
            text = bytes(data[piece.start : piece.end]).decode()
            ledger.open(piece.row)
            run.clean(n, text, ledger)
            ledger.close(len(text))
        ledger.flush()
    return {"segments": ledger.table()}


class _Run:
    """The lines of a run of pieces, as plain lists, with what is known of them."""

    def __init__(self, lines: Lines, known: KnownLines, settings: Settings) -> None:
        repeats = repeat_kernel.find_repeats(lines)
        counts = lines.counts
        copies = (repeats.twin >= 0) | ((repeats.grams > 0) & (repeats.seen >= settings.repeat_share * repeats.grams))
        odd = (counts[:, MASK] & MAY_BE_RESIDUE != 0) | (counts[:, CODE] >= 2) | (counts[:, GAPS] > 0)
        odd |= breaks_off(counts.T)
        self._first = lines.first.tolist()
        self._starts = lines.char_start.tolist()
        self._counts = counts.tolist()
        self._is_plain = plain_columns(counts.T).tolist()
        self._is_copy = copies.tolist()
        self._is_odd = odd.tolist()
        self._seen = _local(repeats, lines)
        self._may_retell = (familiar_runs(lines, _common_words()) >= LEAST_FAMILIAR).tolist()
        self._frequent = known.of(lines, settings.line_frequency_floor)
        self._articles = known.articles
        self._settings = settings
        self._rules = RepeatRules(
            settings.repeat_share, settings.repeat_min_words, settings.repeat_share_alone, settings.repeat_alone_words
        )

    def clean(self, piece: int, text: str, ledger: Ledger) -> None:
        """Adds the segments of `text`, the run's piece of that number, to `ledger`."""
        here = slice(self._first[piece], self._first[piece + 1])
        starts = [*self._starts[here], len(text)]
        lines = self._lines(text, starts, here)
        is_copy, seen = self._is_copy[here], Seen(*(column[here] for column in self._seen))
        document = Document(
            lines, seen.twin, is_copy, self._articles, self._settings.line_frequency_floor,
            self._settings.line_frequency_share,
        )  # fmt: skip
        decisions = roles_of(document)
        dropped = {}
        if True in is_copy:
            dropped = find_repeats(
                seen,
                [decision.role not in DROPPED_ROLES for decision in decisions],
                [decision.role == Role.BODY for decision in decisions],
                self._rules,
                lambda first, last: text[starts[first] : starts[last + 1]],
                document.headline,
            )
        if self._may_retell[piece] and len(text) <= MOST_CHARS:
            dropped |= self._retold(decisions, dropped, lambda n: text[starts[n] : starts[n + 1]])
        is_odd = self._is_odd[here]
        if "#" in text:
            is_odd = [odd or "#" in line.text for odd, line in zip(is_odd, lines, strict=True)]
        if document.headline is not None and may_end_with_site(lines[document.headline].text):
            is_odd[document.headline] = True
        if (
            not dropped
            and True not in is_odd
            and not any(line.counts[WORDS] >= self._rules.alone_words for line in lines)
        ):
            ledger.add_lines(starts, decisions)
            return
        for n, decision in enumerate(decisions):
            start, end = starts[n], starts[n + 1]
            if (repeat := dropped.get(n)) is not None:
                ledger.add_repeat(start, end, repeat, _trimmed(text, starts[repeat.first], starts[repeat.last + 1]))
            elif (copy := self._copy_in_line(decision, lines[n], text[start:end])) is not None:
                at = start + copy.start
                _add_odd(ledger, text[start:at], start, decision)
                repeat = Repeat(n, n, copy.similarity, LineRule.COPY_IN_LINE)
                ledger.add_repeat(at, end, repeat, _trimmed(text, start, at))
            elif decision.role == Role.HEADLINE:
                _add_headline(ledger, text[start:end], start, decision)
            elif is_odd[n] and decision.role not in DROPPED_ROLES:
                _add_odd(ledger, text[start:end], start, decision)
            else:
                ledger.add(start, end, decision)

    @staticmethod
    def _retold(
        decisions: Sequence[Decision], dropped: Mapping[int, Repeat], text_of: Callable[[int], str]
    ) -> dict[int, Repeat]:
        """Lines that tell the document a second time in other words, none of them `dropped`."""
        told = find_retelling(
            [
                content_words(less_residue(text_of(n))) if decision.role in STORY_ROLES else []
                for n, decision in enumerate(decisions)
            ]
        )
        if any(line in dropped for twin in told.values() for line in range(twin.first, twin.last + 1)):
            return {}
        return {
            line: Repeat(twin.first, twin.last, twin.share, LineRule.RETOLD)
            for line, twin in told.items()
            if line not in dropped
        }

    def _copy_in_line(self, decision: Decision, line: Line, text: str) -> Copy | None:
        if decision.role != Role.BODY or line.counts[WORDS] < self._rules.alone_words:
            return None
        return find_copy(text, self._rules.share)

    def _lines(self, text: str, starts: list[int], here: slice) -> list[Line]:
        lines: list[Line] = []
        frequent = self._frequent
        known = zip(self._counts[here], self._is_plain[here], self._is_odd[here], strict=True)
        for n, (counts, is_plain, is_odd) in enumerate(known):
            line = text[starts[n] : starts[n + 1]].strip()
            look = PLAIN if is_plain else look_at(line, counts)
            if is_odd and counts[SENTENCES] and look.kind in MAY_HIDE_SENTENCE:
                look = look_past(look, line, less_residue(line))
            lines.append(Line(line, counts, look, frequent.get(here.start + n) if frequent else None))
        return lines


@cache
def _common_words() -> Array:
    """Codes of the words that carry no meaning of their own."""
    return word_codes(function_words())


def _local(repeats: Repeats, lines: Lines) -> list[list[int]]:
    """The columns of `Seen`, line numbers counted from the first line of each piece."""
    begun = np.repeat(lines.first[:-1], np.diff(lines.first))

    def numbered(column: Array) -> list[int]:
        return np.where(column >= 0, column - begun, -1).tolist()

    return [
        numbered(repeats.twin), repeats.grams.tolist(), repeats.seen.tolist(), numbered(repeats.owner),
        repeats.owned.tolist(), numbered(repeats.owner_first), numbered(repeats.owner_last),
        lines.counts[:, WORDS].tolist(),
    ]  # fmt: skip


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` of `text` less the white space at its ends."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _add_headline(ledger: Ledger, line: str, start: int, decision: Decision) -> None:
    """Adds a headline; the name of its site behind it is residue, on which the publisher is read (text/metadata/imprint.py)."""
    found = headline_span(line, 0, len(line)) if may_end_with_site(line) else None
    end = found[0].end if found and found[1] == "headline_less_site" else len(line)
    _add_odd(ledger, line[:end], start, decision)
    if end < len(line):
        evidence = f"site_name: {line[end:].strip()[:80]}"
        ledger.add(start + end, start + len(line), Decision(Role.BOILERPLATE, LineRule.RESIDUE, evidence))


def _add_odd(ledger: Ledger, line: str, start: int, decision: Decision) -> None:
    """Adds a kept line: its residue is cut out and the parts round it keep the line's own role, its end too, so that the
    next line stays another; a lost link is noted."""
    if decision.role == Role.BODY and (scar := find_scar(line)) is not None:
        decision = Decision(Role.BODY, LineRule.LOST_LINK, scar)
    at, is_begun = 0, False
    for (begin, end), kind in find_residue(line):
        if kind == PICTURE_CREDIT and decision.role != Role.BODY:
            continue
        evidence = f"{kind}: {line[begin:end][:80]}"
        if line[at:begin].strip():
            ledger.add(start + at, start + begin, decision)
            is_begun = True
        else:
            begin = at
        if not line[end:].strip():
            end = len(line) - (is_begun and line[-1] == "\n")
        ledger.add(start + begin, start + end, Decision(Role.BOILERPLATE, LineRule.RESIDUE, evidence))
        at = end
    if at < len(line):
        ledger.add(start + at, start + len(line), decision)


def _runs(data: Array, offsets: Array) -> Iterator[list[_Piece]]:
    """The pieces of all documents, in order, in runs of about PIECE_BYTES or RUN_LINES."""
    ends = np.flatnonzero(data[offsets[0] : offsets[-1]] == ord("\n")) + int(offsets[0]) + 1
    held: list[_Piece] = []
    begun, lines = int(offsets[0]), 0
    for row in range(len(offsets) - 1):
        start, stop = int(offsets[row]), int(offsets[row + 1])
        while start < stop:
            end = _piece_end(ends, start, stop)
            held.append(_Piece(row, start, end))
            start = end
            if end - begun >= PIECE_BYTES or int(np.searchsorted(ends, end)) - lines >= RUN_LINES:
                yield held
                held, begun, lines = [], end, int(np.searchsorted(ends, end))
    if held:
        yield held


def _piece_end(ends: Array, start: int, stop: int) -> int:
    """Where the piece that begins at byte `start` ends; `ends`: one past every line feed of the batch."""
    if stop - start <= PIECE_LINES:
        return stop
    first = int(np.searchsorted(ends, start, "right"))
    end = min(stop, int(ends[first + PIECE_LINES - 1])) if first + PIECE_LINES <= len(ends) else stop
    if end - start <= PIECE_BYTES:
        return end
    within = int(np.searchsorted(ends, start + PIECE_BYTES, "right")) - 1
    if within >= first:
        return int(ends[within])
    return min(stop, int(ends[first])) if first < len(ends) else stop
