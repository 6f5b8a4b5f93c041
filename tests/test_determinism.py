"""Law 5: the same inputs, settings and version give the same rows, whatever the folder, input order, number of workers,
hash seed, time zone, locale or batch size."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """
import json, sys
from pathlib import Path
import etl.pipeline as pipeline
from etl.settings import load
release = pipeline.run(Path(sys.argv[1]), Path(sys.argv[2]), load(None, sys.argv[3:]))
print(json.dumps({name: table.content_digest for name, table in sorted(release.tables.items()) if name not in ("releases", "release_tables")}))
"""


def digests(source: Path, warehouse: Path, *settings: str, **environment: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(source), str(warehouse), *settings],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def copied_in_another_order(source: Path, target: Path) -> Path:
    """The same files, created in a shuffled order with other times: a folder lists them differently."""
    files = sorted(path for path in source.rglob("*") if path.is_file())
    random.Random(7).shuffle(files)
    for path in files:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        os.utime(copy, (1_000_000_000, 1_000_000_000))
    return target


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return digests(ROOT / "seeds", tmp_path_factory.mktemp("first") / "w", PYTHONHASHSEED="1", TZ="Asia/Jakarta")


def test_another_folder_order_seed_zone_and_locale(expected: dict[str, str], tmp_path: Path) -> None:
    source = copied_in_another_order(ROOT / "seeds", tmp_path / "berita 'lain' é")
    other = digests(source, tmp_path / "w [1] a=b", PYTHONHASHSEED="4242", TZ="America/New_York", LC_ALL="C", LANG="C")
    assert {name for name in expected if other[name] != expected[name]} == set()


def test_other_batches_and_several_workers(expected: dict[str, str], tmp_path: Path) -> None:
    other = digests(
        ROOT / "seeds",
        tmp_path / "w",
        "workers=2",
        "parallel_from_documents=1",
        "batch_documents=7",
        "documents_per_file=10",
        "spill_bytes=20000",
        PYTHONHASHSEED="0",
    )
    assert {name for name in expected if other[name] != expected[name]} == set()
