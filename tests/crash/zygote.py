"""Runs of the store, each in a process of its own that may kill itself.

Reads lines "<warehouse> <crash point or -> <version>" and answers each with the status the run ended with. Everything
is imported once and each run is a fork of that, made before any library has started a thread: eighteen kills would
otherwise spend their time importing.
"""

from __future__ import annotations

import os
import sys
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas  # noqa: F401 - pyarrow imports it late, and each fork would anew

from etl.contracts.tables import TABLES
from etl.settings import Settings
from etl.store import crash
from etl.store.layout import open_warehouse
from etl.store.lock import writer_lock
from etl.store.releases import CONTENT, publish
from etl.store.staging import stage, staged_as
from etl.store.tables import TableWriter
from etl.store.upkeep import prune

SMALL = Settings(documents_per_file=40, row_group_rows=20, spill_bytes=4_000, keep_releases=2, keep_hours=0)
DOCUMENTS = 60


def run(root: str, version: int) -> None:
    """One run as the pipeline does it: every table written and staged, published, pruned."""
    from stored_rows import document_ids, documents, segments

    ids = document_ids(DOCUMENTS)
    rows = {"documents": documents(ids, f"versi {version}"), "segments": segments(ids, each=version % 3 + 1)}
    warehouse = open_warehouse(Path(root))
    published_at = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(days=version)
    with writer_lock(warehouse, 5):
        staged = {}
        for name in CONTENT:
            table = TABLES[name]
            with TableWriter(warehouse, table, document_count=DOCUMENTS, settings=SMALL, sorted_input=False) as writer:
                writer.write(rows.get(name, table.empty()))
                written = writer.close()
            staged[name] = staged_as(table, written, code_version="1", settings_fingerprint="f", input_digests={})
            stage(warehouse, staged[name])
        publish(
            warehouse,
            staged,
            published_at=published_at,
            code_version="1",
            settings_fingerprint="f",
            settings=SMALL,
        )
        prune(warehouse, SMALL, published_at)


def main() -> None:
    """Answer lines until there are none."""
    for line in sys.stdin:
        root, point, version = line.split()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                if point != "-":
                    os.environ[crash.VARIABLE] = point
                run(root, int(version))
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
