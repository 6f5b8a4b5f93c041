"""Names of items as `source_path` gives them.

Here: path bytes to text and back. Not here: finding the items (walk.py).

A file name is bytes. Bytes that are not UTF-8 are written %XX (capital hexadecimal, 80 to FF), and so that no other
name can be written the same way, a percent sign that would then read as such an escape is itself written %25.
Every other name, also `100%.txt` and `https%3A%2F%2F..`, stands as it is.
"""

from __future__ import annotations

import re

_LOOKS_ESCAPED = re.compile(rb"%(?=(?:25)*[89A-F][0-9A-F])")
"""A literal percent sign that a reader would take for an escape, or for an escaped one. `%FF`, `%25FF`; not `%3A`."""
_ESCAPE = re.compile(r"%(?:(?P<byte>[89A-F][0-9A-F])|25(?=(?:25)*[89A-F][0-9A-F]))")


def source_path_of(path: bytes) -> str:
    """The text of a relative path; different paths never share one."""
    if b"%" in path:
        path = _LOOKS_ESCAPED.sub(b"%25", path)
    try:
        return path.decode("utf-8")
    except UnicodeDecodeError:
        # One surrogate stands for one such byte: U+DC80 for 80 up to U+DCFF for FF.
        text = path.decode("utf-8", "surrogateescape")
        return re.sub("[\udc80-\udcff]", lambda found: f"%{ord(found[0]) - 0xDC00:02X}", text)


def path_of(source_path: str) -> bytes:
    """The path that `source_path_of` wrote as `source_path`."""
    parts: list[bytes] = []
    start = 0
    for found in _ESCAPE.finditer(source_path):
        parts.append(source_path[start : found.start()].encode())
        parts.append(bytes.fromhex(found["byte"]) if found["byte"] else b"%")
        start = found.end()
    parts.append(source_path[start:].encode())
    return b"".join(parts)
