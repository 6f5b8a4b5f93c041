"""Layout: where the article lies among the lines of a document, and what its neighbours make of a line.

Here: the article's first and last line, its headline, its summary, lists of other stories, and questions about the
place of a line. Not here: the decision (roles.py), which asks them. All of it is linear in the lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.contracts.enums import LineRule
from etl.text.looks import (
    CAPITALS,
    CHARS,
    DIGITS,
    FOREIGN_STOP,
    LABEL_WORDS,
    LETTERS,
    MARKED,
    SENTENCES,
    STOP,
    UPPER,
    WORDS,
    Kind,
    Look,
    is_title_case,
    opens_story,
)


class Frequency(NamedTuple):
    """How often a line stands in distinct articles: overall, and at most in one host or folder (and crawl week)."""

    articles: int
    of: int
    group_articles: int
    group_of: int


@dataclass(slots=True)
class Line:
    """One line as the rules see it. `text` has no white space at its ends; `counts` as in looks.py."""

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
    first, last: the article's own lines, last < first when there is none
    headline, title_place: the first line of the headline's words, and the one that stands over the article
    summary, listed: lines with the rule and evidence that made them a summary, or part of a list of other things
    """

    lines: list[Line]
    twin: Sequence[int]
    is_copy: Sequence[bool]
    articles: int
    frequency_floor: int
    frequency_share: float
    first: int = 0
    last: int = -1
    headline: int | None = None
    title_place: int | None = None
    headline_rule: LineRule = LineRule.TITLE_ABOVE_BODY
    summary: dict[int, tuple[LineRule, str]] = field(default_factory=dict)
    listed: dict[int, tuple[LineRule, str | None]] = field(default_factory=dict)
    is_crowded: bool = False
    is_indonesian: bool = True


SAYING = frozenset({Kind.PROSE, Kind.SENTENCE, Kind.DATELINE})
"""Looks that say something in sentences."""
LOOSE = frozenset({Kind.TITLE, Kind.LABEL, Kind.BULLET, Kind.TICKER})
"""Looks that only their place explains."""
FURNITURE = LOOSE | {Kind.PHRASE, Kind.RELATED_HEAD, Kind.TAG_HEAD, Kind.MENU, Kind.SYMBOLS}
_AMONG_ITEMS = SAYING | LOOSE | {Kind.BLANK, Kind.PHRASE, Kind.RELATED_HEAD, Kind.SYMBOLS, Kind.STAMP}
CROWDED_LINES = 12
"""Lines of furniture from which a page came with its menus and teasers."""
LONE_WEIGHT = 0.15
"""What a sentence among furniture weighs in a crowded page, as a share of one among sentences."""
HEADLINE_WORDS = 30
ARTICLE_SAMPLE_CHARS = 2_000
MENU_LINES = 4
FAR_LINES = 12
LIST_LINES = 3
LARGE_CORPUS = 1_000
_ANNOUNCES = re.compile(r"(?::|\bberikut(?: ini| adalah)?[.:]?)$")
"""Matches "... berikut ini:" and "... sebagai berikut."."""
_NUMBERED = re.compile(r"\(?(\d{1,3})[.)]\s*\S")
_TOKEN = re.compile(r"\w{3,}")


def read(document: Document) -> None:
    """Fills what `document` says of itself as a whole."""
    _find_article(document)
    _find_headline(document)
    _find_summary(document)
    _find_lists(document)
    _take_in_lists(document)


def _find_article(document: Document) -> None:
    """The stretch of lines with the most prose and the least furniture: the maximum-sum run of line weights."""
    kinds = [line.look.kind for line in document.lines]
    furniture = sum(kind in FURNITURE and not is_item(document, n) for n, kind in enumerate(kinds))
    said = sum(kind in SAYING for kind in kinds)
    document.is_crowded = furniture >= CROWDED_LINES and furniture > said
    best = run = 0.0
    start = 0
    for number, kind in enumerate(kinds):
        weight = _weight(document, number, kind, said)
        if run <= 0:
            run, start = 0.0, number
        run += weight
        if weight > 0 and run > best:
            best, document.first, document.last = run, start, number
    while document.first < document.last and kinds[document.first] not in SAYING:
        document.first += 1
    stop = sum(line.counts[STOP] for line in document.lines)
    document.is_indonesian = stop >= sum(line.counts[FOREIGN_STOP] for line in document.lines)


