"""The local engine: one machine, all cores.

Here: running work over batches, in this process for small corpora and in worker processes or threads for large ones;
results come back in the order of the batches, so that nothing depends on which worker was faster.
Not here: what a batch is made of (store/) and what the work does (steps/).
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.rows import Batch, Sides, Tables
from etl.engines import Count, Group, Map
from etl.errors import DocumentFailed, JernihError, WorkerDied
from etl.settings import Settings

MERGE_AT = 16
"""Partials held before they are folded: bounds memory without folding at every batch."""

_sides: dict[str, pa.Table] = {}


@dataclass
class LocalEngine:
    """Runs work for a corpus of `document_count` documents. Workers live as long as one piece of work.

    Raises WorkerDied when the system ended one of them, DocumentFailed when work breaks on one document."""

    settings: Settings
    document_count: int
    modules: tuple[str, ...] = ()
    """What workers find imported already: importing the steps costs seconds, a worker that has them a tenth of one."""

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
                yield _naming(function, batch, sides, self.settings)
            return
        with self._pool(sides, threads) as pool:
            waiting: deque[Future[Any]] = deque()
            for batch in batches:
                if threads:
                    waiting.append(pool.submit(_naming, function, batch, sides, self.settings))
                else:
                    waiting.append(pool.submit(_call, function, dict(batch), self.settings))
                if len(waiting) > 2 * self.workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    @contextmanager
    def _pool(self, sides: Sides, threads: bool) -> Generator[Executor]:
        pool: Executor = (
            ThreadPoolExecutor(self.workers)
            if threads
            else ProcessPoolExecutor(self.workers, _context(self.modules), _receive, (dict(sides),))
        )
        try:
            yield pool
        except BrokenProcessPool as error:
            raise WorkerDied(
                "A worker process ended before its work was done. Either the system stopped it for want of memory: "
                "lower batch_documents or workers. Or a script calls run() at its top level, which every worker "
                'imports again: call it below `if __name__ == "__main__":`.'
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _context(modules: Sequence[str]) -> BaseContext:
    """Where worker processes come from: a server that has `modules` imported and runs one thread only.

    Never a fork of this process: pyarrow and Dagster run threads, and a forked lock stays held for ever.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["__main__", *modules])  # heeded when the server starts, which it does once
    return context


def _give_back_memory() -> None:
    """Returns freed memory to the system: the C library keeps what lies between blocks still in use, and after a large
    side was replaced that is most of it."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def _receive(sides: Mapping[str, pa.Table]) -> None:
    _sides.update(sides)
    pa.set_cpu_count(1)
    if runner := parent_process():
        threading.Thread(target=_end_with, args=(runner,), daemon=True).start()


def _end_with(runner: BaseProcess) -> None:
    """Ends this worker when the run was killed: it would wait for work for ever."""
    runner.join()
    os._exit(1)


def _call(function: Callable[..., Any], batch: Batch, settings: Settings) -> Any:
    return _naming(function, batch, _sides, settings)


def _naming(function: Callable[..., Any], batch: Batch, sides: Sides, settings: Settings) -> Any:
    """What `function` makes of `batch`. Raises DocumentFailed when it breaks on one of the documents alone."""
    try:
        return function(batch, sides, settings)
    except JernihError:
        raise
    except Exception as error:
        found = _breaking(function, batch, sides, settings)
        if found is None:
            raise
        name = f"{function.__module__}.{function.__name__}"
        raise DocumentFailed(name, found, f"{type(error).__name__}: {error}") from error


def _breaking(function: Callable[..., Any], batch: Batch, sides: Sides, settings: Settings) -> str | None:
    """The first document that `function` breaks on by itself, with its path where the batch has it; None when there is none."""
    if not batch or not all("document_id" in rows.column_names for rows in batch.values()):
        return None
    for document in next(iter(batch.values()))["document_id"].unique():
        alone = {table: rows.filter(pc.equal(rows["document_id"], document)) for table, rows in batch.items()}
        try:
            function(alone, sides, settings)
        except Exception:
            paths = [rows["source_path"][0] for rows in alone.values() if "source_path" in rows.column_names]
            return f"{document} ({paths[0]})" if paths else str(document)
    return None
