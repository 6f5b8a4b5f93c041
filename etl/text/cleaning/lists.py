"""Lists of other things: related stories and tags under their headings, menus.

Here: finding them. Not here: lists that belong to the article (document.py, article_lines.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import LineRule
from etl.text.cleaning.document import LOOSE, NUMBERED, SAYING, Document, is_programme_row
from etl.text.cleaning.line_kinds import SENTENCES, STOP, WORDS, Kind
from etl.text.cleaning.line_places import by_title, heads_paragraph, neighbour, shares_words

MENU_LINES, MENU_WORDS = 4, 4
"""Labels of so few words, so many in a row, are a menu; inside the article twice as many."""
SHORT_HEADING_WORDS = 5
MOST_OTHER_WORDS = 20
BOX_LINES = 16
"""A box that a link leads past ends within so many lines, or nobody knows where."""
_GO_ON = ("membaca", "reading", "membaca.", "reading.")
_SKIP = re.compile(
    r"\b(?:Lewati|Skip)\s[^.!?]{2,80}?\s(?:dan|and)\s(?:lanjutkan|terus(?:kan)?|continue)\s(?:membaca|reading)\.?$"
)
_END_OF_BOX = re.compile(r"(?:akhir dari|akhir|end of)\s", re.IGNORECASE)
_ENDS_LIST = SAYING | {Kind.CAPTION}


def find_lists(document: Document) -> None:
    """Fills `listed`: lines under a heading that announces other stories or tags, and runs of labels."""
    head: tuple[LineRule, str | None] | None = None
    run: list[int] = []
    for number, kind in enumerate(document.kinds):
        if number == document.title_place:
            head = None  # what is announced above the headline ends there
        elif head is not None and head[0] == LineRule.RELATED_LIST and _is_other(document, number, kind):
            document.listed[number] = head
        elif kind == Kind.PROSE:
            head = None
        elif kind == Kind.RELATED_HEAD:
            head = LineRule.RELATED_LIST, f"under {document.lines[number].look.evidence}"
        elif kind == Kind.TAG_HEAD:
            head = LineRule.TAG_LIST, f"under {document.lines[number].look.evidence}"
        elif kind in _ENDS_LIST:
            head = None
        elif head is not None and kind in LOOSE and is_programme_row(document.lines[number]):
            head = None
            if (above := neighbour(document, number, -1)) is not None and document.kinds[above] in LOOSE:
                document.listed.pop(above, None)  # what the row's clock belongs to
        elif head is not None and number != document.headline and _belongs(document, number, kind, head[0]):
            document.listed[number] = head
        if kind in (Kind.LABEL, Kind.BULLET) and _is_label(document, number):
            run.append(number)
        elif run and kind != Kind.BLANK:
            _close_menu(document, run)
            run = []
    _close_menu(document, run)
    _find_skipped(document)
    _find_keywords(document)


def _is_other(document: Document, number: int, kind: Kind) -> bool:
    """True for a question that readers ask, or a title in small letters, right below the heading or another of its list."""
    line = document.lines[number]
    if kind not in (Kind.PROSE, Kind.SENTENCE) or number == document.headline or line.counts[WORDS] > MOST_OTHER_WORDS:
        return False
    above = neighbour(document, number, -1)
    if above is None or (document.kinds[above] != Kind.RELATED_HEAD and above not in document.listed):
        return False
    if line.text[-1] == "?":
        return line.counts[SENTENCES] == 1 and line.text[0].isupper()
    below = neighbour(document, number, 1)
    is_cut = below is not None and document.lines[below].text[0].islower()
    return number >= document.last and not is_cut and not line.counts[SENTENCES] and line.text[0].isupper()


def _find_skipped(document: Document) -> None:
    """Boxes that a link leads past ("Lewati WhatsApp dan lanjutkan membaca"), up to the line that ends them."""
    for number, line in enumerate(document.lines):
        if not line.text.endswith(_GO_ON) or (found := _SKIP.search(line.text)) is None:
            continue
        stop = min(len(document.lines), number + BOX_LINES)
        end = next((n for n in range(number + 1, stop) if _END_OF_BOX.match(document.lines[n].text)), number)
        box = range(number + (found.start() > 0), end + 1)
        document.listed.update((n, (LineRule.RELATED_LIST, f"a box to skip: {found.group()[:60]}")) for n in box)


def _find_keywords(document: Document) -> None:
    """A row of keywords that stands by itself below the article."""
    if document.last < 0 or (number := neighbour(document, document.last, 1)) is None or number in document.listed:
        return
    line = document.lines[number]
    if document.kinds[number] not in LOOSE or document.is_announced[number] or line.look.bullet or line.counts[STOP]:
        return
    below = neighbour(document, number, 1)
    if below is not None and document.is_item[below]:
        return
    parts = line.text.split(",")
    if len(parts) >= 3 and not set(".:;!?") & set(line.text) and all(1 <= len(part.split()) <= 4 for part in parts):
        document.listed[number] = LineRule.TAG_LIST, f"{len(parts)} keywords below the article"


def _is_label(document: Document, number: int) -> bool:
    return document.lines[number].counts[WORDS] <= MENU_WORDS and not document.is_item[number]


def _belongs(document: Document, number: int, kind: Kind, rule: LineRule) -> bool:
    line = document.lines[number]
    if rule == LineRule.TAG_LIST:
        return kind in (Kind.LABEL, Kind.BULLET)
    if (numbered := NUMBERED.match(line.text)) is not None and numbered[1] != "1":
        return number - 1 in document.listed
    if not line.look.bullet and document.is_item[number]:
        return False
    if kind == Kind.TITLE and not line.look.bullet and line.counts[WORDS] <= SHORT_HEADING_WORDS:
        # The last title of a list in the middle of a story reads as a heading: the paragraph below has none of its words.
        return not heads_paragraph(document, number) or (
            number - 1 in document.listed and not shares_words(document, number)
        )
    return kind in (Kind.TITLE, Kind.BULLET) or (kind == Kind.STAMP and by_title(document, number))


def _close_menu(document: Document, run: list[int]) -> None:
    inside = bool(run) and document.first < run[0] and run[-1] < document.last
    if len(run) >= (2 * MENU_LINES if inside else MENU_LINES):
        for number in run:
            if number != document.headline:
                document.listed.setdefault(number, (LineRule.MENU, f"one of {len(run)} labels in a row"))
