"""Roles: what every line of a document is, with the rule that said so and what the rule saw.

Here: the one function that decides (`decide`), a cascade in which the first rule that knows the line speaks. Not here:
what a line looks like on its own (looks.py), where the article lies and what stands round a line (line_places.py), repeats
(repeats.py), residue inside a line (residue.py). Labels are those of the contract: see etl/contracts/enums.py.
"""

from __future__ import annotations

from typing import NamedTuple

from etl.contracts.enums import LineRule, Role
from etl.text import language
from etl.text.cleaning import article_lines, line_places
from etl.text.cleaning.credit_lines import is_signature
from etl.text.cleaning.document import LOOSE, SAYING, Document, Line
from etl.text.cleaning.line_kinds import CAPITALS, CHARS, FOREIGN_STOP, LETTERS, OTHER_SCRIPT, STOP, UPPER, WORDS, Kind
from etl.text.cleaning.looks import PLAIN


class Decision(NamedTuple):
    """What a line is, by which rule, and what the rule saw. `rule` None: body kept by default."""

    role: Role
    rule: LineRule | None = None
    evidence: str | None = None


BODY = Decision(Role.BODY)
BLANK = Decision(Role.BLANK, LineRule.BLANK)
NEAR_LINES = 6
"""Lines that say something between the article and what still belongs to it."""
LOWEST_CONFIDENCE = 0.7
PROSE_FLOOR, PROSE_SHARE, INSIDE_SHARE = 6, 12, 5
"""A paragraph is furniture when it stands in so many articles of one source, and in one of so many of them."""

_BY_LOOK = {
    Kind.CODE: LineRule.CODE,
    Kind.SYMBOLS: LineRule.SYMBOLS,
    Kind.PHRASE: LineRule.PHRASE,
    Kind.RELATED_HEAD: LineRule.PHRASE,
    Kind.TAG_HEAD: LineRule.TAG_LIST,
    Kind.MENU: LineRule.MENU,
}
"""Looks that are furniture wherever they stand."""


def roles_of(document: Document) -> list[Decision]:
    """The decision on every line of `document`, in order. Reads the document's layout first."""
    article_lines.read(document)
    first, last, headline = document.first, document.last, document.headline
    # A plain paragraph of the article that nothing was found out about is body, as `decide` would say.
    marked = document.listed.keys() | document.summary.keys() | document.pictured.keys()
    return [
        BODY
        if line.look is PLAIN and first <= n <= last and line.frequency is None and n not in marked and n != headline
        else decide(document, n)
        for n, line in enumerate(document.lines)
    ]


def decide(document: Document, number: int) -> Decision:
    """What line `number` is: its own look, then what its neighbours, its document and other documents say."""
    line = document.lines[number]
    kind, evidence = line.look.kind, line.look.evidence
    if kind == Kind.BLANK:
        return BLANK
    if number == document.headline:
        return Decision(Role.HEADLINE, document.headline_rule, evidence)
    if number in document.dateline:
        return BODY
    if (rule := _BY_LOOK.get(kind)) is not None:
        return Decision(Role.BOILERPLATE, rule, evidence)
    if (listed := document.listed.get(number)) is not None:
        return Decision(Role.BOILERPLATE, *listed)
    is_inside = document.is_inside(number)
    if (
        is_inside
        and kind in LOOSE
        and (line_places.is_cut_out(document, number) or line_places.goes_on_above(document, number))
    ):
        return BODY
    decision = _frequent(document, line, is_inside)
    if decision is None and not is_inside:
        decision = _off_article(document, number, line) or _foreign(document, line)
        if decision is None and (why := document.tail.get(number)) is not None:
            decision = Decision(Role.BOILERPLATE, LineRule.OUTSIDE_ARTICLE, why)
    if decision is not None:
        return decision
    if (summary := document.summary.get(number)) is not None:
        return Decision(Role.SUMMARY, *summary)
    if kind == Kind.STAMP and document.first < number < document.last and line_places.among_items(document, number):
        return BODY
    if kind == Kind.STAMP:
        return Decision(Role.TIMESTAMP, LineRule.STAMP, evidence)
    if kind == Kind.BYLINE:
        return Decision(Role.BYLINE, LineRule.CREDIT, evidence)
    if kind == Kind.CAPTION:
        return Decision(Role.CAPTION, LineRule.PICTURE_TEXT, evidence)
    if (shown := document.pictured.get(number)) is not None:
        return Decision(Role.CAPTION, LineRule.PICTURE_TEXT, shown)
    if kind in SAYING:
        return BODY
    if kind == Kind.TICKER and not document.is_item[number]:
        return Decision(Role.BOILERPLATE, LineRule.TICKER, evidence)
    if is_inside:
        return _inside(document, number, line)
    return _outside(document, number, line)


