"""docs/inputs.md names every reason, repair, ending and setting there is, and in the right order."""

from __future__ import annotations

import re
from pathlib import Path

from etl.contracts.enums import DecodeRepair, RejectReason
from etl.settings import describe
from etl.settings import load as load_settings
from etl.store.intake.formats import Format, format_of

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "inputs.md").read_text(encoding="utf-8")


def rows_of(heading: str) -> list[str]:
    """First cells of the table under a heading."""
    section = PAGE.partition(f"## {heading}")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(.+?)`(?: \||,)", section, re.MULTILINE)


def test_reasons_and_repairs_are_those_of_the_contract() -> None:
    assert rows_of("Reasons to reject") == list(RejectReason)
    assert rows_of("Text and its repairs") == list(DecodeRepair)


def test_endings_are_read() -> None:
    section = PAGE.partition("## Formats")[2].partition("\n## ")[0]
    endings = re.findall(r"`(\.[a-z.]+)`", section.partition("Not read")[0])
    assert {".txt", ".jsonl", ".ndjson", ".parquet", ".wet", ".warc.wet", ".gz", ".zst"} == set(endings)
    for ending in set(endings) - {".gz", ".zst"}:
        for packing in ("", ".gz", ".zst"):
            assert isinstance(format_of(f"a{ending}{packing}"), Format)


def test_settings_and_defaults_are_those_that_hold() -> None:
    defaults = {row.name: row.default for row in describe(load_settings())}
    found = re.findall(r"^\| `(\w+_column)` \| `(\w+)` \|", PAGE, re.MULTILINE)
    assert dict(found) == {name: value for name, value in defaults.items() if name.endswith("_column")}
    for name in ("max_document_bytes", "max_ratio", "binary_share", "fallback_share"):
        assert f"`{name}`" in PAGE and name in defaults
