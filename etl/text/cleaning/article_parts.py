"""Parts: where the article of a crowded page goes on behind furniture.

Here: paragraphs under headings, behind a list of other stories, behind a player or a box, and up to the story's own credit.
Not here: the article's longest run of paragraphs (article_lines.py). All of it is linear in the lines.
"""

from __future__ import annotations

from etl.text.cleaning.document import LOOSE, SAYING, Document
from etl.text.cleaning.line_kinds import WORDS, Kind
from etl.text.cleaning.line_places import distance, goes_on, shared_content
from etl.text.cleaning.looks import LABEL_WORDS

HEADING_WORDS = 5
FEWEST_SHARED = 3
MOST_RELATED = 6
"""Lines of a list of other stories between two paragraphs, its heading and the one of the next part with them."""
NEAR_LINES, FARTHER_LINES = 3, 6
CREDIT_LINES = 8
"""So many lines below the article its credit may stand; what is said between the two is the story's."""
_FURNITURE = frozenset({Kind.PHRASE, Kind.RELATED_HEAD, Kind.SYMBOLS, Kind.MENU})
_BEFORE_CREDIT = SAYING | {Kind.PHRASE, Kind.SYMBOLS, Kind.MENU, Kind.LABEL}


def go_on_below(document: Document) -> None:
    """Widens the article of a crowded page by the paragraphs that follow it one by one, under a heading each at most."""
    if document.last < 0 or not document.is_crowded:
        return
    heading: int | None = None
    listed = 0
    for number in range(document.last + 1, len(document.kinds)):
        kind = document.kinds[number]
        if kind in (Kind.PROSE, Kind.SENTENCE) and _goes_on_under(document, number, heading, listed):
            document.last, heading, listed = number, None, 0
        elif kind == Kind.RELATED_HEAD and not listed:
            listed = 1
        elif kind in LOOSE and 0 < listed <= MOST_RELATED:
            heading, listed = number, listed + 1
        elif kind in LOOSE and heading is None:
            heading = number
        elif kind != Kind.BLANK and kind not in _FURNITURE:
            break
    _go_on_to_credit(document)


def _go_on_to_credit(document: Document) -> None:
    """Takes in the sentences between the article and a credit right below them, when no title stands between."""
    said: int | None = None
    lines = 0
    for number in range(document.last + 1, len(document.kinds)):
        kind = document.kinds[number]
        if kind == Kind.BYLINE and said is not None:
            document.last = said
        if kind == Kind.BLANK:
            continue
        lines += 1
        if kind not in _BEFORE_CREDIT or lines > CREDIT_LINES:
            return
        said = number if kind in SAYING else said


def _goes_on_under(document: Document, number: int, heading: int | None, listed: int) -> bool:
    """True for a paragraph of the story's words; below a title, which teasers have, it takes more of them, as behind a
    list of other stories of so many lines."""
    off = distance(document, number) - listed
    if off > FARTHER_LINES:
        return False
    common = shared_content(document, number)
    words = document.lines[heading].counts[WORDS] if heading is not None else 0
    if document.kinds[number] == Kind.SENTENCE:
        return (
            not listed
            and words <= HEADING_WORDS
            and ((off <= 1 and common >= 1) or (off <= NEAR_LINES and common >= 2))
        )
    if listed:
        fewest = 1 if 0 < words <= LABEL_WORDS else FEWEST_SHARED
        return 0 < words <= HEADING_WORDS and off <= NEAR_LINES and common >= fewest
    if words <= HEADING_WORDS:
        return (off <= NEAR_LINES and common >= 1) or (off <= FARTHER_LINES and common >= FEWEST_SHARED)
    return goes_on(document, number) and common >= FEWEST_SHARED
