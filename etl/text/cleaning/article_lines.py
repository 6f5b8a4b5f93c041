"""The article: which lines of a document are its own, and its summary.

Here: finding them. Not here: its headline (headline_lines.py), what each line is (roles.py). All of it is linear in the lines.
"""

from __future__ import annotations

from etl.contracts.enums import LineRule
from etl.text.cleaning.article_parts import go_on_below
from etl.text.cleaning.document import FURNITURE, LOOSE, SAYING, Document, read_items
from etl.text.cleaning.headline_lines import find_headline
from etl.text.cleaning.line_kinds import FOREIGN_STOP, LETTERS, MARKED, SENTENCES, STOP, UPPER, WORDS, Kind
from etl.text.cleaning.line_places import is_cut_out, neighbour, stands_alone
from etl.text.cleaning.lists import find_lists
from etl.text.cleaning.looks import is_title_case
from etl.text.cleaning.openings import read_opening
from etl.text.cleaning.tails import draw_in
from etl.text.places import place_named

CROWDED_LINES = 12
"""Lines of furniture from which a page came with its menus and teasers."""
LONE_WEIGHT = 0.15
"""What a sentence among furniture weighs in a crowded page, as a share of one among sentences."""
MOST_WEIGHT = 60.0
STANDFIRST_WORDS = 60
SUMMARY_LINES = 60
LIST_LINES = 3
FEWEST_BULLETS = 2
"""Bullets at the article's beginning from which they sum it up."""
DASHES = ("-", "–", "—", "--")
LARGE_CORPUS = 1_000
_ITEMS_PASS = SAYING | LOOSE | {Kind.BLANK, Kind.PHRASE, Kind.RELATED_HEAD, Kind.SYMBOLS, Kind.STAMP}
_CREDITS = frozenset({Kind.DATELINE, Kind.BYLINE, Kind.CAPTION, Kind.STAMP})


def read(document: Document) -> None:
    """Fills what `document` says of itself as a whole."""
    read_items(document)
    for number, kind in enumerate(document.kinds):
        if kind in LOOSE and is_cut_out(document, number):
            document.is_item[number] = True
    _find_article(document)
    go_on_below(document)
    draw_in(document)
    find_headline(document)
    _find_summary(document)
    read_opening(document)
    find_lists(document)
    _take_in_lists(document)


def _find_article(document: Document) -> None:
    """The stretch of lines with the most prose and the least furniture: the maximum-sum run of line weights."""
    kinds = document.kinds
    furniture = sum(kind in FURNITURE and not item for kind, item in zip(kinds, document.is_item, strict=True))
    said = sum(kind in SAYING for kind in kinds)
    document.is_crowded = furniture >= CROWDED_LINES and furniture > said
    best = run = 0.0
    start = 0
    for number, kind in enumerate(kinds):
        if kind == Kind.PROSE and not document.is_crowded:
            weight = min(document.lines[number].counts[WORDS], MOST_WEIGHT)
        else:
            weight = _weight(document, number, kind, said)
        if run <= 0:
            run, start = 0.0, number
        run += weight
        if weight > 0 and run > best:
            best, document.first, document.last = run, start, number
    while document.first < document.last and kinds[document.first] not in SAYING:
        document.first += 1
    stop = foreign = 0
    for line in document.lines:
        stop += line.counts[STOP]
        foreign += line.counts[FOREIGN_STOP]
    document.is_indonesian = stop >= foreign


def _weight(document: Document, number: int, kind: Kind, said: int) -> float:
    words = document.lines[number].counts[WORDS]
    if kind in (Kind.PROSE, Kind.SENTENCE):
        weight = min(words, MOST_WEIGHT) if kind == Kind.PROSE else words / 2
        return weight * LONE_WEIGHT if document.is_crowded and stands_alone(document, number) else weight
    if kind == Kind.BLANK:
        return 0.0
    if kind == Kind.CAPTION and said < 2:  # a story told in pictures
        return words / 4
    if kind in _CREDITS:
        return -1.0
    if kind in LOOSE:
        return -0.5 if document.is_item[number] else -4.0
    return -5.0


def _find_summary(document: Document) -> None:
    """Bullets between the headline and the article, or a standfirst over its stamp or credit."""
    if document.last < 0:
        return
    lines, kinds = document.lines, document.kinds
    under = document.title_place is not None and document.title_place < document.first
    begin = document.title_place + 1 if document.title_place is not None and under else 0
    between = range(max(begin, document.first - SUMMARY_LINES), document.first)
    bullets = [n for n in between if lines[n].look.bullet and (kinds[n] in SAYING or kinds[n] in LOOSE)]
    others = sum(kinds[n] in (Kind.TITLE, Kind.LABEL, Kind.MENU) and not lines[n].look.bullet for n in between)
    if len(bullets) >= 2 and others <= 2 and sum(lines[n].counts[WORDS] for n in bullets) >= 4 * len(bullets):
        for number in bullets:
            document.summary[number] = LineRule.BULLETS_ABOVE_BODY, f"{len(bullets)} bullets above the article"
        return
    if not under:
        return
    opening = _opening_bullets(document)
    if opening:
        for number in opening:
            document.summary[number] = LineRule.BULLETS_ABOVE_BODY, f"{len(opening)} bullets open the article"
        return
    if (number := _sentence_under_headline(document)) is not None:
        document.summary[number] = LineRule.STANDFIRST, "between the headline and its stamp or credit"
        return
    if document.is_crowded or any(kinds[n] in (Kind.STAMP, Kind.BYLINE) for n in between):
        return
    below = neighbour(document, document.first, 1)
    is_short = lines[document.first].counts[WORDS] <= STANDFIRST_WORDS
    if below is None or not is_short or kinds[below] not in (Kind.STAMP, Kind.BYLINE) or below > document.last:
        return
    if sum(kinds[n] in SAYING for n in range(below, document.last + 1)) >= 2:
        document.summary[document.first] = LineRule.STANDFIRST, f"between the headline and {lines[below].text[:60]}"


