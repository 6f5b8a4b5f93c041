"""Context: words in marks that no cue of their own gives to a speaker, but what stands before them does.

Here: words joined to words just given, and sentences that go on with a speaker. Not here: cues (ways.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.contracts.enums import QuoteType, SpeakerType
from etl.text.cleaning.kept import Block
from etl.text.quotes.cues import Verbs
from etl.text.quotes.marks import Quoted
from etl.text.quotes.quoted_words import Quote, is_sentence, made
from etl.text.quotes.reader import Reader
from etl.text.quotes.speaker import NOBODY
from etl.text.quotes.speakers import Speakers
from etl.text.quotes.subjects import speaker_before
from etl.text.sentences import Sentences

SENTENCE_CHARS = 500
"""How far before a mark the verb that opens it is sought: longer sentences are lists."""
VERB_AFTER_CHARS = 160
JOINED_CHARS = 60

_JOINS = re.compile(
    r"(?:\s*,)?\s*(?:dan|serta|atau|tetapi|tapi|namun|sekaligus|bahkan|hingga|juga)(?:\s+[\w-]+){0,4}\s*"
)
# `mereka berseru, "Turun!" dan "Pulang!"`
_JOINS_SENTENCES = re.compile(r"(?:\s*,)?\s*(?:dan|serta|atau|lalu)\s*")
# `Budi hanya menjawab singkat.` before words in marks.
_ANSWERED = re.compile(
    r"\b(?P<cue>menjawab|berkata|berujar|berucap|bertanya|menimpali|menyahut|berteriak|berseru|berbisik|berkomentar|berpesan"
    r"|mengatakan|menambahkan|menegaskan|menjelaskan|menulis|melanjutkan|menuturkan|mengungkapkan|menyatakan)"
    r"(?:\s+(?:singkat|pendek|lirih|pelan|tegas|lantang|enteng|santai|begini|dengan \w+|sambil \w+))?\s*[.:]\s*\Z"
)
SEPARATORS = " \t\n\u00a0,.;:-\u2013\u2014"


class Context(Reader):
    """Remembers the last words given to a speaker, for those that go on with them."""

    def __init__(self, text: str, lower: str, speakers: Speakers, verbs: Verbs, sentences: Sentences) -> None:
        super().__init__(text, lower, speakers, verbs, sentences)
        self.last: tuple[Quoted, Quote, int] | None = None

    def joined(self, index: int, span: Quoted) -> Quote | None:
        """Words that `dan` joins to words given just before: `"sangat disesalkan" dan "tidak dapat diterima"`."""
        if self.last is None or self.last[2] != index or self.last[1].type == QuoteType.CONTINUATION:
            return None
        before, quote, _ = self.last
        if quote.cue is None or quote.cue[0] > before.before:
            return None
        if not before.after <= span.before <= before.after + JOINED_CHARS:
            return None
        is_small = self.text[span.start : span.start + 1].islower()
        if not is_small and quote.type != QuoteType.DIRECT:
            return None
        joint = _JOINS if is_small else _JOINS_SENTENCES
        is_joint = joint.fullmatch(self.lower, before.after, span.before) is not None
        if not is_joint or self.verbs.within(before.after, span.before):
            return None
        return made(self.text, span, quote.cue, quote.speaker)

    def going_on(self, index: int, block: Block, span: Quoted, low: int, words: Sequence[str]) -> Quote | None:
        """Whole sentences without a cue of their own: they go on with the last speaker, or with whom the text tells of."""
        if not is_sentence(self.text, span, words):
            return None
        follows = self._follows_attribution(span, index)
        if self.text[low : span.before].strip(SEPARATORS) and not follows:
            begins = self.sentences.start(max(low, span.before - SENTENCE_CHARS), span.before)
            if begins < span.before:
                return None
        if self.last is not None:
            before, quote, at = self.last
            is_next = index - at <= 1 and span.before == block.start and (before.chained or self._is_alone(block, span))
            known = quote.speaker.type != SpeakerType.UNKNOWN
            if is_next and not known and quote.cue is not None and quote.cue[0] >= before.after:
                return made(self.text, span, None, NOBODY)
            if ((at == index and follows) or is_next) and (known or before.chained):
                speaker = quote.speaker.called(None, "continuation")
                return made(self.text, span, None, speaker, QuoteType.CONTINUATION)
        if (answered := self._answered(block, span)) is not None:
            return answered
        if span.is_single or len(words) < 4:
            return None
        speaker = self.speakers.spoken_of(span.before)
        if speaker is None or (span.before == block.start and self._is_text(span)):
            return None
        return made(self.text, span, None, speaker.called(None, "adjacent"))

    def _answered(self, block: Block, span: Quoted) -> Quote | None:
        """Words after a sentence that says that somebody spoke: `Budi menjawab singkat. "Belum tahu."`."""
        match = _ANSWERED.search(self.lower, max(block.start, span.before - VERB_AFTER_CHARS), span.before)
        if match is None:
            return None
        start = self.sentences.start(max(block.start, span.before - SENTENCE_CHARS), match.end("cue"))
        speaker = speaker_before(self.speakers, match.start("cue"), start, span.before)
        return None if speaker is None else made(self.text, span, match.span("cue"), speaker)

    def _is_text(self, span: Quoted) -> bool:
        """Whether a colon or `berikut.` without a verb of speech introduces the words: a prayer, a notice, a caption."""
        end = len(self.text[max(0, span.before - 8) : span.before].rstrip()) + max(0, span.before - 8)
        if end == 0 or not (self.text[end - 1] == ":" or self.lower.endswith("berikut.", 0, end)):
            return False
        start = self.sentences.start(self.text.rfind("\n", 0, end) + 1, end)
        return not self.verbs.within(max(start, end - SENTENCE_CHARS), end)

    def _follows_attribution(self, span: Quoted, index: int) -> bool:
        """Whether only the attribution of the last quote, or nothing, stands between it and this one."""
        if self.last is None or self.last[2] != index or self.last[0].after > span.before:
            return False
        before = self.last[0].after
        if not self.text[before : span.before].strip(SEPARATORS):
            return True
        cue = self.last[1].cue
        if cue is None or cue[0] < before:
            return False
        end = self.sentences.end(cue[1], span.before)
        return not self.text[end : span.before].strip()

    def _is_alone(self, block: Block, span: Quoted) -> bool:
        """Whether the quote is all that its paragraph says, as far as its marks go."""
        return span.chained or not self.text[span.after : block.end].strip(SEPARATORS)
