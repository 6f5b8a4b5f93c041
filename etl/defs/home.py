"""DAGSTER_HOME: where Dagster keeps its history.

Here: choosing the folder and making it usable, once, under a lock (two first commands at once broke each other).
Not here: what the settings in it mean: dagster_home/dagster.yaml is annotated.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

QUIET = "telemetry:\n  enabled: false\nnux:\n  enabled: false\nfreshness:\n  enabled: true\n"
"""What a new DAGSTER_HOME begins with: nothing leaves the machine, no sign-up dialog stands before the graph."""


def dagster_home(warehouse: Path) -> Path:
    """The environment's DAGSTER_HOME, else the checkout's dagster_home, else `<warehouse>/.dagster`."""
    if named := os.environ.get("DAGSTER_HOME"):
        return Path(named).expanduser().absolute()
    if (CHECKOUT / "dagster_home" / "dagster.yaml").is_file():
        return CHECKOUT / "dagster_home"
    return warehouse.absolute() / ".dagster"


def use_dagster_home(warehouse: Path) -> Path:
    """Makes the folder usable and names it in the environment. Raises OSError when it cannot be written."""
    home = dagster_home(warehouse)
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".first").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        settings = home / "dagster.yaml"
        if not settings.exists():
            settings.write_text(QUIET, encoding="utf-8")
        os.environ["DAGSTER_HOME"] = str(home)
        import dagster as dg  # its import reads the environment

        from etl.defs.lost import mark_lost

        with dg.DagsterInstance.get() as instance:  # the first one to open it creates its tables
            mark_lost(instance, warehouse)
    return home
