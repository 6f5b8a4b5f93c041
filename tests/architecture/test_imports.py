"""Who may import whom: the table of docs/architecture.md, held."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = {"contracts", "errors"}
PURE = BASE | {"settings", "text", "lexicon", "kernels"}
OURS = {
    "contracts": BASE,
    "errors": BASE,
    "settings": BASE,
    "text": BASE | {"text", "lexicon"},
    "lexicon": BASE | {"lexicon"},
    "training": BASE | {"lexicon", "text", "steps"},  # a model's training script: run by hand, imported by nobody
    "kernels": BASE | {"kernels"},
    "steps": PURE | {"steps"},
    "engines": BASE | {"settings", "engines"},
    "store": BASE | {"settings", "store"},
    "report": BASE | {"settings", "store", "report"},
    "pipeline": PURE | {"steps", "engines", "store", "report", "pipeline"},
    "cli": BASE | {"settings", "store", "report", "pipeline", "cli", "defs", "text"},
    "__init__": {"pipeline", "store", "settings"},
    "defs": PURE | {"steps", "engines", "store", "report", "pipeline", "defs"},
    "definitions": {"defs"},
}
OTHERS = {
    "contracts": {"pyarrow"},
    "errors": set(),
    "settings": set(),
    "text": {"ahocorasick", "py3langid", "sentencex", "snowballstemmer"},
    "lexicon": {"numpy"},
    "training": {"numpy", "pycrfsuite"},
    "kernels": {"numpy", "numba", "llvmlite"},
    "steps": {"pyarrow", "numpy", "pandas", "duckdb"},
    "engines": {"pyarrow"},
    "store": {"pyarrow", "duckdb", "numpy", "pandas", "warcio", "zstandard"},
    "report": {"pyarrow", "duckdb", "jinja2", "matplotlib"},
    "pipeline": {"pyarrow"},
    "cli": {"typer", "rich"},
    "__init__": set(),
    "defs": {"dagster", "pandas", "pyarrow", "pydantic"},
    "definitions": {"dagster"},
}


SHARED = "shared"
"""The modules of text/ that stand in no folder of it."""
INSIDE_TEXT = {
    SHARED: {"dates"},
    "dates": set(),
    "cleaning": {SHARED, "dates"},
    "metadata": {SHARED, "dates", "cleaning"},
    "names": {SHARED},
    "quotes": {SHARED, "cleaning"},
    "contacts": {SHARED, "cleaning", "quotes"},
}


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names.update([f"etl.{a.name}" for a in node.names] if node.module == "etl" else [node.module or ""])
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "etl").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_house(path: Path) -> None:
    room = path.relative_to(ROOT / "etl").parts[0].removesuffix(".py")
    if path.name.startswith("train_"):
        room = "training"
    names = imports_of(path)
    ours = {name.split(".")[1] for name in names if name.startswith("etl.")}
    others = {name.split(".")[0] for name in names} - {"etl", ""} - set(sys.stdlib_module_names)
    assert ours <= OURS[room], f"{room} may not import {sorted(ours - OURS[room])}"
    assert others <= OTHERS[room], f"{room} may not import {sorted(others - OTHERS[room])}"


@pytest.mark.parametrize("path", sorted((ROOT / "etl" / "text").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_folders_of_text_stand_in_a_line(path: Path) -> None:
    def folder(parts: tuple[str, ...]) -> str:
        return parts[0] if parts[0] in INSIDE_TEXT else SHARED

    own = folder(path.relative_to(ROOT / "etl" / "text").parts)
    others = {folder(tuple(name.split(".")[2:])) for name in imports_of(path) if name.startswith("etl.text.")} - {own}
    assert others <= INSIDE_TEXT[own], f"text/{own} may not import {sorted(others - INSIDE_TEXT[own])}"
