"""Linking: the contacts of a document, each told once however many sentences tell of it.

Here: whether two tellings are of one contact, and what a later telling adds.
Not here: reading a telling (telling.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from etl.contracts.enums import ContactKind, ContactStatus
from etl.text.contacts import words
from etl.text.contacts.agreement import agree, days_agree, is_told_by, join, kinds_agree, share_evidence, sides
from etl.text.contacts.record import TALKS, Contact
from etl.text.named import Named, Names

DAY_CHARS = 500
"""`pada hari yang sama` is of the day of a contact told at most so far before."""
LATE_CHARS = 400
"""The names of two officials told of by office stand at most so far behind."""
CONTACTS_BACK = 60
"""Contacts looked through for the one told before: more than an article has."""


class Contacts:
    """The contacts of one document, in the order they are told."""

    def __init__(self, names: Names, countries: Mapping[str, str | None]) -> None:
        self._names = names
        self._countries = countries
        self._told: list[Contact] = []

    def add(self, contact: Contact) -> None:
        """Takes in one telling."""
        if contact.is_whole:
            for known in self._recent():
                if known.keys == contact.keys and known.phase == contact.phase and agree(known, contact):
                    join(known, contact)
                    return
            if (unnamed := self._unnamed(contact)) is not None:
                unnamed.countries = unnamed.members
                unnamed.parties = contact.parties
                join(unnamed, contact)
                return
            self._told.append(contact)
        elif contact.kind != ContactKind.VISIT and (known := self._pointed_at(contact)) is not None:
            join(known, contact)

    def last(self) -> Contact | None:
        """The contact told last."""
        return self._told[-1] if self._told else None

    def last_like(self, kind: ContactKind) -> Contact | None:
        """The contact told last of that kind, else of one that can be it, else the last of all."""
        recent = self._recent()
        same = next((contact for contact in recent if contact.kind == kind), None)
        near = next((contact for contact in recent if kinds_agree(contact.kind, kind)), None)
        return same or near or self.last()

    def last_visit(self) -> Contact | None:
        """The visit told last."""
        return next((contact for contact in self._recent() if contact.kind == ContactKind.VISIT), None)

    def last_of_two(self) -> Contact | None:
        """The contact told last that is no journey to a place."""
        return next((contact for contact in self._recent() if not contact.is_journey), None)

    def day_before(self, offset: int) -> str:
        """The day, ISO 8601, of the contact told last whose day is known; empty where that is too far before `offset`."""
        dated = next((contact for contact in self._recent() if contact.day), None)
        return dated.day if dated is not None and offset - dated.end <= DAY_CHARS else ""

    def backwards(self) -> Sequence[Contact]:
        """The contacts told, the last first."""
        return self._recent()

    def _recent(self) -> list[Contact]:
        return self._told[: -CONTACTS_BACK - 1 : -1]

    def _pointed_at(self, contact: Contact) -> Contact | None:
        """The contact that a telling without parties of its own is of."""
        for known in self._recent():
            if not kinds_agree(known.kind, contact.kind) or not contact.keys <= known.keys:
                continue
            if not days_agree(known, contact):
                continue
            if contact.points_back and contact.status == ContactStatus.DENIED and known.phase == "ahead":
                return known
            if contact.is_stated and contact.phase != known.phase:
                continue
            if contact.points_back or contact.is_stated or (contact.keys and known.phase == contact.phase):
                return known
        return None

    def _unnamed(self, contact: Contact) -> Contact | None:
        """The contact of two countries told right before that is of these two persons, for whom no country is told."""
        last = self.last()
        if (
            last is None
            or not 0 < contact.start - last.start <= LATE_CHARS
            or len(last.parties) != len(contact.parties)
        ):
            return None
        if any(p.mention.is_person for p in last.parties) or not all(p.mention.is_person for p in contact.parties):
            return None
        homes = {self._names.home_of(party.mention.entity_id) for party in contact.parties}
        is_same = homes == {""} and last.phase == contact.phase and agree(last, contact)
        return last if is_same and len(contact.parties) == 2 else None

    def settled(self) -> list[Contact]:
        """The contacts in order; those told of countries are taken into those of their officials."""
        kept: list[Contact] = []
        events: dict[str, list[Contact]] = {}
        for contact in self._told:
            if contact.kind != ContactKind.VISIT and contact.place is not None:
                events.setdefault(contact.place.entity_id, []).append(contact)
        for contact in self._told:
            there = events.get(contact.place.entity_id, ()) if contact.place is not None else ()
            if contact.kind == ContactKind.VISIT and any(is_told_by(contact, other) for other in there):
                continue
            same = (o for o in self._recent() if self._stands_for(contact, o) or self._is_visit_within(contact, o))
            person = next(same, None)
            if person is None:
                kept.append(contact)
                continue
            join(person, contact)
            if contact.kind == ContactKind.VISIT:
                continue
            names_countries = contact.keys == frozenset(self._government_of(party.mention) for party in contact.parties)
            if contact.start < person.start and names_countries:
                person.start, person.end, person.trigger = contact.start, contact.end, contact.trigger
        return sorted(kept, key=lambda contact: (contact.start, contact.end))

    def _stands_for(self, contact: Contact, other: Contact) -> bool:
        """Whether `contact` tells of countries what `other` tells of their officials."""
        if contact is other or contact.phase != other.phase or not agree(contact, other):
            return False
        if ContactKind.SUMMIT in (contact.kind, other.kind):
            return False
        if any(party.mention.is_person for party in contact.parties):
            return False
        if not all(party.mention.is_person for party in other.parties):
            return False
        if (contact.day or contact.place) and not share_evidence(contact, other):
            return False
        homes = frozenset(self._names.home_of(party.mention.entity_id) for party in other.parties)
        return homes in (contact.keys, frozenset(self._government_of(party.mention) for party in contact.parties))

    def _is_visit_within(self, contact: Contact, other: Contact) -> bool:
        """Whether `contact` is of the country whose town the same guests visit in `other`."""
        if contact is other or {contact.kind, other.kind} != {ContactKind.VISIT} or contact.phase != other.phase:
            return False
        guests, hosts = sides(contact)
        if guests != sides(other)[0] or len(hosts) != 1 or not days_agree(contact, other) or other.place is None:
            return False
        if hosts[0].name not in words.COUNTRIES or other.place.name in words.COUNTRIES:
            return False
        return hosts[0].entity_id in (other.place.refers_to, "") or (
            self._countries.get(other.place.entity_id) == self._countries.get(hosts[0].entity_id) is not None
        )

    def _government_of(self, mention: Named) -> str:
        """The country that a capital stands for (`utusan Seoul dan Tokyo`), where the document names it; else itself."""
        country = words.COUNTRY_OF_CAPITAL.get(mention.name)
        named = self._names.named(country) if country else None
        return named.entity_id if named is not None else mention.refers_to or mention.entity_id


def event_id(contact: Contact) -> str:
    """The id that the same contact has in every document: of its family, its parties and its day."""
    family = "talk" if contact.kind in TALKS else str(contact.kind)
    told = "|".join([family, contact.day, *sorted(contact.keys)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
