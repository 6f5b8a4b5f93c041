"""Ways in which words in marks are given to a speaker, the surest first; words given in none of them are no speech.

Here: cue after, verb before, colon, verb after, and sentences that go on with a speaker given before.
Not here: pairing of marks (quote_marks.py), reading the speaker (speaker_words.py, subjects.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.contracts.enums import QuoteRepair, QuoteType, SpeakerType
from etl.text import cues
from etl.text.cues import Cue, Verbs
from etl.text.kept import Block
from etl.text.quote_marks import Quoted
from etl.text.sentences import Sentences, first_word, last_word
from etl.text.speaker_words import speaker_after
from etl.text.speakers import Speaker, Speakers
from etl.text.subjects import speaker_before

SENTENCE_CHARS = 500
"""How far before a mark the verb that opens it is sought: longer sentences are lists."""
WORDS_READ_CHARS = 400
"""So many characters of quoted words are enough to tell a sentence from a name."""
VERB_AFTER_CHARS = 160
JOINED_CHARS = 60
INSIDE_WORDS = 3
"""Words in marks inside a report are at least this many: fewer are a term."""

_WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
_THAT = re.compile(
    r"(?:,?\s*(?:kepada|pada|ke)\s[^,:]{1,60})?\s*(?:bahwa|bahawa|bahwasanya|jika|kalau|begini|sebagai berikut)?\s*[,:]?\s*\Z"
)
_FEW_WORDS = re.compile(r"\s*(?:\S+\s+){0,3}\Z")
_SAID_PASSIVE = re.compile(
    r"[\s.,]*(?:hal|pernyataan|demikian|begitu|itu|ungkapan|ucapan|pesan)\b[^.\n]{0,30}?"
    r"\b(?P<cue>disampaikan|dikatakan|diungkapkan|ditegaskan|dijelaskan|diutarakan|dikemukakan|dituturkan|diucapkan)"
    r"(?:\s+oleh)?\b"
)
_OF_A_STATEMENT = re.compile(r"(?:\s+(?:resmi|tertulis|pers|bersama|singkat|dari|yang disampaikan|yang dirilis))*")
_JOINS = re.compile(r"\s*,?\s*(?:dan|serta|atau|tetapi|tapi|namun|sekaligus|bahkan|hingga|juga)(?:\s+[\w-]+){0,4}\s*")
# `Budi hanya menjawab singkat.` before words in marks.
_ANSWERED = re.compile(
    r"\b(?P<cue>menjawab|berkata|berujar|berucap|bertanya|menimpali|menyahut|berteriak|berseru|berbisik|berkomentar|berpesan)"
    r"(?:\s+(?:singkat|pendek|lirih|pelan|tegas|lantang|enteng|santai|begini|dengan \w+|sambil \w+))?\s*[.:]\s*\Z"
)
# `Menurut pernyataan bersama, ...`: a statement that nobody alone gave.
_OF_NOBODY = re.compile(r"\s+(?:pernyataan|keterangan|komunike|siaran pers)\s+bersama\b")
_ENDS = frozenset(".?!\u2026")
_SEPARATORS = " \t\n\u00a0,.;:-\u2013\u2014"
_OPENERS = " \u201c\"'\u2018("


class Quote(NamedTuple):
    """A quote in kept offsets: `[start, end)` inside its marks; `cue` is the span of the word that gives it."""

    start: int
    end: int
    type: QuoteType
    cue: tuple[int, int] | None
    speaker: Speaker
    repair: QuoteRepair


class Ways:
    """Reads the words in marks of one document, in reading order."""

    def __init__(self, text: str, lower: str, speakers: Speakers, verbs: Verbs, sentences: Sentences) -> None:
        self.text = text
        self.lower = lower
        self.speakers = speakers
        self.verbs = verbs
        self.sentences = sentences
        self.last: tuple[Quoted, Quote, int] | None = None

    def quote(self, index: int, block: Block, span: Quoted, low: int, high: int) -> Quote | None:
        """What the words in marks are, `low` and `high` the bounds of what belongs to them; None when no speech.

        `index` is the place of `block` among the paragraphs.
        """
        words = _WORD.findall(self.text, span.start, min(span.end, span.start + WORDS_READ_CHARS))
        if not words:
            return None
        quote = (
            self._cue_after(span, high, words)
            or self._joined(index, block, span)
            or self._verb_before(block, span, low, words)
            or self._colon(span, low)
            or self._verb_after(span, high, words)
            or self._inside_report(span, high, words)
            or self._context(index, block, span, low, words)
        )
        if quote is not None:
            self.last = (span, quote, index)
        return quote

    def _cue_after(self, span: Quoted, high: int, words: Sequence[str]) -> Quote | None:
        """`"...," kata Budi`, `"..." ujarnya`."""
        cue = cues.cue_after(self.text, span.after, after_comma=self.text[span.end - 1] == ",")
        if cue is None:
            return None
        closes = self.text[span.end - 1] in ",.?!\u2026" or self.text[span.after : span.after + 1] == ","
        names_speaker = cue.has_nya or cues.begins_speaker(self.text, cue.end)
        if not closes and (not names_speaker or self._is_name(span, words)):
            return None
        return _made(self.text, span, (cue.start, cue.end), self._said_by(cue, span.before, max(high, cue.end)))

    def _said_by(self, cue: Cue, before: int, high: int) -> Speaker:
        if cue.has_nya:
            return self.speakers.pronoun("-nya", before, cue.end)
        offset = cue.end
        if last_word(cue.word) in cues.STATEMENT_NOUNS:
            passed = _OF_A_STATEMENT.match(self.lower, offset)
            offset = passed.end() if passed else offset
        return speaker_after(self.speakers, offset, high, before)

    def _joined(self, index: int, block: Block, span: Quoted) -> Quote | None:
        """Words that `dan` joins to words given just before: `"sangat disesalkan" dan "tidak dapat diterima"`."""
        if self.last is None or self.last[2] != index or self.last[1].type == QuoteType.CONTINUATION:
            return None
        before, quote, _ = self.last
        if quote.cue is None or quote.cue[0] > before.before or not self.text[span.start : span.start + 1].islower():
            return None
        if not before.after <= span.before <= before.after + JOINED_CHARS:
            return None
        is_joint = _JOINS.fullmatch(self.lower, before.after, span.before) is not None
        if not is_joint or self.verbs.within(before.after, span.before):
            return None
        return _made(self.text, span, quote.cue, quote.speaker)

    def _verb_before(self, block: Block, span: Quoted, low: int, words: Sequence[str]) -> Quote | None:
        """`Budi mengatakan, "..."`, `Menurut Budi, "..."`, and words of a speaker inside a report."""
        start = self.sentences.start(max(low, span.before - SENTENCE_CHARS), span.before)
        verbs = self.verbs.within(start, span.before)
        if not verbs:
            return self._inverted(span, start, words)
        opens = _THAT.match(self.text, verbs[-1][1], span.before) is not None
        if not opens and (self._is_name(span, words) or self._is_term(span, words, verbs[-1][1])):
            return None
        if self.lower.startswith("menurut", verbs[-1][0]):
            return self._according(span, verbs[-1])
        whole = self.sentences.start(max(block.start, span.before - SENTENCE_CHARS), span.before)
        for verb in reversed(verbs[-3:]):
            speaker = speaker_before(self.speakers, verb[0], whole, span.before)
            if speaker is not None:
                return _made(self.text, span, verb, speaker)
        return None

    def _according(self, span: Quoted, verb: tuple[int, int]) -> Quote | None:
        start, end = verb
        if self.lower.startswith("nya", start + len("menurut")):
            speaker = self.speakers.pronoun("-nya", start, end)
        else:
            speaker = speaker_after(self.speakers, end, span.before, start)
        if speaker.name is None and _OF_NOBODY.match(self.lower, end, span.before) is None:
            return None
        return _made(self.text, span, (start, start + len("menurut")), speaker)

    def _inverted(self, span: Quoted, start: int, words: Sequence[str]) -> Quote | None:
        """`Kata Budi, "..."`, `Namun, kata Budi, "..."`, and `Kata Budi, pertemuan itu "hangat dan terbuka"`."""
        opens = self.text[max(start, span.before - 2) : span.before].strip().endswith((",", ":"))
        if not opens and (len(words) < INSIDE_WORDS or self._is_name(span, words)):
            return None
        cue = cues.cue_after(self.lower, start)
        if cue is None or cue.start > start + 1:
            inside = self.verbs.closing_within(start, span.before) if opens else ()
            cue = cues.cue_after(self.lower, inside[-1][0]) if inside else None
        if cue is None:
            return None
        speaker = self._said_by(cue, start, span.before)
        if not opens:
            is_given = speaker.name is not None and self.text[speaker.end : speaker.end + 1] == ","
            return _made(self.text, span, (cue.start, cue.end), speaker) if is_given else None
        is_next = not cue.has_nya and self.text[speaker.end : span.before].strip() in (",", ":")
        if speaker.name is None or not (is_next or cue.has_nya or cue.start <= start + 1):
            return None
        return _made(self.text, span, (cue.start, cue.end), speaker)

    def _inside_report(self, span: Quoted, high: int, words: Sequence[str]) -> Quote | None:
        """Words taken into a report that its attribution closes: `sepakat membuka "jalur khusus" itu, kata Budi.`"""
        first = self.text[span.start : span.start + 1]
        if len(words) < INSIDE_WORDS or not first.islower() or self._is_name(span, words):
            return None
        end = self.sentences.end(span.after, min(high, span.after + SENTENCE_CHARS))
        closing = self.verbs.closing_within(span.after, end)
        if not closing or self.verbs.within(span.after, closing[0][0]):
            return None
        cue = cues.cue_after(self.lower, closing[0][0])
        if cue is None:
            return None
        speaker = self._said_by(cue, span.before, end)
        return None if speaker.name is None else _made(self.text, span, (cue.start, cue.end), speaker)

    def _colon(self, span: Quoted, low: int) -> Quote | None:
        """`Budi: "..."`."""
        if not self.text[max(low, span.before - 3) : span.before].rstrip().endswith(":"):
            return None
        start = self.sentences.start(max(low, span.before - VERB_AFTER_CHARS), span.before)
        if first_word(self.lower[start : span.before]).strip(":") in cues.NAMING:
            return None
        speaker = speaker_after(self.speakers, start, span.before, start)
        if speaker.text is None or self.text[speaker.end : span.before].strip() != ":":
            return None
        return _made(self.text, span, None, speaker.called(speaker.text, "colon", speaker.end))

    def _verb_after(self, span: Quoted, high: int, words: Sequence[str]) -> Quote | None:
        """`"...," Budi menambahkan.` and `"...". Hal itu disampaikan Budi ...`."""
        text = self.text
        passive = _SAID_PASSIVE.match(self.lower, span.after)
        if passive is not None and self._is_sentence(span, words):
            speaker = speaker_after(self.speakers, passive.end(), high, span.before)
            if speaker.name is not None:
                return _made(text, span, passive.span("cue"), speaker)
        begins = self.sentences.start(max(0, span.before - SENTENCE_CHARS), span.before) >= span.before
        if text[span.end - 1] != "," and not (begins and text[span.after : span.after + 1] == ","):
            return None
        end = self.sentences.end(span.after, min(high, span.after + VERB_AFTER_CHARS))
        verbs = self.verbs.within(span.after, end)
        if not verbs or self._is_name(span, words):
            return None
        start = span.after
        while start < verbs[0][0] and text[start] in _SEPARATORS:
            start += 1
        speaker = speaker_before(self.speakers, verbs[0][0], start, span.before)
        return None if speaker is None else _made(text, span, verbs[0], speaker)

    def _context(self, index: int, block: Block, span: Quoted, low: int, words: Sequence[str]) -> Quote | None:
        """Whole sentences without a cue of their own: they go on with the last speaker, or with whom the text tells of."""
        if not self._is_sentence(span, words):
            return None
        follows = self._follows_attribution(span, index)
        if self.text[low : span.before].strip(_SEPARATORS) and not follows:
            begins = self.sentences.start(max(low, span.before - SENTENCE_CHARS), span.before)
            if begins < span.before:
                return None
        if self.last is not None:
            before, quote, at = self.last
            is_next = index - at <= 1 and span.before == block.start and (before.chained or self._is_alone(block, span))
            known = quote.speaker.type != SpeakerType.UNKNOWN
            if ((at == index and follows) or is_next) and (known or before.chained):
                speaker = quote.speaker.called(None, "continuation")
                return _made(self.text, span, None, speaker, QuoteType.CONTINUATION)
        if (answered := self._answered(block, span)) is not None:
            return answered
        if span.is_single or len(words) < 4:
            return None
        speaker = self.speakers.spoken_of(span.before)
        if speaker is None or (span.before == block.start and self._is_text(span)):
            return None
        return _made(self.text, span, None, speaker.called(None, "adjacent"))

    def _answered(self, block: Block, span: Quoted) -> Quote | None:
        """Words after a sentence that says that somebody spoke: `Budi menjawab singkat. "Belum tahu."`."""
        match = _ANSWERED.search(self.lower, max(block.start, span.before - VERB_AFTER_CHARS), span.before)
        if match is None:
            return None
        start = self.sentences.start(max(block.start, span.before - SENTENCE_CHARS), match.end("cue"))
        speaker = speaker_before(self.speakers, match.start("cue"), start, span.before)
        return None if speaker is None else _made(self.text, span, match.span("cue"), speaker)

    def _is_text(self, span: Quoted) -> bool:
        """Whether a colon without a verb of speech introduces the words: a prayer, a notice, a caption."""
        end = len(self.text[max(0, span.before - 8) : span.before].rstrip()) + max(0, span.before - 8)
        if end == 0 or self.text[end - 1] != ":":
            return False
        start = self.sentences.start(self.text.rfind("\n", 0, end) + 1, end)
        return not self.verbs.within(max(start, end - SENTENCE_CHARS), end)

    def _follows_attribution(self, span: Quoted, index: int) -> bool:
        """Whether only the attribution of the last quote, or nothing, stands between it and this one."""
        if self.last is None or self.last[2] != index or self.last[0].after > span.before:
            return False
        before = self.last[0].after
        if not self.text[before : span.before].strip(_SEPARATORS):
            return True
        cue = self.last[1].cue
        if cue is None or cue[0] < before:
            return False
        end = self.sentences.end(cue[1], span.before)
        return not self.text[end : span.before].strip()

    def _is_alone(self, block: Block, span: Quoted) -> bool:
        """Whether the quote is all that its paragraph says, as far as its marks go."""
        return span.chained or not self.text[span.after : block.end].strip(_SEPARATORS)

    def _is_sentence(self, span: Quoted, words: Sequence[str]) -> bool:
        """Whether the quoted words read as a sentence: a capital first, and an end mark or enough words."""
        first = self.text[span.start : span.start + 3].lstrip(_OPENERS)[:1]
        if not first or first.islower():
            return False
        ends = self.text[span.end - 1] in ".?!,\u2026" or self.text[span.after : span.after + 1] in (".", ",")
        lower_words = sum(word[0].islower() for word in words)
        return (ends and (lower_words >= 2 or len(words) <= 3)) or lower_words >= 5

    def _is_name(self, span: Quoted, words: Sequence[str]) -> bool:
        """Whether the quoted words are a title or a name: a naming noun before them, or capitals throughout."""
        before = self.lower[max(0, span.before - 40) : span.before].split()
        after = self.lower[span.after : span.after + 12].split(None, 1)
        if len(words) <= 3 and after and after[0].strip(",.") in ("tersebut", "itu", "ini"):
            return True
        if before and before[-1].strip("(") in cues.NAMING:
            return True
        long = [word for word in words if len(word) > 3]
        capitals = bool(long) and all(word[0].isupper() or word[0].isdigit() for word in long)
        return len(words) > 1 and capitals and self.text[span.end - 1] not in ",?!."

    def _is_term(self, span: Quoted, words: Sequence[str], verb_end: int) -> bool:
        """Whether one marked word inside a report is a term rather than a word taken from the speaker."""
        return len(words) == 1 and (span.is_single or _FEW_WORDS.match(self.text, verb_end, span.before) is None)


def _made(
    text: str, span: Quoted, cue: tuple[int, int] | None, speaker: Speaker, kind: QuoteType | None = None
) -> Quote:
    if kind is None:
        first = text[span.start : span.start + 3].lstrip(_OPENERS)[:1]
        kind = QuoteType.FRAGMENT if first.islower() else QuoteType.DIRECT
    return Quote(span.start, span.end, kind, cue, speaker, span.repair)
