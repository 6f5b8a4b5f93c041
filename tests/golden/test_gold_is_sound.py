"""The gold of the sample corpus, held against its texts: a wrong line number would score good code down."""

from __future__ import annotations

import datetime as dt
import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from etl.contracts.enums import ContactKind, ContactStatus, ContributorRole, CopyKind, Relation, Role

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
GOLD: dict[str, dict[str, Any]] = json.loads((ROOT / "tests/golden/seeds.json").read_text(encoding="utf-8"))
DUPLICATES: dict[str, list[dict[str, Any]]] = json.loads(
    (ROOT / "tests/golden/duplicates.json").read_text(encoding="utf-8")
)
KEYS = {
    *("headline", "date_published", "language", "publisher", "agency", "dateline_place", "lines", "repeats", "residue"),
    *("bylines", "persons", "places", "orgs", "optional", "dates", "quotes", "contacts"),
}
DROPPED = {Role.BOILERPLATE, Role.REPEAT}
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")

each_document = pytest.mark.parametrize("stem", sorted(GOLD))


def lines_of(stem: str) -> dict[int, str]:
    """The lines of the one document of that stem, numbered from 1."""
    (path,) = (path for path in SEEDS.rglob("*.txt") if path.stem == stem)
    return dict(enumerate(path.read_text(encoding="utf-8").split("\n"), 1))


def kept_text(stem: str) -> str:
    """What must be kept of a document: the lines of kept roles, less their residue."""
    gold, lines = GOLD[stem], lines_of(stem)
    for residue in gold["residue"]:
        lines[residue["line"]] = lines[residue["line"]].replace(residue["text"], "")
    kept = sorted(number for role, numbers in gold["lines"].items() if role not in DROPPED for number in numbers)
    return "\n".join(lines[number] for number in kept)


def document(name: str) -> bytes:
    """The bytes of `path`, or of the text of record n of `path#n`."""
    path, _, record = name.partition("#")
    content = (SEEDS / path).read_bytes()
    return json.loads(content.split(b"\n")[int(record)])["text"].encode() if record else content


