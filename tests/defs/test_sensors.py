"""source_changed: one run for each change, and the cursor that waits for its success. Nothing is run here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from etl.defs.jobs import FULL_JOB
from etl.defs.sensors import SOURCE_TAG, look
from etl.errors import SourceError
from etl.settings import Settings
from etl.store.intake import source_fingerprint


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.txt").write_text("Kabar pertama.")
    (folder / "b.txt").write_text("Kabar kedua.")
    monkeypatch.setenv("JERNIH_SOURCE", str(folder))
    monkeypatch.setenv("JERNIH_WAREHOUSE", str(tmp_path / "warehouse"))
    return folder


@pytest.fixture
def ticks(tmp_path: Path) -> Iterator[Ticks]:
    home = tmp_path / "home"
    home.mkdir()
    with dg.instance_for_test(temp_dir=str(home)) as instance:
        yield Ticks(instance)


class Ticks:
    """A sensor's life: each tick sees the cursor that the last one left."""

    def __init__(self, instance: dg.DagsterInstance) -> None:
        self.instance = instance
        self.cursor: str | None = None

    def tick(self) -> tuple[list[dg.RunRequest], str]:
        """The runs asked for, and the reason given for none."""
        result = look(dg.build_sensor_context(instance=self.instance, cursor=self.cursor))
        self.cursor = result.cursor
        return list(result.run_requests or []), result.skip_reason.skip_message or "" if result.skip_reason else ""

    def run(self, request: dg.RunRequest, status: dg.DagsterRunStatus) -> str:
        """What the daemon makes of a request, as if it had come to `status`."""
        run = self.instance.create_run_for_job(_EMPTY, tags=request.tags, status=status)
        return run.run_id

    def done(self) -> str | None:
        done = json.loads(self.cursor or "{}").get("done")
        return done["fingerprint"] if done else None


@dg.job(name=FULL_JOB)
def _EMPTY() -> None:
    """Stands for the job in the history."""


def settled(ticks: Ticks) -> None:
    """The folder as it is has been run."""
    (request,), _ = ticks.tick()
    ticks.run(request, dg.DagsterRunStatus.SUCCESS)
    assert ticks.tick() == ([], "nothing changed since the last run that succeeded")


def test_first_look_asks_once_and_then_nothing_changes(source: Path, ticks: Ticks) -> None:
    (request,), _ = ticks.tick()
    now = source_fingerprint(source, Settings())
    assert request.run_key == request.tags[SOURCE_TAG] == f"{now}-0"
    assert request.tags["jernih/change"] == "first look, 2 items"
    assert ticks.done() is None
    ticks.run(request, dg.DagsterRunStatus.SUCCESS)
    for _ in range(2):
        assert ticks.tick() == ([], "nothing changed since the last run that succeeded")
        assert ticks.done() == now


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("add", "1 added, 0 changed, 0 removed"),
        ("change", "0 added, 1 changed, 0 removed"),
        ("remove", "0 added, 0 changed, 1 removed"),
    ],
)
def test_a_change_asks_for_a_run(source: Path, ticks: Ticks, change: str, said: str) -> None:
    settled(ticks)
    before = ticks.done()
    if change == "add":
        (source / "c.txt").write_text("Kabar ketiga.")
    elif change == "change":
        (source / "a.txt").write_text("Kabar pertama, diperbarui.")
    else:
        (source / "a.txt").unlink()
    (request,), _ = ticks.tick()
    assert request.tags["jernih/change"] == said
    now = source_fingerprint(source, Settings())
    assert request.run_key == f"{now}-1" and now != before
    assert ticks.done() == before


def test_a_failed_run_leaves_the_cursor_and_its_reexecution_moves_it(source: Path, ticks: Ticks) -> None:
    settled(ticks)
    before = ticks.done()
    (source / "c.txt").write_text("Kabar ketiga.")
    (request,), _ = ticks.tick()
    failed = ticks.run(request, dg.DagsterRunStatus.FAILURE)
    for _ in range(2):
        requests, reason = ticks.tick()
        assert requests == [] and failed in reason and "failure" in reason
        assert ticks.done() == before
    ticks.run(request, dg.DagsterRunStatus.SUCCESS)
    assert ticks.tick() == ([], "nothing changed since the last run that succeeded")
    assert ticks.done() == source_fingerprint(source, Settings()) != before


def test_a_file_added_and_removed_again_asks_each_time(source: Path, ticks: Ticks) -> None:
    settled(ticks)
    before, keys = ticks.done(), set[str | None]()
    extra, aside = source / "c.txt", source.parent / "c.txt"
    aside.write_text("Kabar ketiga.")
    for _ in range(2):
        aside.rename(extra)
        (added,), _ = ticks.tick()
        ticks.run(added, dg.DagsterRunStatus.SUCCESS)
        extra.rename(aside)
        (removed,), _ = ticks.tick()
        assert ticks.done() != before, "an earlier run of the same state says nothing of what is shown now"
        ticks.run(removed, dg.DagsterRunStatus.SUCCESS)
        assert ticks.tick()[0] == [] and ticks.done() == before
        keys |= {added.run_key, removed.run_key}
    assert len(keys) == 4


def test_after_a_failed_run_the_next_change_asks_again(source: Path, ticks: Ticks) -> None:
    settled(ticks)
    before = ticks.done()
    (source / "c.txt").write_text("Kabar ketiga.")
    (request,), _ = ticks.tick()
    ticks.run(request, dg.DagsterRunStatus.FAILURE)
    (source / "d.txt").write_text("Kabar keempat.")
    (again,), _ = ticks.tick()
    assert again.run_key != request.run_key and again.tags["jernih/change"].startswith("2 added")
    assert ticks.done() == before


def test_while_a_run_is_under_way_no_other_is_asked_for(source: Path, ticks: Ticks) -> None:
    (request,), _ = ticks.tick()
    run = ticks.run(request, dg.DagsterRunStatus.STARTED)
    (source / "c.txt").write_text("Kabar ketiga.")
    requests, reason = ticks.tick()
    assert requests == [] and run in reason and "started" in reason
    assert ticks.done() is None


def test_a_change_put_back_before_its_run_succeeded_needs_none(source: Path, ticks: Ticks) -> None:
    settled(ticks)
    before = ticks.done()
    moved = source.parent / "b.txt"
    (source / "c.txt").write_text("Kabar ketiga.")
    (request,), _ = ticks.tick()
    ticks.run(request, dg.DagsterRunStatus.FAILURE)
    (source / "c.txt").rename(moved)
    assert ticks.tick()[0] == [] and ticks.done() == before


def test_a_cursor_that_is_not_ours_is_a_first_look(source: Path, ticks: Ticks) -> None:
    for cursor in ("", "{", "[]", '{"done": 3}', '{"done": {"x": 1}}'):
        ticks.cursor = cursor
        assert len(ticks.tick()[0]) == 1


def test_a_missing_folder_fails_the_tick(source: Path, ticks: Ticks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JERNIH_SOURCE", str(source / "nowhere"))
    with pytest.raises(SourceError):
        ticks.tick()


def test_names_of_files_reach_neither_tag_nor_cursor(source: Path, ticks: Ticks) -> None:
    (source / "rahasia ![x](http).txt").write_text("Kabar.")
    (request,), _ = ticks.tick()
    assert "rahasia" not in json.dumps([request.tags, ticks.cursor])
