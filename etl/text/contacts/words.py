"""Contact triggers: the words that tell of a contact, and the word classes around them.

Here: the contact lexicon compiled into patterns and sets. Not here: who takes part (parties.py).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from etl.contracts.enums import ContactKind
from etl.lexicon import read_rows, read_toml
from etl.text.tries import words_pattern

_LEXICON: dict[str, Any] = read_toml("contacts.toml")
_STATUS: dict[str, list[str]] = _LEXICON["status"]
_WORDS: dict[str, Any] = _LEXICON["words"]
_TITLES: dict[str, Any] = _LEXICON["titles"]


class Meaning(NamedTuple):
    """What a trigger word tells: the kind of contact, its CAMEO code, and where its parties stand (voice)."""

    kind: ContactKind
    cameo: str
    voice: str


class Trigger(NamedTuple):
    """A trigger word at `[start, end)`."""

    start: int
    end: int
    meaning: Meaning


def _meanings() -> dict[str, Meaning]:
    return {
        word: Meaning(ContactKind(entry["kind"]), entry["cameo"], entry["voice"])
        for entry in _LEXICON["trigger"]
        for word in entry["words"]
    }


_MEANINGS = _meanings()
_BLANKS = re.compile(r"\s+")
TOKEN = re.compile(r"[^\W_][\w'\u2019-]*|[^\w\s]")
"""A word, or a mark by itself."""
PARENTHESES = re.compile(r"\([^()]{0,60}\)")
WORD_BEFORE = re.compile(r"([^\W_][\w-]*)[\s(]*\Z")
"""The last word of a stretch, an opening bracket passed over."""
WORD_BEFORE_CHARS = 24
GAP_CHARS = 110
"""A party, or words for two, stands at most this far from its trigger or its preposition."""
TRIGGERS = re.compile(rf"\b{words_pattern(_MEANINGS)}(?:nya)?(?![\w-])")

DENIED = frozenset(_STATUS["denied"])
INVITING = frozenset(_STATUS["inviting"])
FORBIDDING = frozenset(_STATUS["forbidding"])
PROPOSED = frozenset(_STATUS["proposed"])
SCHEDULED = frozenset(_STATUS["scheduled"])
GLAD = frozenset(_STATUS["glad"])
CONDITIONAL = frozenset(_STATUS["conditional"])
THROUGH = frozenset(_STATUS["through"])
AUXILIARIES = frozenset(_WORDS["auxiliaries"])
FILLERS = frozenset(_WORDS["fillers"])
HEADS = frozenset(_WORDS["heads"])
OPENERS = frozenset(_WORDS["openers"])
FRAMES = frozenset(_WORDS["frames"])
DEFINITE = frozenset(_WORDS["definite"])


@cache
def after_pattern(status: str) -> re.Pattern[str]:
    """Words after the trigger that give it that status."""
    return re.compile(rf"\b{words_pattern(_STATUS[status + '_after'])}\b")


REQUESTED = re.compile(
    rf"\b(?:(?P<denied>{words_pattern(_STATUS['denied'])})\s+)?{words_pattern(_STATUS['requests'])}\s+(?P<asker>[^.;:,!?\"\u201c\u201d]{{2,60}}?)\s+(?:untuk|agar|supaya|bagi)\s+[^.;:,!?\"\u201c\u201d]*\Z"
)
"""A request that the contact is, and whether it was refused: `menolak usulan AS untuk pertemuan`."""
NOT_HELD = re.compile(
    rf"\b{words_pattern(_STATUS['negations'])}\s+(?:(?:jadi|akan|pernah|dapat|bisa|sempat|ada|lagi)\s+){{0,3}}{words_pattern(_STATUS['holding'])}\b"
)
"""A negated verb of taking place behind a contact: `tidak akan berlangsung`, `belum pernah digelar`."""
DENYING = re.compile(
    rf"\b{words_pattern(_STATUS['denying'])}\b(?=(?:\s+[\w-]+){{0,3}}?\s+(?:{words_pattern(_STATUS['denied_things'])})\b)|\b(?:tidak|tak) benar\b"
)
"""A denial and, within a few words, what it denies: `membantah kabar`, `membantah Kolb pernah`."""
MEANS = frozenset(_WORDS["means"])
AGREEING = frozenset(_STATUS["agreeing"])
"""Verbs of agreement: what is agreed by telephone is to come, the call is not."""
TWO = frozenset(_WORDS["two"])
ENCOUNTERS = frozenset(_WORDS["encounters"])
STATES = frozenset(_WORDS["states"])
COUNTERPARTS = frozenset(_WORDS["counterparts"])
ATTENDING = frozenset(_WORDS["attending"])
GOVERNMENTS = frozenset(_WORDS["governments"])
SENT = frozenset(_WORDS["sent"])
RECEIVING = frozenset(_WORDS["receiving"])
ENVOYS = frozenset(_WORDS["envoys"])
JOINERS = frozenset({"diikuti", "serta", "dan", "disusul", "lalu", "kemudian"})
"""Words that join a contact to the one told before it in the sentence, with its status."""
BETWEEN = frozenset(_WORDS["between_title_and_name"])
FIRST_WORDS = frozenset(_WORDS["first_words"])
KIN = frozenset(_WORDS["kin"])
JUDGING = frozenset(_WORDS["judging"])
ADDRESSING = frozenset(_WORDS["addressing"])
SELF = frozenset(_WORDS["self"])
"""Words after a verb of speech with which the speaker goes on about themselves: `mengatakan siap bertemu`."""
WELCOMING = frozenset(_WORDS["welcoming"])
OUTLETS = frozenset(_WORDS["outlets"]).union(
    row[0].lower() for table in ("publishers.tsv", "agencies.tsv") for row in read_rows(table)
)
OFFICES = frozenset(_WORDS["offices"])
OFFICE_FAMILIES = frozenset[str](_TITLES["families"])
"""Words that stand for every office that they begin: `Menteri` for the one minister of a story."""
OFFICE_BY_TITLE: dict[str, str] = {form: row[0] for row in _TITLES["offices"] for form in row} | {
    word: word for word in OFFICE_FAMILIES
}
"""The office by each of its titles: `menlu` is `menteri luar negeri`."""
TITLES_OF_OFFICE: dict[str, list[str]] = {word: [word] for word in OFFICE_FAMILIES} | {
    row[0]: row for row in _TITLES["offices"]
}
NO_BEARER = frozenset[str](_TITLES["no_bearer"])
MINISTRIES = frozenset[str](_TITLES["ministries"])
_TITLE = re.compile(rf"(?:h\.e\. |y\.m\. |datuk |tan sri )*({words_pattern(OFFICE_BY_TITLE)})(?![\w-])")
LEADER: str = _TITLES["leader"]
LEADING = frozenset[str](_TITLES["leading"])
"""Offices whose bearer is called the leader of the country: `pemimpin Prancis itu`."""
TITLE_BEFORE = re.compile(rf"\b(?P<title>{words_pattern([*OFFICE_BY_TITLE, LEADER])})\s+\Z")
"""A title that ends right before the country in it."""
COUNTRIES = frozenset(_WORDS["blocs"]).union(row[1] for row in read_rows("countries.tsv"))
"""Countries and blocs by canonical name."""
CAPITAL_OF = {row[1]: row[3] for row in read_rows("countries.tsv") if row[3]}
"""Capitals by their countries, canonical names both."""
COUNTRY_OF_CAPITAL = {capital: country for country, capital in CAPITAL_OF.items()}
SEATS: dict[str, str] = {row[0]: row[1] for row in _WORDS["seats"]}
"""Towns by the seats in them: `di Kremlin` is in Moskow."""
SEAT = re.compile(rf"\bdi\s+(?:kompleks\s+|gedung\s+)?(?P<seat>{words_pattern(SEATS)})\b")
UNIONS = frozenset(_WORDS["unions"])
"""Bodies of countries, whose meetings are contacts of their members."""
CAPITALS = frozenset(row[3] for row in read_rows("countries.tsv") if row[3])
"""Capitals by canonical name: they can stand for a government."""

_PARTS = ".,;:!?()\"\u201c\u201d'\u2018\u2019/-\u2013\u2014"


def words_of(lower: str) -> frozenset[str]:
    """The different words of a lower-case text; a hyphen parts words too."""
    for mark in _PARTS:
        if mark in lower:
            lower = lower.replace(mark, " ")
    return frozenset(lower.split())


SPORT = words_of(" ".join(_WORDS["sport"]))
FICTION = words_of(" ".join(_WORDS["fiction"]))
_ALONE = {field: re.compile(rf"\b{words_pattern(_WORDS[f'{field}_alone'])}\b") for field in ("sport", "fiction")}
_ALONE_WORDS = {field: words_of(" ".join(_WORDS[f"{field}_alone"])) for field in _ALONE}
_TRIGGER_WORDS = [part.replace("-", " ").split() for word in _MEANINGS for part in (word, word + "nya")]
_FIRST_OF_TRIGGERS = frozenset(parts[0] for parts in _TRIGGER_WORDS)
_ONE_WORD = frozenset(parts[0] for parts in _TRIGGER_WORDS if len(parts) == 1)
_SECOND_BY_FIRST = {
    first: frozenset(parts[1] for parts in _TRIGGER_WORDS if parts[0] == first and len(parts) > 1)
    for first in sorted(_FIRST_OF_TRIGGERS - _ONE_WORD)
}


def may_trigger(found: frozenset[str]) -> bool:
    """Whether a text with these words can hold a trigger: its one word, or the first two of it."""
    if not _ONE_WORD.isdisjoint(found):
        return True
    return any(not seconds.isdisjoint(found) for first, seconds in _SECOND_BY_FIRST.items() if first in found)


def names_field(lower: str, found: frozenset[str], field: str) -> bool:
    """Whether one word alone says that a text with the words `found` is of that field (`sport`, `fiction`)."""
    return not _ALONE_WORDS[field].isdisjoint(found) and _ALONE[field].search(lower) is not None


def is_head(word: str) -> bool:
    """Whether a lower-case word stands before a party and means it; said twice it is of several: `wakil-wakil Jerman`."""
    first, hyphen, second = word.partition("-")
    return first in HEADS and (not hyphen or first == second)


def is_trigger(word: str) -> bool:
    """Whether a lower-case word alone is a trigger."""
    return word in _MEANINGS or word.removesuffix("nya") in _MEANINGS


def triggers_in(lower: str, found: frozenset[str]) -> list[Trigger]:
    """The triggers in a lower-case text with the words `found`, in order."""
    places: set[int] = set()
    for word in found & _FIRST_OF_TRIGGERS:
        place = lower.find(word)
        while place >= 0:
            places.add(place)
            place = lower.find(word, place + len(word))
    triggers: list[Trigger] = []
    end = 0
    for place in sorted(places):
        match = TRIGGERS.match(lower, place) if place >= end else None
        if match is None:
            continue
        word = _BLANKS.sub(" ", match[0])
        meaning = _MEANINGS.get(word) or _MEANINGS.get(word.removesuffix("nya"))
        if meaning is not None:
            triggers.append(Trigger(match.start(), match.end(), meaning))
            end = match.end()
    return triggers


def office_of(title: str) -> str | None:
    """The office that a lower-case title before a name begins with: `menlu as` bears `menteri luar negeri`; None for none."""
    match = _TITLE.match(title)
    return OFFICE_BY_TITLE[_BLANKS.sub(" ", match[1])] if match is not None else None
