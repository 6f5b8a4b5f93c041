"""Dagster, thin: assets and checks built from the pipeline's list, jobs by purpose, what starts them. No decision about
data.

assets      one multi-asset a step, every table an asset of its own, the contract's checks blocking
drift       warning checks: row counts and rules' shares against the last release
jobs        full, extract, publish_only; the tags the queue goes by
schedules   daily, 05:00 in Jakarta
sensors     source_changed: a run when a file was added, changed or removed
automation  after_ingest: what follows when ingest was materialised by itself; how old the release may become
corpus      the resource that holds source, warehouse and settings, and the writer lock for the length of a run
shown       what an asset page shows: column schema, lineage, row counts, escaped samples, the ledger by rule
summary     the last lines of a run's log
home, lost  which folder is DAGSTER_HOME, and making it usable; runs whose process died
launch      `etl run`: the same job, in this process

Everything that starts runs by itself is stopped until somebody turns it on in the UI.
"""

from __future__ import annotations

import dagster as dg

from etl.defs.assets import build_assets
from etl.defs.automation import build_automation
from etl.defs.corpus import Corpus
from etl.defs.jobs import build_jobs
from etl.defs.schedules import build_schedules
from etl.defs.sensors import build_sensors


def definitions() -> dg.Definitions:
    """Everything Dagster knows of this project."""
    return dg.Definitions(
        assets=build_assets(),
        jobs=build_jobs(),
        schedules=build_schedules(),
        sensors=[*build_sensors(), build_automation()],
        resources={"corpus": Corpus()},
        executor=dg.in_process_executor,
    )
