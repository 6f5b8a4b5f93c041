"""Where groups stand around a trigger: the one to its left, the one behind a preposition, the subject of its clause.

Here: reading places in one sentence. Not here: making groups (groups.py), who takes part (parties.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.text.contacts import words
from etl.text.contacts.groups import Group
from etl.text.contacts.memory import Memory
from etl.text.contacts.words import Trigger
from etl.text.quotes import cues

BEFORE_OPENER = 8
"""So many words may stand between a trigger and the preposition of its parties."""
APPOSITION_CHARS = 60
"""A comma so near before a name can set it in apposition to the title before it."""
_CLAUSE_BEGIN = re.compile(r"[,\u201c\"\u2013\u2014]|\s-\s|\bbahwa\b")
_CLAUSE_END = re.compile(r"[.;:?!\u201c\u201d\"]")
_ASIDE = re.compile(r"[\u201c\u201d\"'\u2018\u2019()]")
_FRAMED = re.compile(r",(?=\s*(?:sebelum|setelah|usai|saat|ketika|dalam|selama)\b)")
_ASIDE_CLAUSE = re.compile(r",\s*yang\b[^,]{0,110},|,?\s*yang\b|,")
# `tidak ada rencana bagi X untuk bertemu Y`: whom the plan is for is who meets.
_FOR_TO = re.compile(r"\s+untuk\s")
# A dateline before the frame: `HELSINKI, 14 Mei - Dalam percakapan telepon, X ...`.
_DASH = re.compile(r"\s-\s|[\u2013\u2014]")
_RELATES = frozenset(
    {"merupakan", "adalah", "menjadi", "memperkuat", "hubungan", "kerja", "sama", "kemitraan", "mempererat", "bagian"}
)
"""Words after which a preposition opens other parties than the contact's: `pertemuan itu memperkuat hubungan antara ...`."""
# `X menuju Strasbourg, dan bertemu Y`: the subject goes on.
_AND_THEN = re.compile(r",\s*(?:dan|lalu|serta|kemudian|sebelum|untuk|guna|termasuk)\s*(?:[\w-]+\s+){0,4}\Z")
_SAID_OF_SELF = re.compile(r",(?=\s*(?:pihaknya|dirinya|ia|dia|beliau)\b)")
_LASTING = re.compile(
    r"\bselama\s+(?:sekitar\s+|kurang lebih\s+|lebih dari\s+|hampir\s+)?[\w,.]+\s+(?:jam|menit|hari)\b(?:\s+(?:lebih|penuh))?"
)
_COUNTERPART = re.compile(rf"\b({'|'.join(sorted(words.COUNTERPARTS))}),")
_OF_MANY = frozenset({"dihadiri", "diikuti", "melibatkan", "dipimpin"})
"""Words after which all who take part are listed."""
_OURS = frozenset({"kami", "kita", "di", "mereka", "dari"})
_OPENING = words.FRAMES | frozenset(
    {"para", "kedua", "namun", "sementara", "itu", "adapun", "bahwa", "kata", "ketika", "sedangkan", "pihak", "baik"}
    | {"selain", "lalu", "kemudian", "kini", "sebelumnya", "di", "sela-sela"}
)


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
        if lead[-1] in ("bagi", "untuk") and _FOR_TO.match(self.lower, before[-1].end) is not None:
            return before[-1]
        if lead[-1] in ("dengan", "oleh", "kepada", "terhadap", "bagi", "bersama", "dari", "untuk"):
            return None
        if not before[-1].members[0].is_person and lead[-1] not in words.FIRST_WORDS and lead[-1] not in cues.BEFORE:
            return None
        return before[-1]

    def _aside(self, group: Group) -> int | None:
        """Where the clause `, yang juga anggota Partai X,` that ends with the group begins; None when there is none."""
        if not self.lower.startswith(",", group.end):
            return None
        comma = self.lower.rfind(",", max(self.start, group.start - words.GAP_CHARS), group.start)
        return comma if comma >= 0 and "yang" in self.lower[comma : group.start].split() else None

    def _right(self, offset: int, openers: frozenset[str]) -> tuple[Group | None, str]:
        """The group after `offset` and the preposition before it; "" when it follows directly."""
        for group in self.groups:
            if group.first < offset:
                continue
            begin = max(group.start, offset)
            if begin >= self.territory_end:
                break
            gap = _LASTING.sub(" ", words.PARENTHESES.sub(" ", self.lower[offset:begin]))
            gap = _COUNTERPART.sub(r"\1", gap)
            if len(gap) > words.GAP_CHARS or _CLAUSE_END.search(gap):
                break
            found = words.TOKEN.findall(gap)
            opener = next((word for word in reversed(found) if word in openers), "")
            if not opener:
                return (group, "") if all(_fills(word) for word in found) else (None, "")
            place = len(found) - 1 - found[::-1].index(opener)
            before, after = found[:place], found[place + 1 :]
            if not all(words.is_head(word) or word in _OURS for word in after):
                break
            if "," in before or any(word in words.FRAMES for word in before if word not in ("di", "pada", "melalui")):
                break
            if len(before) > BEFORE_OPENER or not _RELATES.isdisjoint(before):
                break
            if opener == "dengan" and "antara" in before:
                return group, "antara"
            if opener in _OF_MANY and len(before) > (2 if not all(_fills(word) for word in before) else 5):
                break
            if opener in ("antara", "dengan", "bersama", "kepada", "dihadiri", "melibatkan", "dipimpin") or all(
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
                if best is not None or "," in self.lower[self.trigger.end : group.start]:
                    break
        persons = (g for g in self.groups if g.end <= self.trigger.start and g.members[0].is_person)
        if best is None and next(persons, None) is None and self._opens_with_pronoun():
            return Group(self.start, self.start, list(self.memory.subject)) if self.memory.subject else None
        return self._as_side(best)

    def _as_side(self, group: Group | None) -> Group | None:
        """The group, or the body its person speaks for: `Ketua Kadin X mengatakan pihaknya akan berdialog dengan Y`."""
        if group is None or group.body is None or "pihaknya" not in self.lower[group.end : self.trigger.start].split():
            return group
        return Group(group.start, group.end, [group.body], group.first)

    def _opens_with_pronoun(self) -> bool:
        """Whether the sentence is of `ia`, named before it: `Ia berkata hal itu dicapai setelah pertemuan dengan X`."""
        opening = words.TOKEN.findall(self.lower[self.start : min(self.trigger.start, self.start + words.GAP_CHARS)])
        while opening and (opening[0] in _OPENING or opening[0] in cues.ADVERBS or opening[0] in '"\u201c\u201d,'):
            opening.pop(0)
        return bool(opening) and opening[0] in cues.PRONOUNS

    def _pronoun(self) -> Group | None:
        """Whom `ia` before the trigger stands for: the one person named before it; no member when there are several.

        None when no pronoun stands there.
        """
        before = words.TOKEN.findall(
            self.lower[max(self.start, self.trigger.start - words.GAP_CHARS) : self.trigger.start]
        )
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
        tokens = words.TOKEN.findall(gap)
        for place, token in enumerate(tokens):
            if token in cues.BEFORE:
                rest = [word for word in tokens[place + 1 :] if word not in ("bahwa", ",", "jika")]
                return (bool(rest) and rest[0] in words.SELF) or not rest
        return True

    def _follows_frame(self, group: Group) -> bool:
        between = self.lower[self.trigger.end : group.start]
        frame = _DASH.split(self.lower[self.start : self.trigger.start])[-1].split()
        return (
            between.rstrip().endswith(",")
            and _CLAUSE_END.search(between) is None
            and (frame[0] in words.FRAMES if frame else self.lower.startswith("setiba", self.trigger.start))
        )

    def _with_second(self, group: Group) -> Group:
        """Two subjects of a sentence framed by the contact: `Setelah pembicaraan, X memperingatkan ... dan Y mengatakan`."""
        if self.trigger.meaning.voice != "noun" or not group.members[0].is_person:
            return group
        for later in self.groups:
            if later.start > group.end and later.members[0].is_person:
                lead = self.lower[max(group.end, later.start - 12) : later.start].split()
                after = words.TOKEN.match(self.lower, later.end + 1)
                if lead and lead[-1] in ("dan", "sementara", "sedangkan") and after and after[0] in cues.BEFORE:
                    return Group(group.start, group.end, [*group.members, *later.members])
        return group

    def _is_led_by(self, group: Group, prepositions: Sequence[str]) -> bool:
        lead = self.lower[max(self.start, group.start - 14) : group.start].split()
        return bool(lead) and lead[-1] in prepositions

    def _owner(self) -> Group | None:
        """Whose contact `pertemuannya` is: the person named last before it, else whom the sentence before was about."""
        if not self.lower.startswith("nya", self.trigger.end - 3):
            return None
        before = [group for group in self.groups if group.end <= self.trigger.start and group.members[0].is_person]
        if before or any(group.end <= self.trigger.start for group in self.groups):
            return before[-1] if before else None
        return Group(self.start, self.start, list(self.memory.subject)) if self.memory.subject else None

    def _points_back(self) -> bool:
        """Whether the trigger is of a contact told before, so that names right after it are of those who were there."""
        following = self.lower[self.trigger.end : self.trigger.end + 14].split()
        return bool(following) and following[0].strip(",.") in words.DEFINITE


def _is_free(lower: str, start: int, end: int, allowed: frozenset[str], most: int) -> bool:
    """Whether only allowed words, at most `most`, stand in `[start, end)`; brackets and marks are passed over."""
    if end - start > words.GAP_CHARS:
        return False
    gap = _ASIDE.sub(" ", words.PARENTHESES.sub(" ", lower[start:end]))
    found = words.TOKEN.findall(_FRAMED.sub(" ", gap))
    return len(found) <= most and all(word in allowed or word in cues.ADVERBS or word.isdigit() for word in found)


def _fills(word: str) -> bool:
    return word in words.FILLERS or word.isdigit()
