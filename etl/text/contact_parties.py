"""Parties of a contact: which groups around a trigger take part, and as what.

Here: reading where groups stand to a trigger of a given voice. Not here: making groups (contact_groups.py), status, date
and place (contact_facts.py), linking (contacts.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.contracts.enums import ContactKind, ParticipantRole
from etl.text import contact_words as words
from etl.text import cues
from etl.text.contact_groups import Group
from etl.text.contact_memory import Memory, are_states, both_after, both_before
from etl.text.contact_words import Trigger
from etl.text.named import Named

BEFORE_OPENER = 8
"""So many words may stand between a trigger and the preposition of its parties."""
APPOSITION_CHARS = 60
"""A comma so near before a name can set it in apposition to the title before it."""
GAP_CHARS = 110
"""A party stands at most this far from its trigger or its preposition."""

_TOKEN = re.compile(r"[^\W_][\w'\u2019-]*|[^\w\s]")
_PARENTHESES = re.compile(r"\([^()]{0,60}\)")
_CLAUSE_BEGIN = re.compile(r"[,\u201c\"\u2013\u2014]|\s-\s|\bbahwa\b")
_CLAUSE_END = re.compile(r"[.;:?!\u201c\u201d\"]")
_ASIDE = re.compile(r"[\u201c\u201d\"'\u2018\u2019()]")
_FRAMED = re.compile(r",(?=\s*(?:sebelum|setelah|usai|saat|ketika|dalam|selama)\b)")
_ASIDE_CLAUSE = re.compile(r",\s*yang\b[^,]{0,110},|,?\s*yang\b|,")
_WHO = re.compile(r",?\s*yang\b")
_RELATES = frozenset(
    {"merupakan", "adalah", "menjadi", "memperkuat", "hubungan", "kerja", "sama", "kemitraan", "mempererat", "bagian"}
)
"""Words after which a preposition opens other parties than the contact's: `pertemuan itu memperkuat hubungan antara ...`."""
_LATER = re.compile(r",|\b(?:lalu|kemudian|dan|serta)\b")
# `X menuju Strasbourg, dan bertemu Y`: the subject goes on.
_AND_THEN = re.compile(r",\s*(?:dan|lalu|serta|kemudian|sebelum|untuk|guna)\s*(?:[\w-]+\s+){0,2}\Z")
_SAID_OF_SELF = re.compile(r",(?=\s*(?:pihaknya|dirinya|ia|dia|beliau)\b)")
_MARK = re.compile(r"[\u201c\u201d\"]")
_LASTING = re.compile(
    r"\bselama\s+(?:sekitar\s+|kurang lebih\s+|lebih dari\s+|hampir\s+)?[\w,.]+\s+(?:jam|menit|hari)\b(?:\s+(?:lebih|penuh))?"
)
_MEDIATES = re.compile(
    r"\s+(?:yang\s+|akan\s+|telah\s+|siap\s+|kembali\s+)*(?:memediasi|menengahi|memfasilitasi|menjembatani)\b"
)
_MEDIATED = re.compile(r"\b(?:dimediasi|ditengahi|difasilitasi|dijembatani)(?:\s+oleh)?\s+")
_COUNTERPART = re.compile(rf"\b({'|'.join(sorted(words.COUNTERPARTS))}),")
_OURS = frozenset({"kami", "kita", "di", "mereka", "dari"})
_SELF = frozenset(
    {
        "ia",
        "dia",
        "dirinya",
        "pihaknya",
        "mereka",
        "akan",
        "telah",
        "sudah",
        "siap",
        "pernah",
        "ingin",
        "belum",
        "tidak",
    }
)
_NOUNS = frozenset({"noun", "weak", "round", "letter"})
_OPENING = words.FRAMES | frozenset(
    {"para", "kedua", "namun", "sementara", "itu", "adapun", "bahwa", "kata", "ketika", "sedangkan", "pihak", "baik"}
    | {"selain", "lalu", "kemudian", "kini", "sebelumnya", "di", "sela-sela"}
)


