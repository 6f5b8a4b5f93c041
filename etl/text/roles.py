"""Roles: what every line of a document is, with the rule that said so and what the rule saw.

Here: the evidence that a line's neighbours and its document give (`Context`), and the one function that decides
(`decide`). Not here: what a line looks like on its own (looks.py), repeats (repeats.py), residue inside a line
(residue.py). Labels are those of the contract: see etl/contracts/enums.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.contracts.enums import LineRule, Role
from etl.text import language, layout
from etl.text.credits import is_name_form
from etl.text.looks import (
    CAPITALS,
    CHARS,
    FOREIGN_STOP,
    LAST,
    LETTERS,
    OTHER_SCRIPT,
    STOP,
    UPPER,
    WORDS,
    Kind,
    Look,
    ends_sentence,
)


class Decision(NamedTuple):
    """What a line is, by which rule, and what the rule saw. `rule` None: body kept by default."""

    role: Role
    rule: LineRule | None = None
    evidence: str | None = None


BODY = Decision(Role.BODY)


class Frequency(NamedTuple):
    """How often a line stands in distinct articles: overall, and at most in one host or folder (and crawl window)."""

    articles: int
    of: int
    group_articles: int
    group_of: int


@dataclass(slots=True)
class Line:
    """One line as the rules see it. `text` has no white space at its ends; `counts` as in kernels.lines."""

    text: str
    counts: Sequence[int]
    look: Look
    frequency: Frequency | None = None


@dataclass(slots=True)
class Document:
    """The lines of a document and what was learnt of them together. `copies`: lines that an earlier line said."""

    lines: list[Line]
    copies: Sequence[bool] = ()
    first: int = 0
    last: int = -1
    headline: int | None = None
    headline_rule: LineRule = LineRule.TITLE_ABOVE_BODY
    summary: dict[int, str] = field(default_factory=dict)
    listed: dict[int, Decision] = field(default_factory=dict)
    is_crowded: bool = False
    is_latin_indonesian: bool = True
    frequency_floor: int = 3
    frequency_share: float = 0.01


def roles_of(document: Document) -> list[Decision]:
    """The decision on every line of `document`, in order. Fills the document's context first."""
    layout.read(document)
    return [decide(document, number) for number in range(len(document.lines))]


def decide(document: Document, number: int) -> Decision:
    """What line `number` is: its own look, then what its neighbours, its document and other documents say."""
    line = document.lines[number]
    look, kind = line.look, line.look.kind
    if kind == Kind.BLANK:
        return Decision(Role.BLANK, LineRule.BLANK)
    if kind == Kind.PROSE and number not in document.listed and line.frequency is None and not document.is_crowded:
        return _prose(document, number)
    if number == document.headline:
        return Decision(Role.HEADLINE, document.headline_rule, look.evidence)
    if kind == Kind.CODE:
        return Decision(Role.BOILERPLATE, LineRule.CODE, look.evidence)
    if kind == Kind.SYMBOLS:
        return Decision(Role.BOILERPLATE, LineRule.SYMBOLS, look.evidence)
    if kind in (Kind.PHRASE, Kind.RELATED_HEAD):
        return Decision(Role.BOILERPLATE, LineRule.PHRASE, look.evidence)
    if kind == Kind.TAG_HEAD:
        return Decision(Role.BOILERPLATE, LineRule.TAG_LIST, look.evidence)
    if kind == Kind.MENU:
        return Decision(Role.BOILERPLATE, LineRule.MENU, look.evidence)
    if number in document.listed:
        return document.listed[number]
    if (frequent := _frequent(document, line)) is not None:
        return frequent
    if number in document.summary:
        return Decision(
            Role.SUMMARY, LineRule.BULLETS_ABOVE_BODY if look.bullet else LineRule.STANDFIRST, document.summary[number]
        )
    if kind == Kind.STAMP:
        return Decision(Role.TIMESTAMP, LineRule.STAMP, look.evidence)
    if kind == Kind.BYLINE:
        return Decision(Role.BYLINE, LineRule.CREDIT, look.evidence)
    if kind == Kind.CAPTION:
        return Decision(Role.CAPTION, LineRule.PICTURE_TEXT, look.evidence)
    if kind == Kind.DATELINE:
        return Decision(Role.BODY)
    if kind in (Kind.PROSE, Kind.SENTENCE):
        return _prose(document, number)
    return _fragment(document, number)