def _weight(document: Document, number: int, kind: Kind, said: int) -> float:
    words = document.lines[number].counts[WORDS]
    if kind in (Kind.PROSE, Kind.SENTENCE):
        weight = float(min(words, 60)) if kind == Kind.PROSE else words / 2
        return weight * LONE_WEIGHT if document.is_crowded and stands_alone(document, number) else weight
    if kind == Kind.BLANK:
        return 0.0
    if kind == Kind.CAPTION and said < 2:  # a story told in pictures
        return words / 4
    if kind in (Kind.DATELINE, Kind.BYLINE, Kind.CAPTION, Kind.STAMP):
        return -1.0
    if kind in LOOSE:
        return -0.5 if is_item(document, number) else -4.0
    return -5.0


def is_item(document: Document, number: int) -> bool:
    """True for a loose line that reads like an item of a list, a verse or a row, not like a title: few capitals, a
    number before it, or under a line that announces a list."""
    line = document.lines[number]
    if line.look.kind == Kind.TICKER:
        return in_list(document, number)
    if line.look.kind not in LOOSE:
        return False
    words = line.counts[WORDS]
    if words >= 2 and line.counts[CAPITALS] * 2 <= words and not is_title_case(line.text):
        return True
    if line.text.count(",") >= 3 or (line.counts[DIGITS] and ":" in line.text):
        return True
    return _NUMBERED.match(line.text) is not None or in_list(document, number)


def _take_in_lists(document: Document) -> None:
    """Widens the article by the lists and verses that stand at its ends, up to the first furniture."""
    if document.last < 0:
        return
    begin = document.title_place if document.title_place is not None else -1
    run = _items_from(document, document.last, 1, len(document.lines))
    if len(run) >= LIST_LINES or (run and (in_list(document, run[0]) or document.lines[run[0]].text.count(",") >= 3)):
        document.last = run[-1]
    elif (below := _past_symbols(document, document.last)) is not None and _is_fragment(document, below):
        document.last = below
    run = _items_from(document, document.first, -1, begin)
    if len(run) >= LIST_LINES:
        document.first = run[-1]


def _past_symbols(document: Document, number: int) -> int | None:
    below = neighbour(document, number, 1)
    return (
        neighbour(document, below, 1) if below is not None and document.lines[below].text in (".", '"', '".') else below
    )


def _is_fragment(document: Document, number: int) -> bool:
    """True for the rest of a sentence right below the article: no title, no words of a site's own."""
    if number in document.listed:
        return False
    line = document.lines[number]
    if line.look.kind not in LOOSE or line.look.bullet or is_frequent(document, line):
        return False
    if line.counts[MARKED] * 2 >= line.counts[WORDS]:
        return False
    if not is_title_case(line.text) or (line.counts[SENTENCES] and line.text[-1] not in "!?"):
        return True
    if line.counts[STOP] > 0 and line.counts[WORDS] <= 2:
        return True
    # What a site prints below its stories stands below others too; in a large corpus a label seen once is text.
    is_label = line.look.kind == Kind.LABEL and line.counts[UPPER] * 2 < line.counts[LETTERS]
    return is_label and document.articles >= LARGE_CORPUS


def _items_from(document: Document, start: int, step: int, stop: int) -> list[int]:
    """Items in a row from `start` on; up to two other loose lines may stand between two of them."""
    run: list[int] = []
    between = 0
    n = start + step
    while n != stop and 0 <= n < len(document.lines) and between <= 2:
        kind = document.lines[n].look.kind
        if n in document.listed or n in document.summary or kind not in _AMONG_ITEMS:
            break
        if kind in SAYING or is_item(document, n):
            run.append(n)
            between = 0
        elif kind != Kind.BLANK:
            between += 1
        n += step
    while run and document.lines[run[-1]].look.kind in SAYING and stands_alone(document, run[-1]):
        run.pop()
    return run


