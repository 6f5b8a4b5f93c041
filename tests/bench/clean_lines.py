"""Content lines of real pages of five publishers, told from furniture: F1 with a bootstrap interval over pages.

Run: python -m tests.bench.clean_lines [show]
Nothing is fitted to the pages, so every publisher is unseen; `title` lines are not judged. A line counts as content when
it becomes body, subheading, summary or caption; `body` counts what reaches the article body alone.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from etl.settings import Settings
from etl.steps.clean import segment
from tests.bench.clean_seeds import main_row
from tests.bench.documents import documents_of, segments_by_document

SHARED = Path(__file__).resolve().parents[3] / "shared"
CONTENT = ("body", "subheading", "summary", "caption")
BODY = ("body", "subheading")


def judged(*, show: bool = False) -> list[list[tuple[bool, str, str]]]:
    """For each page, its lines: is it content, the role given, its publisher."""
    pages = json.loads((SHARED / "data/boilerplate/lines_dev.json").read_text())
    texts = ["\n".join(line for _, line in page["lines"]) for page in pages]
    rows_of = segments_by_document(segment({"documents": documents_of(texts)}, {}, Settings())["segments"])
    result: list[list[tuple[bool, str, str]]] = []
    for page, rows in zip(pages, rows_of, strict=True):
        start = 0
        lines: list[tuple[bool, str, str]] = []
        for label, line in page["lines"]:
            row = main_row(rows, start, start + len(line))
            start += len(line) + 1
            if label == "title":
                if show:
                    print("title ->", row["role"], row["rule"], "|", line[:90])
                continue
            lines.append((label == "content", row["role"], page["site"]))
            if show and (label == "content") != (row["role"] in CONTENT):
                print(page["page"], label, "->", row["role"], row["rule"], row["evidence"], "|", line[:110])
        result.append(lines)
    return result


def f1(pages: list[list[tuple[bool, str, str]]], roles: tuple[str, ...]) -> float:
    """F1 of content lines over all pages together."""
    both = [(content, role in roles) for page in pages for content, role, _ in page]
    right = sum(content and said for content, said in both)
    return 2 * right / (sum(content for content, _ in both) + sum(said for _, said in both))


def interval(
    pages: list[list[tuple[bool, str, str]]], roles: tuple[str, ...], rounds: int = 2000
) -> tuple[float, float]:
    """The middle 95 % of F1 over pages drawn with replacement."""
    chance = random.Random(1)
    values = sorted(f1(chance.choices(pages, k=len(pages)), roles) for _ in range(rounds))
    return values[rounds // 40], values[-rounds // 40]


if __name__ == "__main__":
    made = judged(show="show" in sys.argv)
    for name, roles in (("content", CONTENT), ("body", BODY)):
        low, high = interval(made, roles)
        print(f"{name:8} F1 {f1(made, roles):.3f}  [{low:.3f}, {high:.3f}]")
    for site in sorted({page[0][2] for page in made}):
        print(f"  {site:10} {f1([page for page in made if page[0][2] == site], BODY):.3f}")
