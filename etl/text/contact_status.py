"""Status of a contact: whether it took place, is to come, depends on something, is proposed, or did not take place.

Here: the words around a trigger that say so. Not here: the word lists (contact_words.py), statuses carried from one
trigger to the next (contact_telling.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.contracts.enums import ContactStatus
from etl.text import contact_words as words
from etl.text import cues
from etl.text.contact_days import DateMention
from etl.text.contact_words import Trigger
from etl.text.named import Named

_TOKEN = re.compile(r"[^\W_][\w'\u2019-]*|[,;:()\u201c\u201d\"]")
LEAD_CHARS = 120
DENIAL_CHARS = 170
STATUS_WORDS = 9
"""A word that governs the trigger stands at most this many words before it."""

_NOT_ONLY = frozenset({"harus", "perlu", "wajib", "hanya", "sekadar"})
_ASKS = re.compile(r"\s*(?:untuk|agar|supaya|guna)?\s*(?:segera|kembali|mau|bersedia)?\s*")
_WHICH = re.compile(r",\s*yang\b[^,.;:]{0,80},")
_MOVED = re.compile(r"\s+(?:hingga|sampai|ke|menjadi)\b")
_CLAUSE_BREAK = re.compile(
    r"[;:\u201c\u201d\"]|\b(?:tetapi|tapi|namun|sementara|sedangkan|melainkan|setelah|usai|saat|ketika|dalam)\b"
)
_IF = frozenset({"jika", "apabila", "bila", "kalau", "seandainya", "andai"})
# `jika pertemuan itu terjadi` is of a contact that may not be; `jika negosiasi gagal` is of one that is under way.
_HAPPENS = re.compile(r"[^,]{0,60}?\b(?:terjadi|digelar|berlangsung|terlaksana|diadakan|jadi|dilakukan|terwujud)\b")
_SOON = re.compile(r",[^,]{0,60}\b(?:akan|bakal|dijadwalkan|direncanakan)\b")
_EVER = frozenset({"pernah", "sempat"})
_PAST = frozenset({"telah", "sudah", "setelah", "usai", "seusai", "selepas", "sempat", "pernah"})


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
    after = lower[trigger.end : min(end, trigger.end + 110)]
    clause = re.split(r"[.;:!?]", after, maxsplit=1)[0]
    if parties_end > trigger.end and trigger.meaning.voice in ("noun", "round"):
        behind = _WHICH.sub(" ", lower[parties_end : min(end, parties_end + 140)], count=1)
        behind = re.split(r"[.;:!?,]", behind, maxsplit=1)[0]
        is_planned = lower[max(start, trigger.start - 12) : trigger.start].rstrip().endswith("rencana")
        denied = words.after_pattern("denied").search(behind[:90])
        denied = denied or (words.after_pattern("planned_denied").search(behind[:90]) if is_planned else None)
        if denied is not None and (denied[0] != "ditunda" or _MOVED.match(behind, denied.end()) is None):
            return ContactStatus.DENIED
    denied = words.after_pattern("denied").search(clause[:90])
    if denied is not None and "," not in clause[: denied.start()]:
        is_moved = denied[0] == "ditunda" and _MOVED.match(clause, denied.end()) is not None
        return ContactStatus.SCHEDULED if is_moved else ContactStatus.DENIED
    if is_denied_before(lower, start, trigger):
        return ContactStatus.DENIED
    if _is_asked(lower, start, trigger, mentions):
        return ContactStatus.PROPOSED
    low = max(start, trigger.start - LEAD_CHARS)
    lead = lower[low : trigger.start]
    for date in dates:
        if low <= date.start and date.end <= trigger.start:
            lead = lead[: date.start - low] + " " * (date.end - date.start) + lead[date.end - low :]
    is_under_way = trigger.meaning.voice == "noun" and _HAPPENS.match(clause) is None
    tokens = _TOKEN.findall(lead)
    if tokens and tokens[-1] in words.MEANS:
        tokens = [token for token in tokens if token not in words.AGREEING]
    stated = _governing(tokens, is_under_way=is_under_way)
    if stated == ContactStatus.DENIED:
        return stated
    opening = lower[start : trigger.start].split(None, 1)
    if opening and opening[0] in ("sebelum", "selain", "jelang", "menjelang") and _SOON.search(clause):
        return ContactStatus.SCHEDULED
    if words.after_pattern("conditional").search(clause):
        return ContactStatus.CONDITIONAL
    if stated is not None:
        return stated
    if words.after_pattern("proposed").search(clause[:40]):
        return ContactStatus.PROPOSED
    if words.after_pattern("scheduled").search(clause[:70]):
        return ContactStatus.SCHEDULED
    return None


def _governing(tokens: Sequence[str], *, is_under_way: bool) -> ContactStatus | None:
    """The status that the words before a trigger give it, the nearest first.

    `is_under_way`: `jika` before the trigger speaks of what becomes of the contact, not of whether there is one.
    """
    stated: ContactStatus | None = None
    following = ""
    for distance, token in enumerate(reversed(tokens)):
        if distance >= STATUS_WORDS or token in ",;:":
            break
        if token in words.DENIED:
            if following in _NOT_ONLY:
                return ContactStatus.PROPOSED
            return stated if following == "lagi" else ContactStatus.DENIED
        if token in _EVER and distance + 1 < len(tokens) and tokens[-distance - 2] in words.DENIED:
            return ContactStatus.DENIED
        if token in _PAST or token == "hasil" or (token in _IF and is_under_way):
            break
        if token in words.CONDITIONAL:
            stated = stated or ContactStatus.CONDITIONAL
        elif token in words.PROPOSED:
            stated = ContactStatus.PROPOSED
        elif token in words.SCHEDULED:
            stated = stated or ContactStatus.SCHEDULED
        elif not _passes(token):
            break
        following = token
    return stated


def _passes(token: str) -> bool:
    """Whether a word may stand between a trigger and the word that gives it its status."""
    return token in words.THROUGH or token in cues.ADVERBS or token in words.AUXILIARIES or token in '()"\u201c\u201d'


def _is_asked(lower: str, start: int, trigger: Trigger, mentions: Sequence[Named]) -> bool:
    """Whether the name right before the trigger is of one who is asked: `mengundang X untuk berkunjung`."""
    before = [mention for mention in mentions if mention.end <= trigger.start]
    named = before.pop() if before else None
    if named is None or _ASKS.fullmatch(lower, named.end, trigger.start) is None:
        return False
    while before and lower[before[-1].end : named.start].strip() in ("dan", ","):
        named = before.pop()
    lead = _TOKEN.findall(lower[max(start, named.start - len(named.role_text or "") - 24) : named.start])
    return any(word in words.INVITING for word in lead)


def is_denied_before(lower: str, start: int, trigger: Trigger) -> bool:
    """Whether a denial reaches the trigger: `membantah kabar bahwa X telah bertemu Y`."""
    low = max(start, trigger.start - DENIAL_CHARS)
    last = None
    for match in words.DENYING.finditer(lower, low, trigger.start):
        last = match
    return last is not None and _CLAUSE_BREAK.search(lower, last.end(), trigger.start) is None
