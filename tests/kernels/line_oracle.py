"""The kernels of the clean step read aloud in plain Python, slowly: what the compiled ones are checked against.

Lines, words and grams are compared as text: a kernel's hash is right when equal texts have equal hashes and different
ones have different hashes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

GRAM_WORDS = 5
LONG_LINE_WORDS = 12


def lines_of(text: str) -> list[str]:
    """The lines of `text`, each with its line feed; an empty text has none."""
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def is_word_char(char: str) -> bool:
    point = ord(char)
    if point < 0x80:
        return char.isalnum()
    punctuation = 0x2000 <= point <= 0x206F or point in (0xFEFF, 0x3000, 0xD7)
    return point >= 0xC0 and not punctuation and not 0x2190 <= point <= 0x2BFF and point < 0x1F000


def small(char: str) -> str:
    """Without case, as far as ASCII and Latin-1 go."""
    return char.lower() if ord(char) < 0xDF else char


def words_of(line: str) -> list[str]:
    words: list[str] = []
    inside = False
    for char in line:
        if is_word_char(char):
            if inside:
                words[-1] += small(char)
            else:
                words.append(small(char))
        inside = is_word_char(char)
    return words


def is_unseen(char: str) -> bool:
    point = ord(char)
    if point <= 32 or 0x7F <= point <= 0xA0:
        return True
    if point < 0x2000:
        return point in (0xAD, 0x61C, 0x1680, 0x180E)
    if point <= 0x206F:
        return point <= 0x200F or 0x2028 <= point <= 0x202F or point >= 0x205F
    return point in (0x3000, 0xFEFF, 0xFFFC, 0x3164) or 0xFE00 <= point <= 0xFE0F


def key_of(line: str, *, folded: bool = False) -> tuple[str, ...] | str | None:
    """What two equal lines share: their words; without words, their marks; None for a blank line."""
    if all(map(is_unseen, line)):
        return None
    words = words_of(line)
    if not words:
        return "".join(char for char in line if not is_unseen(char))
    return tuple("0" if folded and any(char in "0123456789" for char in word) else word for word in words)


@dataclass
class Repeat:
    twin: int = -1
    grams: int = 0
    seen: int = 0
    owner: int = -1
    owned: int = 0
    owner_first: int = -1
    owner_last: int = -1


def repeats_of(text: str) -> list[Repeat]:
    """For each line what its document said before, as kernels.repeats.Repeats."""
    first_of_key: dict[object, int] = {}
    first_of_gram: dict[tuple[str, ...], int] = {}
    found: list[Repeat] = []
    for number, line in enumerate(lines_of(text)):
        repeat = Repeat()
        found.append(repeat)
        if (key := key_of(line)) is None:
            continue
        repeat.twin = first_of_key.get(key, -1)
        first_of_key.setdefault(key, number)
        words = words_of(line)
        owners: Counter[int] = Counter()
        for start in range(len(words) - GRAM_WORDS + 1):
            gram = tuple(words[start : start + GRAM_WORDS])
            repeat.grams += 1
            if (owner := first_of_gram.setdefault(gram, number)) != number:
                owners[owner] += 1
        repeat.seen = owners.total()
        if owners:
            repeat.owned = max(owners.values())
            repeat.owner = min(owner for owner, count in owners.items() if count == repeat.owned)
            holding = [owner for owner, count in owners.items() if count >= 2 or count == repeat.seen]
            if holding:
                repeat.owner_first, repeat.owner_last = min(holding), max(holding)
    return found


def articles_of_lines(texts: list[str], groups: list[str]) -> dict[object, tuple[int, int]]:
    """For each line, figures folded, its distinct articles: overall, and at most in one group. An article is known by
    its long lines, or by all of them when it has no long ones; texts of this oracle differ in them or not at all."""
    sightings: set[tuple[object, str, frozenset[object]]] = set()
    for text, group in zip(texts, groups, strict=True):
        lines = [line for line in lines_of(text) if key_of(line) is not None]
        long_lines = [line for line in lines if len(words_of(line)) >= LONG_LINE_WORDS]
        article = frozenset(key_of(line) for line in (long_lines or lines))
        sightings |= {(key_of(line, folded=True), group, article) for line in lines}
    overall = Counter(key for key, _ in {(key, article) for key, _, article in sightings})
    by_group = Counter((key, group) for key, group, _ in sightings)
    return {
        key: (count, max(found for (other, _), found in by_group.items() if other == key))
        for key, count in overall.items()
    }
