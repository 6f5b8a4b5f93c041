"""The hot loops of the name model: gazetteer matches, scores and the best labels of a linear-chain CRF.

Here: loops over arrays of token types. Not here: what a type's numbers mean (steps/name_tagger.py), reading the model
(lexicon/), training it (lexicon/train_names.py).

Every array runs over the tokens of many sentences, one after another; `sentence[i]` tells which one token `i` is in.
"""

from __future__ import annotations

import numpy as np
from numba import njit

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
LONGEST_ENTRY_TOKENS = 6


@njit(cache=True, nogil=True, inline="always")
def mixed(state: np.uint64, word_hash: np.uint64) -> np.uint64:
    """The hash of a phrase that goes on with one more word."""
    value = (state ^ word_hash) * MULTIPLIER
    return value ^ (value >> np.uint64(29))


@njit(cache=True, nogil=True)
def build_table(keys: np.ndarray, kinds: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """An open-addressing hash table of `size` slots (a power of two above 2 * len(keys)): keys (0 is empty), kinds."""
    table_keys = np.zeros(size, np.uint64)
    table_kinds = np.zeros(size, np.uint8)
    mask = np.uint64(size - 1)
    for i in range(len(keys)):
        at = keys[i] & mask
        while table_keys[at] != 0 and table_keys[at] != keys[i]:
            at = (at + np.uint64(1)) & mask
        table_keys[at] = keys[i]
        table_kinds[at] |= kinds[i]
    return table_keys, table_kinds


@njit(cache=True, nogil=True)
def gazetteer_bits(
    word_hash: np.ndarray,
    is_start: np.ndarray,
    sentence: np.ndarray,
    table_keys: np.ndarray,
    table_kinds: np.ndarray,
    key_mask: np.uint64,
    kind_count: int,
) -> np.ndarray:
    """For each token, a bit for every (kind, place in the entry, length of the entry) that a gazetteer entry gives it.

    `kind_count` kinds; kind `k` owns bits `4k` to `4k + 3`: one-word entry, first word, later word, and one spare.
    At each place the longest entry of a kind wins, left to right.
    """
    count = len(word_hash)
    bits = np.zeros(count, np.uint32)
    mask = np.uint64(len(table_keys) - 1)
    free_from = np.zeros(kind_count, np.int64)
    length = np.zeros(kind_count, np.int64)
    for i in range(count):
        if not is_start[i]:
            continue
        length[:] = 0
        state = np.uint64(0)
        for n in range(1, LONGEST_ENTRY_TOKENS + 1):
            j = i + n - 1
            if j >= count or sentence[j] != sentence[i]:
                break
            state = mixed(state, word_hash[j])
            key = state & key_mask
            if key == 0:
                continue
            at = key & mask
            while table_keys[at] != 0 and table_keys[at] != key:
                at = (at + np.uint64(1)) & mask
            if table_keys[at] == key:
                kinds = table_kinds[at]
                for k in range(kind_count):
                    if kinds & (1 << k) and i >= free_from[k]:
                        length[k] = n
        for k in range(kind_count):
            n = length[k]
            if n == 0:
                continue
            free_from[k] = i + n
            if n == 1:
                bits[i] |= np.uint32(1 << (4 * k))
            else:
                bits[i] |= np.uint32(1 << (4 * k + 1))
                for j in range(i + 1, i + n):
                    bits[j] |= np.uint32(1 << (4 * k + 2))
    return bits


@njit(cache=True, nogil=True)
def kinds_of(keys: np.ndarray, table_keys: np.ndarray, table_kinds: np.ndarray) -> np.ndarray:
    """The kinds that the table holds for each of `keys`; 0 where it holds none."""
    found = np.zeros(len(keys), np.uint8)
    mask = np.uint64(len(table_keys) - 1)
    for i in range(len(keys)):
        at = keys[i] & mask
        while table_keys[at] != 0 and table_keys[at] != keys[i]:
            at = (at + np.uint64(1)) & mask
        if table_keys[at] == keys[i]:
            found[i] = table_kinds[at]
    return found


@njit(cache=True, nogil=True)
def summed_rows(table: np.ndarray, rows: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The sum of the `rows` of `table` (shape (rows, places, labels)) a word; `rows[ends[w - 1] : ends[w]]` are word `w`'s."""
    sums = np.zeros((len(ends), table.shape[1], table.shape[2]), table.dtype)
    start = 0
    for word in range(len(ends)):
        for at in range(start, ends[word]):
            sums[word] += table[rows[at]]
        start = ends[word]
    return sums


@njit(cache=True, nogil=True)
def emissions(
    token_type: np.ndarray,
    sentence: np.ndarray,
    is_first: np.ndarray,
    bits: np.ndarray,
    type_scores: np.ndarray,
    first_scores: np.ndarray,
    edge_scores: np.ndarray,
    bit_scores: np.ndarray,
    type_class: np.ndarray,
    class_pair_scores: np.ndarray,
) -> np.ndarray:
    """The score of every label for every token, shape (tokens, labels).

    `type_scores[t, d]`: what type `t` adds to the token `d - 2` places before it (d = 2: to itself).
    `edge_scores[d]`: what it means that there is no token at distance -2, -1, 1, 2.
    """
    count, labels = len(token_type), type_scores.shape[2]
    scores = np.zeros((count, labels), np.float64)
    for i in range(count):
        row = scores[i]
        for d in range(5):
            j = i + d - 2
            if 0 <= j < count and sentence[j] == sentence[i]:
                row += type_scores[token_type[j], d]
            else:
                row += edge_scores[d]
        if is_first[i]:
            row += first_scores[token_type[i]]
        rest = bits[i]
        b = 0
        while rest:
            if rest & np.uint32(1):
                row += bit_scores[b]
            rest >>= np.uint32(1)
            b += 1
        if i > 0 and sentence[i - 1] == sentence[i]:
            row += class_pair_scores[type_class[token_type[i - 1]], type_class[token_type[i]]]
    return scores


@njit(cache=True, nogil=True)
def best_labels(scores: np.ndarray, sentence: np.ndarray, transitions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best label of every token (Viterbi, a sentence at a time), and the probability of that label there.

    `transitions[a, b]`: score of label `b` after label `a`. Probabilities are marginals by forward and backward passes.
    """
    count, labels = scores.shape
    best = np.zeros(count, np.int8)
    sure = np.zeros(count, np.float32)
    back = np.zeros((count, labels), np.int8)
    # Forward and backward run on probabilities scaled to sum to one, so one exponential a label and token is enough.
    weight = np.empty((count, labels), np.float64)
    forward = np.empty((count, labels), np.float64)
    factor = np.exp(transitions)
    total, previous = np.empty(labels, np.float64), np.empty(labels, np.float64)
    after, before = np.empty(labels, np.float64), np.empty(labels, np.float64)
    start = 0
    while start < count:
        end = start
        while end < count and sentence[end] == sentence[start]:
            end += 1
        for i in range(start, end):
            top = scores[i, 0]
            for b in range(1, labels):
                top = max(top, scores[i, b])
            mass = 0.0
            for b in range(labels):
                weight[i, b] = np.exp(scores[i, b] - top)
                if i == start:
                    total[b] = scores[i, b]
                    forward[i, b] = weight[i, b]
                else:
                    best_before, at, value = previous[0] + transitions[0, b], 0, forward[i - 1, 0] * factor[0, b]
                    for a in range(1, labels):
                        score = previous[a] + transitions[a, b]
                        if score > best_before:
                            best_before, at = score, a
                        value += forward[i - 1, a] * factor[a, b]
                    total[b] = best_before + scores[i, b]
                    back[i, b] = at
                    forward[i, b] = value * weight[i, b]
                mass += forward[i, b]
            for b in range(labels):
                forward[i, b] /= mass
                previous[b] = total[b]
        label = 0
        for b in range(1, labels):
            after[b] = 1.0
            if total[b] > total[label]:
                label = b
        after[0] = 1.0
        for i in range(end - 1, start - 1, -1):
            mass = 0.0
            for b in range(labels):
                mass += forward[i, b] * after[b]
            best[i] = label
            sure[i] = forward[i, label] * after[label] / mass
            label = back[i, label]
            if i > start:
                mass = 0.0
                for a in range(labels):
                    value = 0.0
                    for b in range(labels):
                        value += factor[a, b] * weight[i, b] * after[b]
                    before[a] = value
                    mass += value
                for a in range(labels):
                    after[a] = before[a] / mass
        start = end
    return best, sure
