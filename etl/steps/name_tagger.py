"""The name model at work: labels for tokens, a batch of documents at a time.

Here: the compiled model and gazetteer as arrays, what each distinct word adds to the scores (worked out once), and the
call of the kernels. Not here: features (text/names_features.py), the loops (kernels/names.py), training
(lexicon/train_names.py).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from etl.kernels.names import MULTIPLIER, best_labels, build_table, emissions, gazetteer_bits, kinds_of
from etl.lexicon import read_bytes, read_toml
from etl.text.names_features import FIRST, PLACES, far_features, first_features, near_features, own_features
from etl.text.names_lexicon import ORGANIZATION, PERSON, PLACE, entities, is_known_start
from etl.text.names_spans import Guess
from etl.text.names_tokens import Tokens, words_of
from etl.text.names_words import class_of, is_ordinary
from etl.text.names_words import words as word_list

KEY_MASK = np.uint64((1 << 40) - 1)
"""Gazetteer entries are kept as 40 bits of a hash: 190,000 of them meet a foreign phrase once in six million."""

KINDS = ("person", "place", "organization", "known_person", "known_place", "known_organization", "given", "family")
"""What an entry may be: from the gazetteer, from the lexicon of entities, a word of persons' names. A bit each."""

SPAN_KINDS = 6
"""The first kinds of KINDS span several words; the others are about one."""

LABEL_KINDS = {"PER": PERSON, "LOC": PLACE, "ORG": ORGANIZATION}
MOST_TYPES = 200_000
"""Distinct words remembered; a process that meets more forgets them all and begins again."""

TOKENS_A_CALL = 200_000
"""Tokens scored at once: bounds the score arrays to some thirty megabytes. A sentence cut in two loses two tokens of
context at the cut."""

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
                    for word, kind in ((words[0], "given"), (words[-1], "family")):
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
        keys = np.array([phrase_key([word]) for word in words], np.uint64)
        return kinds_of(keys, self.keys, self.kinds)

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
        self.rows_at = [_rows_at(self.row_of, place) for place in (*PLACES, FIRST)]
        bit_names = [f"z{bit}" for bit in range(4 * SPAN_KINDS)]
        self.bit_scores = np.array([self._row(name) for name in bit_names])
        self.edge_scores = np.array([self._row(f"{place}:EDGE") for place in PLACES])
        pairs = [tuple(name[3:].split("|")) for name in attributes if name.startswith("cp=")]
        self.class_of = {name: at for at, name in enumerate(sorted({name for pair in pairs for name in pair}), 1)}
        self.class_scores = np.zeros((len(self.class_of) + 1, len(self.class_of) + 1, len(self.labels)))
        for left, right in pairs:
            self.class_scores[self.class_of[left], self.class_of[right]] = self._row(f"cp={left}|{right}")
        self._forget()

    def _forget(self) -> None:
        labels = len(self.labels)
        self.type_of: dict[str, int] = {}
        self.type_scores = np.zeros((1024, 5, labels))
        self.first_scores = np.zeros((1024, labels))
        self.hashes = np.zeros(1024, np.uint64)
        self.type_class = np.zeros(1024, np.int32)
        self.is_start = np.zeros(1024, np.bool_)
        self.is_name_word = np.zeros(1024, np.bool_)

    def _row(self, attribute: str) -> np.ndarray:
        return self.weights[self.row_of.get(attribute, 0)]

    def types(self, words: Sequence[str]) -> np.ndarray:
        """The number of each word's type; new words are worked out here."""
        known = self.type_of
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new:
            if len(known) + len(new) > MOST_TYPES and known:
                self._forget()
                known = self.type_of
                new = list(dict.fromkeys(words))
            self._learn(new)
        return np.array(list(map(known.__getitem__, words)), np.int32)

    def _learn(self, words: list[str]) -> None:
        first = len(self.type_of)
        self._grow(first + len(words))
        kinds = self.gazetteer.kinds_of(words)
        rows: list[int] = []
        cuts: list[int] = []
        for at, word in enumerate(words, first):
            self.type_of[word] = at
            given, family = bool(kinds[at - first] & 64), bool(kinds[at - first] & 128)
            self.hashes[at] = word_hash(word)
            self.type_class[at] = self.class_of.get(class_of(word), 0)
            self.is_start[at] = begins_entry(word)
            self.is_name_word[at] = given or family
            for place, features in enumerate(features_of(word, given, family)):
                cuts.append(len(rows))
                rows.append(0)  # the row of zeros: np.add.reduceat cannot sum an empty run
                known = self.rows_at[place]
                rows += [known[feature] for feature in features if feature in known]
        sums = np.add.reduceat(self.weights[rows], cuts, axis=0).reshape(len(words), 6, -1)
        self.type_scores[first : first + len(words)] = sums[:, :5]
        self.first_scores[first : first + len(words)] = sums[:, 5]

    def _grow(self, count: int) -> None:
        if count <= len(self.hashes):
            return
        room = max(count, 2 * len(self.hashes))
        for name in ("type_scores", "first_scores", "hashes", "type_class", "is_start", "is_name_word"):
            old = getattr(self, name)
            grown = np.zeros((room, *old.shape[1:]), old.dtype)
            grown[: len(old)] = old
            setattr(self, name, grown)

    def tag(self, words: Sequence[str], sentences: Sequence[int], is_first: Sequence[bool]) -> Tagged:
        """Labels for `words`; `sentences` tells where one sentence ends and the next begins."""
        types = self.types(words)
        sentence = np.asarray(sentences, np.int64)
        bits = self.gazetteer.bits(self.hashes[types], self.is_start[types], sentence)
        scores = emissions(
            types,
            sentence,
            np.asarray(is_first, np.bool_),
            bits,
            self.type_scores,
            self.first_scores,
            self.edge_scores,
            self.bit_scores,
            self.type_class,
            self.class_scores,
        )
        return Tagged(*best_labels(scores, sentence, self.transitions))


