"""Parties of letters and calls: who wrote or telephoned to whom.

Here: letters and telephones as nouns, and the telephone by which something was said. Not here: verbs of writing and
calling (parties.py).
"""

from __future__ import annotations

import re
from itertools import pairwise

from etl.contracts.enums import ContactKind, ParticipantRole
from etl.text.contacts import words
from etl.text.contacts.around import Around
from etl.text.contacts.groups import Group
from etl.text.contacts.party import Party, all_of, side_of

RECEIVED_CHARS = 60
"""A verb of receiving stands at most so far before the telephone by which something came."""
_PAUSE = re.compile(r"[,.;:?!\"\u201c\u201d]")
_MARK = re.compile(r"[\u201c\u201d\"]")


class Messages(Around):
    """Groups around a letter or a telephone."""

    def _of_letter(self, right: Group | None, opener: str) -> list[Party]:
        """`surat (dari) X kepada Y`, `telepon dari X kepada Y`, `dalam surat kepada Y, X ...`."""
        if right is None:
            return []
        if opener in ("", "dari"):
            addressee, joint = self._right(right.end, frozenset({"kepada", "ke", "untuk"}))
            if addressee is None or not joint:
                return []
            return self._roles(right, addressee)
        if opener != "kepada" or (writer := self._subject(right)) is None:
            return []
        return self._roles(writer, right)

    def _is_means(self) -> bool:
        """Whether a telephone or letter is only by what something was said: `melalui telepon`, `lewat sepucuk surat`."""
        lead = words.TOKEN.findall(self.lower[max(self.start, self.trigger.start - 24) : self.trigger.start])
        return bool(lead) and lead[-1] in words.MEANS

    def _by_message(self, right: Group | None) -> list[Party]:
        """Who said something by telephone or letter and to whom: `X mengucapkan selamat kepada Y melalui telepon`."""
        speakers = self._subject(right) or next(
            (g for g in self.groups if self._opens(g) and self._is_outside(g)), None
        )
        if speakers is None:
            speakers = self._follower()
        if right is None:
            right = next(
                (
                    g
                    for g in self.groups
                    if g is not speakers
                    and (self._is_led_by(g, ("kepada", "dengan", "bersama", "ke")) or self._is_addressed_in(g))
                ),
                None,
            )
        if speakers is None or (right is None and len(speakers.members) < 2):
            return side_of(speakers, ParticipantRole.INITIATOR)
        return self._roles(speakers, right) if right is not None else all_of(speakers.members)

    def _is_received(self) -> bool:
        """Whether what came by telephone was received: `mendapat ucapan selamat melalui telepon dari Y`."""
        lead = self.lower[max(self.start, self.trigger.start - RECEIVED_CHARS) : self.trigger.start].split()
        return not words.RECEIVING.isdisjoint(lead)

    def _called_by(self, caller: Group | None) -> list[Party]:
        called = self._left() or self._subject(caller)
        if called is None or caller is None:
            return []
        return self._roles(caller, called)

    def _told_in_call(self) -> list[Party]:
        """Who speaks in a call that frames the sentence, and to whom: `Dalam panggilan telepon, X mendesak Y agar ...`."""
        for speaker, told in pairwise(group for group in self.groups if group.start >= self.trigger.end):
            if not self._follows_frame(speaker) or len(speaker.members) > 1 or not told.members[0].is_person:
                return []
            gap = self.lower[speaker.end : told.start]
            is_told = self._is_addressed_in(told) or self._is_led_by(told, ("kepada",))
            return self._roles(speaker, told) if is_told and _PAUSE.search(gap) is None else []
        return []

    def _is_addressed_in(self, group: Group) -> bool:
        """Whether the word right before a person says something to them: `mendesak Y`."""
        lead = self.lower[max(self.start, group.start - 20) : group.start].split()
        return bool(lead) and lead[-1] in words.ADDRESSING and group.members[0].is_person

    def _is_outside(self, group: Group) -> bool:
        """Whether no mark of speech parts a group from the trigger."""
        return _MARK.search(self.lower, group.end, max(group.end, self.trigger.start)) is None

    def _follower(self) -> Group | None:
        """The subject behind a comma right after the trigger: `Lewat telepon, X menyampaikan ...`."""
        following = next((group for group in self.groups if group.start >= self.trigger.end), None)
        if following is None or self.lower[self.trigger.end : following.start].strip() != ",":
            return None
        return following

    def _roles(self, left: Group, right: Group) -> list[Party]:
        voice = self.trigger.meaning.voice
        first, second = ParticipantRole.INITIATOR, ParticipantRole.COUNTERPART
        if voice in ("hosts", "invites"):
            first = ParticipantRole.HOST
            second = ParticipantRole.INITIATOR if self.trigger.meaning.kind == ContactKind.VISIT else second
        elif voice == "received" or voice == "goes" or self.trigger.meaning.kind == ContactKind.VISIT:
            second = ParticipantRole.HOST
        elif voice == "passive":
            first, second = second, first
        elif len(left.members) > 1:
            first = second = ParticipantRole.PARTICIPANT
        taken = {member.entity_id for member in left.members}
        return [
            *(Party(member, first) for member in left.members),
            *(Party(member, second) for member in right.members if member.entity_id not in taken),
        ]