@dataclass(frozen=True, slots=True)
class Party:
    """A participant and what it did."""

    mention: Named
    role: ParticipantRole


class Around:
    """The groups of one sentence around one trigger. `lower`: the text in lower case, dates and ordinary places blank."""

    def __init__(
        self,
        lower: str,
        bounds: tuple[int, int],
        groups: Sequence[Group],
        trigger: Trigger,
        territory_end: int,
        memory: Memory,
    ) -> None:
        self.lower = lower
        self.start, self.end = bounds
        self.groups = groups
        self.trigger = trigger
        self.territory_end = territory_end
        self.memory = memory

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
        if voice in _NOUNS:
            is_led = (
                opener == "bersama"
                and "memimpin" in self.lower[max(self.start, self.trigger.start - 20) : self.trigger.start]
            )
            return self._of_noun(None if is_led else right, opener)
        if voice == "writes" and opener == "dari" and right is not None:
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
        if voice == "invites" and (right is None or opener or self.trigger.start < 0):
            return []
        if voice == "received" and (opener not in ("", "oleh") or right is None or not right.members[0].is_person):
            return []
        if voice == "goes" and opener == "bersama":
            right = None
        if voice == "travels":
            is_later = left is not None and self._is_later(left)
            return _side(self._subject(None) if is_later or left is None else left, ParticipantRole.INITIATOR)
        if voice == "writes" and right is None and left is not None and len(left.members) > 1:
            return _all(left.members)
        if voice in ("acts_on", "writes", "hosts", "received", "summons") and right is None:
            return []
        if voice == "summons" and words.ENVOYS.isdisjoint(self.lower[self.trigger.end : right.first if right else 0].split()):
            return []
        if left is None:
            left = self._subject(right)
        if voice == "received" and left is not None and not left.members[0].is_person:
            return []  # `sertifikat UNESCO diterima X`
        if left is not None and right is not None:
            return self._roles(left, right)
        if left is not None and len(left.members) > 1 and voice in ("mutual", "with"):
            return _all(left.members)
        if left is not None and voice in ("mutual", "with") and (asker := self._asker(left)) is not None:
            return self._roles(asker, left)
        return _side(left, ParticipantRole.INITIATOR) or _side(right, ParticipantRole.COUNTERPART)

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
                    return _all(members) if len(members) == 2 else []
                return None
        if voice in _NOUNS and (end := both_after(self.lower, self.trigger.end, self.territory_end)) >= 0:
            members = self._pair_before(self.trigger.start, self.lower.rfind("kedua", 0, end))
            return _all(members) if len(members) == 2 else None
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
            return _all([*right.members, *(second.members if second else [])])
        if (pair := self._addressed()) is not None:
            return pair
        if right is not None and opener in ("dihadiri", "diikuti", "melibatkan"):
            return _all(right.members) if len(right.members) > 1 else []
        if opener != "antara" and self._points_back():
            right = None
        if right is not None and opener == "" and self._is_summit_of(right):
            lead = _TOKEN.findall(self.lower[max(self.start, self.trigger.start - 40) : self.trigger.start])[-3:]
            there = None if words.ATTENDING.isdisjoint(lead) else self._left() or self._subject(right)
            return _all([*(there.members if there is not None else ()), *right.members])
        if right is not None and opener == "":
            second, joint = self._right(right.end, frozenset({"dengan", "dan", "ke", "kepada"}))
            if self.trigger.meaning.kind == ContactKind.VISIT:
                return [*_side(right, ParticipantRole.INITIATOR), *_side(second, ParticipantRole.HOST)]
            if second is not None and joint in ("dengan", "dan"):
                return _all([*right.members, *second.members])
            if self.trigger.meaning.voice == "noun" or (len(right.members) > 1 and not right.members[0].is_person):
                return _all(right.members)
            right = None
        left = self._left() or self._subject(right) or self._owner()
        if left is not None and right is not None:
            return self._roles(left, right)
        if left is not None and len(left.members) > 1:
            return _all(left.members)
        return _side(left, ParticipantRole.INITIATOR) or _side(right, ParticipantRole.COUNTERPART)

    def _of_round(self, right: Group | None, opener: str) -> list[Party]:
        """`putaran kedelapan antara X dan Y`; persons meet in rounds of an election."""
        if right is None or opener not in ("antara", "dengan") or right.members[0].is_person:
            return []
        return self._of_noun(right, opener)

    def _owner(self) -> Group | None:
        """Whose contact `pertemuannya` is: the person named last before it."""
        if not self.lower.startswith("nya", self.trigger.end - 3):
            return None
        before = [group for group in self.groups if group.end <= self.trigger.start and group.members[0].is_person]
        return before[-1] if before else None

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
        """Whether a telephone is only by what something was said: `melalui telepon`, `lewat sambungan telepon`."""
        lead = _TOKEN.findall(self.lower[max(self.start, self.trigger.start - 24) : self.trigger.start])
        return bool(lead) and lead[-1] in words.MEANS

    def _by_telephone(self, right: Group | None) -> list[Party]:
        """Who said something by telephone and to whom: `X mengucapkan selamat kepada Y melalui telepon`."""
        speakers = self._subject(right) or next((g for g in self.groups if self._opens(g) and self._is_outside(g)), None)
        if speakers is None:
            speakers = self._follower()
        if right is None:
            right = next(
                (g for g in self.groups if g is not speakers and self._is_led_by(g, ("kepada", "dengan", "bersama", "ke"))), None
            )
        if speakers is None or (right is None and len(speakers.members) < 2):
            return _side(speakers, ParticipantRole.INITIATOR)
        return self._roles(speakers, right) if right is not None else _all(speakers.members)

    def _is_outside(self, group: Group) -> bool:
        """Whether no mark of speech parts a group from the trigger."""
        return _MARK.search(self.lower, group.end, max(group.end, self.trigger.start)) is None

    def _follower(self) -> Group | None:
        """The subject behind a comma right after the trigger: `Lewat telepon, X menyampaikan ...`."""
        following = next((group for group in self.groups if group.start >= self.trigger.end), None)
        if following is None or self.lower[self.trigger.end : following.start].strip() != ",":
            return None
        return following

    def _is_led_by(self, group: Group, prepositions: Sequence[str]) -> bool:
        lead = self.lower[max(self.start, group.start - 14) : group.start].split()
        return bool(lead) and lead[-1] in prepositions

    def _is_summit_of(self, group: Group) -> bool:
        """Whether a summit is named after the one body whose members meet: `KTT ASEAN`."""
        return (
            self.trigger.meaning.kind == ContactKind.SUMMIT
            and len(group.members) == 1
            and not group.members[0].is_person
            and group.start - self.trigger.end <= 1
        )

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

    def _left(self) -> Group | None:
        """The group right before the trigger, auxiliaries passed over."""
        before = [group for group in self.groups if group.end <= self.trigger.start]
        if before and (aside := self._aside(before[-1])) is not None:
            before = [group for group in before if group.end <= aside]
        if not before:
            return None
        gap = _ASIDE_CLAUSE.match(self.lower, before[-1].end, self.trigger.start)
        if not _is_free(self.lower, gap.end() if gap else before[-1].end, self.trigger.start, words.AUXILIARIES, 9):
            return None
        lead = self.lower[max(self.start, before[-1].start - 20) : before[-1].start].split()
        if not lead or lead[-1][-1] in ",;:-\u2013\u2014(\"\u201c\u2018'":
            return before[-1]
        if lead[-1] in ("dengan", "oleh", "kepada", "terhadap", "bagi", "bersama", "dari", "untuk"):
            return None
        if not before[-1].members[0].is_person and lead[-1] not in words.FIRST_WORDS:
            return None
        return before[-1]

    def _aside(self, group: Group) -> int | None:
        """Where the clause `, yang juga anggota Partai X,` that ends with the group begins; None when there is none."""
        if not self.lower.startswith(",", group.end):
            return None
        comma = self.lower.rfind(",", max(self.start, group.start - GAP_CHARS), group.start)
        return comma if comma >= 0 and "yang" in self.lower[comma : group.start].split() else None

    def _right(self, offset: int, openers: frozenset[str]) -> tuple[Group | None, str]:
        """The group after `offset` and the preposition before it; "" when it follows directly."""
        for group in self.groups:
            if group.first < offset:
                continue
            begin = max(group.start, offset)
            if begin >= self.territory_end:
                break
            gap = _LASTING.sub(" ", _PARENTHESES.sub(" ", self.lower[offset:begin]))
            gap = _COUNTERPART.sub(r"\1", gap)
            if len(gap) > GAP_CHARS or _CLAUSE_END.search(gap):
                break
            found = _TOKEN.findall(gap)
            opener = next((word for word in reversed(found) if word in openers), "")
            if not opener:
                return (group, "") if all(_fills(word) for word in found) else (None, "")
            place = len(found) - 1 - found[::-1].index(opener)
            before, after = found[:place], found[place + 1 :]
            if not all(word in words.HEADS or word in _OURS for word in after):
                break
            if "," in before or any(word in words.FRAMES for word in before if word not in ("di", "pada", "melalui")):
                break
            if len(before) > BEFORE_OPENER or not _RELATES.isdisjoint(before):
                break
            if opener == "dengan" and "antara" in before:
                return group, "antara"
            if opener in ("dihadiri", "diikuti", "melibatkan") and len(before) > 2:
                break
            if opener in ("antara", "dengan", "bersama", "kepada", "dihadiri", "melibatkan") or all(
                _fills(word) for word in before
            ):
                return group, opener
            break
        return None, ""

    def _subject(self, other: Group | None) -> Group | None:
        """The group that opens the sentence or clause of the trigger, or goes on after a clause that frames it."""
        if (pronoun := self._pronoun()) is not None:
            return pronoun if pronoun.members else None
        best: Group | None = None
        for group in self.groups:
            if group is other:
                continue
            if group.end <= self.trigger.start:
                if self._opens(group) and self._holds(group):
                    best = group
            elif group.start >= self.trigger.end:
                if best is None and self._follows_frame(group):
                    return self._with_second(group)
                break
        if best is None and not any(g.end <= self.trigger.start for g in self.groups) and self._opens_with_pronoun():
            return Group(self.start, self.start, list(self.memory.subject)) if self.memory.subject else None
        return best

    def _opens_with_pronoun(self) -> bool:
        """Whether the sentence is of `ia`, named before it: `Ia berkata hal itu dicapai setelah pertemuan dengan X`."""
        opening = _TOKEN.findall(self.lower[self.start : min(self.trigger.start, self.start + GAP_CHARS)])
        while opening and (opening[0] in _OPENING or opening[0] in cues.ADVERBS or opening[0] in '"\u201c\u201d,'):
            opening.pop(0)
        return bool(opening) and opening[0] in cues.PRONOUNS

    def _pronoun(self) -> Group | None:
        """Whom `ia` before the trigger stands for: the one person named before it; no member when there are several.

        None when no pronoun stands there.
        """
        before = _TOKEN.findall(self.lower[max(self.start, self.trigger.start - GAP_CHARS) : self.trigger.start])
        while before and before[-1] in words.AUXILIARIES:
            before.pop()
        if not before or before[-1] not in cues.PRONOUNS:
            return None
        persons = [g for g in self.groups if g.end <= self.trigger.start and g.members[0].is_person]
        if not persons and self.memory.subject:
            return Group(self.trigger.start, self.trigger.start, list(self.memory.subject))
        if len({member.entity_id for group in persons for member in group.members}) == 1:
            return persons[-1]
        return Group(self.trigger.start, self.trigger.start, [])

    def _opens(self, group: Group) -> bool:
        gap = self.lower[self.start : group.start]
        cut = max((match.end() for match in _CLAUSE_BEGIN.finditer(gap)), default=0)
        return _is_free(self.lower, self.start + cut, group.start, _OPENING, 5)

    def _holds(self, group: Group) -> bool:
        """Whether a clause-opening group is still the subject at the trigger: no other clause or speaker between."""
        gap = self.lower[group.end : self.trigger.start]
        if gap.startswith(",") and "," in self.lower[max(self.start, group.first - APPOSITION_CHARS) : group.first]:
            gap = gap[1:]  # `Duta Besar RI, Budi Santoso, mengatakan pihaknya ...`
        gap = _SAID_OF_SELF.sub(" ", gap)
        if gap.count(",") % 2 and not self.lower[self.start : group.start].rstrip().endswith(","):
            gap = _AND_THEN.sub(" ", gap)
        if gap.count(",") % 2 or _CLAUSE_END.search(_ASIDE.sub(" ", gap)):
            return False
        tokens = _TOKEN.findall(gap)
        for place, token in enumerate(tokens):
            if token in cues.BEFORE:
                rest = [word for word in tokens[place + 1 :] if word not in ("bahwa", ",", "jika")]
                return (bool(rest) and rest[0] in _SELF) or not rest
        return True

    def _follows_frame(self, group: Group) -> bool:
        between = self.lower[self.trigger.end : group.start]
        frame = self.lower[self.start : self.trigger.start].split()
        return (
            between.rstrip().endswith(",")
            and _CLAUSE_END.search(between) is None
            and bool(frame)
            and frame[0] in words.FRAMES
        )

    def _with_second(self, group: Group) -> Group:
        """Two subjects of a sentence framed by the contact: `Setelah pembicaraan, X memperingatkan ... dan Y mengatakan`."""
        if self.trigger.meaning.voice != "noun" or not group.members[0].is_person:
            return group
        for later in self.groups:
            if later.start > group.end and later.members[0].is_person:
                lead = self.lower[max(group.end, later.start - 12) : later.start].split()
                after = _TOKEN.match(self.lower, later.end + 1)
                if lead and lead[-1] in ("dan", "sementara", "sedangkan") and after and after[0] in cues.BEFORE:
                    return Group(group.start, group.end, [*group.members, *later.members])
        return group

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
        return [*_side(giver, ParticipantRole.INITIATOR), *_side(taker, ParticipantRole.COUNTERPART)]

    def _is_visit_received(self, opener: str) -> bool:
        """Whether a guest may follow `dari`: `menerima kunjungan dari ...`, but not `menerima surat dari ...`."""
        return opener == "dari" and " " in self.lower[self.trigger.start : self.trigger.end]

    def _points_back(self) -> bool:
        """Whether the trigger is of a contact told before, so that names right after it are of those who were there."""
        following = self.lower[self.trigger.end : self.trigger.end + 14].split()
        return bool(following) and following[0].strip(",.") in words.DEFINITE

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


