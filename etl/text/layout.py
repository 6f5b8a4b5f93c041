"""Layout: where the article lies among the lines of a document, and what its neighbours make of a line.

Here: the article's first and last line, its headline, its summary, lists of other stories. Not here: the decision
(roles.py), which asks these questions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl.contracts.enums import LineRule, Role
from etl.text.credits import is_name_form
from etl.text.looks import CAPITALS, CHARS, FOREIGN_STOP, STOP, WORDS, Kind

if TYPE_CHECKING:
    from etl.text.roles import Document

_TOKEN = re.compile(r"\w{3,}")
_NEUTRAL = (Kind.BLANK,)
_ATTACHED = (Kind.STAMP, Kind.BYLINE, Kind.CAPTION, Kind.BLANK, Kind.PHRASE, Kind.SYMBOLS, Kind.RELATED_HEAD, Kind.MENU)
CROWDED_LINES = 12
HEADLINE_WORDS = 30


def read(document: Document) -> None:
    """Fills what `document` says of itself as a whole. Linear in its lines."""
    _find_article(document)
    _find_headline(document)
    _find_summary(document)
    _find_lists(document)


def _find_article(document: Document) -> None:
    """The stretch of lines with the most prose and the least furniture: the maximum-sum run of line weights."""
    best = run = 0.0
    start = 0
    stop = foreign = 0
    for number, line in enumerate(document.lines):
        kind, words = line.look.kind, line.counts[WORDS]
        stop += line.counts[STOP]
        foreign += line.counts[FOREIGN_STOP]
        if kind == Kind.PROSE:
            weight = float(min(words, 60))
        elif kind == Kind.SENTENCE:
            weight = words / 2
        elif kind == Kind.BLANK:
            weight = 0.0
        elif kind in (Kind.DATELINE, Kind.BYLINE, Kind.CAPTION, Kind.STAMP):
            weight = -1.0
        elif kind in (Kind.TITLE, Kind.LABEL, Kind.BULLET):
            weight = -4.0
        else:
            weight = -5.0
        if run <= 0:
            run, start = 0.0, number
        run += weight
        if weight > 0 and run > best:
            best, document.first, document.last = run, start, number
    while document.last >= 0 and document.lines[document.first].look.kind not in (
        Kind.PROSE,
        Kind.SENTENCE,
        Kind.DATELINE,
    ):
        document.first += 1
    document.is_latin_indonesian = stop >= foreign


def _find_headline(document: Document) -> None:
    lines = document.lines
    if document.last < 0:
        return
    above = [n for n in range(document.first) if _is_title(document, n)]
    if above:
        document.headline = above[0] if len(above) == 1 else _best_title(document, above)
        return
    inside = [n for n in range(document.first, len(lines)) if _is_title(document, n)]
    for number in inside:
        if number < document.last and _starts_copy(document, number):
            document.headline, document.headline_rule = number, LineRule.TITLE_BETWEEN_COPIES
            return
        if number > document.last and _shared(document, number) >= 0.5:
            document.headline, document.headline_rule = number, LineRule.TITLE_BELOW_BODY
            return


def _starts_copy(document: Document, number: int) -> bool:
    """True when what follows the line is mostly said before it, and what stands before it is not."""
    shares: list[float] = []
    for part in (range(document.first, number), range(number + 1, document.last + 1)):
        words = [(document.lines[n].counts[WORDS], document.copies[n]) for n in part]
        shares.append(sum(w for w, copy in words if copy) / max(1, sum(w for w, _ in words)))
    return shares[0] < 0.2 and shares[1] > 0.8


def _is_title(document: Document, number: int) -> bool:
    line = document.lines[number]
    if line.look.kind == Kind.TITLE:
        return line.counts[WORDS] <= HEADLINE_WORDS and not line.look.bullet
    if line.look.kind == Kind.LABEL:
        return line.counts[WORDS] == 3 and line.counts[CAPITALS] >= 2
    return line.look.kind == Kind.SENTENCE and line.counts[WORDS] >= 5


def _best_title(document: Document, candidates: list[int]) -> int:
    scores = [(_shared(document, number) + min(0.3, 0.002 * number), number) for number in candidates]
    top = max(score for score, _ in scores)
    return next(number for score, number in scores if score >= 0.8 * top)


def _shared(document: Document, number: int) -> float:
    """Share of the line's words that the article's own paragraphs hold."""
    own = set(_TOKEN.findall(document.lines[number].text.casefold()))
    if not own:
        return 0.0
    return len(own & _article_words(document)) / len(own)


def _article_words(document: Document) -> set[str]:
    words: set[str] = set()
    taken = 0
    for line in document.lines[document.first : document.last + 1]:
        if line.look.kind == Kind.PROSE:
            words.update(_TOKEN.findall(line.text[:4000].casefold()))
            taken += 1
            if taken >= 40:
                break
    return words


def _find_summary(document: Document) -> None:
    lines = document.lines
    begin = document.headline + 1 if document.headline is not None and document.headline < document.first else 0
    bullets = [
        n
        for n in range(begin, document.first)
        if lines[n].look.kind == Kind.BULLET
        or (lines[n].look.bullet and lines[n].look.kind in (Kind.TITLE, Kind.SENTENCE, Kind.PROSE))
    ]
    if len(bullets) >= 2 and sum(lines[n].counts[WORDS] for n in bullets) >= 4 * len(bullets):
        others = [n for n in range(begin, document.first) if lines[n].look.kind in (Kind.TITLE, Kind.LABEL, Kind.MENU)]
        if len(others) <= 2:
            for number in bullets:
                document.summary[number] = f"{len(bullets)} bullets above the article"


def _find_lists(document: Document) -> None:
    from etl.text.roles import Decision

    lines = document.lines
    head: str | None = None
    tags: str | None = None
    for number, line in enumerate(lines):
        kind = line.look.kind
        if kind == Kind.RELATED_HEAD:
            head, tags = line.look.evidence, None
        elif kind == Kind.TAG_HEAD:
            head, tags = None, line.look.evidence
        elif kind in (Kind.PROSE, Kind.SENTENCE, Kind.DATELINE, Kind.CAPTION):
            head = tags = None
        elif head and number != document.headline and kind in (Kind.TITLE, Kind.BULLET, Kind.STAMP):
            if (
                kind == Kind.TITLE
                and not line.look.bullet
                and heads_paragraph(document, number)
                and line.counts[WORDS] <= 5
            ):
                head = None
            else:
                document.listed[number] = Decision(Role.BOILERPLATE, LineRule.RELATED_LIST, f"under {head}")
        elif tags and kind in (Kind.LABEL, Kind.BULLET):
            document.listed[number] = Decision(Role.BOILERPLATE, LineRule.TAG_LIST, f"under {tags}")


def heads_paragraph(document: Document, number: int) -> bool:
    """True when the next line that says something is a sentence of the article."""
    lines = document.lines
    for after in range(number + 1, min(number + 6, len(lines))):
        kind = lines[after].look.kind
        if kind in (Kind.PROSE, Kind.SENTENCE, Kind.DATELINE, Kind.BULLET):
            return number > document.first
        if kind not in (Kind.BLANK, Kind.PHRASE, Kind.CAPTION, Kind.SYMBOLS):
            return False
    return False


def in_list(document: Document, number: int) -> bool:
    """True when the line stands under a line that ends with a colon, with nothing but list items between."""
    lines = document.lines
    for before in range(number - 1, max(-1, number - 40), -1):
        text = lines[before].text
        if text.endswith(":"):
            return lines[before].look.kind not in (Kind.RELATED_HEAD, Kind.TAG_HEAD, Kind.PHRASE)
        if lines[before].look.kind in (Kind.PROSE, Kind.SENTENCE) and not lines[before].look.bullet:
            return False
    return False


def is_name_place(document: Document, number: int) -> bool:
    """True when a bare name here is the reporter's: beside the stamp or headline, or first below the article."""
    line = document.lines[number]
    if not is_name_form(line.text) or line.counts[CHARS] > 50:
        return False
    lines = document.lines
    before = next((n for n in range(number - 1, -1, -1) if lines[n].look.kind != Kind.BLANK), None)
    after = next((n for n in range(number + 1, len(lines)) if lines[n].look.kind != Kind.BLANK), None)
    near = [n for n in (before, after) if n is not None]
    return any(n == document.headline or lines[n].look.kind in (Kind.STAMP, Kind.BYLINE) for n in near)


def shares_words(document: Document, number: int) -> bool:
    """True when two or more of the title's longer words stand in the paragraphs round it."""
    own = {word for word in _TOKEN.findall(document.lines[number].text.casefold()) if len(word) > 3}
    near: set[str] = set()
    for line in document.lines[max(0, number - 3) : number + 4]:
        if line.look.kind == Kind.PROSE:
            near.update(_TOKEN.findall(line.text[:4000].casefold()))
    return len(own & near) >= 2
