"""Texts cut into words, many at once: tokens, words as running text has them, places and sentences.

Here: the arrays that the kernels run over and what is cut from them for each text. Not here: the rules of cutting one line
(text/names/tokens.py), the loops (kernels/name_tokens.py), what is known of single words (name_words.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from etl.kernels.name_tokens import (
    APOSTROPHE,
    COMBINING,
    DIGIT,
    LETTER,
    MARK,
    SEPARATOR,
    SPACE,
    raised_lines,
    sentences_of,
    token_bounds,
)
from etl.steps.name_tagger import is_glued, is_name_word
from etl.steps.name_words import Words
from etl.text.names.case import MIN_STYLED_WORDS, as_in_running_text, lowered_lines
from etl.text.names.places import KINDS, Places
from etl.text.names.tokens import Tokens, glued_pieces
from etl.text.single_words import WORDS_REMEMBERED

_PLANE = 1 << 16


class Read(NamedTuple):
    """One text: its tokens, their words as running text has them, and where questions begin in these."""

    tokens: Tokens
    shown: list[str]
    places: Places


class Batch(NamedTuple):
    """Texts and, over all their tokens one after another: numbers of the words as running text has them, sentences,
    whether one opens there. Text `t` has tokens `[bounds[t], bounds[t + 1])`."""

    reads: list[Read]
    numbers: np.ndarray
    sentence: np.ndarray
    is_first: np.ndarray
    bounds: np.ndarray


class _Cut(NamedTuple):
    """Words of joined lines with the characters where they begin and end, and their numbers."""

    words: list[str]
    starts: np.ndarray
    ends: np.ndarray
    numbers: np.ndarray


def read_texts(texts: Sequence[tuple[str, Sequence[tuple[int, int]]]], known: Words) -> Batch:
    """Each text's kept characters `[start, end)`, line by line, as tokens. `known`: the words met so far, which grow."""
    lines = [text[start:end] for text, kept in texts for start, end in kept]
    joined = "\n".join(lines)
    classes = classes_of(joined)
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    line_starts = np.cumsum(sizes + 1) - sizes - 1
    cut = _cut(joined, classes, known)
    line = np.searchsorted(line_starts, cut.starts, "right") - 1
    marks = known.marks[cut.numbers]
    is_first, sentence = sentences_of(marks, cut.starts, line, line_starts, line_starts + sizes, classes)
    text_lines = np.cumsum([0, *(len(kept) for _, kept in texts)])
    bounds = np.searchsorted(line, text_lines)
    shift = np.fromiter((start for _, kept in texts for start, _ in kept), np.int64, len(lines)) - line_starts
    starts, ends = (cut.starts + shift[line]).tolist(), (cut.ends + shift[line]).tolist()
    own_line = (line - np.repeat(text_lines[:-1], np.diff(bounds))).tolist()
    first, sentences = is_first.tolist(), sentence.tolist()
    every = [
        Tokens(cut.words[a:b], starts[a:b], ends[a:b], own_line[a:b], first[a:b], sentences[a:b])
        for a, b in pairwise(bounds.tolist())
    ]
    shown, numbers = _shown(cut, every, known, _raised(marks, line, len(lines), text_lines, bounds))
    places = _places(known.kinds[numbers], bounds)
    reads = [Read(*parts) for parts in zip(every, shown, places, strict=True)]
    return Batch(reads, numbers, sentence, is_first, bounds)


def _cut(joined: str, classes: np.ndarray, known: Words) -> _Cut:
    """The words of `joined`, those that lost their space taken apart."""
    starts, ends = token_bounds(classes)
    words = [joined[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    numbers = known.numbers(words)
    glued = [
        (at, pieces) for at in np.flatnonzero(known.may_be_glued[numbers]).tolist() if (pieces := _pieces(words[at]))
    ]
    if not glued:
        return _Cut(words, starts, ends, numbers)
    for at, pieces in reversed(glued):
        words[at : at + 1] = pieces
    copies = np.ones(len(starts), np.int64)
    copies[[at for at, _ in glued]] = [len(pieces) for _, pieces in glued]
    starts = np.repeat(starts, copies)
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    # A piece begins where the one before it ends.
    at = np.cumsum(copies) - copies
    inside = np.cumsum(sizes) - sizes
    starts += inside - np.repeat(inside[at], copies)
    return _Cut(words, starts, starts + sizes, known.numbers(words))


@lru_cache(maxsize=WORDS_REMEMBERED)
def _pieces(word: str) -> tuple[str, ...]:
    return glued_pieces(word, is_glued)


def _raised(
    marks: np.ndarray, line: np.ndarray, lines: int, text_lines: np.ndarray, bounds: np.ndarray
) -> dict[int, list[tuple[int, int]]]:
    """By text, first token and end of its lines whose words mostly have capitals."""
    found: dict[int, list[tuple[int, int]]] = {}
    for row in np.flatnonzero(raised_lines(marks, line, lines, MIN_STYLED_WORDS)).tolist():
        text = int(np.searchsorted(text_lines, row, "right")) - 1
        start, end = np.searchsorted(line, (row, row + 1)) - bounds[text]
        found.setdefault(text, []).append((int(start), int(end)))
    return found


def _shown(
    cut: _Cut, texts: Sequence[Tokens], known: Words, raised: dict[int, list[tuple[int, int]]]
) -> tuple[list[list[str]], np.ndarray]:
    """The words of each text as running text has them, and the numbers of all."""
    words = cut.words.copy()
    changed = np.flatnonzero(known.is_changed[cut.numbers]).tolist()
    for at in changed:
        words[at] = as_in_running_text(words[at])
    shown: list[list[str]] = []
    start = 0
    for text, tokens in enumerate(texts):
        own = words[start : start + len(tokens)]
        if text in raised:
            lowered_lines(tokens, own, raised[text], is_name_word)
        shown.append(own)
        start += len(tokens)
    return shown, known.numbers(chain.from_iterable(shown)) if changed or raised else cut.numbers


def _places(kinds: np.ndarray, bounds: np.ndarray) -> list[Places]:
    """The places of each text, from the kinds of all words."""
    columns: list[list[list[int]]] = []
    for bit in range(len(KINDS)):
        at = np.flatnonzero(kinds & (1 << bit))
        cuts = np.searchsorted(at, bounds)
        own = (at - np.repeat(bounds[:-1], np.diff(cuts))).tolist()
        columns.append([own[start:end] for start, end in pairwise(cuts.tolist())])
    return [Places(*lists) for lists in zip(*columns, strict=True)]


def classes_of(text: str) -> np.ndarray:
    """The class of every character of `text`: see kernels/name_tokens.py."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = _first_plane()[np.minimum(codes, _PLANE - 1)]
    beyond = codes >= _PLANE
    if beyond.any():
        rare, at = np.unique(codes[beyond], return_inverse=True)
        classes[beyond] = np.array([_class_of(chr(code)) for code in rare.tolist()], np.uint8)[at]
    return classes


@cache
def _first_plane() -> np.ndarray:
    return np.array([_class_of(chr(code)) for code in range(_PLANE)], np.uint8)


def _class_of(character: str) -> int:
    if character.isdecimal():
        return DIGIT
    if character.isalnum():
        return LETTER
    if character.isspace():
        return SPACE
    if character in "'’`":
        return APOSTROPHE
    if "\u0300" <= character <= "\u036f":
        return COMBINING
    return SEPARATOR if character in ".," else MARK
