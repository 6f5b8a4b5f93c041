"""Cutting many texts at once is cutting each line by itself: the arrays against the plain reading of the same rules."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.steps.name_tagger import is_glued
from etl.steps.name_tokens import read_texts
from etl.steps.name_words import Words
from etl.text.names.places import places_of
from etl.text.names.tokens import Tokens

WORDS = "Rahma kata dr Dr. H. 2,5 100.000 12a G20 Ma'ruf N’Djamena kepadaReuters BTSyakni x² ٣,٤ ʼa a_b 𝔘n 😀 KPK"
PIECES = st.sampled_from(
    [*WORDS.split(), "Erdog\u0306an", "\u0301", "\u3000", "\n", "\r\n", "\t", *" .?!:;,-–—()\"'“”‘’`*•…"]
)
LINES = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=40)


@settings(deadline=None)  # the first call compiles the kernels
@given(st.lists(st.lists(LINES, max_size=4), max_size=4))
def test_equal_to_cutting_line_by_line(texts: list[list[str]]) -> None:
    kept: list[tuple[str, list[tuple[int, int]]]] = []
    expected: list[Tokens] = []
    for lines in texts:
        segments: list[tuple[int, int]] = []
        tokens, offset = Tokens(), 0
        for number, line in enumerate(lines):
            tokens.add_line(line, offset + 2, number, is_glued)
            segments.append((offset + 2, offset + 2 + len(line)))
            offset += len(line) + 2
        kept.append(("".join(f"||{line}" for line in lines), segments))
        expected.append(tokens)
    batch = read_texts(kept, Words())
    for read, tokens in zip(batch.reads, expected, strict=True):
        assert read.tokens.words == tokens.words
        assert (read.tokens.starts, read.tokens.ends) == (tokens.starts, tokens.ends)
        assert (read.tokens.lines, read.tokens.is_first) == (tokens.lines, tokens.is_first)
        first = read.tokens.sentences[0] if read.tokens.words else 0
        assert [sentence - first for sentence in read.tokens.sentences] == tokens.sentences
        assert [list(places) for places in read.places] == [list(places) for places in places_of(read.shown)]


def test_texts_without_words_are_read() -> None:
    batch = read_texts([("", []), (" \n", [(0, 2)]), ("Rahma", [(0, 5)])], Words())
    assert [read.tokens.words for read in batch.reads] == [[], [], ["Rahma"]]
    assert batch.bounds.tolist() == [0, 0, 0, 1]
