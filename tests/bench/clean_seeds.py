"""The roles of lines in the five real documents, scored against their gold as ../shared/eval does.

Run: python -m tests.bench.clean_seeds
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from etl.settings import Settings
from etl.steps.clean import SIDE, count_lines, merge_lines, segment
from tests.bench.documents import documents_of, segments_by_document

SHARED = Path(__file__).resolve().parents[3] / "shared"
DROPPED = ("boilerplate", "repeat")


def measure(*, show: bool = False, with_corpus: bool = True) -> dict[str, float]:
    """Shares of lines kept or dropped as they should be, of lines with the right role, of residue that is gone."""
    gold = json.loads((SHARED / "gold/seeds.json").read_text())
    texts = [(SHARED / f"seeds/{name}.txt").read_text() for name in gold]
    documents = documents_of(texts)
    settings = Settings()
    sides = {SIDE: merge_lines([count_lines({"documents": documents}, {}, settings)])} if with_corpus else {}
    segments = segments_by_document(segment({"documents": documents}, sides, settings)["segments"])
    tally: dict[str, list[bool]] = defaultdict(list)
    for facts, text, rows in zip(gold.values(), texts, segments, strict=True):
        roles = {number: role for role, numbers in facts["lines"].items() for number in numbers}
        start = 0
        for number, line in enumerate(text.split("\n"), 1):
            if number in roles:
                row = main_row(rows, start, start + len(line))
                tally["lines.kept"].append(row["is_kept"] == (roles[number] not in DROPPED))
                tally["lines.role"].append(row["role"] == roles[number])
                if show and row["role"] != roles[number]:
                    print(roles[number], "->", row["role"], row["rule"], row["evidence"], "|", line[:100])
            start += len(line) + 1
        for residue in facts["residue"]:
            begin = text.index(residue["text"])
            end = begin + len(residue["text"])
            tally["residue.gone"].append(
                not any(row["is_kept"] and row["char_start"] < end and row["char_end"] > begin for row in rows)
            )
    return {name: sum(values) / len(values) for name, values in tally.items()}


def main_row(rows: list[dict[str, Any]], start: int, end: int) -> dict[str, Any]:
    """The segment that covers most of the characters `[start, end)`."""
    return max(rows, key=lambda row: min(max(end, start + 1), row["char_end"]) - max(start, row["char_start"]))


if __name__ == "__main__":
    for corpus in (True, False):
        print("with corpus" if corpus else "each alone", measure(show=True, with_corpus=corpus))