def _rows_at(row_of: Mapping[str, int], place: int | str) -> dict[str, int]:
    """The rows of the attributes of one place, by feature."""
    opening = f"{place}:"
    return {name.removeprefix(opening): row for name, row in row_of.items() if name.startswith(opening)}


def features_of(word: str, is_given: bool, is_family: bool) -> tuple[list[str], ...]:
    """The features of `word` for the token two places after it, one after, itself, one before, two before it, and for
    itself where it opens a sentence: the order of PLACES and FIRST, of the kernel's second axis, and of training."""
    own, near, far = (
        own_features(word, is_given, is_family),
        near_features(word, is_given, is_family),
        far_features(word),
    )
    return far, near, own, near, far, first_features(word)


@lru_cache(maxsize=1)
def model() -> Model:
    """The model that ships with the package, read once in a process."""
    return Model(read_bytes("names.npz"))


def guesses_in(documents: Sequence[tuple[Sequence[str], Tokens]]) -> list[list[Guess]]:
    """What the model reads in each document: words as in running text, with their tokens."""
    words: list[str] = []
    sentences: list[int] = []
    first: list[bool] = []
    offset = 0
    for shown, tokens in documents:
        words += shown
        sentences += [sentence + offset for sentence in tokens.sentences]
        first += tokens.is_first
        offset = sentences[-1] + 1 if sentences else 0
    if not words:
        return [[] for _ in documents]
    labels: list[int] = []
    sure: list[float] = []
    for begin in range(0, len(words), TOKENS_A_CALL):
        cut = slice(begin, begin + TOKENS_A_CALL)
        tagged = model().tag(words[cut], sentences[cut], first[cut])
        labels += tagged.labels.tolist()
        sure += tagged.sure.tolist()
    guesses: list[list[Guess]] = []
    start = 0
    for shown, tokens in documents:
        end = start + len(shown)
        guesses.append(_spans(labels[start:end], sure[start:end], tokens.sentences))
        start = end
    return guesses


def _spans(labels: Sequence[int], sure: Sequence[float], sentences: Sequence[int]) -> list[Guess]:
    """The names that labels mark; a name is as sure as its least sure word."""
    names = model().labels
    found: list[Guess] = []
    end, count = 0, len(labels)
    for at in [i for i, label in enumerate(labels) if label]:
        if at < end:
            continue
        kind, end = names[labels[at]][2:], at + 1
        while end < count and sentences[end] == sentences[at] and names[labels[end]] == f"I-{kind}":
            end += 1
        found.append(Guess(at, end, LABEL_KINDS[kind], min(sure[at:end])))
    return found


@cache
def _kinds_of(word: str) -> int:
    return int(model().gazetteer.kinds_of([word])[0])


def is_name_word(word: str) -> bool:
    """Whether `word` is known from names of persons."""
    return bool(_kinds_of(word) & 0b11000000)


def is_known_word(word: str) -> bool:
    """Whether `word` alone is a name, a word of persons' names, or an ordinary word."""
    return bool(_kinds_of(word)) or is_ordinary(word)


@lru_cache(maxsize=MOST_TYPES)
def is_glued(left: str, right: str) -> bool:
    """Whether `leftright` is two words that lost their space, as happens where links are stripped from a page:
    "kepadaReuters", "BTSyakni", "Trumpawal"; not "YouTube", "McCool", "NasDem", "Sukamaju"."""
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
        return is_known_word(left) and is_known_word(right)
    if left.isupper():
        return is_ordinary(right)
    return right in word_list("stuck_words") and is_known_start(left) and not is_ordinary(whole)
