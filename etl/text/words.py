"""Words of a text for full-text search: the one definition that index, SQL macro and command line share.

Here: what a word is, in Python and in RE2 (the regex engine of both Arrow and DuckDB).
Not here: stems (stems.py), the vectorised run over a batch (steps/index.py), the macro (store/sql/search.sql).

A word is a run of letters and digits of any script, composed (NFC) and in lower case. Nothing else is part of a word:
"anak-anak" is two words, "Rp1.500" is "rp1" and "500". The macro does the same in SQL:

    regexp_extract_all(replace(lower(replace(nfc_normalize(query), 'İ', 'i')), 'ς', 'σ'), '[\\p{L}\\p{N}]+')

The two letters replaced are the only ones whose lower case differs between Python and DuckDB.
"""

from __future__ import annotations

import re
import unicodedata

BEFORE_LOWER = ("İ", "i")
"""Replaced before lower-casing: Python alone would make two characters of it."""

AFTER_LOWER = ("ς", "σ")
"""Replaced after lower-casing: Python alone writes a final sigma at the end of a word."""

RE2_WORD = r"[\p{L}\p{N}]+"
"""A word, for DuckDB. Matches the two words of "anak-anak"; does not match "-"."""

RE2_BETWEEN = r"[^\p{L}\p{N} ]+"
"""What stands between words, other than plain spaces, for Arrow. Matches the hyphen of "anak-anak"; not "a1"."""

_WORD = re.compile(r"[^\W_]+")
"""A word, for Python. Matches the two words of "anak-anak"; does not match "_"."""


def fold(text: str) -> str:
    """`text` composed and in lower case."""
    return unicodedata.normalize("NFC", text).replace(*BEFORE_LOWER).lower().replace(*AFTER_LOWER)


def words(text: str) -> list[str]:
    """The words of `text` in order, lower case."""
    return _WORD.findall(fold(text))
