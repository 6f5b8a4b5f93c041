"""The story that contacts are read in: its text, names, dates and what they say of parties and places.

Here: what a sentence needs to know of the rest of the document. Not here: reading a sentence (telling.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from etl.contracts.enums import EntityType
from etl.text.cleaning.kept import KeptText
from etl.text.contacts import words
from etl.text.contacts.days import DateMention
from etl.text.contacts.groups import Group, groups_of
from etl.text.contacts.officials import in_office
from etl.text.contacts.party import Party
from etl.text.contacts.speakers import speaker_first
from etl.text.named import HOME_COUNTRY, Named, Names
from etl.text.sentences import Sentences

WINDOW_CHARS = 600
"""So much of a sentence is read on each side of a trigger: longer ones are lists."""
SENTENCES_BACK = 3
"""A pronoun or `keduanya` points back over so many sentences, as long as they name nobody else."""
_CAPITAL = re.compile(r"\bibu\s?kota\s+\Z")


class Story:
    """A document. `countries`: country code by entity id; `dateline_place`: the dateline's place by its canonical name."""

    def __init__(
        self,
        kept: KeptText,
        names: Names,
        dates: Sequence[DateMention],
        published_on: str | None,
        countries: Mapping[str, str | None],
        dateline_place: str | None,
    ) -> None:
        self.kept = kept
        self.text, self.lower = kept.text, kept.lower
        self.names = names
        self.dates = dates
        self._date_starts = [date.start for date in dates]
        self.published_on = published_on
        self.countries = countries
        self.dateline = names.called(dateline_place, kept.text) if dateline_place else None
        self._in_office = in_office(kept.text, kept.lower, names)
        self._officials = self._in_office.union(m.entity_id for m in names.mentions if m.is_person and m.is_known)
        self.sentences = Sentences(kept.text)

    def dates_within(self, start: int, end: int) -> Sequence[DateMention]:
        """The dates that begin in `[start, end)`."""
        return self.dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)]

    def block_end(self, offset: int) -> int:
        """Where the paragraph at `offset` ends."""
        return self.kept.blocks[self.kept.block_at(offset)].end

    def is_public(self, parties: Sequence[Party]) -> bool:
        """Whether all speak for a country or body, or one does by office: who meets a minister need not be named with theirs."""
        mentions = [party.mention for party in parties]
        return all(not m.is_person or m.entity_id in self._officials for m in mentions) or any(
            m.entity_id in self._in_office if m.is_person else m.entity_type == EntityType.PLACE or m.is_known
            for m in mentions
        )

    def are_officials(self, parties: Sequence[Party]) -> bool:
        """Whether two or more take part and each is a person with an office in the text."""
        return len(parties) > 1 and all(party.mention.entity_id in self._in_office for party in parties)

    def country_of(self, member: Named) -> Named | None:
        """A mention of the country that a party is or speaks for; None when the text does not say."""
        home = member.refers_to or member.entity_id
        if member.is_person:
            home = self.names.home_of(member.entity_id)
        elif member.name not in words.COUNTRIES and member.refers_to is None:
            return None
        mention = self.names.first_of(home) if home else self.names.named(HOME_COUNTRY)
        return mention._replace(refers_to=None) if mention is not None else None

    def government_of(self, capital: Named) -> Named | None:
        """The country whose government a capital stands for, where the document knows it; None for other places."""
        country = words.COUNTRY_OF_CAPITAL.get(capital.name)
        if country is None or capital.name in words.COUNTRIES:
            return None
        if capital.refers_to is not None:
            return capital._replace(entity_id=capital.refers_to, name=country, refers_to=None)
        return self.names.called(country, self.text)

    def capital_of(self, place: Named | None) -> Named | None:
        """The place, or the capital meant by `di ibu kota Turki` where the document names it; None where it does not."""
        if place is None or place.name not in words.CAPITAL_OF:
            return place
        if _CAPITAL.search(self.lower, max(0, place.start - 12), place.start) is None:
            return place
        return self.names.called(words.CAPITAL_OF[place.name], self.text)

    def seat_in(self, low: int, high: int) -> Named | None:
        """The town of a seat named in `[low, high)`: `di Kremlin`; None where the document does not name it."""
        seat = words.SEAT.search(self.lower, low, high)
        return self.names.called(words.SEATS[seat["seat"]], self.text) if seat is not None else None

    def groups_before(self, start: int) -> Sequence[Group]:
        """The parties of the sentence before the one at `start`, one that names none passed over."""
        for _ in range(SENTENCES_BACK):
            low, end = self._sentence_before(start)
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
        low, high = self._sentence_before(opening)
        return (low, start) if low < high and start - high <= WINDOW_CHARS else self._sentence_before(start)

    def _sentence_before(self, start: int) -> tuple[int, int]:
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
