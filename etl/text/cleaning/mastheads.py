"""Mastheads: the line on top of a page that says whose page it is, and no title.

Here: an outlet with its motto ("Radio Rimba – Suara dari Hulu"), an office in whose name a release goes out ("Kementerian
Perdagangan Republik Indonesia"). Not here: which outlet a page is of (metadata/imprint.py), which line is the headline
(article_lines.py).
"""

from __future__ import annotations

import re
from functools import cache

from etl.lexicon import read_toml
from etl.text.outlets import looks_like_outlet, outlet_named
from etl.text.places import place_named

LONGEST_CHARS, OUTLET_WORDS, MOTTO_WORDS = 120, 4, 2
_MOTTO = re.compile(r"[ \xa0](?:[-–—|•·:]|::)[ \xa0]|[ \xa0]?[|•·][ \xa0]?")
_OF_STATE = re.compile(r"(?:republik indonesia|\bri|pusat|provinsi .+|kabupaten .+|kota .+)$", re.IGNORECASE)


def is_masthead(line: str) -> bool:
    """True for a line that names an outlet with its motto, or an office of the state alone."""
    line = line.strip()
    if not line or len(line) > LONGEST_CHARS:
        return False
    if (mark := _MOTTO.search(line)) is not None:
        name, motto = line[: mark.start()], line[mark.end() :]
        return len(motto.split()) >= MOTTO_WORDS and not motto[:1].isdigit() and _is_outlet(name)
    return is_office(line)


def is_office(line: str) -> bool:
    """True for the name of an office of the state alone on a line, as press releases are headed with."""
    words = line.strip(" \t\xa0.*").split()
    if not 2 <= len(words) <= 12 or words[0].lower() not in _words("office_words"):
        return False
    if not all(word[0].isupper() or word.lower() in ("dan", "untuk", "bidang", "di", "&") for word in words):
        return False
    name = " ".join(words)
    return _OF_STATE.search(name) is not None or place_named(words[-1]) is not None or name.isupper()


def _is_outlet(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= OUTLET_WORDS:
        return False
    is_kind = len(words) > 1 and words[0].lower() in _words("outlet_kinds") and words[1][0].isupper()
    return is_kind or outlet_named(name) is not None or (len(words) > 1 and looks_like_outlet(name))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")[name])
