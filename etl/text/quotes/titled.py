"""Titled names: persons whom an office before the name gives away, whatever the name step took them for.

Here: names that follow an office and its country (`Presiden Kenya Ani Wanjiru`) or `mitranya dari Kenya,`.
Not here: finding names; what office somebody holds (bearers.py).
"""

from __future__ import annotations

import re
from itertools import pairwise

from etl.contracts.enums import EntityType
from etl.text.named import Named, Names
from etl.text.quotes import cues

GAP_CHARS = 2
"""Between a country and the name stand at most a comma and a blank."""
LEAD_CHARS = 80
"""An office before its country is read this far back."""

_COUNTERPART = re.compile(r"\b(?:mitra|timpalan|kolega|sejawat)nya(?:\s(?:dari|asal)\s)?\Z")
_CLAUSE_MARK = re.compile(r"[,;:.?!\u201c\u201d\"()\u2013\u2014\n]")


def with_titled_persons(names: Names, text: str, lower: str) -> Names:
    """The same names, those that an office and its country stand before being persons."""
    mentions = names.mentions
    persons = {
        mention.entity_id
        for before, mention in pairwise(mentions)
        if mention.start - before.end <= GAP_CHARS
        and _may_be_person(mention, text)
        and _is_country_of_office(before, mention, text, lower)
    }
    if not persons:
        return names
    kind = EntityType.PERSON
    return Names([m._replace(entity_type=kind) if m.entity_id in persons else m for m in mentions])


def _may_be_person(mention: Named, text: str) -> bool:
    words = text[mention.start : mention.end].split()
    return not (mention.is_person or mention.is_known or len(words) < 2) and not any(word.isupper() for word in words)


def _is_country_of_office(place: Named, mention: Named, text: str, lower: str) -> bool:
    """Whether `place` stands right before `mention`, and an office or `mitranya dari` before it."""
    gap = text[place.end : mention.start]
    if place.entity_type != EntityType.PLACE or gap not in (" ", ", "):
        return False
    low = max(0, place.start - LEAD_CHARS)
    lead = lower[low : place.start]
    if _COUNTERPART.search(lead) is not None:
        return True
    cut = max((mark.end() for mark in _CLAUSE_MARK.finditer(lead)), default=0)
    return gap == " " and any(word in cues.OFFICE_HEADS for word in lead[cut:].split())
