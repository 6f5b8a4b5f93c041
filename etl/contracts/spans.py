"""Span: a place in a document's raw text.

Here: the type, and the few questions asked of two spans. Not here: finding anything.
"""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Characters `[start, end)` of `documents.raw_text`, in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True when at least one character lies in both."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by_chars: int) -> Span:
        """The same span in a text that begins `by_chars` later."""
        return Span(self.start + by_chars, self.end + by_chars)
