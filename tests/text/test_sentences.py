"""Sentences: marks in rows, and words of a stretch that may hold none."""

from __future__ import annotations

from etl.text.sentences import Sentences, first_word, last_word
from tests.growth import assert_linear


def test_rows_of_full_stops_are_read_once() -> None:
    assert_linear(lambda chars: lambda: Sentences("." * chars + "a"), 20_000)


def test_an_end_with_its_closing_marks() -> None:
    text = 'Ia pergi?!" Lalu hujan ... turun.'
    sentences = Sentences(text)
    assert text[sentences.start(0, 13) :].startswith("Lalu")


def test_words_of_a_stretch_without_words() -> None:
    assert (first_word(" \t\xa0"), last_word("\u3000 ")) == ("", "")
    assert (first_word(" satu dua"), last_word("satu\tdua ")) == ("satu", "dua")