def grams(name: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", document(name).decode().lower())
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def jaccard(left: str, right: str) -> float:
    return len(grams(left) & grams(right)) / len(grams(left) | grams(right))


def test_enough_documents_are_labelled() -> None:
    assert len(GOLD) >= 12


@each_document
def test_every_line_has_one_role(stem: str) -> None:
    labelled = [number for numbers in GOLD[stem]["lines"].values() for number in numbers]
    assert sorted(labelled) == [number for number, line in lines_of(stem).items() if line.strip()]
    assert set(GOLD[stem]["lines"]) <= set(Role) - {Role.BLANK}
    assert set(GOLD[stem]) - {"date_latest_mention"} == KEYS


@each_document
def test_headline_publisher_and_place_stand_in_the_text(stem: str) -> None:
    gold, lines = GOLD[stem], lines_of(stem)
    assert [lines[number].strip() for number in gold["lines"].get("headline", [])] == [gold["headline"]] * bool(
        gold["headline"]
    )
    text = "\n".join(lines.values()).casefold()
    for fact in ("publisher", "agency", "dateline_place"):
        assert gold[fact] is None or gold[fact].casefold() in text
    stamps = bool(gold["lines"].get("timestamp"))
    assert stamps <= (gold["date_published"] is not None)


@each_document
def test_repeats_and_residue_stand_where_said(stem: str) -> None:
    gold, lines = GOLD[stem], lines_of(stem)
    assert sorted(n for repeat in gold["repeats"] for n in repeat["lines"]) == gold["lines"].get("repeat", [])
    for repeat in gold["repeats"]:
        assert not set(repeat["of"]) & set(gold["lines"]["repeat"])
        if repeat["kind"] == "exact":
            assert [lines[n] for n in repeat["lines"]] == [lines[n] for n in repeat["of"]]
    for residue in gold["residue"]:
        assert lines[residue["line"]].count(residue["text"]) == 1


@each_document
def test_quotes_stand_in_kept_text(stem: str) -> None:
    text = kept_text(stem)
    for quote in GOLD[stem]["quotes"]:
        assert text.count(quote["text"]) == 1
        assert all(part.casefold() in text.casefold() for part in (quote["speaker"] or "").split())
    marks = len(re.findall('["“”]', "\n".join(lines_of(stem)[n] for n in GOLD[stem]["lines"]["body"])))
    assert (marks + 1) // 2 == len(GOLD[stem]["quotes"])  # none is forgotten; one mark may be missing


@each_document
def test_names_stand_in_kept_text(stem: str) -> None:
    gold, text = GOLD[stem], kept_text(stem)
    for key in ("persons", "places", "orgs"):
        assert len(set(gold[key])) == len(gold[key])
        assert not set(gold[key]) & set(gold["optional"])
    for name in gold["persons"] + gold["places"] + gold["orgs"]:
        assert all(re.search(rf"\b{re.escape(part)}\b", text, re.IGNORECASE) for part in name.split()), name


@each_document
def test_bylines_stand_in_their_lines(stem: str) -> None:
    gold, lines = GOLD[stem], lines_of(stem)
    credits = "\n".join(lines[n] for n in gold["lines"].get("byline", []) + gold["lines"].get("timestamp", []))
    for byline in gold["bylines"]:
        assert byline["name"] in credits and (byline["place"] or "") in credits
        assert byline["role"] in set(ContributorRole)


@each_document
def test_dates_stand_in_kept_text_and_agree_with_their_weekday(stem: str) -> None:
    gold, text = GOLD[stem], kept_text(stem)
    for date in gold["dates"]:
        assert date["text"] in text
        weekdays = [day for day in WEEKDAYS if re.search(rf"\b{day}\b", date["text"].lower())]
        if date["value"] and len(date["value"]) == 10 and weekdays and "depan" not in date["text"]:
            assert WEEKDAYS[dt.date.fromisoformat(date["value"]).weekday()] == weekdays[0]
    for value in (gold["date_published"], gold.get("date_latest_mention")):
        assert value is None or dt.datetime.fromisoformat(value)


@each_document
def test_contacts_use_closed_words_and_names_of_the_text(stem: str) -> None:
    text = kept_text(stem)
    for contact in GOLD[stem]["contacts"]:
        assert set(contact["kinds"]) <= set(ContactKind) and set(contact.get("status", [])) <= set(ContactStatus)
        names = [*contact["who"], *([contact["place"]] if "place" in contact else [])]
        assert contact["who"] and all(part in text for name in names for part in name.split())
        assert "date" not in contact or dt.date.fromisoformat(contact["date"])


@pytest.mark.parametrize("group", DUPLICATES["copies"], ids=lambda group: group["why"])
def test_copies_are_alike(group: dict[str, Any]) -> None:
    first, *others = group["documents"]
    assert others and group["copy_kind"] in set(CopyKind) and set(group["relation"]) <= set(Relation)
    assert all(jaccard(first, other) > 0.5 for other in others)
    if group["relation"] == ["exact"]:
        assert {document(other) for other in others} == {document(first)}


def test_templates_and_different_articles_are_no_copies() -> None:
    copied = {name for group in DUPLICATES["copies"] for name in group["documents"]}
    for group in DUPLICATES["templates"]:
        assert not copied & set(group["documents"])
        assert all(0.3 < jaccard(*pair) < 0.9 for pair in combinations(group["documents"], 2))
    for group in DUPLICATES["different"]:
        assert all(jaccard(*pair) < 0.1 for pair in combinations(group["documents"], 2))


@pytest.mark.shared
def test_nothing_is_copied_from_the_real_documents(shared: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[^\W_]+", text.lower())
        return {tuple(words[at : at + 7]) for at in range(len(words) - 6)}

    real = runs("\n".join(path.read_text(encoding="utf-8") for path in (shared / "seeds").glob("*.txt")))
    ours = runs("\n".join(path.read_text(encoding="utf-8", errors="replace") for path in SEEDS.rglob("*.txt")))
    assert len(real) > 1000 and real & ours == set()
