"""Parties of a contact: which groups around a trigger take part, and as what.

Here: what each voice of a trigger makes of the groups around it. Not here: where groups stand (around.py), status,
date and place (telling.py), linking (links.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import ContactKind, ParticipantRole
from etl.text.contacts import words
from etl.text.contacts.groups import Group
from etl.text.contacts.mediators import Mediators
from etl.text.contacts.pairs import NOUNS
from etl.text.contacts.party import Party, all_of, side_of

_WHO = re.compile(r",?\s*yang\b")
_LATER = re.compile(r",|\b(?:lalu|kemudian|dan|serta)\b")


class Parties(Mediators):
    """Who takes part in the contact that one trigger tells of."""

    def parties(self) -> list[Party]:
        """Who takes part, as far as this sentence says. Parties of one side alone tell only whom it is about."""
        return self._with_mediator(self._sides())

    def _sides(self) -> list[Party]:
        voice = self.trigger.meaning.voice
        right, opener = self._right(self.trigger.end, words.OPENERS)
        if self._is_encounter() or self._is_mediation():
            return []
        if (both := self._both(right)) is not None:
            return both
        if voice in NOUNS and self._is_judged():
            return []
        if voice == "round":
            return self._of_round(right, opener)
        if voice == "unites":
            return self._united(right)
        if voice == "letter":
            if self._is_means():
                return self._by_message(right if opener == "kepada" else None)
            return self._of_letter(right, opener)
        if self.trigger.meaning.kind == ContactKind.PHONE_CALL and voice == "noun":
            if self._is_means():
                is_from = right is not None and (opener == "dari" or self.lower.startswith("dari ", right.start))
                if is_from and self._is_received():
                    return self._called_by(right)
                return self._by_message(right if opener in ("dengan", "bersama", "kepada") else None)
            if opener in ("", "dari") and (called := self._of_letter(right, opener)):
                return called
            if right is None and (called := self._told_in_call() or self._addressed()):
                return called
        if voice in NOUNS:
            is_led = (
                opener == "bersama"
                and "memimpin" in self.lower[max(self.start, self.trigger.start - 20) : self.trigger.start]
            )
            return self._of_noun(None if is_led else right, opener)
        if (
            voice == "writes"
            and right is not None
            and (opener == "dari" or self.lower.startswith("dari ", right.start))
        ):
            writer = right
            right, opener = self._right(right.end, frozenset({"kepada", "ke"}))
            if right is not None and self.lower.startswith(("menyampaikan", "menyerahkan"), self.trigger.start):
                return self._carried_letter(writer, right)
        left = self._left()
        if voice == "with" and opener not in ("dengan", "bersama"):
            right = None
        if voice == "received" and self._is_welcome():
            return []
        if voice == "hosts" and (self._is_welcome() or (opener and not self._is_visit_received(opener))):
            return []
        if (
            right is not None
            and "rumah" in self.lower[self.trigger.end : right.start]
            and not right.members[0].is_person
        ):
            right = None
        if voice == "passive" and (opener not in ("", "oleh", "dari") or right is None):
            return []
        if voice == "invites" and (right is None or opener):
            return []
        if voice == "received" and (opener not in ("", "oleh") or right is None or not right.members[0].is_person):
            return []
        if voice == "goes" and opener == "bersama":
            right = None
        if voice == "travels" and not self._is_journey_of(left):
            return []
        if voice == "travels":
            is_later = left is not None and self._is_later(left)
            return side_of(self._subject(None) if is_later or left is None else left, ParticipantRole.INITIATOR)
        if voice == "writes" and right is None and left is not None and len(left.members) > 1:
            return all_of(left.members)
        if voice in ("acts_on", "writes", "hosts", "received", "summons") and right is None:
            return []
        if voice == "summons" and words.ENVOYS.isdisjoint(
            self.lower[self.trigger.end : right.first if right else 0].split()
        ):
            return []
        if left is None:
            left = self._subject(right)
        if voice == "received" and left is not None and not left.members[0].is_person:
            return []  # `sertifikat UNESCO diterima X`
        if left is not None and right is not None:
            return self._roles(left, right)
        if left is not None and len(left.members) > 1 and voice in ("mutual", "with"):
            return all_of(left.members)
        if left is not None and voice in ("mutual", "with") and (asker := self._asker(left)) is not None:
            return self._roles(asker, left)
        return side_of(left, ParticipantRole.INITIATOR) or side_of(right, ParticipantRole.COUNTERPART)

    def _is_journey_of(self, left: Group | None) -> bool:
        """Whether a word that alone makes no journey has its traveller: right before `berada di`, behind `Setibanya di`."""
        if self.lower.startswith("berada", self.trigger.start):
            return left is not None or self._pronoun() is not None
        if self.lower.startswith("setiba", self.trigger.start):
            return not self.lower[self.start : self.trigger.start].strip()
        return True

    def _is_later(self, left: Group) -> bool:
        """Whether another act stands between a group and the trigger; `X, yang akan terbang ke` has none."""
        who = _WHO.match(self.lower, left.end, self.trigger.start)
        return _LATER.search(self.lower, who.end() if who else left.end, self.trigger.start) is not None

    def _is_encounter(self) -> bool:
        """Whether the word tells of things that met: `pertemuan udara`, `pertemuan arus`."""
        following = self.lower[self.trigger.end : self.trigger.end + 12].split()
        return bool(following) and following[0].strip(",.") in words.ENCOUNTERS

    def _of_noun(self, right: Group | None, opener: str) -> list[Party]:
        if right is not None and opener == "antara":
            second, _ = self._right(right.end, frozenset({"dengan", "dan"}))
            return all_of([*right.members, *(second.members if second else [])])
        if (pair := self._addressed()) is not None:
            return pair
        if right is not None and opener in ("dihadiri", "diikuti", "melibatkan", "dipimpin"):
            return all_of(right.members) if len(right.members) > 1 else []
        if opener != "antara" and self._points_back():
            right = None
        if right is not None and opener == "" and self._is_summit_of(right):
            lead = words.TOKEN.findall(self.lower[max(self.start, self.trigger.start - 40) : self.trigger.start])[-3:]
            there = None if words.ATTENDING.isdisjoint(lead) else self._left() or self._subject(right)
            return all_of([*(there.members if there is not None else ()), *right.members])
        if right is not None and opener == "":
            second, joint = self._right(right.end, frozenset({"dengan", "dan", "ke", "kepada"}))
            if self.trigger.meaning.kind == ContactKind.VISIT:
                return [*side_of(right, ParticipantRole.INITIATOR), *side_of(second, ParticipantRole.HOST)]
            if second is not None and joint in ("dengan", "dan"):
                return all_of([*right.members, *second.members])
            if self.trigger.meaning.voice == "noun" or (len(right.members) > 1 and not right.members[0].is_person):
                return all_of(right.members)
            right = None
        left = self._left() or self._subject(right) or self._owner()
        if left is not None and right is not None:
            return self._roles(left, right)
        if left is not None and len(left.members) > 1:
            return all_of(left.members)
        return side_of(left, ParticipantRole.INITIATOR) or side_of(right, ParticipantRole.COUNTERPART)

    def _of_round(self, right: Group | None, opener: str) -> list[Party]:
        """`putaran kedelapan antara X dan Y`; persons meet in rounds of an election."""
        if right is None or opener not in ("antara", "dengan") or right.members[0].is_person:
            return []
        return self._of_noun(right, opener)

    def _is_summit_of(self, group: Group) -> bool:
        """Whether a summit is named after the one body whose members meet: `KTT ASEAN`."""
        return (
            self.trigger.meaning.kind == ContactKind.SUMMIT
            and len(group.members) == 1
            and not group.members[0].is_person
            and group.start - self.trigger.end <= 1
        )

    def _asker(self, asked: Group) -> Group | None:
        """Who asks for the contact: `X meminta Y bertemu`."""
        for group in reversed(self.groups):
            if group.end <= asked.start:
                gap = words.TOKEN.findall(self.lower[group.end : asked.start])
                return group if gap and gap[-1] in words.INVITING and len(gap) < 4 else None
        return None

    def _addressed(self) -> list[Party] | None:
        """`oleh X kepada Y pada pertemuan`, `X memberi tahu Y dalam percakapan telepon`: one to the other, named last."""
        before = [group for group in self.groups if group.end <= self.trigger.start]
        if len(before) < 2:
            return None
        giver, taker = before[-2], before[-1]
        joint = self.lower[giver.end : taker.start].split()
        tail = self.lower[taker.end : self.trigger.start].split()
        framed = 0 < len(tail) <= 2 and tail[-1] in ("pada", "dalam", "saat", "ketika", "selama")
        is_told = bool(joint) and (joint[-1] in ("kepada", "dengan") or self._is_addressed_in(taker))
        if not framed or not is_told or len(joint) > 3:
            return None
        return [*side_of(giver, ParticipantRole.INITIATOR), *side_of(taker, ParticipantRole.COUNTERPART)]

    def _is_visit_received(self, opener: str) -> bool:
        """Whether a guest may follow `dari`: `menerima kunjungan dari ...`, but not `menerima surat dari ...`."""
        return opener == "dari" and " " in self.lower[self.trigger.start : self.trigger.end]

    def _is_judged(self) -> bool:
        """Whether the parties before a contact told of before only speak of it: `X menyambut baik pertemuan itu`."""
        if not self._points_back():
            return False
        lead = self.lower[max(self.start, self.trigger.start - 40) : self.trigger.start].split()[-3:]
        return not words.JUDGING.isdisjoint(lead)

    def _is_welcome(self) -> bool:
        """Whether a bare `menyambut` or `menerima` is approval rather than reception."""
        following = self.lower[self.trigger.end : self.trigger.end + 24].split()
        return bool(following) and following[0].strip(",") in words.WELCOMING
