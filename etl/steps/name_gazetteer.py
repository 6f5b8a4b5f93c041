"""The gazetteer at work: names of DBpedia and of the lexicon as one hash table.

Here: keys of phrases, the table, what it says of words and of runs of words. Not here: the loops (kernels/names.py), the
entries (lexicon/), compiling them (lexicon/train_names.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

from etl.kernels.names import MULTIPLIER, build_table, gazetteer_bits, kinds_of
from etl.lexicon import read_toml
from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE, entities
from etl.text.names.tokens import words_of
from etl.text.single_words import is_ordinary

KEY_MASK = np.uint64((1 << 40) - 1)
"""Gazetteer entries are kept as 40 bits of a hash: 190,000 of them meet a foreign phrase once in six million."""

KINDS = ("person", "place", "organization", "known_person", "known_place", "known_organization", "given", "family")
"""What an entry may be: from the gazetteer, from the lexicon of entities, a word of persons' names. A bit each."""

SPAN_KINDS = 6
"""The first kinds of KINDS span several words; the others are about one."""

_U64 = (1 << 64) - 1


def word_hash(word: str) -> int:
    """64 bits of a digest of `word`."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def phrase_key(words: Iterable[str]) -> int:
    """The gazetteer key of a phrase; the kernel reaches the same from the words' hashes."""
    state = 0
    for word in words:
        value = ((state ^ word_hash(word)) * int(MULTIPLIER)) & _U64
        state = value ^ (value >> 29)
    return state & int(KEY_MASK)


class Gazetteer:
    """An open-addressing table of entries, from the compiled gazetteer and the lexicon."""

    def __init__(self, keys: np.ndarray, kinds: np.ndarray) -> None:
        known: dict[int, int] = {}
        for entity in entities():
            bit = 1 << (3 + (PERSON, PLACE, ORGANIZATION).index(entity.entity_type))
            for form in (entity.name, *entity.aliases, *entity.alone):
                words = words_of(form)
                key = phrase_key(words)
                known[key] = known.get(key, 0) | bit
                if entity.entity_type == PERSON and len(words) > 1:
                    edges = ((words[0], "given"), (words[-1], "family"))
                    for word, kind in ((word, kind) for word, kind in edges if not is_ordinary(word)):
                        word_key = phrase_key([word])
                        known[word_key] = known.get(word_key, 0) | 1 << KINDS.index(kind)
        for kind, text in read_toml("indonesian_names.toml").items():
            for word in text.split():
                key = phrase_key([word])
                known[key] = known.get(key, 0) | 1 << KINDS.index(kind)
        every = np.concatenate([keys, np.array(list(known), np.uint64)])
        bits = np.concatenate([kinds, np.array(list(known.values()), np.uint8)])
        size = 1 << (2 * len(every) + 1).bit_length()
        self.keys, self.kinds = build_table(every, bits, size)

    def kinds_of(self, words: Sequence[str]) -> np.ndarray:
        """Which kinds the table holds for each single word of `words`, a bit each."""
        return self.kinds_at(np.array([word_hash(word) for word in words], np.uint64))

    def kinds_at(self, hashes: np.ndarray) -> np.ndarray:
        """Which kinds the table holds for the single words of these hashes, a bit each."""
        mixed = hashes * MULTIPLIER
        return kinds_of((mixed ^ (mixed >> np.uint64(29))) & KEY_MASK, self.keys, self.kinds)

    def kind_of(self, word: str) -> int:
        """Which kinds the table holds for `word` alone, a bit each."""
        key, mask = phrase_key([word]), len(self.keys) - 1
        at = key & mask
        while (there := int(self.keys[at])) not in (0, key):
            at = (at + 1) & mask
        return int(self.kinds[at]) if there == key else 0

    def bits_of(self, words: Sequence[str], sentences: Sequence[int]) -> list[int]:
        """The gazetteer features of `words` as bits; see the kernel."""
        hashes = np.array([word_hash(word) for word in words], np.uint64)
        starts = np.array([begins_entry(word) for word in words], np.bool_)
        return self.bits(hashes, starts, np.asarray(sentences, np.int64)).tolist()

    def bits(self, hashes: np.ndarray, is_start: np.ndarray, sentence: np.ndarray) -> np.ndarray:
        """The gazetteer features of tokens as bits; see the kernel."""
        return gazetteer_bits(hashes, is_start, sentence, self.keys, self.kinds, KEY_MASK, SPAN_KINDS)


def begins_entry(word: str) -> bool:
    """Whether a gazetteer entry may begin with `word`."""
    return word[0].isupper() or word[0].isdigit()
