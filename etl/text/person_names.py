"""What a person's name looks like in a credit.

Here: trimming a piece of a credit line to a name, and refusing teams, offices, outlets, buttons and initials.
Not here: names in running text, which the name step reads.
"""

from __future__ import annotations

import re
from functools import cache

from etl.contracts.spans import Span
from etl.lexicon import read_toml
from etl.text.outlets import agency_named, outlet_named
from etl.text.places import place_named

MOST_WORDS = 6
_EDGE = " \t\xa0\r\n.,:;*_\"'“”‘’-–—|#@>"
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`.-](?=[^\W\d_]))*\.?")
_INITIALS = re.compile(r"(?:[A-Z]\.? ?){1,3}")
_DEGREE = re.compile(
    r"(?:[SMDA]\.? ?)(?:[A-Z][a-z]{0,4}\.?)(?:I|Kom|Sos|Pd|Hum|Si|Ag|IP|IK)?\.?|Ph\.?D\.?|Dr\.?|Ir\.?|H\.?|Hj\.?"
)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(read_toml("credits.toml")["words"][kind])


def name_span(text: str, span: Span) -> Span | None:
    """`span` without blanks and marks at its ends; None when nothing is left."""
    part = span.of(text)
    lead = len(part) - len(part.lstrip(_EDGE))
    body = part.strip(_EDGE)
    if not body:
        return None
    start = span.start + lead
    end = start + len(body)
    if text[end : end + 1] == "." and _is_initial(body.rsplit(" ", 1)[-1]):
        end += 1
    return Span(start, end)


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


def is_person(name: str, *, labelled: bool) -> bool:
    """True when `name` can be a person's. `labelled`: a role stands before it, so that a single word will do."""
    words = name.replace("\xa0", " ").split(" ")
    words = [word for word in words if word]
    if not words or len(words) > MOST_WORDS or len(name) > 60:
        return False
    if not all(_WORD.fullmatch(word) for word in words):
        return False
    lower = [word.lower().strip(".") for word in words]
    if any(word in _words("no_person") for word in lower):
        return False
    if _INITIALS.fullmatch(name) or (len(words) == 1 and (len(name) < 3 or not labelled)):
        return False
    if len(words) == 1 and name.isupper() and len(name) < 5:
        return False
    if not words[0][0].isupper():
        return False
    if not labelled and not all(word[0].isupper() or word in _words("particles") for word in words):
        return False
    if agency_named(name) or outlet_named(name) or any(outlet_named(word) for word in words if "." in word[:-1]):
        return False
    if _DEGREE.fullmatch(name):
        return False
    return not place_named(name)
