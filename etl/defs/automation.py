"""Automation: what follows when somebody materialises `ingest` alone, and how old the release may become.

Here: the conditions, the sensor that evaluates them, the freshness policy. Not here: new files (sensors.py).

Plain `eager()` on every table is not safe here. Tables of a line of steps read many earlier tables: after a run that
failed at `clean`, `describe` would be asked for by its newer `documents` alone, over the old `segments`, and each step
could get a run of its own, all of them waiting at one writer lock. So only `clean` looks at what it reads, and every
later step is asked for exactly when the step before it is: one run of the whole rest of the line, or none. The job
`full` causes none, because there the later tables are in progress or just made.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import dagster as dg

from etl.defs.corpus import default_warehouse
from etl.defs.jobs import STARTED_BY_TAG, WAREHOUSE_TAG, warehouse_tag
from etl.pipeline import STEPS

SENSOR = "after_ingest"

FRESHNESS = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=49), warn_window=timedelta(hours=25))
"""Of the release: an hour more than a day is one late run, an hour more than two days a missed one."""


def condition_of(step: str) -> dg.AutomationCondition[Any] | None:
    """When the tables of `step` are asked for without a person, schedule or new file; None: never."""
    if step == STEPS[0].name:
        return None
    if step == STEPS[1].name:
        return (
            dg.AutomationCondition.eager()
            & dg.AutomationCondition.all_deps_blocking_checks_passed()
            & ~dg.AutomationCondition.execution_failed()
        ).with_label("ingest was materialised, and not what follows it")
    return dg.AutomationCondition.any_deps_match(dg.AutomationCondition.will_be_requested()).with_label(
        "the step before is asked for"
    )


def build_automation() -> dg.AutomationConditionSensorDefinition:
    """The sensor that evaluates the conditions, stopped until somebody turns it on."""
    return dg.AutomationConditionSensorDefinition(
        SENSOR,
        target=dg.AssetSelection.all(),
        default_status=dg.DefaultSensorStatus.STOPPED,
        minimum_interval_seconds=60,
        description="Runs what follows ingest, in one run, after ingest was materialised by itself.",
        run_tags={WAREHOUSE_TAG: warehouse_tag(default_warehouse()), STARTED_BY_TAG: SENSOR},
    )
