"""The headline: which line of a document is its title.

Here: the title above the article, below it, or between two copies of the body. Not here: where the article lies
(article_lines.py), what of the line is the title (metadata/headline.py). All of it is linear in the lines.
"""

from __future__ import annotations

import re

from etl.contracts.enums import LineRule
from etl.text.cleaning.credit_lines import is_bare_name
from etl.text.cleaning.document import LOOSE, SAYING, Document
from etl.text.cleaning.line_kinds import CAPITALS, SENTENCES, WORDS, Kind
from etl.text.cleaning.line_places import FAR_LINES, neighbour, neighbours, shared
from etl.text.cleaning.looks import LABEL_WORDS, ends_sentence, is_title_case, opens_story
from etl.text.cleaning.mastheads import is_masthead
from etl.text.cleaning.stamp_lines import CLOCK, opens_stamp
from etl.text.sentences import first_word

HEADLINE_WORDS = 30
MOST_TOP_LINES = 6
DATED_WORDS = 5
"""Words and figures of a date with its weekday, and an outlet of one word: a title that holds a date has more."""
_SITE_BEHIND = re.compile(r"\s?(?:\s[-–—·•:]\s|[|»])\s?\S+(?:\s\S+){0,4}")
"""Matches " - Kabar Rimba" behind a title."""
_SITE_AT_END = re.compile(r"\s(?:[-–—•]|[|»])\s\S{3,30}(?:\s\S{2,20})?$")
_NO_OPENING = ",.;:)]}"
"""What no title begins with: the words of a link were lost before it."""


def find_headline(document: Document) -> None:
    """Fills `headline`, its rule and `title_place` of a document whose article is known."""
    if document.last < 0:
        return
    above = [n for n in range(document.first) if _is_title(document, n)]
    titles = [n for n in above if document.kinds[n] != Kind.LABEL] or above
    titles = [n for n in titles if not is_masthead(document.lines[n].text)] or titles
    titles = [n for n in titles if not _leads_to(document, n)]
    if titles:
        number = titles[0] if len(titles) == 1 else _best_title(document, titles)
        document.headline = document.twin[number] if document.twin[number] >= 0 else number
        document.title_place = number
        if (whole := _with_its_site(document, document.headline)) is not None:
            document.twin[number] = document.headline = whole
    elif (name := _name_on_top(document)) is not None:
        document.headline = document.title_place = name
    elif (dated := _dated_title(document)) is not None:
        document.headline = document.title_place = dated
        document.kinds[dated] = Kind.TITLE
    elif _opens_with_title(document):
        document.headline = document.title_place = document.first
        document.first = next(n for n in range(document.first + 1, document.last + 1) if document.kinds[n] in SAYING)
    else:
        _find_late_headline(document)


def _leads_to(document: Document, number: int) -> bool:
    """True for the way to a page: from its first page to a title that stands below ("Beranda Ekonomi Harga Emas Naik")."""
    text = document.lines[number].text
    below = range(number + 1, min(document.first, number + FAR_LINES))
    return text.casefold().startswith(("beranda ", "home ")) and any(
        text.endswith(document.lines[n].text) and _is_title(document, n) for n in below
    )


def _with_its_site(document: Document, number: int) -> int | None:
    """The line above that is the same title and a site's name behind a mark, as browsers show it; None without one."""
    title = document.lines[number].text
    for n in range(min(number, MOST_TOP_LINES)):
        text = document.lines[n].text
        if text.startswith(title) and _SITE_BEHIND.fullmatch(text, len(title)) is not None:
            return n
    return None


def _name_on_top(document: Document) -> int | None:
    """The first line of a page without a title when it is somebody's name: a portrait's headline."""
    top = next((n for n, kind in enumerate(document.kinds) if kind != Kind.BLANK), 0)
    line = document.lines[top]
    is_name = top < document.first and line.look.kind == Kind.LABEL and not line.look.bullet and is_bare_name(line.text)
    return top if is_name and not document.is_crowded else None


def _dated_title(document: Document) -> int | None:
    """The first line of a page without a title when it holds a day and the page's stamp stands below: "Cuaca Kupang dan
    Sekitarnya, Senin 14 Maret 2022"."""
    stamps = [n for n in range(document.first) if document.kinds[n] == Kind.STAMP]
    top = next((n for n, kind in enumerate(document.kinds) if kind != Kind.BLANK), -1)
    if len(stamps) < 2 or stamps[0] != top or document.is_crowded:
        return None
    line = document.lines[top]
    says_more = line.counts[WORDS] > DATED_WORDS and not opens_stamp(line.text) and CLOCK.search(line.text) is None
    return top if says_more and line.text[0].isupper() else None


