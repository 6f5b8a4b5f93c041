"""Opening items and unpacking them, without ever blocking, following a link or running out of memory.

Here: the open file, whether it changed while it was read, its bytes whole or in chunks, gzip and Zstandard.
Not here: what the bytes mean (decode.py and the formats).
"""

from __future__ import annotations

import errno
import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from io import BytesIO, FileIO
from types import TracebackType
from typing import IO, Self

import zstandard

from etl.contracts.enums import RejectReason
from etl.store.intake.refusal import ReadingStopped, refused_by_system, too_large
from etl.store.intake.walk import Entry, kind_of

CHUNK_BYTES = 1 << 20
"""Read at once from a file: enough to hide the call, nothing beside the documents themselves."""
ZSTD_CHUNK_BYTES = 1 << 10
"""Fed to Zstandard at once: a frame can make 128 KB of 4 bytes, so this bounds one answer to about 32 MB."""
ZSTD_WINDOW_BYTES = 1 << 27
"""Largest window a frame may ask for, that of `zstd` itself unless told otherwise; a frame could ask for 2 GB."""
# Without O_NONBLOCK, opening a pipe put in a file's place after the listing would wait for ever.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Opened:
    """An item open for reading. Use as a context manager. Raises ReadingStopped, as does every method."""

    def __init__(self, entry: Entry) -> None:
        try:
            self.file = os.open(entry.path, _FLAGS)
        except FileNotFoundError:
            raise ReadingStopped(RejectReason.CHANGED_WHILE_READ, "listed, then gone when it was opened") from None
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO):
                raise ReadingStopped(
                    RejectReason.CHANGED_WHILE_READ, "listed as a file, no longer one when opened"
                ) from error
            raise ReadingStopped(*refused_by_system(error)) from error
        self.before = os.fstat(self.file)
        if not stat.S_ISREG(self.before.st_mode):
            self.close()
            raise ReadingStopped(
                RejectReason.CHANGED_WHILE_READ,
                f"listed as a file, {kind_of(self.before.st_mode)[1]} when opened",
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets the file go."""
        if self.file >= 0:
            os.close(self.file)
            self.file = -1

    @property
    def byte_count(self) -> int:
        """Size when it was opened."""
        return self.before.st_size

    @property
    def position(self) -> int:
        """Bytes read so far, as far as the file's own cursor tells; all of them once it is closed."""
        return os.lseek(self.file, 0, os.SEEK_CUR) if self.file >= 0 else self.byte_count

    def check_unchanged(self) -> None:
        """Raises ReadingStopped when the file was written to since it was opened."""
        now = os.fstat(self.file)
        if (now.st_size, now.st_mtime_ns) != (self.before.st_size, self.before.st_mtime_ns):
            raise ReadingStopped(
                RejectReason.CHANGED_WHILE_READ,
                f"{self.before.st_size:,} bytes when opened, {now.st_size:,} when read; run again once it is written",
            )

    def whole(self, limit_bytes: int) -> bytes:
        """All of its bytes. Raises ReadingStopped when there are more than `limit_bytes`."""
        if self.byte_count > limit_bytes:
            raise ReadingStopped(*too_large(self.byte_count, limit_bytes))
        try:
            data = os.read(self.file, self.byte_count + 1)
            while len(data) < self.byte_count and (more := os.read(self.file, self.byte_count + 1 - len(data))):
                data += more
        except OSError as error:
            raise ReadingStopped(*refused_by_system(error)) from error
        self.check_unchanged()
        return data

    def stream(self) -> FileIO:
        """A Python file over it, for readers that take one; closing that leaves this open."""
        return FileIO(self.file, closefd=False)

    def chunks(self, packing: str, max_ratio: int) -> Iterator[bytes]:
        """Its bytes in order, unpacked."""
        return unpacked(self.stream(), packing, self.byte_count * max_ratio)


def unpacked(file: IO[bytes] | FileIO, packing: str, limit_bytes: int) -> Iterator[bytes]:
    """The bytes of `file` in order. `packing` is "", "gzip" or "zstd"; several members or frames read as one.

    What can be unpacked before the place where an archive breaks is yielded first.
    Raises ReadingStopped: an archive that is damaged, cut short, or gives more than `limit_bytes`; a file that cannot
    be read.
    """
    given = 0
    try:
        for chunk in _UNPACK[packing](file):
            given += len(chunk)
            if packing and given > limit_bytes:
                raise ReadingStopped(
                    RejectReason.BAD_ARCHIVE,
                    f"unpacks to more than {limit_bytes:,} bytes, which is more than a packed text can "
                    "(setting max_ratio)",
                )
            yield chunk
    except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as error:
        raise ReadingStopped(RejectReason.BAD_ARCHIVE, f"breaks after {given:,} unpacked bytes: {error}") from error
    except OSError as error:
        raise ReadingStopped(*refused_by_system(error)) from error


def unpacked_whole(data: bytes, packing: str, max_ratio: int, limit_bytes: int) -> bytes:
    """What `data` unpacks to. Raises ReadingStopped as `unpacked`, and for more than `limit_bytes`."""
    parts: list[bytes] = []
    held = 0
    for chunk in unpacked(BytesIO(data), packing, len(data) * max_ratio):
        held += len(chunk)
        if held > limit_bytes:
            raise ReadingStopped(*too_large(held, limit_bytes))
        parts.append(chunk)
    return b"".join(parts)


def _plain(file: IO[bytes] | FileIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk


def _gzip(file: IO[bytes] | FileIO) -> Iterator[bytes]:
    if file.read(1):  # a file of no bytes is no gzip member, and no damage either
        file.seek(0)
        with gzip.GzipFile(fileobj=file, mode="rb") as members:
            while chunk := members.read1(CHUNK_BYTES):
                yield chunk


def _zstd(file: IO[bytes] | FileIO) -> Iterator[bytes]:
    frames = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
    frame = None
    while packed := file.read(CHUNK_BYTES):
        for start in range(0, len(packed), ZSTD_CHUNK_BYTES):
            left = packed[start : start + ZSTD_CHUNK_BYTES]
            while left:
                frame = frame or frames.decompressobj()
                if chunk := frame.decompress(left):
                    yield chunk
                left = frame.unused_data if frame.eof else b""
                frame = None if frame.eof else frame
    if frame is not None:
        raise EOFError("the last Zstandard frame is cut short")


_UNPACK = {"": _plain, "gzip": _gzip, "zstd": _zstd}
