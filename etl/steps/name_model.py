"""The name model: its weights as arrays, and labels for tokens.

Here: what each distinct word adds to the scores (worked out once), and the call of the kernels. Not here: features
(text/names/features.py), the loops (kernels/names.py), training (lexicon/train_names.py).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from etl.kernels.names import best_labels, emissions, summed_rows
from etl.steps.name_gazetteer import SPAN_KINDS, Gazetteer, begins_entry, word_hash
from etl.steps.name_words import MOST_WORDS, Column, Words
from etl.text.names.features import (
    FIRST,
    PLACES,
    all_features,
    far_features,
    first_features,
    near_features,
    own_features,
)
from etl.text.single_words import class_of

TOKENS_A_CALL = 200_000
"""Tokens scored at once: bounds the score arrays to some thirty megabytes. A sentence cut in two loses two tokens of
context at the cut."""


class Tagged(NamedTuple):
    """Labels of tokens as places in `Model.labels`, and how sure each is (marginal probability)."""

    labels: np.ndarray
    sure: np.ndarray


class Model:
    """The trained model. `labels[0]` is O; `B-PER` begins a person, `I-PER` goes on with one. Row 0 of the weights is zero.

    `convention`: a training set whose own weights are added, to measure on that set by its own convention.
    """

    def __init__(self, data: bytes, convention: str = "") -> None:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            self.labels: list[str] = bytes(arrays["labels"]).decode().split("\n")
            attributes = bytes(arrays["attributes"]).decode().split("\n")
            self.weights: np.ndarray = arrays["weights"].astype(np.float64)
            self.transitions: np.ndarray = arrays["transitions"].astype(np.float64)
            self.gazetteer = Gazetteer(arrays["gazetteer_keys"], arrays["gazetteer_kinds"])
        self.row_of = {attribute: row for row, attribute in enumerate(attributes)}
        for name in attributes if convention else ():
            if name.startswith(f"{convention}|"):
                base = self.row_of.setdefault(name.removeprefix(f"{convention}|"), self.row_of[name])
                if base != self.row_of[name]:
                    self.weights[base] += self.weights[self.row_of[name]]
        self.feature_row, self.feature_scores = self._features()
        bit_names = [f"z{bit}" for bit in range(4 * SPAN_KINDS)]
        self.bit_scores = np.array([self._row(name) for name in bit_names])
        self.edge_scores = np.array([self._row(f"{place}:EDGE") for place in PLACES])
        pairs = [tuple(name[3:].split("|")) for name in attributes if name.startswith("cp=")]
        self.class_of = {name: at for at, name in enumerate(sorted({name for pair in pairs for name in pair}), 1)}
        self.class_scores = np.zeros((len(self.class_of) + 1, len(self.class_of) + 1, len(self.labels)))
        for left, right in pairs:
            self.class_scores[self.class_of[left], self.class_of[right]] = self._row(f"cp={left}|{right}")
        self.words = Words()
        self._forget()

    def _forget(self) -> None:
        labels = len(self.labels)
        self.words.forget()
        self.type_scores, self.first_scores = Column(np.float64, (5, labels)), Column(np.float64, (labels,))
        self.hashes, self.type_class, self.is_start = Column(np.uint64), Column(np.int32), Column(np.bool_)
        self.learned = 0

    def begin(self) -> Words:
        """The words met so far, for a new batch; none where they have grown too many."""
        if len(self.words) > MOST_WORDS:
            self._forget()
        return self.words

    def _features(self) -> tuple[dict[str, int], np.ndarray]:
        """The row of every feature, and what it adds to each label at each place: shape (features, places, labels)."""
        places = [str(place) for place in (*PLACES, FIRST)]
        split = [(row, *name.split(":", 1)) for name, row in self.row_of.items()]
        found = [(row, places.index(parts[0]), parts[1]) for row, *parts in split if parts[0] in places]
        rows = {name: at for at, name in enumerate(dict.fromkeys(name for _, _, name in found))}
        scores = np.zeros((len(rows), len(places), len(self.labels)))
        for row, place, name in found:
            scores[rows[name], place] = self.weights[row]
        return rows, scores

    def _row(self, attribute: str) -> np.ndarray:
        return self.weights[self.row_of.get(attribute, 0)]

    def _learn(self) -> None:
        """Work out what the words add that were met since the last time."""
        words, first = self.words.from_number(self.learned), self.learned
        if not words:
            return
        hashes = np.array([word_hash(word) for word in words], np.uint64)
        self.hashes.put(first, hashes)
        self.is_start.put(first, [begins_entry(word) for word in words])
        self.type_class.put(first, [self.class_of.get(class_of(word), 0) for word in words])
        known = self.feature_row
        rows: list[int] = []
        ends: list[int] = []
        for word, kind in zip(words, self.gazetteer.kinds_at(hashes).tolist(), strict=True):
            features = all_features(word, bool(kind & 64), bool(kind & 128))
            rows += [known[feature] for feature in features if feature in known]
            ends.append(len(rows))
        sums = summed_rows(self.feature_scores, np.array(rows, np.int64), np.array(ends, np.int64))
        self.type_scores.put(first, sums[:, :5])
        self.first_scores.put(first, sums[:, 5])
        self.learned += len(words)

    def tag(self, words: Sequence[str], sentences: Sequence[int], is_first: Sequence[bool]) -> Tagged:
        """Labels for `words`; `sentences` tells where one sentence ends and the next begins."""
        numbers = self.begin().numbers(words)
        return self.tag_numbers(numbers, np.asarray(sentences, np.int64), np.asarray(is_first, np.bool_))

    def tag_numbers(self, numbers: np.ndarray, sentence: np.ndarray, is_first: np.ndarray) -> Tagged:
        """Labels for words given by their numbers in `words`. Sentences are scored whole, some hundred thousand tokens a call."""
        self._learn()
        labels = np.zeros(len(numbers), np.int8)
        sure = np.zeros(len(numbers), np.float32)
        start = 0
        while start < len(numbers):
            end = start + TOKENS_A_CALL
            if end < len(numbers):
                end = max(int(np.searchsorted(sentence, sentence[end])), start + 1)
                end = end if end > start + 1 else int(np.searchsorted(sentence, sentence[start], "right"))
            here = slice(start, end)
            labels[here], sure[here] = self._tag_some(numbers[here], sentence[here], is_first[here])
            start = end
        return Tagged(labels, sure)

    def _tag_some(
        self, numbers: np.ndarray, sentence: np.ndarray, is_first: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        bits = self.gazetteer.bits(self.hashes.values[numbers], self.is_start.values[numbers], sentence)
        scores = emissions(
            numbers,
            sentence,
            is_first,
            bits,
            self.type_scores.values,
            self.first_scores.values,
            self.edge_scores,
            self.bit_scores,
            self.type_class.values,
            self.class_scores,
        )
        return best_labels(scores, sentence, self.transitions)


def features_of(word: str, is_given: bool, is_family: bool) -> tuple[list[str], ...]:
    """The features of `word` for the token two places after it, one after, itself, one before, two before it, and for
    itself where it opens a sentence: the order of PLACES and FIRST, of the kernel's second axis, and of training."""
    own, near, far = (
        own_features(word, is_given, is_family),
        near_features(word, is_given, is_family),
        far_features(word),
    )
    return far, near, own, near, far, first_features(word)
