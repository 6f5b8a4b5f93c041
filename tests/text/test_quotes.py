"""Quotes of invented articles: who says what, in tests/cases/quotes/.

A case lists its quotes in order, each with what is expected of it; `reports = true` lists unmarked reports of speech too.
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from etl.contracts.enums import QuoteType
from etl.text.named import Names
from etl.text.quote_ways import Quote
from etl.text.quotes import find_quotes
from tests import told

LONGEST = 6_000


def _shown(text: str, quote: Quote) -> dict[str, Any]:
    speaker = quote.speaker
    return {
        "said": text[quote.start : quote.end],
        "type": str(quote.type),
        "cue": text[slice(*quote.cue)] if quote.cue else "",
        "by": speaker.name or "",
        "words": speaker.text or "",
        "kind": str(speaker.type),
        "entity": speaker.entity_id or "",
        "method": speaker.method,
        "repair": str(quote.repair),
    }


@pytest.mark.parametrize("case", told.cases("quotes"))
def test_case(case: dict[str, Any]) -> None:
    kept = told.kept(case)
    found = find_quotes(kept, told.names(case, kept.text), case.get("longest", LONGEST))
    if not case.get("reports", False):
        found = [quote for quote in found if quote.type != QuoteType.INDIRECT]
    shown = [_shown(kept.text, quote) for quote in found]
    wanted = case.get("quote", [])
    assert [{key: got[key] for key in want} for got, want in zip(shown, wanted, strict=False)] == wanted
    assert [got["said"] for got in shown] == [want["said"] for want in wanted]


def _seconds(text: str) -> float:
    kept = told.kept({"text": text})
    best = 9.0
    for _ in range(3):
        begin = time.process_time()
        find_quotes(kept, Names([]), LONGEST)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        '" ',
        "\u201c",
        "\u201d kata ",
        '" kata Budi. ',
        "(",
        "\u2018a ",
        'Budi mengatakan "',
        "Menurut Budi, ",
        ", kata Budi, ",
        '"Saya datang," katanya. ',
        'Ia mengatakan, "Ya." ',
        "a, ",
        "\n\u201cA",
        "mengatakan ",
        "Kepala ",
    ],
)
def test_doubling_the_input_doubles_the_time(piece: str) -> None:
    """No run of marks, cues or brackets costs more than its length: four times the text in less than nine times the time."""
    short, long = piece * (10_000 // len(piece)), piece * (40_000 // len(piece))
    assert _seconds(long) < 9 * max(_seconds(short), 0.01)


def test_a_quote_never_closed_in_a_megabyte() -> None:
    """The open mark swallows nothing: what follows it in the document is still read."""
    text = '"Kami ' + "menunggu kabar dari desa itu sejak lama " * 26_000 + '\n"Kami datang," kata Budi.'
    begin = time.process_time()
    found = find_quotes(told.kept({"text": text}), Names([]), LONGEST)
    assert time.process_time() - begin < 5
    assert [(text[q.start : q.end], q.speaker.name) for q in found] == [("Kami datang,", "Budi")]
