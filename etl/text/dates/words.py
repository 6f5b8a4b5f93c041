"""The words dates are written with, as Python values and as pieces of patterns.

Here: lexicon/dates.toml, read once. Not here: the patterns (patterns.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from etl.lexicon import read_toml

_WORDS: dict[str, Any] = read_toml("dates.toml")

MONTHS: dict[str, int] = {**_WORDS["months"], **_WORDS["months_in_full_dates"]}
MONTHS_IN_FULL_DATES = frozenset(_WORDS["months_in_full_dates"])
ENGLISH_MONTHS = frozenset(_WORDS["english_months"]["names"])
WEEKDAYS: dict[str, int] = _WORDS["weekdays"]
STAMP_WEEKDAYS = frozenset(_WORDS["stamp_weekdays"]["names"])
PARTS: dict[str, str] = _WORDS["parts"]
HALVES: dict[str, str] = _WORDS["halves"]
ZONES: dict[str, int] = _WORDS["zones"]
NUMBERS: dict[str, int] = _WORDS["numbers"]
FUTURE_CUES = frozenset(_WORDS["tense"]["future"])
PAST_CUES = frozenset(_WORDS["tense"]["past"])
UNTIL_WORDS = frozenset(_WORDS["tense"]["until"])
LASTING_WORDS = frozenset(_WORDS["tense"]["lasting"])
NO_VERBS = frozenset(_WORDS["tense"]["no_verbs"])
BARE_VERBS = frozenset(_WORDS["tense"]["bare_verbs"])
BLOCKERS_BEFORE = frozenset(_WORDS["blockers"]["before"])
BLOCKERS_AFTER_WEEKDAY = frozenset(_WORDS["blockers"]["after_weekday"])
YEARLY_CUES = frozenset(_WORDS["blockers"]["yearly"])


_WORD_CHARS = 24
"""So many characters hold a word and the blanks after it."""


def either(words: Iterable[str]) -> str:
    """An alternation of `words`, longest first so that none hides a longer one; case is ignored inside it."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?i:" + "|".join(re.escape(word).replace(r"\ ", "[ \\xa0]") for word in ordered) + ")"


_PLAIN = str.maketrans({"\t": " ", "\xa0": " ", "\u2009": " ", "\u202f": " ", "İ": "i", "ı": "i", "ſ": "s"})
"""The blanks of GAP, and the letters that a pattern without case takes for ASCII ones but that `lower` leaves apart."""


def word_key(word: str) -> str:
    """`word` as the lexicon spells it: lower case, plain blanks, no final full stop.

    Whatever a pattern without case has matched as a word of the lexicon is that word here.
    """
    return word.translate(_PLAIN).lower().rstrip(".")


def word_before(text: str, at: int, low: int = 0) -> str:
    """The word before `at` on its line, in lower case; empty when none stands within a word's length."""
    chunk = text[max(low, at - _WORD_CHARS) : at].rpartition("\n")[2].rstrip(' \xa0("“').lower()
    words = chunk.replace("\xa0", " ").rsplit(" ", 1)
    return words[-1].lstrip('("“')


GAP = "[ \\t\\xa0\\u2009\\u202f]"
"""One blank inside a line. A date never crosses a line end."""
DASH = "[-\\u2010\\u2011\\u2012\\u2013\\u2014]"
MONTH = "[A-Za-z]{3,10}"
"""Any word: whether it is a month is looked up afterwards, far cheaper than trying forty names at every place."""
WEEKDAY = "[A-Za-z]{3,10}(?:['’`]at)?"
"""Any word, looked up likewise; "Jum'at" has a mark inside."""
PART = either(PARTS)
HALF = either(HALVES)
ZONE = either(ZONES)
NUMBER = either(NUMBERS)
