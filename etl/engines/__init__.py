"""Runs the three kinds of work over batches; knows nothing of what the work means.

    map    function(batch, sides, settings) -> tables          per document
    count  function(batch, sides, settings) -> partial,        corpus-wide; merge is associative and order-free
           merge(partials) -> side
    group  function(batch, sides, settings) -> tables          all rows at once: clusters, entities

Batches and sides are those of contracts/rows.py. Functions are module-level: they reach worker processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from etl.contracts.rows import Batch, Sides, Tables
from etl.settings import Settings

Function = Callable[[Batch, Sides, Settings], Tables]
Partial = Callable[[Batch, Sides, Settings], pa.Table]
Merge = Callable[[Sequence[pa.Table]], pa.Table]


@dataclass(frozen=True, slots=True)
class Map:
    """Per-document work: `function` sees the rows of `inputs` for a run of documents and returns rows of `tables`.

    `columns` narrows what is read of an input; an input not named there is read whole. `threads`: the function releases
    the GIL for nearly all of its time, so that threads of one process serve it and no batch is sent anywhere.
    """

    function: Function
    inputs: tuple[str, ...]
    tables: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] | None = None
    threads: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Corpus-wide knowledge: `function` makes a partial of each batch, `merge` folds partials (in any order, any
    grouping) into the side table `side`, which later work of the same step sees. `threads` as for Map."""

    side: str
    function: Partial
    merge: Merge
    inputs: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] | None = None
    threads: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Work that needs all rows at once. What it returns under a name of `tables` is written, the rest become sides:
    a side returned under the name of an older one takes its place, which frees the older one's memory."""

    function: Function
    inputs: tuple[str, ...]
    tables: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] | None = None


Work = Map | Count | Group
