"""The local engine: one machine, all cores.

Here: running work over batches, in this process for small corpora and in worker processes or threads for large ones;
results come back in the order of the batches, so that nothing depends on which worker was faster.
Not here: what a batch is made of (store/) and what the work does (steps/).
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import pyarrow as pa

from etl.contracts.rows import Batch, Sides, Tables
from etl.engines import Count, Group, Map
from etl.settings import Settings

MERGE_AT = 16
"""Partials held before they are folded: bounds memory without folding at every batch."""

_sides: dict[str, pa.Table] = {}


@dataclass
class LocalEngine:
    """Runs work for a corpus of `document_count` documents. Use as a context manager: workers end with it."""

    settings: Settings
    document_count: int

    @property
    def workers(self) -> int:
        """Processes that a map over this corpus uses; 1 is this process alone."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        wanted = self.settings.workers or cores
        return wanted if self.document_count >= self.settings.parallel_from_documents else 1

    def map(self, work: Map, batches: Iterable[Batch], sides: Sides) -> Iterator[Tables]:
        """The tables of each batch, in the order of the batches."""
        yield from self._each(work.function, batches, sides, work.threads)

    def count(self, work: Count, batches: Iterable[Batch], sides: Sides) -> pa.Table:
        """The side that all partials fold into."""
        _give_back_memory()
        held: list[pa.Table] = []
        for partial in self._each(work.function, batches, sides, work.threads):
            held.append(partial)
            if len(held) >= MERGE_AT:
                held = [work.merge(held)]
        return work.merge(held)

    def group(self, work: Group, batch: Batch, sides: Sides) -> Tables:
        """The tables made of all rows at once."""
        _give_back_memory()
        return work.function(batch, sides, self.settings)

    def _each(
        self, function: Callable[..., Any], batches: Iterable[Batch], sides: Sides, threads: bool
    ) -> Iterator[Any]:
        if self.workers == 1:
            for batch in batches:
                yield function(batch, sides, self.settings)
            return
        with self._pool(sides, threads) as pool:
            waiting: deque[Future[Any]] = deque()
            for batch in batches:
                if threads:
                    waiting.append(pool.submit(function, batch, sides, self.settings))
                else:
                    waiting.append(pool.submit(_call, function, dict(batch), self.settings))
                if len(waiting) > 2 * self.workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    @contextmanager
    def _pool(self, sides: Sides, threads: bool) -> Generator[Executor]:
        # spawn, not fork: pyarrow and Dagster run threads, and a forked lock stays held for ever.
        pool: Executor = (
            ThreadPoolExecutor(self.workers)
            if threads
            else ProcessPoolExecutor(self.workers, get_context("spawn"), _receive, (dict(sides),))
        )
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _give_back_memory() -> None:
    """Returns freed memory to the system: the C library keeps what lies between blocks still in use, and after a large
    side was replaced that is most of it."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def _receive(sides: Mapping[str, pa.Table]) -> None:
    _sides.update(sides)
    pa.set_cpu_count(1)


def _call(function: Callable[..., Any], batch: Batch, settings: Settings) -> Any:
    return function(batch, _sides, settings)
