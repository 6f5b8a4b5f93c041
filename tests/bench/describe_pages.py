"""Crawl-like pages rendered from real articles, and how much of what they say the describe step reads.

    python -m tests.bench.describe_pages [--seed 7] [--limit N] [--show MEASURE] [--clean]

Each page takes a real title, date string, author line and body, and varies where they stand, their case, what is
around them, and whether the body was pasted twice. Roles are the renderer's own, which measures reading alone;
`--clean`: the clean step says what each line is, as in the pipeline.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.settings import Settings
from etl.steps import clean
from etl.steps.describe import describe
from tests.bench.describe_gold import tables_of

Steps = Callable[[dict[str, Any], Settings], dict[str, Any]]

JUNK = (
    "Baca juga", "Bagikan:", "Facebook Twitter WhatsApp", "Ikuti kami di Google News", "ADVERTISEMENT", "Komentar (0)",
    "SCROLL TO CONTINUE WITH CONTENT", "Berita Terkait", "loading...", "A", "Lihat Foto", "Gabung saluran kami",
    "Home Nasional Ekonomi Olahraga", "Tags: ekonomi, pasar, harga", "Dapatkan notifikasi", "Simak video pilihan ini",
)  # fmt: skip
DOMAINS = {"detik": "detik.com", "kompas": "kompas.com", "tempo": "tempo.co", "cnnindonesia": "cnnindonesia.com"}
SITES = {
    "detik.com": "detikcom", "kompas.com": "Kompas.com", "tempo.co": "Tempo.co", "liputan6.com": "Liputan6.com",
    "okezone.com": "Okezone", "republika.co.id": "Republika Online", "kapanlagi.com": "KapanLagi.com",
    "cnnindonesia.com": "CNN Indonesia",
}  # fmt: skip
NO_AUTHORS = {"", "tidak ditemukan", "liputan6.com", "tempo.co", "antara", "dw", "cnn", "tim", "reuters", "reuters/video viral",
              "sekretariat presiden", "pemkab bandung", "info politik", "@fahadnaimb via x", "bbc indonesia",
              "deutsche welle (dw)", "advertorial", "20detik signature", "tim redaksi", "penulis", "nan"}  # fmt: skip
LABELS = ("Diterbitkan: ", "Tayang: ", "Dipublikasikan pada ", "Terbit ", "Published: ")
PROMOTIONS = (
    "Ikuti berita terbaru {} di Google News", "Baca berita lainnya di {}", "Gabung dengan kanal WhatsApp {} sekarang",
    "Artikel ini telah tayang di {} dengan judul yang sama",
)  # fmt: skip
TEASERS = ("Jalan Longsor di Lereng, Warga Memutar", "Harga Cabai Turun Lagi", "Timnas Rimba Menang Tipis")
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
DAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()


@dataclass
class Truth:
    """What a page says; None where it says nothing."""

    day: dt.date | None = None
    headline: str | None = None
    domain: str | None = None
    authors: set[str] = field(default_factory=set)


@dataclass
class Rendered:
    """A page with its own roles."""

    lines: list[tuple[str, str]] = field(default_factory=list)

    def add(self, line: str, role: str) -> None:
        self.lines.append((line, role))

    def parts(self) -> tuple[str, list[tuple[int, int, str]]]:
        text, parts = "", []
        for line, role in self.lines:
            parts.append((len(text), len(text) + len(line) + 1, role))
            text += line + "\n"
        return text, parts


def authors_of(raw: str | None) -> set[str]:
    """The people of a raw author field, read by hand-made rules of this data alone."""
    names = re.split(r"[,\n]", raw or "")
    names = [
        re.sub(r"\s*-\s*(?:detik\w+|Sepakbola|Sport|Wolipop)\s*$|\(Kontributor\)", "", name).strip() for name in names
    ]
    return {n for n in names if n.lower() not in NO_AUTHORS and not n.lower().startswith("tim ")}


def real_day(row: dict[str, Any]) -> dt.date | None:
    """The row's day. One outlet's figures are month first throughout: its own parsed field has 160 of 905 the wrong way."""
    stamp = row["date_published"]
    figures = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", row["date_raw"] or "")
    if figures and row["publisher"] == "detik.com":
        return dt.date(int(figures[3]), int(figures[1]), int(figures[2]))
    return stamp.date() if stamp else None


def other_byline(names: list[str], site: str, rng: random.Random) -> tuple[str, set[str]]:
    """A byline, of several lines some of them, as pages of other outlets write it, and the people in it."""
    first = names[0]
    form = rng.randint(0, 5)
    if form == 0:
        return f"Penulis\n{first}\nEditor\nSri Wahana", {first, "Sri Wahana"}
    if form == 1:
        return f"Laporan Wartawan {site}, {first}", {first}
    if form == 2:
        return f"{first}, {site}", {first}
    if form == 3:
        return f"By {' and '.join(names[:2])}", set(names[:2])
    if form == 4:
        return f"Rep: {first}/ Red: Sri Wahana", {first, "Sri Wahana"}
    return f"(Pelaporan oleh {first} di Jakarta; Disunting oleh Sri Wahana)", {first, "Sri Wahana"}


def render(row: dict[str, Any], rng: random.Random) -> tuple[Rendered, Truth]:
    """A page of the row and what it says."""
    domain = DOMAINS.get(row["publisher"], row["publisher"])
    site = SITES[domain]
    page, truth = Rendered(), Truth()
    suffixed = False
    title = re.sub(r" \| tempo\.co$", "", (row["title"] or "").strip())
    title = re.sub(r"\s+", " ", title).strip()
    paragraphs = [p for p in (row["body"] or "").split("\n") if p.strip()]

    def junk(most: int) -> None:
        for _ in range(rng.randint(0, most)):
            page.add(rng.choice(JUNK), "boilerplate")

    def headline() -> None:
        if not title:
            return
        nonlocal suffixed
        shown, truth.headline = title, title
        style = rng.random()
        if style < 0.15:
            shown = f"{title} {rng.choice(['-', '|', '–'])} {site}"
            suffixed = True
        elif style < 0.25:
            shown = f"{rng.choice(['Nasional', 'Ekonomi', 'Berita'])} {rng.choice(['|', '»'])} {title}"
        elif style < 0.3:
            shown = truth.headline = title.upper()
        page.add(("  " if rng.random() < 0.1 else "") + shown, "headline")

    def stamp_and_authors() -> None:
        raw = (row["date_raw"] or "").strip()
        day = truth.day = real_day(row) if raw else None
        if raw.lower().startswith("kompas.com"):
            truth.domain = domain
        authors = authors_of(row["author_raw"])
        line = re.sub(r"\s*\n\s*", ", ", (row["author_raw"] or "").strip())
        if re.search(r"detik\w+$", line):
            truth.domain = domain
        style = rng.random()
        if authors and style < 0.35:
            line = f"{rng.choice(['Penulis', 'Reporter', 'Oleh', 'Pewarta'])}{rng.choice([': ', ' : '])}{', '.join(sorted(authors))}"
            line += rng.choice(["", " | Editor: Sri Wahana", " Editor: Sri Wahana"])
            if "Sri Wahana" in line:
                authors = authors | {"Sri Wahana"}
            truth.domain = None if not raw.lower().startswith("kompas.com") else domain
        elif authors and style < 0.5:
            line, authors = other_byline(sorted(authors), site, rng)
            truth.domain = domain if site in line else None
        truth.authors = authors
        if "\n" in line:
            for one in line.split("\n"):
                page.add(one, "byline")
            line = ""
        if raw and day and rng.random() < 0.2 and not raw.lower().startswith(("kompas.com", ",", "diperbarui")):
            raw = f"{rng.choice(LABELS)}{raw}" if rng.random() < 0.6 else raw
            later = day + dt.timedelta(days=rng.randint(0, 5))
            page.add(raw, "timestamp")
            page.add(f"Diperbarui: {later.day} {MONTHS[later.month - 1]} {later.year}, 09:15 WIB", "timestamp")
            raw = ""
        if line and rng.random() < 0.15 and raw and not raw.startswith(","):
            page.add(f"{line} | {raw}" if rng.random() < 0.5 else f"{raw} | {line}", "byline")
            return
        if line:
            page.add(line, "byline")
        if raw:
            page.add(raw, "timestamp")

    def body() -> None:
        for paragraph in paragraphs:
            page.add(paragraph, "body")
            if rng.random() < 0.05:
                page.add(rng.choice(JUNK), "boilerplate")

    def repeat() -> None:
        for paragraph in paragraphs[rng.randint(0, 1) :]:
            page.add(paragraph, "repeat")

    start = (paragraphs or [""])[0][:70].lower()
    opens = re.match(r"(?:liputan6\.com|tempo\.co|republika\.co\.id|kapanlagi\.com)\b", start)
    order = rng.random()
    junk(4)
    if order < 0.6:
        headline()
        stamp_and_authors()
        junk(3)
        body()
    elif order < 0.75:
        stamp_and_authors()
        headline()
        body()
    elif order < 0.85:
        body()
        headline()
        stamp_and_authors()
    else:
        body()
        headline()
        repeat()
        stamp_and_authors()
    if order < 0.6 and rng.random() < 0.25:
        repeat()
    junk(5)
    if opens or re.search(r"^[a-z ]{3,40}, ?kompas\.com", start) or start.startswith("kompas.com"):
        truth.domain = domain
    truth.domain = domain if suffixed else truth.domain
    last = rng.random()
    if last < 0.2:
        page.add(rng.choice([f"Copyright © 2025 {site}. All Rights Reserved", f"© 2025 {site}"]), "boilerplate")
        truth.domain = domain
    elif last < 0.3:
        page.add(site, "boilerplate")
        truth.domain = domain
    elif last < 0.4:
        page.add(rng.choice(PROMOTIONS).format(site), "boilerplate")
        truth.domain = domain
        junk(2)
    if rng.random() < 0.2:
        for _ in range(rng.randint(2, 4)):  # what other stories' teasers say of themselves
            page.add(rng.choice(TEASERS), "boilerplate")
            other = dt.date(2025, rng.randint(1, 12), rng.randint(1, 28))
            named = f"{DAYS[other.weekday()]}, {other.day} {MONTHS[other.month - 1]} 2025"
            page.add(f"{named} {rng.randint(10, 23)}:05 WIB", "boilerplate")
    return page, truth


def cleaned(made: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The same documents with the segments of the clean step."""
    batch = {"documents": made["documents"]}
    side = clean.merge_lines([clean.count_lines(batch, {}, Settings())])
    return batch | clean.segment(batch, {clean.SIDE: side}, Settings())


