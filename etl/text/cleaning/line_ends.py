"""Ends of lines: furniture behind the last sentence of a line, which a lost line end would have parted from it.

Here: telling that what follows the last sentence is a phrase that sites print as a line of its own. Not here: the phrases
(text/phrases.py), residue told by its form (residue.py).
"""

from __future__ import annotations

import re

from etl.contracts.spans import Span
from etl.text.cleaning.residue_related import inside_quotes
from etl.text.phrases import find_phrase, words_of

END_CHARS, END_WORDS = 80, 8
"""Furniture at the end of a line is short: a label, a call, a bar of buttons."""
SENTENCE_WORDS = 3
"""What stands before it is at least so long: the number of a list's line is no sentence."""
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]{0,2}[ \t\xa0]+(?=\S)")
_ENDS_AS_SENTENCE = (".", "!", "?", "…", '"', "”", "’", "»", ")", "]")


def find_line_end(line: str) -> Span | None:
    """The furniture behind the last sentence of `line` ("... ujarnya. Salin Tautan"); None when there is none.

    A line that ends as sentences do has none: a label bears no full stop.
    """
    end = len(line.rstrip())
    if line.endswith(_ENDS_AS_SENTENCE, 0, end):
        return None
    begin = -1
    for match in _SENTENCE_END.finditer(line, max(0, end - END_CHARS), end):
        begin = match.end()
    if begin < 0 or len(line[:begin].split(None, SENTENCE_WORDS)) < SENTENCE_WORDS or inside_quotes(line, begin):
        return None
    words = words_of(line[begin:end])
    if not 0 < len(words) <= END_WORDS or find_phrase(words, len(words)) is None:
        return None
    return Span(begin, end)
