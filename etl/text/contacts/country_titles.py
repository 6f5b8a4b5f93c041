"""Titles with a country and without a name: `Presiden Prancis`, `pemimpin Rusia itu`, and who of the story bears them.

Here: finding such titles and the one person whom the story named before with that office of that country. Not here: titles
without a country (titles.py), titles before a name (the name step).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from etl.text.contacts import words
from etl.text.named import Named, Names

TITLE_CHARS = 44
# `Presiden Prancis Macron`, `Presiden Rusia, Vladimir Putin`, `Presiden AS (POTUS)`: a name or more of one follows.
_NAME_FOLLOWS = re.compile(r",?\s+[A-Z\d]|\s*\(|[-\u2013/]")


def with_country_titles(text: str, lower: str, names: Names, headline_end: int) -> Names:
    """`names` with the bearer in place of the country where a title with a country stands for one person of the story.

    `headline_end`: where the headline ends, in which the bearer need not be named before.
    """
    bearers = _bearers(names)
    found = dict(_titled(text, lower, names, bearers, headline_end)) if bearers else {}
    if not found:
        return names
    return Names([found.get(place, mention) for place, mention in enumerate(names.mentions)])


def _bearers(names: Names) -> dict[tuple[str, str], dict[str, Named]]:
    """The persons with an office of a country in the title before their name, by both; heads of state as leaders too."""
    bearers: dict[tuple[str, str], dict[str, Named]] = {}
    for country, mention in zip(names.mentions, names.mentions[1:], strict=False):
        if not (country.is_place and mention.is_person and mention.role_text):
            continue
        office = words.office_of(mention.role_text.lower())
        if office is None or mention.start - country.start > len(mention.role_text) + 2:
            continue
        forms = (office, words.LEADER) if office in words.LEADING else (office,)
        for form in forms:
            bearers.setdefault((form, country.entity_id), {}).setdefault(mention.entity_id, mention)
    return bearers


def _titled(
    text: str, lower: str, names: Names, bearers: Mapping[tuple[str, str], Mapping[str, Named]], headline_end: int
) -> Iterator[tuple[int, Named]]:
    """The places of countries among the mentions, with the bearer of the title that ends with each."""
    offices = {country for _, country in bearers}
    for place, mention in enumerate(names.mentions):
        if not mention.is_place or mention.entity_id not in offices or _NAME_FOLLOWS.match(text, mention.end):
            continue
        title = words.TITLE_BEFORE.search(lower, max(0, mention.start - TITLE_CHARS), mention.start)
        if title is None:
            continue
        before = words.WORD_BEFORE.search(lower, max(0, title.start() - words.WORD_BEFORE_CHARS), title.start())
        if before is not None and before[1] in words.NO_BEARER:
            continue
        office = words.LEADER if title["title"] == words.LEADER else words.office_of(title["title"])
        told = bearers.get((office or "", mention.entity_id), {})
        bearer = next(iter(told.values()), None)
        is_told = bearer is not None and (bearer.start < mention.start or mention.end <= headline_end)
        if len(told) == 1 and bearer is not None and is_told:
            yield place, bearer._replace(start=title.start(), end=mention.end, role_text=None, refers_to=None)
