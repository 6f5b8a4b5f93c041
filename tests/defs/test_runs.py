"""Small corpora through the job: what drift says, what pages and the log show, what automation asks for."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg
import pytest

from etl.contracts.tables import TABLES
from etl.defs import assets as assets_module
from etl.defs import definitions
from etl.defs.assets import build_assets
from etl.defs.corpus import Corpus
from etl.defs.lost import STARTING_SECONDS, mark_lost
from etl.pipeline import Step
from etl.store.layout import Warehouse, open_warehouse
from etl.store.lock import writer_lock
from etl.store.releases import current_release

PAGE = """Harga Cabai di Pasar {place} Turun
Senin, 14 Maret 2022 - 09:15 WIB
{body}
Baca juga: Panen Raya di Lereng Utara
ADVERTISEMENT
SCROLL TO CONTINUE WITH CONTENT
"""
BODY = """{place} - Harga cabai rawit di pasar induk {place} turun sejak pekan lalu karena pasokan dari desa kembali lancar.
"Kami menerima kiriman setiap pagi," kata Wulan Pradipta, pedagang di pasar itu, Senin (14/3/2022).
Kepala pasar, Tarno Widagdo, mengatakan jumlah pembeli di {place} naik menjelang akhir bulan dan kios buka lebih lama."""
PLACES = ("Sukamaju", "Karangrejo", "Tanjungsari")


class Corpora:
    """A source and a warehouse, run as often as a test wants."""

    def __init__(self, folder: Path, instance: dg.DagsterInstance) -> None:
        self.source, self.warehouse = folder / "source", Warehouse(folder / "warehouse")
        self.instance = instance
        self.source.mkdir()

    def fill(self, places: Sequence[str], copies: int = 1) -> None:
        """One page a place, its body pasted `copies` times."""
        for place in places:
            body = "\n".join([BODY.format(place=place)] * copies)
            (self.source / f"{place}.txt").write_text(PAGE.format(place=place, body=body))

    def run(self, *tables: str) -> dg.ExecuteInProcessResult:
        """Every step, or those of `tables`."""
        return dg.materialize(
            build_assets(),
            selection=list(tables) or None,
            resources={"corpus": Corpus(source=str(self.source), warehouse=str(self.warehouse.root))},
            instance=self.instance,
            raise_on_error=False,
        )


@pytest.fixture
def corpora(tmp_path: Path) -> Iterator[Corpora]:
    home = tmp_path / "home"
    home.mkdir()
    with dg.instance_for_test(temp_dir=str(home)) as instance:
        yield Corpora(tmp_path, instance)


def warnings_of(result: dg.ExecuteInProcessResult) -> dict[str, dg.AssetCheckEvaluation]:
    found = {f"{e.asset_key.to_user_string()}.{e.check_name}": e for e in result.get_asset_check_evaluations()}
    return {name: e for name, e in found.items() if name.rpartition(".")[2] in ("volume", "rule_shares")}


def test_drift_warns_and_the_release_goes_out(corpora: Corpora) -> None:
    automation = _automation()
    asked = dg.evaluate_automation_conditions(automation, corpora.instance)
    corpora.fill(PLACES)
    first = corpora.run()
    assert first.success
    for _ in range(2):
        asked = dg.evaluate_automation_conditions(automation, corpora.instance, cursor=asked.cursor)
        assert _asked(asked) == set(), "a run of everything leaves nothing to ask for"
    for evaluation in warnings_of(first).values():
        assert evaluation.passed and evaluation.metadata["compared_with"].value == "nothing: no release yet"
    before = current_release(corpora.warehouse)
    assert before is not None
    _the_page_of_the_release_leads_to_its_report(first)

    corpora.fill([*PLACES, "Randusari", "Wonokerto", "Margodadi", "Sidomulyo"], copies=2)
    second = corpora.run()
    after = current_release(corpora.warehouse)
    assert second.success and after is not None and after.release_id != before.release_id
    found = warnings_of(second)
    assert not found["documents.volume"].passed and found["documents.volume"].metadata["ratio"].value == 2.3333
    shares = found["segments.rule_shares"]
    assert not shares.passed and shares.severity == dg.AssetCheckSeverity.WARN and not shares.blocking
    assert shares.metadata["compared_with"].value == before.release_id
    records = [record.data for record in shares.metadata["rules"].records]
    assert sum(record["is_jump"] for record in records) == shares.metadata["rules_that_jumped"].value >= 1
    assert sum(record["share_now"] for record in records) == pytest.approx(1, abs=1e-4)

    third = corpora.run()
    assert third.success and all(evaluation.passed for evaluation in warnings_of(third).values())

    _the_page_of_segments_shows_the_ledger(second)
    _the_log_ends_with_the_release(
        corpora, second, f"release {after.release_id}: published, compared with {before.release_id}"
    )
    assert "code_references" not in _history(corpora), "paths of a checkout stay out of the history"


def _the_page_of_the_release_leads_to_its_report(result: dg.ExecuteInProcessResult) -> None:
    (event,) = [e for e in result.asset_materializations_for_node("publish") if e.asset_key.path == ["releases"]]
    path = Path(event.metadata["report"].value)
    assert "Corpus report" in path.read_text(encoding="utf-8")
    assert path.stem == event.metadata["release"].value
    assert event.metadata["report_address"].value == path.as_uri()


def _the_page_of_segments_shows_the_ledger(result: dg.ExecuteInProcessResult) -> None:
    (event,) = result.asset_materializations_for_node("clean")
    records = [record.data for record in event.metadata["rules"].records]
    assert sum(record["segments"] for record in records) == event.metadata["dagster/row_count"].value
    assert sum(record["share"] for record in records) == pytest.approx(1, abs=1e-4)
    assert {record["is_kept"] for record in records} == {True, False}


def _the_log_ends_with_the_release(corpora: Corpora, result: dg.ExecuteInProcessResult, first_line: str) -> None:
    messages = [entry.user_message for entry in corpora.instance.all_logs(result.run_id)]
    (block,) = [message for message in messages if message.startswith("release ")]
    assert block.startswith(first_line)
    assert "accepted 7, rejected 0" in block and "+4" in block
    text = "\n".join(messages)
    assert not any(word in text for word in ("Pradipta", "cabai", "Sukamaju")), "a log holds no text of the corpus"


def _history(corpora: Corpora) -> str:
    records = corpora.instance.get_event_records(dg.EventRecordsFilter(dg.DagsterEventType.ASSET_MATERIALIZATION))
    return "\n".join(str(record.event_log_entry) for record in records)


def test_automation_asks_for_the_whole_rest_of_the_line_or_for_nothing(corpora: Corpora) -> None:
    defs = _automation()
    asked = dg.evaluate_automation_conditions(defs, corpora.instance)
    corpora.fill(PLACES)
    assert corpora.run("sources", "documents").success
    asked = dg.evaluate_automation_conditions(defs, corpora.instance, cursor=asked.cursor)
    later = {name for name, table in TABLES.items() if table.step != "ingest"}
    assert {key.to_user_string() for key in _asked(asked)} == later


def _automation() -> dg.Definitions:
    return dg.Definitions(assets=build_assets(), resources={"corpus": Corpus()})


def _asked(result: dg.EvaluateAutomationConditionsResult) -> set[dg.AssetKey]:
    return {found.key for found in result.results if not found.true_subset.is_empty}


@pytest.mark.parametrize(("number", "tries"), [(errno.ESTALE, 3), (errno.EACCES, 1)])
def test_only_a_disk_away_for_a_moment_is_tried_again(
    corpora: Corpora, monkeypatch: pytest.MonkeyPatch, number: int, tries: int
) -> None:
    seen: list[str] = []

    def broken(step: Step, run: object) -> None:
        seen.append(step.name)
        raise OSError(number, "planted")

    monkeypatch.setattr(assets_module, "run_step", broken)
    monkeypatch.setattr(assets_module, "RETRY_SECONDS", 0)
    corpora.fill(PLACES)
    assert not corpora.run().success
    assert seen == ["ingest"] * tries


def test_a_run_whose_process_died_is_marked_and_a_living_or_young_one_is_not(
    corpora: Corpora, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = open_warehouse(corpora.warehouse.root)
    config = {"resources": {"corpus": {"config": {"warehouse": str(warehouse.root)}}}}
    job, instance = definitions().resolve_job_def("publish_only"), corpora.instance
    ours = instance.create_run_for_job(job, run_config=config)
    other = instance.create_run_for_job(job, run_config={})  # into the default warehouse
    for run in (ours, other):
        instance.report_dagster_event(
            dg.DagsterEvent(dg.DagsterEventType.PIPELINE_START.value, job.name, message="started"), run.run_id
        )

    def status(run: dg.DagsterRun) -> dg.DagsterRunStatus:
        found = instance.get_run_by_id(run.run_id)
        assert found is not None
        return found.status

    assert status(ours) == dg.DagsterRunStatus.STARTED
    assert mark_lost(instance, warehouse.root) == []
    later = time.time() + STARTING_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    with writer_lock(warehouse, 0):
        assert mark_lost(instance, warehouse.root) == []
    assert mark_lost(instance, warehouse.root) == [ours.run_id]
    assert (status(ours), status(other)) == (dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.STARTED)