def _prose(document: Document, number: int) -> Decision:
    """A sentence or more: body, unless it is a notice in another language at the edge of the article."""
    line = document.lines[number]
    if (foreign := _foreign(document, number, line)) is not None:
        return foreign
    if number in document.summary:
        return Decision(Role.SUMMARY, LineRule.STANDFIRST, document.summary[number])
    return BODY


def _foreign(document: Document, number: int, line: Line) -> Decision | None:
    counts = line.counts
    if not document.is_latin_indonesian or document.first <= number <= document.last:
        return None
    other_script = counts[OTHER_SCRIPT] * 2 > counts[LETTERS]
    if not other_script and (counts[FOREIGN_STOP] < 1 or counts[FOREIGN_STOP] < 2 * counts[STOP]):
        return None
    said = language.identify(line.text)
    if said is not None and (said.code in ("id", "ms", "jv") or said.confidence < 0.7):
        return None
    if said is None and not other_script:
        return None
    code = said.code if said else "other script"
    return Decision(Role.BOILERPLATE, LineRule.FOREIGN_NOTICE, f"language {code}, outside the article's own paragraphs")


def _frequent(document: Document, line: Line) -> Decision | None:
    """Furniture by number: a line of that look in so many distinct articles."""
    seen = line.frequency
    if seen is None or line.look.kind in (Kind.STAMP, Kind.BYLINE, Kind.DATELINE):
        return None
    floor = max(document.frequency_floor, int(document.frequency_share * seen.of))
    group_floor = max(document.frequency_floor, int(document.frequency_share * seen.group_of))
    if line.look.kind in (Kind.PROSE, Kind.CAPTION):
        # Paragraphs recur in follow-up stories: only a line that a site prints under much of what it has is furniture.
        floor, group_floor = max(8, 2 * floor), max(6, 2 * group_floor, seen.group_of // 12)
    if seen.articles < floor and seen.group_articles < group_floor:
        return None
    if line.look.kind == Kind.PROSE and seen.group_articles < group_floor:
        return None
    return Decision(
        Role.BOILERPLATE,
        LineRule.FREQUENT_LINE,
        f"in {seen.articles} of {seen.of} articles, {seen.group_articles} of {seen.group_of} of one source",
    )


def _fragment(document: Document, number: int) -> Decision:
    """A title, label or list item that nothing has claimed."""
    line = document.lines[number]
    look, counts = line.look, line.counts
    if (foreign := _foreign(document, number, line)) is not None:
        return foreign
    if document.last < 0:  # no article to be outside of
        return BODY if look.kind != Kind.LABEL else Decision(Role.BOILERPLATE, LineRule.LONE_LABEL, "no sentence near")
    if number < document.first or number > document.last:
        if layout.is_name_place(document, number):
            return Decision(Role.BYLINE, LineRule.BARE_NAME, line.text)
        side = "above" if number < document.first else "below"
        if look.kind == Kind.LABEL:
            return Decision(Role.BOILERPLATE, LineRule.LONE_LABEL, f"{counts[WORDS]} words {side} the article")
        return Decision(Role.BOILERPLATE, LineRule.OUTSIDE_ARTICLE, f"no sentence, {side} the article")
    if look.kind == Kind.BULLET or layout.in_list(document, number):
        return BODY
    if counts[CHARS] <= 2:
        return Decision(Role.BOILERPLATE, LineRule.SYMBOLS, line.text)
    if layout.heads_paragraph(document, number):
        if counts[WORDS] <= 9 or counts[UPPER] * 10 >= counts[LETTERS] * 9 or line.text[0].isdigit():
            return Decision(Role.SUBHEADING, LineRule.SHORT_HEADING, f"{counts[WORDS]} words above a paragraph")
        if not layout.shares_words(document, number) and counts[CAPITALS] * 10 >= counts[WORDS] * 6:
            return Decision(
                Role.BOILERPLATE, LineRule.RELATED_TITLE, "a title whose words the paragraphs round it lack"
            )
        return Decision(Role.SUBHEADING, LineRule.SHORT_HEADING, f"{counts[WORDS]} words above a paragraph")
    if is_name_form(line.text) and number + 1 > document.last:
        return Decision(Role.BYLINE, LineRule.BARE_NAME, line.text)
    return BODY


__all__ = ["BODY", "LAST", "Decision", "Document", "Frequency", "Line", "decide", "ends_sentence", "roles_of"]
