"""Quotes of a document, in reading order: words in marks given to a speaker, and speech reported without marks.

Here: going through the paragraphs, and which finds are told once. Not here: pairing of marks (marks.py), how
marked words are given to a speaker (ways.py), reports without marks (reports.py), tables (steps/quote.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.contracts.enums import QuoteType
from etl.text.cleaning.kept import STORY_ROLES, Block, KeptText
from etl.text.named import Names
from etl.text.quotes import cues
from etl.text.quotes.marks import Quoted, quoted_spans
from etl.text.quotes.quoted_words import Quote
from etl.text.quotes.reports import Reports
from etl.text.quotes.speakers import Speakers
from etl.text.quotes.titled import with_titled_persons
from etl.text.quotes.ways import Ways
from etl.text.sentences import Sentences


def find_quotes(kept: KeptText, names: Names, max_chars: int) -> list[Quote]:
    """The quotes of a document in order, in kept offsets.

    Words in marks longer than `max_chars` are an accident of marks, not speech.
    """
    text, lower = kept.text, kept.lower
    blocks = [block for block in kept.blocks if block.role in STORY_ROLES]
    sentences = Sentences(text)
    spans = quoted_spans(
        text,
        blocks,
        lambda offset: cues.cue_after(text, offset) is not None,
        lambda start, end: cues.cue_after_comma(text, start, end),
        sentences,
    )
    speakers = Speakers(text, lower, with_titled_persons(names, text, lower), sentences)
    verbs = cues.verbs_in(lower)
    ways = Ways(text, lower, speakers, verbs, sentences)
    reports = Reports(text, lower, speakers, verbs, sentences)
    quotes: list[Quote] = []
    waiting: list[tuple[Quoted, Quote | None]] = []
    place = 0
    for index, block in enumerate(blocks):
        first = place
        while place < len(spans) and spans[place].before < block.end:
            place += 1
        if first == place and not reports.has_cue(block):
            continue
        mine = spans[first:place]
        told = reports.begin(block, mine)
        if not mine and not told.verbs:
            continue
        for number, span in enumerate(mine):
            reports.hear(told, span.before)
            if span.end - span.start > max_chars:
                continue
            low = mine[number - 1].after if number else block.start
            high = spans[first + number + 1].before if first + number + 1 < len(spans) else len(text)
            high = min(high, _paragraph_end(blocks, index, span.after))
            quote = ways.quote(index, block, span, min(low, span.before), high)
            if span.chained and (quote is None or quote.speaker.name is None or quote.cue is None):
                waiting.append((span, quote))
                continue
            quotes.extend(_opened(waiting, quote))
            waiting = []
            if quote is not None:
                quotes.append(quote)
                speakers.heard(_heard_at(span, quote), quote.speaker)
        reports.hear(told, block.end)
        quotes.extend(reports.quotes(told, mine, quotes))
    quotes.extend(_opened(waiting, None))
    return _once(quotes)


def _heard_at(span: Quoted, quote: Quote) -> int:
    """Where a reader learns who spoke: at the cue behind the words, else where they begin."""
    return quote.cue[0] if quote.cue is not None and quote.cue[0] >= span.after else span.before


def _paragraph_end(blocks: Sequence[Block], index: int, offset: int) -> int:
    """Where the paragraph that holds `offset` ends, at or after the one at `index`."""
    while index + 1 < len(blocks) and blocks[index + 1].start < offset:
        index += 1
    return max(offset, blocks[index].end)


def _opened(waiting: Sequence[tuple[Quoted, Quote | None]], last: Quote | None) -> list[Quote]:
    """Paragraphs of one quote that only `last` closes: its speaker says them all.

    Without it they stay what they were read as.
    """
    if last is None or last.speaker.name is None:
        return [quote for _, quote in waiting if quote is not None]
    speaker = last.speaker.called(None, "continuation")
    return [Quote(span.start, span.end, QuoteType.CONTINUATION, None, speaker, span.repair) for span, _ in waiting]


def _once(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes in order, less reports that stand inside another quote."""
    kept: list[Quote] = []
    end = -1
    for quote in sorted(quotes, key=lambda q: (q.start, -q.end)):
        if quote.type == QuoteType.INDIRECT and quote.end <= end:
            continue
        kept.append(quote)
        end = max(end, quote.end)
    return kept
