"""Schedules. All start stopped: whoever runs the daemon turns on what is wanted, in the UI under Automation."""

from __future__ import annotations

import dagster as dg

from etl.defs.jobs import FULL_JOB, STARTED_BY_TAG

TIME_ZONE = "Asia/Jakarta"
"""Where the readers are; without summer time, so 05:00 comes exactly once a day."""


def build_schedules() -> list[dg.ScheduleDefinition]:
    """`daily`: the whole job at 05:00, when the night's crawl is in and before the desks open. A run over an unchanged
    folder skips every step."""
    return [
        dg.ScheduleDefinition(
            name="daily",
            job_name=FULL_JOB,
            cron_schedule="0 5 * * *",
            execution_timezone=TIME_ZONE,
            default_status=dg.DefaultScheduleStatus.STOPPED,
            description="Every step at 05:00 in Jakarta; unchanged steps are skipped.",
            tags={STARTED_BY_TAG: "daily"},
        )
    ]
