"""The words that the name step has met: each once, by number, with what is known of it alone.

Here: numbering words, and arrays over their numbers. Not here: what the model makes of a word (name_model.py), cutting
texts into words (name_tokens.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from etl.kernels.name_tokens import CLAUSE, DASH, DOT, LONG, OPENS, RAISED, SHORT, STOP
from etl.text.names.case import as_in_running_text
from etl.text.names.places import kinds_of
from etl.text.names.tokens import CLAUSE_ENDS, DASHES, DOTTED, OPENING_MARKS, SENTENCE_ENDS, may_be_glued

MOST_WORDS = 200_000
"""Distinct words remembered; a process that meets more forgets them all between two batches and begins again."""


class _Numbers(dict[str, int]):
    """The number of every word; a word never met gets the next one and is noted in `words`."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.words)
        self.words.append(word)
        return number


class Column:
    """An array over word numbers that grows as words are met; `fill` stands where nothing was worked out yet."""

    def __init__(self, dtype: type, shape: tuple[int, ...] = ()) -> None:
        self.values = np.zeros((1024, *shape), dtype)

    def put(self, start: int, values: np.ndarray | Sequence[object]) -> None:
        """Set the values from number `start` on."""
        end = start + len(values)
        if end > len(self.values):
            grown = np.zeros((max(end, 2 * len(self.values)), *self.values.shape[1:]), self.values.dtype)
            grown[:start] = self.values[:start]
            self.values = grown
        self.values[start:end] = values


class Words:
    """Words by number. `marks`: for the tokeniser's kernel; `kinds`: bits of names_places; `is_changed`: running text
    has it otherwise; `is_long`: it may be two words that lost their space."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin again without any word."""
        self._numbers = _Numbers()
        self._marks, self._kinds = Column(np.uint8), Column(np.uint8)
        self._is_changed, self._may_be_glued = Column(np.bool_), Column(np.bool_)
        self.learned = 0

    def __len__(self) -> int:
        return len(self._numbers.words)

    def from_number(self, start: int) -> list[str]:
        """The words numbered from `start` on."""
        return self._numbers.words[start:]

    def numbers(self, words: Iterable[str]) -> np.ndarray:
        """The number of each word."""
        numbers = np.array(list(map(self._numbers.__getitem__, words)), np.int64)
        new = self.from_number(self.learned)
        if new:
            self._marks.put(self.learned, list(map(marks_of, new)))
            self._kinds.put(self.learned, list(map(kinds_of, new)))
            self._is_changed.put(self.learned, [as_in_running_text(word) != word for word in new])
            self._may_be_glued.put(self.learned, list(map(may_be_glued, new)))
            self.learned += len(new)
        return numbers

    @property
    def marks(self) -> np.ndarray:
        """Marks of each word: see kernels/name_tokens.py."""
        return self._marks.values

    @property
    def kinds(self) -> np.ndarray:
        """Kinds of each word: see names_places.kinds_of."""
        return self._kinds.values

    @property
    def is_changed(self) -> np.ndarray:
        """Whether running text has the word otherwise."""
        return self._is_changed.values

    @property
    def may_be_glued(self) -> np.ndarray:
        """Whether it may be two words that lost their space."""
        return self._may_be_glued.values


def marks_of(word: str) -> int:
    """What the tokeniser's kernel must know of `word`, a bit each."""
    if len(word) == 1 and not word.isalnum():
        stop = 0 if word not in SENTENCE_ENDS else DOT if word == "." else STOP
        kinds = ((CLAUSE, CLAUSE_ENDS), (DASH, DASHES), (OPENS, OPENING_MARKS))
        return SHORT | stop | sum(bit for bit, marks in kinds if word in marks)
    short = SHORT if len(word) == 1 or word.lower() in DOTTED else 0
    long = LONG if len(word) > 3 and word[0].isalpha() else 0
    return short | long | (RAISED if word[0].isupper() else 0)
