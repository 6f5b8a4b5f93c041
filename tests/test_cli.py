"""The `etl` command as a person types it: messages, exit statuses, formats."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    "run",
    "sql",
    "search",
    "settings",
    "inspect",
    "report",
    "verify",
    "releases",
    "rollback",
    "prune",
    "rebuild-catalog",
    "export",
    "doctor",
    "ui",
)


def etl(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etl.cli", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def filled(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample warehouse that may be written to, moved and so rebuilt."""
    target = tmp_path_factory.mktemp("cli") / "warehouse"
    shutil.copytree(sample_warehouse, target)
    done = etl("rebuild-catalog", "--warehouse", str(target))
    assert done.returncode == 0, done.stderr
    return target


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = etl(command, "--help")
    assert done.returncode == 0 and "Usage" in done.stdout


def test_help_lists_every_command_and_no_other() -> None:
    listed = [
        line.split()[1]
        for line in etl("--help", COLUMNS="200").stdout.splitlines()
        if line.startswith("│ ") and line[2] not in " -"
    ]
    assert sorted(listed) == sorted(COMMANDS)


def test_run_publishes_through_dagster_and_works_from_anywhere(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT / "seeds" / "bolaria", source)
    home = tmp_path / "home"
    arguments = ("run", "--source", "source", "--warehouse", "w", "--set", "near_threshold=0.6")
    first = etl(*arguments, cwd=tmp_path, DAGSTER_HOME=str(home))
    assert first.returncode == 0, first.stderr
    assert "Published release" in first.stdout
    assert first.stdout.splitlines()[-1].startswith(f"{len(list(source.iterdir()))} items read")
    assert (tmp_path / "w" / "news.duckdb").is_file() and (home / "history").is_dir()
    again = etl(*arguments, cwd=tmp_path, DAGSTER_HOME=str(home))
    assert again.returncode == 0 and "Nothing had changed" in again.stdout
    assert "unchanged" in again.stderr and "near_threshold" not in again.stderr


def test_run_publishes_without_a_history_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    shutil.copytree(ROOT / "seeds" / "bolaria", tmp_path / "source")
    done = etl(
        "run",
        "--source",
        str(tmp_path / "source"),
        "--warehouse",
        str(tmp_path / "w"),
        DAGSTER_HOME=str(tmp_path / "home"),
    )
    assert done.returncode == 0, done.stderr
    assert "not in Dagster's history" in done.stderr


def test_a_source_that_is_not_there(filled: Path) -> None:
    before = (filled / "news.duckdb").read_bytes()
    done = etl("run", "--source", "/nicht/da", "--warehouse", str(filled))
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not exist" in done.stderr and len(done.stderr.splitlines()) == 1
    assert (filled / "news.duckdb").read_bytes() == before


def test_an_empty_source(filled: Path, tmp_path: Path) -> None:
    done = etl("run", "--source", str(tmp_path), "--warehouse", str(filled), DAGSTER_HOME=str(tmp_path / ".." / "home"))
    assert done.returncode == 2 and "no file" in done.stderr.splitlines()[-1]


def test_a_warehouse_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "w").write_text("a file")
    done = etl("run", "--source", str(ROOT / "seeds"), "--warehouse", str(tmp_path / "w"))
    assert done.returncode == 2 and "not a folder" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("inner", ["source", "warehouse"])
