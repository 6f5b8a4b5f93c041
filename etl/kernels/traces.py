"""Traces: what the segments of many texts may hold, told in one walk over their bytes.

Most lines hold no date, no credit, no mark of rights. This walk says so of each, for a hundredth of what asking every
reader costs; what it says is never less than the readers find. Beside that it does what is only counting: the words and
the text of the kept paragraphs, and whether they are plainly Indonesian.
Here: the loops, over UTF-8 bytes. Not here: the words looked for (text/marks.py, text/dates_find.py, text/language.py),
Arrow (steps/traces.py), the tables of the words (automata.py). A plain-Python reading is in tests/kernels/trace_oracle.py.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.tables import (
    FOLLOWED,
    IN_KEPT,
    LEFT_FREE,
    LEFT_FREE_OR_CAPITAL,
    LEFT_NO_LETTER,
    OF_YEAR,
    PARAGRAPH,
    RIGHT_NO_ALNUM,
    RIGHT_NO_LETTER,
    WITHIN_FIGURES,
    Array,
    Int,
)

_BLANK, _LINE_END, _HYPHEN, _STOP, _SLASH = 32, 10, 45, 46, 47
_DATE_BYTES = 256
"""No date is longer: so far behind a trigger another date may end, and what stands left of it is no evidence."""
_WORD_BEFORE_BYTES = 24


@njit(nogil=True, inline="always")
def _is_letter(byte: Int) -> bool:
    return 97 <= (byte | 32) <= 122


@njit(nogil=True, inline="always")
def _is_digit(byte: Int) -> bool:
    return 48 <= byte <= 57


@njit(nogil=True)
def _space_width(text: Array, at: Int, end: Int) -> Int:
    """Bytes of the white space (str.isspace) at `at`; 0 where none stands."""
    byte = text[at]
    if byte < 0x80:
        return 1 if byte == 32 or 9 <= byte <= 13 or 28 <= byte <= 31 else 0
    if byte == 0xC2 and at + 1 < end:
        return 2 if text[at + 1] == 0x85 or text[at + 1] == 0xA0 else 0
    if byte < 0xE1 or byte > 0xE3 or at + 2 >= end:
        return 0
    second, third = text[at + 1], text[at + 2]
    if byte == 0xE1:
        return 3 if second == 0x9A and third == 0x80 else 0
    if byte == 0xE3:
        return 3 if second == 0x80 and third == 0x80 else 0
    if second == 0x80:
        return 3 if third <= 0x8A or third == 0xA8 or third == 0xA9 or third == 0xAF else 0
    return 3 if second == 0x81 and third == 0x9F else 0


@njit(nogil=True)
def _is_common(text: Array, at: Int, end: Int) -> bool:
    """False for a character whose lower case, or whose value as a figure, is one of ASCII's, and for every script but
    Latin: a text that holds one is read without traces. `text[at]` is the first byte of a character above ASCII."""
    lead = text[at]
    second = text[at + 1] if at + 1 < end else 0
    if 0xC2 <= lead <= 0xCB:
        return not ((lead == 0xC4 and (second == 0xB0 or second == 0xB1)) or (lead == 0xC5 and second == 0xBF))
    third = text[at + 2] if at + 2 < end else 0
    if lead == 0xE2:
        return second <= 0xAF and not (second == 0x84 and third == 0xAA)
    if lead == 0xEF:
        return (second == 0xB8 and third == 0x8F) or (second == 0xBB and third == 0xBF)
    return lead == 0xF0 and second == 0x9F and 0x8C <= third <= 0xAB


@njit(nogil=True)
def _marks(
    text: Array, start: Int, end: Int, state: Int, classes: Array, moves: Array, width: Int, says: Array, head: Int,
    in_head: Int,
) -> tuple[Int, Int, bool]:  # fmt: skip
    """(bits of the words that end in `text[start:end]`, state at its end, whether every character is a common one).

    Bits of `in_head` count within the first `head` characters only.
    """
    found, chars, common = 0, 0, True
    for at in range(start, end):
        byte = text[at]
        state = moves[state * width + classes[byte]]
        if byte >= 0x80:
            if byte >= 0xC0:
                chars += 1
                common = common and _is_common(text, at, end)
        else:
            chars += 1
        said = says[state]
        if said:
            found |= said if chars <= head else said & ~in_head
    return found, state, common


@njit(nogil=True)
def _follows(text: Array, at: Int, end: Int, classes: Array, moves: Array, width: Int, says: Array) -> bool:
    """Whether one of a trie's words stands at `at`."""
    state = 0
    while at < end:
        state = moves[state * width + classes[text[at]]]
        if state == 0:
            return False
        if says[state]:
            return True
        at += 1
    return False


@njit(nogil=True)
def _precedes(text: Array, start: Int, at: Int, classes: Array, moves: Array, width: Int, says: Array) -> bool:
    """Whether the letters before `at`, blanks, brackets and quotation marks passed over, are one of a trie's words (each
    spelt backwards)."""
    low = max(start, at - 2 * _WORD_BEFORE_BYTES)
    at -= 1
    while at >= low and not _is_letter(text[at]):
        if text[at] == _LINE_END:
            return False
        at -= 1
    state = 0
    while at >= low and _is_letter(text[at]):
        state = moves[state * width + classes[text[at]]]
        if state == 0:
            return False
        at -= 1
    return says[state] != 0


