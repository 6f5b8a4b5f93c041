"""Places: what stands round a line, and how far it lies from the article.

Here: questions about one line of a document whose article is known. Not here: the answers' consequences (roles.py).
"""

from __future__ import annotations

import re

from etl.text.cleaning.document import NUMBERED, SAYING, Document
from etl.text.cleaning.line_kinds import CAPITALS, CHARS, SENTENCES, WORDS, Kind
from etl.text.cleaning.looks import ends_sentence, opens_story
from etl.text.cleaning.stamp_lines import CLOCK, DATE, opens_stamp
from etl.text.outlets import outlet_named
from etl.text.phrases import function_words
from etl.text.sentences import first_word

FAR_LINES = 12
"""Lines beyond which a neighbour is none."""
ARTICLE_SAMPLE_CHARS = 2_000
LONGEST_NAME_CHARS = 50
CONTENT_CHARS = 5
GOES_ON = re.compile(r"[a-zà-ÿ]|[,.;)]\s?")
"""Matches the beginning of a line that goes on where another was cut: ", Papua Barat.", "menjadi pelatih"."""
_GOES_BACK = frozenset("Namun Adapun Sedangkan Menurutnya Selanjutnya Kemudian Lalu".split())
"""Words that join a sentence to the one before: no teaser begins with one."""
_TOKEN = re.compile(r"\w{3,}")
_PASSED = frozenset({Kind.PHRASE, Kind.RELATED_HEAD, Kind.SYMBOLS})


def neighbour(document: Document, number: int, step: int) -> int | None:
    """The next line above (-1) or below (1) that is not blank; None at the document's end, or far away."""
    for n in range(number + step, number + FAR_LINES * step, step):
        if not 0 <= n < len(document.kinds):
            return None
        if document.kinds[n] != Kind.BLANK:
            return n
    return None


def neighbours(document: Document, number: int) -> list[int]:
    """The next lines above and below that are not blank, as far as there are any."""
    return [n for step in (-1, 1) if (n := neighbour(document, number, step)) is not None]


def stands_alone(document: Document, number: int) -> bool:
    """True for a sentence or paragraph with furniture on both sides, as teasers of other stories stand."""
    text = document.lines[number].text
    if document.kinds[number] == Kind.DATELINE or NUMBERED.match(text) or opens_story(text):
        return False
    if first_word(text).rstrip(",") in _GOES_BACK:
        return False
    for step in (-1, 1):
        near: int | None = number
        for _ in range(3):  # past an advertisement between two paragraphs
            near = neighbour(document, near, step)
            if near is None or document.kinds[near] not in _PASSED:
                break
        if near is not None and (document.kinds[near] in SAYING or document.is_item[near]):
            return False
    return True


def distance(document: Document, number: int) -> int:
    """Lines that are not blank between line `number` and the article or its headline, whichever is nearer."""
    ends = [document.first, document.last] + ([document.title_place] if document.title_place is not None else [])
    low, high = sorted((min(ends, key=lambda end: abs(end - number)), number))
    if high - low > 20 * FAR_LINES:
        return high - low
    return sum(kind != Kind.BLANK for kind in document.kinds[low + 1 : high])


def goes_on(document: Document, number: int) -> bool:
    """True for a paragraph of some length, or in the article's words, with no more than headings between them."""
    counts = document.lines[number].counts
    if distance(document, number) > 3:
        return False
    return counts[SENTENCES] >= 2 or counts[WORDS] >= 25 or (counts[WORDS] >= 8 and shared(document, number) >= 0.6)


def tells_under_headline(document: Document, number: int) -> bool:
    """True for a full sentence between the headline and the article, which is this story's whatever stands beside it."""
    if document.title_place is None or document.lines[number].counts[SENTENCES] == 0:
        return False
    return document.title_place < number < document.first


def by_title(document: Document, number: int) -> bool:
    """True when a title that is not the headline stands right above or below, as with the stamps of other stories.

    A short one counts where the story's own stamp stands above the article.
    """
    top = document.kinds[max(0, document.first - 2 * FAR_LINES) : max(0, document.first)]
    titles = {Kind.TITLE, Kind.LABEL} if Kind.STAMP in top else {Kind.TITLE}
    return any(
        n != document.headline and document.kinds[n] in titles and document.lines[n].counts[CAPITALS] >= 2
        for n in neighbours(document, number)
    )


def is_clock_of_site(document: Document, number: int) -> bool:
    """True for a stamp above the headline when the story's own stands below it: the day on which the page was opened."""
    title = document.title_place
    if title is None or number > title:
        return False
    return Kind.STAMP in document.kinds[title + 1 : title + FAR_LINES]