def _opens_with_title(document: Document) -> bool:
    """True when the first sentence has no full stop and the article goes on below: a headline in small letters."""
    counts = document.lines[document.first].counts
    if ends_sentence(counts) or counts[SENTENCES] or counts[WORDS] > HEADLINE_WORDS or document.is_crowded:
        return False
    below = document.kinds[document.first + 1 : document.last + 1]
    return document.kinds[document.first] == Kind.PROSE and sum(kind in SAYING for kind in below) >= 2


def _find_late_headline(document: Document) -> None:
    """A headline that stands between two copies of the body, or below it."""
    for number in range(document.first, len(document.lines)):
        if document.kinds[number] not in LOOSE or not _is_title(document, number):
            continue
        if number > document.last and _reads_as_title(document, number) and shared(document, number) >= 0.5:
            document.headline, document.headline_rule = number, LineRule.TITLE_BELOW_BODY
            return
        is_long = document.lines[number].counts[WORDS] > LABEL_WORDS + 1
        if number < document.last and is_long and _reads_as_title(document, number) and _starts_copy(document, number):
            document.headline, document.headline_rule = number, LineRule.TITLE_BETWEEN_COPIES
            return


def _is_title(document: Document, number: int) -> bool:
    kind = document.kinds[number]
    if kind not in (Kind.TITLE, Kind.LABEL, Kind.SENTENCE):
        return False
    line = document.lines[number]
    words = line.counts[WORDS]
    if line.look.bullet or words > HEADLINE_WORDS or line.text[0] in _NO_OPENING or opens_story(line.text):
        return False
    if kind == Kind.TITLE:
        return not first_word(line.text).islower()  # "iPhone" may begin one, the rest of a sentence does not
    if kind == Kind.LABEL:
        return words == LABEL_WORDS and line.counts[CAPITALS] >= 2
    if words < 5 or number >= document.first or line.text[0].islower():
        return False
    return line.text[-1] not in ".:" or is_title_case(line.text)


def _reads_as_title(document: Document, number: int) -> bool:
    line = document.lines[number]
    site = _SITE_AT_END.search(line.text)
    title = line.text[: site.start()] if site else line.text
    ends = line.counts[SENTENCES] > 0 and (title[-1] == "." or ". " in title or not is_title_case(title))
    if ends or not (title[0].isupper() or title[0].isdigit() or title[0] in "\"'“‘"):
        return False
    return is_title_case(title) or (line.counts[WORDS] >= 6 and shared(document, number) >= 0.8)


def _best_title(document: Document, candidates: list[int]) -> int:
    """The candidate whose words the article has most of; of nearly equal ones the first, in a crowded page the one that
    stands again, or by a stamp, or nearest to the article."""
    scores = {number: shared(document, number) for number in candidates}
    top = max(scores.values())
    good = [number for number in candidates if scores[number] >= (0.6 if document.is_crowded else 0.8) * top]
    if not document.is_crowded:
        return good[0]
    again = set(document.twin)

    def merit(number: int) -> tuple[float, int]:
        stands_again = document.twin[number] >= 0 or number in again
        return scores[number] + 0.3 * stands_again + 0.3 * _has_stamp(document, number), number

    return max(good, key=merit)


def _has_stamp(document: Document, number: int) -> bool:
    """True when a stamp stands within two lines of a title, as it does by a story's own."""
    near = neighbours(document, number)
    near += [n for one in near[-1:] if (n := neighbour(document, one, 1)) is not None]
    return any(document.kinds[n] == Kind.STAMP for n in near)


def _starts_copy(document: Document, number: int) -> bool:
    """True when what follows the line is mostly said before it, and what stands before it is not."""
    shares: list[float] = []
    for part in (range(document.first, number), range(number + 1, document.last + 1)):
        words = [(document.lines[n].counts[WORDS], document.is_copy[n]) for n in part]
        shares.append(sum(count for count, copy in words if copy) / max(1, sum(count for count, _ in words)))
    return shares[0] < 0.2 and shares[1] > 0.8