@njit(nogil=True)
def _is_refused(text: Array, low: Int, at: Int, stop: Int, end: Int, guard: Int, is_sure_of_left: bool) -> bool:
    """Whether what stands beside the trigger `text[at:stop]` shows that it begins no date. `low`: where the text read
    with it begins. `is_sure_of_left`: no date can have ended right before it."""
    after = text[stop] if stop < end else _LINE_END
    if guard & RIGHT_NO_LETTER and _is_letter(after) and text[stop - 1] != _BLANK:
        return True
    if guard & RIGHT_NO_ALNUM and (_is_letter(after) or _is_digit(after)):
        return True
    if guard & WITHIN_FIGURES:
        return at == low or not _is_digit(text[at - 1]) or not (_is_digit(after) or after == _SLASH)
    if not is_sure_of_left or at == low:
        return False
    before = text[at - 1]
    if guard & LEFT_NO_LETTER:
        return _is_letter(before)
    glued = _is_letter(before) or _is_digit(before)
    if guard & LEFT_FREE_OR_CAPITAL:
        return glued and not 65 <= text[at] <= 90
    return guard & LEFT_FREE != 0 and glued


@njit(nogil=True)
def _is_no_year(text: Array, low: Int, at: Int, end: Int, is_sure_of_left: bool) -> bool:
    """Whether the two figures at `at` are neither a year of figures ("2025-06-12", "12.06.2025") nor one behind a blank."""
    if at + 4 > end or not (_is_digit(text[at + 2]) and _is_digit(text[at + 3])):
        return True
    if not is_sure_of_left or at == low:
        return False
    before = text[at - 1]
    if _is_letter(before) or _is_digit(before):
        return True
    after = text[at + 4] if at + 4 < end else _LINE_END
    if after == _HYPHEN or after == _SLASH or before == _HYPHEN or before == _STOP:
        return False
    return before != _BLANK and before != 0xA0


@njit(nogil=True)
def _triggers(
    text: Array, low: Int, high: Int, end: Int, char: Int, run_end: Int,
    classes: Array, moves: Array, width: Int, says: Array, guards: Array,
    next_classes: Array, next_moves: Array, next_width: Int, next_says: Array,
    year_classes: Array, year_moves: Array, year_width: Int, year_says: Array,
    rows: Array, count: Int,
) -> Int:  # fmt: skip
    """Puts the triggers of the run `text[low:high]` into `rows[count:]` (see calls.trace); how many rows are filled then.

    `char`, `run_end`: the code points at which the run begins and ends; `end`: the bytes at which its text ends.
    """
    at, first_char, last = low, char, low - 2 * _DATE_BYTES
    while at < high:
        state, place, stop, kind = 0, at, at, 0
        while place < high:
            state = moves[state * width + classes[text[place]]]
            if state == 0:
                break
            place += 1
            if says[state]:
                stop, kind = place, says[state]
        if stop == at:
            at += 1
            while at < high and text[at] & 0xC0 == 0x80:
                at += 1
            char += 1
            continue
        chars = 0
        for place in range(at, stop):
            chars += (text[place] & 0xC0) != 0x80
        guard = guards[kind]
        is_sure_of_left = at - last > _DATE_BYTES
        refused = _is_refused(text, low, at, stop, end, guard, is_sure_of_left)
        if not refused and guard & FOLLOWED:
            refused = not _follows(text, stop, end, next_classes, next_moves, next_width, next_says)
        if not refused and guard & OF_YEAR:
            refused = _is_no_year(text, low, at, end, is_sure_of_left)
            after = text[at + 4] if at + 4 < end else _LINE_END
            before = text[at - 1] if at > low else _LINE_END
            if not refused and is_sure_of_left and after != _HYPHEN and after != _SLASH and (
                before == _BLANK or before == 0xA0
            ):  # fmt: skip
                refused = not _precedes(text, low, at, year_classes, year_moves, year_width, year_says)
        if not refused:
            row = rows[count]
            row[0], row[1], row[2], row[3], row[4] = char, char + chars, kind - 1, first_char, run_end
            count += 1
            last = stop
        at = stop
        char += chars
    return count


