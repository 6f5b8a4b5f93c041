"""Reference data shipped with the package, read once. README.md beside it names source and licence of every file.

Here: reading the files. Not here: using them (text/, steps/).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_toml(name: str) -> dict[str, Any]:
    """The content of a TOML file of this folder. Treat it as frozen: every caller sees the same object."""
    return tomllib.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))


@cache
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a tab-separated file of this folder, less its header line; blank lines and `#` lines are left out."""
    lines = files(__name__).joinpath(name).read_text(encoding="utf-8").split("\n")
    rows = [tuple(line.split("\t")) for line in lines if line.strip() and not line.startswith("#")]
    return tuple(rows[1:])


@cache
def read_lines(name: str) -> tuple[str, ...]:
    """The lines of a text file of this folder; blank lines and `#` lines are left out."""
    lines = files(__name__).joinpath(name).read_text(encoding="utf-8").split("\n")
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))


@cache
def read_bytes(name: str) -> bytes:
    """The content of a file of this folder."""
    return files(__name__).joinpath(name).read_bytes()