def _find_headline(document: Document) -> None:
    if document.last < 0:
        return
    above = [n for n in range(document.first) if _is_title(document, n)]
    if above:
        number = above[0] if len(above) == 1 else _best_title(document, above)
        document.headline = document.twin[number] if document.twin[number] >= 0 else number
        document.title_place = number
        return
    for number in range(document.first, len(document.lines)):
        if not _is_title(document, number):
            continue
        if number > document.last and _reads_as_title(document, number) and _shared(document, number) >= 0.5:
            document.headline, document.headline_rule = number, LineRule.TITLE_BELOW_BODY
            return
        if (
            number < document.last
            and document.lines[number].counts[WORDS] > LABEL_WORDS + 1
            and _reads_as_title(document, number)
            and _starts_copy(document, number)
        ):
            document.headline, document.headline_rule = number, LineRule.TITLE_BETWEEN_COPIES
            return


def _reads_as_title(document: Document, number: int) -> bool:
    line = document.lines[number]
    if line.counts[SENTENCES] or not (line.text[0].isupper() or line.text[0] in "\"'“‘"):
        return False
    return is_title_case(line.text) or (line.counts[WORDS] >= 6 and _shared(document, number) >= 0.8)


def _is_title(document: Document, number: int) -> bool:
    line = document.lines[number]
    words = line.counts[WORDS]
    if line.look.kind == Kind.TITLE:
        return words <= HEADLINE_WORDS and not line.look.bullet
    if line.look.kind == Kind.LABEL:
        return words == 3 and line.counts[CAPITALS] >= 2 and not line.look.bullet
    if line.look.kind != Kind.SENTENCE or words < 5 or line.look.bullet or number >= document.first:
        return False
    return not line.text[0].islower() and (line.text[-1] not in ".:" or is_title_case(line.text))


def _best_title(document: Document, candidates: list[int]) -> int:
    """The candidate whose words the article has most of; of nearly equal ones, in a crowded page the nearest to the
    article, else the first."""
    scores = [(_shared(document, number), number) for number in candidates]
    top = max(score for score, _ in scores)
    good = [number for score, number in scores if score >= (0.6 if document.is_crowded else 0.8) * top]
    if not document.is_crowded:
        return good[0]
    again = set(document.twin)
    return max(
        good,
        key=lambda n: (
            0.3 * (document.twin[n] >= 0 or n in again) + 0.3 * _has_stamp(document, n) + _shared(document, n),
            n,
        ),
    )


def _has_stamp(document: Document, number: int) -> bool:
    """True when a stamp stands within two lines of a title, as it does by a story's own."""
    near = [neighbour(document, number, step) for step in (-1, 1)]
    near += [neighbour(document, n, 1) for n in near[1:] if n is not None]
    return any(n is not None and document.lines[n].look.kind == Kind.STAMP for n in near)


def _starts_copy(document: Document, number: int) -> bool:
    """True when what follows the line is mostly said before it, and what stands before it is not."""
    shares: list[float] = []
    for part in (range(document.first, number), range(number + 1, document.last + 1)):
        words = [(document.lines[n].counts[WORDS], document.is_copy[n]) for n in part]
        shares.append(sum(count for count, copy in words if copy) / max(1, sum(count for count, _ in words)))
    return shares[0] < 0.2 and shares[1] > 0.8


def _shared(document: Document, number: int) -> float:
    """Share of the line's words that the beginning of the article has."""
    own = set(_TOKEN.findall(document.lines[number].text.casefold()))
    return len(own & _article_words(document)) / len(own) if own else 0.0


def _article_words(document: Document) -> set[str]:
    words: set[str] = set()
    chars = 0
    for number in range(document.first, document.last + 1):
        line = document.lines[number]
        if (line.look.kind in SAYING or line.look.kind == Kind.CAPTION) and not document.is_copy[number]:
            words.update(_TOKEN.findall(line.text[:ARTICLE_SAMPLE_CHARS].casefold()))
            chars += len(line.text)
            if chars > ARTICLE_SAMPLE_CHARS:
                break
    return words