def _frequent(document: Document, line: Line, is_inside: bool) -> Decision | None:
    """Furniture by number: a line of that look in so many distinct articles."""
    seen, kind = line.frequency, line.look.kind
    if seen is None or kind in (Kind.STAMP, Kind.BYLINE, Kind.DATELINE) or line.counts[LETTERS] == 0:
        return None
    group_floor = max(document.frequency_floor, document.frequency_share * seen.group_of)
    if kind in (Kind.PROSE, Kind.CAPTION) or (kind == Kind.SENTENCE and is_inside):
        # Paragraphs recur in follow-up stories and on other sites: only what one site prints under much of what it has
        # is furniture.
        if seen.group_articles < max(PROSE_FLOOR, 2 * group_floor, seen.group_of // PROSE_SHARE):
            return None
    elif not document.is_frequent(line) or (
        is_inside and seen.group_articles < max(PROSE_FLOOR, seen.group_of // INSIDE_SHARE)
    ):
        return None
    return Decision(
        Role.BOILERPLATE,
        LineRule.FREQUENT_LINE,
        f"in {seen.articles} of {seen.of} articles, {seen.group_articles} of {seen.group_of} of one source",
    )


def _off_article(document: Document, number: int, line: Line) -> Decision | None:
    """Stamps, credits, captions and lone sentences of other stories, which lie off the article among furniture."""
    if document.last < 0:
        return None
    kind = line.look.kind
    below_title = kind == Kind.STAMP and number > document.last and line_places.by_title(document, number)
    if kind == Kind.STAMP and line_places.is_day_of_site(document, number):
        return Decision(Role.BOILERPLATE, LineRule.OTHER_STORY, "a day on top of the page, the story's own below")
    if not document.is_crowded and not below_title:
        return None
    off = line_places.distance(document, number)
    if kind in (Kind.STAMP, Kind.BYLINE):
        other = (
            below_title or off > NEAR_LINES or (kind == Kind.STAMP and line_places.is_clock_of_site(document, number))
        )
    elif kind == Kind.CAPTION and line_places.tells_under_headline(document, number):
        return None
    elif kind == Kind.CAPTION:
        other = off > NEAR_LINES or line_places.by_title(document, number)
    else:
        other = (
            kind in SAYING and line_places.stands_alone(document, number) and not line_places.goes_on(document, number)
        )
    if not other:
        return None
    return Decision(Role.BOILERPLATE, LineRule.OTHER_STORY, f"{off} lines off the article, among furniture")


def _foreign(document: Document, line: Line) -> Decision | None:
    """A notice in another language than the article's, above or below it."""
    counts = line.counts
    if not document.is_indonesian:
        return None
    if line.look.kind in (Kind.STAMP, Kind.BYLINE, Kind.CAPTION, Kind.DATELINE):
        return None
    other_script = counts[OTHER_SCRIPT] * 2 > counts[LETTERS]
    if not other_script and (counts[FOREIGN_STOP] < 1 or counts[FOREIGN_STOP] < 2 * counts[STOP]):
        return None
    said = language.identify(line.text)
    if said is None:
        if not other_script:
            return None
        return Decision(Role.BOILERPLATE, LineRule.FOREIGN_NOTICE, "another script, outside the article")
    if said.code in ("id", "ms", "jv") or said.confidence < LOWEST_CONFIDENCE:
        return None
    return Decision(Role.BOILERPLATE, LineRule.FOREIGN_NOTICE, f"language {said.code}, outside the article")


def _inside(document: Document, number: int, line: Line) -> Decision:
    """A title, label or list item among the article's paragraphs."""
    counts = line.counts
    if line.look.kind == Kind.BULLET or document.is_announced[number] or line.text.count(",") >= 3:
        return BODY
    if counts[LETTERS] == 0:
        return BODY
    if counts[CHARS] <= 2:
        return Decision(Role.BOILERPLATE, LineRule.SYMBOLS, line.text)
    if not line_places.heads_paragraph(document, number):
        return BODY
    stands_out = counts[UPPER] * 10 >= counts[LETTERS] * 9 or line.text[0].isdigit()
    title_case = counts[CAPITALS] * 10 >= counts[WORDS] * 7
    if counts[WORDS] > 9 and not stands_out and title_case and not line_places.shares_words(document, number):
        return Decision(Role.BOILERPLATE, LineRule.RELATED_TITLE, "a title whose words the paragraphs round it lack")
    return Decision(Role.SUBHEADING, LineRule.SHORT_HEADING, f"{counts[WORDS]} words above a paragraph")


def _outside(document: Document, number: int, line: Line) -> Decision:
    """A title, label or list item above or below the article."""
    words = line.counts[WORDS]
    if document.last < 0 and not document.is_crowded:
        return BODY if line.look.kind != Kind.LABEL else _lone(words, "no sentence near")
    if is_signature(line.text, line.counts[WORDS]) and line_places.is_name_place(document, number):
        return Decision(Role.BYLINE, LineRule.BARE_NAME, line.text)
    if line_places.may_be_picture_text(document, number):
        return Decision(Role.CAPTION, LineRule.PICTURE_TEXT, "between the headline and the article, in its words")
    side = "above" if number < document.first else "below"
    if line.look.kind == Kind.LABEL:
        return _lone(words, f"{side} the article")
    return Decision(Role.BOILERPLATE, LineRule.OUTSIDE_ARTICLE, f"no sentence, {side} the article")


def _lone(words: int, place: str) -> Decision:
    return Decision(Role.BOILERPLATE, LineRule.LONE_LABEL, f"{words} words, {place}")
