"""Full-text search in plain Python, from its definition: the oracle of index and macro.

Not fast, and shares with them only what a word and a stem are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import log

from etl.text.stems import stem
from etl.text.words import words

NEAREST = 50
QUOTES = str.maketrans("“”„«»", '"""""')


class Corpus:
    """Documents by id, each as headline and body."""

    def __init__(self, texts: Mapping[str, tuple[str, str]]) -> None:
        self.places = {document: list(_placed(*text)) for document, text in texts.items()}
        self.counts = {document: Counter(key for _, key, _ in placed) for document, placed in self.places.items()}
        seen = {word for placed in self.places.values() for _, _, word in placed}
        self.vocabulary = {word: stem(word) for word in seen} | {stem(word): stem(word) for word in seen}
        self.mean_length = sum(map(len, self.places.values())) / len(texts)

    def search(self, query: str, k1: float = 1.2, b: float = 0.75) -> list[tuple[str, float]]:
        """(document, score), best first, equal scores by document."""
        parts = query.translate(QUOTES).split('"')
        phrases = [found for part in parts[1 : len(parts) - 1 : 2] if (found := words(part))]
        asked = {key for part in parts for word in words(part) for key in self._meant(word)}
        scores = {
            document: score
            for document in self.counts
            if (score := self._score(document, asked, k1, b)) is not None
            and all(self._has(document, phrase) for phrase in phrases)
        }
        return sorted(scores.items(), key=lambda row: (-row[1], row[0]))

    def _meant(self, word: str) -> set[str]:
        """The stems that `word` stands for."""
        if found := {self.vocabulary[form] for form in (word, _plain(word)) if form in self.vocabulary}:
            return found
        longer = [known for known in self.vocabulary if known.startswith(word)] if len(word) >= 3 else []
        return {self.vocabulary[known] for known in sorted(longer, key=lambda known: (len(known), known))[:NEAREST]}

    def _score(self, document: str, asked: Iterable[str], k1: float, b: float) -> float | None:
        """BM25; None where none of `asked` stands."""
        counts, length = self.counts[document], len(self.places[document])
        held = [key for key in asked if counts[key]]
        norm = k1 * (1 - b + b * length / self.mean_length)
        return sum(self._idf(key) * counts[key] * (k1 + 1) / (counts[key] + norm) for key in held) if held else None

    def _idf(self, key: str) -> float:
        holders = sum(1 for counts in self.counts.values() if counts[key])
        return log(1 + (len(self.counts) - holders + 0.5) / (holders + 0.5))

    def _has(self, document: str, phrase: list[str]) -> bool:
        """Whether the words of `phrase` stand side by side somewhere."""
        keys = {place: key for place, key, _ in self.places[document]}
        wanted = [self._meant(word) for word in phrase]
        return any(all(keys.get(at + nth) in meant for nth, meant in enumerate(wanted)) for at in keys)


def _placed(headline: str, body: str) -> Iterator[tuple[int, str, str]]:
    """(place, stem, word) of every word; a place between headline and body stays empty."""
    above = words(headline)
    for at, word in enumerate(above):
        yield at, stem(word), word
    for at, word in enumerate(words(body), start=len(above) + 1):
        yield at, stem(word), word


def _plain(word: str) -> str:
    """`word` without accents."""
    return re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", word))
