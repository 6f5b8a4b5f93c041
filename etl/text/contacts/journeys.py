"""Journeys: a meeting told with the journey of one of its parties took place where that led.

Here: giving meetings without a place the place of the journey told with them. Not here: journeys themselves
(visits.py), places that the telling sentence says (places.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from etl.contracts.enums import ContactKind
from etl.text.contacts.record import IN_PERSON, Contact
from etl.text.contacts.story import Story

NEAR_CHARS = 260
"""A meeting told so soon after a journey can be what it was made for."""
REACH_CHARS = 2_000
"""A journey that ends so near begins no farther away: longer sentences are lists."""
# `X bertemu Y ketika singgah di Manila`; a journey told after a meeting without such a word follows it.
_DURING = re.compile(r"\b(?:saat|ketika|selama|sewaktu|dalam)\b")


def _start(contact: Contact) -> int:
    return contact.start


def place_where_led(contacts: Sequence[Contact], story: Story) -> None:
    """Gives meetings without a place that of a journey in the same sentence, or just before to the country of a party."""
    journeys = [c for c in contacts if c.kind == ContactKind.VISIT and c.place is not None and not c.is_side_journey]
    journeys.sort(key=_start)
    starts = list(map(_start, journeys))
    for contact in contacts:
        if contact.kind not in IN_PERSON or contact.kind == ContactKind.VISIT or contact.place is not None:
            continue
        before = journeys[bisect_left(starts, contact.start - REACH_CHARS) : bisect_right(starts, contact.start)]
        led = [journey for journey in before if _leads_to(journey, contact, story)]
        if led and len({journey.place.entity_id for journey in led if journey.place is not None}) == 1:
            contact.place = led[-1].place


def _leads_to(journey: Contact, contact: Contact, story: Story) -> bool:
    if journey.phase != contact.phase or journey.keys.isdisjoint(contact.keys):
        return False
    if journey.day and contact.day and contact.day < journey.day:
        return False
    if journey.start == contact.start:
        return journey.at < contact.at or _DURING.search(story.lower, contact.at, journey.at) is not None
    if not 0 <= contact.start - journey.end <= NEAR_CHARS or journey.place is None:
        return False
    there = story.countries.get(journey.place.entity_id)
    homes = {
        story.countries.get(story.names.home_of(member.entity_id) or member.entity_id) for member in contact.members
    }
    return there is not None and there in homes
