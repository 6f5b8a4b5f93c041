"""Mediators: who brought others together or carried what one wrote to another.

Here: finding them around a trigger. Not here: who was brought together otherwise (parties.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import ContactKind, ParticipantRole
from etl.text.contacts.groups import Group
from etl.text.contacts.pairs import Pairs
from etl.text.contacts.party import Party, all_of, side_of

_MEDIATES = re.compile(
    r"\s+(?:yang\s+|akan\s+|telah\s+|siap\s+|kembali\s+)*(?:memediasi|menengahi|memfasilitasi|menjembatani)\b"
)
_MEDIATED = re.compile(
    r"\b(?:(?:dimediasi|ditengahi|difasilitasi|dijembatani)(?:\s+oleh)?"
    r"|(?:dengan|melalui|lewat|atas|di bawah)\s+(?:mediasi|perantaraan|fasilitasi|prakarsa))\s+"
)
_BY_MEDIATION = re.compile(r"\b(?:dengan|melalui|lewat|atas|di bawah)\s+\Z")


class Mediators(Pairs):
    """Groups around a trigger, and the one between them."""

    def _is_mediation(self) -> bool:
        """Whether the word only says by whom others were brought together: `dengan mediasi Qatar`."""
        if not self.lower.startswith("mediasi", self.trigger.start):
            return False
        return (
            _BY_MEDIATION.search(self.lower, max(self.start, self.trigger.start - 12), self.trigger.start) is not None
        )

    def _with_mediator(self, parties: list[Party]) -> list[Party]:
        """The parties, and the one named as having brought them together."""
        if len(parties) < 2 or self.trigger.meaning.kind == ContactKind.VISIT:
            return parties
        before = [group for group in self.groups if group.end <= self.trigger.start]
        mediator: Group | None = None
        if before and (match := _MEDIATES.match(self.lower, before[-1].end, self.trigger.start)) and match.end() > 0:
            mediator = before[-1]
        elif (match := _MEDIATED.search(self.lower, self.trigger.end, self.end)) is not None:
            mediator = next((group for group in self.groups if 0 <= group.start - match.end() <= 2), None)
        if mediator is None or len(mediator.members) != 1:
            return parties
        taken = {party.mention.entity_id for party in parties}
        return [*parties, *(Party(m, ParticipantRole.MEDIATOR) for m in mediator.members if m.entity_id not in taken)]

    def _carried_letter(self, writer: Group, addressee: Group) -> list[Party]:
        """Whose letter it is, to whom, and who brought it: `X menyampaikan surat dari Y kepada Z`."""
        bearer = self._left() or self._subject(addressee)
        brought = side_of(bearer, ParticipantRole.MEDIATOR) if bearer is not None and len(bearer.members) == 1 else []
        return [
            *side_of(writer, ParticipantRole.INITIATOR),
            *side_of(addressee, ParticipantRole.COUNTERPART),
            *brought,
        ]

    def _united(self, right: Group | None) -> list[Party]:
        """`X mempertemukan Y dan Z`: the two on the right, with the one who brought them together."""
        second, _ = self._right(right.end, frozenset({"dengan", "dan"})) if right is not None else (None, "")
        members = [*(right.members if right is not None else ()), *(second.members if second is not None else ())]
        mediator = self._left() or self._subject(right)
        if len(members) < 2:
            return []
        brought = (
            side_of(mediator, ParticipantRole.MEDIATOR) if mediator is not None and len(mediator.members) == 1 else []
        )
        return [*all_of(members), *brought]
