"""What a single word is, by itself: an ordinary word, a title, the first word of an organisation, a word's shape.

Here: word lists and their questions, each answered from the word alone, so that callers may remember the answer.
Not here: words in their company (names/find.py), features of the name model (names/features.py).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import ascii_lowercase, ascii_uppercase, digits

from etl.contracts.enums import EntityType
from etl.lexicon import read_lines, read_toml

WORDS_REMEMBERED = 1 << 17
"""Answers remembered by question: a corpus asks of the same hundred thousand words again and again."""

_SUFFIXES = ("nya", "kan", "lah", "kah", "pun", "an", "ku", "mu", "i")
_PREFIXES = (
    "memper", "diper", "menge", "penge", "meng", "meny", "mem", "men", "me", "peng", "peny", "pem", "pen", "per", "pe",
    "ber", "be", "ter", "te", "di", "ke", "se",
)  # fmt: skip
_NASAL = {"meny": "s", "peny": "s", "mem": "p", "pem": "p", "men": "t", "pen": "t", "meng": "k", "peng": "k"}
"""The first letter that a root loses behind these prefixes: menyapu is meny + (s)apu."""


@cache
def words(kind: str) -> frozenset[str]:
    """A word list of lexicon/names.toml, in lower case."""
    return frozenset(word.lower() for word in read_toml("names.toml")[kind])


@cache
def any_of(*kinds: str) -> frozenset[str]:
    """Several word lists of lexicon/names.toml together."""
    return frozenset[str]().union(*map(words, kinds))


@cache
def spoken() -> frozenset[str]:
    """Words of speaking that a person's name follows."""
    return words("speech") - words("speech_too")


@cache
def first_words() -> dict[str, EntityType]:
    """First words of organisations and places as they are written in names, with the kind of name they open."""
    found = {"Pemerintah": EntityType.ORGANIZATION}
    for kind, name in ((EntityType.PLACE, "place_heads"), (EntityType.ORGANIZATION, "organization_heads")):
        for word in words(name):
            found |= {word.capitalize(): kind, word.upper(): kind}
    return found


@cache
def ordinary_words() -> frozenset[str]:
    """Ordinary Indonesian words, lower case."""
    return frozenset(read_lines("ordinary_words.txt"))


@lru_cache(maxsize=WORDS_REMEMBERED)
def is_ordinary(word: str) -> bool:
    """Whether `word`, less its affixes, is an ordinary word of the language. The case of `word` says nothing."""
    return _is_ordinary(word.lower(), 2)


def _is_ordinary(word: str, depth: int) -> bool:
    known = ordinary_words()
    if word in known:
        return True
    if depth == 0 or len(word) < 4:
        return False
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and _is_ordinary(word[: -len(suffix)], depth - 1):
            return True
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            root = word[len(prefix) :]
            if root in known or (prefix in _NASAL and _NASAL[prefix] + root in known):
                return True
            if depth > 1 and _is_ordinary(root, depth - 1):
                return True
    return False


_SHAPES = str.maketrans(ascii_uppercase + ascii_lowercase + digits, "X" * 26 + "x" * 26 + "d" * 10)
_DIGIT = re.compile(r"\d")
_RUNS = re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=WORDS_REMEMBERED)
def shape_of(word: str) -> str:
    """The word's shape: X for capitals, x for small letters, d for digits, runs cut to two ("Xxx" for "Rusia")."""
    if len(word) > 24:
        word = word[:24]
    shape = word.translate(_SHAPES)
    return _runs_cut(shape if word.isascii() else _DIGIT.sub("d", shape))


@lru_cache(maxsize=WORDS_REMEMBERED)
def _runs_cut(shape: str) -> str:
    return _RUNS.sub(r"\1\1", shape)


def case_of(word: str) -> str:
    """How the word is written: l small, c capital first, u capitals, m mixed, d digits, or the mark itself."""
    if word[0].isdigit():
        return "d"
    if not word[0].isalpha():
        return word if word in ".,()\"'-/:;“”&" else "p"
    if word.islower():
        return "l"
    if word.isupper():
        return "u" if len(word) > 1 else "i"
    return "c" if word[0].isupper() and word[1:].islower() else "m"


_CLASSES = (
    ("person_links", "j"), ("title_heads", "T"), ("title_words", "T"), ("organization_heads", "O"), ("place_heads", "L"),
    ("degrees", "D"), ("acts", "V"), ("speech", "V"), ("locative", "P"), ("title_parts", "t"), ("organization_links", "k"),
)  # fmt: skip


@cache
def _class_marks() -> dict[str, str]:
    """The mark of every word that stands in a word list, of the first list it stands in."""
    marks: dict[str, str] = {}
    for kind, mark in _CLASSES:
        for word in words(kind):
            marks.setdefault(word, mark)
    return marks


@lru_cache(maxsize=WORDS_REMEMBERED)
def class_of(word: str) -> str:
    """How the word is written and the first word list it stands in: "cT" for "Menteri", "lV" for "mengatakan"."""
    mark = _class_marks().get(word.lower())
    if mark is None:
        mark = "o" if word[0].isupper() and is_ordinary(word) else ""
    return case_of(word) + mark
