"""Automata of many words, as tables that kernels walk: a byte of text is one step.

Here: a trie (does one of these words begin here?) and a searcher, after Aho and Corasick (which of these words have just
ended?), both over UTF-8 bytes. Not here: the walking (traces.py), the words (text/, lexicon/).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from etl.kernels.tables import Array


class Automaton(NamedTuple):
    """A state is a place in `moves`, 0 where a walk begins; `moves[state + classes[byte]]` is the next one.

    classes: uint8 (256), what each byte counts as; 0 is a byte of no word
    moves: uint32. In a trie 0 says that no word goes on so
    says: int64, as long as `moves`: the number given to the word that ends there; 0 where none does
    """

    classes: Array
    moves: Array
    says: Array


def trie(words: Mapping[str, int], *, ignore_case: bool = False) -> Automaton:
    """The trie of `words`, each with a number but 0. `ignore_case`: of ASCII letters; words are in lower case then."""
    classes, width = _classes(words, ignore_case=ignore_case)
    return _automaton(classes, *_grown(words, classes, width))


def searcher(words: Mapping[str, int]) -> Automaton:
    """What says of every byte which of `words` (lower case) end with it, whatever the case of ASCII letters: the bits of
    their numbers, all together."""
    classes, width = _classes(words, ignore_case=True)
    rows, says = _grown(words, classes, width)
    back = [0] * len(rows)
    waiting = deque(state for state in rows[0] if state)
    while waiting:
        state = waiting.popleft()
        says[state] |= says[back[state]]
        for column, following in enumerate(rows[state]):
            beside = rows[back[state]][column]
            if following:
                back[following] = beside
                waiting.append(following)
            else:
                rows[state][column] = beside
    return _automaton(classes, rows, says)


def _grown(words: Mapping[str, int], classes: Array, width: int) -> tuple[list[list[int]], list[int]]:
    """(the next state of each state for each class of bytes, what each says) of the trie of `words`."""
    rows, says = [[0] * width], [0]
    for word, number in words.items():
        state = 0
        for byte in word.encode():
            column = int(classes[byte])
            if not rows[state][column]:
                rows[state][column] = len(rows)
                rows.append([0] * width)
                says.append(0)
            state = rows[state][column]
        says[state] |= number
    return rows, says


def _automaton(classes: Array, rows: list[list[int]], says: list[int]) -> Automaton:
    moves = np.array(rows, np.uint32) * np.uint32(len(rows[0]))
    spread = np.zeros(moves.shape, np.int64)
    spread[:, 0] = says
    return Automaton(classes, moves.ravel(), spread.ravel())


def _classes(words: Mapping[str, int], *, ignore_case: bool) -> tuple[Array, int]:
    used = sorted({byte for word in words for byte in word.encode()})
    classes = np.zeros(256, np.uint8)
    for number, byte in enumerate(used, 1):
        classes[byte] = number
        if ignore_case and 97 <= byte <= 122:
            classes[byte - 32] = number
    return classes, len(used) + 1
