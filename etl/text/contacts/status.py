"""Status of a contact: whether it took place, is to come, depends on something, is proposed, or did not take place.

Here: the words before a trigger that say so, and the order in which all are asked. Not here: the words behind it
(outcomes.py), the word lists (words.py), statuses carried from one trigger to the next (telling.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.contracts.enums import ContactStatus
from etl.text.contacts import words
from etl.text.contacts.days import DateMention
from etl.text.contacts.outcomes import clause_behind, outcome_of
from etl.text.contacts.words import Trigger
from etl.text.named import Named
from etl.text.quotes import cues

_TOKEN = re.compile(r"[^\W_][\w'\u2019-]*|[,;:()\u201c\u201d\"]")
LEAD_CHARS = 120
PURPOSE_CHARS = 220
"""The verb whose purpose a contact is stands at most so far before it, with its subject, place and day between."""
DENIAL_CHARS = 170
STATUS_WORDS = 9
"""A word that governs the trigger stands at most this many words before it."""

_DOORS = frozenset({"pintu", "kemungkinan", "peluang", "jalan"})
_NOT_ONLY = frozenset({"harus", "perlu", "wajib", "hanya", "sekadar"})
_ASKS = re.compile(r"\s*(?:untuk|agar|supaya|guna)?\s*(?:segera|kembali|mau|bersedia)?\s*")
_CLAUSE_BREAK = re.compile(
    r"[;:\u201c\u201d\"]|\b(?:tetapi|tapi|namun|sementara|sedangkan|melainkan|setelah|usai|saat|ketika|dalam)\b"
)
_IF = frozenset({"jika", "apabila", "bila", "kalau", "seandainya", "andai"})
# `jika pertemuan itu terjadi` is of a contact that may not be; `jika negosiasi gagal` is of one that is under way.
_HAPPENS = re.compile(r"[^,]{0,60}?\b(?:terjadi|digelar|berlangsung|terlaksana|diadakan|jadi|dilakukan|terwujud)\b")
_SOON = re.compile(r",[^,]{0,60}\b(?:akan|bakal|dijadwalkan|direncanakan)\b")
_EVER = frozenset({"pernah", "sempat"})
_PAST = frozenset({"telah", "sudah", "setelah", "usai", "seusai", "selepas", "sempat", "pernah"})
# `akan menjadi presiden pertama yang mengunjungi Angola`.
_WILL_BE = re.compile(r"\b(?:akan|bakal)\s+menjadi\b[^.;:,\"\u201c\u201d]{0,60}\byang\s+(?:pernah\s+|akan\s+)?\Z")
_PURPOSE = frozenset({"untuk", "guna", "demi"})
_PURPOSE_ENDS = frozenset({*_PAST, *_IF, ";", ":", '"', "\u201c", "\u201d", "bahwa", "sementara", "sedangkan", "namun"})
# Between what may or may not be and the trigger, the one who would do it: `tidak ada rencana bagi X untuk bertemu`.
_SUBJECT_OF = re.compile(r"\b(?:bagi|untuk|agar|supaya|jika|bila|kalau|apabila|asalkan|seandainya|kemungkinan)\s+\Z")


def status_of(
    lower: str,
    start: int,
    trigger: Trigger,
    end: int,
    mentions: Sequence[Named] = (),
    dates: Sequence[DateMention] = (),
    parties_end: int = 0,
) -> ContactStatus | None:
    """The status that words around the trigger state; None when none does (told as a fact, or pointing back).

    `parties_end`: where the parties named right after the trigger end; 0 when there are none.
    """
    outcome = outcome_of(lower, start, trigger, end, parties_end)
    if outcome is not None:
        return outcome
    if is_denied_before(lower, start, trigger):
        return ContactStatus.DENIED
    if (asked := _asked(lower, start, trigger, mentions)) is not None:
        return asked
    requested = words.REQUESTED.search(lower, max(start, trigger.start - PURPOSE_CHARS), trigger.start)
    if requested is not None:
        return ContactStatus.DENIED if requested["denied"] else ContactStatus.PROPOSED
    clause = clause_behind(lower, trigger, end)
    tokens = _tokens_before(lower, start, trigger, mentions, dates)
    stated = _governing(tokens, is_under_way=trigger.meaning.voice == "noun" and _HAPPENS.match(clause) is None)
    if stated == ContactStatus.DENIED:
        return stated
    stated = stated or _of_purpose(tokens)
    if stated is None and _WILL_BE.search(lower, max(start, trigger.start - LEAD_CHARS), trigger.start) is not None:
        stated = ContactStatus.SCHEDULED
    opening = lower[start : trigger.start].split(None, 1)
    if opening and opening[0] in ("sebelum", "selain", "jelang", "menjelang") and _SOON.search(clause):
        return ContactStatus.SCHEDULED
    if words.after_pattern("conditional").search(clause):
        return ContactStatus.CONDITIONAL
    if stated is not None and opening and opening[0] in _IF and "," in opening[-1]:
        return ContactStatus.CONDITIONAL  # `Jika X menarik pasukan, Y akan bertemu Z`
    if stated is not None:
        return stated
    if words.after_pattern("proposed").search(clause[:40]):
        return ContactStatus.PROPOSED
    if words.after_pattern("scheduled").search(clause[:70]):
        return ContactStatus.SCHEDULED
    return None


def _tokens_before(
    lower: str, start: int, trigger: Trigger, mentions: Sequence[Named], dates: Sequence[DateMention]
) -> list[str]:
    """The words before a trigger, less its dates and the one of whom `bagi X untuk bertemu` speaks."""
    low = max(start, trigger.start - PURPOSE_CHARS)
    blanks = [(date.start, date.end) for date in dates if low <= date.start and date.end <= trigger.start]
    before = [mention for mention in mentions if low < mention.end <= trigger.start]
    blanks += [(mention.start, mention.end) for mention in before if mention.is_place and low <= mention.start]
    subject = before[-1] if before else None
    if subject is not None:
        first = max(low, subject.start - (len(subject.role_text) + 1 if subject.role_text else 0))
        if _SUBJECT_OF.search(lower, low, first) is not None:
            blanks.append((first, subject.end))
    lead, position = [], low
    for first, last in sorted(blanks):
        lead.append(lower[position:first])
        position = max(position, last)
    lead.append(lower[position : trigger.start + _own_status(lower, trigger)])
    tokens = _TOKEN.findall(" ".join(lead))
    if tokens and tokens[-1] in words.MEANS:
        tokens = [token for token in tokens if token not in words.AGREEING]
    return tokens


def _own_status(lower: str, trigger: Trigger) -> int:
    """How many characters of the trigger itself say its status: `akan ke Moskow`, `batal ke Moskow`."""
    first, _, rest = lower[trigger.start : trigger.end].partition(" ")
    return len(first) if rest and (first in words.SCHEDULED or first in words.DENIED) else 0


def _governing(tokens: Sequence[str], *, is_under_way: bool) -> ContactStatus | None:
    """The status that the words before a trigger give it, the nearest first.

    `is_under_way`: `jika` before the trigger speaks of what becomes of the contact, not of whether there is one.
    """
    stated: ContactStatus | None = None
    following = ""
    for distance, written in enumerate(reversed(tokens)):
        token = written if written in words.DENIED or len(written) < 7 else written.removesuffix("nya")
        if distance >= STATUS_WORDS or token in ",;:":
            break
        if token == "menutup" and following not in _DOORS:
            break  # `menutup lawatannya`: it took place
        if token in words.DENIED:
            if following in _NOT_ONLY:
                return ContactStatus.PROPOSED
            return stated if following == "lagi" else ContactStatus.DENIED
        if token in _EVER and distance + 1 < len(tokens) and tokens[-distance - 2] in words.DENIED:
            return ContactStatus.DENIED
        if token in _PAST or token == "hasil" or (token in _IF and is_under_way):
            break
        if token in words.CONDITIONAL and distance + 1 < len(tokens) and tokens[-distance - 2] in words.GLAD:
            break
        if token in words.CONDITIONAL:
            stated = stated or ContactStatus.CONDITIONAL
        elif token in words.PROPOSED:
            stated = ContactStatus.PROPOSED
        elif token in words.SCHEDULED:
            stated = stated or ContactStatus.SCHEDULED
        elif not _passes(written):
            break
        following = token
    return stated


def _of_purpose(tokens: Sequence[str]) -> ContactStatus | None:
    """The status of what is done in order to have the contact: `akan berada di Brussel pada Jumat untuk bertemu X`."""
    rest = list(tokens)
    while rest and rest[-1] not in _PURPOSE and _passes(rest[-1]):
        rest.pop()
    if not rest or rest.pop() not in _PURPOSE:
        return None
    for token in reversed(rest):
        if token in _PURPOSE_ENDS:
            return None
        if token in words.SCHEDULED:
            return ContactStatus.SCHEDULED
        if token in words.INVITING:
            return ContactStatus.PROPOSED
    return None


def _passes(token: str) -> bool:
    """Whether a word may stand between a trigger and the word that gives it its status."""
    return token in words.THROUGH or token in cues.ADVERBS or token in words.AUXILIARIES or token in '()"\u201c\u201d'


def _asked(lower: str, start: int, trigger: Trigger, mentions: Sequence[Named]) -> ContactStatus | None:
    """The status where the name right before the trigger is of one who is asked, or kept from it: `mengundang X untuk berkunjung`."""
    before = [mention for mention in mentions if mention.end <= trigger.start]
    named = before.pop() if before else None
    if named is None or _ASKS.fullmatch(lower, named.end, trigger.start) is None:
        return None
    while before and lower[before[-1].end : named.start].strip() in ("dan", ","):
        named = before.pop()
    lead = _TOKEN.findall(lower[max(start, named.start - len(named.role_text or "") - 24) : named.start])
    if not words.FORBIDDING.isdisjoint(lead):
        return ContactStatus.DENIED
    return ContactStatus.PROPOSED if not words.INVITING.isdisjoint(lead) else None


def is_denied_before(lower: str, start: int, trigger: Trigger) -> bool:
    """Whether a denial reaches the trigger: `membantah kabar bahwa X telah bertemu Y`."""
    low = max(start, trigger.start - DENIAL_CHARS)
    last = None
    for match in words.DENYING.finditer(lower, low, trigger.start):
        last = match
    return last is not None and _CLAUSE_BREAK.search(lower, last.end(), trigger.start) is None
