"""The persons a document names in full, and the words of their names that stand alone elsewhere.

Here: which person a part of a name means, the parts themselves. Not here: surnames written with hyphens and given names in
brackets (surnames.py), places and bodies (again.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from etl.text.names.lexicon import PERSON, Entity
from etl.text.names.spans import Span
from etl.text.names.tokens import Tokens
from etl.text.single_words import is_ordinary, words

SURE_OF_PART = 0.9
SHORTEST_PART_CHARS = 3
MOST_NAMESAKES = 20
"""Names of one document that share a word: more are not compared, and the word alone means none of them."""


@dataclass(slots=True)
class People:
    """The persons a document names in full. `parts`: from a word of a name to the persons that have it."""

    parts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    entities: dict[str, Entity] = field(default_factory=dict)
    fuller: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, at: int, entity: Entity | None) -> None:
        """A person called `name` in full at token `at`."""
        if entity is not None:
            self.entities[name] = entity
        if name not in self.places:
            for part in dict.fromkeys([*name.replace("-", " ").split(), *name.split()]):
                if len(part) >= SHORTEST_PART_CHARS and part[0].isupper() and part.lower() not in words("person_links"):
                    self.parts[part].append(name)
        self.places[name].append(at)

    def settle(self) -> None:
        """Fold shorter full names into longer ones that hold all their words in order: Sri Mulyani (Indrawati)."""
        for places in self.places.values():
            places.sort()
        names = sorted(self.places, key=lambda name: (-len(name.split()), name))
        for short in names:
            if short in self.entities:
                continue
            holders = [long for long in self._sharing(short) if long != short and _holds(long.split(), short.split())]
            holders = [long for long in holders if long not in self.fuller]
            if len(holders) == 1:
                self.fuller[short] = holders[0]

    def _sharing(self, name: str) -> list[str]:
        """Names that share the rarest word of `name`."""
        shared = [self.parts[part] for part in name.split() if part in self.parts]
        return min(shared, key=len)[:MOST_NAMESAKES] if shared else []

    def full(self, name: str) -> str:
        """The fullest form of `name`."""
        return self.fuller.get(name, name)

    def named_by(self, part: str, at: int) -> str | None:
        """The person that `part` alone means at token `at`: the only one with that word, else the last one named before."""
        sharing = self.parts.get(part, ())
        if len(sharing) > MOST_NAMESAKES:
            return None
        names = list(dict.fromkeys(self.full(name) for name in sharing))
        if len(names) <= 1:
            return names[0] if names else None
        before = [(places[i - 1], name) for name in names if (i := bisect_right(places := self.places[name], at))]
        return max(before)[1] if before else None


def _holds(long: Sequence[str], short: Sequence[str]) -> bool:
    rest = iter(long)
    return len(long) > len(short) and all(word in rest for word in short)


def parts_of_names(
    tokens: Tokens, shown: Sequence[str], taken: set[int], people: People, is_name_word: Callable[[str], bool]
) -> list[Span]:
    """Words outside other names that repeat a word of a person's full name."""
    found: list[Span] = []
    parts = people.parts
    for at in [i for i, word in enumerate(shown) if word in parts]:
        if at in taken:
            continue
        word = shown[at]
        before = found[-1] if found and found[-1].end == at and tokens.lines[at - 1] == tokens.lines[at] else None
        if before is not None and set(people.parts[word]) & set(people.parts[shown[before.start]]):
            found[-1] = before._replace(end=at + 1)
        elif not (tokens.is_first[at] and is_ordinary(word) and not is_name_word(word)):
            found.append(Span(at, at + 1, PERSON, "part_of_name", SURE_OF_PART))
    return found


def without_namesakes(shown: Sequence[str], spans: Iterable[Span], people: People) -> list[Span]:
    """Spans less the places and organisations of one word that here are part of a person's name: Sofia, Chelsea."""
    return [
        span
        for span in spans
        if span.kind == PERSON
        or span.length > 1
        or shown[span.start] not in people.parts
        or (span.entity is not None and span.entity.is_country)
        or (span.start > 0 and shown[span.start - 1].lower() in words("locative"))
    ]
