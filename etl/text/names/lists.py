"""Names that stand in a list: between two persons stands a third, "Rahma Yusuf, Kaishu Sanoe, dan Torvald Eikeland".

Here: runs of capitals that nothing else told, with persons on both sides. Not here: what tells those (candidates.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from etl.text.names.lexicon import PERSON
from etl.text.names.runs import never_open
from etl.text.names.spans import Span
from etl.text.names.tokens import Tokens
from etl.text.single_words import is_ordinary, words

SURE_OF_LIST = 0.75
FEWEST_WORDS, MOST_WORDS = 2, 4
"""Words of a name in a list: of one word alone the list says too little."""

_COMMA, _AND = ",", frozenset({"dan", "serta", "hingga"})


def between_persons(tokens: Tokens, shown: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Persons in the gaps between persons of `spans` (in order): each gap is a comma, the name, and a comma or "dan"."""
    found: list[Span] = []
    for left, right in pairwise(spans):
        gap = right.start - left.end
        if left.kind != PERSON or right.kind != PERSON or not FEWEST_WORDS + 2 <= gap <= MOST_WORDS + 3:
            continue
        if shown[left.end] != _COMMA or tokens.lines[left.start] != tokens.lines[right.start]:
            continue
        start, end = left.end + 1, right.start
        while end > start and (shown[end - 1] == _COMMA or shown[end - 1] in _AND):
            end -= 1
        if end < right.start and FEWEST_WORDS <= end - start <= MOST_WORDS and _is_name(shown[start:end]):
            found.append(Span(start, end, PERSON, "list", SURE_OF_LIST))
    return found


def _is_name(part: Sequence[str]) -> bool:
    """Whether all words are written as those of a person's name, and not all are ordinary."""
    written = all(word[0].isupper() and word[1:].islower() and word.lower() not in words("not_names") for word in part)
    return written and part[0].lower() not in never_open() and not all(map(is_ordinary, part))
