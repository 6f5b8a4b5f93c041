"""Lines of many texts at once: where they begin, what they are made of, and a hash that tells them apart.

Here: one pass over the UTF-8 bytes of an Arrow string column. Not here: what a line is (text/cleaning/roles.py), repeats inside
a text (kernels/repeats.py), how often a line stands elsewhere (kernels/frequencies.py). Called by steps/clean.py.
"""

# numba's loops take plain arrays and numbers; what their parameters hold stands in each docstring.
# pyright: reportMissingParameterType=false, reportPossiblyUnboundVariable=false

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

U = np.uint64
FNV_OFFSET = U(0xCBF29CE484222325)
FNV_PRIME = U(0x100000001B3)
MIX_1 = U(0xBF58476D1CE4E5B9)
MIX_2 = U(0x94D049BB133111EB)
NUMBER = U(0x9E3779B97F4A7C15)
"""Stands for every word that holds a digit in the folded hash, so that counters and clocks compare equal."""

PUNCTUATION, LOWER, UPPER_CASE, DIGIT, SPACE, LONG, STOPPER, CLOSER, BRACKET, BAR = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
"""Byte classes. LONG: any byte of a code point above ASCII. STOPPER: . ! ?. CLOSER: what may follow a stopper."""

CHARS, WORDS, STOP, FOREIGN_STOP, UPPER, LETTERS, DIGITS, CAPITALS = 0, 1, 2, 3, 4, 5, 6, 7
BARS, SENTENCES, CODE, OTHER_SCRIPT, MASK, FIRST, LAST, LAST_BUT_ONE, MARKED, GAPS = (
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    17,
)
COLUMNS = 18
"""Columns of `Lines.counts`. CHARS: code points between the outer white space. CAPITALS: words that begin with an
upper-case letter. BARS: | and middle dots, bullets, arrows. SENTENCES: . ! ? before white space, a quote or the end.
CODE: braces, angle and square brackets, = ; _. OTHER_SCRIPT: letters that are not Latin. MASK: or of the masks of its
words. FIRST, LAST, LAST_BUT_ONE: code points at the ends. MARKED: words whose mask has IS_MARKED. GAPS: commas and full
stops behind a blank, as where a link's words were lost."""

IS_STOP, IS_FOREIGN_STOP, WHEN_FIRST, IS_MARKED = 1, 2, 4 | 8 | 256, 128
"""Bits of a word's mask: the first two and IS_MARKED are counted; those of WHEN_FIRST are taken of a line's first word
only. The others are the caller's own."""


def _byte_classes() -> np.ndarray[Any, Any]:
    classes = np.zeros(256, np.uint8)
    for byte in range(256):
        char = chr(byte)
        if byte >= 0x80:
            classes[byte] = LONG
        elif byte <= 32 or byte == 0x7F:
            classes[byte] = SPACE
        elif char.isalpha():
            classes[byte] = LOWER if char.islower() else UPPER_CASE
        elif char.isdigit():
            classes[byte] = DIGIT
        else:
            for members, name in ((".!?", STOPPER), ("\"')", CLOSER), ("{}<>[]=;_", BRACKET), ("|", BAR)):
                if char in members:
                    classes[byte] = name
    return classes


CLASSES = _byte_classes()


@njit(cache=True, nogil=True, inline="always")
def mixed(x):
    """Bits of `x` spread over all 64."""
    x = (x ^ (x >> U(30))) * MIX_1
    x = (x ^ (x >> U(27))) * MIX_2
    return x ^ (x >> U(31))


@njit(cache=True, nogil=True, inline="always")
def _small(point):
    """A code point without case, as far as ASCII and Latin-1 go."""
    is_capital = 65 <= point <= 90 or (0xC0 <= point <= 0xDE and point != 0xD7)
    return U(point | 32) if is_capital else U(point)