def test_source_and_warehouse_do_not_lie_in_each_other(inner: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds" / "bolaria", tmp_path / "a")
    (tmp_path / "a" / "b").mkdir()
    places = {"source": tmp_path / "a", "warehouse": tmp_path / "a" / "b"}
    if inner == "source":
        shutil.copytree(ROOT / "seeds" / "bolaria", tmp_path / "a" / "c")
        places = {"source": tmp_path / "a" / "c", "warehouse": tmp_path / "a"}
    done = etl("run", "--source", str(places["source"]), "--warehouse", str(places["warehouse"]))
    assert done.returncode == 2 and "lies in" in done.stderr


def test_a_held_lock_names_the_holder(filled: Path, tmp_path: Path) -> None:
    with (filled / ".lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = etl(
            "run",
            "--source",
            str(ROOT / "seeds"),
            "--warehouse",
            str(filled),
            "--set",
            "lock_wait_seconds=0.2",
            DAGSTER_HOME=str(tmp_path / "home"),
        )
    assert done.returncode == 2 and "is being written by process" in done.stderr


@pytest.mark.parametrize(
    ("assignment", "says"),
    [
        ("near_treshold=0.6", "did you mean near_threshold?"),
        ("near_threshold=2", "above 1"),
        ("near_threshold", "sets nothing"),
    ],
)
def test_a_wrong_setting_ends_before_anything_starts(assignment: str, says: str, tmp_path: Path) -> None:
    done = etl("run", "--source", str(ROOT / "seeds"), "--warehouse", str(tmp_path / "w"), "--set", assignment)
    assert done.returncode == 2 and says in done.stderr
    assert not (tmp_path / "w").exists()


def test_sql_in_three_formats(filled: Path) -> None:
    query = "SELECT document_id, headline FROM articles WHERE headline IS NOT NULL ORDER BY document_id LIMIT 3"
    table = etl("sql", query, "--warehouse", str(filled))
    rows = list(csv.DictReader(io.StringIO(etl("sql", query, "--warehouse", str(filled), "--format", "csv").stdout)))
    lines = [
        json.loads(line)
        for line in etl("sql", query, "--warehouse", str(filled), "--format", "json").stdout.splitlines()
    ]
    assert rows == lines and len(rows) == 3
    assert all(row["headline"] in table.stdout for row in rows)


def test_a_formula_in_a_cell_is_made_harmless_in_csv(filled: Path) -> None:
    done = etl("sql", "SELECT '=1+1' AS cell", "--warehouse", str(filled), "--format", "csv")
    assert done.stdout == "cell\n'=1+1\n"


@pytest.mark.parametrize(
    "statement",
    [
        "DROP VIEW articles",
        "SELECT 1; SELECT 2",
        "COPY articles TO 'x.csv'",
        "INSTALL httpfs",
        "SELECT * FROM read_text('/etc/hostname')",
    ],
)
def test_sql_only_reads_the_release(statement: str, filled: Path, tmp_path: Path) -> None:
    done = etl("sql", statement, "--warehouse", str(filled), cwd=tmp_path)
    assert done.returncode == 2 and done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_search_stems_the_query(filled: Path) -> None:
    one, other = (
        etl("search", word, "--warehouse", str(filled), "--format", "json").stdout
        for word in ("pembangunan", "dibangun")
    )
    assert one and [json.loads(x)["document_id"] for x in one.splitlines()] == [
        json.loads(x)["document_id"] for x in other.splitlines()
    ]


def test_inspect_shows_what_was_dropped_and_why(filled: Path) -> None:
    done = etl("inspect", "harian-lentera/banjir-wajo.txt", "--warehouse", str(filled))
    assert done.returncode == 0 and "<- boilerplate" in done.stdout
    ledger = etl("inspect", "harian-lentera/banjir-wajo.txt", "--ledger", "--warehouse", str(filled))
    assert "headline" in ledger.stdout


def test_inspect_names_the_documents_that_fit(filled: Path) -> None:
    done = etl("inspect", "banjir-wajo", "--warehouse", str(filled))
    assert done.returncode == 2 and "several documents fit" in done.stderr
    assert etl("inspect", "tidak-ada", "--warehouse", str(filled)).returncode == 2


def test_inspect_page_loads_nothing(filled: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert (
        etl("inspect", "harian-lentera/banjir-wajo.txt", "--html", str(page), "--warehouse", str(filled)).returncode
        == 0
    )
    html = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in html and "<script" not in html and "src=" not in html and "href=" not in html


def test_releases_rollback_verify_doctor_prune(filled: Path) -> None:
    assert etl("verify", "--warehouse", str(filled)).returncode == 0
    listed = etl("releases", "--warehouse", str(filled)).stdout
    release = next(line.split()[1] for line in listed.splitlines() if line.strip().startswith("*"))
    assert etl("rollback", release, "--warehouse", str(filled)).returncode == 0
    wrong = etl("rollback", "20000101-nope", "--warehouse", str(filled))
    assert wrong.returncode == 2 and release in wrong.stderr
    for command in ("doctor", "prune"):
        assert etl(command, "--warehouse", str(filled)).returncode == 0
    assert etl("verify", "--warehouse", str(filled)).returncode == 0


def test_verify_finds_a_damaged_file(filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "w"
    shutil.copytree(filled, copy)
    assert etl("rebuild-catalog", "--warehouse", str(copy)).returncode == 0
    victim = next((copy / "tables" / "quotes").glob("*.parquet"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"\0")
    done = etl("verify", "--warehouse", str(copy))
    assert done.returncode == 1 and "quotes" in done.stderr


def test_a_warehouse_with_nothing_published(tmp_path: Path) -> None:
    done = etl("sql", "SELECT 1", "--warehouse", str(tmp_path))
    assert done.returncode == 2 and "nothing was published" in done.stderr


def test_export_writes_every_row(filled: Path, tmp_path: Path) -> None:
    for suffix in ("csv", "jsonl", "parquet"):
        target = tmp_path / f"quotes.{suffix}"
        done = etl("export", "quotes", str(target), "--warehouse", str(filled))
        assert done.returncode == 0 and target.stat().st_size > 100
    assert etl("export", "quotes", str(tmp_path / "x.docx"), "--warehouse", str(filled)).returncode == 2


def test_report_lies_beside_the_release_or_where_it_is_told(filled: Path, tmp_path: Path) -> None:
    done = etl("report", "--warehouse", str(filled))
    assert done.returncode == 0, done.stderr
    (written,) = (filled / "reports").iterdir()
    assert str(written) in done.stdout
    told = etl("report", "--warehouse", str(filled), "--out", str(tmp_path / "page.html"))
    assert told.returncode == 0 and (tmp_path / "page.html").read_bytes() == written.read_bytes()
    refused = etl("report", "--warehouse", str(filled), "--out", str(tmp_path / "absent" / "page.html"))
    assert refused.returncode == 2 and "cannot be written" in refused.stderr and "Traceback" not in refused.stderr


def test_a_run_that_could_read_nothing_says_why(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "dump.jsonl").write_text('{"isi": "Teks berita."}\n{"isi": "Teks lain."}\n')
    done = etl("run", "--source", "source", "--warehouse", "w", cwd=tmp_path, DAGSTER_HOME=str(tmp_path / "home"))
    assert done.returncode == 0, done.stderr
    assert "2 items read: 0 accepted, 2 rejected (bad_record 2)" in done.stdout
    said = " ".join(done.stdout.split("Of each reason the first:")[1].split())
    assert said.count("bad_record") == 1 and "dump.jsonl" in said and "no field 'text'; found isi" in said
