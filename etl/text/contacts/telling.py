"""Tellings: what the triggers of one sentence tell of contacts.

Here: putting parties, kind, status, day and place of each trigger together. Not here: each of those (parties.py,
status.py, days.py, places.py), tellings of one contact (links.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.contracts.enums import ContactKind, ContactStatus, EntityType, ParticipantRole
from etl.text.contacts import signs, words
from etl.text.contacts.days import DateMention, date_of, is_ahead, is_day, sentence_date
from etl.text.contacts.durations import duration_of
from etl.text.contacts.groups import Group, groups_of, is_party
from etl.text.contacts.links import LATE_CHARS, Contacts
from etl.text.contacts.memory import Memory
from etl.text.contacts.parties import Parties
from etl.text.contacts.party import Party
from etl.text.contacts.places import place_beside, place_of
from etl.text.contacts.record import AHEAD, IN_PERSON, Contact
from etl.text.contacts.relative_days import relative_day
from etl.text.contacts.speakers import with_speakers
from etl.text.contacts.status import status_of
from etl.text.contacts.story import Story
from etl.text.contacts.visits import Visits
from etl.text.contacts.words import Trigger
from etl.text.named import Named

_OF_VISIT = re.compile(
    r"(?:dalam\s+|selama\s+|di sela(?:-sela)?\s+|pada\s+)?(?:kunjungan|lawatan)(?:\s+[a-z]+){0,2}?\s+(?:ini|itu|tersebut|dua hari|tiga hari)\b"
)
_PROPOSES = re.compile(
    r"\b(?:mengusulkan|menawarkan|meminta|mengajak|menyerukan)\s+(?:agar\s+|diadakannya\s+)?(?:sebuah\s+|suatu\s+)?\Z"
)


class Tellings:
    """The tellings of one sentence. `window`: the part of it that is read; `told`: the contacts told before it."""

    def __init__(
        self,
        story: Story,
        visits: Visits,
        memory: Memory,
        told: Contacts,
        sentence: tuple[int, int],
        window: tuple[int, int],
        triggers: Sequence[Trigger],
    ) -> None:
        self.story, self.visits, self.memory, self.told = story, visits, memory, told
        self.lower = story.lower
        self.sentence = sentence
        self.start, self.end = start, end = window
        self.triggers = triggers
        self.mentions = story.names.within(start, end)
        self.dates = story.dates_within(start, end)
        groups = groups_of(story.text, story.lower, story.names, start, end)
        self.groups = with_speakers(story.lower, story.names, groups, window, story.block_end(triggers[0].start))
        self.shifted = [Group(g.start - start, g.end - start, g.members, g.first - start, g.body) for g in self.groups]
        self.masked = self._masked()
        self.before: tuple[Trigger, ContactStatus | None] | None = None
        self.taken: DateMention | None = None

    def read(self) -> Iterator[Contact]:
        """The contact of each trigger in order, whole or not."""
        for number in range(len(self.triggers)):
            contact = self._contact(number)
            yield from signs.one_by_one(self.lower, self.triggers[number], contact)
            yield from self._visits_after(contact)

    def _contact(self, number: int) -> Contact:
        trigger = self.triggers[number]
        low = self.triggers[number - 1].end if number else self.start
        high = self.triggers[number + 1].start if number + 1 < len(self.triggers) else self.end
        parties = self._parties(trigger, high)
        ends = self._ends(parties)
        kind = signs.kind_of(self.lower, trigger, self.end)
        told_end, told_in = signs.margin(self.lower, self.triggers[number:], self.groups, self.end)
        reach = max(high, told_end)
        in_margin = told_in | {m.end for m in self.mentions if high <= m.start < told_end} if told_in else frozenset()
        place = place_of(self.story.text, self.mentions, ends | in_margin, trigger, reach, low)
        place = self.story.capital_of(place)
        if kind == ContactKind.VISIT:
            parties, destination = self.visits.visited(parties, self.mentions, trigger, high)
            place = self.story.capital_of(destination) or destination or place
        if place is None and kind in IN_PERSON:
            place = self.story.seat_in(trigger.end, reach)
        status = self._status(trigger, high, ends | in_margin)
        date = self._date(trigger, low, reach, status)
        if place is None and date is not None and kind != ContactKind.PHONE_CALL:
            place = place_beside(self.story.text, self.mentions, date, low, high)
        if date is None and status is None:
            date = sentence_date(self.lower, self.dates, self.start, trigger)
        self.before = (trigger, status)
        contact = Contact(
            *self.sentence,
            self.story.text[trigger.start : trigger.end],
            kind,
            trigger.meaning.cameo,
            parties,
            status or ContactStatus.OCCURRED,
            status is not None,
            date,
            place,
            duration_of(self.lower, trigger, low, high),
            at=trigger.start,
            is_side_journey=signs.is_side_journey(self.lower, self.start, trigger),
            is_of_members=signs.is_of_members(self.lower, parties),
            points_back=signs.points_back(self.lower, trigger),
            is_weak=trigger.meaning.voice in ("weak", "round", "letter"),
        )
        if status is None and self.story.published_on and is_ahead(date, self.story.published_on):
            contact.status = ContactStatus.SCHEDULED
        return contact

    def _visits_after(self, visit: Contact) -> Iterator[Contact]:
        """The visits to other countries that a journey goes on with: `lawatan ke Singapura dan Jepang`."""
        if not visit.is_journey or visit.place is None or visit.place.start < visit.at:
            return
        guests = [party for party in visit.parties if party.role != ParticipantRole.HOST]
        for place in self.visits.further(visit.place, self.mentions):
            yield replace(visit, parties=[*guests, Party(place, ParticipantRole.HOST)], place=place, date=None)

    def _parties(self, trigger: Trigger, high: int) -> list[Party]:
        """Who takes part, as far as this sentence says; nobody where the trigger tells of no contact."""
        start, end = self.start, self.end
        here = Trigger(trigger.start - start, trigger.end - start, trigger.meaning)
        parties = Parties(self.masked, (0, end - start), self.shifted, here, high - start, self.memory).parties()
        if trigger.meaning.voice == "weak" and signs.is_in_name(self.story.text, trigger, self.sentence[0]):
            parties = []
        is_unclear = signs.is_unclear_call(self.lower, trigger, end) and not self.story.are_officials(parties)
        if is_unclear or signs.is_asked(self.lower, start, trigger):
            parties = []
        if (
            not parties
            and signs.is_next(self.lower, trigger)
            and (last := self.told.last_like(trigger.meaning.kind)) is not None
        ):
            parties = [Party(member, ParticipantRole.PARTICIPANT) for member in last.members]
        if {party.role for party in parties} == {ParticipantRole.COUNTERPART}:
            parties = [*self._visitors(trigger), *parties]
        if len(parties) == 1 and parties[0].mention.entity_type == EntityType.PLACE:
            parties = self._with_other(trigger, parties)
        return parties if self.story.is_public(parties) or self._are_named_late(parties) else []

    def _visitors(self, trigger: Trigger) -> Sequence[Party]:
        """Who made the visit told before, where a sentence is of it: `Kunjungan ini mencakup pertemuan dengan Y`."""
        visit = self.told.last_visit()
        if visit is None or _OF_VISIT.match(self.lower, self.sentence[0], trigger.start) is None:
            return ()
        return [party for party in visit.parties if party.role == ParticipantRole.INITIATOR]

    def _are_named_late(self, parties: Sequence[Party]) -> bool:
        """Whether two persons are the officials of two countries that the sentences before told of without their names."""
        last = self.told.last()
        if last is None or not 0 < self.sentence[0] - last.start <= LATE_CHARS or len(last.parties) != 2:
            return False
        are_countries = all(party.mention.entity_type == EntityType.PLACE for party in last.parties)
        return are_countries and len(parties) == 2 and all(party.mention.is_person for party in parties)

    def _with_other(self, trigger: Trigger, parties: list[Party]) -> list[Party]:
        """Who proposes a contact and, where the last one was of two countries, the other: `Tokyo mengusulkan pertemuan`."""
        pair = self.memory.states or self.memory.pair
        if len(pair) != 2 or _PROPOSES.search(self.lower, self.start, trigger.start) is None:
            return parties
        asking = words.COUNTRY_OF_CAPITAL.get(parties[0].mention.name, parties[0].mention.name)
        others = [other for other in pair if words.COUNTRY_OF_CAPITAL.get(other.name, other.name) != asking]
        if len(others) != 1 or others[0].is_person:
            return parties
        return [*parties, Party(others[0], ParticipantRole.COUNTERPART)]

    def _ends(self, parties: Sequence[Party]) -> frozenset[int]:
        """Where the dates and the lists of those who take part end."""
        taking_part = {party.mention.entity_id for party in parties}
        party_ends = (g.end for g in self.groups if any(member.entity_id in taking_part for member in g.members))
        return frozenset([*party_ends, *(date.end for date in self.dates)])

    def _status(self, trigger: Trigger, high: int, ends: frozenset[int]) -> ContactStatus | None:
        parties_end = max((g.end for g in self.groups if trigger.end <= g.start < high and g.end in ends), default=0)
        status = status_of(self.lower, self.start, trigger, high, self.mentions, self.dates, parties_end)
        status = status or self._carried(trigger)
        return ContactStatus.PROPOSED if status is None and trigger.meaning.voice == "invites" else status

    def _carried(self, trigger: Trigger) -> ContactStatus | None:
        """The status of the trigger before, when this one is only joined to it: `diikuti pertemuan`, `serta pertemuan`."""
        if self.before is None or self.before[1] is None:
            return None
        last, status = self.before
        lead = self.lower[last.end : trigger.start].split()
        if status == ContactStatus.DENIED and trigger.meaning.voice not in ("noun", "weak"):
            return None  # `menolak menemui X dan terbang ke Y`: the second verb is of what was done instead
        is_purpose = last.meaning.voice in ("travels", "goes") and bool(lead) and lead[-1] in ("untuk", "guna")
        return status if is_purpose or (lead and lead[-1] in words.JOINERS) else None

    def _date(self, trigger: Trigger, low: int, reach: int, status: ContactStatus | None) -> DateMention | None:
        """The day of the trigger; one that the trigger before took is not the day of a contact of another phase."""
        date = date_of(self.lower, self.dates, low, trigger, reach)
        if date is None:
            return self._counted_day(trigger, low, reach)
        if date == self.taken and self.before is not None:
            date = date if (status in AHEAD) == (self.before[1] in AHEAD) else None
        if date is not None and self._is_past_of_plan(date, trigger, status):
            date = None
        self.taken = date or self.taken
        return date

    def _counted_day(self, trigger: Trigger, low: int, reach: int) -> DateMention | None:
        """The day that words beside the trigger count from that of the contact told before: `pada hari yang sama`."""
        day = relative_day(self.lower, self.start, reach, self.told.day_before(self.sentence[0]))
        if day is None or day.start >= trigger.end or trigger is self.triggers[0]:
            return day
        is_beside = day.start >= low and "," not in self.lower[day.end : trigger.start]
        return day if is_beside or day.start < low < day.end + 1 else None

    def _is_past_of_plan(self, date: DateMention, trigger: Trigger, status: ContactStatus | None) -> bool:
        """Whether a date before the trigger lies before the article, the contact after it: the date is of something else."""
        if status not in AHEAD or date.start > trigger.start or not self.story.published_on:
            return False
        return is_day(date) and (date.value or "")[:10] < self.story.published_on

    def _masked(self) -> str:
        """The window in lower case, its dates and the places that are no parties left blank."""
        sentence = self.lower[self.start : self.end]
        blanks = [(date.start, date.end) for date in self.dates]
        blanks += [(m.start, m.end) for m in self.mentions if _is_bare_place(m)]
        for low, high in blanks:
            high = min(high, self.end)
            sentence = sentence[: low - self.start] + " " * (high - low) + sentence[high - self.start :]
        return sentence


def _is_bare_place(mention: Named) -> bool:
    return mention.entity_type == EntityType.PLACE and not is_party(mention)
