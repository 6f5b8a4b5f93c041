"""What lies in a source folder: every item, in one order, without opening any.

Here: listing at any depth, telling files from links, pipes and the like, and the fingerprint of a source.
Not here: opening an item (opened.py), what its name says of its format (formats.py).

The order is depth first, by the bytes of the names, whatever order the file system lists them in. Links are never
walked through: a folder behind one is read at its own place or not at all, so no loop can hold the walk.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from etl.contracts.enums import RejectReason
from etl.errors import SourceError
from etl.settings import Settings
from etl.store.intake.paths import source_path_of
from etl.store.intake.refusal import Refusal, refused_by_system

_KINDS = (
    (stat.S_ISDIR, "inode/directory", "a folder"),
    (stat.S_ISLNK, "inode/symlink", "a link"),
    (stat.S_ISFIFO, "inode/fifo", "a named pipe"),
    (stat.S_ISSOCK, "inode/socket", "a socket"),
    (stat.S_ISCHR, "inode/chardevice", "a device"),
    (stat.S_ISBLK, "inode/blockdevice", "a device"),
)
NOT_A_FILE = RejectReason.NOT_A_FILE


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: a file, unless `refusal` says why it is none. `path` is what to open; of a link, what it leads to."""

    source_path: str
    path: bytes
    refusal: Refusal | None = None
    media_type: str = ""


def walk(source: Path) -> Iterator[Entry]:
    """Every item of `source`, a folder, or the one item that a single file is.

    Raises SourceError at once when `source` is missing or is neither; at the first item when it cannot be listed or
    holds none. Folders are no items, except those that cannot be listed.
    """
    root = os.fsencode(os.path.realpath(source))
    try:
        mode = os.lstat(root).st_mode
    except OSError as error:
        raise SourceError(
            f"{source} cannot be read: {error.strerror}. Give the folder that holds the documents: --source DIR"
        ) from error
    if stat.S_ISREG(mode):
        return iter((Entry(source_path_of(root.rpartition(b"/")[2]), root),))
    if not stat.S_ISDIR(mode):
        raise SourceError(f"{source} is {kind_of(mode)[1]}; expected a folder of documents, or one file.")
    return _entries(root, source)


def _entries(root: bytes, source: Path) -> Iterator[Entry]:
    try:
        waiting = _listed(root)
    except OSError as error:
        raise SourceError(f"{source} cannot be listed: {error.strerror}.") from error
    found = False
    while waiting:
        entry = waiting.pop()
        name = entry.path[len(root.rstrip(b"/")) + 1 :]
        try:
            if entry.is_dir(follow_symlinks=False):
                waiting.extend(_listed(entry.path))
                continue
            item = _item(root, name, entry)
        except OSError as error:
            item = Entry(source_path_of(name), entry.path, refused_by_system(error), kind_at(entry.path))
        found = True
        yield item
    if not found:
        raise SourceError(f"{source} holds no file. Put documents there, or name another folder: --source DIR")


def _listed(folder: bytes) -> list[os.DirEntry[bytes]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name, reverse=True)  # the last one is taken first


def _item(root: bytes, name: bytes, entry: os.DirEntry[bytes]) -> Entry:
    """The item that `entry` is, a folder not being one. Raises OSError when the system does not say."""
    if entry.is_file(follow_symlinks=False):
        return Entry(source_path_of(name), entry.path)
    if entry.is_symlink():
        return _link(root, name, entry.path)
    media_type, words = kind_of(os.lstat(entry.path).st_mode)
    return Entry(source_path_of(name), entry.path, Refusal(NOT_A_FILE, words), media_type)


def _link(root: bytes, name: bytes, path: bytes) -> Entry:
    """A link: the file it leads to when that lies in the source, else why it is not followed."""

    def refused(reason: RejectReason, detail: str) -> Entry:
        return Entry(source_path_of(name), path, Refusal(reason, detail), "inode/symlink")

    try:
        target = os.path.realpath(path, strict=True)
    except OSError as error:
        if not _below(root, os.path.realpath(path)):
            return refused(RejectReason.OUTSIDE_ROOT, "a link that leads out of the source folder, to nothing")
        return refused(NOT_A_FILE, f"a link that leads nowhere: {error.strerror}")
    if not _below(root, target):
        return refused(RejectReason.OUTSIDE_ROOT, "a link that leads out of the source folder; copy the file in")
    mode = os.lstat(target).st_mode
    if stat.S_ISDIR(mode):
        return refused(NOT_A_FILE, "a link to a folder of the source; what that holds is read at its own place")
    if not stat.S_ISREG(mode):
        return refused(NOT_A_FILE, f"a link to {kind_of(mode)[1]}")
    return Entry(source_path_of(name), target)


def _below(root: bytes, path: bytes) -> bool:
    return path == root or path.startswith(root.rstrip(b"/") + b"/")


def kind_of(mode: int) -> tuple[str, str]:
    """Media type and plain words for the kind of a thing that is not a regular file."""
    for is_kind, media_type, words in _KINDS:
        if is_kind(mode):
            return media_type, words
    return "application/octet-stream", "not a file"


def kind_at(path: bytes) -> str:
    """Media type of what stands at `path`, as far as the system says."""
    try:
        return kind_of(os.lstat(path).st_mode)[0]
    except OSError:
        return "application/octet-stream"


def source_fingerprint(source: Path, settings: Settings) -> str:
    """A digest that changes whenever an item of `source` was added, removed, renamed, replaced or written to.

    Hexadecimal SHA-256 over the settings and, of each item, its path, kind, size, inode, and times of modification
    and of status change. No byte of content is read. The status change time is why that is safe: a tool can put size
    and modification time back after a write, but not this one, which the kernel alone sets. What it cannot see is a
    second write of the same size within one tick of the kernel's clock (milliseconds) of the first, with the
    fingerprint taken in between. A folder that was copied, or moved to another disk, has another fingerprint though
    nothing changed in it; it is then read again, no more.
    Take the fingerprint before reading, so that a write during the reading shows next time.
    Raises SourceError as `walk` does.
    """
    digest = sha256(f"{settings.fingerprint()}\n".encode())
    for path, state in source_states(source):
        digest.update(f"{path}\0{state}\n".encode())
    return digest.hexdigest()


def source_states(source: Path) -> Iterator[tuple[str, str]]:
    """Path of every item of `source`, and what `source_fingerprint` sees of it. Raises SourceError as `walk` does."""
    for entry in walk(source):
        seen = f"{entry.refusal.reason}" if entry.refusal else "file"
        try:
            now = os.lstat(entry.path)
            seen += f" {now.st_mode} {now.st_size} {now.st_ino} {now.st_mtime_ns} {now.st_ctime_ns}"
        except OSError as error:
            seen += f" {error.errno}"
        yield entry.source_path, seen


def byte_count_of(entry: Entry) -> int | None:
    """Size of an item as it lies there; None where nothing can be asked of it."""
    try:
        return os.lstat(entry.path).st_size
    except OSError:
        return None
