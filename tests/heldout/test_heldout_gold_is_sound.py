"""The held-out gold, held against its texts. It needs nothing of the pipeline: the allowed words are written out here."""

from __future__ import annotations

import datetime as dt
import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
DOCUMENTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / "documents").glob("*.txt"))}
GOLD: dict[str, dict[str, Any]] = json.loads((HERE / "gold.json").read_text(encoding="utf-8"))
COPIES: dict[str, list[dict[str, Any]]] = json.loads((HERE / "copies.json").read_text(encoding="utf-8"))

KEYS = {
    *("headline", "date_published", "language", "publisher", "agency", "dateline_place", "lines", "repeats", "residue"),
    *("bylines", "persons", "places", "orgs", "optional", "dates", "quotes", "contacts"),
}
KEPT = {"headline", "timestamp", "byline", "summary", "subheading", "caption", "body"}
DROPPED = {"boilerplate", "repeat"}
CONTRIBUTORS = {"reporter", "contributor", "writer", "editor", "photographer", "translator"}
KINDS = {"phone_call", "meeting", "visit", "negotiation", "summit", "talk", "statement_exchange"}
STATUSES = {"occurred", "scheduled", "conditional", "proposed", "denied"}
COPY_KINDS = {"recrawl", "update", "syndicated", "template", "unknown"}
WEEKDAYS = (
    *({"senin", "isnin", "monday", "mon"}, {"selasa", "tuesday", "tue"}, {"rabu", "wednesday", "wed"}),
    *({"kamis", "khamis", "thursday", "thu"}, {"jumat", "jumaat", "friday", "fri"}, {"sabtu", "saturday", "sat"}),
    {"minggu", "ahad", "sunday", "sun"},
)
# written in the text in one of these forms
FORMS = {
    "Amerika Serikat": ("Amerika Serikat", "AS", "Amerika"),
    "Kementerian Luar Negeri": ("Kementerian Luar Negeri", "Kemlu", "Kemenlu"),
    "Makassar": ("Makassar", "Ujung Pandang"),
    "Palestina": ("Palestina", "Palestin"),
    "PBB": ("PBB", "Perserikatan Bangsa-Bangsa"),
    "Yordania": ("Yordania", "Jordan"),
}

each_document = pytest.mark.parametrize("stem", sorted(GOLD))


def lines_of(stem: str) -> dict[int, str]:
    """The lines of a document, numbered from 1."""
    return dict(enumerate(DOCUMENTS[stem].split("\n"), 1))


def kept_lines(stem: str) -> dict[int, str]:
    """The lines of kept roles, less their residue."""
    gold, lines = GOLD[stem], lines_of(stem)
    for residue in gold["residue"]:
        lines[residue["line"]] = lines[residue["line"]].replace(residue["text"], "")
    return {number: lines[number] for role in KEPT for number in gold["lines"].get(role, [])}


def kept_text(stem: str) -> str:
    return "\n".join(line for _, line in sorted(kept_lines(stem).items()))


