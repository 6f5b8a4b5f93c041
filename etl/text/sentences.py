"""Sentence bounds near an offset, found without cutting the whole text.

Here: where the sentence that holds an offset begins and ends, within given bounds.
Not here: sentences of a whole document as a list.
"""

from __future__ import annotations

import re

# A sentence ends at . ? ! or an ellipsis, closing marks passed over, before a blank or the end of the line.
_END = re.compile(r"[.?!\u2026]+[\"\u201d\u2019')\]]*(?=\s|\Z)")
# A full stop after these is no end: titles, initials, abbreviations of news style.
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Dr|dr|Drs|Dra|Ir|Prof|Hj|H|KH|St|Mr|Mrs|Ms|Jl|No|Rp|Tn|Ny|Sdr|Gg|Kol|Brigjen|Irjen|Komjen|Letjen|Mayjen"
    r"|Jenderal|dll|dsb|dkk|S\.H|M\.H|Sdri|Tgk|Ust|Yth|hlm|Bpk|Kab|Kec|Kel|PT|CV|Tbk|vs|Jend|Pol|Purn|Ph|Sp|M|S|Jr|Sr))\Z"
)


def _is_end(text: str, match: re.Match[str]) -> bool:
    if match[0] != ".":
        return True
    following = text[match.end() : match.end() + 2].strip()
    if following and (following.islower() or following in ",;"):
        return False
    return _ABBREVIATION.search(text, max(0, match.start() - 8), match.start()) is None


def sentence_start(text: str, low: int, offset: int) -> int:
    """Where the sentence that holds `offset` begins, not before `low`."""
    start = low
    for match in _END.finditer(text, low, offset):
        if match.end() < offset and _is_end(text, match):
            start = match.end()
    while start < offset and text[start].isspace():
        start += 1
    return start


def sentence_end(text: str, offset: int, high: int) -> int:
    """One past the end of the sentence that holds `offset`, its full stop included, not after `high`."""
    for match in _END.finditer(text, offset, high):
        if _is_end(text, match):
            return match.end()
    return high