def _find_summary(document: Document) -> None:
    """Bullets or a standfirst between the headline and the article."""
    lines = document.lines
    if document.last < 0:
        return
    begin = document.headline + 1 if document.headline is not None and document.headline < document.first else 0
    if document.first - begin > 60:
        begin = document.first - 60
    between = range(begin, document.first)
    bullets = [n for n in between if lines[n].look.bullet and lines[n].look.kind in (*SAYING, *LOOSE)]
    others = sum(
        lines[n].look.kind in (Kind.TITLE, Kind.LABEL, Kind.MENU) and not lines[n].look.bullet for n in between
    )
    if len(bullets) >= 2 and others <= 2 and sum(lines[n].counts[WORDS] for n in bullets) >= 4 * len(bullets):
        for number in bullets:
            document.summary[number] = LineRule.BULLETS_ABOVE_BODY, f"{len(bullets)} bullets above the article"


def _find_lists(document: Document) -> None:
    """Lists that a heading announces (other stories, tags), and runs of labels (menus)."""
    head: tuple[LineRule, str | None] | None = None
    run: list[int] = []
    for number, line in enumerate(document.lines):
        kind = line.look.kind
        if kind == Kind.RELATED_HEAD:
            head = LineRule.RELATED_LIST, f"under {line.look.evidence}"
        elif kind == Kind.TAG_HEAD:
            head = LineRule.TAG_LIST, f"under {line.look.evidence}"
        elif kind in SAYING or kind == Kind.CAPTION:
            head = None
        elif head is not None and number != document.headline and _listed(document, number, kind, head[0]):
            document.listed[number] = head
        if kind in (Kind.LABEL, Kind.BULLET) and line.counts[WORDS] <= 4 and not is_item(document, number):
            run.append(number)
        elif kind != Kind.BLANK:
            _close_menu(document, run)
            run = []
    _close_menu(document, run)


def _listed(document: Document, number: int, kind: Kind, rule: LineRule) -> bool:
    line = document.lines[number]
    if rule == LineRule.TAG_LIST:
        return kind in (Kind.LABEL, Kind.BULLET)
    if (numbered := _NUMBERED.match(line.text)) is not None and numbered[1] != "1":
        return number - 1 in document.listed
    if not line.look.bullet and is_item(document, number):
        return False
    if kind == Kind.TITLE and not line.look.bullet and line.counts[WORDS] <= 5 and heads_paragraph(document, number):
        return False
    return kind in (Kind.TITLE, Kind.BULLET) or (kind == Kind.STAMP and by_title(document, number))


def _close_menu(document: Document, run: list[int]) -> None:
    inside = bool(run) and document.first < run[0] and run[-1] < document.last
    if len(run) >= (2 * MENU_LINES if inside else MENU_LINES):
        for number in run:
            if number != document.headline:
                document.listed.setdefault(number, (LineRule.MENU, f"one of {len(run)} labels in a row"))


def among_items(document: Document, number: int) -> bool:
    """True when an item of a list stands right above or below: a date there belongs to a programme, not to the story."""
    near = [neighbour(document, number, step) for step in (-1, 1)]
    return any(n is not None and is_item(document, n) for n in near)


def is_frequent(document: Document, line: Line) -> bool:
    """True when the line stands in so many distinct articles, or in so many of one source, that it is no text."""
    if (seen := line.frequency) is None:
        return False
    floor, share = document.frequency_floor, document.frequency_share
    return seen.articles >= max(floor, share * seen.of) or seen.group_articles >= max(floor, share * seen.group_of)


def stands_alone(document: Document, number: int) -> bool:
    """True for a sentence or paragraph with furniture on both sides, as teasers of other stories stand."""
    line = document.lines[number]
    if line.look.kind == Kind.DATELINE or _NUMBERED.match(line.text) or opens_story(line.text):
        return False
    for step in (-1, 1):
        near = number
        for _ in range(3):  # past an advertisement between two paragraphs
            found = neighbour(document, near, step)
            if found is None or document.lines[found].look.kind not in (Kind.PHRASE, Kind.RELATED_HEAD, Kind.SYMBOLS):
                near = found
                break
            near = found
        if near is not None and (document.lines[near].look.kind in SAYING or is_item(document, near)):
            return False
    return True


