"""Linking: the contacts of a document, each told once however many sentences tell of it.

Here: whether two tellings are of one contact, and what a later telling adds.
Not here: reading a telling (contacts.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from etl.contracts.enums import ContactKind, ContactStatus, EntityType, ParticipantRole
from etl.text import contact_words as words
from etl.text.contact_days import DateMention, is_day
from etl.text.contact_party import Party, are_two_sides
from etl.text.named import Named, Names

CONTACTS_BACK = 60
"""Contacts looked through for the one told before: more than an article has."""

_TALKS = frozenset({ContactKind.MEETING, ContactKind.NEGOTIATION, ContactKind.SUMMIT, ContactKind.TALK})
AHEAD = frozenset({ContactStatus.SCHEDULED, ContactStatus.CONDITIONAL, ContactStatus.PROPOSED})
"""Statuses of contacts that are still to come."""


@dataclass(slots=True)
class Contact:
    """One contact. `[start, end)` is its first sentence, in kept offsets."""

    start: int
    end: int
    trigger: str
    kind: ContactKind
    cameo: str
    parties: list[Party]
    status: ContactStatus
    is_stated: bool
    """Whether a word said the status; a bare telling counts as occurred."""
    date: DateMention | None
    place: Named | None
    duration_minutes: int | None
    is_side_journey: bool = False
    """Whether it is a journey named only to place another event: `sebelum terbang ke Oslo`."""
    points_back: bool = False
    """Whether it is of a contact told before: `pertemuan itu`."""
    is_weak: bool = False
    """Whether its word tells of a contact only where both sides are named: `dialog`, `putaran kedua`, `surat`."""

    @property
    def keys(self) -> frozenset[str]:
        """The parties by id: the government where a city stands for one."""
        return frozenset(
            party.mention.refers_to or party.mention.entity_id
            for party in self.parties
            if party.role != ParticipantRole.MEDIATOR
        )

    @property
    def members(self) -> Sequence[Named]:
        """Who takes part, mediators and hosts of others' talks left out."""
        return [party.mention for party in self.parties if party.role != ParticipantRole.MEDIATOR]

    @property
    def is_journey(self) -> bool:
        """Whether it is a visit to a place rather than to somebody."""
        return self.kind == ContactKind.VISIT and any(
            party.role == ParticipantRole.HOST and party.mention.entity_type == EntityType.PLACE
            for party in self.parties
        )

    @property
    def phase(self) -> str:
        """Occurred, ahead or denied: contacts of different phases are different contacts."""
        return "ahead" if self.status in AHEAD else str(self.status)

    @property
    def day(self) -> str:
        """The day of the contact, ISO 8601; empty when the text does not give one."""
        return (self.date.value or "")[:10] if self.date is not None and is_day(self.date) else ""

    @property
    def is_whole(self) -> bool:
        """Whether it names all that a contact needs: two parties, or a visitor and where to."""
        if self.kind == ContactKind.VISIT:
            return {party.role for party in self.parties} >= {ParticipantRole.HOST, ParticipantRole.INITIATOR}
        if self.kind == ContactKind.SUMMIT and len(self.parties) == 1 and (self.day or self.place is not None):
            return self.parties[0].mention.entity_type == EntityType.ORGANIZATION  # its members meet: `KTT ASEAN`
        return len(self.keys) > 1 and are_two_sides(self.parties)