@njit(cache=True, nogil=True)
def _word_hash(points):
    h = FNV_OFFSET
    for point in points:
        h = (h ^ _small(point)) * FNV_PRIME
    return mixed(h)


@dataclass(frozen=True, slots=True)
class WordTable:
    """An open-addressing table from the hash of a word to its mask; 0 is an empty slot."""

    keys: np.ndarray[Any, Any]
    masks: np.ndarray[Any, Any]


def word_table(words: Mapping[str, int]) -> WordTable:
    """A table of `words` (one word each, as the kernel cuts them; case does not matter) to masks (bits below 2**31)."""
    size = 64
    while size < 3 * len(words):
        size *= 2
    keys, masks = np.zeros(size, np.uint64), np.zeros(size, np.int32)
    for word, mask in sorted(words.items()):
        key = _word_hash(np.array([ord(char) for char in word], np.int64))
        slot = int(key) & (size - 1)
        while keys[slot] and keys[slot] != key:
            slot = (slot + 1) & (size - 1)
        keys[slot] = key
        masks[slot] |= mask
    return WordTable(keys, masks)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a run of documents, in order. All arrays but `first` have one row a line.

    first: int64 (documents + 1), the lines of document d are first[d]:first[d + 1]
    byte_start: int64, where the line begins in `data`; it ends where the next one begins
    char_start: int64, the same in code points of its own document
    counts: int32 (lines, COLUMNS)
    key: uint64, equal for lines of the same words, whatever their case, spacing and punctuation; 0 for a blank line
    folded: uint64, as key, with every word that holds a digit taken as the same word
    word_start: int64 (lines + 1), the words of line i are words[word_start[i]:word_start[i + 1]]
    words: uint32, hash of each word without case
    """

    data: np.ndarray[Any, Any]
    first: np.ndarray[Any, Any]
    byte_start: np.ndarray[Any, Any]
    char_start: np.ndarray[Any, Any]
    counts: np.ndarray[Any, Any]
    key: np.ndarray[Any, Any]
    folded: np.ndarray[Any, Any]
    word_start: np.ndarray[Any, Any]
    words: np.ndarray[Any, Any]

    def __len__(self) -> int:
        return len(self.key)


def read_lines(data: np.ndarray[Any, Any], offsets: np.ndarray[Any, Any], table: WordTable) -> Lines:
    """The lines of the texts `data[offsets[d]:offsets[d + 1]]` (uint8 of UTF-8, int64). A text of no bytes has none."""
    first = np.zeros(len(offsets), np.int64)
    _count_lines(data, offsets, first)
    total = int(first[-1])
    byte_start, char_start = np.empty(total + 1, np.int64), np.empty(total, np.int64)
    counts = np.zeros((total, COLUMNS), np.int32)
    key, folded = np.empty(total, np.uint64), np.empty(total, np.uint64)
    byte_start[total] = offsets[-1]
    word_start = np.empty(total + 1, np.int64)
    # One word takes two bytes or more, but for the last; pages that stay untouched cost nothing.
    words = np.empty((int(offsets[-1]) - int(offsets[0])) // 2 + len(offsets), np.uint32)
    _fill(
        data, offsets, CLASSES, table.keys, table.masks, byte_start, char_start, counts, key, folded, word_start,
        words,
    )  # fmt: skip
    return Lines(data, first, byte_start, char_start, counts, key, folded, word_start, words)


@njit(cache=True, nogil=True)
def _count_lines(data, offsets, first):
    for d in range(len(offsets) - 1):
        n = 0
        for p in range(offsets[d], offsets[d + 1]):
            n += data[p] == 10
        if offsets[d + 1] > offsets[d] and data[offsets[d + 1] - 1] != 10:
            n += 1
        first[d + 1] = first[d] + n


@njit(cache=True, nogil=True, inline="always")
def _is_unseen(point):
    """True for code points that leave no mark: white space, controls, joiners, byte order marks."""
    if point <= 32 or 0x7F <= point <= 0xA0:
        return True
    if point < 0x2000:
        return point == 0xAD or point == 0x61C or point == 0x1680 or point == 0x180E
    if point <= 0x206F:
        return point <= 0x200F or 0x2028 <= point <= 0x202F or point >= 0x205F
    return point == 0x3000 or point == 0xFEFF or 0xFE00 <= point <= 0xFE0F or point == 0xFFFC or point == 0x3164


@njit(cache=True, nogil=True, inline="always")
def _point_at(data, p, stop):
    """The code point that begins at byte `p`, and its width in bytes."""
    c = np.int64(data[p])
    if c < 0x80:
        return c, 1
    if c >= 0xF0:
        width, point = 4, c & 0x07
    elif c >= 0xE0:
        width, point = 3, c & 0x0F
    else:
        width, point = 2, c & 0x1F
    if p + width > stop:
        return point, stop - p
    for q in range(p + 1, p + width):
        point = (point << 6) | (np.int64(data[q]) & 0x3F)
    return point, width


@njit(cache=True, nogil=True, inline="always")
def _start_of_point(data, p, low):
    """The first byte of the code point that byte `p` belongs to."""
    while p > low and (data[p] & 0xC0) == 0x80:
        p -= 1
    return p


@njit(cache=True, nogil=True)
def _describe_ends(data, begin, end, row):
    """Fills FIRST, LAST and LAST_BUT_ONE; returns the bytes `[a, b)` between the unseen ends, a == b for a blank line."""
    a = begin
    while a < end:
        point, width = _point_at(data, a, end)
        if not _is_unseen(point):
            row[FIRST] = point
            break
        a += width
    b = end
    while b > a:
        start = _start_of_point(data, b - 1, a)
        point, width = _point_at(data, start, end)
        if not _is_unseen(point):
            row[LAST] = point
            if start > a:
                row[LAST_BUT_ONE], width = _point_at(data, _start_of_point(data, start - 1, a), end)
            break
        b = start
    return a, b


@njit(cache=True, nogil=True)
def _fill(data, offsets, classes, keys, masks, byte_start, char_start, counts, key, folded, word_start, words):
    slots = U(len(keys) - 1)
    line, word = 0, 0
    for d in range(len(offsets) - 1):
        p, stop, chars = offsets[d], offsets[d + 1], 0
        while p < stop:
            begin = p
            byte_start[line], char_start[line], word_start[line] = p, chars, word
            row = counts[line]
            hash_line, hash_folded, hash_marks = FNV_OFFSET, FNV_OFFSET, FNV_OFFSET
            n_stop, n_foreign, n_upper, n_letters, n_digits, n_capitals = 0, 0, 0, 0, 0, 0
            n_bars, n_sentences, n_code, n_other, mask, n_inner, n_marked, n_gaps = 0, 0, 0, 0, 0, 0, 0, 0
            ends_sentence = False
            while p < stop:
                c = data[p]
                if c == 10:
                    break
                k = classes[c]
                is_word = LOWER <= k <= DIGIT
                if k == LONG:
                    point, width = _point_at(data, p, stop)
                    is_word = point >= 0xC0 and not (0x2000 <= point <= 0x206F or point == 0xFEFF or point == 0x3000)
                    is_word = is_word and not (0x2190 <= point <= 0x2BFF or point == 0xD7 or point >= 0x1F000)
                if is_word:
                    ends_sentence, has_digit = False, False
                    n_capitals += k == UPPER_CASE
                    h = FNV_OFFSET
                    while True:
                        if k == LOWER:
                            n_letters += 1
                            h = (h ^ U(c)) * FNV_PRIME
                        elif k == UPPER_CASE:
                            n_letters += 1
                            n_upper += 1
                            h = (h ^ U(c | 32)) * FNV_PRIME
                        elif k == DIGIT:
                            has_digit = True
                            n_digits += 1
                            h = (h ^ U(c)) * FNV_PRIME
                        else:
                            point, width = _point_at(data, p, stop)
                            if point < 0xC0 or 0x2000 <= point <= 0x206F or point == 0xFEFF or point == 0x3000:
                                break
                            if 0x2190 <= point <= 0x2BFF or point == 0xD7 or point >= 0x1F000:
                                break
                            n_letters += 1
                            n_inner += width - 1
                            n_other += point >= 0x370 and not 0x1E00 <= point <= 0x1EFF
                            n_upper += 0xC0 <= point <= 0xDE
                            h = (h ^ _small(point)) * FNV_PRIME
                            p += width - 1
                        p += 1
                        if p >= stop:
                            break
                        c = data[p]
                        k = classes[c]
                        if not (LOWER <= k <= DIGIT or k == LONG):
                            break
                    h = mixed(h)
                    words[word] = np.uint32(h >> U(32))
                    word += 1
                    slot = h & slots
                    while keys[slot] != U(0) and keys[slot] != h:
                        slot = (slot + U(1)) & slots
                    if keys[slot] == h:
                        m = masks[slot]
                        mask |= m if word == word_start[line] + 1 else m & ~WHEN_FIRST
                        n_stop += m & IS_STOP
                        n_foreign += (m & IS_FOREIGN_STOP) >> 1
                        n_marked += (m & IS_MARKED) != 0
                    hash_line = mixed(hash_line ^ h)
                    hash_folded = mixed(hash_folded ^ (NUMBER if has_digit else h))
                    continue
                if k == SPACE:
                    n_sentences += ends_sentence
                    ends_sentence = False
                elif k == STOPPER:
                    ends_sentence = True
                    n_gaps += c == 46 and p > begin and data[p - 1] == 32
                    hash_marks = (hash_marks ^ U(c)) * FNV_PRIME
                elif k == LONG:
                    n_inner += width - 1
                    p += width - 1
                    if _is_unseen(point):
                        n_sentences += ends_sentence
                        ends_sentence = False
                    else:
                        hash_marks = (hash_marks ^ U(point)) * FNV_PRIME
                        if point == 0x2026:
                            ends_sentence = True
                        elif point != 0x201D and point != 0x2019:
                            ends_sentence = False
                            n_bars += point == 0xB7 or point == 0xBB or point == 0x2022 or point == 0x203A
                else:
                    hash_marks = (hash_marks ^ U(c)) * FNV_PRIME
                    if k != CLOSER:
                        ends_sentence = False
                        n_gaps += c == 44 and p > begin and data[p - 1] == 32
                        n_code += k == BRACKET
                        n_bars += k == BAR
                p += 1
            a, b = _describe_ends(data, begin, p, row)
            chars += p - begin - n_inner
            if a == b:
                hash_line = hash_folded = U(0)
            else:
                n_outer = 0
                for q in range(begin, a):
                    n_outer += (data[q] & 0xC0) != 0x80
                for q in range(b, p):
                    n_outer += (data[q] & 0xC0) != 0x80
                row[CHARS] = p - begin - n_inner - n_outer
                if word_start[line] == word:
                    hash_line = hash_folded = mixed(hash_marks)
            row[WORDS], row[STOP], row[FOREIGN_STOP] = word - word_start[line], n_stop, n_foreign
            row[UPPER], row[LETTERS], row[DIGITS], row[CAPITALS] = n_upper, n_letters, n_digits, n_capitals
            row[BARS], row[SENTENCES], row[CODE] = n_bars, n_sentences + ends_sentence, n_code
            row[OTHER_SCRIPT], row[MASK], row[MARKED], row[GAPS] = n_other, mask, n_marked, n_gaps
            key[line], folded[line] = hash_line, hash_folded
            if p < stop:  # the line end belongs to its line
                p += 1
                chars += 1
            line += 1
    word_start[line] = word
