"""The line as a whole: what is skipped, what stops it, what stays published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl import pipeline
from etl.contracts.tables import TABLES
from etl.errors import NotPublished, SourceError, StagedStale, WarehouseError
from etl.pipeline import runner
from etl.settings import Settings
from etl.store.laws import Broken
from etl.store.layout import open_warehouse
from etl.store.releases import current_release

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = """{title}
Senin, 14 Maret 2022 - 09:15 WIB
SURABAYA - Pemerintah kota membuka pasar ikan baru di tepi sungai pada pekan ini setelah dua tahun pembangunan.
"Pasar ini milik para nelayan," kata Kepala Dinas Perikanan Wulan Pradipta kepada wartawan di lokasi.
Ia mengatakan bahwa {number} pedagang telah mendaftar dan kios dibagikan dengan undian terbuka.
Penulis: Raka Adinata
Baca juga: Nelayan Minta Solar Murah
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(
            ARTICLE.format(title=f"Pasar Ikan Baru Dibuka Tahap {number}", number=number + 40)
        )
    (folder / "kosong.txt").write_text("")
    return folder


class Seen:
    """Keeps the results of the steps."""

    def __init__(self) -> None:
        self.results: dict[str, pipeline.StepResult] = {}

    def started(self, step: pipeline.Step) -> None: ...

    def progressed(self, step: pipeline.Step, what: str, done: int, total: int | None) -> None: ...

    def ended(self, result: pipeline.StepResult) -> None:
        self.results[result.step.name] = result


def ran(source: Path, warehouse: Path, settings: Settings | None = None) -> dict[str, pipeline.StepResult]:
    seen = Seen()
    with pipeline.observing(seen):
        pipeline.run(source, warehouse, settings or Settings())
    return seen.results


@pytest.fixture
def warehouse(source: Path, tmp_path: Path) -> Iterator[Path]:
    ran(source, tmp_path / "w")
    yield tmp_path / "w"


def test_every_table_is_published_with_its_columns(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse / "news.duckdb"), read_only=True) as connection:
        for name, table in TABLES.items():
            columns = [row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()]
            assert columns[: len(table.columns)] == table.schema.names, name
        assert connection.execute("SELECT count(*) FROM documents").fetchall() == [(3,)]
        counted = connection.execute(
            "SELECT status, reject_reason, count(*) FROM sources GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        assert counted == [("accepted", None, 3), ("rejected", "empty", 1)]
        listed = {row[0] for row in connection.execute("SELECT table_name FROM release_tables").fetchall()}
        assert listed == set(TABLES) - {"releases", "release_tables"}


def test_a_second_run_does_nothing_and_says_so(source: Path, warehouse: Path) -> None:
    before = (warehouse / "news.duckdb").stat().st_ino
    results = ran(source, warehouse)
    assert all(result.skipped for result in results.values())
    assert (warehouse / "news.duckdb").stat().st_ino == before


def test_a_changed_setting_runs_the_steps_again(source: Path, warehouse: Path) -> None:
    results = ran(source, warehouse, Settings(near_threshold=0.9))
    assert not results["deduplicate"].skipped


def test_a_new_file_reaches_the_catalog(source: Path, warehouse: Path) -> None:
    (source / "baru.txt").write_text(ARTICLE.format(title="Jembatan Desa Diperbaiki Warga", number=7))
    assert not ran(source, warehouse)["ingest"].skipped
    with duckdb.connect(str(warehouse / "news.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(4,)]


def test_failed_checks_stage_and_publish_nothing(
    source: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = current_release(open_warehouse(warehouse))
    assert published is not None

    def broken(step: pipeline.Step, this: pipeline.Run, staged: object) -> tuple[Broken, ...]:
        return (Broken("segments", "ledger", 1, ("document x is not covered",)),) if step.name == "clean" else ()

    monkeypatch.setattr(runner, "broken_checks", broken)
    (source / "baru.txt").write_text(ARTICLE.format(title="Judul Lain", number=1))
    with pytest.raises(NotPublished, match="document x is not covered"):
        ran(source, warehouse)
    after = current_release(open_warehouse(warehouse))
    assert after is not None and after.release_id == published.release_id
    monkeypatch.undo()
    assert not ran(source, warehouse)["clean"].skipped


def test_publish_refuses_tables_that_do_not_chain(source: Path, warehouse: Path) -> None:
    (source / "baru.txt").write_text(ARTICLE.format(title="Judul Lain", number=1))
    this = pipeline.open_run(source, warehouse, Settings())
    pipeline.run_step(pipeline.STEP["ingest"], this)
    with pytest.raises(StagedStale, match="articles: is stale"):
        pipeline.run_step(pipeline.STEP["publish"], this)


def test_a_step_without_its_inputs_names_the_step_to_run(source: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="run the step ingest first"):
        pipeline.run_step(pipeline.STEP["clean"], pipeline.open_run(source, tmp_path / "leer", Settings()))


@pytest.mark.parametrize("kind", ["missing", "empty"])
def test_a_source_with_nothing_leaves_the_release_alone(
    kind: str, source: Path, warehouse: Path, tmp_path: Path
) -> None:
    before = (warehouse / "news.duckdb").read_bytes()
    other = tmp_path / "other"
    if kind == "empty":
        other.mkdir()
    with pytest.raises(SourceError):
        ran(other, warehouse)
    assert (warehouse / "news.duckdb").read_bytes() == before


def test_only_rejected_items_still_publish_what_was_rejected(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "kosong.txt").write_text("")
    ran(folder, tmp_path / "w")
    with duckdb.connect(str(tmp_path / "w" / "news.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM sources").fetchall() == [(1,)]
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(0,)]


def test_the_code_version_follows_the_code(tmp_path: Path) -> None:
    package = tmp_path / "etl"
    shutil.copytree(ROOT / "etl", package, ignore=shutil.ignore_patterns("__pycache__"))
    before = pipeline.code_version(package)
    assert before == pipeline.code_version()
    (package / "text" / "lines.py").write_text("# changed\n")
    pipeline.code_version.cache_clear()
    assert pipeline.code_version(package) != before


def test_observers_are_told_in_order(source: Path, tmp_path: Path) -> None:
    told: list[str] = []

    class Telling(Seen):
        def started(self, step: pipeline.Step) -> None:
            told.append(step.name)

    with pipeline.observing(Telling()):
        pipeline.run(source, tmp_path / "w", Settings())
    assert told == [step.name for step in pipeline.STEPS]
