"""How well cleaning does on text it was not written for: floors that may only rise. The full measures are in tests/bench."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import clean_lines, clean_pages, clean_planted, clean_seeds

pytestmark = pytest.mark.shared


def test_the_five_documents(shared: Path) -> None:
    for with_corpus in (True, False):
        assert clean_seeds.measure(with_corpus=with_corpus) == {
            "lines.kept": 1.0, "lines.role": 1.0, "residue.gone": 1.0,
        }  # fmt: skip


def test_content_lines_of_real_pages(shared: Path) -> None:
    pages = clean_lines.judged()
    assert clean_lines.f1(pages, clean_lines.BODY) >= 0.87
    assert clean_lines.f1(pages, clean_lines.CONTENT) >= 0.82


def test_rendered_pages(shared: Path) -> None:
    measured = clean_pages.measure(200)
    assert measured["body_lost"] <= 0.001
    assert measured["junk_removed"] >= 0.99
    assert measured["copies_removed"] >= 0.99
    assert measured["headline_found"] >= 0.98


def test_planted_corpus(shared: Path) -> None:
    measured = clean_planted.measure(600)
    assert measured["equal"] >= 0.89  # a label seen once says more in a larger corpus: 0.955 on 5,000 documents
    assert measured["one_line_copies_removed"] >= 0.95
    assert measured["junk_removed"] >= 0.99
    assert measured["body_lost"] <= 0.005
