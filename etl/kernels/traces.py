"""Traces: what the segments of many texts may hold, told in one walk over their bytes.

Most lines hold no date, no credit, no mark of rights. This walk says so of each, for a hundredth of what asking every
reader costs; what it says is never less than the readers find. Beside that it does what is only counting: the words and
the text of the kept paragraphs, and whether they are plainly Indonesian.
Here: the loops, over UTF-8 bytes. Not here: the words looked for (text/marks.py, text/dates/find.py, text/language.py),
Arrow (steps/traces.py), the tables of the words (automata.py). A plain-Python reading is in tests/kernels/trace_oracle.py.
"""

# Compiled, an element of an array is a number; to the checker of types it may be an array.
# pyright: reportArgumentType=false, reportAssignmentType=false, reportReturnType=false

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.tables import (
    FOLLOWED,
    IN_KEPT,
    LEFT_FREE,
    LEFT_FREE_OR_CAPITAL,
    LEFT_NO_LETTER,
    MARK_BITS,
    OF_YEAR,
    PARAGRAPH,
    RIGHT_NO_ALNUM,
    RIGHT_NO_LETTER,
    TRIGGER_SHIFT,
    WITHIN_FIGURES,
    Array,
    Int,
)

_ROOT = np.uint32(0)
_BLANK, _LINE_END, _HYPHEN, _STOP, _SLASH = 32, 10, 45, 46, 47
_DATE_BYTES = 256
"""No date is longer: so far behind a trigger another date may end, and what stands left of it is no evidence."""
_TRIGGER_BYTES = 32
"""No trigger is longer."""
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
def _walk(
    text: Array, at: Int, end: Int, char: Int, char_end: Int, state: np.uint32, classes: Array, moves: Array,
    says: Array, head: Int, in_head: Int, places: Array, count: Int,
) -> tuple[Int, Int, np.uint32, Int, bool, Int]:  # fmt: skip
    """From code point `char` at byte `at` to `char_end`: (byte and code point reached, state there, bits of the words
    that end on the way, whether every character is a common one, rows of `places` filled).

    Bits of `in_head` count within the first `head` characters only. A row of `places` is where a word that may be a
    trigger ends, in bytes and in code points, and how many bytes before it may begin.
    """
    found, common, head_end = 0, True, char + head
    while at < end:
        byte = text[at]
        if byte & 0xC0 != 0x80:
            if char == char_end:
                break
            char += 1
            if byte >= 0xC0:
                common = common and _is_common(text, at, end)
        state = moves[state + classes[byte]]
        said = says[state]
        at += 1
        if said:
            found |= said if char <= head_end else said & ~in_head
            if said >> TRIGGER_SHIFT:
                row = places[count]
                row[0], row[1], row[2] = at, char, said >> TRIGGER_SHIFT
                count += 1
    return at, char, state, found & MARK_BITS, common, count


@njit(nogil=True)
def _follows(text: Array, at: Int, end: Int, classes: Array, moves: Array, says: Array) -> bool:
    """Whether one of a trie's words stands at `at`."""
    state = _ROOT
    while at < end:
        state = moves[state + classes[text[at]]]
        if state == _ROOT:
            return False
        if says[state]:
            return True
        at += 1
    return False


