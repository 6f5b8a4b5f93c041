"""Offices by which persons are called: `menlu`, `sang menteri`, `orang nomor satu di Sanggau` for who holds them.

Here: an office as words and the countries or regions in it, and whether one office means another.
Not here: who holds what in a document (bearers.py); the words themselves (lexicon/offices.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from etl.lexicon import read_toml
from etl.text.named import HOME_COUNTRY, Named
from etl.text.tries import words_pattern

_WORDS: dict[str, Any] = read_toml("offices.toml")

_LONG_FORMS: dict[str, str] = _WORDS["long_forms"]
_SHORT = re.compile(rf"\b(?:{words_pattern(list(_LONG_FORMS))})\b")
_EPITHETS: dict[str, list[str]] = _WORDS["epithets"]
_OTHER_OFFICE = frozenset[str](_WORDS["other_office_behind"])
_IDLE = frozenset[str](_WORDS["idle"])
BODIES: dict[str, str] = _WORDS["bodies"]
"""Bodies written short, in full."""
"""The country that an Indonesian text does not say."""

_WORD = re.compile(r"[^\W_]+")
# What tells more of a person than the office: "menteri berusia 64 tahun ini".
_MORE = re.compile(r"\s(?:berusia|kelahiran)\b")


class Office(NamedTuple):
    """An office: its words in full and small letters, and the places in it by their canonical names."""

    words: tuple[str, ...]
    places: frozenset[str]

    @property
    def is_home(self) -> bool:
        """Whether no other country or region stands in it."""
        return self.places <= {HOME_COUNTRY}


def office(lower: str, start: int, end: int, inside: Iterable[Named]) -> Office:
    """The office that the text `[start, end)` names, `lower` being the document in small letters and `inside` its mentions there."""
    more = _MORE.search(lower, start, end)
    end = more.start() if more else end
    places = [mention for mention in inside if mention.entity_type == "PLACE" and mention.end <= end]
    parts, at = list[str](), start
    for place in places:
        parts.append(lower[at : place.start])
        at = place.end
    parts.append(lower[at:end])
    full = _SHORT.sub(lambda match: _LONG_FORMS[match[0]], " ".join(parts))
    words = tuple(word for word in _WORD.findall(full) if word not in _IDLE)
    return Office(words, frozenset(place.name for place in places))


def means(wanted: Office, held: Office) -> bool:
    """Whether `wanted` is a way to call who holds `held`: "menlu Rusia" for a "Menteri Luar Negeri Rusia"."""
    if not wanted.words or not (
        wanted.places - {HOME_COUNTRY} <= held.places if held.is_home else wanted.places <= held.places
    ):
        return False
    if (called := _EPITHETS.get(" ".join(wanted.words))) is not None:
        return bool(wanted.places <= held.places) and any(holds(held.words, tuple(name.split())) for name in called)
    return holds(held.words, wanted.words)


def holds(held: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether the words of `wanted` stand in `held` one after another, and are the office itself: no "menteri" in "perdana
    menteri", no "presiden" in "wakil presiden"."""
    size = len(wanted)
    return any(
        held[at : at + size] == wanted and (at == 0 or held[at - 1] not in _OTHER_OFFICE)
        for at in range(len(held) - size + 1)
    )
