"""Contacts of a document: who met, called or visited whom.

Here: reading the sentences that tell of contacts, in order. Not here: parties (contact_parties.py), status, date and
place (contact_facts.py), tellings of one contact (contact_links.py), tables (steps/contact.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from etl.contracts.enums import ContactKind, ContactStatus, EntityType, ParticipantRole, Role
from etl.text import contact_words as words
from etl.text.contact_facts import DateMention, date_of, duration_of, place_beside, place_of, sentence_date, status_of
from etl.text.contact_groups import Group, groups_of, is_party
from etl.text.contact_links import AHEAD, Contact, Contacts, home_of
from etl.text.contact_memory import Memory
from etl.text.contact_officials import in_office
from etl.text.contact_parties import Parties
from etl.text.contact_party import Party
from etl.text.contact_rest import add_day_and_place, put_officials
from etl.text.contact_speakers import speaker_first, with_speakers
from etl.text.contact_titles import with_bearers
from etl.text.contact_visits import HOME, Visits
from etl.text.contact_words import Trigger, triggers_in
from etl.text.kept import STORY_ROLES, KeptText
from etl.text.named import Named, Names
from etl.text.sentences import Sentences

WINDOW_CHARS = 600
"""So much of a sentence is read on each side of a trigger: longer ones are lists."""
TRIGGERS_READ = 10
"""So many triggers are read in one window: a sentence with more is a list."""
FIELD_WORDS = 4
"""A document with so many different words of a field is about it: there, people meet without any contact."""
SENTENCES_BACK = 3
"""A pronoun or `keduanya` points back over so many sentences, as long as they name nobody else."""
HOME_COUNTRY = "Indonesia"

_READ_ROLES = STORY_ROLES | {Role.HEADLINE}
_BY_PHONE = re.compile(
    r"\b(?:lewat|melalui|menerusi|via|per|dengan|di|sambungan|secara)\s+(?:sambungan\s+|saluran\s+)?tele[pf]on\b|\btele[pf]on\b(?=\s+(?:antara|dengan))"
)
_MEANS = re.compile(
    r"[^.;:?!\"\u201c]*\b(?:lewat|melalui|menerusi|via|per|dengan|di|secara)\s+(?:sambungan\s+|saluran\s+)?\Z"
)
PHONE_CHARS = 120
"""A telephone so near after a word of talk or meeting makes it a call."""
_ASKED = re.compile(r"\bapakah\b[^,.;:?\"\u201c]*\Z")
"""A question whether there will be a contact tells of none."""
_SIDE_JOURNEY = re.compile(
    r"\b(?:sebelum|setelah|usai|seusai|selepas|sejak|saat|ketika|sambil|sembari)\s+(?:[\w-]+\s+){0,3}\Z"
)
# What stands between a contact and the occasion or the form of it.
_FRAME = re.compile(
    r"[^.;:?!\"\u201c\u201d]*?\b(?:(?P<aside>di sela(?:-sela)?|(?:di )?sela-sela)|dalam|melalui|lewat)\s+(?:sebuah\s+|suatu\s+|rangka\s+|acara\s+|rangkaian\s+)?\Z"
)
_OPENS_CLAUSE = frozenset("-\u2013\u2014:\"\u201c\u2018'|")
_TAKES_PLACE = frozenset({"berlangsung", "digelar", "diadakan", "dilakukan", "dihadiri", "dilangsungkan"})
"""Verbs after which a bare `pertemuan` that opens a sentence is the one told before."""
_OF_TEAMS = frozenset({"mutual", "hosts", "acts_on", "goes", "round"})
"""Voices of words that teams do to each other too: `bertemu`, `menjamu`, `bertandang ke`."""
_NEXT = re.compile(
    r"\s+(?:berikutnya|selanjutnya|lanjutan|kedua|ketiga)\s+(?:(?:perundingan|pembicaraan|negosiasi)\s+)?(?:akan|bakal|dijadwalkan|direncanakan|rencananya|digelar|diadakan)\b"
)
_OF_ROUND = re.compile(r"\bputaran\s+[\w-]+\s+\Z")
_IS_HELD = re.compile(r"\s+(?:akan|bakal|dijadwalkan|direncanakan|rencananya|digelar|diadakan|berlangsung)\b")
_CAPITAL = re.compile(r"\bibu\s?kota\s+\Z")


def find_contacts(
    kept: KeptText,
    names: Names,
    dates: Sequence[DateMention],
    published_on: str | None,
    countries: Mapping[str, str | None],
    dateline_place: str | None = None,
) -> list[Contact]:
    """The contacts of a document in order, in kept offsets.

    `dates`: its date mentions in order; `published_on`: its day, ISO 8601; `countries`: country code by entity id;
    `dateline_place`: the place of the dateline, by its canonical name.
    """
    if not names.mentions:
        return []
    found = words.words_of(kept.lower)
    triggers = triggers_in(kept.lower, found)
    if not triggers:
        return []
    if _is_elsewhere(kept.lower, found):
        return []
    if words.names_field(kept.lower, found, "sport"):
        triggers = [trigger for trigger in triggers if trigger.meaning.voice not in _OF_TEAMS]
    triggers = _without_means(kept.lower, triggers)
    names = with_bearers(kept.text, kept.lower, names, countries, HOME)
    return _Reader(kept, names, dates, published_on, countries, dateline_place).read(triggers)


def _without_means(lower: str, triggers: Sequence[Trigger]) -> list[Trigger]:
    """`triggers` less the telephones that only say how another contact was made: `berbicara dengan X melalui telepon`."""
    left: list[Trigger] = []
    for trigger in triggers:
        last = left[-1] if left else None
        if last is not None and trigger.meaning == last.meaning and lower[last.end : trigger.start] == " (":
            left[-1] = Trigger(last.start, trigger.end + 1, trigger.meaning)  # `Konferensi Tingkat Tinggi (KTT)`
            continue
        if (
            last is not None
            and trigger.meaning.kind == ContactKind.PHONE_CALL
            and last.meaning.kind in (ContactKind.TALK, ContactKind.MEETING, ContactKind.PHONE_CALL)
            and trigger.end - last.end <= PHONE_CHARS
            and _MEANS.match(lower, last.end, trigger.start) is not None
        ):
            continue
        left.append(trigger)
    return left


def may_tell_of_contacts(text: str) -> bool:
    """Whether a text holds a word that tells of a contact; most do not and need not be read."""
    return words.may_trigger(words.words_of(text.lower()))


def _is_elsewhere(lower: str, found: frozenset[str]) -> bool:
    """Whether the document is of a field in which people meet without any contact: sport, fiction, show business."""
    if any(len(field & found) >= FIELD_WORDS for field in (words.SPORT, words.FICTION)):
        return True
    return words.names_field(lower, found, "fiction")


class _Reader:
    def __init__(
        self,
        kept: KeptText,
        names: Names,
        dates: Sequence[DateMention],
        published_on: str | None,
        countries: Mapping[str, str | None],
        dateline_place: str | None,
    ) -> None:
        self.dateline = names.called(dateline_place, kept.text) if dateline_place else None
        self.kept = kept
        self.text, self.lower = kept.text, kept.lower
        self.names = names
        self.dates = dates
        self.date_starts = [date.start for date in dates]
        self.published_on = published_on
        self.countries = countries
        self.in_office = in_office(kept.text, kept.lower, names)
        self.officials = self.in_office.union(m.entity_id for m in names.mentions if m.is_person and m.is_known)
        self.sentences = Sentences(kept.text)
        self.contacts = Contacts(names)
        self.visits = Visits(kept.lower, names, countries)
        self.memory = Memory(self.states)

    def read(self, triggers: Sequence[Trigger]) -> list[Contact]:
        place = 0
        while place < len(triggers):
            block = self.kept.blocks[self.kept.block_at(triggers[place].start)]
            sentence = (
                self.sentences.start(block.start, triggers[place].start),
                self.sentences.end(triggers[place].end, block.end),
            )
            end = min(sentence[1], triggers[place].end + WINDOW_CHARS)
            run = [triggers[place]]
            while place + len(run) < len(triggers) and triggers[place + len(run)].start < end:
                run.append(triggers[place + len(run)])
            if block.role in _READ_ROLES:
                self.read_sentence(sentence, (max(sentence[0], run[0].start - WINDOW_CHARS), end), run[:TRIGGERS_READ])
            place += len(run)
        told = self.contacts.settled()
        put_officials(told, self.names, self.lower)
        for contact in told:
            low, high = self.sentences_before(contact.start)
            dates = self.dates[bisect_left(self.date_starts, low) : bisect_left(self.date_starts, high)]
            add_day_and_place(
                contact,
                self.names,
                self.lower[low:high],
                dates,
                self.lower[contact.start : contact.end],
                self.published_on,
                self.dateline,
                self.countries,
            )
        return told

    def read_sentence(self, sentence: tuple[int, int], window: tuple[int, int], triggers: Sequence[Trigger]) -> None:
        start, end = window
        mentions = self.names.within(start, end)
        if not mentions and self.contacts.last() is None:
            return
        groups = groups_of(self.text, self.lower, self.names, start, end)
        block_end = self.kept.blocks[self.kept.block_at(triggers[0].start)].end
        groups = with_speakers(self.lower, self.names, groups, (start, end), block_end)
        dates = self.dates[bisect_left(self.date_starts, start) : bisect_left(self.date_starts, end)]
        masked = self.masked(start, end, mentions, dates)
        shifted = [
            Group(group.start - start, group.end - start, group.members, group.first - start) for group in groups
        ]
        self.memory.forget(lambda: (self.groups_before(sentence[0]), self.contacts.last_of_two()))
        before: tuple[Trigger, ContactStatus | None] | None = None
        taken: DateMention | None = None
        for number, trigger in enumerate(triggers):
            low = triggers[number - 1].end if number else start
            territory_end = triggers[number + 1].start if number + 1 < len(triggers) else end
            here = Trigger(trigger.start - start, trigger.end - start, trigger.meaning)
            parties = Parties(masked, (0, end - start), shifted, here, territory_end - start, self.memory).parties()
            if trigger.meaning.voice == "weak" and self.is_in_name(trigger, sentence[0]):
                parties = []
            if self.is_unclear_call(trigger, end) or _ASKED.search(self.lower, start, trigger.start) is not None:
                parties = []
            if (
                not parties
                and self.is_next(trigger)
                and (last := self.contacts.last_like(trigger.meaning.kind)) is not None
            ):
                parties = [Party(member, ParticipantRole.PARTICIPANT) for member in last.members]
            if not self.is_public(parties):
                parties = []
            taking_part = {party.mention.entity_id for party in parties}
            party_ends = (g.end for g in groups if any(member.entity_id in taking_part for member in g.members))
            ends = frozenset([*party_ends, *(date.end for date in dates)])
            kind = self.kind_of(trigger, end)
            told_end, told_in = self.margin(triggers[number:], groups, end)
            if told_in:
                ends |= told_in | {m.end for m in mentions if territory_end <= m.start < told_end}
            place = place_of(self.text, mentions, ends, trigger, max(territory_end, told_end), low)
            place = self.capital_of(place)
            if kind == ContactKind.VISIT:
                parties, destination = self.visits.visited(parties, mentions, trigger, territory_end)
                place = self.capital_of(destination) or destination or place
            date = date_of(self.lower, dates, low, trigger, max(territory_end, told_end))
            parties_end = max(
                (g.end for g in groups if trigger.end <= g.start < territory_end and g.end in ends), default=0
            )
            status = status_of(self.lower, start, trigger, territory_end, mentions, dates, parties_end) or self.carried(
                before, trigger
            )
            is_taken = date is not None and date == taken and before is not None
            if status is None and trigger.meaning.voice == "invites":
                status = ContactStatus.PROPOSED
            if is_taken and before is not None and (status in AHEAD) != (before[1] in AHEAD):
                date = None
            if date is not None and self.is_past_of_plan(date, trigger, status):
                date = None
            taken = date or taken
            if place is None and date is not None and kind != ContactKind.PHONE_CALL:
                place = place_beside(self.text, mentions, date, low, territory_end)
            if date is None and status is None:
                date = sentence_date(self.lower, dates, start, trigger)
            before = (trigger, status)
            contact = Contact(
                *sentence,
                self.text[trigger.start : trigger.end],
                kind,
                trigger.meaning.cameo,
                parties,
                status or ContactStatus.OCCURRED,
                status is not None,
                date,
                place,
                duration_of(self.lower, trigger, low, territory_end),
                is_side_journey=trigger.meaning.voice == "travels"
                and _SIDE_JOURNEY.search(self.lower, start, trigger.start) is not None,
            )
            if status is None and self.published_on and contact.day > self.published_on:
                contact.status = ContactStatus.SCHEDULED
            points_back = self.points_back(trigger)
            if contact.is_whole or points_back or trigger.meaning.voice not in ("weak", "round", "letter"):
                self.contacts.add(contact, points_back=points_back)

    def margin(self, triggers: Sequence[Trigger], groups: Sequence[Group], end: int) -> tuple[int, frozenset[int]]:
        """Up to where the first of `triggers` goes on through others that only say in what frame it took place.

        `X bertemu Y di sela-sela KTT ASEAN di Vientiane`, `menerima Y dalam audiensi di Vatikan`. Also where those end;
        0 and none when no such one follows.
        """
        told: set[int] = set()
        reached = 0
        for place, (last, frame) in enumerate(pairwise(triggers)):
            following = triggers[place + 2].start if place + 2 < len(triggers) else end
            match = _FRAME.match(self.lower, last.end, frame.start)
            if match is None or frame.meaning.voice not in ("noun", "weak"):
                break
            has_parties = any(frame.end <= group.start < following for group in groups)
            if has_parties and match["aside"] is None:
                break
            told.add(frame.end)
            reached = following
        return reached, frozenset(told)

    def states(self) -> Sequence[Named]:
        """The countries of the two officials of different ones who were told last to be in contact."""
        for contact in self.contacts.backwards():
            homes = {home: None for member in contact.members if (home := self.country_of(member)) is not None}
            if len(contact.members) == len(homes) == 2:
                return list(homes)
        return ()

    def country_of(self, member: Named) -> Named | None:
        """A mention of the country that a party is or speaks for; None when the text does not say."""
        home = member.refers_to or member.entity_id
        if member.is_person:
            home = home_of(self.names, member.entity_id)
        elif member.name not in words.COUNTRIES and member.refers_to is None:
            return None
        for mention in self.names.mentions:
            if mention.entity_id == home or (not home and mention.name == HOME_COUNTRY):
                return mention._replace(refers_to=None)
        return None

    def masked(self, start: int, end: int, mentions: Sequence[Named], dates: Sequence[DateMention]) -> str:
        """The sentence in lower case, its dates and the places that are no parties left blank."""
        sentence = self.lower[start:end]
        blanks = [(date.start, date.end) for date in dates]
        blanks += [
            (mention.start, mention.end)
            for mention in mentions
            if mention.entity_type == EntityType.PLACE and not is_party(mention)
        ]
        for low, high in blanks:
            high = min(high, end)
            sentence = sentence[: low - start] + " " * (high - low) + sentence[high - start :]
        return sentence

    def kind_of(self, trigger: Trigger, end: int) -> ContactKind:
        """The kind of the trigger; a talk by telephone is a call."""
        kind = trigger.meaning.kind
        is_call = _BY_PHONE.search(self.lower, trigger.start, min(end, trigger.end + PHONE_CHARS)) is not None
        return ContactKind.PHONE_CALL if kind in (ContactKind.TALK, ContactKind.MEETING) and is_call else kind

    def is_unclear_call(self, trigger: Trigger, end: int) -> bool:
        """Whether a bare `menghubungi` lacks the telephone that makes it a call."""
        if self.lower[trigger.start : trigger.end] != "menghubungi":
            return False
        return _BY_PHONE.search(self.lower, trigger.end, min(end, trigger.end + PHONE_CHARS)) is None

    def is_public(self, parties: Sequence[Party]) -> bool:
        """Whether all speak for a country or body, or one does by office: who meets a minister need not be named with theirs."""
        mentions = [party.mention for party in parties]
        return all(not m.is_person or m.entity_id in self.officials for m in mentions) or any(
            m.entity_id in self.in_office if m.is_person else m.entity_type == EntityType.PLACE or m.is_known
            for m in mentions
        )

    def is_past_of_plan(self, date: DateMention, trigger: Trigger, status: ContactStatus | None) -> bool:
        """Whether a date before the trigger lies before the article, the contact after it: the date is of something else."""
        if status not in AHEAD or date.start > trigger.start or not self.published_on:
            return False
        return (date.value or "")[:10] < self.published_on

    def carried(self, before: tuple[Trigger, ContactStatus | None] | None, trigger: Trigger) -> ContactStatus | None:
        """The status of the trigger before, when this one is only joined to it: `diikuti pertemuan`, `serta pertemuan`."""
        if before is None or before[1] is None:
            return None
        lead = self.lower[before[0].end : trigger.start].split()
        if before[1] == ContactStatus.DENIED and trigger.meaning.voice not in ("noun", "weak"):
            return None  # `menolak menemui X dan terbang ke Y`: the second verb is of what was done instead
        is_purpose = before[0].meaning.voice in ("travels", "goes") and bool(lead) and lead[-1] in ("untuk", "guna")
        return before[1] if is_purpose or (lead and lead[-1] in words.JOINERS) else None

    def is_in_name(self, trigger: Trigger, start: int) -> bool:
        """Whether a word of talk is part of a name: `Dialog Kebijakan Energi Australia-Indonesia`."""
        lead = self.text[start : trigger.start].rstrip()
        return self.text[trigger.start].isupper() and bool(lead) and lead[-1] not in _OPENS_CLAUSE

    def points_back(self, trigger: Trigger) -> bool:
        """Whether the trigger is of a contact told before: `pertemuan itu`, `pembicaraan keduanya`."""
        following = self.lower[trigger.end : trigger.end + 16].split()
        if not following or trigger.meaning.voice not in ("noun", "weak"):
            return False
        first = following[0].strip(",.")
        if first in words.DEFINITE:
            return True
        lead = self.lower[max(0, trigger.start - 2) : trigger.start].strip()
        return first in _TAKES_PLACE and lead in ("", ".", "\n")

    def is_next(self, trigger: Trigger) -> bool:
        """Whether the trigger is of the next contact of those told of last: `pertemuan berikutnya akan digelar ...`."""
        if trigger.meaning.voice not in ("noun", "round") or trigger.meaning.kind == ContactKind.VISIT:
            return False
        if _NEXT.match(self.lower, trigger.end) is not None:
            return True
        is_round = trigger.meaning.voice == "round" or _OF_ROUND.search(
            self.lower, max(0, trigger.start - 24), trigger.start
        )
        return bool(is_round) and _IS_HELD.match(self.lower, trigger.end) is not None

    def capital_of(self, place: Named | None) -> Named | None:
        """The place, or the capital meant by `di ibu kota Turki` where the document names it; None where it does not."""
        if place is None or place.name not in words.CAPITAL_OF:
            return place
        if _CAPITAL.search(self.lower, max(0, place.start - 12), place.start) is None:
            return place
        return self.names.called(words.CAPITAL_OF[place.name], self.text)

    def groups_before(self, start: int) -> Sequence[Group]:
        """The parties of the sentence before the one at `start`, one that names none passed over."""
        for _ in range(SENTENCES_BACK):
            low, end = self.sentence_before(start)
            if low >= end:
                return ()
            if groups := groups_of(self.text, self.lower, self.names, low, end):
                return speaker_first(self.lower, self.names, groups, low, end)
            start = low
        return ()

    def sentences_before(self, start: int) -> tuple[int, int]:
        """From the last sentence of the paragraph before to `start`; the sentence before where that is too far."""
        place = self.kept.block_at(start)
        opening = self.kept.blocks[place].start if place >= 0 else start
        low, high = self.sentence_before(opening)
        return (low, start) if low < high and start - high <= WINDOW_CHARS else self.sentence_before(start)

    def sentence_before(self, start: int) -> tuple[int, int]:
        """Where the sentence before the one at `start` stands, in the same paragraph or the one before; empty when none does."""
        place = self.kept.block_at(start)
        if place < 0:
            return start, start
        block = self.kept.blocks[place]
        if start <= block.start:
            if place == 0:
                return start, start
            block = self.kept.blocks[place - 1]
            start = block.end
        end = start
        while end > block.start and self.text[end - 1].isspace():
            end -= 1
        return self.sentences.start(max(block.start, end - WINDOW_CHARS), end - 1), end
