"""Two texts side by side: which words they share in the same order, and which only one of them has.

Here: the comparison a person looks at. Not here: how alike they are (deduplicate measured that).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 240
"""Words compared of each text: the comparison takes the square of it, and a reader has seen enough."""

_WORD = re.compile(r"\S+")
"""Matches "Jum'at," whole; not the space after it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row, with one space between, that both texts have or that only this one has."""

    text: str
    is_shared: bool


def side_by_side(left: str, right: str) -> tuple[list[Run], list[Run]]:
    """The first MOST_WORDS words of each text in runs. Upper and lower case differ; white space does not."""
    one, other = _words(left), _words(right)
    runs: tuple[list[Run], list[Run]] = ([], [])
    for tag, from_one, to_one, from_other, to_other in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        _add(runs[0], one[from_one:to_one], tag == "equal")
        _add(runs[1], other[from_other:to_other], tag == "equal")
    return runs


def _words(text: str) -> list[str]:
    return [found[0] for found, _ in zip(_WORD.finditer(text), range(MOST_WORDS), strict=False)]


def _add(runs: list[Run], words: Sequence[str], is_shared: bool) -> None:
    if words:
        runs.append(Run(" ".join(words), is_shared))