@njit(nogil=True)
def _count_words(
    text: Array, start: Int, end: Int, classes: Array, moves: Array, width: Int, says: Array, sampled: Int, sample: Int,
    totals: Array,
) -> tuple[Int, Int, bool]:  # fmt: skip
    """(words, characters, whether a quick word stands between two blanks) of the paragraph `text[start:end]`.

    The words of its first `sample - sampled` characters are added to `totals`: all of them, and those that say 1, 2.
    """
    words, chars, is_quick = 0, 0, False
    at = start
    while at < end:
        gap = _space_width(text, at, end)
        if gap:
            at += gap
            chars += 1
            continue
        begin, state, is_lower, is_cut = at, 0, True, sampled + chars >= sample
        is_inside = not is_cut
        alive = True
        while at < end:
            byte = text[at]
            if byte >= 0x80 or byte <= 32:
                if _space_width(text, at, end):
                    break
            if byte & 0xC0 != 0x80:
                if not is_cut and sampled + chars >= sample:
                    is_cut = True
                    said = says[state] if alive else 0
                    totals[0] += 1
                    totals[1] += said & 1
                    totals[2] += (said >> 1) & 1
                chars += 1
            if alive:
                state = moves[state * width + classes[byte]]
                alive = state != 0
                is_lower = is_lower and not 65 <= byte <= 90
            at += 1
        words += 1
        said = says[state] if alive else 0
        if is_inside and not is_cut:
            totals[0] += 1
            totals[1] += said & 1
            totals[2] += (said >> 1) & 1
        if said & 4 and is_lower and begin > start and text[begin - 1] == 32 and at < end and text[at] == 32:
            is_quick = True
    return words, chars, is_quick


@njit(nogil=True)
def _strip(text: Array, start: Int, end: Int) -> tuple[Int, Int]:
    """`text[start:end]` without the white space at its ends."""
    while start < end:
        gap = _space_width(text, start, end)
        if gap == 0:
            break
        start += gap
    while end > start:
        last = end - 1
        while last > start and text[last] & 0xC0 == 0x80:
            last -= 1
        if _space_width(text, last, end) == 0:
            break
        end = last
    return start, end


@njit(nogil=True)
def trace(
    text: Array, bounds: Array, first_segment: Array, char_start: Array, char_end: Array, kinds: Array,
    mark_classes: Array, mark_moves: Array, mark_width: Int, mark_says: Array, head: Int, in_head: Int,
    date_classes: Array, date_moves: Array, date_width: Int, date_says: Array, guards: Array,
    next_classes: Array, next_moves: Array, next_width: Int, next_says: Array,
    year_classes: Array, year_moves: Array, year_width: Int, year_says: Array,
    word_classes: Array, word_moves: Array, word_width: Int, word_says: Array,
    sample: Int, sample_paragraphs: Int, fewest_words: Int, clear_share: float, long_chars: Int,
    byte_start: Array, byte_end: Array, totals: Array,
    marks: Array, is_common: Array, rows: Array, row_ends: Array, body: Array, body_ends: Array, words: Array,
    is_plain: Array,
) -> Int:  # fmt: skip
    """Fills the last eight arrays; see calls.trace, which makes the room it works in."""
    count, filled = 0, 0
    for document in range(len(bounds) - 1):
        begin, end = bounds[document], bounds[document + 1]
        low, high = first_segment[document], first_segment[document + 1]
        state, at, char, common = 0, begin, 0, True
        paragraphs, sampled, word_count, body_start, is_sure = 0, 0, 0, filled, True
        totals[:] = 0
        for segment in range(low, high):
            while char < char_start[segment] and at < end:
                at += 1
                char += at == end or text[at] & 0xC0 != 0x80
            start = at
            while char < char_end[segment] and at < end:
                at += 1
                char += at == end or text[at] & 0xC0 != 0x80
            byte_start[segment], byte_end[segment] = start, at
            found, state, is_so = _marks(
                text, start, at, state, mark_classes, mark_moves, mark_width, mark_says, head, in_head
            )
            marks[segment] = found
            common = common and is_so
            if kinds[segment] != PARAGRAPH:
                continue
            first, stop = _strip(text, start, at)
            if paragraphs == sample_paragraphs:
                sampled = sample
            number, chars, is_quick = _count_words(
                text, first, stop, word_classes, word_moves, word_width, word_says, sampled, sample, totals
            )
            word_count += number
            sampled += chars + 1
            paragraphs += 1
            is_sure = is_sure and (is_quick or chars < long_chars)
            if first < stop:
                if filled > body_start:
                    body[filled] = _LINE_END
                    filled += 1
                for place in range(first, stop):
                    body[filled] = text[place]
                    filled += 1
        segment = low
        while segment < high:
            if kinds[segment] < IN_KEPT:
                segment += 1
                continue
            first = segment
            while (
                segment + 1 < high and kinds[segment + 1] >= IN_KEPT and char_start[segment + 1] == char_end[segment]
            ):
                segment += 1
            count = _triggers(
                text, byte_start[first], byte_end[segment], end, char_start[first], char_end[segment],
                date_classes, date_moves, date_width, date_says, guards,
                next_classes, next_moves, next_width, next_says,
                year_classes, year_moves, year_width, year_says,
                rows, count,
            )  # fmt: skip
            segment += 1
        is_common[document] = common
        row_ends[document + 1] = count
        body_ends[document + 1] = filled
        words[document] = word_count
        is_plain[document] = (
            common and is_sure and totals[0] >= fewest_words and totals[2] == 0
            and np.float64(totals[1]) / np.float64(totals[0]) >= clear_share
        )  # fmt: skip
    return count
