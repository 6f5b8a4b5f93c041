"""Every notebook runs from top to bottom against the sample corpus and against a warehouse without any document."""

from __future__ import annotations

import os
from pathlib import Path

import matplotlib
import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
by_name = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def executed(path: Path, warehouse: Path) -> list[NotebookNode]:
    """The code cells of the notebook after a run; a cell that raises fails the test with its traceback."""
    book = nbformat.read(path, as_version=4)
    client = NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}})
    client.execute(
        env={
            **os.environ,
            "JERNIH_WAREHOUSE": str(warehouse),
            "PYTHONPATH": str(ROOT),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
    )
    return [cell for cell in book.cells if cell.cell_type == "code"]


def kinds(cells: list[NotebookNode]) -> list[str]:
    return [kind for cell in cells for output in cell.outputs for kind in output.get("data", {"text": ""})]


def test_the_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["1-tour", "2-who-talks-to-whom", "3-coverage-and-duplication"]


@by_name
def test_it_is_kept_without_output(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    for cell in book.cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None


@by_name
def test_it_shows_the_sample_corpus(path: Path, sample_warehouse: Path) -> None:
    cells = executed(path, sample_warehouse)
    warned = [output.text for cell in cells for output in cell.outputs if output.get("name") == "stderr"]
    assert warned == []
    drawing = [cell for cell in cells if "plt.show()" in cell.source]
    assert drawing
    for cell in drawing:
        assert "image/png" in kinds([cell]), cell.source
    assert "text/html" in kinds(cells)


@by_name
def test_it_says_so_when_there_is_nothing(
    path: Path, empty_warehouse: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JERNIH_WAREHOUSE", str(empty_warehouse))
    matplotlib.use("Agg")
    shown: list[str] = []
    names: dict[str, object] = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        capsys.readouterr()
        monkeypatch.setattr("matplotlib.pyplot.show", lambda source=cell.source: shown.append(source))
        exec(compile(cell.source, path.name, "exec"), names)  # without a kernel: that one works was seen above
        if "plt.show()" in cell.source and cell.source not in shown:
            assert capsys.readouterr().out.strip().endswith("."), cell.source
    assert all("release_tables" in source for source in shown), "only the sizes of the tables are there to be drawn"
