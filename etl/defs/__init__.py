"""Dagster, thin: assets and checks built from the pipeline's list, one job, one resource. No decision about data.

assets      one multi-asset a step, every table an asset of its own, every check blocking
corpus      the resource that holds source, warehouse and settings, and the writer lock for the length of a run
shown       what an asset page shows: column schema, lineage, row counts, escaped samples
home        which folder is DAGSTER_HOME, and making it usable
launch      `etl run`: the same job, in this process
"""

from __future__ import annotations

import dagster as dg

from etl.defs.assets import build_assets
from etl.defs.corpus import Corpus

FULL_JOB = "full"


def definitions() -> dg.Definitions:
    """Everything Dagster knows of this project."""
    return dg.Definitions(
        assets=build_assets(),
        jobs=[dg.define_asset_job(FULL_JOB, dg.AssetSelection.all(), description="Every step, then the release.")],
        resources={"corpus": Corpus()},
        executor=dg.in_process_executor,
    )
