"""Atomic files: temporary name, fsync, rename, fsync of the folder.

Here: the three moves every file of a warehouse goes through. Not here: what is written.
A reader sees a file whole or not at all, and a power cut after the last move does not undo it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from uuid import uuid4

from etl.store import crash

_TEMPORARY = re.compile(r"\.[0-9a-f]{32}\.tmp")
"""Matches ".0123456789abcdef0123456789abcdef.tmp"; not ".notes.tmp", which is somebody's."""


def temporary(folder: Path) -> Path:
    """A new name in `folder` that no reader looks at and `doctor` clears."""
    return folder / f".{uuid4().hex}.tmp"


def is_temporary(path: Path) -> bool:
    """Whether `path` bears a name that `temporary` gave."""
    return _TEMPORARY.fullmatch(path.name) is not None


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