@njit(nogil=True)
def _precedes(text: Array, start: Int, at: Int, classes: Array, moves: Array, says: Array) -> bool:
    """Whether the letters before `at`, blanks, brackets and quotation marks passed over, are one of a trie's words (each
    spelt backwards)."""
    low = max(start, at - 2 * _WORD_BEFORE_BYTES)
    at -= 1
    while at >= low and not _is_letter(text[at]):
        if text[at] == _LINE_END:
            return False
        at -= 1
    state = _ROOT
    while at >= low and _is_letter(text[at]):
        state = moves[state + classes[text[at]]]
        if state == _ROOT:
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
    text: Array, low: Int, high: Int, end: Int, char: Int, run_end: Int, places: Array, place: Int, last_place: Int,
    classes: Array, moves: Array, says: Array, guards: Array,
    next_classes: Array, next_moves: Array, next_says: Array,
    year_classes: Array, year_moves: Array, year_says: Array,
    rows: Array, count: Int,
) -> tuple[Int, Int]:  # fmt: skip
    """Puts the triggers of the run `text[low:high]` into `rows[count:]` (see calls.trace), of those that overlap the
    first, of those that begin together the longest: (place reached, rows filled).

    `char`, `run_end`: the code points at which the run begins and ends; `end`: the bytes at which its text ends;
    `places[place:last_place]`: what _walk found there.
    """
    done, last = low, low - 2 * _DATE_BYTES
    while place < last_place and places[place, 0] <= low:
        place += 1
    while place < last_place and places[place, 0] <= high:
        place_end, place_char = places[place, 0], places[place, 1]
        begin, beyond = place_end - places[place, 2], place + 1
        while beyond < last_place and places[beyond, 0] <= place_end + _TRIGGER_BYTES:
            begin = min(begin, places[beyond, 0] - places[beyond, 2])
            beyond += 1
        place += 1
        at = max(done, begin)
        while at < place_end:
            state, step, stop, kind = _ROOT, at, at, 0
            while step < high:
                state = moves[state + classes[text[step]]]
                if state == _ROOT:
                    break
                step += 1
                if says[state]:
                    stop, kind = step, says[state]
            if stop == at:
                at += 1
                continue
            guard = guards[kind]
            is_sure_of_left = at - last > _DATE_BYTES
            refused = _is_refused(text, low, at, stop, end, guard, is_sure_of_left)
            if not refused and guard & FOLLOWED:
                refused = not _follows(text, stop, end, next_classes, next_moves, next_says)
            if not refused and guard & OF_YEAR:
                refused = _is_no_year(text, low, at, end, is_sure_of_left)
                after = text[at + 4] if at + 4 < end else _LINE_END
                before = text[at - 1] if at > low else _LINE_END
                if not refused and is_sure_of_left and after != _HYPHEN and after != _SLASH and (
                    before == _BLANK or before == 0xA0
                ):  # fmt: skip
                    refused = not _precedes(text, low, at, year_classes, year_moves, year_says)
            if not refused:
                row = rows[count]
                row[0] = place_char - _code_points(text, at, place_end)
                row[1], row[2] = row[0] + _code_points(text, at, stop), kind - 1
                row[3], row[4] = char, run_end
                count += 1
                last = stop
            at = done = stop
    return place, count


@njit(nogil=True, inline="always")
def _code_points(text: Array, start: Int, end: Int) -> Int:
    count = 0
    for at in range(start, end):
        count += (text[at] & 0xC0) != 0x80
    return count


@njit(nogil=True)
def _copy_words(text: Array, start: Int, end: Int, body: Array, filled: Int) -> Int:
    """Copies `text[start:end]` to `body[filled:]`; how many words str.split finds in it."""
    count, was_space, space_end = 0, 1, start
    for at in range(start, end):
        byte = text[at]
        body[filled + at - start] = byte
        if byte >= 0xC2:
            space_end = max(space_end, at + _space_width(text, at, end))
        # No branch: where words end cannot be foretold.
        is_space = int(byte == 32) | int(9 <= byte <= 13) | int(28 <= byte <= 31) | int(at < space_end)
        count += was_space & (1 - is_space)
        was_space = is_space
    return count


@njit(nogil=True)
def _sample(
    text: Array, start: Int, end: Int, chars: Int, classes: Array, moves: Array, says: Array, totals: Array
) -> Int:
    """Adds the words of the first `chars` characters of `text[start:end]`, the last of them perhaps cut off, to
    `totals`: all of them; those that say 1; and the runs of letters that say 2, whatever stands round them. The number
    of characters left."""
    at = start
    while at < end and chars > 0:
        gap = _space_width(text, at, end)
        if gap:
            at += gap
            chars -= 1
            continue
        state, said, is_whole, is_begun, is_over = _ROOT, 0, True, False, False
        while True:
            while at < end and chars > 0 and _is_letter(text[at]):
                if not is_over:
                    is_begun = True
                    state = moves[state + classes[text[at]]]
                    is_over = state == _ROOT
                at += 1
                chars -= 1
            said = says[state] if is_begun and not said else said
            if at == end:
                break
            byte = text[at]
            if (byte <= 32 or byte >= 0xC2) and _space_width(text, at, end):
                break
            if byte & 0xC0 != 0x80:
                if chars == 0:
                    break
                chars -= 1
            is_whole, is_over = False, is_begun
            at += 1
        totals[0] += 1
        totals[1] += said & 1 if is_whole else 0
        totals[2] += (said >> 1) & 1
    return chars


