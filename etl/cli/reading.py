"""One document for the terminal: its raw text with every decision in colour, and its ledger as rows.

Here: styles and layout. Not here: what is shown (report/inspect.py), the page for a browser (report/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from etl.cli.printing import printable

if TYPE_CHECKING:
    from etl.report.inspect import Inspected

STYLES = {
    "boilerplate": "red dim strike",
    "repeat": "yellow dim strike",
    "headline": "bold cyan",
    "timestamp": "green",
    "byline": "green",
    "summary": "magenta",
    "caption": "magenta",
    "subheading": "bold",
    "PERSON": "underline",
    "ORGANIZATION": "underline",
    "PLACE": "underline",
    "quote": "italic",
}
"""Rich styles by role and mark."""


def reading_view(seen: Inspected) -> Text:
    """The text as it was read; behind each dropped line what dropped it."""
    parts: list[tuple[str, str]] = []
    for piece in seen.pieces:
        styles = [STYLES[word] for word in (piece.role, *piece.marks) if word in STYLES]
        text = printable(piece.text)
        ends_line = text.endswith("\n")
        parts.append((text.removesuffix("\n"), " ".join(styles)))
        if not piece.is_kept and piece.role != "blank" and (ends_line or piece is seen.pieces[-1]):
            why = f"{piece.rule}: {printable(piece.evidence)}" if piece.evidence else piece.rule
            parts.append((f"  <- {piece.role}, {why}", "blue dim"))
        if ends_line:
            parts.append(("\n", ""))
    return Text.assemble(*parts)


def ledger_rows(seen: Inspected) -> Grid:
    """A row a segment."""
    grid = Grid("#", "from", "to", "role", "kept", "rule", "evidence", "text", box=None, header_style="bold")
    texts = {piece.start: piece.text for piece in seen.pieces}
    for s in seen.segments:
        grid.add_row(
            *(str(s[name]) for name in ("segment_index", "char_start", "char_end", "role")),
            "yes" if s["is_kept"] else "no",
            s["rule"] or "",
            escape(printable(s["evidence"] or "")[:60]),
            escape(printable(texts.get(s["char_start"], "").strip())[:60]),
        )
    return grid
