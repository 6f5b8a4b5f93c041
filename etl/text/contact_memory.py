"""Parties told of before: whom `keduanya`, `kedua negara` and `ia` stand for in a sentence about a contact.

Here: the memory of the sentence before, and reading such words. Not here: where parties stand to a trigger
(contact_parties.py), linking whole contacts (contact_links.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from etl.text import contact_words as words
from etl.text import cues
from etl.text.contact_groups import Group
from etl.text.named import Named

_TOKEN = re.compile(r"[^\W_][\w'\u2019-]*|[^\w\s]")
BOTH_WORDS = 5
"""`menteri luar negeri kedua negara itu`: the words between an office and the two that it belongs to."""


class _Told(Protocol):
    @property
    def members(self) -> Sequence[Named]: ...


class Memory:
    """What the sentence before left to point back to. Offsets of its groups mean nothing here."""

    def __init__(self) -> None:
        self.pair: tuple[Named, ...] = ()
        """Two parties named together, or those of the contact told last."""
        self.subject: tuple[Named, ...] = ()
        """The one person whom the sentence before was about."""

    def look_back(self, groups: Sequence[Group], last: _Told | None) -> None:
        """Reads the groups of the sentence before and the contact told last."""
        pairs = [group.members for group in groups if len(group.members) == 2]
        persons = {member.entity_id: member for group in groups for member in group.members if member.is_person}
        told = {member.entity_id: member for member in last.members} if last is not None else {}
        if pairs:
            self.pair = tuple(pairs[-1])
        else:
            self.pair = tuple(told.values()) if len(told) == 2 else ()
        self.subject = tuple(persons.values()) if len(persons) == 1 else ()


def both_before(lower: str, low: int, offset: int) -> int:
    """Where `keduanya` or `kedua negara`, auxiliaries passed over, begins right before `offset`; -1 when it does not."""
    found = list(_TOKEN.finditer(lower, low, offset))
    while found and (found[-1][0] in words.AUXILIARIES or found[-1][0] in cues.ADVERBS or found[-1][0].isdigit()):
        if found[-1][0] == "keduanya":
            break
        found.pop()
    return _both(found)


def both_after(lower: str, offset: int, high: int) -> int:
    """One past `(antara) keduanya` or `(antara) kedua negara` right after `offset`; -1 when it does not stand there."""
    found = list(_TOKEN.finditer(lower, offset, min(high, offset + 60)))
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