@njit(nogil=True)
def _has_quick_word(text: Array, start: Int, end: Int, classes: Array, moves: Array, says: Array) -> bool:
    """Whether a word that says 4, in small letters, stands between two blanks in `text[start:end]`."""
    at = start
    while at < end:
        if text[at] != _BLANK:
            at += 1
            continue
        at += 1
        state = _ROOT
        while at < end and 97 <= text[at] <= 122:
            state = moves[state + classes[text[at]]]
            if state == _ROOT:
                break
            at += 1
        if state != _ROOT and says[state] & 4 and at < end and text[at] == _BLANK:
            return True
    return False


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
    mark_classes: Array, mark_moves: Array, mark_says: Array, head: Int, in_head: Int,
    date_classes: Array, date_moves: Array, date_says: Array, guards: Array,
    next_classes: Array, next_moves: Array, next_says: Array,
    year_classes: Array, year_moves: Array, year_says: Array,
    word_classes: Array, word_moves: Array, word_says: Array,
    sample: Int, sample_paragraphs: Int, fewest_words: Int, clear_share: float, long_chars: Int, other_share: float,
    byte_start: Array, byte_end: Array, places: Array, totals: Array,
    marks: Array, is_common: Array, rows: Array, row_ends: Array, body: Array, body_ends: Array, words: Array,
    is_plain: Array, is_even: Array,
) -> Int:  # fmt: skip
    """Fills the last nine arrays; see calls.trace, which makes the room it works in."""
    count, filled = 0, 0
    of_paragraph, of_body = totals[:3], totals[3:]
    for document in range(len(bounds) - 1):
        end, at, char = bounds[document + 1], bounds[document], 0
        low, high = first_segment[document], first_segment[document + 1]
        state, common, place_count = _ROOT, True, 0
        paragraphs, left, word_count, body_start, is_sure = 0, sample, 0, filled, True
        of_body[:] = 0
        for segment in range(low, high):
            if char < char_start[segment]:
                at, char, state, found, is_so, place_count = _walk(
                    text, at, end, char, char_start[segment], state, mark_classes, mark_moves, mark_says, head, in_head,
                    places, place_count,
                )  # fmt: skip
            start = at
            at, char, state, found, is_so, place_count = _walk(
                text, at, end, char, char_end[segment], state, mark_classes, mark_moves, mark_says, head, in_head,
                places, place_count,
            )  # fmt: skip
            byte_start[segment], byte_end[segment], marks[segment] = start, at, found
            common = common and is_so
            if kinds[segment] != PARAGRAPH:
                continue
            first, stop = _strip(text, start, at)
            if paragraphs < sample_paragraphs and left > 0:
                left = _sample(text, first, stop, left, word_classes, word_moves, word_says, of_body) - 1
            paragraphs += 1
            if is_sure and not _has_quick_word(text, first, stop, word_classes, word_moves, word_says):
                if char_end[segment] - char_start[segment] >= long_chars:
                    of_paragraph[:] = 0
                    _sample(text, first, stop, sample, word_classes, word_moves, word_says, of_paragraph)
                    is_sure = of_paragraph[0] >= fewest_words and (
                        np.float64(of_paragraph[1]) / np.float64(of_paragraph[0]) >= other_share
                    )
            if first < stop:
                if filled > body_start:
                    body[filled] = _LINE_END
                    filled += 1
                word_count += _copy_words(text, first, stop, body, filled)
                filled += stop - first
        segment, place = low, 0
        while segment < high:
            if kinds[segment] < IN_KEPT:
                segment += 1
                continue
            first = segment
            while segment + 1 < high and kinds[segment + 1] >= IN_KEPT and char_start[segment + 1] == char_end[segment]:
                segment += 1
            place, count = _triggers(
                text, byte_start[first], byte_end[segment], end, char_start[first], char_end[segment],
                places, place, place_count,
                date_classes, date_moves, date_says, guards,
                next_classes, next_moves, next_says,
                year_classes, year_moves, year_says,
                rows, count,
            )  # fmt: skip
            segment += 1
        is_common[document] = common
        row_ends[document + 1] = count
        body_ends[document + 1] = filled
        words[document] = word_count
        is_even[document] = common and is_sure
        is_plain[document] = (
            common and is_sure and of_body[0] >= fewest_words and of_body[2] == 0
            and np.float64(of_body[1]) / np.float64(of_body[0]) >= clear_share
        )  # fmt: skip
    return count
