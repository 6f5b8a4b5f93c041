"""Dateline: the place, day, agency and outlet a story opens with ("JENEWA, 21 Jan (Reuters) - ...").

Here: finding it at the start of a text's body and saying which pattern fired.
Not here: which year its day is of (anchors.py), deciding the publisher (publisher.py).
Every part before the dash must be a place, a day, an agency, an outlet or a rubric, or there is no dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from etl.contracts.spans import Span
from etl.lexicon import read_toml
from etl.text.dates.days import yearless_day
from etl.text.dates.find import find_dates
from etl.text.dates.parts import DateText
from etl.text.outlets import Outlet, agency_named, looks_like_outlet, outlet_named, unlisted_outlet
from etl.text.places import in_normal_capitals, place_named, place_opening

HEAD_CHARS = 110
"""A dateline and its dash stand within so many characters of the body's beginning."""
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015"
# the dash that ends a dateline: " - ", "--", ".-", "– "; glued ones ("JAKARTA-Berenang") only before a capital
_END = re.compile(
    rf"[ \t\xa0]*\.?(?:[ \t\xa0][{_DASHES}]{{1,3}}(?![\d])|[{_DASHES}]{{1,3}}[ \t\xa0]|[{_DASHES}]{{2,3}}|[\u2013\u2014]|"
    rf"[{_DASHES}](?=[A-Z\"“]|\xa0)|[ \t\xa0]?&nbsp;|:[ \t\xa0]|\.[ \t\xa0](?=[A-Z“\"])|[ \t\xa0]\||[ \t\xa0]*$)"
)
_MARK = re.compile(rf"[{_DASHES}&:.|]")
"""Each of those but the end of the line holds one of these."""
_BLANKS = " \t\xa0"
_PARTS = re.compile(rf"[,;/|]|[{_DASHES}]{{1,2}}|[()\[\]]|(?<=[a-z]{{3}})\.(?=[ \t\xa0][A-Z])")
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:[ \xa0][A-Z][\w'’.-]*){0,3}")
FIRST_PART_CHARS = 44
"""No place and no outlet has a longer name; most stories are told from datelines by this alone."""
_FIRST_PART = re.compile(rf"[^{_DASHES},:(|\n]{{1,{FIRST_PART_CHARS}}}")
_AGENCY_WORDS = re.compile(
    r"\b(?:kantor berita|news agency|agency|agence|agencia|agentur|press association|newswire|wire)\b|^(?-i:[A-Z]{2,6})$",
    re.IGNORECASE,
)
"""An unlisted agency says that it is one, or is written in capital letters alone."""
_LOWER_WORD = re.compile(r"[ \xa0][a-z]{4}")
_SENTENCE_BEGUN = re.compile(r"[^\n]*?[ \xa0(][a-z]{4,}[ \xa0,][^\n]*?[ \xa0][a-z]{4,}[ \xa0,]")
"""Up to its second long word in lower case a text can be a dateline: one may be an outlet's ("detikcom")."""
_LEAD = re.compile(r"[\s\xa0\"“*_•]*")


@dataclass(slots=True)
class Dateline:
    """Opening of a story; spans are in code points of the raw text. What it does not name is None.

    `span` runs from its first part to its last, without the dash.
    """

    span: Span
    rule: str
    place: str | None = None
    day: DateText | None = None
    agency: str | None = None
    agency_span: Span | None = None
    outlet: Outlet | None = None
    outlet_span: Span | None = None
    end: int = 0
    unknown: list[Span] = field(default_factory=list)

    def moved(self, by_chars: int) -> Dateline:
        """The same dateline in a text that begins `by_chars` earlier."""
        day = self.day and replace(self.day, start=self.day.start + by_chars, end=self.day.end + by_chars)
        return Dateline(
            self.span.shifted(by_chars),
            self.rule,
            self.place,
            day,
            self.agency,
            self.agency_span and self.agency_span.shifted(by_chars),
            self.outlet,
            self.outlet_span and self.outlet_span.shifted(by_chars),
            self.end,
            self.unknown,
        )

    @property
    def is_dateline(self) -> bool:
        """False for a bare outlet before a dash: a prefix that names the publisher, and no place or day."""
        return bool(self.place or self.day or self.agency)


@cache
def _rubrics() -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")["rubrics"])


def find_dateline(text: str, start: int, end: int) -> Dateline | None:
    """The dateline at the start of `text[start:end]`, a body paragraph; None when it opens with plain words."""
    lead = _LEAD.match(text, start, end)
    begin = lead.end() if lead else start
    if not _may_open(text[begin : min(end, begin + FIRST_PART_CHARS)]):
        return None
    line_end = text.find("\n", begin, min(end, begin + HEAD_CHARS))
    limit = min(end, begin + HEAD_CHARS) if line_end < 0 else line_end
    told = _SENTENCE_BEGUN.match(text, begin, limit)
    limit = told.end() if told else limit
    best: Dateline | None = None
    for mark in _ends(text, begin, limit):
        rule = _rule_of(mark.group())
        if mark.start() <= begin or (rule == "line" and (best or told or limit - begin == HEAD_CHARS)):
            continue
        if mark.group() == "-" and not _parts_words(text, begin, mark):
            break
        read = _read(text, begin, mark.start(), rule)
        if read is None:
            break
        read.end = mark.end()
        if read.outlet or read.is_dateline:
            best = read
    return best or _glued(text, begin, limit)


def _ends(text: str, begin: int, limit: int) -> Iterator[re.Match[str]]:
    """What _END.finditer finds, asked only where one of its marks, or the end, stands behind its blanks."""
    at = begin
    while at <= limit:
        marked = _MARK.search(text, at, limit)
        place = marked.start() if marked else limit
        start = place
        while start > at and text[start - 1] in _BLANKS:
            start -= 1
        found = None
        while found is None and start <= place:
            found = _END.match(text, start, limit)
            start += 1
        if found is None:
            at = place + 1
            continue
        yield found
        at = found.end() + (found.end() == found.start())


def _may_open(opening: str) -> bool:
    """Whether a text can begin with a dateline: its first part is short, and each word of it begins as names do."""
    first = _FIRST_PART.match(opening)
    if not first or first.end() == FIRST_PART_CHARS:
        return False
    return first.end() < 4 or opening[:4].isupper() or "." in first.group() or not _LOWER_WORD.search(first.group())


def _parts_words(text: str, begin: int, hyphen: re.Match[str]) -> bool:
    """Whether a hyphen without blanks ends a dateline: in "JAKARTA-Berenang" and behind an outlet; not in names."""
    head = text[begin : hyphen.start()]
    return "." in head or (head.isupper() and text[hyphen.end() + 1 : hyphen.end() + 2].islower())


def _rule_of(mark: str) -> str:
    mark = mark.strip()
    return "colon" if mark == ":" else "full_stop" if mark == "." else "line" if not mark else "dash"


def _read(text: str, start: int, end: int, rule: str) -> Dateline | None:
    """`text[start:end]` as a dateline: None as soon as one part of it is nothing that datelines hold."""
    found = _read_alone(text[start:end], rule)
    return found.moved(start) if found else None


@lru_cache(maxsize=16_384)
def _read_alone(text: str, rule: str) -> Dateline | None:
    """A dateline that is the whole of `text`. The same few open most stories, so they are remembered."""
    found = Dateline(Span(0, len(text.rstrip(f" \t\xa0.,{_DASHES}"))), f"dateline_{rule}")
    day = next((d for d in find_dates(text) if d.shape in ("day", "weekday")), None) or yearless_day(text, 0, len(text))
    parts = _parts(text, 0, len(text), day)
    taken = [_take(found, text, span) for span in parts]  # each part is put in its place, also behind a stranger
    if not all(taken):
        return None
    found.day = day
    return found if _holds_together(found, text, rule) else None


def _holds_together(found: Dateline, text: str, rule: str) -> bool:
    """Whether the parts make a dateline: the weaker its end, the more its parts have to say."""
    if found.unknown and not (rule in ("dash", "colon") and _unknown_settled(found, text)):
        return False
    named = found.outlet or found.agency
    if found.day and not (found.place or named):
        return False
    if rule == "dash":
        return True
    if not (found.place or found.outlet):
        return False
    if named or found.day:
        return True
    return rule != "full_stop" and (text.isupper() or rule == "colon")


def _unknown_settled(found: Dateline, text: str) -> bool:
    """Gives names that no lexicon holds the part that the other parts leave them; False when that is not clear.

    In brackets behind a place and a day stands the agency, if it is written as one ("AMBON, 12 Mar (Kantor Berita Kita)
    -"), else the outlet; so is a name built as outlets' names are; beside an agency, an outlet or a day, what is left is the place.
    """
    dated = found.day is not None and found.day.shape == "day"
    left: list[Span] = []
    for span in found.unknown:
        name = span.of(text)
        bracketed = text[: span.start].endswith("(") and text[span.end :].startswith(")")
        if bracketed and dated and found.agency is None and _AGENCY_WORDS.search(name):
            found.agency, found.agency_span = name, span
        elif found.outlet is None and (
            looks_like_outlet(name)
            or (bracketed and ((dated and " " in name) or (found.place and ("." in name or " " in name))))
        ):
            found.outlet, found.outlet_span = unlisted_outlet(name), span
        else:
            left.append(span)
    if not left:
        return True
    if found.place or len(left) > 1 or not (found.outlet or found.agency or dated):
        return False
    found.place = in_normal_capitals(left[0].of(text))
    return True


def _parts(text: str, start: int, end: int, day: DateText | None) -> list[Span]:
    cuts = [start]
    holes = [(match.start(), match.end()) for match in _PARTS.finditer(text, start, end)]
    if day:
        holes = [hole for hole in holes if hole[1] <= day.start or hole[0] >= day.end]
        holes.append((day.start, day.end))
    spans: list[Span] = []
    for low, high in sorted(holes):
        spans.append(Span(cuts[-1], low))
        cuts.append(high)
    spans.append(Span(cuts[-1], end))
    trimmed = (_trim(text, span) for span in spans if span.start < span.end)
    return [span for span in trimmed if span.start < span.end]


def _trim(text: str, span: Span) -> Span:
    part = span.of(text)
    lead = len(part) - len(part.lstrip(' \t\xa0."“*_'))
    return Span(span.start + lead, span.start + max(lead, len(part.rstrip(' \t\xa0."“*_'))))


def _take(found: Dateline, text: str, span: Span) -> bool:
    """Puts one part where it belongs; False when it is nothing that datelines hold."""
    part = span.of(text)
    if part.lower() in _rubrics():
        return True
    if place := place_named(part):
        if part[0].islower():
            return False
        if found.place is None:
            found.place = place
        return True
    outlet = outlet_named(part)
    if outlet and found.outlet is None and not (agency_named(part) and "." not in part):
        found.outlet, found.outlet_span = outlet, span
        return True
    if agency := agency_named(part):
        if found.agency is None:
            found.agency, found.agency_span = agency, span
        return True
    if outlet:
        return True
    if _NAME.fullmatch(part) and not any(mark in part for mark in "?!"):
        found.unknown.append(span)
        return len(found.unknown) <= 2
    return False


def _glued(text: str, begin: int, limit: int) -> Dateline | None:
    """ "Liputan6.com, JakartaKita semua ...": the tag between place and story was lost, dash and all."""
    comma = text.find(",", begin, min(limit, begin + 40))
    outlet = outlet_named(text[begin:comma]) if comma > 0 else None
    if not outlet:
        return None
    at = comma + 1
    while at < limit and text[at] in " \xa0":
        at += 1
    window = text[at : min(limit, at + 40)]
    for cut in re.finditer(r"(?<=[a-z])(?=[A-Z“\"])", window):
        if place := place_opening(window[: cut.start()]):
            name, length = place
            if length == cut.start():
                return Dateline(
                    Span(begin, at + length), "dateline_glued", name, outlet=outlet,
                    outlet_span=Span(begin, comma), end=at + length,
                )  # fmt: skip
    return None
