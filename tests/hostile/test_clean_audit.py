"""The audit of a hostile corpus: every dropped character can be found again, in SQL, in the terminal and on a page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl import pipeline
from etl.cli import app
from etl.settings import Settings
from etl.store.door import News
from etl.store.layout import find_warehouse

STORY = (
    "Sumur Tua di Kampung Itu Kembali Mengeluarkan Air\n"
    "Dilansir , sumur tua di tengah kampung kembali mengeluarkan air setelah kering selama sebelas tahun penuh.\n"
    "Warga membersihkan dindingnya dan memasang timba baru dari iuran yang dikumpulkan selama satu bulan.\n"
)
HOSTILE = (
    "Bagikan\x1b[2J\x1b[31m <script>alert(1)</script>\n[bold red]Baca juga[/]: Harga [link=https://jahat.example]Garam[/link] Naik\n"
    "\u202eBaca juga: Terbalik\u202c\n\x07\x08\n'; DROP TABLE segments; --\n"
)


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("audit")
    (place / "source").mkdir()
    (place / "source" / "satu.txt").write_text(STORY + HOSTILE + STORY, encoding="utf-8")
    (place / "source" / "dua.txt").write_text((HOSTILE + STORY * 2) * 3, encoding="utf-8")
    pipeline.run(place / "source", place / "warehouse", Settings())
    return place / "warehouse"


@pytest.fixture
def news(audited: Path) -> Iterator[News]:
    with News(find_warehouse(audited)) as opened:
        yield opened


def test_rules_count_every_segment_and_show_one(news: News) -> None:
    rules = news.sql("SELECT * FROM rules").rows()
    assert (
        sum(row["character_count"] for row in rules)
        == news.sql("SELECT sum(char_count) AS n FROM documents").rows()[0]["n"]
    )
    assert sum(row["segment_count"] for row in rules) == news.sql("SELECT count(*) AS n FROM segments").rows()[0]["n"]
    assert all(row["example"] for row in rules)
    lost = [row for row in rules if row["rule"] == "lost_link"]
    assert lost and lost[0]["is_kept"] and lost[0]["example"].startswith("Dilansir ,")


def test_removed_gives_back_every_dropped_character(news: News) -> None:
    for path in ("satu.txt", "dua.txt"):
        raw = news.sql("SELECT raw_text FROM documents WHERE source_path = ?", [path]).rows()[0]["raw_text"]
        removed = news.sql("SELECT * FROM removed(?)", [path]).rows()
        assert removed and all(
            row["rule"] and row["text"] == raw[row["char_start"] : row["char_end"]] for row in removed
        )
        for row in removed:
            if row["role"] == "repeat":
                assert (
                    row["repeat_of_text"] == raw[row["repeat_of_start"] : row["repeat_of_end"]]
                    and row["similarity"] >= 0.6
                )


@pytest.mark.parametrize("arguments", [[], ["--ledger"]])
def test_the_terminal_shows_it_without_obeying_it(audited: Path, arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["inspect", "satu.txt", *arguments, "--warehouse", str(audited)])
    assert done.exit_code == 0 and "boilerplate" in done.output
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", re.sub(r"\x1b\[[0-9;]*m", "", done.output))
    assert "\x1b[2J" not in done.output


def test_the_page_shows_it_without_obeying_it(audited: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = CliRunner().invoke(app, ["inspect", "satu.txt", "--html", str(page), "--warehouse", str(audited)])
    assert done.exit_code == 0
    shown = page.read_text(encoding="utf-8")
    assert "<script" not in shown and "default-src 'none'" in shown
    assert html.escape("<script>alert(1)</script>", quote=False) in shown
