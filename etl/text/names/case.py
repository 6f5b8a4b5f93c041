"""Words as they would stand in running text: headlines in capitals, titles With Every Word Capitalised, PLACES in datelines.

Here: telling how a line is written, and lowering what only the line's style has raised.
Not here: finding names in the words (find.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import Enum
from functools import cache
from itertools import compress
from operator import not_
from unicodedata import normalize

from etl.text.names.lexicon import find_known, is_known_start
from etl.text.names.tokens import Tokens
from etl.text.single_words import is_ordinary
from etl.text.single_words import words as words_in

_ENDS_RUNNING = frozenset(".:;,")
"""A line that ends so is running text, or the piece of it before a cut: headlines end without, or with a cry."""


@cache
def _openers() -> frozenset[str]:
    """Ordinary words that names and titles open with: their capital says nothing of the line."""
    return words_in("organization_heads") | words_in("place_heads") | words_in("title_heads") | words_in("title_parts")


class _Style(Enum):
    CAPITALS = "capitals"
    TITLE = "title"


MIN_STYLED_WORDS = 4
"""A shorter line is too short to tell its style from the names in it."""

TITLE_SHARE = 0.6
"""Share of a line's longer words with a capital from which the line is a title: running news text stays below .45."""


def as_in_running_text(word: str) -> str:
    """`word` as running text has it: the usual form of a known name in capitals, marks joined to their letters."""
    word = _calm(word) if len(word) > 3 and word.isupper() else word
    return word if word.isascii() else normalize("NFC", word)


def lowered_lines(
    tokens: Tokens, words: list[str], raised: Sequence[tuple[int, int]], is_name_word: Callable[[str], bool]
) -> None:
    """Lower in `words` what only the style of a line has raised.

    `words`: those of `tokens` as running text has them. `raised`: first token and end of the lines that may have a style:
    half of their longer words have a capital. `is_name_word(word)` says whether a capitalised word is known from names,
    for words that the document does not show in running text.
    """
    styled = [(start, end, style) for start, end in raised if (style := _style(tokens.words[start:end]))]
    if not styled:
        return
    small, kept_raised = _evidence(tokens, styled)
    for start, end, style in styled:
        line = words[start:end]
        if style is _Style.CAPITALS:
            line = [_lowered_capitals(word, small, is_name_word) for word in tokens.words[start:end]]
        keep = {
            at
            for found in find_known(line, [0] * len(line))
            if found.end - found.start > 1 or not is_ordinary(line[found.start])
            for at in range(found.start, found.end)
        }
        heads = words_in("organization_heads")
        for at, word in enumerate(line):
            follows = at + 1 < len(line) and line[at + 1][0].isupper()
            if follows and word.lower() in heads and at + 1 in keep | _codes(line):
                keep.add(at)
            if follows and word.lower() in words_in("place_heads") and not is_ordinary(line[at + 1]):
                keep.add(at)
            if at not in keep and word[0].isupper() and not word.isupper():
                line[at] = _lowered(word, small, kept_raised, is_name_word)
        words[start:end] = line


def _codes(line: Sequence[str]) -> set[int]:
    """Places of single capitals, which open codes: the U of "U-22"."""
    return {at for at, word in enumerate(line) if len(word) == 1 and word.isupper()}


def _style(words: Sequence[str]) -> _Style | None:
    """How a line is written whose words mostly have capitals; None for running text."""
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    if sum(word.isupper() for word in long) > TITLE_SHARE * len(long):
        return _Style.CAPITALS
    if words[-1] in _ENDS_RUNNING or words[-2:-1] == ["."]:
        return None
    ordinary = [word for word in long if is_ordinary(word) and word.lower() not in _openers()]
    if len(words) <= 40 and sum(word[0].isupper() for word in ordinary) > TITLE_SHARE * max(len(ordinary), 2):
        return _Style.TITLE
    return None


def _evidence(tokens: Tokens, styled: Sequence[tuple[int, int, _Style]]) -> tuple[Counter[str], Counter[str]]:
    """How often the document's running text has a word as written, and how often where no sentence begins."""
    small: Counter[str] = Counter()
    raised: Counter[str] = Counter()
    edges = [0, *(edge for start, end, _ in styled for edge in (start, end)), len(tokens)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        words = tokens.words[start:end]
        small.update(words)
        raised.update(compress(words, map(not_, tokens.is_first[start:end])))
    return small, raised


def _calm(word: str) -> str:
    """A word in capitals inside running text: a known name is lowered to its usual form, anything else is left."""
    if is_known_start(word):
        return word
    usual = word.capitalize()
    return usual if is_known_start(usual) else word


def _lowered_capitals(word: str, seen: Counter[str], is_name_word: Callable[[str], bool]) -> str:
    """A word of a line in capitals as running text would have it, short forms left in capitals."""
    if not word.isupper() or len(word) < 2 or seen[word]:
        return word
    usual, lower = word.capitalize(), word.lower()
    if len(word) <= 4 and is_known_start(word) and not seen[lower]:
        return word
    if seen[usual] or is_known_start(usual) or is_name_word(usual):
        return usual
    if is_known_start(word) or (len(word) <= 5 and not is_ordinary(word) and not seen[lower]):
        return word
    return usual


def _lowered(word: str, small: Counter[str], raised: Counter[str], is_name_word: Callable[[str], bool]) -> str:
    lower = word.lower()
    if raised[word] > small[lower] or (is_name_word(word) and small[word] > small[lower]):
        return word
    return lower if small[lower] or is_ordinary(lower) else word
