"""Quotes of a document: words in marks given to a speaker, and speech reported without marks.

Here: which quoted words are speech, by what cue, and of what type. Not here: pairing of marks (quote_marks.py),
who the speaker is (speakers.py), tables (steps/quote.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.contracts.enums import QuoteRepair, QuoteType, SpeakerType
from etl.text import cues
from etl.text.cues import Cue
from etl.text.kept import STORY_ROLES, Block, KeptText
from etl.text.named import Names
from etl.text.quote_marks import Quoted, quoted_spans
from etl.text.sentences import sentence_end, sentence_start
from etl.text.speakers import NOBODY, Speaker, Speakers, renamed
from etl.text.subjects import speaker_before

SENTENCE_CHARS = 500
"""How far before a mark the verb that opens it is sought: longer sentences are lists."""

_WORDS = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
_THAT = re.compile(
    r"\s*(?:,?\s*(?:kepada|pada|ke)\s[^,:]{1,60})?\s*(?:[,:]|bahwa|bahwasanya|jika|kalau|begini|sebagai berikut)?\s*[,:]?\s*\Z"
)
_SHORT_GAP = re.compile(r"\s*(?:\S+\s+){0,3}\Z")
_COLON = re.compile(r":\s*\Z")
_SPEAKER_COLON = re.compile(r"([^.:;!?\n]{2,80}?)\s*(?:\([^)]{1,20}\)\s*)?:\s*\Z")
_SAID_PASSIVE = re.compile(
    r"[\s.,]*(?:hal|pernyataan|demikian|begitu|itu|hal ini|ungkapan|ucapan)\b[^.\n]{0,30}?"
    r"\b(?P<cue>disampaikan|dikatakan|diungkapkan|ditegaskan|dijelaskan|diutarakan|dikemukakan|dituturkan|disebutkan|diucapkan)"
    r"(?:\s+oleh)?\b"
)
_ENDS = frozenset(".?!\u2026")
_SEPARATORS = " \t\n\u00a0,.;:-\u2013\u2014"


class Quote(NamedTuple):
    """A quote in kept offsets: `[start, end)` inside its marks."""

    start: int
    end: int
    type: QuoteType
    cue: tuple[int, int] | None
    speaker: Speaker
    repair: QuoteRepair


def find_quotes(kept: KeptText, names: Names, max_chars: int) -> list[Quote]:
    """The quotes of a document in order. Words in marks longer than `max_chars` are an accident of marks, not speech."""
    blocks = [block for block in kept.blocks if block.role in STORY_ROLES]
    reader = _Reader(kept, blocks, names, max_chars)
    return reader.run()


class _Reader:
    def __init__(self, kept: KeptText, blocks: Sequence[Block], names: Names, max_chars: int) -> None:
        self.text = kept.text
        self.lower = kept.lower
        self.blocks = blocks
        self.names = names
        self.max_chars = max_chars
        self.speakers = Speakers(kept.text, kept.lower, names)
        self.quotes: list[Quote] = []
        self.last: tuple[Quoted, Quote, int] | None = None  # the last quote in marks, and its block

    def run(self) -> list[Quote]:
        spans = quoted_spans(
            self.text,
            self.blocks,
            lambda offset: cues.cue_after(self.text, offset) is not None,
            lambda start, end: cues.cue_after_comma(self.text, start, end),
            lambda low, offset: sentence_start(self.text, low, offset),
        )
        place = 0
        for index, block in enumerate(self.blocks):
            mine: list[Quoted] = []
            while place < len(spans) and spans[place].before < block.end:
                mine.append(spans[place])
                place += 1
            self.read_block(index, block, mine)
        return self.settled()

    def read_block(self, index: int, block: Block, spans: Sequence[Quoted]) -> None:
        for number, span in enumerate(spans):
            if span.end - span.start > self.max_chars:
                continue
            low = spans[number - 1].after if number else block.start
            high = spans[number + 1].before if number + 1 < len(spans) else max(block.end, span.after)
            quote = self.quote(index, block, span, min(low, span.before), high)
            if quote is not None:
                self.quotes.append(quote)
                self.last = (span, quote, index)
                self.speakers.heard(span.before, quote.speaker)

    def quote(self, index: int, block: Block, span: Quoted, low: int, high: int) -> Quote | None:
        """What the quoted words are; None when they are no speech."""
        words = _WORDS.findall(self.text, span.start, min(span.end, span.start + 400))
        if not words:
            return None
        return (
            self.by_cue_after(span, high, words)
            or self.by_verb_before(block, span, low, words)
            or self.by_colon(block, span, low)
            or self.by_verb_after(span, high, words)
            or self.by_context(index, block, span, low, high, words)
        )

    # the ways in which words are given to a speaker, the surest first

    def by_cue_after(self, span: Quoted, high: int, words: Sequence[str]) -> Quote | None:
        cue = cues.cue_after(self.text, span.after)
        if cue is None:
            return None
        closes_clause = self.text[span.end - 1] in ",.?!\u2026" or self.text[span.after : span.after + 1] == ","
        if not closes_clause and (
            self.is_name(span, words) or (not cue.has_nya and not cues.begins_speaker(self.text, cue.end))
        ):
            return None
        speaker = self.said_by(cue, span.before, high)
        return self.made(span, (cue.start, cue.end), speaker)

    def said_by(self, cue: Cue, before: int, high: int) -> Speaker:
        if cue.has_nya:
            return self.speakers.pronoun("-nya", before, cue.end)
        return self.speakers.after(cue.end, max(high, cue.end), before)

    def by_verb_before(self, block: Block, span: Quoted, low: int, words: Sequence[str]) -> Quote | None:
        low = max(low, span.before - SENTENCE_CHARS)
        start = sentence_start(self.text, low, span.before)
        verbs = list(cues.BEFORE_VERBS.finditer(self.lower, start, span.before))
        according = None
        for according in cues.ACCORDING.finditer(self.lower, start, span.before):
            pass
        if according is not None and (not verbs or verbs[-1].end() < according.start()):
            return self.by_according(span, according, words)
        if not verbs:
            return self.by_inverted(span, start)
        gap = self.text[verbs[-1].end() : span.before]
        opens = _THAT.match(gap) is not None
        if not opens and (self.is_name(span, words) or self.is_term(gap, span, words)):
            return None
        whole_start = sentence_start(self.text, max(block.start, span.before - SENTENCE_CHARS), span.before)
        for verb in reversed(verbs[-3:]):
            speaker = speaker_before(self.speakers, verb.start(), whole_start, span.before)
            if speaker is not None:
                return self.made(span, (verb.start(), verb.end()), speaker)
        return None

    def by_according(self, span: Quoted, according: re.Match[str], words: Sequence[str]) -> Quote | None:
        if self.is_name(span, words):
            return None
        if according["nya"]:
            speaker = self.speakers.pronoun("-nya", according.start(), according.end())
        else:
            speaker = self.speakers.after(according.end(), span.before, according.start())
        if speaker.name is None:
            return None
        return self.made(span, (according.start(), according.start() + len("menurut")), speaker)

    def by_inverted(self, span: Quoted, start: int) -> Quote | None:
        """`Kata Budi, "..."`."""
        cue = cues.cue_after(self.lower, start)
        if (
            cue is None
            or cue.start - start > 1
            or not self.text[max(start, span.before - 2) : span.before].strip().endswith((",", ":"))
        ):
            return None
        speaker = self.said_by(cue, start, span.before)
        return self.made(span, (cue.start, cue.end), speaker) if speaker.name else None

    def by_colon(self, block: Block, span: Quoted, low: int) -> Quote | None:
        if not _COLON.search(self.text, max(low, span.before - 3), span.before):
            return None
        start = sentence_start(self.text, max(low, span.before - 160), span.before)
        mention = next((m for m in self.names.within(start, span.before) if m.start - start < 60), None)
        if mention is None or self.text[mention.end : span.before].strip() != ":":
            return None
        speaker = self.speakers.after(start, span.before, start)
        return (
            self.made(span, None, renamed(speaker, speaker.text or "", "colon", speaker.end)) if speaker.name else None
        )

    def by_verb_after(self, span: Quoted, high: int, words: Sequence[str]) -> Quote | None:
        """`"...," Budi menambahkan.` and `"...". Hal itu disampaikan Budi ...`."""
        text = self.text
        if (passive := _SAID_PASSIVE.match(self.lower, span.after)) is not None and self.is_sentence(span, words):
            speaker = self.speakers.after(passive.end(), high, span.before)
            if speaker.name is not None:
                return self.made(span, passive.span("cue"), speaker)
        if text[span.end - 1] != "," and text[span.after : span.after + 1] != ",":
            return None
        end = min(sentence_end(text, span.after, min(high, span.after + 160)), high)
        verb = cues.BEFORE_VERBS.search(self.lower, span.after, end)
        if verb is None or self.is_name(span, words):
            return None
        start = span.after
        while start < verb.start() and text[start] in _SEPARATORS:
            start += 1
        speaker = speaker_before(self.speakers, verb.start(), start, span.before)
        return self.made(span, verb.span(), speaker) if speaker is not None else None

    def by_context(
        self, index: int, block: Block, span: Quoted, low: int, high: int, words: Sequence[str]
    ) -> Quote | None:
        """Whole sentences in marks without a cue of their own: they go on with a speaker given before, or come of a chain."""
        if not self.is_sentence(span, words):
            return None
        text = self.text
        if text[low : span.before].strip(_SEPARATORS) and not self.follows_attribution(span, index, low):
            begins = sentence_start(text, max(low, span.before - SENTENCE_CHARS), span.before) >= span.before
            if not begins:
                return None
        if self.last is not None:
            before, quote, at = self.last
            same_block = at == index and self.follows_attribution(span, index, low)
            next_block = (
                index - at <= 1 and span.before == block.start and (before.chained or self.is_alone(block, span))
            )
            if ((same_block or next_block) and quote.speaker.type != SpeakerType.UNKNOWN) or (
                next_block and before.chained
            ):
                return self.made(span, None, renamed(quote.speaker, "", "continuation"), QuoteType.CONTINUATION)
        if span.is_single or len(words) < 4:
            return None
        known = self.speakers.last_person(span.before)
        speaker = (
            renamed(known, "", "adjacent")
            if known is not None
            else Speaker(None, None, SpeakerType.UNKNOWN, "adjacent")
        )
        return self.made(span, None, speaker)

    # small questions

    def follows_attribution(self, span: Quoted, index: int, low: int) -> bool:
        """Whether only the attribution of the last quote, or nothing, stands between it and this one."""
        if self.last is None or self.last[2] != index or self.last[0].after > span.before:
            return False
        before = self.last[0].after
        between = self.text[before : span.before]
        if not between.strip(_SEPARATORS):
            return True
        cue = self.last[1].cue
        return (
            cue is not None
            and sentence_start(self.text, before, span.before) >= span.before
            and (sentence_end(self.text, cue[1], span.before) >= len(self.text[: span.before].rstrip()))
        )

    def is_alone(self, block: Block, span: Quoted) -> bool:
        """Whether the quote is all that its paragraph says, as far as its marks go."""
        return not self.text[span.after : block.end].strip(_SEPARATORS) or span.chained

    def is_sentence(self, span: Quoted, words: Sequence[str]) -> bool:
        """Whether the quoted words read as a sentence: a capital or digit first, and enough words or an end mark."""
        first = self.text[span.start : span.start + 3].lstrip(" \u201c\"'\u2018(")[:1]
        if not first or first.islower():
            return False
        ends = (
            self.text[span.end - 1] in _ENDS
            or self.text[span.end - 1] == ","
            or self.text[span.after : span.after + 1] in (".", ",")
        )
        lower_words = sum(word[0].islower() for word in words)
        return (ends and (lower_words >= 2 or len(words) <= 3)) or lower_words >= 5

    def is_name(self, span: Quoted, words: Sequence[str]) -> bool:
        """Whether the quoted words are a title or a name: a naming noun before them, or capitals throughout."""
        before = self.lower[max(0, span.before - 40) : span.before].split()
        if before and before[-1].strip("(") in cues.NAMING:
            return True
        long = [word for word in words if len(word) > 3]
        return (
            len(words) > 1
            and bool(long)
            and all(word[0].isupper() or word[0].isdigit() for word in long)
            and self.text[span.end - 1] not in ",?!."
        )

    def is_term(self, gap: str, span: Quoted, words: Sequence[str]) -> bool:
        """Whether marked words inside a report are a term of one word rather than words taken from the speaker."""
        return len(words) == 1 and not (_SHORT_GAP.match(gap) and not span.is_single)

    def made(self, span: Quoted, cue: tuple[int, int] | None, speaker: Speaker, kind: QuoteType | None = None) -> Quote:
        if kind is None:
            first = self.text[span.start : span.start + 3].lstrip(" \u201c\"'\u2018(")[:1]
            kind = QuoteType.FRAGMENT if first.islower() else QuoteType.DIRECT
        if speaker.text == "":
            speaker = Speaker(None, speaker.name, speaker.type, speaker.method, speaker.entity_id, speaker.end)
        return Quote(span.start, span.end, kind, cue, speaker, span.repair)

    def settled(self) -> list[Quote]:
        """All quotes in order; chained paragraphs take the speaker that the end of their chain names."""
        return sorted(self.quotes, key=lambda quote: (quote.start, quote.end))


__all__ = ["NOBODY", "Quote", "find_quotes"]
