"""Crawl-like pages with a known body: how much of it cleaning loses, and how much furniture it leaves.

Run: python -m tests.bench.clean_pages [articles]
Pages are made of real articles (../shared/data/id_news_dev.parquet) with headline, date line, byline, furniture sampled
from pages of other publishers (../shared/data/boilerplate/lines_dev.json), and some bodies pasted twice.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from etl.settings import Settings
from etl.steps.clean import SIDE, count_lines, merge_lines, segment
from tests.bench.documents import documents_of, segments_by_document

SHARED = Path(__file__).resolve().parents[3] / "shared"
NOT_BODY = re.compile(
    r"baca juga|advertisement|scroll to|gambas|simak|tonton|saksikan|lihat juga|halaman|selengkapnya|klik|whatsapp"
    r"|google news|follow|ikuti|&\w+;|https?:|\bfoto\s?:|channel|artikel ini|penulis|editor|reporter|disclaimer|pilihan editor"
    r"|terpopuler|pic\.twitter|^video\b|^-$|^\W?\d?\.?$|rating|lihat video|lihat foto|cek fakta|dilarang|copyright|watch|iklan",
    re.IGNORECASE | re.MULTILINE,
)
"""An article with such words in it is left out: its own body is not known to be clean."""


@dataclass(frozen=True)
class Page:
    """A page and, for each line of it, what it is: body, copy, headline, stamp, byline or junk."""

    text: str
    labels: tuple[str, ...]
    url: str


def articles() -> list[dict[str, Any]]:
    """Articles of two body lines or more whose bodies are free of furniture, as far as words tell."""
    rows = pq.read_table(SHARED / "data/id_news_dev.parquet").to_pylist()
    kept: list[dict[str, Any]] = []
    for row in rows:
        lines = [line.strip() for line in row["body"].split("\n")]
        lines = [line for line in lines if line and line.lower() not in ("baca juga", "advertisement", "")]
        lines = [line for line in lines if line != "SCROLL TO CONTINUE WITH CONTENT"]
        if len(lines) >= 2 and row["title"] and not NOT_BODY.search("\n".join(lines)):
            kept.append(row | {"lines": lines})
    return kept


def furniture() -> dict[str, list[tuple[list[str], list[str]]]]:
    """For each site, the lines above the story and below it, as its pages have them."""
    sites: dict[str, list[tuple[list[str], list[str]]]] = {}
    for page in json.loads((SHARED / "data/boilerplate/lines_dev.json").read_text()):
        lines = page["lines"]
        prose = [n for n, (label, text) in enumerate(lines) if label == "content" and len(text) > 80]
        if not prose:
            continue
        # Paragraphs of the story that the labels missed, and its own stamps and credits, are no furniture.
        story = range(max(0, prose[0] - 14), min(len(lines), prose[-1] + 4))
        above = [text for n, (label, text) in enumerate(lines) if n < story.start and label == "boilerplate"]
        below = [text for n, (label, text) in enumerate(lines) if n >= story.stop and label == "boilerplate"]
        sites.setdefault(page["site"], []).append((above, below))
    return sites


def pages(limit: int, seed: int = 7) -> list[Page]:
    """`limit` pages, the same for the same seed."""
    chance = random.Random(seed)
    sites = furniture()
    chosen = articles()
    chance.shuffle(chosen)
    return [_page(row, sites, chance) for row in chosen[:limit]]


def _page(row: dict[str, Any], sites: dict[str, list[tuple[list[str], list[str]]]], chance: random.Random) -> Page:
    own = row["publisher"].partition(".")[0]
    site = chance.choice(sorted(name for name in sites if name not in own))
    above, below = chance.choice(sites[site])
    above, below = _cut(above, chance, -1), _cut(below, chance, 1)
    lines: list[tuple[str, str]] = [("junk", text) for text in above]
    lines.append(("headline", row["title"]))
    if row["date_raw"]:
        lines.append(("stamp", row["date_raw"].strip(" ,")))
    if row["author_raw"] and chance.random() < 0.5:
        lines.append(("byline", f"Reporter: {row['author_raw']}"))
    for text in row["lines"]:
        lines.append(("body", text))
        if chance.random() < 0.08:
            lines.append(("junk", chance.choice(INSIDE)))
    draw = chance.random()
    if draw < 0.1:
        lines += [("copy", text) for text in row["lines"]]
    elif draw < 0.2:
        lines.append(("copy", " ".join(row["lines"])))
    lines += [("junk", text) for text in below]
    return Page("\n".join(text for _, text in lines), tuple(label for label, _ in lines), row["url"])


INSIDE = (
    "Advertisement", "SCROLL TO CONTINUE WITH CONTENT", "Baca juga:", "Baca juga: Warga Antre Minyak Goreng Sejak Subuh",
    "ADVERTISEMENT", "Iklan", "Bagikan", "Lihat juga video: Detik-detik Jembatan Gantung Ambruk", "Simak juga:",
)  # fmt: skip


def _cut(lines: list[str], chance: random.Random, side: int) -> list[str]:
    """Between nothing and all of the lines that stand nearest to the story."""
    count = min(len(lines), int(chance.choice((0, 3, 10, 30, 80, 300)) * (0.5 + chance.random())))
    return (lines[-count:] if side < 0 else lines[:count]) if count else []


def measure(limit: int, *, with_corpus: bool = True, show: int = 0) -> dict[str, float]:
    """Shares over all pages, in characters: body lost, body given another role, copies and junk left."""
    made = pages(limit)
    documents = documents_of([page.text for page in made], [page.url for page in made])
    settings = Settings()
    began = time.process_time()
    sides = {SIDE: merge_lines([count_lines({"documents": documents}, {}, settings)])} if with_corpus else {}
    segments = segments_by_document(segment({"documents": documents}, sides, settings)["segments"])
    seconds = time.process_time() - began
    chars: Counter[str] = Counter()
    for page, rows in zip(made, segments, strict=True):
        for label, role, kept, piece, row in _judged(page, rows):
            chars[label] += piece
            chars[f"{label} kept"] += piece if kept else 0
            chars[f"{label} in body"] += piece if role in ("body", "subheading") else 0
            wrong = (label == "body" and not kept) or (label == "junk" and role in ("body", "subheading"))
            wrong = wrong or (label == "copy" and kept)
            if wrong and show > 0:
                show -= 1
                print(
                    row["document_id"],
                    label,
                    "->",
                    role,
                    row["rule"],
                    row["evidence"],
                    "|",
                    page.text[row["char_start"] : row["char_end"]][:150].strip(),
                )
    return {
        "pages": len(made),
        "body_lost": 1 - chars["body kept"] / chars["body"],
        "body_in_other_role": (chars["body kept"] - chars["body in body"]) / chars["body"],
        "copies_removed": 1 - chars["copy kept"] / max(1, chars["copy"]),
        "junk_removed": 1 - chars["junk kept"] / chars["junk"],
        "junk_out_of_body": 1 - chars["junk in body"] / chars["junk"],
        "headline_found": chars["headline kept"] / chars["headline"],
        "pages_per_cpu_second": len(made) / seconds,
    }


def _judged(page: Page, rows: list[dict[str, Any]]):
    at = 0
    start = 0
    for label, line in zip(page.labels, page.text.split("\n"), strict=True):
        end = start + len(line)
        while at < len(rows) and rows[at]["char_end"] <= start:
            at += 1
        n = at
        while n < len(rows) and rows[n]["char_start"] < end:
            row = rows[n]
            piece = min(end, row["char_end"]) - max(start, row["char_start"])
            yield label, row["role"], row["is_kept"], piece, row
            n += 1
        start = end + 1


if __name__ == "__main__":
    for name, value in measure(
        int(sys.argv[1]) if len(sys.argv) > 1 else 2000, show=int(sys.argv[2]) if len(sys.argv) > 2 else 0
    ).items():
        print(f"{name:24} {value:.5f}")
