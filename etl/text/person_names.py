"""What a person's name looks like in a credit.

Here: trimming a piece of a credit line to a name, and refusing teams, offices, outlets, buttons and initials.
Not here: names in running text, which the name step reads.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from etl.contracts.spans import Span
from etl.lexicon import read_toml
from etl.text.dates.words import MONTHS, WEEKDAYS
from etl.text.outlets import agency_named, outlet_named
from etl.text.places import place_named
from etl.text.single_words import is_ordinary

MOST_WORDS = 6
MOST_CHARS = 60
_FEWEST_LETTERS = {"labelled": 3, "signed": 4, "bare": 4}
"""Of a name of one word; shorter ones are initials."""
_EDGE = " \t\xa0\r\n.,:;*_\"'“”‘’-–—|#@>"
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`.-](?=[^\W\d_]))*\.?")
_INITIALS = re.compile(r"(?:[A-Z]\.? ?){1,3}")
_DEGREE = re.compile(
    r"[SMDA]\.? ?(?:Pd|Si|Kom|I\.?Kom|Sos|Hum|Ag|IP|IK|H|E|T|P|Kes|Psi|Th|Tr|Fil|Sn|Ars|Farm|Kep|Ked|M|Md)(?:\.?I)?\.?|"
    r"Ph\.?D\.?|Dr\.?|Ir\.?|Hj?\.?"
)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(read_toml("credits.toml")["words"][kind])


@cache
def _rubrics() -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")["rubrics"])


def name_span(text: str, span: Span) -> Span | None:
    """`span` without blanks and marks at its ends; None when nothing is left."""
    part = span.of(text)
    lead = len(part) - len(part.lstrip(_EDGE))
    body = part.strip(_EDGE)
    if not body:
        return None
    start = span.start + lead
    end = start + len(body)
    while (blank := text.find(" ", start, end)) > 0 and text[start:blank].lower() in _words("titles"):
        start = blank + 1
    if text[end : end + 1] == "." and _is_initial(body.rsplit(" ", 1)[-1]):
        end += 1
    return Span(start, end)


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


@lru_cache(maxsize=65_536)
def is_person(name: str, standing: str = "bare") -> bool:
    """True when `name` can be a person's.

    `standing`: "labelled" after a role ("Editor: Hendra"), "signed" before its outlet ("hendra - detikNews"), else
    "bare": the less the line says of it, the more the name itself has to look like one.
    """
    words = [word for word in name.replace("\xa0", " ").split(" ") if word]
    if not words or len(words) > MOST_WORDS or len(name) > MOST_CHARS or not all(map(_WORD.fullmatch, words)):
        return False
    if any(part in _words("no_person") for word in words for part in word.lower().strip(".").split("-")):
        return False
    if not _is_written_as_name(name, words, standing):
        return False
    if agency_named(name) or outlet_named(name) or any(outlet_named(word) for word in words if "." in word[:-1]):
        return False
    return not (_DEGREE.fullmatch(name) or place_named(name) or name.lower() in _rubrics())


def is_surely_a_name(line: str) -> bool:
    """True when a line that nothing calls a byline holds a name and nothing else: two words or more, none ordinary."""
    span = name_span(line, Span(0, len(line)))
    name = span.of(line) if span else ""
    words = name.split()
    return len(words) > 1 and is_person(name) and not any(is_ordinary(word) for word in words)


def _is_written_as_name(name: str, words: list[str], standing: str) -> bool:
    if _INITIALS.fullmatch(name) or words[0].lower() in WEEKDAYS or name.lower() in MONTHS:
        return False
    if len(words) == 1 and (len(name) < _FEWEST_LETTERS[standing] or (name.isupper() and len(name) < 5)):
        return False
    if standing == "signed":
        return True
    if standing == "labelled":
        return words[0][0].isupper()
    if sum(map(is_ordinary, words)) * 2 > len(words):
        return False
    return all(word[0].isupper() or word in _words("particles") for word in words)
