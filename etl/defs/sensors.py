"""The sensor for new files: one run of `full` for each state of the source folder.

Here: seeing that the folder changed, and when a change counts as done. Not here: reading files (store/intake).

The cursor is JSON: `done`, the state last published (a fingerprint and, in a small folder, a short digest of every
item, to count what changed), and `pending`, the state whose run was asked for. `done` advances only when a run of the
pending state succeeded, or when the release shown was made from it by somebody else (`etl run`, the schedule).
A run that failed is not repeated by itself: the same files fail the same check again. Re-executing it in the UI counts,
and so does any later change of the folder.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import dagster as dg

from etl import settings as settings_module
from etl.defs.corpus import default_source, default_warehouse
from etl.defs.jobs import FULL_JOB, STARTED_BY_TAG
from etl.defs.lost import mark_lost
from etl.errors import ReleaseMissing
from etl.store.intake import source_fingerprint, source_states
from etl.store.layout import find_warehouse
from etl.store.releases import current_release
from etl.store.staging import read_staged

SENSOR = "source_changed"
SOURCE_TAG = "jernih/source"
COUNTED_ITEMS = 2_000
"""Folders with more items are compared by their fingerprint alone: the cursor is written at every tick."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A state of the source folder. `items`: short digests of each path and of its state; None in a large folder.
    `run_key` tells the run that was asked for."""

    fingerprint: str
    items: dict[str, str] | None = None
    run_key: str = ""


def build_sensors() -> list[dg.SensorDefinition]:
    """`source_changed`, stopped until somebody turns it on."""
    return [
        dg.SensorDefinition(
            name=SENSOR,
            job_name=FULL_JOB,
            evaluation_fn=look,
            minimum_interval_seconds=60,  # a tick asks the system for every item's size and times, and reads nothing
            description="Runs everything when a file of the default source folder was added, changed or removed.",
            default_status=dg.DefaultSensorStatus.STOPPED,
        )
    ]


def look(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """One tick. Raises SourceError when the folder is missing or empty: the tick then shows as failed."""
    source = default_source()
    settings = settings_module.load(source)
    mark_lost(context.instance, default_warehouse())
    done, pending = _read(context.cursor)
    if pending:
        run = _last_run(context.instance, pending)
        if run and not run.is_finished:
            return _skip(done, pending, f"run {run.run_id} of the last change is {run.status.value.lower()}")
        if run and run.is_success:
            done, pending = pending, None
    now = source_fingerprint(source, settings)
    if done and done.fingerprint == now:
        return _skip(done, None, "nothing changed since the last run that succeeded")
    seen = Seen(now, _items(source))
    if _is_published(now):
        return _skip(seen, None, "the release shown was already made from these files")
    if pending and pending.fingerprint == now and (run := _last_run(context.instance, pending)):
        return _skip(
            done,
            pending,
            f"run {run.run_id} of this change is {run.status.value.lower()}; mend what it says and re-execute it",
        )
    seen = replace(seen, run_key=pending.run_key if pending and pending.fingerprint == now else _key(context, now))
    request = dg.RunRequest(
        run_key=seen.run_key,
        tags={SOURCE_TAG: seen.run_key, STARTED_BY_TAG: SENSOR, "jernih/change": _change(done, seen)},
    )
    context.log.info(f"{_change(done, seen)}: asking for a run of {FULL_JOB}")
    return dg.SensorResult(run_requests=[request], cursor=_written(done, seen))


def _skip(done: Seen | None, pending: Seen | None, why: str) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=dg.SkipReason(why), cursor=_written(done, pending))


def _key(context: dg.SensorEvaluationContext, fingerprint: str) -> str:
    """The fingerprint and how many runs the sensor has had. A file that is added and removed again brings an earlier
    fingerprint back, and Dagster starts no second run for a key it knows."""
    count = context.instance.get_runs_count(dg.RunsFilter(tags={STARTED_BY_TAG: SENSOR}))
    return f"{fingerprint}-{count}"


def _last_run(instance: dg.DagsterInstance, asked: Seen) -> dg.DagsterRun | None:
    """The newest run that was asked for a state of the folder; a re-execution keeps the tags of what it repeats."""
    runs = instance.get_runs(dg.RunsFilter(job_name=FULL_JOB, tags={SOURCE_TAG: asked.run_key}), limit=1)
    return runs[0] if runs else None


def _is_published(fingerprint: str) -> bool:
    """Whether the release that is shown was made from this state of the folder, by whatever run."""
    try:
        warehouse = find_warehouse(default_warehouse())
    except ReleaseMissing:
        return False
    staged, release = read_staged(warehouse, "sources"), current_release(warehouse)
    return (
        staged is not None
        and release is not None
        and staged.input_digests.get("source") == fingerprint
        and staged.content_digest == release.input_digest
    )


def _items(source: Path) -> dict[str, str] | None:
    found = list(islice(source_states(source), COUNTED_ITEMS + 1))
    return {_short(path): _short(state) for path, state in found} if len(found) <= COUNTED_ITEMS else None


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _change(done: Seen | None, now: Seen) -> str:
    """What changed, in numbers; names of files are left to `sources`."""
    if done is None:
        return "first look" if now.items is None else f"first look, {len(now.items):,} items"
    if done.items is None or now.items is None:
        return f"changed, more than {COUNTED_ITEMS:,} items"
    added, removed = now.items.keys() - done.items.keys(), done.items.keys() - now.items.keys()
    changed = sum(1 for path in now.items.keys() & done.items.keys() if now.items[path] != done.items[path])
    return f"{len(added):,} added, {changed:,} changed, {len(removed):,} removed"


def _read(cursor: str | None) -> tuple[Seen | None, Seen | None]:
    """`done` and `pending`; nothing when the cursor is empty or not ours: the folder is then looked at as new."""
    try:
        said: dict[str, Any] = json.loads(cursor or "{}")
        done, pending = (Seen(**said[name]) if said.get(name) else None for name in ("done", "pending"))
        return done, pending
    except (ValueError, TypeError, AttributeError):
        return None, None


def _written(done: Seen | None, pending: Seen | None) -> str:
    return json.dumps({"done": done and asdict(done), "pending": pending and asdict(pending)}, sort_keys=True)
