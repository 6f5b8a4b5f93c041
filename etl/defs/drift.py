"""Warning checks: how far new tables are from the release that readers see. They never stop a run.

Here: the checks and what they show. Not here: when a difference is too large (steps/drift.py, settings.py).
They run inside their step, before anything is published: later, the release shown could be the new one itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from etl.contracts.tables import tables_of
from etl.errors import ReleaseMissing
from etl.pipeline import Run, Step
from etl.steps import drift
from etl.store.ledger import ledger_sums
from etl.store.manifests import Release
from etl.store.releases import current_release
from etl.store.staging import Stored

VOLUME = "volume"
RULE_SHARES = "rule_shares"
WATCHED = ("documents", "segments", "articles", "mentions", "quotes")
"""Tables whose number of rows is compared."""

MEANINGS = {
    VOLUME: "Rows are within the setting drift_volume_ratio of the last release's.",
    RULE_SHARES: "No rule's share of the dropped characters moved by over drift_rule_share since the last release.",
}


def warnings_of(table: str) -> tuple[str, ...]:
    """The names of the warning checks of `table`."""
    return ((VOLUME,) if table in WATCHED else ()) + ((RULE_SHARES,) if table == "segments" else ())


def warning_specs(step: Step) -> list[dg.AssetCheckSpec]:
    """The warning checks of a step's tables; none of them blocks."""
    return [
        dg.AssetCheckSpec(check, asset=table.name, blocking=False, description=MEANINGS[check])
        for table in tables_of(step.name)
        for check in warnings_of(table.name)
    ]


def warnings(this: Run, table: str, staged: Stored) -> list[dg.AssetCheckResult]:
    """What the warning checks of `table` say of `staged`, against the release shown now."""
    release = current_release(this.warehouse)
    return [_warning(this, table, check, staged, release) for check in warnings_of(table)]


def _warning(this: Run, table: str, check: str, staged: Stored, release: Release | None) -> dg.AssetCheckResult:
    if release is None or table not in release.tables:
        return _result(table, check, True, {"compared_with": dg.MetadataValue.text("nothing: no release yet")})
    compared = {"compared_with": dg.MetadataValue.text(release.release_id)}
    if check == VOLUME:
        found = drift.volume(staged.row_count, release.tables[table].row_count, this.settings.drift_volume_ratio)
        shown: dict[str, Any] = {"rows_now": found.rows_now, "rows_before": found.rows_before}
        if found.ratio is not None:
            shown["ratio"] = round(found.ratio, 4)
        return _result(table, check, not found.is_drift, compared | shown)
    try:
        before = ledger_sums(this.warehouse, release.tables[table], this.settings).to_pandas()
    except ReleaseMissing as error:
        return _result(table, check, False, compared | {"problem": dg.MetadataValue.text(str(error))})
    now = ledger_sums(this.warehouse, staged, this.settings).to_pandas()
    rules = drift.share_jumps(now, before, this.settings.drift_rule_share)
    records = [
        dg.TableRecord({name: _shown(value) for name, value in row.items()}) for row in rules.to_dict(orient="records")
    ]
    jumps = sum(1 for record in records if record.data["is_jump"])
    shown = {"rules_that_jumped": jumps} | ({"rules": dg.MetadataValue.table(records)} if records else {})
    return _result(table, check, not jumps, compared | shown)


def _shown(value: Any) -> str | bool | float:
    return value if isinstance(value, str | bool) else round(float(value), 6)


def _result(table: str, check: str, passed: bool, metadata: Mapping[str, Any]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=passed,
        check_name=check,
        asset_key=table,
        severity=dg.AssetCheckSeverity.WARN,
        metadata=dict(metadata),
    )
