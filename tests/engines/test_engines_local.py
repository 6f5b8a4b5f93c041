"""The local engine: threads give the same results in the same order; a worker that dies is said so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

from etl.engines import Batch, Count, Map, Sides, Tables
from etl.engines.local import LocalEngine
from etl.errors import DocumentFailed, WorkerDied
from etl.settings import Settings

MANY = Settings(workers=3, parallel_from_documents=0)
BATCHES = [{"documents": pa.table({"place": [place]})} for place in range(20)]


def _slow_first(batch: Batch, sides: Sides, settings: Settings) -> Tables:
    place = batch["documents"]["place"][0].as_py()
    time.sleep(0.02 if place % 3 == 0 else 0)
    thread = threading.current_thread() is threading.main_thread()
    return {"out": pa.table({"place": [place], "process": [os.getpid()], "is_main": [thread]})}


def _partial(batch: Batch, sides: Sides, settings: Settings) -> pa.Table:
    return _slow_first(batch, sides, settings)["out"]


def test_results_come_in_the_order_of_the_batches() -> None:
    work = Map(_slow_first, ("documents",), ("out",), threads=True)
    found = pa.concat_tables(tables["out"] for tables in LocalEngine(MANY, 20).map(work, BATCHES, {}))
    assert found["place"].to_pylist() == list(range(20))
    assert set(found["process"].to_pylist()) == {os.getpid()}
    assert not any(found["is_main"].to_pylist())


def test_partials_fold_to_one_side() -> None:
    work = Count("side", _partial, pa.concat_tables, ("documents",), threads=True)
    assert LocalEngine(MANY, 20).count(work, BATCHES, {})["place"].to_pylist() == list(range(20))


def _dies(batch: Batch, sides: Sides, settings: Settings) -> Tables:
    os._exit(9)


def test_a_worker_that_dies_is_said_so() -> None:
    work = Map(_dies, ("documents",), ("out",))
    with pytest.raises(WorkerDied, match="lower batch_documents or workers"):
        list(LocalEngine(MANY, 20).map(work, BATCHES, {}))


def _breaks_on_seven(batch: Batch, sides: Sides, settings: Settings) -> Tables:
    if "7" in batch["documents"]["document_id"].to_pylist():
        raise IndexError("list index out of range")
    return {}


@pytest.mark.parametrize("from_documents", [0, 1_000])
def test_the_document_that_breaks_a_step_is_named(from_documents: int) -> None:
    batches = [
        {"documents": pa.table({"document_id": [str(n), str(n + 1)], "source_path": [f"{n}.txt", f"{n + 1}.txt"]})}
        for n in range(0, 10, 2)
    ]
    work = Map(_breaks_on_seven, ("documents",), ("out",))
    engine = LocalEngine(Settings(workers=2, parallel_from_documents=from_documents), 10)
    with pytest.raises(
        DocumentFailed, match=r"_breaks_on_seven breaks on document 7 \(7.txt\): IndexError: list index"
    ):
        list(engine.map(work, batches, {}))


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_workers_end_with_a_run_that_is_killed() -> None:
    script = Path(__file__).with_name("killed_run.py")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        worker = int(run.stdout.readline())
        assert _lives(worker)
        run.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while _lives(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(worker)


def _lives(process: int) -> bool:
    """Whether it runs; one that ended and was not yet asked for its status does not."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