def neighbour(document: Document, number: int, step: int) -> int | None:
    """The next line above (-1) or below (1) that is not blank; None at the document's end, or far away."""
    for n in range(number + step, number + FAR_LINES * step, step):
        if not 0 <= n < len(document.lines):
            return None
        if document.lines[n].look.kind != Kind.BLANK:
            return n
    return None


def distance(document: Document, number: int) -> int:
    """Lines that are not blank between line `number` and the article or its headline, whichever is nearer."""
    ends = [document.first, document.last] + ([document.title_place] if document.title_place is not None else [])
    low, high = sorted((min(ends, key=lambda end: abs(end - number)), number))
    if high - low > 20 * FAR_LINES:
        return high - low
    return sum(line.look.kind != Kind.BLANK for line in document.lines[low + 1 : high])


def goes_on(document: Document, number: int) -> bool:
    """True for a paragraph of some length, or in the article's words, with no more than headings between them."""
    counts = document.lines[number].counts
    if distance(document, number) > 3:
        return False
    return counts[SENTENCES] >= 2 or counts[WORDS] >= 25 or (counts[WORDS] >= 8 and _shared(document, number) >= 0.6)


def by_title(document: Document, number: int) -> bool:
    """True when a title that is not the headline stands right above or below, as with the stamps of other stories."""
    near = [neighbour(document, number, step) for step in (-1, 1)]
    return any(n is not None and n != document.headline and document.lines[n].look.kind == Kind.TITLE for n in near)


def heads_paragraph(document: Document, number: int) -> bool:
    """True when the next line that says something is a sentence, and the article has begun."""
    for n in range(number + 1, min(number + 6, len(document.lines))):
        kind = document.lines[n].look.kind
        if kind in SAYING or kind == Kind.BULLET:
            return number > document.first
        if kind not in (Kind.BLANK, Kind.PHRASE, Kind.CAPTION, Kind.SYMBOLS):
            return False
    return False


def in_list(document: Document, number: int) -> bool:
    """True when the line stands under a line that ends with a colon, with nothing but list items between."""
    for n in range(number - 1, max(-1, number - 40), -1):
        line = document.lines[n]
        if _ANNOUNCES.search(line.text[-40:]):
            return line.look.kind not in (Kind.RELATED_HEAD, Kind.TAG_HEAD, Kind.PHRASE)
        if line.look.kind in (Kind.PROSE, Kind.SENTENCE) and not line.look.bullet:
            return False
    return False


def is_name_place(document: Document, number: int) -> bool:
    """True where a bare name is the reporter's: beside the stamp, a credit or the headline, or right below the article."""
    if document.lines[number].counts[CHARS] > 50 or document.lines[number].look.bullet:
        return False
    near = [n for step in (-1, 1) if (n := neighbour(document, number, step)) is not None]
    if any(n == document.headline or document.lines[n].look.kind in (Kind.STAMP, Kind.BYLINE) for n in near):
        return True
    # Signed below the last paragraph; somebody the story speaks of is a tag.
    return document.last in near and _shared(document, number) == 0.0


def may_be_picture_text(document: Document, number: int) -> bool:
    """True for a title between the headline and the article that speaks in the article's words."""
    line = document.lines[number]
    if document.headline is None or not document.headline < number < document.first or line.look.kind != Kind.TITLE:
        return False
    return not document.is_crowded and not line.look.bullet and _shared(document, number) >= 0.5


def shares_words(document: Document, number: int) -> bool:
    """True when two or more of the title's longer words stand in the paragraphs round it."""
    own = {word for word in _TOKEN.findall(document.lines[number].text.casefold()) if len(word) > 3}
    near: set[str] = set()
    for line in document.lines[max(0, number - 3) : number + 4]:
        if line.look.kind == Kind.PROSE:
            near.update(_TOKEN.findall(line.text[:ARTICLE_SAMPLE_CHARS].casefold()))
    return len(own & near) >= 2