def measure(
    rows: list[dict[str, Any]], seed: int, *, by_clean: bool = False
) -> tuple[dict[str, float], dict[str, list[str]]]:
    """Measures 0..1, and for each the cases that were missed."""
    rng = random.Random(seed)
    truths, pages = {}, []
    for index, row in enumerate(rows):
        page, truth = render(row, rng)
        text, parts = page.parts()
        key = f"{index:06d}"
        truths[key] = truth
        pages.append((key, text, parts, {}))
    made = cleaned(tables_of(pages)) if by_clean else tables_of(pages)
    out = describe(made, {}, Settings())
    credited: dict[str, set[str]] = {}
    for credit in out["contributors"].to_pylist():
        credited.setdefault(credit["document_id"], set()).add(credit["name"])
    right = dict.fromkeys(("date", "headline", "publisher"), 0)
    asked, wrong = dict(right), dict(right)
    missed: dict[str, list[str]] = {}
    hits = found = wanted = 0
    for article in out["articles"].to_pylist():
        key = article["document_id"]
        truth = truths[key]
        for name, want, got in (
            ("date", truth.day, article["date_published"] if article["date_published_basis"] == "stated" else None),
            ("headline", truth.headline, article["headline"]),
            ("publisher", truth.domain, re.sub(r"^.*\.(?=\w+\.com$)", "", article["publisher_domain"] or "") or None),
        ):
            asked[name] += want is not None
            right[name] += want is not None and want == got
            wrong[name] += got is not None and got != want and not (want is None and name == "publisher")
            if want != got:
                missed.setdefault(name, []).append(
                    f"{key} want {want!r} got {got!r} rule {article.get(name + '_rule')}"
                )
        got_names = credited.get(key, set())
        hits += len(truth.authors & got_names)
        found += len(got_names)
        wanted += len(truth.authors)
        if got_names != truth.authors:
            missed.setdefault("authors", []).append(f"{key} want {sorted(truth.authors)} got {sorted(got_names)}")
    scores = {f"{name}.right": right[name] / max(asked[name], 1) for name in right}
    scores |= {f"{name}.wrong": wrong[name] / max(asked[name], 1) for name in right}
    scores["authors.f1"] = 2 * hits / max(found + wanted, 1)
    return scores, missed


def load(shared: Path) -> list[dict[str, Any]]:
    return pq.read_table(shared / "data" / "id_news_dev.parquet").to_pylist()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--show", default="")
    parser.add_argument("--clean", action="store_true")
    chosen = parser.parse_args()
    everything = load(Path(__file__).resolve().parents[3] / "shared")[: chosen.limit]
    scores, missed = measure(everything, chosen.seed, by_clean=chosen.clean)
    for name, value in scores.items():
        sys.stdout.write(f"{name:18} {value:.4f}\n")
    for case in missed.get(chosen.show, [])[:60]:
        sys.stdout.write(f"  {case}\n")
