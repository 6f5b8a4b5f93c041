"""Signs around a trigger of what it tells of: a call, the next of several, one told before, a name, or nothing.

Here: reading them from the words beside the trigger. Not here: putting the contact together (telling.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from etl.contracts.enums import ContactKind, ParticipantRole
from etl.text.contacts import words
from etl.text.contacts.groups import Group
from etl.text.contacts.party import Party
from etl.text.contacts.record import Contact
from etl.text.contacts.words import Trigger

PHONE_CHARS = 120
"""A telephone so near after a word of talk or meeting makes it a call."""
_BY_PHONE = re.compile(
    r"\b(?:lewat|melalui|menerusi|via|per|dengan|di|sambungan|secara)\s+(?:sambungan\s+|saluran\s+)?tele[pf]on\b|\btele[pf]on\b(?=\s+(?:antara|dengan))"
)
_MEANS = re.compile(
    r"[^.;:?!\"\u201c]*\b(?:lewat|melalui|menerusi|via|per|dengan|di|secara)\s+(?:sambungan\s+|saluran\s+)?\Z"
)
_REACHING = frozenset({"menghubungi", "mengontak", "dikontak"})
_ASKED = re.compile(r"\bapakah\b[^,.;:?\"\u201c]*\Z")
_SIDE_JOURNEY = re.compile(
    r"\b(?:sebelum|setelah|usai|seusai|selepas|sejak|saat|ketika|sambil|sembari)\s+(?:[\w-]+\s+){0,3}\Z"
)
# What stands between a contact and the occasion or the form of it.
_FRAME = re.compile(
    r"[^.;:?!\"\u201c\u201d]*?\b(?:(?P<aside>di sela(?:-sela)?|(?:di )?sela-sela)|dalam|melalui|lewat)\s+(?:sebuah\s+|suatu\s+|rangka\s+|acara\s+|rangkaian\s+)?\Z"
)
_ALONE = re.compile(r"\s+(?:secara\s+terpisah|satu per satu|masing-masing)\b")
_ALONE_BEFORE = re.compile(r"\b(?:secara\s+terpisah|satu per satu)\s+\Z")
MEMBERS_CHARS = 40
ALONE_CHARS = 30
"""How far before a trigger `secara terpisah` begins."""
_MEMBERS = re.compile(
    r"\b(?:para\s+(?:menteri|menlu|menhan|pemimpin|kepala|duta|panglima|wakil)|(?:menteri|menlu|menhan)-(?:menteri|menlu|menhan))\b[\w\s-]*\Z"
)
_OPENS_CLAUSE = frozenset("-\u2013\u2014:\"\u201c\u2018'|")
_TAKES_PLACE = frozenset({"berlangsung", "digelar", "diadakan", "dilakukan", "dihadiri", "dilangsungkan"})
"""Verbs after which a bare `pertemuan` that opens a sentence is the one told before."""
_NEXT = re.compile(
    r"\s+(?:berikutnya|selanjutnya|lanjutan|kedua|ketiga)\s+(?:(?:perundingan|pembicaraan|negosiasi)\s+)?(?:akan|bakal|dijadwalkan|direncanakan|rencananya|digelar|diadakan)\b"
)
_OF_ROUND = re.compile(r"\bputaran\s+[\w-]+\s+\Z")
_IS_HELD = re.compile(r"\s+(?:akan|bakal|dijadwalkan|direncanakan|rencananya|digelar|diadakan|berlangsung)\b")


def without_means(lower: str, triggers: Sequence[Trigger]) -> list[Trigger]:
    """`triggers` less the telephones that only say how another contact was made: `berbicara dengan X melalui telepon`."""
    left: list[Trigger] = []
    for trigger in triggers:
        last = left[-1] if left else None
        if last is not None and trigger.meaning == last.meaning and lower[last.end : trigger.start] == " (":
            left[-1] = Trigger(last.start, trigger.end + 1, trigger.meaning)  # `Konferensi Tingkat Tinggi (KTT)`
            continue
        if (
            last is not None
            and trigger.meaning.kind == ContactKind.PHONE_CALL
            and last.meaning.kind in (ContactKind.TALK, ContactKind.MEETING, ContactKind.PHONE_CALL)
            and trigger.end - last.end <= PHONE_CHARS
            and _MEANS.match(lower, last.end, trigger.start) is not None
        ):
            continue
        left.append(trigger)
    return left


def kind_of(lower: str, trigger: Trigger, end: int) -> ContactKind:
    """The kind of the trigger; a talk by telephone is a call."""
    kind = trigger.meaning.kind
    is_call = _BY_PHONE.search(lower, trigger.start, min(end, trigger.end + PHONE_CHARS)) is not None
    return ContactKind.PHONE_CALL if kind in (ContactKind.TALK, ContactKind.MEETING) and is_call else kind


def is_unclear_call(lower: str, trigger: Trigger, end: int) -> bool:
    """Whether a bare `menghubungi` lacks the telephone that makes it a call."""
    if lower[trigger.start : trigger.end] not in _REACHING:
        return False
    return _BY_PHONE.search(lower, trigger.end, min(end, trigger.end + PHONE_CHARS)) is None


def is_asked(lower: str, start: int, trigger: Trigger) -> bool:
    """Whether the sentence asks whether there will be a contact, and so tells of none."""
    return _ASKED.search(lower, start, trigger.start) is not None


def is_side_journey(lower: str, start: int, trigger: Trigger) -> bool:
    """Whether a journey is named only to place another event: `sebelum terbang ke Oslo`."""
    return trigger.meaning.voice == "travels" and _SIDE_JOURNEY.search(lower, start, trigger.start) is not None


def margin(lower: str, triggers: Sequence[Trigger], groups: Sequence[Group], end: int) -> tuple[int, frozenset[int]]:
    """Up to where the first of `triggers` goes on through others that only say in what frame it took place.

    `X bertemu Y di sela-sela KTT ASEAN di Vientiane`, `menerima Y dalam audiensi di Vatikan`. Also where those end;
    0 and none when no such one follows.
    """
    told: set[int] = set()
    reached = 0
    for place, (last, frame) in enumerate(pairwise(triggers)):
        following = triggers[place + 2].start if place + 2 < len(triggers) else end
        match = _FRAME.match(lower, last.end, frame.start)
        if match is None or frame.meaning.voice not in ("noun", "weak"):
            break
        has_parties = any(frame.end <= group.start < following for group in groups)
        if has_parties and match["aside"] is None:
            break
        told.add(frame.end)
        reached = following
    return reached, frozenset(told)


def one_by_one(lower: str, trigger: Trigger, contact: Contact) -> Sequence[Contact]:
    """The contacts that one with several was, where each was met alone: `bertemu secara terpisah dengan X dan Y`."""
    others = [party for party in contact.parties if party.role == ParticipantRole.COUNTERPART]
    first = [party for party in contact.parties if party.role == ParticipantRole.INITIATOR]
    if len(others) < 2 or len(first) != 1 or len(first) + len(others) != len(contact.parties):
        return [contact]
    if (
        _ALONE.match(lower, trigger.end) is None
        and _ALONE_BEFORE.search(lower, max(0, trigger.start - ALONE_CHARS), trigger.start) is None
    ):
        return [contact]
    return [replace(contact, parties=[*first, other]) for other in others]


def is_of_members(lower: str, parties: Sequence[Party]) -> bool:
    """Whether the one party is a body named for its ministers or leaders: `para menteri luar negeri ASEAN`."""
    if len(parties) != 1:
        return False
    start = parties[0].mention.start
    return _MEMBERS.search(lower, max(0, start - MEMBERS_CHARS), start) is not None


def is_in_name(text: str, trigger: Trigger, start: int) -> bool:
    """Whether a word of talk is part of a name: `Dialog Kebijakan Energi Australia-Indonesia`."""
    lead = text[start : trigger.start].rstrip()
    return text[trigger.start].isupper() and bool(lead) and lead[-1] not in _OPENS_CLAUSE


def points_back(lower: str, trigger: Trigger) -> bool:
    """Whether the trigger is of a contact told before: `pertemuan itu`, `pembicaraan keduanya`."""
    following = lower[trigger.end : trigger.end + 16].split()
    if not following or trigger.meaning.voice not in ("noun", "weak"):
        return False
    first = following[0].strip(",.")
    if first in words.DEFINITE:
        return True
    lead = lower[max(0, trigger.start - 2) : trigger.start].strip()
    return first in _TAKES_PLACE and lead in ("", ".", "\n")


def is_next(lower: str, trigger: Trigger) -> bool:
    """Whether the trigger is of the next contact of those told of last: `pertemuan berikutnya akan digelar ...`."""
    if trigger.meaning.voice not in ("noun", "round") or trigger.meaning.kind == ContactKind.VISIT:
        return False
    if _NEXT.match(lower, trigger.end) is not None:
        return True
    is_round = trigger.meaning.voice == "round" or _OF_ROUND.search(lower, max(0, trigger.start - 24), trigger.start)
    return bool(is_round) and _IS_HELD.match(lower, trigger.end) is not None
