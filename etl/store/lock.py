"""One writer a warehouse.

Here: the lock, and who holds it. Not here: waiting longer than asked, or breaking a lock.
It is an flock: it dies with its process, so nothing is left to clear after a kill. Readers never take it.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shlex
import socket
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

from etl.errors import WarehouseLocked, WarehouseUnwritable
from etl.store.layout import Warehouse

POLL_SECONDS = 0.05


@contextmanager
def writer_lock(warehouse: Warehouse, wait_seconds: float) -> Generator[None]:
    """Hold the warehouse for writing while inside. Raises WarehouseLocked, naming the holder, after `wait_seconds`;
    WarehouseUnwritable when the file system keeps no locks."""
    try:
        descriptor = os.open(warehouse.lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise WarehouseUnwritable(f"{warehouse.lock} cannot be opened: {error.strerror}.") from error
    try:
        _acquire(warehouse, descriptor, wait_seconds)
        _sign(descriptor)
        yield
    finally:
        os.close(descriptor)


def holder(warehouse: Warehouse) -> str:
    """Who last took the lock: process, host, command and start, as far as the file tells."""
    try:
        said = json.loads(warehouse.lock.read_text(encoding="utf-8"))
        return f"process {said['pid']} on {said['host']} (`{said['command']}`, since {said['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _acquire(warehouse: Warehouse, descriptor: int, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EINTR):
                raise WarehouseUnwritable(
                    f"{warehouse.lock} cannot be locked: {error.strerror}. "
                    "Put the warehouse on a file system that keeps locks."
                ) from error
        if time.monotonic() >= deadline:
            raise WarehouseLocked(str(warehouse.root), holder(warehouse))
        time.sleep(min(POLL_SECONDS, max(0.0, deadline - time.monotonic())))


def _sign(descriptor: int) -> None:
    said = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": shlex.join(sys.argv)[:500],
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(said).encode(), 0)
