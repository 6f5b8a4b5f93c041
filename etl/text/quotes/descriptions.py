"""Descriptions: how far the words go that say who speaks, whatever they say.

Here: the bounds of a description, its first word, and whether it points back (`pejabat itu`).
Not here: whom it means (speaker_words.py).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from etl.text.quotes import cues
from etl.text.quotes.speakers import Speakers
from etl.text.sentences import first_word, last_word

CLAUSE_CHARS = 90
"""A clause that belongs to a description (`pria yang berusia 40 tahun itu`) is at most this long."""

_CLAUSE_MARK = re.compile(r"[,;:.?!\u201c\u201d\"()\u2013\u2014\n]")
_NAMELESS = re.compile(r"\b(?:namanya|identitasnya|anonim(?:itas)?|disebut(?:kan)?(?! nama| identitas))\b")
_NAME_AFTER_COMMA = re.compile(r"\s*((?:[A-Z][\w'\u2019-]*\.?\s?){1,5})(?=[,.(;\u2013-]|\s*\Z|\s[a-z])")
# A full stop between a small and a capital letter parts sentences that a page glued: "politisi itu.Menurutnya".
TOKEN = re.compile(r"[^\W\d_](?:[\w'\u2019]|[&-](?=\w)|\.(?=\w)(?!(?<=[a-z]\.)[A-Z]))*|\d[\w.,]*|[^\w\s]")
# "pelatih Hungaria | dan Bulgaria itu", "anggota Dewan Rakyat | atau DPRD Solo itu": a description that goes on to `itu`.
_ON_TO_ITU = re.compile(
    r"\s*(?:(?:dan|atau|serta|di|dari|untuk|pada)\s+)?(?:[A-Z][\w-]*\s+){1,5}(?:itu|ini|tersebut)\b"
)
_CLAUSE_END = re.compile(
    r"\b(?:itu|ini|tersebut)(?=\s+(?:kepada|saat|dalam|ketika|usai|sambil|seraya|di|pada|melalui)\b)"
)
_NEW = frozenset({"seorang", "sebuah", "sejumlah", "salah", "beberapa"})
"""Heads of who is brought up for the first time, whatever `itu` their clause ends in."""
_BEFORE_NAMES = frozenset("@#'\u2018")
UNIQUE = frozenset({"itu", "tersebut", "ini"})


class Described(NamedTuple):
    """A description `[first, end)`: its first word, and whether it ends in `itu`."""

    first: int
    end: int
    head: str
    is_definite: bool


def described_at(speakers: Speakers, offset: int, limit: int) -> Described | None:
    """The description that begins at `offset` and names no person the name step knows."""
    text, lower, names = speakers.text, speakers.lower, speakers.names
    first, end, head = -1, offset, ""
    position = offset
    while (match := TOKEN.search(text, position, limit)) is not None:
        start, stop = match.span()
        low = lower[start:stop]
        mention = names.at(start)
        if mention is not None:
            if first < 0:
                first, head = start, low
            position = end = mention.end
            continue
        position = stop
        if low == "." and stop - start == 1 and _is_abbreviated(text, end):
            continue
        if low == "," and first >= 0:
            if not _goes_on(text, stop, limit):
                break
            continue
        if low == "(" and first >= 0:
            close = text.find(")", stop, min(limit, stop + 40))
            if close < 0 or text[stop : stop + 1].isdigit():
                break
            position = close + 1
            continue
        is_mark = low in _BEFORE_NAMES and (first < 0 or low == "@")
        if not (low[0].isalnum() or is_mark) or low in cues.DAYS:
            break
        if low[0].isalpha() and text[start].islower():
            if low in UNIQUE and first >= 0:
                return Described(first, stop, head, True)
            if low == "yang" and head in cues.STATEMENT_NOUNS and first_word(lower[stop : stop + 20]) in cues.RELEASED:
                continue
            if low == "yang" and first >= 0:
                return _with_clause(speakers, first, end, head, stop, limit)
            if low in cues.BEFORE:
                break
            if (goes_on := _ON_TO_ITU.match(text, start, limit)) is not None and first >= 0 and low in cues.STOPS:
                return Described(first, goes_on.end(), head, True)
            if low in cues.STOPS and not (
                first >= 0 and low in cues.TITLE_PREPOSITIONS and _continues(text, lower, end, stop)
            ):
                break
        if first < 0 and low[0].isalnum():
            first, head = start, low
        end = stop
    return None if first < 0 or end <= first else Described(first, end, head, False)


def _with_clause(speakers: Speakers, first: int, end: int, head: str, offset: int, limit: int) -> Described:
    """A description with what `yang` adds: that the name is withheld, or a clause that ends in `itu`."""
    close = _CLAUSE_MARK.search(speakers.text, offset, min(limit, offset + CLAUSE_CHARS))
    stop = close.start() if close else min(limit, offset + CLAUSE_CHARS)
    clause = speakers.lower[offset:stop]
    if cues.is_withheld(clause):
        nameless = _NAMELESS.search(clause)
        return Described(first, offset + nameless.end() if nameless else stop, head, False)
    is_new = head in _NEW
    if (definite := _CLAUSE_END.search(clause)) is not None and not is_new:
        return Described(first, offset + definite.end(), head, True)
    if (last := clause.split()[-1:]) and last[0] in UNIQUE and not is_new:
        return Described(first, offset + len(clause.rstrip()), head, True)
    return Described(first, end, head, False)


def _goes_on(text: str, offset: int, limit: int) -> bool:
    """Whether a description goes on after its comma: capitals that are no day, up to the next mark or word."""
    match = _NAME_AFTER_COMMA.match(text, offset, limit)
    return match is not None and first_word(match[1]).strip(".").lower() not in cues.DAYS


def _continues(text: str, lower: str, end: int, offset: int) -> bool:
    """Whether a small word continues a title: `juru bicara dari Kementerian`, `penulis dan ahli geologi`."""
    following, before = first_word(lower[offset : offset + 20]), last_word(lower[max(0, end - 12) : end])
    is_title = text[offset : offset + 2].strip().isupper() or following in cues.TITLES
    return is_title and before in cues.TITLES


def _is_abbreviated(text: str, end: int) -> bool:
    """Whether the word that ends at `end` is a title or an initial written short: `H.`, `Dr.`, `Brigjen.`."""
    word = text[max(0, end - 8) : end].split()[-1:]
    if not word or not word[0][0].isupper():
        return False
    return len(word[0]) == 1 or (len(word[0]) == 2 and word[0][1].islower()) or word[0].lower() in cues.SHORT_TITLES
