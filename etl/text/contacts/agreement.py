"""Agreement: whether two tellings can be of one contact, and what the later one adds.

Here: comparing kinds, days, places and parties of two records. Not here: which tellings are compared (links.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.contracts.enums import ContactKind, ContactStatus, ParticipantRole
from etl.text.contacts import words
from etl.text.contacts.record import TALKS, Contact
from etl.text.named import Named


def join(known: Contact, contact: Contact) -> None:
    """Adds to `known` what a later sentence says of it."""
    if not known.day:
        known.date = contact.date or known.date
    if known.place is None or (contact.place is not None and is_within(contact.place, known.place)):
        known.place = contact.place
    known.duration_minutes = known.duration_minutes or contact.duration_minutes
    if contact.status == ContactStatus.DENIED and known.phase == "ahead":
        known.status = contact.status
    elif contact.is_stated and known.phase == contact.phase:
        if not known.is_stated or contact.status == ContactStatus.CONDITIONAL:
            known.status = contact.status
        known.is_stated = True
    if known.kind == ContactKind.TALK:
        known.kind, known.cameo = contact.kind, contact.cameo


def is_within(town: Named, country: Named) -> bool:
    """Whether a later telling names the town where an earlier one named a country."""
    return country.name in words.COUNTRIES and town.name not in words.COUNTRIES


def sides(visit: Contact) -> tuple[frozenset[str], Sequence[Named]]:
    """The guests of a visit by id, and its hosts."""
    guests = frozenset(party.mention.entity_id for party in visit.parties if party.role == ParticipantRole.INITIATOR)
    return guests, [party.mention for party in visit.parties if party.role == ParticipantRole.HOST]


def agree(known: Contact, contact: Contact) -> bool:
    """Whether two tellings can be of one contact: kinds, days and, for visits, places agree."""
    if not kinds_agree(known.kind, contact.kind) or not days_agree(known, contact):
        return False
    if known.kind == ContactKind.VISIT and known.place is not None and contact.place is not None:
        return known.place.entity_id == contact.place.entity_id
    return True


def is_told_by(journey: Contact, other: Contact) -> bool:
    """Whether a journey only places another event, or without a day of its own is to a summit told with who travelled."""
    if journey.kind != ContactKind.VISIT or not is_at_end_of(journey, other):
        return False
    is_to_summit = other.kind == ContactKind.SUMMIT and not journey.day and journey.start == other.start
    return journey.is_side_journey or is_to_summit


def is_at_end_of(journey: Contact, other: Contact) -> bool:
    """Whether `other` is what the journey was made for: not a visit, at its place, by who travelled."""
    if other.kind == ContactKind.VISIT or other.place is None or journey.place is None:
        return False
    return other.place.entity_id == journey.place.entity_id and not journey.keys.isdisjoint(other.keys)


def share_evidence(one: Contact, other: Contact) -> bool:
    """Whether a day, a place or a duration says that two tellings are of one contact."""
    if one.day and one.day == other.day:
        return True
    if one.place is not None and other.place is not None and one.place.entity_id == other.place.entity_id:
        return True
    return one.duration_minutes is not None and one.duration_minutes == other.duration_minutes


def kinds_agree(one: ContactKind, other: ContactKind) -> bool:
    if one == other or (one in TALKS and other in TALKS):
        return True
    return ContactKind.TALK in (one, other) and ContactKind.PHONE_CALL in (one, other)


def days_agree(known: Contact, contact: Contact) -> bool:
    return not known.day or not contact.day or known.day == contact.day
