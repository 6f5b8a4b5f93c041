"""Kernels as machine code: compiled once by numba, kept in a file, loaded by llvmlite alone.

Importing numba and opening its own cache costs 2.4 processor seconds, more than deduplicating 10,000 documents does;
loading the finished code costs a tenth of that. numba's cache also looks at one source file only: it would go on running
what an imported module, changed since, no longer says. The kernels make it possible: they allocate nothing and raise
nothing, so that their code needs no runtime of numba's.
What is run is what was written: a file is named after everything its code was made from and begins with its own digest.
It lies beside Python's bytecode (or in the user's cache), so that nobody can write it who could not write that.
Here: compiling, keeping, loading and calling. Not here: what kernels compute (their modules) and the room they work in
(calls.py, the only caller).
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np

Compiled = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Kernel:
    """Where a kernel stands, and its parameters in order: `int`, `float`, or a C-ordered array by its numpy type code,
    with its dimensions when there are two ("u4:2"). A kernel returns an int. uint8 arrays named "text" are read-only.
    """

    module: str
    parameters: tuple[str, ...]


KERNELS: dict[str, Kernel] = {
    name: Kernel(module, tuple(parameters.split()))
    for name, module, parameters in (
        ("hash_strings", "minhash", "text i8 u8"),
        ("hash_words", "minhash", "text u4 i8 u8"),
        ("sign", "minhash", "text i8 int int u4 u4 u4 u8 i8 u8 u4 u4 u4:2 u8 i8"),
        ("shingle_sets", "shingles", "text i8 i8 int u4 u8 u1 u8 i8 u1 u8 i8 u8 i8 u8 i8"),
        ("band_buckets", "buckets", "u4 i8 u8 u8 i8:2 u4 i8"),
        (
            "verified_pairs",
            "verify",
            "u4 i8 u8 i8 u8 i8 float int int i8 i8 int float float int int float i8 i8 u4:2 u8 u8 u8 i8 i8:2",
        ),
        ("changed_figures", "templates", "i8 i8 u8 i8 u1"),
        ("visited_features", "features", "text u4 i8 i8 i8 i8 i8"),
        (
            "trace",
            "traces",
            "text i8 i8 i8 i8 u1 u1 u4 i8 int int u1 u4 i8 i8 u1 u4 i8 u1 u4 i8 u1 u4 i8 int int int float int float "
            "i8 i8 i8:2 i8 i8 u1 i4:2 i8 u1 i8 i8 u1 u1",
        ),
        ("grow_clusters", "clusters", "i8 i8 i8 u8 i8 u8 i8 i8 i8 float int float float int int float i8 i8 i8 i8 i8"),
    )
}

_lock = Lock()


def kernel(name: str) -> Compiled:
    """The kernel of that name, compiled the first time it is asked for on this machine (some seconds)."""
    with _lock:
        return _kernel(name)


def prepare() -> None:
    """Compiles every kernel that is not kept yet, so that the first run does not have to."""
    for name in KERNELS:
        kernel(name)


@cache
def _kernel(name: str) -> Compiled:
    path = _folder() / f"{name}.kernel"
    kept = _kept(path)
    if kept is None:
        kept = _compile(name)
        _keep(path, *kept)
    symbol, code = kept
    engine = _engine()
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return _callable(name, engine.get_function_address(symbol))


@cache
def _folder() -> Path:
    """The folder of code made from exactly these sources, by this compiler, for this processor: beside the sources, or
    in the user's cache where those are read-only."""
    here = Path(__file__).parent
    compiler = version("numba"), llvmlite.__version__
    digest = hashlib.sha256("\n".join((*compiler, *_processor())).encode())
    for source in sorted(here.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    name = f"kernels-{digest.hexdigest()[:16]}"
    for parent in (here / "__pycache__", Path.home() / ".cache" / "jernih"):
        folder = parent / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="jernih-"))


def _processor() -> tuple[str, str]:
    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


def _kept(path: Path) -> tuple[str, bytes] | None:
    """(symbol, object code) as `_keep` wrote them; None when there is no such file or it is damaged."""
    try:
        digest, symbol, code = path.read_bytes().split(b"\n", 2)
    except (FileNotFoundError, ValueError):
        return None
    return (symbol.decode(), code) if digest == _digest(symbol, code) else None