def weekday_of(text: str) -> int | None:
    """The weekday that a text names, when it names just one."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    named = [index for index, names in enumerate(WEEKDAYS) if names & words]
    return named[0] if len(named) == 1 else None


def stands_in(name: str, text: str) -> bool:
    return any(
        all(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE) for part in form.split())
        for form in FORMS.get(name, (name,))
    )


def grams(stem: str) -> set[tuple[str, ...]]:
    body = "\n".join(line for number, line in kept_lines(stem).items() if number in GOLD[stem]["lines"]["body"])
    words = re.findall(r"[^\W_]+", body.lower())
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def jaccard(left: str, right: str) -> float:
    return len(grams(left) & grams(right)) / len(grams(left) | grams(right))


def test_every_document_has_its_gold() -> None:
    assert set(GOLD) == set(DOCUMENTS)
    assert len(GOLD) >= 24
    assert {gold["language"] for gold in GOLD.values()} == {"id", "ms"}


@each_document
def test_every_line_that_is_not_blank_has_one_known_role(stem: str) -> None:
    gold = GOLD[stem]
    assert set(gold) - {"date_latest_mention"} == KEYS
    assert set(gold["lines"]) <= KEPT | DROPPED
    labelled = sorted(number for numbers in gold["lines"].values() for number in numbers)
    assert labelled == [number for number, line in lines_of(stem).items() if line.strip()]


@each_document
def test_the_article_facts_stand_in_the_text(stem: str) -> None:
    gold, lines = GOLD[stem], lines_of(stem)
    headlines = [kept_lines(stem)[number].strip() for number in gold["lines"].get("headline", [])]
    assert headlines == ([gold["headline"]] if gold["headline"] else [])
    text = DOCUMENTS[stem].casefold()
    assert all(gold[fact] is None or gold[fact].casefold() in text for fact in ("publisher", "agency"))
    assert gold["dateline_place"] is None or gold["dateline_place"] in gold["places"]
    assert bool(gold["lines"].get("timestamp")) <= (gold["date_published"] is not None)
    for value in (gold["date_published"], gold.get("date_latest_mention")):
        assert value is None or dt.datetime.fromisoformat(value)
    for number in gold["lines"].get("timestamp", []):
        stamped = dt.datetime.fromisoformat(gold["date_published"])
        year = re.search(r"\b(?:19|20)\d\d\b", lines[number])
        assert year is None or int(year[0]) in {stamped.year, stamped.year + 1}
    (first, *_) = [lines[number] for number in gold["lines"].get("timestamp", [])] or [""]
    if first and weekday_of(first) is not None:
        assert dt.datetime.fromisoformat(gold["date_published"]).weekday() == weekday_of(first)


@each_document
def test_repeats_and_residue_stand_where_said(stem: str) -> None:
    gold, lines = GOLD[stem], lines_of(stem)
    repeated = gold["lines"].get("repeat", [])
    assert sorted(number for repeat in gold["repeats"] for number in repeat["lines"]) == repeated
    for repeat in gold["repeats"]:
        assert repeat["of"] and set(repeat["of"]) <= set(kept_lines(stem))
        assert repeat["kind"] in {"exact", "near"}
        if repeat["kind"] == "exact":
            assert [lines[number].strip() for number in repeat["lines"]] == [lines[n].strip() for n in repeat["of"]]
    for residue in gold["residue"]:
        assert residue["text"] and lines[residue["line"]].count(residue["text"]) == 1
        assert residue["line"] in kept_lines(stem)


@each_document
def test_quotes_stand_once_in_kept_text(stem: str) -> None:
    text = " ".join(kept_text(stem).split())  # a quote may run over a line end
    for quote in GOLD[stem]["quotes"]:
        assert text.count(quote["text"]) == 1
        assert all(part.casefold() in text.casefold() for part in (quote["speaker"] or "").split())
    marks = len(re.findall("[\"“”«»]|''|&#822[01];|&quot;", text))
    assert marks >= len(GOLD[stem]["quotes"])  # one of a pair may be missing, and some marks hold no speech


@each_document
def test_names_stand_in_kept_text(stem: str) -> None:
    gold, text = GOLD[stem], kept_text(stem)
    for key in ("persons", "places", "orgs"):
        assert len(set(gold[key])) == len(gold[key])
        assert not set(gold[key]) & set(gold["optional"])
        assert [name for name in gold[key] if not stands_in(name, text)] == []


@each_document
def test_bylines_stand_in_their_lines(stem: str) -> None:
    gold, lines = GOLD[stem], lines_of(stem)
    credits = "\n".join(lines[n] for role in ("byline", "timestamp") for n in gold["lines"].get(role, []))
    for byline in gold["bylines"]:
        assert byline["name"].casefold() in credits.casefold() and (byline["place"] or "") in credits
        assert byline["role"] in CONTRIBUTORS


@each_document
def test_dates_stand_in_kept_text_and_agree_with_their_weekday(stem: str) -> None:
    gold, text = GOLD[stem], kept_text(stem)
    for date in gold["dates"]:
        assert date["text"] in text
        assert date["value"] is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date["value"])
        if date["value"] and len(date["value"]) == 10:
            weekday = weekday_of(date["text"])
            assert weekday is None or dt.date.fromisoformat(date["value"]).weekday() == weekday
    unknown = [date["text"] for date in gold["dates"] if date["value"] is None]
    known = [date["text"] for date in gold["dates"] if date["value"]]
    assert not [pair for pair in [(u, k) for u in unknown for k in known] if pair[0] in pair[1] or pair[1] in pair[0]]


@each_document
def test_contacts_use_known_words_and_names_of_the_text(stem: str) -> None:
    text = kept_text(stem)
    for contact in GOLD[stem]["contacts"]:
        assert set(contact) <= {"kinds", "who", "place", "date", "status", "optional"}
        assert set(contact["kinds"]) <= KINDS and set(contact.get("status", [])) <= STATUSES
        names = [*contact["who"], *([contact["place"]] if "place" in contact else [])]
        assert contact["who"] and [name for name in names if not stands_in(name, text)] == []
        assert "date" not in contact or dt.date.fromisoformat(contact["date"])


def test_copies_are_alike_and_others_are_not() -> None:
    known = set()
    for relation, low, high in (("copies", 0.4, 1.0), ("retold", 0.1, 0.4)):
        for group in COPIES[relation]:
            assert set(group["documents"]) <= set(GOLD) and group["why"]
            assert relation == "retold" or group["copy_kind"] in COPY_KINDS
            pairs = list(combinations(sorted(group["documents"]), 2))
            assert pairs and all(low < jaccard(*pair) < high for pair in pairs)
            known |= set(pairs)
    assert [pair for pair in combinations(sorted(GOLD), 2) if pair not in known and jaccard(*pair) > 0.02] == []


@each_document
def test_no_machine_path_is_left_in_a_document(stem: str) -> None:
    assert not re.search(r"(?<![\w.:/])/(?:home|tmp|root|usr)/", DOCUMENTS[stem])
