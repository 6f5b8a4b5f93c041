"""Crash points: the named instants at which a test kills the process.

Here: the names, what has and has not happened by then, and the killing. Not here: the test (tests/crash/).
A point does nothing unless the environment names it: JERNIH_CRASH_AT=<name>, or <name>:<n> for its n-th passing.
"""

from __future__ import annotations

import os
import signal
from typing import NamedTuple

VARIABLE = "JERNIH_CRASH_AT"


class CrashPoint(NamedTuple):
    """An instant of the protocol. `meaning` says what is on disk by then."""

    name: str
    meaning: str


POINTS: tuple[CrashPoint, ...] = (
    CrashPoint("table_begun", "a table's temporary file is open and holds nothing yet"),
    CrashPoint("table_row_group", "some rows are in a table's temporary file, the footer is not"),
    CrashPoint("table_spilled", "rows that did not fit in memory are in scratch"),
    CrashPoint("table_written", "a table's temporary file is whole; not synced, not renamed"),
    CrashPoint("table_synced", "a table's temporary file is on disk; not renamed"),
    CrashPoint("table_renamed", "a table file has its final name; nothing names it yet"),
    CrashPoint("staged_written", "a staged reference is whole under a temporary name"),
    CrashPoint("staged_renamed", "a staged reference is in place"),
    CrashPoint("publish_begun", "the staged tables were found to chain; nothing of the release is written"),
    CrashPoint("publish_tables", "the tables that describe the release are written"),
    CrashPoint("manifest_written", "the manifest is whole under a temporary name"),
    CrashPoint("manifest_renamed", "the manifest is in place; the catalog still shows the old release"),
    CrashPoint("catalog_views", "the new catalog is half built, aside"),
    CrashPoint("catalog_built", "the new catalog is whole, aside; not synced"),
    CrashPoint("catalog_synced", "the new catalog is on disk, aside: the last instant of the old release"),
    CrashPoint("catalog_renamed", "the new release is published; the folder is not synced"),
    CrashPoint("prune_manifest", "a release was forgotten, its files are still there"),
    CrashPoint("prune_file", "the first file of forgotten releases is gone"),
)
"""Every point, in the order a run passes them."""

_NAMES = frozenset(point.name for point in POINTS)
_passed: dict[str, int] = {}


def point(name: str) -> None:
    """Kill this process at once when the environment names this point; else nothing. Raises KeyError: no such name."""
    if name not in _NAMES:
        raise KeyError(f"{name} is no crash point; add it to POINTS with its meaning")
    wanted, _, nth = os.environ.get(VARIABLE, "").partition(":")
    if wanted != name:
        return
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] == int(nth or 1):
        os.kill(os.getpid(), signal.SIGKILL)