def are_two_sides(parties: Sequence[Party]) -> bool:
    """Whether parties of both sides are known, or of several on one footing."""
    roles = {party.role for party in parties}
    return len(roles) > 1 or (len(parties) > 1 and ParticipantRole.PARTICIPANT in roles)


def _is_free(lower: str, start: int, end: int, allowed: frozenset[str], most: int) -> bool:
    """Whether only allowed words, at most `most`, stand in `[start, end)`; brackets and marks are passed over."""
    if end - start > GAP_CHARS:
        return False
    gap = _ASIDE.sub(" ", _PARENTHESES.sub(" ", lower[start:end]))
    found = _TOKEN.findall(_FRAMED.sub(" ", gap))
    return len(found) <= most and all(word in allowed or word in cues.ADVERBS or word.isdigit() for word in found)


def _fills(word: str) -> bool:
    return word in words.FILLERS or word.isdigit()


def _side(group: Group | None, role: ParticipantRole) -> list[Party]:
    return [Party(member, role) for member in group.members] if group is not None else []


def _all(members: Sequence[Named]) -> list[Party]:
    seen: dict[str, Named] = {}
    for member in members:
        seen.setdefault(member.entity_id, member)
    return [Party(member, ParticipantRole.PARTICIPANT) for member in seen.values()]
