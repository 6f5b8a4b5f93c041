"""Outcomes: what the words behind a trigger and its parties say became of the contact.

Here: `pertemuan X dengan Y dibatalkan`, `tidak jadi digelar`, `ditunda hingga Juni`. Not here: the words before the
trigger (status.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import ContactStatus
from etl.text.contacts import words
from etl.text.contacts.words import Trigger

CLAUSE_CHARS = 110
BEHIND_PARTIES_CHARS = 140
OUTCOME_CHARS = 90
"""An outcome begins at most so far behind the trigger, or behind the parties named after it."""
PLAN_CHARS = 12

_SENTENCE_PART = re.compile(r"[.;:!?]")
_CLAUSE = re.compile(r"[.;:!?,]")
# `X, yang tiba di Manila pada Senin, dijadwalkan ...`: what follows the comma is of another verb.
_RELATIVE = re.compile(r"\byang\s+(?:juga\s+|telah\s+|baru\s+)?\Z")
_WHICH = re.compile(r",\s*yang\b[^,.;:]{0,80},")
_MOVED = re.compile(r"\s+(?:lagi\s+)?(?:hingga|sampai|ke|menjadi)\b")
_AHEAD = re.compile(
    r"\s*(?:(?:di|pada)\s+[\w/() ]{2,40}?\s+)?(?:yang\s+)?(?:(?P<word>akan|bakal|dijadwalkan|direncanakan|rencananya)\b|(?P<may>mungkin|bisa|dapat)\s+(?:saja\s+)?(?:terjadi|digelar|berlangsung|diadakan|terwujud|terlaksana|dilakukan)\b)"
)
_MOVABLE = frozenset({"ditunda", "diundur", "dijadwal ulang"})
_PLANS = ("rencana", "upaya")


def clause_behind(lower: str, trigger: Trigger, end: int) -> str:
    """The words behind a trigger up to the end of its clause."""
    ends = _CLAUSE if _RELATIVE.search(lower, max(0, trigger.start - PLAN_CHARS), trigger.start) else _SENTENCE_PART
    return ends.split(lower[trigger.end : min(end, trigger.end + CLAUSE_CHARS)], maxsplit=1)[0]


def outcome_of(lower: str, start: int, trigger: Trigger, end: int, parties_end: int) -> ContactStatus | None:
    """Denied where the words behind say that there was no contact, scheduled where they move it; None elsewhere."""
    if parties_end > trigger.end and trigger.meaning.voice in ("noun", "round", "unites"):
        behind = _WHICH.sub(" ", lower[parties_end : min(end, parties_end + BEHIND_PARTIES_CHARS)], count=1)
        behind = _CLAUSE.split(behind, maxsplit=1)[0]
        is_planned = lower[max(start, trigger.start - PLAN_CHARS) : trigger.start].rstrip().endswith(_PLANS)
        outcome = _denial(behind, is_planned=is_planned) or _prospect(behind)
        if outcome is not None:
            return outcome
    clause = clause_behind(lower, trigger, end).split(",", 1)[0]
    return _denial(clause, is_planned=False)


def _prospect(behind: str) -> ContactStatus | None:
    """What the verb right behind the parties says is to come: `pertemuan X dan Y akan digelar`, `mungkin terjadi`."""
    match = _AHEAD.match(behind)
    if match is None:
        return None
    return ContactStatus.CONDITIONAL if match["may"] else ContactStatus.SCHEDULED


def _denial(behind: str, *, is_planned: bool) -> ContactStatus | None:
    told = words.after_pattern("denied").search(behind[:OUTCOME_CHARS])
    told = told or words.NOT_HELD.search(behind[:OUTCOME_CHARS])
    if told is None and is_planned:
        told = words.after_pattern("planned_denied").search(behind[:OUTCOME_CHARS])
    if told is None:
        return None
    is_moved = told[0] in _MOVABLE and _MOVED.match(behind, told.end()) is not None
    return ContactStatus.SCHEDULED if is_moved else ContactStatus.DENIED
