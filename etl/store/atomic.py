"""Atomic files: temporary name, fsync, rename, fsync of the folder.

Here: the three moves every file of a warehouse goes through. Not here: what is written.
A reader sees a file whole or not at all, and a power cut after the last move does not undo it.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

from etl.store import crash

TEMPORARY = ".tmp"
"""How temporary names end; nothing else in a warehouse ends so."""


def temporary(folder: Path) -> Path:
    """A new name in `folder` that no reader looks at and `doctor` clears."""
    return folder / f".{uuid4().hex}{TEMPORARY}"


def sync(path: Path) -> None:
    """Put a file's bytes, or a folder's entries, on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str, *, written: str | None = None, renamed: str | None = None) -> None:
    """Replace `path` by a file that holds `text`. `written` and `renamed` name the crash points passed on the way;
    what a user asked for outside the warehouse has none."""
    aside = temporary(path.parent)
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            if written:
                crash.point(written)
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    if renamed:
        crash.point(renamed)
    sync(path.parent)
