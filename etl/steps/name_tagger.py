"""The name model's reading of documents, and what its gazetteer says of single words.

Here: names from labels, a batch of documents at a time; words of persons' names; words stuck together. Not here: the
labels (name_model.py), cutting texts into words (name_tokens.py).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import numpy as np

from etl.kernels.name_tokens import labelled_spans
from etl.lexicon import read_bytes
from etl.steps.name_model import Model
from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE, is_known_start
from etl.text.names.spans import Guess
from etl.text.single_words import WORDS_REMEMBERED, is_ordinary
from etl.text.single_words import words as word_list

SHORTEST_STUCK_VERB_CHARS = 7
SHORTEST_NAME_CHARS = 5
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where the next word begins in "PenyanyiDenada"; nowhere in "Penyanyi"."""
_VERB_PREFIXES = ("me", "ber")
"""How verbs begin that no surname ends with."""

LABEL_KINDS = {"PER": PERSON, "LOC": PLACE, "ORG": ORGANIZATION}


@lru_cache(maxsize=1)
def model() -> Model:
    """The model that ships with the package, read once in a process."""
    return Model(read_bytes("names.npz"))


@lru_cache(maxsize=1)
def _label_kinds() -> tuple[np.ndarray, np.ndarray]:
    """Of each label: the place of its kind in LABEL_KINDS, and whether it goes on with a name."""
    names = model().labels
    kinds = list(LABEL_KINDS)
    return (
        np.array([kinds.index(name[2:]) if name[2:] else -1 for name in names], np.int8),
        np.array([name.startswith("I-") for name in names], np.bool_),
    )


def guesses_in(
    numbers: np.ndarray, sentence: np.ndarray, is_first: np.ndarray, bounds: np.ndarray
) -> list[list[Guess]]:
    """What the model reads in each document of a batch, tokens `[bounds[d], bounds[d + 1])`.

    `numbers`: words as running text has them, as numbers in `model().words`; `sentence`, `is_first`: see Tokens.
    """
    labels, sure = model().tag_numbers(numbers, sentence, is_first)
    kind_of, goes_on = _label_kinds()
    starts, ends, least = labelled_spans(labels, sure, sentence, kind_of, goes_on)
    kinds = tuple(map(str, LABEL_KINDS.values()))
    told = [kinds[kind] for kind in kind_of[labels[starts]].tolist()]
    cuts = np.searchsorted(starts, bounds).tolist()
    first = np.repeat(bounds[:-1], np.diff(cuts))
    every = list(map(Guess, (starts - first).tolist(), (ends - first).tolist(), told, least.tolist()))
    return [every[start:end] for start, end in pairwise(cuts)]


@lru_cache(maxsize=WORDS_REMEMBERED)
def _kinds_of(word: str) -> int:
    return model().gazetteer.kind_of(word)


def is_name_word(word: str) -> bool:
    """Whether `word` is known from names of persons."""
    return bool(_kinds_of(word) & 0b11000000)


def is_known_word(word: str) -> bool:
    """Whether `word` alone is a name, a word of persons' names, or an ordinary word."""
    return bool(_kinds_of(word)) or is_ordinary(word)


def is_glued(left: str, right: str) -> bool:
    """Whether `leftright` is two words that lost their space, as happens where links are stripped from a page:
    "kepadaReuters", "BTSyakni", "Trumpawal"; not "YouTube", "McCool", "NasDem", "Sukamaju"."""
    if not right[0].isupper() and not left.isupper() and not _may_stick(right):
        return False
    whole = left + right
    if is_known_start(whole) or _kinds_of(whole):
        return False
    if right[0].isupper():
        if left.islower():
            return (len(left) > 2 or left in {"di", "ke"}) and len(right) > 1 and is_ordinary(left)
        if left.isupper():
            return is_known_start(left) and (is_known_word(right) or len(right) > 4)
        if len(right) < 3 or len(left) < 3:
            return is_known_start(left) and is_ordinary(right)
        return is_known_word(left) and is_known_word(_INNER_CAPITAL.split(right, maxsplit=1)[0])
    if left.isupper():
        return is_ordinary(right)
    return _ends_name(left) and not is_ordinary(whole)


def _may_stick(right: str) -> bool:
    """Whether `right`, in small letters, is a word that often stands behind a name: "yang", "menerima"."""
    is_verb = len(right) >= SHORTEST_STUCK_VERB_CHARS and right.startswith(_VERB_PREFIXES) and is_ordinary(right)
    return is_verb or right in word_list("stuck_words")


def _ends_name(left: str) -> bool:
    """Whether a name may end with `left`: a known form, or a word of persons' names that is long enough to be no accident."""
    return is_known_start(left) or (len(left) >= SHORTEST_NAME_CHARS and is_name_word(left))