def is_day_of_site(document: Document, number: int) -> bool:
    """True for a day without a clock or label above the headline, off it or another than the day of the story's stamp,
    which stands below with its clock."""
    if not is_clock_of_site(document, number) or document.title_place is None:
        return False
    text = document.lines[number].text
    if CLOCK.search(text) or opens_stamp(text):
        return False
    below = range(document.title_place + 1, min(document.first, document.title_place + FAR_LINES))
    own = [document.lines[n].text for n in below if document.kinds[n] == Kind.STAMP]
    own = [stamp for stamp in own if CLOCK.search(stamp)]
    is_off = neighbour(document, number, 1) != document.title_place
    return bool(own) and (is_off or all(_day(stamp) != _day(text) for stamp in own))


def _day(stamp: str) -> str:
    found = DATE.search(stamp)
    return found.group().casefold() if found else ""


def among_items(document: Document, number: int) -> bool:
    """True when an item of a list stands right above or below: a date there belongs to a programme, not to the story."""
    return any(document.is_item[n] for n in neighbours(document, number))


def is_cut_out(document: Document, number: int) -> bool:
    """True for words cut out of a sentence, as those of links are: the next line goes on in the middle of one."""
    below = neighbour(document, number, 1)
    if below is None or ends_sentence(document.lines[number].counts):
        return False
    text = document.lines[below].text
    if text[0] in ",.;)":
        return document.kinds[below] != Kind.SYMBOLS or len(text) == 1
    if document.kinds[below] not in SAYING or GOES_ON.match(text) is None:
        return False
    return outlet_named(first_word(text).strip(".,")) is None


def goes_on_above(document: Document, number: int) -> bool:
    """True for words in small letters below a line that ends no sentence."""
    if not document.lines[number].text[0].islower():
        return False
    above = neighbour(document, number, -1)
    return above is not None and document.kinds[above] in SAYING and not ends_sentence(document.lines[above].counts)


def heads_paragraph(document: Document, number: int) -> bool:
    """True when the next line that says something is a sentence, and the article has begun."""
    for n in range(number + 1, min(number + 6, len(document.kinds))):
        kind = document.kinds[n]
        if kind in SAYING or kind == Kind.BULLET:
            return number > document.first
        if kind not in (Kind.BLANK, Kind.PHRASE, Kind.CAPTION, Kind.SYMBOLS):
            return False
    return False


def is_name_place(document: Document, number: int) -> bool:
    """True where a bare name is the reporter's: beside the stamp, a credit or the headline, or right below the article."""
    line = document.lines[number]
    if line.counts[CHARS] > LONGEST_NAME_CHARS or line.look.bullet:
        return False
    if is_cut_out(document, number):
        return False
    near = neighbours(document, number)
    above_title = document.title_place is not None and number < document.title_place
    if above_title:  # an outlet's name more often than a person's, on top of a page always
        is_on_top = number < FAR_LINES and all(kind == Kind.BLANK for kind in document.kinds[:number])
        return not is_on_top and any(document.kinds[n] in (Kind.STAMP, Kind.BYLINE) for n in near)
    if any(n == document.headline or document.kinds[n] in (Kind.STAMP, Kind.BYLINE) for n in near):
        return True
    # Signed below the last paragraph; somebody the story speaks of is a tag.
    return document.last in near and shared(document, number) == 0.0


def may_be_picture_text(document: Document, number: int) -> bool:
    """True for a title between the headline and the article that speaks in the article's words."""
    if document.headline is None or not document.headline < number < document.first:
        return False
    if document.is_crowded or document.kinds[number] != Kind.TITLE or document.lines[number].look.bullet:
        return False
    return shared(document, number) >= 0.5


def shared(document: Document, number: int) -> float:
    """Share of the line's words that the beginning of the article has."""
    own = _words(document.lines[number].text)
    return len(own & _article_words(document)) / len(own) if own else 0.0


def shared_content(document: Document, number: int) -> int:
    """How many of the line's longer words stand in the article above it, small words of the language aside."""
    own = {word for word in _words(document.lines[number].text) if len(word) >= CONTENT_CHARS}
    return len(own & _article_words(document, number) - function_words())


def shares_words(document: Document, number: int) -> bool:
    """True when two or more of the title's longer words stand in the paragraphs round it."""
    own = {word for word in _words(document.lines[number].text) if len(word) > 3}
    near: set[str] = set()
    for n in range(max(0, number - 3), min(number + 4, len(document.lines))):
        if document.kinds[n] == Kind.PROSE:
            near |= _words(document.lines[n].text)
    return len(own & near) >= 2


def _words(text: str) -> set[str]:
    return set(_TOKEN.findall(text[:ARTICLE_SAMPLE_CHARS].casefold()))


def _article_words(document: Document, stop: int | None = None) -> set[str]:
    words: set[str] = set()
    chars = 0
    for n in range(document.first, min(document.last + 1, len(document.kinds) if stop is None else stop)):
        if (document.kinds[n] in SAYING or document.kinds[n] == Kind.CAPTION) and not document.is_copy[n]:
            words |= _words(document.lines[n].text)
            chars += len(document.lines[n].text)
            if chars > ARTICLE_SAMPLE_CHARS:
                break
    return words
