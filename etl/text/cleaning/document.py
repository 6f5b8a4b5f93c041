"""A document as the rules of cleaning see it: its lines, and what was learnt of them together.

Here: the types, the sets of looks, and the list items among the lines. Not here: where the article lies (article_lines.py),
lists of other things (lists.py), what stands round a line (line_places.py), what a line is (roles.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.contracts.enums import LineRule
from etl.text.cleaning.line_kinds import CAPITALS, DIGITS, WORDS, Kind, Look
from etl.text.cleaning.looks import ends_sentence, is_title_case
from etl.text.cleaning.stamp_lines import CLOCK


class Frequency(NamedTuple):
    """How often a line stands in distinct articles: overall, and at most in one host or folder (and crawl week)."""

    articles: int
    of: int
    group_articles: int
    group_of: int


class Line(NamedTuple):
    """One line. `text` has no white space at its ends; `counts` as in looks.py."""

    text: str
    counts: Sequence[int]
    look: Look
    frequency: Frequency | None = None


@dataclass(slots=True)
class Document:
    """The lines of a document and what was learnt of them together.

    twin: for each line the first line of the same words, -1 when it is the first
    is_copy: for each line whether earlier lines said it
    articles: distinct articles of the corpus in which lines were counted; 0 when they were not
    kinds, is_item, is_announced: for each line its look, whether it reads like a list item, stands under a colon
    first, last: the article's own lines, last < first when there is none
    headline, title_place: the first line of the headline's words, and the one that stands over the article
    summary, listed: lines with the rule and evidence that made them a summary, or part of a list of other things
    pictured: sentences over the dateline that describe a picture, with what shows it
    dateline: lines that are a dateline together, a place and a dash
    tail: sentences above or below the article that are the site's, with what shows it
    """

    lines: list[Line]
    twin: list[int]
    is_copy: Sequence[bool]
    articles: int
    frequency_floor: int
    frequency_share: float
    kinds: list[Kind] = field(default_factory=list)
    is_item: list[bool] = field(default_factory=list)
    is_announced: list[bool] = field(default_factory=list)
    is_crowded: bool = False
    is_indonesian: bool = True
    first: int = 0
    last: int = -1
    headline: int | None = None
    headline_rule: LineRule = LineRule.TITLE_ABOVE_BODY
    title_place: int | None = None
    summary: dict[int, tuple[LineRule, str]] = field(default_factory=dict)
    listed: dict[int, tuple[LineRule, str | None]] = field(default_factory=dict)
    pictured: dict[int, str] = field(default_factory=dict)
    tail: dict[int, str] = field(default_factory=dict)
    dateline: frozenset[int] = frozenset()

    def is_inside(self, number: int) -> bool:
        """True for lines of the article."""
        return self.first <= number <= self.last

    def is_frequent(self, line: Line) -> bool:
        """True when `line` stands in so many distinct articles, or in so many of one source, that it is no text."""
        if (seen := line.frequency) is None:
            return False
        floor, share = self.frequency_floor, self.frequency_share
        return seen.articles >= max(floor, share * seen.of) or seen.group_articles >= max(floor, share * seen.group_of)


SAYING = frozenset({Kind.PROSE, Kind.SENTENCE, Kind.DATELINE})
"""Looks that say something in sentences."""
LOOSE = frozenset({Kind.TITLE, Kind.LABEL, Kind.BULLET, Kind.TICKER})
"""Looks that only their place explains."""
FURNITURE = LOOSE | {Kind.PHRASE, Kind.RELATED_HEAD, Kind.TAG_HEAD, Kind.MENU, Kind.SYMBOLS}
HEADS = frozenset({Kind.PHRASE, Kind.RELATED_HEAD, Kind.TAG_HEAD})
NUMBERED = re.compile(r"\(?(\d{1,3})[.)]\s*\S")
"""Matches "2. Harga Bahan Pokok", with its number."""
_ANNOUNCES = (":", " berikut", " berikut.", " berikut ini", " berikut ini.", " berikut adalah")
"""Ends of a line that announces a list."""
LONGEST_LIST_LINES = 40
FEWEST_WRAPPED, MOST_WRAPPED = 50, 100
"""Characters of a line that was broken at a fixed width."""
WRAPPED_BELOW = frozenset({Kind.PROSE, Kind.SENTENCE})


def read_items(document: Document) -> None:
    """Fills `kinds`, `is_item` and `is_announced` of `document`."""
    document.kinds = [line.look.kind for line in document.lines]
    _join_wrapped(document)
    since = LONGEST_LIST_LINES
    for line, kind in zip(document.lines, document.kinds, strict=True):
        announced = since < LONGEST_LIST_LINES
        document.is_announced.append(announced)
        document.is_item.append(kind in LOOSE and _is_item(line, kind, announced))
        if line.text.endswith(_ANNOUNCES):
            since = LONGEST_LIST_LINES if kind in HEADS else 0
        elif kind in (Kind.PROSE, Kind.SENTENCE) and not line.look.bullet:
            since = LONGEST_LIST_LINES
        else:
            since += 1


def _join_wrapped(document: Document) -> None:
    """Takes for prose the lines of a text broken at a fixed width, as mailing lists did: long, no title, no full stop, and
    the line right below goes on in small letters."""
    kinds, lines = document.kinds, document.lines
    for number in range(len(lines) - 2, -1, -1):
        line, below = lines[number], lines[number + 1]
        if kinds[number] not in (Kind.TITLE, Kind.BULLET) or kinds[number + 1] not in WRAPPED_BELOW:
            continue
        if not FEWEST_WRAPPED <= len(line.text) <= MOST_WRAPPED or len(below.text) > MOST_WRAPPED:
            continue
        if below.text[0].islower() and not ends_sentence(line.counts) and not is_title_case(line.text):
            kinds[number] = Kind.PROSE


def _is_item(line: Line, kind: Kind, announced: bool) -> bool:
    """True for a loose line that reads like an item of a list, a verse or a row, not like a title: few capitals, a
    number before it, or under a line that announces a list."""
    if announced or kind == Kind.TICKER:
        return announced
    words = line.counts[WORDS]
    if words >= 2 and line.counts[CAPITALS] * 2 <= words and not is_title_case(line.text):
        return True
    if line.text.count(",") >= 3 or (line.counts[DIGITS] > 0 and ":" in line.text):
        return True
    return NUMBERED.match(line.text) is not None or is_programme_row(line)


def is_programme_row(line: Line) -> bool:
    """True for a line with a clock ("Stadion Kota, pukul 15.30 WIB"), as titles do not have one."""
    return line.counts[DIGITS] >= 3 and CLOCK.search(line.text) is not None
