"""Patterns of many words: one regular expression for a word list, as fast as its letters are shared.

Here: building the pattern. Not here: any list of words (lexicon/).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def words_pattern(words: Iterable[str]) -> str:
    """A pattern, without word boundaries, that matches exactly the words; a longer word wins over its beginning.

    `words_pattern(["kata", "katanya"])` is `kata(?:nya)?`. A space in a word matches any run of blanks.
    """
    trie: dict[str, Any] = {}
    for word in sorted(set(words)):
        node = trie
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(trie)


def _pattern(node: dict[str, Any]) -> str:
    optional = "" in node
    branches: list[str] = []
    for letter in sorted(node):
        if not letter:
            continue
        head = r"[ \u00a0]+" if letter == " " else re.escape(letter)
        branches.append(head + _pattern(node[letter]))
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and not optional else "(?:" + "|".join(branches) + ")"
    return body + "?" if optional else body
