"""Contacts of a document: who met, called or visited whom.

Here: the sentences that tell of contacts, in order. Not here: what a sentence tells (telling.py), tellings of one
contact (links.py), what the rest of the story adds (rest.py), tables (steps/contact.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from etl.contracts.enums import EntityType, Role
from etl.text.cleaning.kept import STORY_ROLES, KeptText
from etl.text.contacts import words
from etl.text.contacts.country_titles import with_country_titles
from etl.text.contacts.days import DateMention
from etl.text.contacts.journeys import place_where_led
from etl.text.contacts.links import Contacts
from etl.text.contacts.memory import Memory
from etl.text.contacts.party import Party
from etl.text.contacts.record import Contact
from etl.text.contacts.rest import add_day_and_place, put_officials
from etl.text.contacts.signs import without_means
from etl.text.contacts.story import WINDOW_CHARS, Story
from etl.text.contacts.telling import Tellings
from etl.text.contacts.titles import with_bearers
from etl.text.contacts.visits import Visits
from etl.text.contacts.words import Trigger, triggers_in
from etl.text.named import HOME_CODE, Named, Names

TRIGGERS_READ = 10
"""So many triggers are read in one window: a sentence with more is a list."""
NEAR_CHARS = 90
"""A journey leads to a place named so soon behind its word."""
TRAVELLER_CHARS = 200
"""Who is somewhere or on the way is named at most so far before."""
FIELD_WORDS = 4
"""A document with so many different words of a field is about it: there, people meet without any contact."""

_READ_ROLES = STORY_ROLES | {Role.HEADLINE}
_OF_TEAMS = frozenset({"mutual", "hosts", "acts_on", "goes", "round"})
"""Voices of words that teams do to each other too: `bertemu`, `menjamu`, `bertandang ke`."""


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
    triggers = [trigger for trigger in triggers_in(kept.lower, found) if _may_tell(kept.lower, trigger, names)]
    if not triggers:
        return []
    if _is_elsewhere(kept.lower, found):
        return []
    if words.names_field(kept.lower, found, "sport"):
        triggers = [trigger for trigger in triggers if trigger.meaning.voice not in _OF_TEAMS]
    triggers = without_means(kept.lower, triggers)
    headline_end = next((block.end for block in kept.blocks if block.role == Role.HEADLINE), 0)
    names = with_country_titles(kept.text, kept.lower, names, headline_end)
    names = with_bearers(kept.text, kept.lower, names, countries, HOME_CODE)
    return _Reader(Story(kept, names, dates, published_on, countries, dateline_place)).read(triggers)


def may_tell_of_contacts(text: str) -> bool:
    """Whether a text holds a word that tells of a contact; most do not and need not be read."""
    return words.may_trigger(words.words_of(text.lower()))


def _may_tell(lower: str, trigger: Trigger, names: Names) -> bool:
    """Whether the names that a common word needs stand near: most journeys lead to no place, most are nobody's of name."""
    word = lower[trigger.start : trigger.end]
    if word == "ditemui":
        return any(mention.is_person for mention in names.within(trigger.end, trigger.end + NEAR_CHARS))
    is_any_journey = word.startswith("perjalanan")
    if trigger.meaning.voice != "travels" and not is_any_journey:
        return True
    if not any(mention.is_place for mention in names.within(trigger.end, trigger.end + NEAR_CHARS)):
        return False
    if not is_any_journey and not word.startswith(("berada", "menuju")):
        return True
    near = names.within(trigger.start - TRAVELLER_CHARS, trigger.end + NEAR_CHARS)
    return any(not mention.is_place for mention in near)


def _is_elsewhere(lower: str, found: frozenset[str]) -> bool:
    """Whether the document is of a field in which people meet without any contact: sport, fiction, show business."""
    if any(len(field & found) >= FIELD_WORDS for field in (words.SPORT, words.FICTION)):
        return True
    return words.names_field(lower, found, "fiction")


class _Reader:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.contacts = Contacts(story.names, story.countries)
        self.visits = Visits(story.lower, story.names, story.countries)
        self.memory = Memory(self.states)

    def read(self, triggers: Sequence[Trigger]) -> list[Contact]:
        place = 0
        while place < len(triggers):
            place += self.read_run(triggers, place)
        told = self.contacts.settled()
        put_officials(told, self.story.names, self.story.lower)
        for contact in told:
            contact.parties = [self.as_government(contact, party) for party in contact.parties]
        place_where_led(told, self.story)
        for contact in told:
            add_day_and_place(contact, self.story)
        return told

    def read_run(self, triggers: Sequence[Trigger], place: int) -> int:
        """Reads the sentence of the trigger at `place`; how many triggers it holds."""
        first, story = triggers[place], self.story
        block = story.kept.blocks[story.kept.block_at(first.start)]
        sentence = (story.sentences.start(block.start, first.start), story.sentences.end(first.end, block.end))
        end = min(sentence[1], first.end + WINDOW_CHARS)
        run = [first]
        while place + len(run) < len(triggers) and triggers[place + len(run)].start < end:
            run.append(triggers[place + len(run)])
        window = (max(sentence[0], first.start - WINDOW_CHARS), end)
        if block.role in _READ_ROLES and (story.names.within(*window) or self.contacts.last() is not None):
            self.read_sentence(sentence, window, run[:TRIGGERS_READ])
        return len(run)

    def read_sentence(self, sentence: tuple[int, int], window: tuple[int, int], triggers: Sequence[Trigger]) -> None:
        self.memory.forget(lambda: (self.story.groups_before(sentence[0]), self.contacts.last_of_two()))
        tellings = Tellings(self.story, self.visits, self.memory, self.contacts, sentence, window, triggers)
        for contact in tellings.read():
            if contact.is_whole or contact.points_back or not contact.is_weak:
                self.contacts.add(contact)

    def as_government(self, contact: Contact, party: Party) -> Party:
        """The party, or the country whose government a capital stands for: `perundingan Moskow dan Kiev`."""
        if party.mention.entity_type != EntityType.PLACE or contact.is_journey:
            return party
        country = self.story.government_of(party.mention)
        return Party(country, party.role) if country is not None else party

    def states(self) -> Sequence[Named]:
        """The countries of the two officials of different ones who were told last to be in contact."""
        for contact in self.contacts.backwards():
            if contact.countries:
                return contact.countries
            homes = {home: None for member in contact.members if (home := self.story.country_of(member)) is not None}
            if len(contact.members) == len(homes) == 2:
                return list(homes)
        return ()
