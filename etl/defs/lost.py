"""Runs whose process died: marked as failed, so that the queue goes on and the sensor is told the truth.

Here: telling a dead run from a living one. Not here: the queue and its limits (dagster_home/dagster.yaml).
Dagster asks nobody whether a process on this machine lives: after a kill a run stays STARTED for ever, and with one run
a warehouse the next would never start. The writer lock knows: a living run holds it, and it died with a dead one.
"""

from __future__ import annotations

import time
from pathlib import Path

import dagster as dg

from etl.defs.corpus import default_warehouse
from etl.errors import WarehouseError
from etl.store.layout import Warehouse
from etl.store.lock import writer_lock

STARTING_SECONDS = 120
"""A run younger than this may not have taken the lock yet: it is still importing."""


def mark_lost(instance: dg.DagsterInstance, warehouse: Path) -> list[str]:
    """The ids of the runs into `warehouse` that were STARTED though nobody writes there; they are FAILURE now."""
    root = warehouse.expanduser().resolve()
    records = instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    young = time.time() - STARTING_SECONDS
    lost = [
        record.dagster_run
        for record in records
        if (record.start_time or record.create_timestamp.timestamp()) < young
        and _warehouse_of(record.dagster_run) == root
    ]
    if not lost or not root.is_dir():
        return []
    try:
        with writer_lock(Warehouse(root), 0):
            for run in lost:
                instance.report_run_failed(run, "Its process is gone: nobody held the writer lock of its warehouse.")
    except WarehouseError:  # somebody writes there, or nobody may: then nothing can be told
        return []
    return [run.run_id for run in lost]


def _warehouse_of(run: dg.DagsterRun) -> Path:
    config = run.run_config.get("resources", {}).get("corpus", {}).get("config", {})
    named = config.get("warehouse")
    return Path(named).expanduser().resolve() if isinstance(named, str) else default_warehouse().resolve()
