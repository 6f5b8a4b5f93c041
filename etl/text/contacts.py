"""Contacts of a document: who met, called or visited whom, each told once however many sentences tell of it.

Here: reading triggers in order, and linking what they tell. Not here: parties (contact_parties.py), status, date and
place (contact_facts.py), tables (steps/contact.py).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from etl.contracts.enums import ContactKind, ContactStatus, EntityType, ParticipantRole, Role
from etl.text import contact_words as words
from etl.text.contact_facts import DateMention, date_of, duration_of, is_day, place_of, status_of
from etl.text.contact_parties import Around, Party, groups_of
from etl.text.contact_words import Trigger, triggers_in
from etl.text.kept import STORY_ROLES, KeptText
from etl.text.named import Named, Names
from etl.text.sentences import Sentences

_READ_ROLES = STORY_ROLES | {Role.HEADLINE}
_TALKS = frozenset({ContactKind.MEETING, ContactKind.NEGOTIATION, ContactKind.SUMMIT, ContactKind.TALK})
_AHEAD = frozenset({ContactStatus.SCHEDULED, ContactStatus.CONDITIONAL, ContactStatus.PROPOSED})


@dataclass(slots=True)
class Contact:
    """One contact. Spans in kept offsets: its first sentence `[start, end)`."""

    start: int
    end: int
    trigger: str
    kind: ContactKind
    cameo: str
    parties: list[Party]
    status: ContactStatus
    is_stated: bool
    """Whether a word said the status; a bare telling counts as occurred."""
    date: DateMention | None = None
    place: Named | None = None
    duration_minutes: int | None = None
    keys: frozenset[str] = field(default_factory=frozenset)

    @property
    def phase(self) -> str:
        """Occurred, ahead or denied: contacts of different phases are different contacts."""
        if self.status in _AHEAD:
            return "ahead"
        return str(self.status)


def find_contacts(
    kept: KeptText, names: Names, dates: Sequence[DateMention], countries: Mapping[str, str | None]
) -> list[Contact]:
    """The contacts of a document in order.

    `dates`: its date mentions in order; `countries`: country code by entity id, None where unknown.
    """
    return _Reader(kept, names, dates, countries).run()


class _Reader:
    def __init__(
        self, kept: KeptText, names: Names, dates: Sequence[DateMention], countries: Mapping[str, str | None]
    ) -> None:
        self.kept = kept
        self.text, self.lower = kept.text, kept.lower
        self.names = names
        self.dates = dates
        self.date_starts = [date.start for date in dates]
        self.countries = countries
        self.contacts: list[Contact] = []
        self.titled = names.titled()

    def run(self) -> list[Contact]:
        triggers = triggers_in(self.lower, 0, len(self.text))
        if not triggers or not self.names.mentions:
            return []
        if self.is_about(words.SPORT) or self.is_about(words.FICTION):
            return []
        sentences = Sentences(self.text)
        place = 0
        while place < len(triggers):
            index = self.kept.block_at(triggers[place].start)
            block = self.kept.blocks[index]
            start = sentences.start(block.start, triggers[place].start)
            end = sentences.end(triggers[place].end, block.end)
            same = [triggers[place]]
            while place + len(same) < len(triggers) and triggers[place + len(same)].start < end:
                same.append(triggers[place + len(same)])
            if block.role in _READ_ROLES:
                self.read_sentence(start, end, same)
            place += len(same)
        return self.settled()

    def is_about(self, pattern: object) -> bool:
        """Whether the document is full of the words of a field in which people meet without any contact."""
        found = len({match for match in pattern.findall(self.lower)})  # type: ignore[attr-defined]
        return found >= 4

    def read_sentence(self, start: int, end: int, triggers: Sequence[Trigger]) -> None:
        mentions = self.names.within(start, end)
        groups = groups_of(self.text, self.lower, self.names, start, end)
        dates = self.dates[bisect_left(self.date_starts, start) : bisect_left(self.date_starts, end)]
        ends = frozenset([*(group.end for group in groups), *(date.end for date in dates)])
        before: tuple[Trigger, ContactStatus | None] | None = None
        for number, trigger in enumerate(triggers):
            low = triggers[number - 1].end if number else start
            territory_end = triggers[number + 1].start if number + 1 < len(triggers) else end
            around = Around(self.text, self.lower, start, end, groups, trigger, territory_end)
            parties = around.parties()
            kind = self.kind_of(trigger, territory_end)
            status = status_of(self.lower, start, trigger, territory_end)
            status = status or self.carried(before, trigger)
            before = (trigger, status)
            place = place_of(self.text, mentions, ends, trigger, territory_end, low)
            if kind == ContactKind.VISIT:
                place = place or next(
                    (
                        p.mention
                        for p in parties
                        if p.mention.entity_type == EntityType.PLACE and p.role == ParticipantRole.HOST
                    ),
                    None,
                )
            contact = Contact(
                start,
                end,
                self.text[trigger.start : trigger.end],
                kind,
                trigger.meaning.cameo,
                parties,
                status or ContactStatus.OCCURRED,
                status is not None,
                date_of(dates, low, trigger, territory_end),
                place,
                duration_of(self.lower, trigger, low, territory_end),
                frozenset(self.key(p.mention) for p in parties),
            )
            self.add(contact, self.points_back(trigger))

    def kind_of(self, trigger: Trigger, territory_end: int) -> ContactKind:
        """The kind of the trigger; a talk by telephone is a call."""
        kind = trigger.meaning.kind
        if (
            kind in (ContactKind.TALK, ContactKind.MEETING)
            and "telepon" in self.lower[trigger.start : min(territory_end, trigger.end + 40)]
        ):
            return ContactKind.PHONE_CALL
        return kind

    def carried(self, before: tuple[Trigger, ContactStatus | None] | None, trigger: Trigger) -> ContactStatus | None:
        """The status of the trigger before, when this one is only joined to it: `diikuti pertemuan`, `serta pertemuan`."""
        if before is None or before[1] is None:
            return None
        lead = self.lower[before[0].end : trigger.start].split()
        return before[1] if lead and lead[-1] in ("diikuti", "serta", "dan", "disusul", "lalu", "kemudian") else None

    def key(self, mention: Named) -> str:
        """What makes two names the same party: the government where one is meant, else the entity."""
        return mention.refers_to or mention.entity_id

    def points_back(self, trigger: Trigger) -> bool:
        following = self.lower[trigger.end : trigger.end + 14].split()
        return bool(following) and following[0].strip(",.") in words.DEFINITE

    # linking

    def add(self, contact: Contact, points_back: bool) -> None:
        if contact.kind == ContactKind.VISIT:
            if self.is_visit(contact):
                same = self.same_as(contact)
                if same is None:
                    self.contacts.append(contact)
                else:
                    self.join(same, contact)
            return
        if len(contact.keys) >= 2 and self.is_contact(contact):
            same = self.same_as(contact)
            if same is None:
                self.contacts.append(contact)
            else:
                self.join(same, contact)
        elif (known := self.told_before(contact, points_back)) is not None:
            self.join(known, contact, adds_parties=False)

    def is_contact(self, contact: Contact) -> bool:
        """Whether the parties are of the kind meant: bodies, countries, and persons with a title or known ones."""
        official = [p for p in contact.parties if not p.mention.is_person or p.mention.entity_id in self.titled]
        return bool(official)

    def is_visit(self, contact: Contact) -> bool:
        hosts = [p for p in contact.parties if p.role == ParticipantRole.HOST]
        guests = [p for p in contact.parties if p.role != ParticipantRole.HOST]
        return bool(hosts) and bool(guests) and any(p.mention.is_person for p in guests)

    def same_as(self, contact: Contact) -> Contact | None:
        """A contact told before that this one repeats."""
        for known in reversed(self.contacts):
            if known.keys == contact.keys and known.phase == contact.phase and compatible(known, contact):
                return known
        return None

    def told_before(self, contact: Contact, points_back: bool) -> Contact | None:
        """The contact that a trigger without parties of its own points back to."""
        for known in reversed(self.contacts):
            if not _kinds_agree(known.kind, contact.kind, loose=points_back):
                continue
            if contact.keys and not contact.keys <= known.keys:
                continue
            if not _dates_agree(known, contact):
                continue
            if contact.is_stated and contact.phase != known.phase:
                continue
            if not contact.keys and not points_back and not contact.is_stated:
                continue
            return known
        return None

    def join(self, known: Contact, contact: Contact, adds_parties: bool = True) -> None:
        """Adds to `known` what a later sentence says of it."""
        if known.date is None or not is_day(known.date):
            known.date = contact.date or known.date
        known.place = known.place or contact.place
        known.duration_minutes = known.duration_minutes or contact.duration_minutes
        if contact.is_stated:
            if known.phase == contact.phase and (not known.is_stated or contact.status == ContactStatus.CONDITIONAL):
                known.status = contact.status
            known.is_stated = True
        if known.kind == ContactKind.TALK:
            known.kind, known.cameo = contact.kind, contact.cameo

    def settled(self) -> list[Contact]:
        """Contacts of persons take in those told of their countries; in order."""
        kept: list[Contact] = []
        for contact in self.contacts:
            person = next(
                (other for other in self.contacts if other is not contact and self.stands_for(contact, other)), None
            )
            if person is None:
                kept.append(contact)
                continue
            self.join(person, contact)
            if contact.start < person.start:
                person.start, person.end, person.trigger = contact.start, contact.end, contact.trigger
        return sorted(kept, key=lambda c: (c.start, c.end))

    def stands_for(self, contact: Contact, other: Contact) -> bool:
        """Whether `contact` tells of countries what `other` tells of their officials."""
        if contact.phase != other.phase or not compatible(contact, other, by_place=False):
            return False
        if ContactKind.SUMMIT in (contact.kind, other.kind):
            return False
        if any(p.mention.is_person for p in contact.parties) or not all(p.mention.is_person for p in other.parties):
            return False
        homes = {self.home(p.mention.entity_id) for p in other.parties}
        return None not in homes and homes == contact.keys

    def home(self, person: str) -> str | None:
        """The country in a person's title, wherever the document gives one: `Menteri Luar Negeri AS`."""
        for index, mention in enumerate(self.names.mentions):
            if mention.entity_id == person and mention.role_text and index:
                before = self.names.mentions[index - 1]
                if (
                    before.entity_type == EntityType.PLACE
                    and mention.start - before.end <= 3 + len(mention.role_text)
                    and before.start >= mention.start - len(mention.role_text) - 2
                ):
                    return self.key(before)
        return None


def compatible(known: Contact, contact: Contact, by_place: bool = True) -> bool:
    """Whether two tellings can be of one contact: kinds, dates and, for visits, places agree."""
    if not _kinds_agree(known.kind, contact.kind, loose=False) or not _dates_agree(known, contact):
        return False
    if by_place and known.kind == ContactKind.VISIT and known.place and contact.place:
        return known.place.entity_id == contact.place.entity_id
    return True


def _kinds_agree(one: ContactKind, other: ContactKind, *, loose: bool) -> bool:
    if one == other or (one in _TALKS and other in _TALKS):
        return True
    return ContactKind.TALK in (one, other) and ContactKind.PHONE_CALL in (one, other)


def _dates_agree(known: Contact, contact: Contact) -> bool:
    one, other = known.date, contact.date
    if one is None or other is None or not is_day(one) or not is_day(other):
        return True
    return (one.value or "")[:10] == (other.value or "")[:10]


def event_id(contact: Contact) -> str:
    """The id that the same contact has in every document: of its family, its parties and its day."""
    family = "talk" if contact.kind in _TALKS else str(contact.kind)
    day = (contact.date.value or "")[:10] if contact.date is not None and is_day(contact.date) else ""
    told = "|".join([family, day, *sorted(contact.keys)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