class Contacts:
    """The contacts of one document, in the order they are told."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._told: list[Contact] = []

    def add(self, contact: Contact) -> None:
        """Takes in one telling."""
        if contact.is_whole:
            for known in self._recent():
                if known.keys == contact.keys and known.phase == contact.phase and _agree(known, contact):
                    _join(known, contact)
                    return
            self._told.append(contact)
        elif contact.kind != ContactKind.VISIT and (known := self._pointed_at(contact)) is not None:
            _join(known, contact)

    def last(self) -> Contact | None:
        """The contact told last."""
        return self._told[-1] if self._told else None

    def last_like(self, kind: ContactKind) -> Contact | None:
        """The contact told last of that kind, else of one that can be it, else the last of all."""
        recent = self._recent()
        same = next((contact for contact in recent if contact.kind == kind), None)
        near = next((contact for contact in recent if _kinds_agree(contact.kind, kind)), None)
        return same or near or self.last()

    def last_of_two(self) -> Contact | None:
        """The contact told last that is no journey to a place."""
        return next((contact for contact in self._recent() if not contact.is_journey), None)

    def backwards(self) -> Sequence[Contact]:
        """The contacts told, the last first."""
        return self._recent()

    def _recent(self) -> list[Contact]:
        return self._told[: -CONTACTS_BACK - 1 : -1]

    def _pointed_at(self, contact: Contact) -> Contact | None:
        """The contact that a telling without parties of its own is of."""
        for known in self._recent():
            if not _kinds_agree(known.kind, contact.kind) or not contact.keys <= known.keys:
                continue
            if not _days_agree(known, contact):
                continue
            if contact.points_back and contact.status == ContactStatus.DENIED and known.phase == "ahead":
                return known
            if contact.is_stated and contact.phase != known.phase:
                continue
            if contact.points_back or contact.is_stated or (contact.keys and known.phase == contact.phase):
                return known
        return None

    def settled(self) -> list[Contact]:
        """The contacts in order; those told of countries are taken into those of their officials."""
        kept: list[Contact] = []
        for contact in self._told:
            if contact.is_side_journey and any(_is_at_end_of(contact, other) for other in self._told):
                continue
            person = next((other for other in self._recent() if self._stands_for(contact, other)), None)
            if person is None:
                kept.append(contact)
                continue
            _join(person, contact)
            names_countries = contact.keys == frozenset(self._government_of(party.mention) for party in contact.parties)
            if contact.start < person.start and names_countries:
                person.start, person.end, person.trigger = contact.start, contact.end, contact.trigger
        return sorted(kept, key=lambda contact: (contact.start, contact.end))

    def _stands_for(self, contact: Contact, other: Contact) -> bool:
        """Whether `contact` tells of countries what `other` tells of their officials."""
        if contact is other or contact.phase != other.phase or not _agree(contact, other):
            return False
        if ContactKind.SUMMIT in (contact.kind, other.kind):
            return False
        if any(party.mention.is_person for party in contact.parties):
            return False
        if not all(party.mention.is_person for party in other.parties):
            return False
        if (contact.day or contact.place) and not _share_evidence(contact, other):
            return False
        homes = frozenset(home_of(self._names, party.mention.entity_id) for party in other.parties)
        return homes in (contact.keys, frozenset(self._government_of(party.mention) for party in contact.parties))

    def _government_of(self, mention: Named) -> str:
        """The country that a capital stands for (`utusan Seoul dan Tokyo`), where the document names it; else itself."""
        country = words.COUNTRY_OF_CAPITAL.get(mention.name)
        named = next((other for other in self._names.mentions if other.name == country), None) if country else None
        return named.entity_id if named is not None else mention.refers_to or mention.entity_id


def home_of(names: Names, person: str) -> str:
    """The country in a person's title, wherever the document gives one (`Menteri Luar Negeri AS`); "" when nowhere."""
    for place, mention in enumerate(names.mentions):
        if mention.entity_id != person or not mention.role_text or not place:
            continue
        before = names.mentions[place - 1]
        if before.entity_type == EntityType.PLACE and 0 <= mention.start - before.start <= len(mention.role_text) + 2:
            return before.refers_to or before.entity_id
    return ""


def event_id(contact: Contact) -> str:
    """The id that the same contact has in every document: of its family, its parties and its day."""
    family = "talk" if contact.kind in _TALKS else str(contact.kind)
    told = "|".join([family, contact.day, *sorted(contact.keys)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _join(known: Contact, contact: Contact) -> None:
    """Adds to `known` what a later sentence says of it."""
    if not known.day:
        known.date = contact.date or known.date
    known.place = known.place or contact.place
    known.duration_minutes = known.duration_minutes or contact.duration_minutes
    if contact.status == ContactStatus.DENIED and known.phase == "ahead":
        known.status = contact.status
    elif contact.is_stated and known.phase == contact.phase:
        if not known.is_stated or contact.status == ContactStatus.CONDITIONAL:
            known.status = contact.status
        known.is_stated = True
    if known.kind == ContactKind.TALK:
        known.kind, known.cameo = contact.kind, contact.cameo


def _agree(known: Contact, contact: Contact) -> bool:
    """Whether two tellings can be of one contact: kinds, days and, for visits, places agree."""
    if not _kinds_agree(known.kind, contact.kind) or not _days_agree(known, contact):
        return False
    if known.kind == ContactKind.VISIT and known.place is not None and contact.place is not None:
        return known.place.entity_id == contact.place.entity_id
    return True


def _is_at_end_of(journey: Contact, other: Contact) -> bool:
    """Whether `other` is what the journey was made for: not a visit, at its place, by who travelled."""
    if other.kind == ContactKind.VISIT or other.place is None or journey.place is None:
        return False
    return other.place.entity_id == journey.place.entity_id and not journey.keys.isdisjoint(other.keys)


def _share_evidence(one: Contact, other: Contact) -> bool:
    """Whether a day, a place or a duration says that two tellings are of one contact."""
    if one.day and one.day == other.day:
        return True
    if one.place is not None and other.place is not None and one.place.entity_id == other.place.entity_id:
        return True
    return one.duration_minutes is not None and one.duration_minutes == other.duration_minutes


def _kinds_agree(one: ContactKind, other: ContactKind) -> bool:
    if one == other or (one in _TALKS and other in _TALKS):
        return True
    return ContactKind.TALK in (one, other) and ContactKind.PHONE_CALL in (one, other)


def _days_agree(known: Contact, contact: Contact) -> bool:
    return not known.day or not contact.day or known.day == contact.day
