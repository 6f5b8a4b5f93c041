"""Whether work grows with its input and no faster, told apart from a busy machine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FACTOR = 4
ROOM = 2.5
"""Times the growth of the input that is still taken for linear; quadratic work takes FACTOR times it."""
TRIES = 4
NOTICED_SECONDS = 0.02


def assert_linear(cpu_seconds: Callable[[int], float], size: int) -> None:
    """Fails when FACTOR times `size` takes much more than FACTOR times as long, on every one of TRIES tries.

    A busy machine may be slow once; quadratic work is slow always.
    """
    seen: list[str] = []
    for _ in range(TRIES):
        once = min(cpu_seconds(size), cpu_seconds(size))
        more = cpu_seconds(size * FACTOR)
        if more < ROOM * FACTOR * max(once, NOTICED_SECONDS):
            return
        seen.append(f"{once:.3f} s and {more:.3f} s for {FACTOR} times as much")
    pytest.fail("; ".join(seen))
