"""Pairs: who takes part where words stand for two, `kedua negara bertemu`, `pertemuan keduanya`.

Here: whom such words point back or ahead to. Not here: remembering the sentences before (memory.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.text.contacts import words
from etl.text.contacts.groups import Group
from etl.text.contacts.memory import are_states, both_after, both_before
from etl.text.contacts.messages import Messages
from etl.text.contacts.party import Party, all_of
from etl.text.named import Named

NOUNS = frozenset({"noun", "weak", "round", "letter"})
"""Voices of triggers that are nouns."""
_WHEN = re.compile(r"\b(?:ketika|saat|setelah|usai|sebelum|sewaktu)\s+(?:kembali\s+|terakhir\s+)?\Z")


class Pairs(Messages):
    """Groups around a trigger, and the two that words stand for."""

    def _both(self, right: Group | None) -> list[Party] | None:
        """Parties of words that point back to two: `kedua negara bertemu`, `pertemuan keduanya`, `X bertemu keduanya`."""
        voice = self.trigger.meaning.voice
        if voice in ("mutual", "with", *NOUNS):
            start = both_before(self.lower, max(self.start, self.trigger.start - words.GAP_CHARS), self.trigger.start)
            if start >= 0:
                members = self._pair_before(start, start)
                if right is None:
                    return all_of(members) if len(members) == 2 else []
                return None
            if voice == "mutual" and right is None and self._is_of_opening_both():
                return all_of(self._pair_before(self.start, self.start))
        if voice in NOUNS and (end := both_after(self.lower, self.trigger.end, self.territory_end)) >= 0:
            members = self._pair_apposed(end) or self._pair_before(
                self.trigger.start, self.lower.rfind("kedua", 0, end)
            )
            return all_of(members) if len(members) == 2 else None
        return None

    def _is_of_opening_both(self) -> bool:
        """Whether a clause tells of a meeting of the two with whom the sentence opens: `Keduanya sepakat ... ketika bertemu`."""
        lead = self.lower[self.start : self.trigger.start]
        return lead.startswith("keduanya ") and _WHEN.search(lead) is not None and len(self.memory.pair) == 2

    def _pair_apposed(self, end: int) -> Sequence[Named]:
        """The two named right behind words that stand for both: `pertemuan kedua presiden, X dan Y, `."""
        for group in self.groups:
            if (
                group.start >= end
                and len(group.members) == 2
                and self.lower[end : group.start].strip() in (",", "itu,")
            ):
                return group.members
        return ()

    def _pair_before(self, offset: int, both: int) -> Sequence[Named]:
        """The two named together last before `offset`, in this sentence or the one before.

        Where the words at `both` are of countries, those of two officials who met before them.
        """
        is_of_states = are_states(self.lower, both)
        for group in reversed(self.groups):
            if group.end <= offset and len(group.members) == 2 and not (is_of_states and group.members[0].is_person):
                return group.members
        pair = self.memory.pair
        if is_of_states and not any(member.is_place for member in pair):
            return self.memory.states or pair
        return pair
