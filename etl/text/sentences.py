"""Sentences of a text, by place.

Here: where sentences end, found once, the sentence that holds an offset, what follows its dateline, and the first and last word of
a stretch.
Not here: paragraphs (cleaning/kept.py); a line end is no sentence end, callers give the bounds of the paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

# A sentence ends at . ? ! or an ellipsis, closing marks passed over, before a blank or the end of the text.
_END = re.compile(r"(?<![.?!\u2026])[.?!\u2026]++[\"\u201d\u2019')\]]*+(?=\s|\Z)")
# A full stop after these ends no sentence: titles, initials, abbreviations of news style.
_ABBREVIATIONS = frozenset(
    (
        "dr drs dra ir prof hj kh st mr mrs ms jl no rp tn ny sdr sdri gg kol brigjen irjen komjen letjen mayjen dll dsb dkk "
        "s.h m.h y.m h.e tgk ust yth hlm bpk kab kec kel pt cv tbk vs jend pol purn ph sp m s jr sr a.n u.p moh muh abd"
    ).split()
)
# "ISLAMABAD (Nusa) - ", "KAIRO, 4 Mei -- ", "TOKIO: " before the first sentence.
_DATELINE = re.compile(
    r"[A-Z][A-Z ,./]{2,40}(?:\d{1,2}\b[^()\n:\u2013\u2014-]{0,16})?(?:\([^()\n]{1,40}\)\s*)?(?:-{1,2}|[\u2013\u2014:])\s"
)
_OPENS_WORD = "(\"'\u201c\u201d\u2018\u2019[/-\u2013,:;"
WORD_CHARS = 10
"""Abbreviations are read this far before their full stop."""
FOLLOWING_CHARS = 4


def first_word(text: str) -> str:
    """What stands before the first blank of `text`, whatever kind of blank it is; empty when nothing but blanks does."""
    return next(iter(text.split(None, 1)), "")


def last_word(text: str) -> str:
    """What stands after the last blank of `text`; empty when nothing but blanks does."""
    return next(iter(text.rsplit(None, 1)[-1:]), "")


def after_dateline(text: str, start: int, end: int) -> int:
    """Where the words of a sentence begin that a dateline may open; `start` when none does."""
    dateline = _DATELINE.match(text, start, end)
    return dateline.end() if dateline else start


class Sentences:
    """Where the sentences of `text` end."""

    __slots__ = ("_ends", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.end() for match in _END.finditer(text) if _is_end(text, match.start(), match.end())]

    def start(self, low: int, offset: int) -> int:
        """Where the sentence that holds `offset` begins, not before `low`; `offset` itself when one ends right before."""
        place = bisect_left(self._ends, offset) - 1
        start = max(low, self._ends[place]) if place >= 0 else low
        text = self._text
        while start < offset and text[start].isspace():
            start += 1
        return start

    def end(self, offset: int, high: int) -> int:
        """One past the end of the sentence that holds `offset`, its full stop included, not after `high`."""
        place = bisect_right(self._ends, offset)
        return min(high, self._ends[place]) if place < len(self._ends) else high


def _is_end(text: str, start: int, end: int) -> bool:
    """Whether the mark at `[start, end)` ends a sentence; only a lone full stop may not."""
    if end - start > 1 or text[start] != ".":
        return True
    following = text[end : end + FOLLOWING_CHARS].lstrip()[:1]
    if following and (following.islower() or following in ",;"):
        return False
    tail = text[max(0, start - WORD_CHARS) : start]
    if not tail or tail[-1].isspace():
        return True
    last = last_word(tail).lstrip(_OPENS_WORD)
    return not ((len(last) == 1 and last.isupper()) or last.lower() in _ABBREVIATIONS)
