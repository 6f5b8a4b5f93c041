"""Cutting text into words: the hot loops of the name step's tokeniser.

Here: loops over one array of character classes, many texts one after another. Not here: which character is of which
class, what a word's marks are (steps/name_tokens.py, text/names/tokens.py); a plain-Python reading of the same rules is
`Tokens.add_line`, which tests hold these to.
"""

from __future__ import annotations

import numpy as np
from numba import njit

SPACE, MARK, LETTER, DIGIT, COMBINING, APOSTROPHE, SEPARATOR = range(7)
"""Classes of characters. SEPARATOR: the marks that may stand inside a number."""

STOP, DOT, CLAUSE, DASH, OPENS, SHORT, LONG, RAISED = (1 << bit for bit in range(8))
"""Marks of a word: a mark that ends a sentence, a full stop, a mark that ends a clause, a dash, a mark that may open a
sentence; a word that a full stop may shorten; a word long enough to tell a line's style; one with a capital first."""


@njit(cache=True, nogil=True)
def token_bounds(classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First character and end of every word, number and single mark of a text given as classes of its characters."""
    count = len(classes)
    starts = np.empty(count, np.int64)
    ends = np.empty(count, np.int64)
    tokens, i = 0, 0
    while i < count:
        kind = classes[i]
        if kind == SPACE:
            i += 1
            continue
        starts[tokens] = i
        i += 1
        if kind == LETTER:
            while i < count and (classes[i] == LETTER or classes[i] == DIGIT or classes[i] == COMBINING):
                i += 1
            while i + 1 < count and classes[i] == APOSTROPHE and classes[i + 1] == LETTER:
                i += 2
                while i < count and classes[i] == LETTER:
                    i += 1
        elif kind == DIGIT:
            while i < count and classes[i] == DIGIT:
                i += 1
            while i + 1 < count and classes[i] == SEPARATOR and classes[i + 1] == DIGIT:
                i += 2
                while i < count and classes[i] == DIGIT:
                    i += 1
        ends[tokens] = i
        tokens += 1
    return starts[:tokens].copy(), ends[:tokens].copy()


@njit(cache=True, nogil=True)
def sentences_of(
    marks: np.ndarray,
    starts: np.ndarray,
    line: np.ndarray,
    line_starts: np.ndarray,
    line_ends: np.ndarray,
    classes: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Whether each token opens a sentence or clause, and the number of its sentence, which grows by one at each.

    `line[i]`: the line token `i` stands in; lines hold characters `[line_starts, line_ends)` of `classes`.
    """
    count = len(marks)
    is_first = np.zeros(count, np.bool_)
    sentence = np.zeros(count, np.int64)
    number = -1
    opens, ended = False, True
    for i in range(count):
        new_line = i == 0 or line[i] != line[i - 1]
        if new_line or ended:
            number += 1
        is_first[i] = new_line or opens
        sentence[i] = number
        mark = marks[i]
        opens = ended = False
        if mark & (STOP | DOT):
            ended = opens = mark & STOP != 0 or new_line or marks[i - 1] & SHORT == 0
        elif mark & CLAUSE or (mark & OPENS and is_first[i]):
            opens = True
        elif mark & DASH:
            at, row = starts[i], line[i]
            spaced_before = at > line_starts[row] and classes[at - 1] == SPACE
            spaced_after = at + 1 < line_ends[row] and classes[at + 1] == SPACE
            opens = spaced_before or spaced_after
    return is_first, sentence


@njit(cache=True, nogil=True)
def raised_lines(marks: np.ndarray, line: np.ndarray, lines: int, least_words: int) -> np.ndarray:
    """Of each line, whether it has `least_words` long words and half of them have a capital first."""
    long = np.zeros(lines, np.int64)
    raised = np.zeros(lines, np.int64)
    for i in range(len(marks)):
        if marks[i] & LONG:
            long[line[i]] += 1
            raised[line[i]] += marks[i] & RAISED != 0
    return (long >= least_words) & (2 * raised >= long)


@njit(cache=True, nogil=True)
def labelled_spans(
    labels: np.ndarray, sure: np.ndarray, sentence: np.ndarray, kind_of: np.ndarray, goes_on: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First token and end of every name that labels mark, and how sure its least sure token is.

    `kind_of[label]`: the kind it names, none for label 0; `goes_on[label]`: it may only follow one of its kind.
    """
    count = len(labels)
    starts = np.empty(count, np.int64)
    ends = np.empty(count, np.int64)
    least = np.empty(count, np.float32)
    found, i = 0, 0
    while i < count:
        if labels[i] == 0:
            i += 1
            continue
        starts[found], kind, low = i, kind_of[labels[i]], sure[i]
        j = i + 1
        while j < count and sentence[j] == sentence[i] and goes_on[labels[j]] and kind_of[labels[j]] == kind:
            low = min(low, sure[j])
            j += 1
        ends[found], least[found] = j, low
        found += 1
        i = j
    return starts[:found].copy(), ends[:found].copy(), least[:found].copy()
