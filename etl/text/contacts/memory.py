"""Parties told of before: whom `keduanya`, `kedua negara` and `ia` stand for in a sentence about a contact.

Here: the memory of the sentence before, and reading such words. Not here: where parties stand to a trigger
(parties.py), linking whole contacts (links.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from etl.text.contacts import words
from etl.text.contacts.groups import Group
from etl.text.named import Named
from etl.text.quotes import cues

BOTH_WORDS = 5
"""`menteri luar negeri kedua negara itu`: the words between an office and the two that it belongs to."""


class _Told(Protocol):
    @property
    def members(self) -> Sequence[Named]: ...


Before = Callable[[], tuple[Sequence[Group], _Told | None]]
"""What a sentence can point back to: the groups of the sentence before, and the contact told last."""


class Memory:
    """What the sentence before left to point back to, read when it is asked for. Offsets of its groups mean nothing here."""

    def __init__(self, states: Callable[[], Sequence[Named]]) -> None:
        self._before: Before | None = None
        self._countries_of_last = states
        self._states: Sequence[Named] | None = None
        self._pair: tuple[Named, ...] = ()
        self._subject: tuple[Named, ...] = ()

    def forget(self, before: Before) -> None:
        """Takes another sentence for the one before."""
        self._before, self._pair, self._subject, self._states = before, (), (), None

    @property
    def pair(self) -> Sequence[Named]:
        """Two parties named together, or those of the contact told last; empty when there are none."""
        self._look_back()
        return self._pair

    @property
    def states(self) -> Sequence[Named]:
        """The two countries of the officials who were told last to have met; empty when there are none."""
        if self._states is None:
            self._states = self._countries_of_last()
        return self._states

    @property
    def subject(self) -> Sequence[Named]:
        """The one person whom the sentence before was about, the first of several; empty when there is none."""
        self._look_back()
        return self._subject

    def _look_back(self) -> None:
        if self._before is None:
            return
        groups, last = self._before()
        self._before = None
        pairs = [group.members for group in groups if len(group.members) == 2]
        persons = {member.entity_id: member for group in groups for member in group.members if member.is_person}
        told = {member.entity_id: member for member in last.members} if last is not None else {}
        if pairs:
            self._pair = tuple(pairs[-1])
        elif len(told) == 2:
            self._pair = tuple(told.values())
        if len(persons) == 1:
            self._subject = tuple(persons.values())
        elif persons and groups[0].members[0].is_person and len(groups[0].members) == 1:
            self._subject = (groups[0].members[0],)


def are_states(lower: str, start: int) -> bool:
    """Whether what begins at `start` stands for two countries: `kedua negara`, `kedua delegasi`."""
    following = words.TOKEN.findall(lower, start, start + 30)[:2]
    return len(following) > 1 and following[1] in words.STATES


def both_before(lower: str, low: int, offset: int) -> int:
    """Where `keduanya` or `kedua negara`, auxiliaries passed over, begins right before `offset`; -1 when it does not."""
    found = list(words.TOKEN.finditer(lower, low, offset))
    while found and (found[-1][0] in words.AUXILIARIES or found[-1][0] in cues.ADVERBS or found[-1][0].isdigit()):
        if found[-1][0] == "keduanya":
            break
        found.pop()
    return _both(found)


def both_after(lower: str, offset: int, high: int) -> int:
    """One past `(antara) keduanya` or `(antara) kedua negara` right after `offset`; -1 when it does not stand there."""
    found = list(words.TOKEN.finditer(lower, offset, min(high, offset + 60)))
    while (
        found
        and (found[0][0] in words.FILLERS or found[0][0] in ("antara", "dengan", "oleh"))
        and found[0][0] != "kedua"
    ):
        found.pop(0)
    if not found:
        return -1
    if found[0][0] == "keduanya":
        return found[0].end()
    if found[0][0] == "kedua" and len(found) > 1 and found[1][0] in words.TWO:
        return found[1].end()
    return -1


def _both(found: list[re.Match[str]]) -> int:
    if not found:
        return -1
    if found[-1][0] == "keduanya":
        return found[-1].start()
    for place in range(len(found) - 1, max(-1, len(found) - BOTH_WORDS), -1):
        if found[place][0] == "kedua" and place + 1 < len(found) and found[place + 1][0] in words.TWO:
            rest = [match[0] for match in found[place + 2 :]]
            if all(word in words.TWO or word in words.DEFINITE or word in ("negara", "pemerintahan") for word in rest):
                return found[place].start()
    return -1
