"""Quotation marks: which pairs of them enclose words, also where a mark is missing or turned the wrong way.

Here: pairing, nesting, repair, quotes over several paragraphs.
Not here: which side a mark stands on (mark_sides.py), whether the words are speech, and whose (find.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etl.contracts.enums import QuoteRepair
from etl.text.cleaning.kept import Block
from etl.text.quotes.mark_sides import MARKS, CueTest, Mark, Side, is_single, side_of
from etl.text.sentences import Sentences

LOST_OPEN_CHARS = 600
"""A paragraph is one quote, its opening mark lost, up to this length: longer ones are stories in one line."""
PARAGRAPHS_AHEAD = 12
"""A quote left open is sought to its end in this many paragraphs; the longest seen in news runs over seven."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between marks: `[start, end)` inside them, `after` one past the closing mark (or `end` when there is none).

    `before` is where the opening mark stands (`start` when there is none). `chained`: the quote goes on in the next
    paragraph, which opens with a mark of its own. `is_single`: enclosed in single marks.
    """

    start: int
    end: int
    before: int
    after: int
    repair: QuoteRepair = QuoteRepair.NONE
    chained: bool = False
    is_single: bool = False


CueSearch = Callable[[int, int], int]
"""Where in `[start, end)` an unmarked quote ends, one past its comma, before such a cue; -1 when nowhere."""


def quoted_spans(
    text: str,
    blocks: Sequence[Block],
    is_cue: CueTest,
    cue_after_comma: CueSearch,
    sentences: Sentences,
) -> list[Quoted]:
    """Every span of quoted words in `blocks`, in order; nested ones are part of the outer.

    A lost opening mark is put where `sentences` begins one.
    """
    return _Pairing(text, blocks, is_cue, cue_after_comma, sentences).run()


class _Pairing:
    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        is_cue: CueTest,
        cue_after_comma: CueSearch,
        sentences: Sentences,
    ) -> None:
        self.text = text
        self.blocks = blocks
        self.is_cue = is_cue
        self.cue_after_comma = cue_after_comma
        self.sentences = sentences
        self.marks: dict[int, list[Mark]] = {}
        self.found: list[Quoted] = []

    def run(self) -> list[Quoted]:
        places: list[int] = []
        singles: list[list[Mark]] = []
        place, blocks = 0, self.blocks
        for match in MARKS.finditer(self.text):
            start, end = match.span()
            while place < len(blocks) and blocks[place].end <= start:
                place += 1
            if place == len(blocks):
                break
            if start < blocks[place].start:
                continue
            side = side_of(self.text, match, blocks[place], self.is_cue)
            if side is None:
                continue
            if is_single(match[0]):
                if not singles or singles[-1][0].start < blocks[place].start:
                    singles.append([])
                singles[-1].append(Mark(start, end, side))
            else:
                if place not in self.marks:
                    places.append(place)
                self.marks.setdefault(place, []).append(Mark(start, end, side))
        reached = 0
        for place in places:
            if place >= reached:
                reached = self.pair(place)
        if singles:
            self.add_singles(singles)
        return self.found

    def pair(self, index: int) -> int:
        """Pairs the marks of block `index`; returns the next block to look at."""
        block, marks = self.blocks[index], self.marks[index]
        opened: Mark | None = None
        free_from = block.start
        place = 0
        while place < len(marks):
            mark = marks[place]
            if opened is None:
                if mark.side is Side.CLOSE:
                    start = self.lost_start(block, free_from, mark.start)
                    if start is not None and start < mark.start and self.is_cue(mark.end):
                        self.found.append(Quoted(start, mark.start, start, mark.end, QuoteRepair.MISSING_OPEN))
                    free_from = mark.end
                else:
                    opened = mark
            elif mark.side is Side.OPEN and mark.start > opened.end:
                lost_end = self.cue_after_comma(opened.end, mark.start)
                if lost_end > 0:
                    self.found.append(Quoted(opened.end, lost_end, opened.start, lost_end, QuoteRepair.MISSING_CLOSE))
                    opened = mark
                elif self.is_nested(marks, place):
                    place += 1
                else:
                    opened = mark
            else:
                self.add(Quoted(opened.end, mark.start, opened.start, mark.end))
                free_from = mark.end
                opened = None
            place += 1
        return index + 1 if opened is None else self.left_open(index, opened)

    def add(self, quoted: Quoted) -> None:
        if quoted.end > quoted.start:
            self.found.append(quoted)

    def is_nested(self, marks: Sequence[Mark], place: int) -> bool:
        """Whether the marks from `place` on read: inner opens, inner closes, outer closes."""
        return place + 2 < len(marks) and marks[place + 1].side is Side.CLOSE and marks[place + 2].side is Side.CLOSE

    def lost_start(self, block: Block, free_from: int, end: int) -> int | None:
        """Where words whose opening mark is lost begin: the paragraph, or the sentence when it is long or has an earlier quote.

        None when no sentence begins in between.
        """
        if free_from == block.start and end - block.start <= LOST_OPEN_CHARS:
            return block.start
        start = self.sentences.start(free_from, end)
        return start if self.text[free_from:start].strip() else None

    def left_open(self, index: int, opened: Mark) -> int:
        """Ends a quote that its paragraph leaves open; returns the next block to look at."""
        block = self.blocks[index]
        following = index + 1
        if following < len(self.blocks) and self.blocks[following].role == block.role:
            ahead = self.marks.get(following)
            if ahead and ahead[0].start == self.blocks[following].start and opened.start == block.start:
                self.add(Quoted(opened.end, block.end, opened.start, block.end, chained=True))
                return following
        lost_end = self.cue_after_comma(opened.end, block.end)
        if lost_end > 0:
            self.found.append(Quoted(opened.end, lost_end, opened.start, lost_end, QuoteRepair.MISSING_CLOSE))
            return following
        for later in range(following, min(following + PARAGRAPHS_AHEAD, len(self.blocks))):
            if self.blocks[later].role != block.role:
                break
            if ahead := self.marks.get(later):
                first = ahead[0]
                if first.side is Side.CLOSE or (first.side is Side.EITHER and first.start > self.blocks[later].start):
                    self.add(Quoted(opened.end, first.start, opened.start, first.end))
                    self.marks[later] = ahead[1:]
                    return later
                break
        if opened.start == block.start or self.text[max(block.start, opened.start - 2) : opened.start].strip() in (
            ",",
            ":",
        ):
            self.add(Quoted(opened.end, block.end, opened.start, block.end, QuoteRepair.MISSING_CLOSE))
        return following

    def add_singles(self, singles: Sequence[Sequence[Mark]]) -> None:
        """Pairs in single marks that lie outside every pair in double marks; `singles` by paragraph."""
        taken = sorted((quoted.before, quoted.after) for quoted in self.found)
        place = 0
        for marks in singles:
            opened: Mark | None = None
            for mark in marks:
                while place < len(taken) and taken[place][1] <= mark.start:
                    place += 1
                if place < len(taken) and taken[place][0] <= mark.start:
                    opened = None
                elif mark.side is Side.OPEN:
                    opened = mark
                elif opened is not None and mark.start > opened.end:
                    self.found.append(Quoted(opened.end, mark.start, opened.start, mark.end, is_single=True))
                    opened = None
        self.found.sort(key=lambda quoted: (quoted.start, quoted.end))
