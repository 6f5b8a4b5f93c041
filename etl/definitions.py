"""What Dagster loads: `dagster dev -m etl.definitions`, or `dg dev` at the project's root."""

from __future__ import annotations

from etl.defs import definitions

defs = definitions()
