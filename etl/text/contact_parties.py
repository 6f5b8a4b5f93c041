"""Parties of a contact: which names around a trigger take part, and as what.

Here: grouping the names of a sentence (`Biden dan Putin`, `Menteri Luar Negeri AS Antony Blinken`) and reading where the
groups stand to the trigger. Not here: status, date and place (contact_facts.py), linking (contacts.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.contracts.enums import ContactKind, ParticipantRole
from etl.text import contact_words as words
from etl.text import cues
from etl.text.contact_words import Trigger
from etl.text.named import Named, Names

GAP_CHARS = 90
"""A party stands at most this far from its trigger or its preposition."""

_TOKEN = re.compile(r"[^\W_][\w'\u2019-]*|[^\w\s]")
_PAIR = re.compile(r"(?:[A-Z]\w+ ){1,3}([A-Z][\w ]{1,30})[-\u2013]([A-Z][\w ]{1,30})\Z")
_JOINED = re.compile(r"\s*(?:,?\s*(?:dan|serta|maupun|juga)\s+|,\s*|[-\u2013]\s*|/\s*)")
_PARENTHESES = re.compile(r"\([^()]{0,60}\)")
_CLAUSE_BEGIN = re.compile(r"[,\u201c\"]|\bbahwa\b")
_CLAUSE_END = re.compile(r"[.;:?!\u201c\u201d\"]")
_ASIDE = re.compile(r"[\u201c\u201d\"'\u2018\u2019()]")


@dataclass(slots=True)
class Group:
    """Names joined into one list. `start` is where its first title begins; `head` the word before that."""

    start: int
    end: int
    members: list[Named]
    joint: str | None = None
    """What joins it to the name before it; None when nothing does."""


@dataclass(frozen=True, slots=True)
class Party:
    """A participant and what it did."""

    mention: Named
    role: ParticipantRole


def groups_of(text: str, lower: str, names: Names, start: int, end: int) -> list[Group]:
    """The names of the sentence `[start, end)`, joined into lists; names inside titles and of relations are left out."""
    mentions = names.within(start, end)
    singles: list[Group] = []
    lead = -1
    for place, mention in enumerate(mentions):
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        low = singles[-1].end if singles else start
        if (
            singles
            and singles[-1].members[0].entity_id == mention.entity_id
            and not text[low : mention.start].strip(" ()")
        ):
            singles[-1].end = mention.end  # `(John) Kerry`, `Organisasi ... (OSCE)`: one party, named twice
            continue
        if following is not None and _is_in_title(text, mention, following):
            continue
        if lead < 0:
            lead = title_start(text, lower, low, mention.start)
        if following is not None and _is_related(text, lower, mention, following, start):
            continue
        joint = _JOINED.match(text, low, lead + 1) if singles else None
        joins = joint is not None and joint.end() >= lead and joint.end() > low
        members = _members(text, names, mention)
        singles.append(Group(lead, mention.end, members, joint[0].strip() if joint is not None and joins else None))
        lead = -1
    return _joined(singles)


def _members(text: str, names: Names, mention: Named) -> list[Named]:
    """The mention, or the parties that a body is named after: `Dewan Rusia-NATO` stands for Rusia and NATO."""
    match = _PAIR.match(text, mention.start, mention.end)
    if match is None or mention.is_person:
        return [mention]
    members = [named for part in (match[1], match[2]) if (named := names.called(part, text)) is not None]
    return members if len(members) == 2 else [mention]


def _joined(singles: Sequence[Group]) -> list[Group]:
    """Lists of names: joined by `dan`, or by commas that a `dan` ends; a comma alone parts two clauses."""
    groups: list[Group] = []
    place = 0
    while place < len(singles):
        last = place
        ahead = place + 1
        while ahead < len(singles) and singles[ahead].joint is not None:
            if singles[ahead].joint != ",":
                last = ahead
            ahead += 1
        run = singles[place : last + 1]
        groups.append(Group(run[0].start, run[-1].end, [m for single in run for m in single.members]))
        place = last + 1
    return groups


def title_start(text: str, lower: str, low: int, start: int) -> int:
    """Where the title before the name at `start` begins, not before `low`."""
    best = start
    window = max(low, start - 140)
    tokens = list(_TOKEN.finditer(text, window, start))
    depth = 0
    for token in reversed(tokens):
        word = lower[token.start() : token.end()]
        if word == ")":
            depth += 1
            continue
        if word == "(":
            depth -= 1
            best = token.start()
            continue
        if depth > 0:
            continue
        if word[0].isalnum() and (
            word in words.HEADS
            or word in cues.TITLES
            or (text[token.start()].isupper() and word not in words.FRAMES and word not in _NEVER_TITLE)
        ):
            best = token.start()
            continue
        break
    return best


_NEVER_TITLE = frozenset(
    [
        "dan",
        "dengan",
        "serta",
        "sementara",
        "namun",
        "adapun",
        "di",
        "ke",
        "pada",
        "kedua",
        "jakarta",
        "senin",
        "selasa",
        "rabu",
        "kamis",
        "jumat",
        "sabtu",
        "minggu",
        "pertemuan",
        "kunjungan",
        "negosiasi",
        "pembicaraan",
    ]
)


def _is_in_title(text: str, mention: Named, following: Named) -> bool:
    """Whether a country or body stands in the title of the person named next: `Presiden Rusia Vladimir Putin`."""
    if mention.is_person or not following.is_person or following.start - mention.end > 60:
        return False
    gap = _PARENTHESES.sub(" ", text[mention.end : following.start])
    if (
        following.role_text
        and text.find(following.role_text, max(0, following.start - len(following.role_text) - 3), following.start)
        <= mention.start
        <= following.start - 1
        and following.start - mention.start <= len(following.role_text) + 3
    ):
        return True
    return (
        all(w[0].isupper() or w.lower() in words.HEADS or w.lower() in cues.TITLES for w in gap.split())
        and "," not in gap
    )


def _is_related(text: str, lower: str, mention: Named, following: Named, start: int) -> bool:
    """Whether a person is named only as whose deputy or lawyer the next one is: `Wakil Blinken, Wendy Sherman`."""
    if not mention.is_person or not following.is_person:
        return False
    lead = lower[max(start, mention.start - 30) : mention.start].split()
    if not lead or not (lead[-1] in cues.RELATIONS or " ".join(lead[-2:]) in cues.RELATIONS):
        return False
    return text[mention.end : following.start].strip() in (",", "")


def is_free(text: str, start: int, end: int, allowed: frozenset[str], most: int) -> bool:
    """Whether only allowed words, at most `most`, stand in `[start, end)`; brackets and marks are passed over."""
    if end - start > GAP_CHARS:
        return False
    gap = _ASIDE.sub(" ", _PARENTHESES.sub(" ", text[start:end]))
    found = _TOKEN.findall(gap.lower())
    return len(found) <= most and all(word in allowed or word in cues.ADVERBS or word.isdigit() for word in found)


class Around:
    """The groups of one sentence around one trigger."""

    def __init__(
        self, text: str, lower: str, start: int, end: int, groups: Sequence[Group], trigger: Trigger, territory_end: int
    ) -> None:
        self.text, self.lower, self.start, self.end = text, lower, start, end
        self.groups = groups
        self.trigger = trigger
        self.territory_end = territory_end

    def parties(self) -> list[Party]:
        """Who takes part, as far as this sentence says; empty when it names nobody in a place that takes part."""
        voice = self.trigger.meaning.voice
        left, subject = self.left(), None
        right, opener = self.right()
        if right is not None and opener == "antara":
            return self.between(right)
        if voice == "noun" and (pair := self.addressed()) is not None:
            return pair
        if voice == "noun" and right is not None and opener == "":
            second, joint = self.right_of(right.end, ("dengan", "dan"))
            if second is not None or len(right.members) > 1 or _is_pair(right):
                return _all([*right.members, *(second.members if second else [])])
            if left is None:
                return self.owned(right)
        if left is None or left is right:
            subject = self.subject(right)
            left = subject
        if left is not None and right is not None and left is not right:
            return self.roles(left, right, voice, opener)
        if left is not None and len(left.members) > 1 and voice in ("mutual", "noun"):
            return _all(left.members)
        if left is not None:
            return [Party(m, ParticipantRole.INITIATOR) for m in left.members]
        if right is not None:
            return [Party(m, ParticipantRole.COUNTERPART) for m in right.members]
        return []

    def roles(self, left: Group, right: Group, voice: str, opener: str) -> list[Party]:
        first, second = ParticipantRole.INITIATOR, ParticipantRole.COUNTERPART
        if voice == "hosts":
            first, second = ParticipantRole.HOST, ParticipantRole.COUNTERPART
        elif voice == "goes":
            second = ParticipantRole.HOST
        elif voice == "passive":
            first, second = second, first
        elif voice in ("mutual", "noun") and len(left.members) > 1:
            first = second = ParticipantRole.PARTICIPANT
        taken = {m.entity_id for m in left.members}
        return [
            *(Party(m, first) for m in left.members),
            *(Party(m, second) for m in right.members if m.entity_id not in taken),
        ]

    def between(self, right: Group) -> list[Party]:
        """`antara X dan Y`, `antara X dengan Y`."""
        if len(right.members) > 1:
            return _all(right.members)
        second, _ = self.right_of(right.end, ("dengan", "dan"))
        return _all([*right.members, *(second.members if second else [])])

    def owned(self, right: Group) -> list[Party]:
        """`kunjungan Macron ke Jakarta`, `lawatan Presiden ...`: the one after the noun goes, the next is gone to."""
        second, _ = self.right_of(right.end, ("ke", "kepada", "menuju"))
        if self.trigger.meaning.kind != ContactKind.VISIT:
            return _all(right.members)
        hosts = [Party(m, ParticipantRole.HOST) for m in second.members] if second else []
        return [*(Party(m, ParticipantRole.INITIATOR) for m in right.members), *hosts]

    def left(self) -> Group | None:
        """The group right before the trigger, auxiliaries passed over."""
        for group in reversed(self.groups):
            if group.end <= self.trigger.start:
                if is_free(self.text, group.end, self.trigger.start, words.AUXILIARIES, 9):
                    lead = self.lower[max(self.start, group.start - 20) : group.start].split()
                    if lead and lead[-1] in ("dengan", "oleh", "kepada", "di", "dari", "ke", "terhadap", "bagi"):
                        return None
                    return group
                return None
        return None

    def right(self) -> tuple[Group | None, str]:
        """The group after the trigger and the preposition before it; ("" when it follows directly)."""
        return self.right_of(self.trigger.end, tuple(words.OPENERS))

    def right_of(self, offset: int, openers: Sequence[str]) -> tuple[Group | None, str]:
        for group in self.groups:
            if group.start < offset:
                continue
            if group.start >= self.territory_end:
                return None, ""
            gap = _PARENTHESES.sub(" ", self.text[offset : group.start])
            if len(gap) > GAP_CHARS or _CLAUSE_END.search(gap):
                return None, ""
            found = _TOKEN.findall(gap.lower())
            if not found:
                return group, ""
            opener = next((word for word in reversed(found) if word in openers), None)
            if opener is not None:
                place = len(found) - 1 - found[::-1].index(opener)
                before, after = found[:place], found[place + 1 :]
                named = all(word in words.HEADS or word in _OURS for word in after)
                if not named or "," in before:
                    return None, ""
                if opener in ("antara", "dengan", "bersama", "kepada") or all(_fills(word) for word in before):
                    return group, opener
                return None, ""
            if all(_fills(word) for word in found):
                return group, ""
            if "di" in found or "pada" in found:
                continue
            return None, ""
        return None, ""

    def subject(self, other: Group | None) -> Group | None:
        """The group that opens the sentence or the clause that goes on after the trigger."""
        best: Group | None = None
        for group in self.groups:
            if group is other:
                continue
            if group.end <= self.trigger.start and self.opens(group):
                best = group
            elif group.start >= self.trigger.end:
                if best is None and self.follows_comma(group):
                    return self.with_second_subject(group)
                break
        return best

    def with_second_subject(self, group: Group) -> Group:
        """Two subjects of a sentence framed by the contact: `Setelah pembicaraan, X memperingatkan ... dan Y mengatakan`."""
        if self.trigger.meaning.voice != "noun" or not group.members[0].is_person:
            return group
        for later in self.groups:
            if later.start > group.end and later.members[0].is_person:
                lead = self.lower[max(group.end, later.start - 8) : later.start].split()
                after = _TOKEN.match(self.lower, later.end + 1)
                if lead and lead[-1] in ("dan", "sementara", "sedangkan") and after and after[0] in cues.BEFORE:
                    return Group(group.start, group.end, [*group.members, *later.members])
        return group

    def opens(self, group: Group) -> bool:
        gap = self.text[self.start : group.start]
        cut = max((match.end() for match in _CLAUSE_BEGIN.finditer(gap)), default=0)
        return is_free(self.text, self.start + cut, group.start, _OPENING, 5)

    def follows_comma(self, group: Group) -> bool:
        before = self.text[self.trigger.end : group.start]
        frame = self.lower[self.start : self.trigger.start].split()
        return (
            before.rstrip().endswith(",")
            and _CLAUSE_END.search(before) is None
            and bool(frame)
            and (frame[0] in words.FRAMES)
        )

    def addressed(self) -> list[Party] | None:
        """`oleh X kepada Y pada pertemuan`: the two named last before the trigger, one to the other."""
        before = [group for group in self.groups if group.end <= self.trigger.start]
        if len(before) < 2:
            return None
        giver, taker = before[-2], before[-1]
        joint = self.lower[giver.end : taker.start].split()
        tail = self.lower[taker.end : self.trigger.start].split()
        if (
            joint
            and joint[-1] in ("kepada", "dengan")
            and len(joint) <= 3
            and len(tail) <= 2
            and tail
            and tail[-1] in ("pada", "dalam", "saat", "ketika", "selama")
        ):
            return [
                *(Party(m, ParticipantRole.INITIATOR) for m in giver.members),
                *(Party(m, ParticipantRole.COUNTERPART) for m in taker.members),
            ]
        return None


_OURS = frozenset({"kami", "kita", "di", "nya"})


def _fills(word: str) -> bool:
    return word in words.FILLERS or word.isdigit()


_OPENING = words.FRAMES | frozenset(
    [
        "para",
        "kedua",
        "namun",
        "sementara",
        "itu",
        "adapun",
        "bahwa",
        "kata",
        "ketika",
        "sedangkan",
        "pihak",
        "baik",
        "selain",
        "lalu",
        "kemudian",
        "kini",
    ]
)


def _all(members: Sequence[Named]) -> list[Party]:
    seen: dict[str, Named] = {}
    for member in members:
        seen.setdefault(member.entity_id, member)
    return [Party(member, ParticipantRole.PARTICIPANT) for member in seen.values()]


def _is_pair(group: Group) -> bool:
    return len(group.members) > 1
