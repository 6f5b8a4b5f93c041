"""Documents for the tests of quotes and contacts, told in a few words.

A name is `TYPE surface`, or `TYPE surface = canonical`, with the title before it in brackets: `PERSON Blinken = Antony
Blinken (Menteri Luar Negeri AS)`. Every place where the surface stands is a mention; the longest surface wins.
A date is `surface = 2022-01-10 day`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from etl.text.cleaning.kept import KeptSegment, KeptText, kept_text
from etl.text.contacts.days import DateMention
from etl.text.named import Named, Names

CASES = Path(__file__).parent / "cases"
_NAME = re.compile(
    r"(?P<type>PERSON|ORGANIZATION|PLACE)(?P<known>\*)? (?P<surface>[^=(]+?)(?: = (?P<name>[^(>]+?))?(?: \((?P<role>.+)\))?(?: > (?P<government>.+))?"
)


def cases(folder: str) -> Iterator[Any]:
    """Every `[[case]]` of the files in tests/cases/<folder>, as pytest parameters named by file and case."""
    for path in sorted((CASES / folder).glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def kept(case: dict[str, Any]) -> KeptText:
    """The kept text of a case: `text` is body but for what `drop` lists and the lines that `headline` lists."""
    raw: str = case["text"]
    spans = [(raw.index(part), raw.index(part) + len(part)) for part in case.get("drop", [])]
    segments: list[KeptSegment] = []
    position = 0
    for start, end in [*sorted(spans), (len(raw), len(raw))]:
        while position < start:
            stop = min(start, raw.find("\n", position) + 1 or len(raw))
            line = raw[position:stop]
            role = "headline" if line.strip() in case.get("headline", []) else "body"
            segments.append(KeptSegment(position, stop, role))
            position = stop
        position = end
    return kept_text(raw, segments)


def names(case: dict[str, Any], text: str) -> Names:
    """The mentions that a case lists, wherever their surfaces stand as words in `text`."""
    taken = bytearray(len(text))
    found: list[Named] = []
    told = [match for entry in case.get("names", []) if (match := _NAME.fullmatch(entry))]
    assert len(told) == len(case.get("names", [])), f"a name is written wrong in {case['names']}"
    for match in sorted(told, key=lambda match: -len(match["surface"])):
        name = match["name"] or match["surface"]
        for place in re.finditer(rf"(?<!\w){re.escape(match['surface'])}(?!\w)", text):
            start, end = place.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            role = match["role"]
            if role is not None and not text[:start].rstrip().endswith(role):
                role = None
            identity, government = f"{match['type']}:{name}", match["government"]
            refers_to = f"PLACE:{government}" if government else None
            found.append(Named(start, end, match["type"], identity, name, role, refers_to, match["known"] is not None))
    return Names(sorted(found))


def dates(case: dict[str, Any], text: str) -> Sequence[DateMention]:
    """The dates that a case lists, wherever they stand in `text`."""
    found: list[DateMention] = []
    for entry in case.get("dates", []):
        surface, told = entry.split(" = ")
        value, precision = told.split()
        for place in re.finditer(re.escape(surface), text):
            found.append(DateMention(*place.span(), None if value == "?" else value, precision))
    return sorted(found)
