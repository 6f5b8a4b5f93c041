from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.errors import WarehouseLocked
from etl.store.layout import Warehouse
from etl.store.lock import holder, writer_lock

HOLD = """
import sys, time
from pathlib import Path
from etl.store.layout import open_warehouse
from etl.store.lock import writer_lock
with writer_lock(open_warehouse(Path(sys.argv[1])), 5):
    print("held", flush=True)
    time.sleep(60)
"""


def start_holder(warehouse: Warehouse) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(warehouse.root)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    assert child.stdout
    assert child.stdout.readline() == "held\n"
    return child


def test_second_writer_gives_up_in_time_and_names_the_first(warehouse: Warehouse) -> None:
    child = start_holder(warehouse)
    try:
        begun = time.monotonic()
        with pytest.raises(WarehouseLocked) as error, writer_lock(warehouse, 0.3):
            pass
        assert 0.3 <= time.monotonic() - begun < 2
        assert f"process {child.pid} on " in error.value.holder
        assert str(warehouse.root) in str(error.value)
        assert error.value.exit_status == 2
    finally:
        child.kill()
        child.wait()


def test_lock_dies_with_its_process(warehouse: Warehouse) -> None:
    child = start_holder(warehouse)
    child.send_signal(signal.SIGKILL)
    child.wait()
    with writer_lock(warehouse, 0):
        assert f"process {os.getpid()} " in holder(warehouse)


def test_lock_is_taken_again_after_it_was_left(warehouse: Warehouse) -> None:
    for _ in range(2):
        with writer_lock(warehouse, 0):
            pass


def test_waiting_writer_gets_the_lock_when_it_is_left(warehouse: Warehouse) -> None:
    child = start_holder(warehouse)
    child.kill()
    with writer_lock(warehouse, 5):
        pass
    child.wait()


def test_a_holder_that_did_not_sign_is_still_named(warehouse: Warehouse) -> None:
    warehouse.lock.write_text("{}")
    assert holder(warehouse) == "another process"
