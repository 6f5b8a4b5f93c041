"""Contacts of invented articles: who met, called or visited whom, in tests/cases/contacts/.

A case lists its contacts in order: who (as role:name), status, and day, place, minutes where the text gives them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from etl.lexicon import read_rows
from etl.text.contacts.find import find_contacts
from etl.text.contacts.record import Contact
from etl.text.named import Names
from tests import told
from tests.growth import assert_linear

_ROWS = list(read_rows("countries.tsv"))
COUNTRIES = {f"PLACE:{row[1]}": row[0] for row in _ROWS} | {f"PLACE:{row[3]}": row[0] for row in _ROWS if row[3]}
"""Country code by the ids that tests/told.py gives to countries and capitals."""


def _shown(contact: Contact) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": str(contact.kind),
        "status": str(contact.status),
        "who": [f"{party.role}:{party.mention.name}" for party in contact.parties],
    }
    if contact.day:
        shown["day"] = contact.day
    if contact.place is not None:
        shown["place"] = contact.place.name
    if contact.duration_minutes is not None:
        shown["minutes"] = contact.duration_minutes
    return shown


@pytest.mark.parametrize("case", told.cases("contacts"))
def test_case(case: dict[str, Any]) -> None:
    kept = told.kept(case)
    found = find_contacts(
        kept,
        told.names(case, kept.text),
        told.dates(case, kept.text),
        case.get("published"),
        COUNTRIES,
        case.get("dateline"),
    )
    assert [_shown(contact) for contact in found] == case["contact"]


NAMES = ["PERSON* Marten Kolb", "PERSON* Elena Sidorova", "PLACE Oslo > Norwegia", "PLACE Norwegia"]


def _finding(piece: str, length: int) -> Callable[[], object]:
    case = {"text": piece * (length // len(piece)), "names": NAMES}
    kept = told.kept(case)
    names = told.names(case, kept.text)
    return lambda: find_contacts(kept, names, [], None, COUNTRIES)


@pytest.mark.parametrize(
    "piece",
    [
        "bertemu ",
        "Marten Kolb bertemu Elena Sidorova ",
        "pertemuan antara ",
        "Marten Kolb, ",
        "membantah kabar ",
        "Marten Kolb bertemu Elena Sidorova di Oslo. ",
        "kedua negara bertemu ",
        "terbang ke Oslo ",
        "(",
        "pertemuan itu, ",
        ". . . ",
        "Marten Kolb bertemu Elena Sidorova dan Marten Kolb secara satu per satu. ",
        "Kedua negara sepakat bertemu. Marten Kolb bertemu Elena Sidorova. ",
        "Marten Kolb mengunjungi Oslo. Marten Kolb tiba di Oslo untuk bertemu Elena Sidorova. ",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    """No run of triggers, names or brackets costs more than its length."""
    assert_linear(lambda chars: _finding(piece, chars), 8_000)


def test_a_megabyte_of_brackets_and_no_contact() -> None:
    kept = told.kept({"text": "(" * 1_000_000 + " bertemu"})
    begin = time.process_time()
    assert find_contacts(kept, Names([]), [], None, COUNTRIES) == []
    assert time.process_time() - begin < 5
