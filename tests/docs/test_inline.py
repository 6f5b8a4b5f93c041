"""What the docs show in passing, in the middle of a sentence or as Python: it runs on the sample corpus.

Blocks of shell and of SQL are run elsewhere (test_commands.py, test_queries.py).
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from test_commands import INLINE, PAGES, ROOT
from typer.testing import CliRunner

import etl
from etl.cli import app
from etl.store.catalog import replace_catalog
from etl.store.door import News
from etl.store.layout import find_warehouse
from etl.store.manifests import read_manifest

BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUERY = re.compile(r"`((?:SELECT|FROM) [^`]*)`")
"""Matches "`SELECT * FROM rules`"; not "`select`"."""
STARTS_SOMETHING = {"run", "ui"}
"""Commands that tests/test_cli.py and tests/browser run: they take long, or serve until they are stopped."""


def by_page(pattern: re.Pattern[str], *, in_blocks: bool = False) -> list[tuple[str, str]]:
    """(page, what `pattern` finds there)."""
    texts = {page: page.read_text(encoding="utf-8") for page in PAGES}
    return [
        (str(page.relative_to(ROOT)), found)
        for page, text in texts.items()
        for found in dict.fromkeys(pattern.findall(text if in_blocks else BLOCK.sub("", text)))
    ]


def complete(line: str) -> bool:
    """Whether `line` can be typed as it is: nothing in it stands for what the reader puts."""
    words = line.removeprefix(".venv/bin/").split()
    placed = any(word.isupper() or word.endswith(("...", '..."')) or "[" in word for word in words)
    return words[0] == "etl" and len(words) > 1 and words[1] not in STARTS_SOMETHING and not placed


@pytest.fixture(scope="module")
def own(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample warehouse that commands may change."""
    copy = tmp_path_factory.mktemp("own") / "warehouse"
    shutil.copytree(sample_warehouse, copy)
    with News(find_warehouse(sample_warehouse)) as news:
        (row,) = news.sql("SELECT release_id FROM releases").rows()
    release = read_manifest(find_warehouse(copy), row["release_id"])
    assert release is not None
    replace_catalog(find_warehouse(copy), release.release_id, release.tables)
    return copy


@pytest.mark.parametrize(("page", "query"), by_page(QUERY))
def test_queries_in_sentences_find_something(sample: News, page: str, query: str) -> None:
    assert len(sample.sql(query)) > 0


@pytest.mark.parametrize(("page", "line"), [(page, line) for page, line in by_page(INLINE) if complete(line)])
def test_commands_in_sentences_run(own: Path, page: str, line: str) -> None:
    words = shlex.split(line.removeprefix(".venv/bin/"))[1:]
    place = [] if words[0] == "settings" or "--warehouse" in words else ["--warehouse", str(own)]
    done = CliRunner().invoke(app, [*words, *place])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("page", "code"), by_page(PYTHON, in_blocks=True))
def test_python_blocks_run(own: Path, page: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.parent)
    names: dict[str, object] = {}
    exec(compile(code, page, "exec"), names)
    assert names["etl"] is etl
