"""Names of a document as rules about speech and contacts see them: mentions in kept offsets, in order.

Here: looking mentions up by place. Not here: finding or linking names (the name step).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from etl.contracts.enums import EntityType

HOME_COUNTRY, HOME_CODE = "Indonesia", "ID"
"""Whose news this is: an office or body told without a country is of this one."""


class Named(NamedTuple):
    """A mention: kept offsets `[start, end)`, what it names, and the title before it."""

    start: int
    end: int
    entity_type: str
    entity_id: str
    name: str
    """The entity's canonical name."""
    role_text: str | None = None
    refers_to: str | None = None
    """The government that a city or a building stands for, as an entity id."""

    is_known: bool = False
    """Whether the lexicon knows the entity, by this form or another."""

    @property
    def is_person(self) -> bool:
        """Whether it names a person."""
        return self.entity_type == EntityType.PERSON

    @property
    def is_place(self) -> bool:
        """Whether it names a place."""
        return self.entity_type == EntityType.PLACE


class Names:
    """The mentions of one document, looked up by place."""

    __slots__ = ("_by_form", "_by_name", "_by_word", "_firsts", "_homes", "_starts", "mentions")

    def __init__(self, mentions: Sequence[Named]) -> None:
        self.mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._by_form: dict[str, Named] = {}
        self._by_word: dict[str, Named] = {}
        self._by_name: dict[str, Named] = {}
        self._firsts: dict[str, Named] = {}
        self._homes: dict[str, str] | None = None

    def within(self, start: int, end: int) -> Sequence[Named]:
        """The mentions that begin in `[start, end)`."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def at(self, offset: int) -> Named | None:
        """The mention that begins at `offset`."""
        place = bisect_left(self._starts, offset)
        if place < len(self.mentions) and self.mentions[place].start == offset:
            return self.mentions[place]
        return None

    def called(self, name: str, text: str) -> Named | None:
        """The first mention of the document with that name or written so in `text`."""
        if not self._by_form:
            for mention in self.mentions:
                self._by_form.setdefault(mention.name, mention)
                self._by_form.setdefault(text[mention.start : mention.end], mention)
        return self._by_form.get(name)

    def person_called(self, word: str) -> Named | None:
        """The first person of the document whose name has that word."""
        if not self._by_word:
            for mention in self.mentions:
                if mention.is_person:
                    for part in mention.name.split():
                        self._by_word.setdefault(part, mention)
        return self._by_word.get(word)

    def first_of(self, entity_id: str) -> Named | None:
        """The first mention of that entity."""
        if not self._firsts:
            for mention in self.mentions:
                self._firsts.setdefault(mention.entity_id, mention)
        return self._firsts.get(entity_id)

    def named(self, name: str) -> Named | None:
        """The first mention of the entity of that canonical name."""
        if not self._by_name:
            for mention in self.mentions:
                self._by_name.setdefault(mention.name, mention)
        return self._by_name.get(name)

    def home_of(self, person: str) -> str:
        """The country in a person's title, wherever the document gives one (`Menteri Luar Negeri AS`); "" when nowhere."""
        if self._homes is None:
            self._homes = {}
            for before, mention in zip(self.mentions, self.mentions[1:], strict=False):
                if not mention.role_text or before.entity_type != EntityType.PLACE:
                    continue
                if 0 <= mention.start - before.start <= len(mention.role_text) + 2:
                    self._homes.setdefault(mention.entity_id, before.refers_to or before.entity_id)
        return self._homes.get(person, "")

    def last_before(self, offset: int) -> int:
        """Index of the last mention that begins before `offset`; -1 when none does."""
        return bisect_left(self._starts, offset) - 1
