"""Words in disguise through every step: other blanks, letters that only case folding makes equal, marks inside words.

A pattern that ignores case also takes "ſore" for "sore" and "HARİ" for "hari"; one that allows any blank takes a tab. What
is looked up by such a match must be found, or the document ends the run. JERNIH_SOAK=1: every text, more often.
"""

from __future__ import annotations

import os
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import pipeline
from etl.settings import Settings
from etl.store.door import News
from etl.store.layout import find_warehouse
from tests.conftest import ROOT
from tests.told import CASES

ROUNDS = 40 if os.environ.get("JERNIH_SOAK") else 2
LOOK_ALIKES = {
    "s": "ſ",
    "k": "\u212a",
    "i": "ıİ",
    "I": "ıİ",
    " ": "\t\xa0\u2009\u202f\u3000",
    "-": "\u2010\u2013\u00ad",
}
STRAY = "\u200b\u00ad\u0301\u202e\ufeff"


def texts() -> Iterator[str]:
    """The sample corpus, and every text of the data-driven cases."""
    for path in sorted((ROOT / "seeds").rglob("*.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")
    for path in sorted(CASES.rglob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get("case", []):
            yield from (value for value in case.values() if isinstance(value, str) and " " in value)


def disguised(text: str, rng: random.Random) -> str:
    """`text` with a share of its letters and blanks changed for their look-alikes; the share differs by text."""
    share = rng.choice((0.02, 0.1, 0.4))
    made: list[str] = []
    for char in text:
        changed = rng.random() < share
        made.append(rng.choice(LOOK_ALIKES[char]) if changed and char in LOOK_ALIKES else char)
        if changed and rng.random() < 0.02:
            made.append(rng.choice(STRAY))
    return "".join(made)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_every_step_reads_disguised_words(turn: int, tmp_path: Path) -> None:
    rng = random.Random(turn)
    source = tmp_path / "source"
    source.mkdir()
    for index, text in enumerate(texts()):
        (source / f"{index:05}.txt").write_text(disguised(text, rng), encoding="utf-8")
    pipeline.run(source, tmp_path / "warehouse", Settings())  # every check of every table runs on the way
    with News(find_warehouse(tmp_path / "warehouse")) as news:
        counts = news.sql("SELECT count(*) AS n FROM documents").rows()
    assert counts[0]["n"] >= 0.95 * (index + 1)
