"""Openings: the sentences between a headline and the paragraph that begins with the dateline.

Here: telling the text of a picture and the standfirst, which have no mark of their own, by standing there. Not here:
lines with such a mark (credit_lines.py), bullets and standfirsts over a stamp (article_lines.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import LineRule
from etl.text.cleaning.document import SAYING, Document
from etl.text.cleaning.line_kinds import SENTENCES, WORDS, Kind
from etl.text.cleaning.looks import opens_story
from etl.text.places import place_named, place_opening

MOST_LINES, MOST_WORDS = 3, 60
MASTHEAD_LINES = 6
_DATELINE = re.compile(r"((?:[A-Z(][\w.,()/'’]*\s){1,6})[-–—]{1,2}\s?[A-Z\"“]")
"""Matches "Kabar Timur, Ambon - Pemerintah"; the words before the dash are looked up."""
_SHOWN = re.compile(
    r"\((?:\w+\s)?(?:kiri|kanan|tengah|depan|belakang|atas|bawah)\b[^()]{0,20}\)|"
    r"(?:\(\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?\)|\b(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu)|"
    r"\b\d{1,2}\s(?:[A-Z][a-z]{2,8})\s\d{4})[.,]{0,2}(?:\s?[(\[][^()\[\]]{2,40}[)\]])?\W{0,2}$|"
    r"[.!]\s?[(\[][A-Z][^()\[\]]{2,40}[)\]]\W{0,2}$",
    re.IGNORECASE,
)
"""Matches what ends the text of a picture: "..., Selasa (17/12/2024).", "..., 26 Agustus 2014.", "(kiri)", "(Kabar)"."""
_SPEECH = tuple("\"'“‘«„")


def read_opening(document: Document) -> None:
    """Fills `pictured` and `summary` with the sentences of the article that stand over its dateline."""
    if document.last < 0 or document.title_place is None:
        return
    opening: list[int] = []
    for number in range(document.title_place + 1, document.last + 1):
        if document.kinds[number] not in SAYING:
            continue
        if _begins_story(document, number):
            break
        opening.append(number)
        if len(opening) > MOST_LINES:
            return
    else:
        return
    begin = document.first if document.is_crowded else 0  # there, what stands above the article may be another's
    if not all(number >= begin and _may_stand_over(document, number) for number in opening):
        return
    for number in opening:
        line = document.lines[number]
        if number in document.summary:
            continue
        if found := _SHOWN.search(line.text):
            document.pictured[number] = f"over the dateline: {found.group()[:40]}"
        elif not document.summary and line.counts[SENTENCES] <= 2:
            document.summary[number] = LineRule.STANDFIRST, "over the dateline"


def _may_stand_over(document: Document, number: int) -> bool:
    line = document.lines[number]
    return line.counts[WORDS] <= MOST_WORDS and not line.text.startswith(_SPEECH) and not line.look.bullet


def _begins_story(document: Document, number: int) -> bool:
    """True for a dateline, alone or before the first sentence."""
    text = document.lines[number].text
    if document.kinds[number] == Kind.DATELINE or opens_story(text):
        return True
    if (found := _DATELINE.match(text)) is None:
        return False
    words = found[1].strip()
    if place_opening(words) is not None:
        return True
    parts = [part.strip(" ()") for part in re.split(r"[,(/]", words)]
    return any(place_named(part) is not None or _is_masthead(document, part) for part in parts)


def _is_masthead(document: Document, name: str) -> bool:
    """True when `name` stands alone on one of the page's first lines, as its outlet's does."""
    top = document.lines[: min(MASTHEAD_LINES, document.title_place or 0)]
    return len(name) > 2 and any(line.text.casefold() == name.casefold() for line in top)
