"""Titles without a name: `Menlu`, `Bupati` or `perdana menteri itu`, and who of the story bears them.

Here: finding bare titles and their one bearer among the persons named before. Not here: titles before a name (the name
step), parties (parties.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from etl.text.contacts import words
from etl.text.named import Named, Names

APPOSED_CHARS = 80
LEAD_CHARS = 24
"""So far before a word its sentence's end or a mark is looked for."""
"""A title set before a name by a comma is read this far: `Perdana Menteri Thailand, X`."""

_FOLLOWS = re.compile(r"[\s]*(?P<word>[^\W_][\w-]*)?")
_POINTS_BACK = re.compile(r"\s+(?:itu|tersebut)\b")
_APPOSED = re.compile(r"[^,.;:()\"\u201c\u201d]+, \Z")


def with_bearers(text: str, lower: str, names: Names, countries: Mapping[str, str | None], home: str) -> Names:
    """`names` with a mention more for every bare title whose bearer the story names before it.

    `countries`: country code by entity id; among several bearers of one office the one of `home`, or of no country
    that the title says, is meant.
    """
    bearers = _bearers(lower, names)
    found = list(_bare(text, lower, names, bearers, countries, home)) if bearers else []
    if not found:
        return names
    return Names(sorted([*names.mentions, *found], key=lambda mention: (mention.start, mention.end)))


def _bearers(lower: str, names: Names) -> dict[str, list[Named]]:
    """The first mention of everyone who bears an office, by the office."""
    bearers: dict[str, list[Named]] = {}
    for mention in names.mentions:
        if not mention.is_person:
            continue
        office = words.office_of(_title_before(lower, mention))
        if office is None:
            continue
        known = bearers.setdefault(office, [])
        if all(other.entity_id != mention.entity_id for other in known):
            known.append(mention)
    return bearers


def _title_before(lower: str, mention: Named) -> str:
    if mention.role_text:
        return mention.role_text.lower()
    if not lower.endswith(",", 0, max(0, mention.start - 1)):
        return ""
    apposed = _APPOSED.search(lower, max(0, mention.start - APPOSED_CHARS), mention.start)
    return apposed[0].strip(" ,") if apposed is not None else ""


def _bare(
    text: str,
    lower: str,
    names: Names,
    bearers: Mapping[str, Sequence[Named]],
    countries: Mapping[str, str | None],
    home: str,
) -> Iterable[Named]:
    offices = words.OFFICE_FAMILIES.union(bearers)
    forms = {form: office for office in offices for form in words.TITLES_OF_OFFICE[office]}
    ends = 0
    for start, end, form in _places(lower, forms):
        if start < ends:
            continue
        ends = end
        if not _is_bare(text, lower, start, end):
            continue
        office = forms[form]
        told = [bearer for bearer in bearers.get(office, ()) if bearer.start < start]
        if office in words.OFFICE_FAMILIES:
            told = [
                bearer
                for name in bearers
                if name.startswith(office)
                for bearer in bearers[name]
                if bearer.start < start
            ]
        if len(told) > 1:
            told = [bearer for bearer in told if _home_of(names, bearer, countries) in (None, home)]
        last = names.last_before(start)
        if len(told) != 1 or (last >= 0 and names.mentions[last].end > start):
            continue
        yield told[0]._replace(start=start, end=end, role_text=None, refers_to=None)


def _places(lower: str, forms: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where titles stand as whole words, in order; at one place the longest first."""
    found: list[tuple[int, int, str]] = []
    for form in forms:
        place = lower.find(form)
        while place >= 0:
            end = place + len(form)
            if not (lower[place - 1 : place].isalnum() or lower[end : end + 1].isalnum()):
                found.append((place, end, form))
            place = lower.find(form, end)
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _is_bare(text: str, lower: str, start: int, end: int) -> bool:
    """Whether the title at `[start, end)` stands for its bearer: capitalised or pointing back, and no part of a longer one."""
    if not text[start].isupper() and _POINTS_BACK.match(lower, end) is None:
        return False
    before = words.WORD_BEFORE.search(text, max(0, start - words.WORD_BEFORE_CHARS), start)
    if before is not None and (before[1].lower() in words.NO_BEARER or _is_inside_name(text, start, before)):
        return False
    following = _FOLLOWS.match(text, end)
    word = following["word"] if following is not None else None
    if word is None:
        return text[end : end + 2] != " (" and text[end : end + 1] not in ("-", "\u2013", "/", ":")
    return not (word[0].isupper() or word[0].isdigit() or word in words.MINISTRIES or word.startswith("ke-"))


def _is_inside_name(text: str, start: int, before: re.Match[str]) -> bool:
    """Whether a capitalised word that opens no sentence stands right before: `Kantor Perdana Menteri`."""
    if not before[1][0].isupper() or "," in before[0]:
        return False
    lead = text[max(0, before.start() - LEAD_CHARS) : before.start()].rstrip()
    return bool(lead) and lead[-1] not in '.?!"\u201c\u201d\u2013\u2014-:'


def _home_of(names: Names, bearer: Named, countries: Mapping[str, str | None]) -> str | None:
    """The country code of the country in the title before a name; None when it names none."""
    if not bearer.role_text:
        return None
    low = bearer.start - len(bearer.role_text) - 2
    for mention in names.within(low, bearer.start):
        if code := countries.get(mention.entity_id):
            return code
    return None