def _keep(path: Path, symbol: str, code: bytes) -> None:
    """Writes whole or not at all: another process may be reading."""
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(b"\n".join((_digest(symbol.encode(), code), symbol.encode(), code)))
    Path(temporary).replace(path)


def _digest(symbol: bytes, code: bytes) -> bytes:
    return hashlib.sha256(symbol + b"\n" + code).hexdigest().encode()


@cache
def _engine() -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    # Counted references are numba's business with arrays of its own; ours have none, and this is never called.
    if not llvm.address_of_symbol("NRT_MemInfo_call_dtor"):
        llvm.add_symbol("NRT_MemInfo_call_dtor", ctypes.cast(ctypes.pythonapi.Py_FatalError, ctypes.c_void_p).value)
    machine = llvm.Target.from_default_triple().create_target_machine()
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)


def _compile(name: str) -> tuple[str, bytes]:
    """The symbol of the kernel, and its object code."""
    from numba import types
    from numba.core.compiler import Flags, compile_extra
    from numba.core.registry import cpu_target

    declared = KERNELS[name]
    function = getattr(import_module(f"{__package__}.{declared.module}"), name).py_func

    def numba_type(parameter: str) -> Any:
        if parameter in ("int", "float"):
            return types.int64 if parameter == "int" else types.float64
        if parameter == "text":
            return types.Array(types.uint8, 1, "C", readonly=True)
        code, _, dimensions = parameter.partition(":")
        return types.Array(getattr(types, np.dtype(code).name), int(dimensions or 1), "C")

    flags = Flags()
    options = {"nrt": True, "error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    for option, value in options.items():
        setattr(flags, option, value)
    arguments = [numba_type(parameter) for parameter in declared.parameters]
    typing, target = cpu_target.typing_context, cpu_target.target_context
    result = compile_extra(typing, target, function, arguments, types.int64, flags, {})
    convention = [str(kind) for kind in target.call_conv.get_function_type(types.int64, arguments).args]
    if convention[2:] != _convention(declared):
        raise RuntimeError(f"numba passes the arguments of {name} as {convention}, not as compiled.py does")
    return str(result.fndesc.llvm_func_name), result.library._get_compiled_object()


def _convention(declared: Kernel) -> list[str]:
    """LLVM types of what a kernel is handed after the places of its result and error: an array is two references, its
    number of elements, their size, their address, its shape and its strides."""
    listed: list[str] = []
    for parameter in declared.parameters:
        if parameter in ("int", "float"):
            listed.append("i64" if parameter == "int" else "double")
            continue
        code, _, dimensions = ("u1" if parameter == "text" else parameter).partition(":")
        listed += ["i8*", "i8*", "i64", "i64", f"i{8 * np.dtype(code).itemsize}*"]
        listed += ["i64"] * (2 * int(dimensions or 1))
    return listed


def _callable(name: str, address: int) -> Compiled:
    declared = KERNELS[name]
    kinds = [ctypes.c_double if kind == "double" else ctypes.c_int64 for kind in _convention(declared)]
    # A function called through ctypes runs without the GIL.
    function = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *kinds)(address)

    def call(*arguments: Any) -> int:
        flat: list[float] = []
        for parameter, argument in zip(declared.parameters, arguments, strict=True):
            if parameter in ("int", "float"):
                flat.append(int(argument) if parameter == "int" else float(argument))
                continue
            code, _, dimensions = ("u1" if parameter == "text" else parameter).partition(":")
            if argument.dtype != np.dtype(code) or argument.ndim != int(dimensions or 1):
                raise TypeError(f"{name} takes {parameter}, found {argument.dtype} in {argument.ndim} dimensions")
            if not argument.flags.c_contiguous:
                raise TypeError(f"{name} takes arrays in C order without gaps, found strides {argument.strides}")
            flat += [0, 0, argument.size, argument.itemsize, argument.ctypes.data, *argument.shape, *argument.strides]
        result, error = ctypes.c_int64(), ctypes.c_void_p()
        status = function(ctypes.addressof(result), ctypes.addressof(error), *flat)
        if status:
            raise RuntimeError(f"kernel {name} ended with status {status}")
        return result.value

    return call
