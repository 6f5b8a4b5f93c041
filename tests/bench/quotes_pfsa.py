"""Quotes against PFSA (quote attribution in Indonesian news, development part): what is found, its cue, its speaker.

python -m tests.bench.quotes_pfsa [--show missed|false|speaker|cue]

The set (CC BY-NC-SA) is measured on and never trained on. It is words in sentences without paragraphs; a document
begins at a dateline. Its marks stand between blanks and have one shape for both sides, the hardest form of text that
crawls hold. Names are those of the name step.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from etl.contracts.tables import TABLES
from etl.settings import Settings
from etl.steps import name as names
from etl.steps.quote import find_quotes

SHARED = Path(__file__).resolve().parents[3] / "shared"
SET = Path("data", "quotes", "pfsa_dev.conll")
MARKS = " \n\u201c\u201d\"'\u2018\u2019"
_DATELINE = re.compile(r"[A-Z][A-Z ]+ , KOMPAS\b|[A-Z][A-Z ]+ , [A-Z]+ \u2014")
NEAR_CHARS = 420
"""A label belongs to a statement when it stands this near to it, no other statement between."""


class Label(NamedTuple):
    """A labelled span of a text, end exclusive."""

    start: int
    end: int
    kind: str


class Page(NamedTuple):
    """A document of the set: its sentences joined by a blank, and its labels in order."""

    text: str
    labels: list[Label]


def read(path: Path) -> list[Page]:
    """The documents of the set."""
    pages: list[Page] = []
    sentences: list[list[list[str]]] = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            sentences[-1].append(line.split("\t"))
        elif sentences[-1]:
            sentences.append([])
    words: list[list[str]] = []
    for sentence in sentences:
        if words and _DATELINE.match(" ".join(word for word, _ in sentence[:6])):
            pages.append(_page(words))
            words = []
        words += sentence
    return [*pages, _page(words)]


def _page(words: list[list[str]]) -> Page:
    parts: list[str] = []
    labels: list[Label] = []
    position = begin = 0
    for word, label in words:
        parts.append(word)
        side, _, kind = label.partition("-")
        if side in ("B", "U"):
            begin = position
        position += len(word)
        if side in ("L", "U"):
            labels.append(Label(begin, position, kind))
        position += 1
    return Page(" ".join(parts), labels)


def tables(pages: list[Page]) -> dict[str, pa.Table]:
    """The rows that the name and quote steps read."""
    documents: list[dict[str, Any]] = []
    segments: list[dict[str, Any]] = []
    for number, page in enumerate(pages):
        identity, size = f"{number:016x}", len(page.text)
        documents.append({"document_id": identity, "source_path": identity, "record_index": 0, "raw_text": page.text})
        documents[-1] |= {"text_sha256": "", "char_count": size, "decode_repairs": []}
        segments.append({"document_id": identity, "segment_index": 0, "char_start": 0, "char_end": size})
        segments[-1] |= {"role": "body", "is_kept": True}
    made = {"documents": documents, "segments": segments}
    rows = {table: pa.Table.from_pylist(told, schema=TABLES[table].schema) for table, told in made.items()}
    return rows | {table: TABLES[table].empty() for table in ("articles", "contributors")}


def quotes_of(pages: list[Page]) -> list[list[dict[str, Any]]]:
    """The quotes found in marks, by document."""
    batch, settings = tables(pages), Settings()
    batch |= names.find_mentions(batch, {}, settings)
    forms = names.count_entities(batch, {}, settings)
    entities = names.entities_of({}, {names.SIDE: forms}, settings)["entities"]
    found: list[list[dict[str, Any]]] = [[] for _ in pages]
    for row in find_quotes(batch, {"entities": entities}, settings)["quotes"].to_pylist():
        if row["quote_type"] != "indirect":
            found[int(row["document_id"], 16)].append(row)
    return found


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span less marks and blanks at its ends."""
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS:
        end -= 1
    return start, end


class Outcome(NamedTuple):
    """What became of one labelled or found statement: `measure`, whether right, and what to look at."""

    measure: str
    is_right: bool
    context: str


