"""Every command that the docs show: the tutorial is run as it stands; every other `etl` and `make` line is one that exists.

What each command does is tested where it lives (tests/test_cli.py, tests/browser).
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import typer.main

from etl.cli import app
from etl.store.door import News

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("*/README.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:\.venv/bin/)?(?:etl|make)(?: [^`]*)?)`")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
GROUP = typer.main.get_command(app)
assert isinstance(GROUP, click.Group)
COMMANDS = GROUP.commands


def blocks(page: Path) -> list[str]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def commands(page: Path) -> list[str]:
    """Every line of a block and every inline piece that begins with etl or make."""
    shown = [line.split("  #")[0].strip() for block in blocks(page) for line in block.splitlines()]
    shown += INLINE.findall(page.read_text(encoding="utf-8"))
    return [line.removeprefix(".venv/bin/") for line in shown if re.match(r"(\.venv/bin/)?(etl|make)\b", line)]


def wrong(line: str) -> str | None:
    """Why `line` could not be typed; None when it could. Words in capitals and brackets stand for what a reader puts."""
    words = shlex.split(re.sub(r"[\[\]]|\\\|.*?(?=\]|$)", " ", line.replace("...", "")))
    if words[0] == "make":
        return next((f"no target {word}" for word in words[1:] if "=" not in word and word not in TARGETS), None)
    if len(words) == 1:
        return None
    if words[1] not in COMMANDS:
        return f"no command {words[1]}"
    known = {name for parameter in COMMANDS[words[1]].params for name in parameter.opts}
    return next((f"no option {w}" for w in words[2:] if w.startswith("--") and w not in known | {"--help"}), None)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_shown_can_be_typed(page: Path) -> None:
    assert [(line, why) for line in commands(page) if (why := wrong(line))] == []


def test_a_command_that_does_not_exist_is_seen() -> None:
    assert wrong("etl fly") == "no command fly"
    assert wrong("etl run --nowhere x") == "no option --nowhere"
    assert wrong("make tea") == "no target tea"
    assert wrong("etl search 'gempa \"Pulau Seram\"' --limit 3") is None


def test_every_command_and_target_is_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`etl {name}" not in page] == []
    assert [name for name in TARGETS if f"`make {name}" not in page] == []


def test_every_search_shown_finds_something(sample: News) -> None:
    shown = {shlex.split(line)[2] for page in PAGES for line in commands(page) if line.startswith("etl search '")}
    assert shown
    assert [query for query in shown if not len(sample.sql("FROM search(?)", [query]))] == []


def test_pages_show_shell_only_where_it_is_run() -> None:
    assert {page.name for page in PAGES if blocks(page)} == {"README.md", "tutorial.md"}
    (shown,) = blocks(ROOT / "README.md")
    assert [line.split()[:2] for line in shown.strip().splitlines()] == [["make", "run"], ["make", "ui"]]


def test_the_tutorial_runs_from_top_to_bottom(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    home = tmp_path / "home"
    home.mkdir()
    script = "set -euo pipefail\n" + "\n".join(blocks(ROOT / "docs" / "tutorial.md"))
    environment = {
        **os.environ,
        "HOME": str(home),
        "DAGSTER_HOME": str(tmp_path / "dagster"),
        "PYTHONPATH": str(ROOT),
        "MPLCONFIGDIR": str(tmp_path),
    }
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1_500,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert done.stdout.count("Published release") == 2 and "Nothing had changed" in done.stdout
    assert "catatan.docx  unsupported_type" in re.sub(r" {2,}", "  ", done.stdout)
    assert (home / "embung.html").is_file() and (home / "quotes.csv").is_file()
    last = re.findall(r"Nothing had changed; still published: release (\S+)", done.stdout)[-1]
    assert (home / "arsip" / "reports" / f"{last}.html").is_file()
