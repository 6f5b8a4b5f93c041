"""Keeping and loading machine code: without numba, from a damaged file, from a folder that cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.kernels import compiled
from etl.kernels.calls import hash_strings

ROOT = Path(__file__).parents[2]
TEXT = np.frombuffer(b"satudua", np.uint8)
BOUNDS = np.array([0, 4, 7])


def test_kept_kernels_run_without_numba() -> None:
    expected = hash_strings(TEXT, BOUNDS).tolist()
    code = (
        "import sys, numpy; from etl.kernels.calls import hash_strings\n"
        f"text, bounds = numpy.frombuffer({TEXT.tobytes()!r}, numpy.uint8), numpy.array({BOUNDS.tolist()})\n"
        "print(hash_strings(text, bounds).tolist())\n"
        "assert 'numba' not in sys.modules"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == str(expected)


def test_steps_do_not_import_compilers() -> None:
    code = "import sys, etl.steps.deduplicate, etl.steps.describe; assert not {'numba', 'llvmlite'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_deduplicating_starts_without_compilers_and_pandas(tmp_path: Path) -> None:
    """Half a second of processor time each: as much as ten thousand documents take."""
    compiled.prepare()
    pq.write_table(pa.table({"id": ["a", "b"], "text": ["satu dua tiga empat lima"] * 2}), tmp_path / "two.parquet")
    code = (
        "import sys; from tests.bench.dedup import ours; ours.main()\n"
        "assert not {'numba', 'pandas', 'dagster', 'duckdb'} & set(sys.modules)"
    )
    arguments = [str(tmp_path / "two.parquet"), str(tmp_path / "out")]
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, check=True)


def test_a_damaged_file_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_folder", lambda: tmp_path)
    calls: list[str] = []
    true_compile = compiled._compile
    monkeypatch.setattr(compiled, "_compile", lambda name: calls.append(name) or true_compile(name))
    for content in (None, b"", b"no kernel", b"0\nsymbol\n\x7fELF"):
        if content is not None:
            (tmp_path / "hash_strings.kernel").write_bytes(content)
        call = compiled._kernel.__wrapped__("hash_strings")
        hashes = np.empty(2, np.uint64)
        call(TEXT, BOUNDS, hashes)
        assert hashes.tolist() == hash_strings(TEXT, BOUNDS).tolist()
    assert len(calls) == 4
    compiled._kernel.__wrapped__("hash_strings")
    assert len(calls) == 4


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs POSIX")
def test_another_folder_serves_where_the_sources_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled.Path, "home", lambda: tmp_path)
    monkeypatch.setattr(compiled.os, "access", lambda path, mode: tmp_path in Path(path).parents)
    assert compiled._folder.__wrapped__().is_relative_to(tmp_path / ".cache" / "jernih")


@pytest.mark.parametrize("changed", ["version", "_processor"])
def test_another_compiler_or_processor_has_a_folder_of_its_own(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled._folder.__wrapped__()
    monkeypatch.setattr(compiled, changed, lambda *_: "other" if changed == "version" else ("other", ""))
    after = compiled._folder.__wrapped__()
    assert after != before
    after.rmdir()


@pytest.mark.parametrize("hashes", [np.empty(2, np.int64), np.empty((2, 1), np.uint64), np.empty(4, np.uint64)[::2]])
def test_arrays_of_another_kind_are_refused(hashes: np.ndarray) -> None:
    with pytest.raises(TypeError, match="hash_strings takes"):
        compiled.kernel("hash_strings")(TEXT, BOUNDS, hashes)


def test_every_kernel_is_declared_as_it_is_written() -> None:
    from importlib import import_module
    from inspect import signature

    for name, declared in compiled.KERNELS.items():
        function = getattr(import_module(f"etl.kernels.{declared.module}"), name).py_func
        kinds = [{"int": "Int", "float": "float"}.get(parameter, "Array") for parameter in declared.parameters]
        assert [parameter.annotation for parameter in signature(function).parameters.values()] == kinds
