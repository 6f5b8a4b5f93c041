"""Stems: one key for all forms of an Indonesian word ("membangun", "dibangun" and "pembangunan" are "bangun").

Here: the stem of a word, and of the words of a query. Not here: what a word is (words.py).
The stemmer is Snowball's Indonesian one, applied until nothing changes: once, "diterima" gives "terima" and "terima"
gives "ima", and neither would find the other. So the stem of a stem is itself.
It strips by rule, not by dictionary: "pengiriman" gives "irim", "dikirim" gives "kirim". Index and query make the same
mistakes, so a form always finds itself.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import snowballstemmer

from etl.text.words import words


@lru_cache(maxsize=2**18)
def stem(word: str) -> str:
    """The stem of `word` (a word as words.py gives it), accents removed: "mbappé" and "mbappe" are one."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    if not word.isalpha():
        return word
    # A stemmer holds the word it works on: one made per word costs under a microsecond and needs no lock.
    stemmer = snowballstemmer.stemmer("indonesian")
    while (shorter := stemmer.stemWord(word)) != word:  # each round takes letters off, so there is a last one
        word = shorter
    return word


def query_stems(query: str) -> dict[str, str]:
    """The stem of every word of `query`, by word: what `search(query, stems := ...)` takes for words no text holds."""
    return {word: stem(word) for word in words(query)}
