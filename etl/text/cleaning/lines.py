"""Lines: the unit of the ledger.

Here: cutting a text into lines without losing a character. Not here: saying what a line is.
Only "\\n" ends a line: `str.splitlines` would cut at six more characters, which crawled text carries inside sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

from etl.contracts.spans import Span


def lines_of(text: str) -> Iterator[Span]:
    """The lines of `text` in order, each with its line end; together they cover `[0, len(text))`."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield Span(start, end)
        start = end


def trimmed(text: str, span: Span) -> Span:
    """`span` without the white space at its ends; empty at its start when there is nothing else."""
    part = span.of(text)
    lead = len(part) - len(part.lstrip())
    if lead == len(part):
        return Span(span.start, span.start)
    return Span(span.start + lead, span.start + len(part.rstrip()))
