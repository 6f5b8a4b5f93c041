"""Bearers of offices: who of a document holds the office that other words call them by.

Here: the office that stands before or behind a name. Not here: whether one office means another (offices.py), which of
several bearers is meant (speakers.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.text.named import Named, Names
from etl.text.quotes import cues
from etl.text.quotes.offices import Office, holds, means, office

MENTIONS_BEFORE = 12
"""Mentions looked through for whose counterpart somebody is: two sentences."""
TITLE_CHARS = 120
"""A title is read this far before its name."""
_WORD = re.compile(r"[\w-]+")
ROLE_GAP_CHARS = 4
"""Between a title and its name stand at most a comma and blanks."""

# "mitranya dari Kenya, " before a name.
_COUNTERPART = re.compile(
    r"\b(?P<who>mitra|timpalan|kolega|rekan|sejawat|rekan sejawat)(?:nya)?(?:\s(?:dari|asal)\s[^,.;:\n]{2,40}?)?,?\s\Z"
)
# ", menteri luar negeri Rusia," behind a name.
_OFFICE_BEHIND = re.compile(r",\s(?P<office>(?P<head>[a-z]+)\b[^,.;:\n\"\u201c\u201d]{0,80}),")


class Bearers:
    """The persons of one document and the offices they are named with."""

    def __init__(self, text: str, lower: str, names: Names) -> None:
        self.text = text
        self.lower = lower
        self.names = names
        self._by_entity: dict[str, Office] | None = None
        self._offices: dict[int, Office | None] = {}

    def of(self, wanted: Office, places: Iterable[int]) -> list[Named]:
        """The persons who hold that office among the mentions at these indices: each once, by the mention that says so."""
        bearers = dict[str, Named]()
        for place in places:
            mention = self.names.mentions[place]
            if mention.is_person and mention.entity_id not in bearers:
                held = self._office(place)
                if held is not None and means(wanted, held):
                    bearers[mention.entity_id] = mention
        return list(bearers.values())

    def contradicts(self, wanted: Office, entity_id: str) -> bool:
        """Whether somebody holds the office that `wanted` names, but of other countries."""
        if not wanted.places:
            return False
        held = self._first_office(entity_id)
        if held is None or not held.places:
            return False
        return holds(held.words, wanted.words) and not held.places & wanted.places

    def _first_office(self, entity_id: str) -> Office | None:
        """The office that somebody is first named with."""
        if self._by_entity is None:
            self._by_entity = {}
            for place, mention in enumerate(self.names.mentions):
                if mention.is_person and mention.entity_id not in self._by_entity:
                    held = self._office(place)
                    if held is not None:
                        self._by_entity[mention.entity_id] = held
        return self._by_entity.get(entity_id)

    def is_home(self, bearer: Named) -> bool:
        """Whether a bearer's office is of no other country."""
        held = self._office(self.names.last_before(bearer.start + 1))
        return held is not None and held.is_home

    def _office(self, place: int) -> Office | None:
        """The office of the mention at index `place`, as its neighbours tell."""
        if place not in self._offices:
            self._offices[place] = self._as_counterpart(place) or self._beside(place)
        return self._offices[place]

    def _beside(self, place: int) -> Office | None:
        """The office that stands before the mention at index `place`, or between commas behind it."""
        mention, names = self.names.mentions[place], self.names
        if (title := self._title(place)) is not None:
            return office(self.lower, *title, names.within(*title))
        behind = _OFFICE_BEHIND.match(self.text, mention.end)
        if behind is None or not _is_office(behind["office"]):
            return None
        start, end = behind.span("office")
        return office(self.lower, start, end, names.within(start, end))

    def _as_counterpart(self, place: int) -> Office | None:
        """The office of `mitranya dari Kenya, Ani`: that of the last one named with an office, in another country."""
        mention = self.names.mentions[place]
        counterpart = _COUNTERPART.search(self.lower, max(0, mention.start - TITLE_CHARS), mention.start)
        if counterpart is None:
            return None
        countries = self.names.within(counterpart.end("who"), mention.start)
        for other in range(place - 1, max(-1, place - MENTIONS_BEFORE), -1):
            if self.names.mentions[other].is_person and (held := self._office(other)) is not None:
                return Office(held.words, frozenset(country.name for country in countries))
        return None

    def _title(self, place: int) -> tuple[int, int] | None:
        """Where the title of the mention at index `place` stands; of "pengacara Budi, Ani" that of Ani before Budi."""
        mentions = self.names.mentions
        if (
            self._is_apposed(place)
            and (title := self._written_title(place - 1)) is not None
            and self._is_relation(title)
        ):
            return title
        title = self._written_title(place)
        if title is not None and self._is_relation(title) and place + 1 < len(mentions) and self._is_apposed(place + 1):
            return None
        return title

    def _written_title(self, place: int) -> tuple[int, int] | None:
        mention = self.names.mentions[place]
        if not mention.role_text:
            return self._read_title(place)
        low = max(0, mention.start - len(mention.role_text) - ROLE_GAP_CHARS)
        start = self.lower.rfind(mention.role_text.lower(), low, mention.start)
        return (start, mention.start) if start >= 0 else None

    def _read_title(self, place: int) -> tuple[int, int] | None:
        """Where a title in small letters stands before the mention at index `place`: `juru bicara kementerian Rusia Budi`."""
        mention = self.names.mentions[place]
        before = self.names.mentions[place - 1] if place else None
        low = max(0, mention.start - TITLE_CHARS, before.end if before is not None and before.is_person else 0)
        head = -1
        for word in reversed(list(_WORD.finditer(self.text, low, mention.start))):
            small = word[0].lower()
            if self.text[word.end() : word.end() + 1] not in (" ", "") or not _is_of_title(word[0]):
                break
            if small in cues.TITLES:
                head = word.start()
        return (head, mention.start) if head >= 0 else None

    def _is_apposed(self, place: int) -> bool:
        """Whether the mention at index `place` and the one before it are persons that only a comma parts."""
        one, other = self.names.mentions[place - 1], self.names.mentions[place]
        return place > 0 and one.is_person and other.is_person and self.text[one.end : other.start].strip() == ","

    def _is_relation(self, title: tuple[int, int]) -> bool:
        return cues.ends_in_relation(self.lower[slice(*title)].split())


def _is_of_title(word: str) -> bool:
    """Whether a word can stand in a title before a name."""
    small = word.lower()
    return word[0].isupper() or small in cues.TITLES or small in cues.TITLE_PREPOSITIONS or cues.can_qualify(small)


def _is_office(text: str) -> bool:
    """Whether the words are an office and what belongs to it: no "warga mengatakan" behind a comma."""
    words = text.split()
    return words[0] not in cues.ANONYMOUS and all(word[0].isupper() or word in cues.TITLES for word in words)