def outcomes(pages: list[Page]) -> Iterator[Outcome]:
    """Every statement of the set, found or not, and every quote found that the set does not have."""
    for page, found in zip(pages, quotes_of(pages), strict=True):
        text = page.text
        by_span = {bare(text, row["char_start"], row["char_end"]): row for row in found}
        statements = [label for label in page.labels if label.kind == "STATEMENT"]
        marked = [bare(text, s.start, s.end) for s in statements]
        for place, span in enumerate(marked):
            low = marked[place - 1][1] if place else 0
            high = marked[place + 1][0] if place + 1 < len(marked) else len(text)
            around = text[max(0, span[0] - 160) : span[0]] + ">>>" + text[slice(*span)] + "<<<"
            around += text[span[1] : span[1] + 160]
            row = by_span.get(span)
            yield Outcome("recall", row is not None, around)
            if row is not None:
                yield from _attribution(page, span, low, high, row, around)
        gold = set(marked)
        for span, row in by_span.items():
            shown = f"{text[max(0, span[0] - 120) : span[0]]}>>>{text[slice(*span)]}<<<{text[span[1] : span[1] + 120]}"
            yield Outcome("precision", span in gold, f"[{row['speaker_name']}] {shown}")


def _attribution(
    page: Page, span: tuple[int, int], low: int, high: int, row: dict[str, Any], around: str
) -> Iterator[Outcome]:
    """Cue and speaker of a statement that was found, where the set labels them beside it."""
    low, high = max(low, span[0] - NEAR_CHARS), min(high, span[1] + NEAR_CHARS)
    after = [label for label in page.labels if span[1] <= label.start < high]
    before = [label for label in page.labels if low <= label.start and label.end <= span[0]]
    cue = _nearest(page.text, span, before, after, ("CUE", "CUECOREF"))
    if cue is not None:
        word = page.text[cue.start : cue.end].lower()
        got = (row["cue"] or "").lower()
        yield Outcome(
            "cue", bool(got) and (got == word or got in word.split()), f"want {word!r} got {got!r} | {around}"
        )
    person = _nearest(page.text, span, before, after, ("PERSON", "PERSONCOREF"))
    if person is not None and (cue is None or (person.start > span[1]) == (cue.start > span[1])):
        wanted = page.text[person.start : person.end].lower()
        got = f"{row['speaker_name'] or ''} | {row['speaker_text'] or ''}".lower()
        is_right = wanted in got or all(word in got for word in re.findall(r"\w+", wanted))
        is_right = is_right or (row["speaker_name"] or "\0").lower() in wanted
        yield Outcome("speaker", is_right, f"want {wanted!r} got {got!r} | {around}")


def _nearest(
    text: str, span: tuple[int, int], before: list[Label], after: list[Label], kinds: tuple[str, str]
) -> Label | None:
    """The label of one of these kinds that is nearest to the statement in its sentence: after it, else before it."""
    behind = next((label for label in after if label.kind in kinds), None)
    if behind is not None and " . " not in text[span[1] : behind.start]:
        return behind
    ahead = next((label for label in reversed(before) if label.kind in kinds), None)
    if ahead is not None and " . " not in text[ahead.end : span[0]]:
        return ahead
    return None


def measure(told: list[Outcome]) -> dict[str, float]:
    """Shares 0..1 by measure."""
    scores: dict[str, float] = {}
    for name in ("recall", "precision", "cue", "speaker"):
        right = [outcome.is_right for outcome in told if outcome.measure == name]
        scores[name] = sum(right) / len(right) if right else 0.0
        scores[f"{name}_of"] = float(len(right))
    return scores


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", choices=("recall", "precision", "cue", "speaker"), help="print what is wrong there")
    shown = parser.parse_args().show
    told = list(outcomes(read(SHARED / SET)))
    for name, value in measure(told).items():
        sys.stdout.write(f"{name:14} {value:.4f}\n")
    for outcome in told:
        if outcome.measure == shown and not outcome.is_right:
            sys.stdout.write(f"- {outcome.context}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
