"""Readers in another process join two tables in a loop while releases are published."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from stored_rows import MORNING, document_ids, documents, publish_all, segments, stage_all, staged

from etl.settings import Settings
from etl.store.layout import open_warehouse
from etl.store.releases import publish
from etl.store.upkeep import prune

READER = """
import sys, time, duckdb
torn, errors, reads = [], [], 0
print("ready", flush=True)
while not __import__("pathlib").Path(sys.argv[2]).exists():
    time.sleep(0.01)
    try:
        with duckdb.connect(sys.argv[1], read_only=True) as connection:
            rows = connection.execute(
                "SELECT split_part(raw_text, ' ', 2)::INTEGER AS version, count(DISTINCT document_id) AS documents, "
                "count(segment_index) AS segments FROM documents LEFT JOIN segments USING (document_id) GROUP BY ALL"
            ).fetchall()
        reads += 1
        ((version, found, held),) = rows if len(rows) == 1 else ((None, None, None),)
        if version is None or found != 50 or held != 50 * (version % 4 + 1):
            torn.append(rows)
    except Exception as error:
        errors.append(str(error))
print(reads, len(torn), len(errors), (torn + errors)[:1])
"""

PUBLISHES = 50


@pytest.mark.crash
def test_no_read_is_torn_and_none_fails_during_fifty_publishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What readers see does not depend on what is on the disk already, and waiting for it is most of the time.
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    warehouse = open_warehouse(tmp_path / "warehouse")
    ids = document_ids(50)
    keep = Settings(keep_releases=3, keep_hours=0)

    def rows(version: int) -> dict[str, object]:
        return {"documents": documents(ids, f"versi {version}"), "segments": segments(ids, each=version % 4 + 1)}

    publish_all(warehouse, rows(0))
    others = stage_all(warehouse)
    stop = tmp_path / "stop"
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(warehouse.catalog), str(stop)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    assert reader.stdout
    assert reader.stdout.readline() == "ready\n"
    try:
        for version in range(1, PUBLISHES + 1):
            tables = others | {name: staged(warehouse, name, data) for name, data in rows(version).items()}
            at = MORNING + timedelta(minutes=version)
            release = publish(
                warehouse,
                tables,
                published_at=at,
                code_version="1",
                settings_fingerprint="f" * 16,
                settings=keep,
            )
            assert release.is_new
            if version % 5 == 0:
                prune(warehouse, keep, at)
    finally:
        stop.touch()
        said = reader.communicate(timeout=30)[0].split()
    reads, torn, errors = map(int, said[:3])
    assert (torn, errors) == (0, 0), said
    assert reads > 10
