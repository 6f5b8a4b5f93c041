"""The names we know beforehand: countries, capitals, places, persons, organisations, with every form they are written in.

Here: the entities, their ids, and finding their forms among tokens.
Not here: the lists themselves (lexicon/), deciding what an unknown name is (find.py).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from etl.contracts.enums import EntityType
from etl.lexicon import read_rows, read_toml
from etl.text.names.tokens import words_of

PERSON, ORGANIZATION, PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE

IDS_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place we know. `alone`: parts of a person's name that mean this person by themselves.

    `government`: the country whose government a city stands for, by its canonical name; None where that is not usual.
    """

    entity_type: EntityType
    name: str
    name_en: str | None = None
    country_code: str | None = None
    government: str | None = None
    aliases: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    is_country: bool = False

    @property
    def entity_id(self) -> str:
        """The id that this entity has in every warehouse."""
        return entity_id(self.entity_type, self.name)


class Form(NamedTuple):
    """What a known form means. `is_weak`: it is also an ordinary word, so the form alone proves nothing."""

    entity: Entity
    is_weak: bool
    is_alone: bool


class Found(NamedTuple):
    """A known form at tokens `[start, end)`."""

    start: int
    end: int
    form: Form


def entity_id(entity_type: str, name: str) -> str:
    """First 16 hexadecimal digits of a digest over the type and the normalised name."""
    return _digest(f"{entity_type}\0{name}")


@lru_cache(maxsize=IDS_REMEMBERED)
def _digest(identity: str) -> str:
    entity_type, name = identity.split("\0", 1)
    return hashlib.sha256(f"{entity_type}\0{normalised(name)}".encode()).hexdigest()[:16]


def normalised(name: str) -> str:
    """The letters and digits of `name`, without case: "Kim Jong-un" and "KIM JONG UN" are one name."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


@cache
def entities() -> tuple[Entity, ...]:
    """Every entity of the lexicon, sorted by type and name. Where two lists name the same one, the first wins."""
    known: dict[tuple[str, str], Entity] = {}
    for entity in (*_countries(), *_places(), *_persons(), *_organizations()):
        known.setdefault((entity.entity_type, normalised(entity.name)), entity)
    return tuple(known[key] for key in sorted(known))


@cache
def by_id() -> dict[str, Entity]:
    """The lexicon's entities by their id."""
    return {entity.entity_id: entity for entity in entities()}


def _split(field: str) -> tuple[str, ...]:
    return tuple(part for part in field.split("|") if part)


def _countries() -> Iterable[Entity]:
    for code, name, name_en, capital, capital_en, aliases, capital_aliases in _rows("countries.tsv", 7):
        yield Entity(PLACE, name, name_en, code, None, _split(aliases), is_country=True)
        if capital:
            yield Entity(PLACE, capital, capital_en, code, name, _split(capital_aliases))


def _places() -> Iterable[Entity]:
    for name, name_en, code, government, aliases in _rows("places.tsv", 5):
        yield Entity(PLACE, name, name_en or None, code or None, government or None, _split(aliases))


def _persons() -> Iterable[Entity]:
    for name, name_en, aliases, alone in _rows("persons.tsv", 4):
        yield Entity(PERSON, name, name_en or name, None, None, _split(aliases), _split(alone))


def _organizations() -> Iterable[Entity]:
    for name, name_en, code, aliases in _rows("organizations.tsv", 4):
        yield Entity(ORGANIZATION, name, name_en or None, code or None, None, _split(aliases))


def _rows(name: str, columns: int) -> Iterable[tuple[str, ...]]:
    for row in read_rows(name):
        yield (*row, *("",) * (columns - len(row)))


_FORM = ""
"""The key under which a node of the trie keeps the form that ends there; no token is empty."""


@cache
def _trie() -> dict[str, dict]:
    """Known forms as nested dictionaries, token by token."""
    weak = frozenset(read_toml("names.toml")["weak"])
    root: dict[str, Any] = {}
    for entity in entities():
        forms = [(form, False) for form in (entity.name, *entity.aliases)] + [(form, True) for form in entity.alone]
        for text, is_alone in forms:
            node = root
            for word in words_of(text):
                node = node.setdefault(word, {})
            node.setdefault(_FORM, Form(entity, text in weak, is_alone))
    return root


def find_known(words: Sequence[str], lines: Sequence[int], starts: Sequence[int] | None = None) -> list[Found]:
    """The longest known form at each place of `words`, left to right, without overlaps, never across lines.

    `starts`: the places of words that a known form begins with, where the caller has them.
    """
    root = _trie()
    found: list[Found] = []
    taken, count = 0, len(words)
    for at in [i for i, word in enumerate(words) if word in root] if starts is None else starts:
        if at < taken:
            continue
        node = root[words[at]]
        best, best_end, end, line = node.get(_FORM), at + 1, at + 1, lines[at]
        while end < count and lines[end] == line and (node := node.get(words[end])) is not None:
            end += 1
            if _FORM in node:
                best, best_end = node[_FORM], end
        if best is not None:
            found.append(Found(at, best_end, best))
            taken = best_end
    return found


def place_called(name: Sequence[str]) -> Entity | None:
    """The place of the lexicon that these words name; None where they are no form of one."""
    found = find_known(name, [0] * len(name))
    whole = len(found) == 1 and found[0].end - found[0].start == len(name)
    return found[0].form.entity if whole and found[0].form.entity.entity_type == PLACE else None


def is_known_start(word: str) -> bool:
    """Whether a known form begins with `word`."""
    return word in _trie()
