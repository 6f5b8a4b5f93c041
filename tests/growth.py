"""Whether work grows with its input and no faster, told apart from a busy machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

FACTOR = 4
ROOM = 2.5
"""Times the growth of the input that is still taken for linear; quadratic work takes FACTOR times it."""
TRIES = 4
NOTICED_SECONDS = 0.02


def assert_linear(prepare: Callable[[int], Callable[[], object]], size: int) -> None:
    """Fails when the work that `prepare` makes for FACTOR times `size` takes much more than FACTOR times as long.

    A busy machine may be slow once; quadratic work is slow on every one of TRIES tries.
    """
    little, much = prepare(size), prepare(size * FACTOR)
    seen: list[str] = []
    for _ in range(TRIES):
        once, more = min(_cpu_seconds(little), _cpu_seconds(little)), _cpu_seconds(much)
        if more < ROOM * FACTOR * max(once, NOTICED_SECONDS):
            return
        seen.append(f"{once:.3f} s, and {more:.3f} s for {FACTOR} times as much")
    pytest.fail("; ".join(seen))


def _cpu_seconds(work: Callable[[], object]) -> float:
    """Without the garbage collector, whose time grows with what other tests have left in memory, not with the work."""
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()
