"""A party of a contact, and what it did.

Here: the row that the rules about parties make. Not here: finding parties (parties.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etl.contracts.enums import ParticipantRole
from etl.text.contacts.groups import Group
from etl.text.named import Named


@dataclass(frozen=True, slots=True)
class Party:
    """A participant and what it did."""

    mention: Named
    role: ParticipantRole


def are_two_sides(parties: Sequence[Party]) -> bool:
    """Whether parties of both sides are known, or of several on one footing."""
    roles = {party.role for party in parties}
    return len(roles) > 1 or (len(parties) > 1 and ParticipantRole.PARTICIPANT in roles)


def side_of(group: Group | None, role: ParticipantRole) -> list[Party]:
    return [Party(member, role) for member in group.members] if group is not None else []


def all_of(members: Sequence[Named]) -> list[Party]:
    seen: dict[str, Named] = {}
    for member in members:
        seen.setdefault(member.entity_id, member)
    return [Party(member, ParticipantRole.PARTICIPANT) for member in seen.values()]
