"""Officials: the persons of a story who speak for a country or a body.

Here: offices in titles and appositions. Not here: titles that stand for their bearer (titles.py).
"""

from __future__ import annotations

import re

from etl.text.contacts import words
from etl.text.named import Named, Names

APPOSITION_CHARS = 70
OFFICE_CHARS = 44
OFFICE_WORDS = 3
"""So many words before the country in it, an office begins."""
_APPOSED = re.compile(r"([^,.;:()\"\u201c\u201d]+),\Z")


def in_office(text: str, lower: str, names: Names) -> frozenset[str]:
    """The persons with an office in a title or apposition, by entity id: `menteri luar negerinya, X`, `X, ketua Kadin,`."""
    found: set[str] = set()
    for before, mention in zip((None, *names.mentions), names.mentions, strict=False):
        if not mention.is_person or mention.entity_id in found:
            continue
        role = mention.role_text
        has_office = bool(role) and not words.OFFICES.isdisjoint((role or "").lower().split())
        if has_office or _has_office_beside(text, lower, mention) or _has_office_of(lower, before, mention):
            found.add(mention.entity_id)
    return frozenset(found)


def _has_office_of(lower: str, country: Named | None, mention: Named) -> bool:
    """Whether the country or body right before a name stands in the office of its bearer: `Presiden terpilih Taiwan X`."""
    if country is None or country.is_person or lower[country.end : mention.start] != " ":
        return False
    lead = lower[max(0, country.start - OFFICE_CHARS) : country.start].split()[-OFFICE_WORDS:]
    return not words.OFFICES.isdisjoint(lead)


def _has_office_beside(text: str, lower: str, mention: Named) -> bool:
    start, end = mention.start, mention.end
    before = lower[max(0, start - APPOSITION_CHARS) : start].rstrip()
    if before.endswith(","):
        phrase = _APPOSED.search(before)
        if phrase is not None:
            told = phrase[1].split()
            if any(word.endswith("nya") and word in words.COUNTERPARTS for word in told):
                return True  # `rekannya dari Kenya, Joseph Wekesa,`
            if any(word.removesuffix("nya") in words.OFFICES for word in told):
                return True
    if text.startswith(",", end):
        after = lower[end + 1 : end + APPOSITION_CHARS].split(",", 1)[0].split(".", 1)[0].split()
        return bool(after) and (
            after[0] in words.OFFICES or (after[0] in ("mantan", "yang") and not words.OFFICES.isdisjoint(after[1:4]))
        )
    return False
