"""Staging: what each step made, and from what.

Here: the reference to a table's newest files (`staged/<table>.json`), whether it is current, whether all chain.
Not here: the files (tables.py), what is published (releases.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from etl.contracts.tables import TABLES, Table
from etl.errors import StagedStale, first_ten
from etl.store import atomic
from etl.store.layout import Warehouse
from etl.store.space import naming_full_disk
from etl.store.tables import FileRef, StagedFiles, damaged


class Stored(Protocol):
    """What staged and released tables have in common: enough to read them."""

    @property
    def table(self) -> str: ...
    @property
    def files(self) -> tuple[FileRef, ...]: ...
    @property
    def row_count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class StagedTable:
    """The newest output of a step for one table. `input_digests` has the content digest of everything it was made
    from: tables by their name, and what else the step names (the source folder, a lexicon)."""

    table: str
    step: str
    files: tuple[FileRef, ...]
    row_count: int
    byte_count: int
    content_digest: str
    code_version: str
    settings_fingerprint: str
    input_digests: Mapping[str, str]


def staged_as(
    table: Table,
    written: StagedFiles,
    *,
    code_version: str,
    settings_fingerprint: str,
    input_digests: Mapping[str, str],
) -> StagedTable:
    """What `written` is staged as. Nothing is written: checks read the rows first."""
    return StagedTable(
        table.name,
        table.step,
        written.files,
        written.row_count,
        written.byte_count,
        written.content_digest,
        code_version,
        settings_fingerprint,
        dict(sorted(input_digests.items())),
    )


def stage(warehouse: Warehouse, staged: StagedTable) -> None:
    """Make `staged` the newest output for its table. Raises DiskFull."""
    text = json.dumps(asdict(staged), indent=1, ensure_ascii=False) + "\n"
    with naming_full_disk(warehouse):
        atomic.write_text(
            warehouse.staged / f"{staged.table}.json", text, written="staged_written", renamed="staged_renamed"
        )


def read_staged(warehouse: Warehouse, name: str) -> StagedTable | None:
    """The newest output for table `name`; None when there is none, or when it is damaged: a reference that cannot be
    read, a file that is gone or of another size."""
    staged = parse_staged(warehouse.staged / f"{name}.json")
    return staged if staged and staged.table == name and not damaged(warehouse, staged.files) else None


def parse_staged(path: Path) -> StagedTable | None:
    """The staged reference in a file, whatever became of the table files; None when it cannot be read."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        said["files"] = files_of(said["files"])
        return StagedTable(**said)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_all_staged(warehouse: Warehouse) -> dict[str, StagedTable]:
    """Every staged table that is whole, in the order of the contract."""
    found = ((name, read_staged(warehouse, name)) for name in TABLES)
    return {name: staged for name, staged in found if staged is not None}


def files_of(said: list[dict[str, Any]]) -> tuple[FileRef, ...]:
    """File references as JSON holds them. Raises KeyError, TypeError."""
    return tuple(FileRef(**file) for file in said)


def is_current(
    staged: StagedTable | None, code_version: str, settings_fingerprint: str, input_digests: Mapping[str, str]
) -> bool:
    """Whether a run of the step now would give what is staged: same inputs, code and settings."""
    return staged is not None and (
        staged.code_version == code_version
        and staged.settings_fingerprint == settings_fingerprint
        and dict(staged.input_digests) == dict(input_digests)
    )


def require_chain(staged: Mapping[str, StagedTable]) -> None:
    """Nothing when every table was made from the tables staged beside it, and the tables of one step by one run.

    Raises StagedStale: every broken link, with the table and what it was made from.
    """
    problems = [*_broken_links(staged), *_mixed_steps(staged)]
    if problems:
        raise StagedStale(
            first_ten(f"{len(problems)} staged tables do not fit together; `etl run` makes them anew:", problems)
        )


def _broken_links(staged: Mapping[str, StagedTable]) -> list[str]:
    problems: list[str] = []
    for name, table in staged.items():
        for source, digest in table.input_digests.items():
            if source not in TABLES:
                continue
            if source not in staged:
                problems.append(f"{name}: was made from {source}, which is not staged")
            elif staged[source].content_digest != digest:
                problems.append(
                    f"{name}: is stale; it was made from {source} {digest[:12]}, "
                    f"and {source} is now {staged[source].content_digest[:12]}"
                )
    return problems


def _mixed_steps(staged: Mapping[str, StagedTable]) -> list[str]:
    first: dict[str, StagedTable] = {}
    problems: list[str] = []
    for name, table in sorted(staged.items()):
        other = first.setdefault(table.step, table)
        if (table.code_version, table.settings_fingerprint) != (other.code_version, other.settings_fingerprint):
            problems.append(f"{name}: was made by other code or settings than {other.table}, of the same step")
        elif dict(table.input_digests) != dict(other.input_digests):
            problems.append(f"{name}: was made from other inputs than {other.table}, of the same step")
    return problems
