"""Places as datelines and credits name them.

Here: from a name as written to today's Indonesian name, in normal capitals. Not here: names of places inside the
story, which the name step reads.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from etl.lexicon import read_rows

LONGEST_WORDS = 5
_KIND = re.compile(r"(?:(?:kota|kabupaten|kab\.?|provinsi|city of)[ \xa0]{1,2})", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


@cache
def _places() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, forms in ((row[0], row[1] if len(row) > 1 else "") for row in read_rows("dateline_places.tsv")):
        names[name.lower()] = name
        for form in filter(None, forms.split("|")):
            names.setdefault(form.lower(), name)
    return names


@lru_cache(maxsize=16_384)
def place_named(text: str) -> str | None:
    """Today's Indonesian name of the place that `text` names, whatever its capitals; None when it names none we know.

    "KOTA BEKASI" and "Kab. Bekasi" are Bekasi; "Solo, Jawa Tengah" is Surakarta.
    """
    key = _BLANKS.sub(" ", text.strip(" \xa0\t.,")).lower()
    places = _places()
    if key in places:
        return places[key]
    kind = _KIND.match(key)
    if kind and key[kind.end() :] in places:
        return places[key[kind.end() :]]
    first, comma, second = key.partition(",")
    if comma and first in places and second.strip(" .") in places:
        return places[first]
    return None


@lru_cache(maxsize=4_096)
def place_opening(text: str) -> tuple[str, int] | None:
    """The place that `text` (short) opens with and how many characters it takes; the longest name wins."""
    words = list(re.finditer(r"[^\s,]+", text[:60]))[:LONGEST_WORDS]
    for word in reversed(words):
        if name := place_named(text[: word.end()]):
            return name, word.end()
    return None


def in_normal_capitals(name: str) -> str:
    """A place the lexicon does not know, as it would stand in a sentence: KUALA LANGSA is Kuala Langsa."""
    if not name.isupper():
        return name
    words = [word.capitalize() if len(word) > 2 or word.isalpha() else word for word in name.split(" ")]
    return " ".join(word.lower() if number and word in _JOINING else word for number, word in enumerate(words))


_JOINING = frozenset({"Dan", "Di", "Untuk", "And", "Of", "The"})
