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
    """State 0 is where a walk begins; `moves[state * width + classes[byte]]` is the next one.

    classes: uint8 (256), what each byte counts as; 0 is a byte of no word
    moves: int32 (states * width). In a trie 0 says that no word goes on so
    says: int64 (states), the number given to the word that ends there; 0 where none does
    """

    classes: Array
    moves: Array
    width: int
    says: Array


def trie(words: Mapping[str, int], *, ignore_case: bool = False) -> Automaton:
    """The trie of `words`, each with a number of its own but 0. `ignore_case`: of ASCII letters; words are in lower case."""
    classes, width = _classes(words, ignore_case=ignore_case)
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
    return Automaton(classes, np.array(rows, np.int32).ravel(), width, np.array(says, np.int64))


def searcher(words: Mapping[str, int]) -> Automaton:
    """What says of every byte which of `words` (lower case) end with it, whatever the case of ASCII letters: the bits of
    all of them together."""
    classes, moves, width, says = trie(words, ignore_case=True)
    rows, bits = moves.reshape(-1, width), says
    back = [0] * len(rows)
    waiting = deque(int(state) for state in rows[0] if state)
    while waiting:
        state = waiting.popleft()
        bits[state] |= bits[back[state]]
        for column in range(width):
            following = int(rows[state, column])
            beside = int(rows[back[state], column])
            if following:
                back[following] = beside
                waiting.append(following)
            else:
                rows[state, column] = beside
    return Automaton(classes, moves, width, bits)


def _classes(words: Mapping[str, int], *, ignore_case: bool) -> tuple[Array, int]:
    used = sorted({byte for word in words for byte in word.encode()})
    classes = np.zeros(256, np.uint8)
    for number, byte in enumerate(used, 1):
        classes[byte] = number
        if ignore_case and 97 <= byte <= 122:
            classes[byte - 32] = number
    return classes, len(used) + 1
