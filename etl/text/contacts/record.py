"""The record of a contact: what one telling, or all tellings of it, say.

Here: its fields, and what follows from them alone. Not here: whether tellings are of one contact (agreement.py,
links.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etl.contracts.enums import ContactKind, ContactStatus, EntityType, ParticipantRole
from etl.text.contacts import words
from etl.text.contacts.days import DateMention, is_day
from etl.text.contacts.party import Party, are_two_sides
from etl.text.named import Named

TALKS = frozenset({ContactKind.MEETING, ContactKind.NEGOTIATION, ContactKind.SUMMIT, ContactKind.TALK})
IN_PERSON = TALKS | {ContactKind.VISIT}
"""Kinds of contacts that take place somewhere."""
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
    countries: Sequence[Named] = ()
    """The countries that it was told of before its officials were named."""
    at: int = 0
    """Where its trigger stands."""
    is_side_journey: bool = False
    """Whether it is a journey named only to place another event: `sebelum terbang ke Oslo`."""
    is_of_members: bool = False
    """Whether it is told of the ministers or leaders of one body: `para pemimpin NATO bertemu`."""
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
            first = self.parties[0]  # its members meet: `KTT ASEAN`, `Uni Eropa akan mengadakan KTT`
            is_named_after = first.role == ParticipantRole.PARTICIPANT or first.mention.name in words.UNIONS
            return first.mention.entity_type == EntityType.ORGANIZATION and is_named_after
        if self.is_of_members and len(self.parties) == 1 and (self.day or self.place is not None):
            return self.parties[0].mention.name in words.UNIONS  # `para menteri luar negeri ASEAN bertemu`
        return len(self.keys) > 1 and are_two_sides(self.parties)
