"""The last lines of a run's log: what was published, in numbers. No text of the corpus: a log is read in many places.

Here: the wording. Not here: when it is logged (assets.py).
"""

from __future__ import annotations

import pyarrow.compute as pc

from etl.contracts.enums import SourceStatus
from etl.pipeline import Run
from etl.store.ledger import ledger_sums
from etl.store.manifests import Release, list_releases
from etl.store.reading import read_table
from etl.store.releases import CONTENT


def summary(this: Run, release: Release, *, seconds: float) -> str:
    """A block of lines: the release, the items read, what was kept, and rows by table against the release before."""
    before = next((r for r in list_releases(this.warehouse) if r.published_at < release.published_at), None)
    how = "published" if release.is_new else "unchanged, still shown"
    against = f"compared with {before.release_id}" if before else "the first release"
    lines = [f"release {release.release_id}: {how}, {against}; {seconds:.1f} s to publish"]
    status = read_table(this.warehouse, release.tables["sources"], ("status",)).column("status")
    accepted = pc.sum(pc.equal(status, SourceStatus.ACCEPTED.value)).as_py() or 0
    lines.append(f"  items       {len(status):>12,}  accepted {accepted:,}, rejected {len(status) - accepted:,}")
    sums = ledger_sums(this.warehouse, release.tables["segments"], this.settings)
    total = pc.sum(sums.column("characters")).as_py() or 0
    kept = pc.sum(sums.filter(sums.column("is_kept")).column("characters")).as_py() or 0
    lines.append(f"  characters  {total:>12,}  kept {kept / total if total else 0:.1%}")
    width = max(map(len, CONTENT))
    for name in CONTENT:
        rows = release.tables[name].row_count
        change = f"  {rows - before.tables[name].row_count:+,}" if before and name in before.tables else ""
        lines.append(f"  {name:<{width}} {rows:>12,} rows{change}")
    lines.append(f"  {sum(table.byte_count for table in release.tables.values()):,} bytes in all")
    return "\n".join(lines)
