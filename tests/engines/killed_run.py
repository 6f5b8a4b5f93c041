"""A run to be killed: prints the ids of its workers, which then have nothing to do. Started by test_engines_local."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pyarrow as pa

from etl.engines import Batch, Map, Sides, Tables
from etl.engines.local import LocalEngine
from etl.settings import Settings


def tell_process(batch: Batch, sides: Sides, settings: Settings) -> Tables:
    """The process this is done in."""
    time.sleep(0.1)
    return {"out": pa.table({"process": [os.getpid()]})}


def _batches() -> Iterator[Batch]:
    for place in range(6):
        yield {"documents": pa.table({"place": [place]})}
    time.sleep(600)


if __name__ == "__main__":
    for tables in LocalEngine(Settings(workers=2, parallel_from_documents=0), 6).map(
        Map(tell_process, ("documents",), ("out",)), _batches(), {}
    ):
        print(tables["out"]["process"][0].as_py(), flush=True)
