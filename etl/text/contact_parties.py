"""Parties of a contact: which groups around a trigger take part, and as what.

Here: what each voice of a trigger makes of the groups around it. Not here: where groups stand (contact_around.py), status,
date and place (contact_telling.py), linking (contact_links.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.contracts.enums import ContactKind, ParticipantRole
from etl.text import contact_words as words
from etl.text.contact_groups import Group
from etl.text.contact_memory import are_states, both_after, both_before
from etl.text.contact_messages import Messages
from etl.text.contact_party import Party, all_of, side_of
from etl.text.named import Named

GAP_CHARS = 110
"""A party stands at most this far from its trigger or its preposition."""
_TOKEN = re.compile(r"[^\W_][\w'\u2019-]*|[^\w\s]")
_WHO = re.compile(r",?\s*yang\b")
_LATER = re.compile(r",|\b(?:lalu|kemudian|dan|serta)\b")
_MEDIATES = re.compile(
    r"\s+(?:yang\s+|akan\s+|telah\s+|siap\s+|kembali\s+)*(?:memediasi|menengahi|memfasilitasi|menjembatani)\b"
)
_MEDIATED = re.compile(r"\b(?:dimediasi|ditengahi|difasilitasi|dijembatani)(?:\s+oleh)?\s+")
_NOUNS = frozenset({"noun", "weak", "round", "letter"})


class Parties(Messages):
    """Who takes part in the contact that one trigger tells of."""

    def parties(self) -> list[Party]:
        """Who takes part, as far as this sentence says. Parties of one side alone tell only whom it is about."""
        return self._with_mediator(self._sides())

    def _sides(self) -> list[Party]:
        voice = self.trigger.meaning.voice
        right, opener = self._right(self.trigger.end, words.OPENERS)
        if self._is_encounter():
            return []
        if (both := self._both(right)) is not None:
            return both
        if voice in _NOUNS and self._is_judged():
            return []
        if voice == "round":
            return self._of_round(right, opener)
        if voice == "letter":
            return self._of_letter(right, opener)
        if self.trigger.meaning.kind == ContactKind.PHONE_CALL and voice == "noun":
            if self._is_means():
                return self._by_telephone(right if opener in ("dengan", "bersama", "kepada") else None)
            if opener in ("", "dari") and (called := self._of_letter(right, opener)):
                return called
            if right is None and (called := self._told_in_call()):
                return called
        if voice in _NOUNS:
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
            right, opener = self._right(right.end, frozenset({"kepada", "ke"}))
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

    def _is_later(self, left: Group) -> bool:
        """Whether another act stands between a group and the trigger; `X, yang akan terbang ke` has none."""
        who = _WHO.match(self.lower, left.end, self.trigger.start)
        return _LATER.search(self.lower, who.end() if who else left.end, self.trigger.start) is not None

    def _is_encounter(self) -> bool:
        """Whether the word tells of things that met: `pertemuan udara`, `pertemuan arus`."""
        following = self.lower[self.trigger.end : self.trigger.end + 12].split()
        return bool(following) and following[0].strip(",.") in words.ENCOUNTERS

    def _both(self, right: Group | None) -> list[Party] | None:
        """Parties of words that point back to two: `kedua negara bertemu`, `pertemuan keduanya`, `X bertemu keduanya`."""
        voice = self.trigger.meaning.voice
        if voice in ("mutual", "with", *_NOUNS):
            start = both_before(self.lower, max(self.start, self.trigger.start - GAP_CHARS), self.trigger.start)
            if start >= 0:
                members = self._pair_before(start, start)
                if right is None:
                    return all_of(members) if len(members) == 2 else []
                return None
        if voice in _NOUNS and (end := both_after(self.lower, self.trigger.end, self.territory_end)) >= 0:
            members = self._pair_before(self.trigger.start, self.lower.rfind("kedua", 0, end))
            return all_of(members) if len(members) == 2 else None
        return None

    def _pair_before(self, offset: int, both: int) -> Sequence[Named]:
        """The two named together last before `offset`, in this sentence or the one before.

        Where the words at `both` are of countries, those of two officials who met before them.
        """
        is_of_states = are_states(self.lower, both)
        for group in reversed(self.groups):
            if group.end <= offset and len(group.members) == 2 and not (is_of_states and group.members[0].is_person):
                return group.members
        pair = self.memory.pair
        if is_of_states and (not pair or pair[0].is_person or pair[1].is_person):
            return self.memory.states or pair
        return pair

    def _of_noun(self, right: Group | None, opener: str) -> list[Party]:
        if right is not None and opener == "antara":
            second, _ = self._right(right.end, frozenset({"dengan", "dan"}))
            return all_of([*right.members, *(second.members if second else [])])
        if (pair := self._addressed()) is not None:
            return pair
        if right is not None and opener in ("dihadiri", "diikuti", "melibatkan"):
            return all_of(right.members) if len(right.members) > 1 else []
        if opener != "antara" and self._points_back():
            right = None
        if right is not None and opener == "" and self._is_summit_of(right):
            lead = _TOKEN.findall(self.lower[max(self.start, self.trigger.start - 40) : self.trigger.start])[-3:]
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
                gap = _TOKEN.findall(self.lower[group.end : asked.start])
                return group if gap and gap[-1] in words.INVITING and len(gap) < 4 else None
        return None

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

    def _addressed(self) -> list[Party] | None:
        """`oleh X kepada Y pada pertemuan`: the two named last before the trigger, one to the other."""
        before = [group for group in self.groups if group.end <= self.trigger.start]
        if len(before) < 2:
            return None
        giver, taker = before[-2], before[-1]
        joint = self.lower[giver.end : taker.start].split()
        tail = self.lower[taker.end : self.trigger.start].split()
        framed = 0 < len(tail) <= 2 and tail[-1] in ("pada", "dalam", "saat", "ketika", "selama")
        if not framed or not joint or joint[-1] not in ("kepada", "dengan") or len(joint) > 3:
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
