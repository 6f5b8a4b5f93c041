"""Jobs by purpose, and the tags by which the queue lets one run at a time into a warehouse.

Here: which steps a job runs. Not here: when it runs (sensors.py, schedules.py), what a step does (pipeline/).
The queue (dagster_home/dagster.yaml) keeps a second run waiting; the writer lock is what really keeps it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import dagster as dg

from etl.contracts.tables import tables_of
from etl.defs.corpus import default_warehouse
from etl.pipeline import STEPS

FULL_JOB = "full"
WAREHOUSE_TAG = "jernih/warehouse"
STARTED_BY_TAG = "jernih/started_by"

JOBS: dict[str, tuple[str, tuple[str, ...]]] = {
    FULL_JOB: ("Every step, then the release.", tuple(step.name for step in STEPS)),
    "extract": (
        "Names, quotes, contacts and the search index anew from what is already cleaned, then the release.",
        ("name", "quote", "contact", "index", "publish"),
    ),
    "publish_only": ("Only the release, from what is already staged.", ("publish",)),
}
"""Of each job: what it is for, and the steps it runs. No job may have the name of a step: Dagster wants them apart."""


def build_jobs() -> list[dg.UnresolvedAssetJobDefinition]:
    """One job for each purpose, tagged with the default warehouse."""
    return [
        dg.define_asset_job(
            name, assets_of(steps), description=meaning, tags={WAREHOUSE_TAG: warehouse_tag(default_warehouse())}
        )
        for name, (meaning, steps) in JOBS.items()
    ]


def assets_of(steps: Iterable[str]) -> dg.AssetSelection:
    """The assets of `steps`, by name."""
    return dg.AssetSelection.assets(*(table.name for step in steps for table in tables_of(step)))


def warehouse_tag(warehouse: Path) -> str:
    """What tells a warehouse in a tag: a digest, because a path may be longer than a tag and names people's folders.

    A warehouse set in the launchpad keeps the default's tag: its runs then wait for each other without need, no more.
    """
    return sha256(str(warehouse.absolute()).encode()).hexdigest()[:16]