def _opening_bullets(document: Document) -> list[int]:
    """Sentences behind bullets with which the article begins, right under the headline and its stamps and credits; none
    where they are a list of the story's own."""
    run: list[int] = []
    for number in range(document.first, document.last + 1):
        line = document.lines[number]
        if document.kinds[number] in SAYING and line.look.bullet and not line.text[0].isalnum() and line.text[0] != "(":
            run.append(number)
        elif document.kinds[number] != Kind.BLANK:
            break
    rest = range(run[-1] + 1, document.last + 1) if run else range(0)
    said = [n for n in rest if document.kinds[n] in SAYING]
    is_short = all(document.lines[n].counts[WORDS] <= STANDFIRST_WORDS // 2 for n in run)
    if len(run) < FEWEST_BULLETS or len(said) < len(run) // 2 or not said or not is_short:
        return []
    return [] if any(document.lines[n].look.bullet for n in said) else run


def _sentence_under_headline(document: Document) -> int | None:
    """The one sentence over the article that stands right between the headline and a stamp or credit."""
    if document.title_place is None or (number := neighbour(document, document.title_place, 1)) is None:
        return None
    below = neighbour(document, number, 1)
    if number >= document.first or below is None or document.kinds[below] not in (Kind.STAMP, Kind.BYLINE):
        return None
    is_short = document.lines[number].counts[WORDS] <= STANDFIRST_WORDS
    return number if is_short and document.kinds[number] in (Kind.PROSE, Kind.SENTENCE) else None


def _take_in_lists(document: Document) -> None:
    """Widens the article by the lists and verses that stand at its ends, up to the first furniture."""
    if document.last < 0:
        return
    run = _items_from(document, document.last, 1, len(document.lines))
    if run and (len(run) >= LIST_LINES or document.is_announced[run[0]] or document.lines[run[0]].text.count(",") >= 3):
        document.last = run[-1]
    elif (below := _past_marks(document, document.last)) is not None and _is_fragment(document, below):
        document.last = below
    begin = document.title_place if document.title_place is not None else -1
    run = _items_from(document, document.first, -1, begin)
    if len(run) >= LIST_LINES:
        document.first = run[-1]
    _take_in_opening(document, begin)


def _take_in_opening(document: Document, begin: int) -> None:
    """Widens the article by the words of a link that its first line goes on from, and by a dateline on lines of its own."""
    above = neighbour(document, document.first, -1)
    while above is not None and above > begin and _is_loose(document, above) and is_cut_out(document, above):
        document.first = above
        above = neighbour(document, above, -1)
    if above is None or above <= begin or document.lines[above].text not in DASHES:
        return
    place = neighbour(document, above, -1)
    if place is not None and place > begin and place_named(document.lines[place].text) is not None:
        document.dateline = frozenset((place, above))
        document.first = place


def _is_loose(document: Document, number: int) -> bool:
    look = document.lines[number].look
    return look.kind in LOOSE and not look.bullet


def _items_from(document: Document, start: int, step: int, stop: int) -> list[int]:
    """Items in a row from `start` on; up to two other loose lines may stand between two of them."""
    run: list[int] = []
    between = 0
    n = start + step
    while n != stop and 0 <= n < len(document.lines) and between <= 2:
        kind = document.kinds[n]
        if n in document.listed or n in document.summary or kind not in _ITEMS_PASS:
            break
        if kind in SAYING or document.is_item[n]:
            run.append(n)
            between = 0
        elif kind != Kind.BLANK:
            between += 1
        n += step
    while run and document.kinds[run[-1]] in SAYING and stands_alone(document, run[-1]):
        run.pop()
    return run


def _past_marks(document: Document, number: int) -> int | None:
    below = neighbour(document, number, 1)
    is_mark = below is not None and document.lines[below].text in (".", '"', '".')
    return neighbour(document, below, 1) if is_mark and below is not None else below


def _is_fragment(document: Document, number: int) -> bool:
    """True for the rest of a sentence right below the article: no title, no words of a site's own."""
    line = document.lines[number]
    if number in document.listed or line.look.kind not in LOOSE or line.look.bullet or document.is_frequent(line):
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
