"""The `etl` command, in five files: its commands, and what they show.

commands.py   every command: parses, calls one function, prints; errors and exit statuses
printing.py   rows as a table, CSV or JSON lines; text of a stranger made harmless
progress.py   a run while it goes on
summary.py    a run when it is done
reading.py    one document in colour, and its ledger
"""

from __future__ import annotations

from etl.cli.commands import app, main

__all__ = ["app", "main"]
