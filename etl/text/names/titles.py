"""Titles before names: "Menteri Luar Negeri AS" before "Antony Blinken".

Here: cutting titles and degrees off a name, and finding the title that stands before one.
Not here: finding the name (find.py).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache

from etl.text.names.tokens import Tokens
from etl.text.single_words import words

_JOINS = frozenset({"dan", "&", "bidang", "ke", "-", "/", "untuk", ".", "dari", "di", "of", "for", "and", "the"})
"""Small words and marks inside a title; one that ends up at its edge is left out."""

_EXCELLENCY = ("y", ".", "m", ".")
_EXCELLENCIES = (list(_EXCELLENCY), ["h", ".", "e", "."])
"""Forms of address written as initials: "Y.M. Rahma Yusuf", "H.E. Rahma Yusuf"."""

MALAY_TITLES = frozenset({"tan", "dato", "datuk", "datin"})
"""Words that make "Sri" behind them a title."""


def is_malay_title(first: str, second: str) -> bool:
    """Whether two words are one title: "Tan Sri", "Dato Seri"; "Sri" alone is a given name."""
    return second in {"Sri", "Seri"} and first.lower() in MALAY_TITLES


@cache
def _title_vocabulary() -> frozenset[str]:
    return words("title_heads") | words("title_words") | words("title_parts")


def without_titles(tokens: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """`[start, end)` of a person's name less the titles before it and the degrees after it; may be empty."""
    titles, degrees = words("title_words"), words("degrees")
    if start > 0 and is_malay_title(tokens[start - 1], tokens[start]):
        start += 1
    start = without_excellency(tokens, start, end)
    while start < end and (tokens[start].lower() in titles or tokens[start] in {".", ",", "-", "(", ")"}):
        start += 1
        start += start + 1 < end and is_malay_title(tokens[start - 1], tokens[start])
    while end > start + 1 and (tokens[end - 1].lower() in degrees or not tokens[end - 1][-1].isalnum()):
        if tokens[end - 1] in {".", ")"} and len(tokens[end - 2]) <= 2:
            break  # "Kusnadi H." and "(B)": the mark belongs to an initial
        end -= 1
    return start, end


def without_excellency(tokens: Sequence[str], start: int, end: int) -> int:
    """`start` past "Y.M." where that opens the name at `[start, end)`."""
    size = len(_EXCELLENCY)
    is_addressed = end - start > size and [token.lower() for token in tokens[start : start + size]] in _EXCELLENCIES
    return start + size if is_addressed else start


def _past_address(shown: Sequence[str], at: int) -> int:
    """The token before the forms of address that end with token `at`: the comma of ", Dr. Rahma", ", Y.M. Rahma"."""
    size = len(_EXCELLENCY)
    while at > 0:
        if at >= size and [word.lower() for word in shown[at - size + 1 : at + 1]] in _EXCELLENCIES:
            at -= size
        elif shown[at].lower() in words("honorifics"):
            at -= 1
        elif shown[at] == "." and shown[at - 1].lower() in words("honorifics"):
            at -= 2
        else:
            break
    return at


def title_before(
    tokens: Tokens, shown: Sequence[str], name_start: int, is_taken: Container[int], longest_tokens: int
) -> int | None:
    """The token at which the title before the name at token `name_start` begins; None when there is none.

    `is_taken`: tokens that belong to names of other persons: a title never reaches across one.
    """
    if tokens.is_first[name_start]:
        return None
    heads, vocabulary = words("title_heads"), _title_vocabulary()
    line, first, at = tokens.lines[name_start], None, name_start - 1
    before = _past_address(shown, at)
    if at > 0 and before < at and before > 0 and shown[before] == ",":
        first, at = before + 1, before
    elif at - before >= len(_EXCELLENCY):
        at = before
    if at > 0 and shown[at] == "," and (shown[at - 1][0].isupper() or shown[at - 1] == ")"):
        at -= 1  # "Ketua Panitia, Rahmat Hidayat"
    depth = 0
    while at >= 0 and name_start - at <= longest_tokens and tokens.lines[at] == line and at not in is_taken:
        word = shown[at]
        lower = word.lower()
        if word == ")":
            depth += 1
        elif word == "(":
            depth -= 1
            if depth < 0:
                break
        elif at > 0 and is_malay_title(shown[at - 1], word):
            at -= 1
            first = at
        elif lower in heads:
            first = at
        elif not depth and lower not in vocabulary and lower not in _JOINS and not word[0].isupper():
            break
        if depth == 0 and tokens.is_first[at]:
            break
        at -= 1
    return first
