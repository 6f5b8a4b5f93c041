"""Tables that kernels read, made in numpy: what a character counts as, and the permutations of MinHash.

Not here: anything compiled.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
"""A one-dimensional array unless its shape is given; the element type is said where it is taken or returned."""

Int = int | np.int64
"""What a kernel counts with: compiled, both are 64-bit."""

SEPARATOR, IGNORED = 0, 1
"""What the fold table says of a code point that is no part of a word."""

TABLE_SIZE = 0x20000
"""Code points the fold table covers; of those above, ideographs are letters and the rest ends a word."""

BLOCK = 64
"""Bytes looked at together: one bit each in a 64-bit mask."""

CHUNK = 2048
"""Words held at once: memory does not grow with the length of a text, and the chunk stays in the first-level cache."""

FIGURE_PARTS = 16
"""Words of a chunk that wait for the next one: a day for its month, a figure for what is joined to it."""

RADIX_BITS = 16
"""Sorting hashes spreads them over up to 2 ** this buckets."""

KEY_DIGIT_BITS, KEY_DIGITS = 11, 3
"""Sorting band keys takes them as three digits of eleven bits, which hold 32."""

CALENDAR_BITS = 12
"""The calendar table has this many bits of places: forty words leave ninety-nine of a hundred empty."""

NO_DAY, WEEKDAY = 0, 13
"""Kinds of calendar words: 1 to 12 are months, WEEKDAY is Monday and WEEKDAY + 6 Sunday."""

GLUED_LETTERS = 3
"""A figure may follow this many letters without a gap: "Rp90.500", "IDR1.200"."""

BODY_FIGURE, BODY_DAY, HEADLINE, HEADLINE_DAY = 0, 1, 2, 3
"""Kinds of slots, in the two lowest bits of their hashes. HEADLINE: all words of the headline of a short body."""

NO_ISSUE = np.iinfo(np.int64).max
"""In place of the day of publication where none is known."""

NEAR, OTHER_HEADLINE, OTHER_FIGURES, SLOTS_ONLY, OTHER_DAYS = 0, 1, 2, 3, 4
"""What a verified pair is: copies of one text, or one template filled twice, told by one of the others."""

DROPPED, IN_KEPT, PARAGRAPH = 0, 1, 2
"""Kinds of segments for traces: dropped, kept, and kept as a paragraph of the body."""

LEFT_FREE, LEFT_NO_LETTER, LEFT_FREE_OR_CAPITAL = 1, 2, 4
RIGHT_NO_LETTER, RIGHT_NO_ALNUM, FOLLOWED, WITHIN_FIGURES, OF_YEAR = 8, 16, 32, 64, 128
"""What must stand beside a trigger of a date: no letter or figure to its left (or it begins with a capital), no letter
there; the same to its right, where it does not end with a blank; one of the words that may follow; a figure on both sides;
what makes figures a year."""

TRIGGER_SHIFT = 32
MARK_BITS = (1 << TRIGGER_SHIFT) - 1
"""What a searcher of traces says of a word: the bits of marks, and above them the bytes of a trigger."""


@cache
def fold_table() -> Array:
    """uint32, one a code point below TABLE_SIZE: SEPARATOR, IGNORED, or the code point that it counts as.

    A word is a run of letters and digits of any script (`str.isalnum`). Case and Latin, Greek, Cyrillic and Arabic
    diacritics do not count; digits of every script are the same digits. Soft hyphens, zero-width characters, Arabic
    vowel marks, tatweel and Hebrew points neither end a word nor belong to it.
    """
    table = np.array([code if chr(code).isalnum() else SEPARATOR for code in range(TABLE_SIZE)], np.uint32)
    for code in (*range(0x80, 0x3100), *range(0xA4D0, 0xAC00), *range(0xFB00, 0xFF5B)):
        table[code] = _folded(chr(code))
    for code in range(0x80):
        table[code] = ord(chr(code).lower()) if chr(code).isalnum() else SEPARATOR
    return table


def _folded(character: str) -> int:
    category = unicodedata.category(character)
    code = ord(character)
    if category == "Cf" or character == "\N{ARABIC TATWEEL}":
        return IGNORED
    if category[0] == "M":
        points = code < 0x900 or 0x1AB0 <= code < 0x1B00 or 0x1DC0 <= code < 0x2100 or code >= 0xFE00
        return IGNORED if points else code
    if category == "Nd":
        return ord("0") + unicodedata.digit(character)
    if not character.isalnum():
        return SEPARATOR
    has_plain_form = code < 0x780 or 0x1E00 <= code < 0x2000 or code >= 0xFB50
    plain = unicodedata.normalize("NFKD", character) if has_plain_form else character
    return ord(plain[0].lower()[0])


def calendar_table(hashes: Array, kinds: Array) -> tuple[Array, Array]:
    """(hashes, kinds) spread by their highest bits, so that a word that is none costs one look. uint64 and uint8.

    A word stands at its highest CALENDAR_BITS bits or in the next free place after.
    """
    room = (1 << CALENDAR_BITS) + len(hashes) + 1
    spread, spread_kinds = np.zeros(room, np.uint64), np.full(room, NO_DAY, np.uint8)
    for value, kind in sorted(zip(hashes.tolist(), kinds.tolist(), strict=True)):
        place = value >> (64 - CALENDAR_BITS)
        while spread_kinds[place] != NO_DAY:
            place += 1
        spread[place], spread_kinds[place] = value, kind
    return spread, spread_kinds


@cache
def permutations(count: int) -> tuple[Array, Array]:
    """`count` odd factors and as many terms, uint32: value * factor + term modulo 2**32 permutes the 32-bit numbers.

    Made from a digest, so that they are the same everywhere and for ever.
    """
    drawn = b"".join(hashlib.sha256(b"minhash %d" % place).digest()[:8] for place in range(count))
    numbers = np.frombuffer(drawn, "<u4").reshape(count, 2).astype(np.uint32)
    return numbers[:, 0] | np.uint32(1), numbers[:, 1].copy()
