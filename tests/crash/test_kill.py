"""Law 6: after a kill at any instant the published release is the old one or the new one, whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.store import crash
from etl.store.layout import Warehouse, open_warehouse
from etl.store.query import run_query
from etl.store.upkeep import doctor
from etl.store.verify import verify

HERE = Path(__file__).resolve().parent
PUBLISHED_FROM = "catalog_renamed"
DOCUMENTS = 60

pytestmark = pytest.mark.crash


@pytest.fixture(scope="module")
def zygote() -> Iterator[subprocess.Popen[str]]:
    """The process that makes runs."""
    path = os.pathsep.join((str(HERE.parents[1]), str(HERE.parent)))
    process = subprocess.Popen(
        [sys.executable, str(HERE / "zygote.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
    )
    yield process
    process.communicate(timeout=30)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """One warehouse that lives through all the kills."""
    return open_warehouse(tmp_path_factory.mktemp("kills") / "warehouse")


def run(zygote: subprocess.Popen[str], warehouse: Warehouse, version: int, point: str = "-") -> int:
    """The status of a run that publishes `version`, killed at `point`."""
    assert zygote.stdin
    assert zygote.stdout
    zygote.stdin.write(f"{warehouse.root} {point} {version}\n")
    zygote.stdin.flush()
    return int(zygote.stdout.readline())


def shown(warehouse: Warehouse) -> int:
    """The version all documents say; that their join with segments is of the same one is asserted."""
    rows = run_query(
        warehouse,
        "SELECT split_part(raw_text, ' ', 2)::INTEGER AS version, count(DISTINCT document_id) AS documents, "
        "count(segment_index) AS segments FROM documents LEFT JOIN segments USING (document_id) GROUP BY ALL",
    ).to_pylist()
    assert len(rows) == 1
    version = rows[0]["version"]
    assert rows[0]["documents"] == DOCUMENTS
    assert rows[0]["segments"] == DOCUMENTS * (version % 3 + 1)
    return version


class Story:
    """What was tried so far: the version shown, and the last one tried."""

    shown = 0
    tried = 0

    def next(self) -> int:
        self.tried += 1
        return self.tried


@pytest.fixture(scope="module")
def story() -> Story:
    """The story of the one warehouse."""
    return Story()


def test_first_run_killed_leaves_no_release_and_the_next_succeeds(
    zygote: subprocess.Popen[str], warehouse: Warehouse, story: Story
) -> None:
    assert run(zygote, warehouse, story.next(), "catalog_synced") == -signal.SIGKILL
    assert not warehouse.catalog.exists()
    assert run(zygote, warehouse, story.next()) == 0
    assert shown(warehouse) == story.tried
    assert verify(warehouse) == []
    story.shown = story.tried


@pytest.mark.parametrize("point", [*(point.name for point in crash.POINTS), "table_renamed:4", "staged_written:9"])
def test_kill_at_every_point(zygote: subprocess.Popen[str], warehouse: Warehouse, story: Story, point: str) -> None:
    assert run(zygote, warehouse, story.next(), point) == -signal.SIGKILL, f"{point} was never passed"
    names = [point.name for point in crash.POINTS]
    published = names.index(point.partition(":")[0]) >= names.index(PUBLISHED_FROM)
    assert shown(warehouse) == (story.tried if published else story.shown)
    assert verify(warehouse) == []

    assert run(zygote, warehouse, story.next()) == 0
    assert shown(warehouse) == story.tried
    assert doctor(warehouse) == []
    story.shown = story.tried


def test_same_run_again_after_a_kill_publishes_what_it_had_not(
    zygote: subprocess.Popen[str], warehouse: Warehouse, story: Story
) -> None:
    version = story.next()
    for point in ("manifest_renamed", "catalog_synced", "catalog_built"):
        assert run(zygote, warehouse, version, point) == -signal.SIGKILL
    assert run(zygote, warehouse, version) == 0
    assert shown(warehouse) == version
    assert verify(warehouse) == []


def test_every_point_of_the_code_is_named_once_with_its_meaning() -> None:
    names = [point.name for point in crash.POINTS]
    assert len(set(names)) == len(names)
    assert all(point.meaning for point in crash.POINTS)
    store = HERE.parents[1] / "etl" / "store"
    source = "\n".join(path.read_text() for path in store.glob("*.py") if path.name != "crash.py")
    assert [name for name in names if source.count(f'"{name}"') != 1] == []
    with pytest.raises(KeyError, match="no crash point"):
        crash.point("nowhere")
