"""Quotes of invented articles: who says what, in tests/cases/quotes/.

A case lists its quotes in order, each with what is expected of it; `reports = true` lists unmarked reports of speech too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from etl.contracts.enums import QuoteType
from etl.text.named import Names
from etl.text.quotes.find import find_quotes
from etl.text.quotes.quoted_words import Quote
from tests import told
from tests.growth import assert_linear

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


def _finding(text: str) -> Callable[[], object]:
    kept = told.kept({"text": text})
    return lambda: find_quotes(kept, Names([]), LONGEST)


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
        '"Kami siap," kata pelatih Solo dan Tegal Dan Kudus itu. ',
        '"Kami siap," ujar Putri. "Ya," kata kementerian itu. ',
        'klaim pernyataan janji bahwa klaim "sudah selesai" ',
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    """No run of marks, cues or brackets costs more than its length."""
    assert_linear(lambda chars: _finding(piece * (chars // len(piece))), 10_000)


def test_time_grows_with_the_names() -> None:
    """No run of persons who hold offices costs more than its length."""
    piece = 'Mitranya dari Kenya, Ani Budi, tiba. "Kami siap," kata Perdana Menteri Kenya itu. '

    def prepare(chars: int) -> Callable[[], object]:
        case = {"text": piece * (chars // len(piece)), "names": ["PLACE Kenya", "PERSON Ani Budi"]}
        kept = told.kept(case)
        names = told.names(case, kept.text)
        return lambda: find_quotes(kept, names, LONGEST)

    assert_linear(prepare, 10_000)


def test_a_quote_never_closed_in_a_megabyte() -> None:
    """The open mark swallows nothing: what follows it in the document is still read."""
    text = '"Kami ' + "menunggu kabar dari desa itu sejak lama " * 26_000 + '\n"Kami datang," kata Budi.'
    begin = time.process_time()
    found = find_quotes(told.kept({"text": text}), Names([]), LONGEST)
    assert time.process_time() - begin < 5
    assert [(text[q.start : q.end], q.speaker.name) for q in found] == [("Kami datang,", "Budi")]
