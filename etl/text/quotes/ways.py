"""Ways in which words in marks are given to a speaker, the surest first; words given in none of them are no speech.

Here: cue after, verb before, colon, verb after, and the order in which they and the context are tried.
Not here: words without a cue (context.py), pairing of marks (marks.py), reading the speaker (speaker_words.py,
subjects.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.text.cleaning.kept import Block
from etl.text.quotes import cues
from etl.text.quotes.context import SENTENCE_CHARS, SEPARATORS, VERB_AFTER_CHARS, Context
from etl.text.quotes.cues import Cue, Verbs
from etl.text.quotes.marks import Quoted
from etl.text.quotes.quoted_words import Quote, is_name, is_sentence, is_term, made, words_of
from etl.text.quotes.reader import Reader
from etl.text.quotes.speaker import NOBODY, Speaker, of_mention
from etl.text.quotes.speaker_words import speaker_after
from etl.text.quotes.speakers import Speakers
from etl.text.quotes.subjects import is_denied, speaker_before
from etl.text.sentences import Sentences, first_word, last_word
from etl.text.tries import words_pattern

INSIDE_WORDS = 3
"""Words in marks inside a report are at least this many: fewer are a term."""

_THAT = re.compile(
    r"(?:,?\s*(?:kepada|pada|ke)(?:\s(?!bahwa\b|bahawa\b)[^\s,:]{1,30}){1,8})?(?:\s*(?:bahwa|bahawa|bahwasanya|jika|kalau|begini|sebagai berikut))?(?:\s*[,:])?\s*\Z"
)
_SAID_PASSIVE = re.compile(
    r"[\s.,]*(?:hal|pernyataan|demikian|begitu|itu|ungkapan|ucapan|pesan)\b[^.\n]{0,30}?"
    r"\b(?P<cue>disampaikan|dikatakan|diungkapkan|ditegaskan|dijelaskan|diutarakan|dikemukakan|dituturkan|diucapkan)"
    r"(?:\s+oleh)?\b"
)
_OF_A_STATEMENT = re.compile(r"(?:\s+(?:resmi|tertulis|pers|bersama|singkat|dari|yang disampaikan|yang dirilis))*")
# `klaim berulang Budi bahwa ...` up to words in marks.
_CLAIM = re.compile(
    rf"\b(?P<cue>{words_pattern(cues.CLAIMS)})(?P<nya>nya)?(?P<who>[^.,;:\n\"\u201c\u201d]{{0,80}}?)\s+(?:bahwa|bahawa)\b[^.;:\n\"\u201c\u201d]{{0,160}}\Z"
)
_SO_CALLED = re.compile(
    r"\byang (?:(?P<cue>di(?:sebut|gambarkan|lukiskan|anggap|cap))(?:nya|\s(?:oleh\s)?(?P<who>[^.,;:\n\"\u201c\u201d]{2,60}?))"
    r"|(?:ia|dia)\s(?P<own>sebut|gambarkan|lukiskan|anggap)"
    r"|oleh\s(?P<by>[^.,;:\n\"\u201c\u201d]{2,80}?)\s(?P<verb>di(?:sebut|nilai|gambarkan|lukiskan|anggap|cap)))\s(?:sebagai\s)?\Z"
)
# `Menurut pernyataan bersama, ...`: a statement that nobody alone gave.
_OF_NOBODY = re.compile(r"\s+(?:pernyataan|keterangan|komunike|siaran pers)\s+bersama\b")


class Ways(Reader):
    """Reads the words in marks of one document, in reading order."""

    def __init__(self, text: str, lower: str, speakers: Speakers, verbs: Verbs, sentences: Sentences) -> None:
        super().__init__(text, lower, speakers, verbs, sentences)
        self.context = Context(text, lower, speakers, verbs, sentences)

    def quote(self, index: int, block: Block, span: Quoted, low: int, high: int) -> Quote | None:
        """What the words in marks are, `low` and `high` the bounds of what belongs to them; None when no speech.

        `index` is the place of `block` among the paragraphs.
        """
        words = words_of(self.text, span)
        if not words:
            return None
        quote = (
            self._cue_after(block, span, low, high, words)
            or self.context.joined(index, span)
            or self._verb_before(block, span, low, words)
            or self._claimed(span, low, words)
            or self._so_called(span, low, words)
            or self._colon(span, low)
            or self._verb_after(span, high, words)
            or self._inside_report(span, high, words)
            or self.context.going_on(index, block, span, low, words)
        )
        if quote is not None:
            self.context.last = (span, quote, index)
        return quote

    def _cue_after(self, block: Block, span: Quoted, low: int, high: int, words: Sequence[str]) -> Quote | None:
        """`"...," kata Budi`, `"..." ujarnya`; of `Budi mengatakan "...", menurut kantornya` the speaker is Budi."""
        cue = cues.cue_after(self.text, span.after, after_comma=self.text[span.end - 1] == ",")
        if cue is None:
            return None
        if cue.word == "menurut" and (told := self._verb_before(block, span, low, words)) is not None:
            return told
        closes = self.text[span.end - 1] in ",.?!\u2026" or self.text[span.after : span.after + 1] == ","
        names_speaker = cue.has_nya or cues.begins_speaker(self.text, cue.end)
        if not closes and (not names_speaker or is_name(self.text, self.lower, span, words)):
            return None
        return made(self.text, span, (cue.start, cue.end), self._said_by(cue, span.before, max(high, cue.end)))

    def _said_by(self, cue: Cue, before: int, high: int) -> Speaker:
        if cue.has_nya:
            return self.speakers.pronoun("-nya", before, cue.end, is_answer=cue.word == "jawab")
        offset = cue.end
        if last_word(cue.word) in cues.STATEMENT_NOUNS:
            passed = _OF_A_STATEMENT.match(self.lower, offset)
            offset = passed.end() if passed else offset
        return speaker_after(self.speakers, offset, high, before)

    def _verb_before(self, block: Block, span: Quoted, low: int, words: Sequence[str]) -> Quote | None:
        """`Budi mengatakan, "..."`, `Menurut Budi, "..."`, and words of a speaker inside a report."""
        start = self.sentences.start(max(low, span.before - SENTENCE_CHARS), span.before)
        verbs = self.verbs.within(start, span.before)
        if not verbs:
            return self._inverted(span, start, words) or self._told_on(block, span, low, words)
        opens = _THAT.match(self.text, verbs[-1][1], span.before) is not None
        is_named = is_name(self.text, self.lower, span, words, is_told=True)
        if not opens and (is_named or is_term(self.text, span, words, verbs[-1][1])):
            return None
        if self.lower.startswith("menurut", verbs[-1][0]):
            return self._according(span, verbs[-1])
        whole = self.sentences.start(max(block.start, span.before - SENTENCE_CHARS), span.before)
        for verb in reversed(verbs[-3:]):
            speaker = speaker_before(self.speakers, verb[0], whole, span.before)
            if speaker is not None:
                return made(self.text, span, verb, speaker)
        is_led = self.text[max(0, span.before - 2) : span.before].strip() in (",", ":")
        if opens and is_led and not is_denied(self.lower, whole, verbs[-1][0]):
            return made(self.text, span, verbs[-1], NOBODY)
        return None

    def _told_on(self, block: Block, span: Quoted, low: int, words: Sequence[str]) -> Quote | None:
        """Later words of a report that has marks already: `Budi mengatakan rencana "besar" itu "tidak akan berhasil"`."""
        whole = self.sentences.start(max(block.start, span.before - SENTENCE_CHARS), span.before)
        verbs = self.verbs.within(whole, low)
        if whole >= low or not verbs or len(words) < 2 or not words[0][0].islower():
            return None
        if self.verbs.closing_within(whole, span.before) or is_name(self.text, self.lower, span, words, is_told=True):
            return None
        speaker = speaker_before(self.speakers, verbs[-1][0], whole, span.before)
        return None if speaker is None or speaker.name is None else made(self.text, span, verbs[-1], speaker)

    def _according(self, span: Quoted, verb: tuple[int, int]) -> Quote | None:
        start, end = verb
        if self.lower.startswith("nya", start + len("menurut")):
            speaker = self.speakers.pronoun("-nya", start, end)
        else:
            speaker = speaker_after(self.speakers, end, span.before, start)
        if speaker.name is None and _OF_NOBODY.match(self.lower, end, span.before) is None:
            return None
        return made(self.text, span, (start, start + len("menurut")), speaker)

    def _inverted(self, span: Quoted, start: int, words: Sequence[str]) -> Quote | None:
        """`Kata Budi, "..."`, `Namun, kata Budi, "..."`, and `Kata Budi, pertemuan itu "hangat dan terbuka"`."""
        opens = self.text[max(start, span.before - 2) : span.before].strip().endswith((",", ":"))
        if not opens and (len(words) < INSIDE_WORDS or is_name(self.text, self.lower, span, words, is_told=True)):
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
            return made(self.text, span, (cue.start, cue.end), speaker) if is_given else None
        is_next = not cue.has_nya and self.text[speaker.end : span.before].strip() in (",", ":")
        if speaker.name is None or not (is_next or cue.has_nya or cue.start <= start + 1):
            return None
        return made(self.text, span, (cue.start, cue.end), speaker)

    def _claimed(self, span: Quoted, low: int, words: Sequence[str]) -> Quote | None:
        """`klaim Budi bahwa warga "sudah lama setuju"`: words of whom a noun of speech belongs to."""
        start = self.sentences.start(max(low, span.before - SENTENCE_CHARS), span.before)
        claim = _CLAIM.search(self.lower, start, span.before)
        if claim is None or len(words) < 2 or is_name(self.text, self.lower, span, words, is_told=True):
            return None
        begin, end = claim.span("who")
        if claim["nya"]:
            speaker = self.speakers.pronoun("-nya", start, begin)
        else:
            named = [mention for mention in self.speakers.names.within(begin, end) if mention.end == end]
            speaker = of_mention(named[0], self.text[named[0].start : end], "named") if named else NOBODY
        return None if speaker.name is None else made(self.text, span, claim.span("cue"), speaker)

    def _so_called(self, span: Quoted, low: int, words: Sequence[str]) -> Quote | None:
        """`apa yang disebutnya "kampanye hitam"`, `apa yang disebut Budi sebagai "..."`: a name that is a judgment."""
        called = _SO_CALLED.search(self.lower, max(low, span.before - VERB_AFTER_CHARS), span.before)
        if called is None or len(words) < 2 or not words[0][0].islower():
            return None
        cue = called.span(next(kind for kind in ("cue", "own", "verb") if called[kind]))
        who = called.span("by" if called["by"] else "who")
        if who[0] < 0:
            speaker = self.speakers.pronoun("-nya", called.start(), cue[1])
        else:
            speaker = speaker_after(self.speakers, *who, called.start())
        return None if speaker.name is None else made(self.text, span, cue, speaker)

    def _inside_report(self, span: Quoted, high: int, words: Sequence[str]) -> Quote | None:
        """Words taken into a report that its attribution closes: `sepakat membuka "jalur khusus" itu, kata Budi.`"""
        first = self.text[span.start : span.start + 1]
        if len(words) < INSIDE_WORDS or not first.islower():
            return None
        if is_name(self.text, self.lower, span, words, is_told=True):
            return None
        end = self.sentences.end(span.after, min(high, span.after + SENTENCE_CHARS))
        closing = self.verbs.closing_within(span.after, end)
        if not closing or self.verbs.within(span.after, closing[0][0]):
            return None
        cue = cues.cue_after(self.lower, closing[0][0])
        if cue is None:
            return None
        speaker = self._said_by(cue, span.before, end)
        return None if speaker.name is None else made(self.text, span, (cue.start, cue.end), speaker)

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
        return made(self.text, span, None, speaker.called(speaker.text, "colon", speaker.end))

    def _verb_after(self, span: Quoted, high: int, words: Sequence[str]) -> Quote | None:
        """`"...," Budi menambahkan.` and `"...". Hal itu disampaikan Budi ...`."""
        text = self.text
        passive = _SAID_PASSIVE.match(self.lower, span.after)
        if passive is not None and is_sentence(self.text, span, words):
            speaker = speaker_after(self.speakers, passive.end(), high, span.before)
            if speaker.name is not None:
                return made(text, span, passive.span("cue"), speaker)
        begins = self.sentences.start(max(0, span.before - SENTENCE_CHARS), span.before) >= span.before
        if text[span.end - 1] != "," and not (begins and text[span.after : span.after + 1] == ","):
            return None
        end = self.sentences.end(span.after, min(high, span.after + VERB_AFTER_CHARS))
        verbs = self.verbs.within(span.after, end)
        if not verbs or is_name(self.text, self.lower, span, words):
            return None
        start = span.after
        while start < verbs[0][0] and text[start] in SEPARATORS:
            start += 1
        speaker = speaker_before(self.speakers, verbs[0][0], start, span.before)
        return None if speaker is None else made(text, span, verbs[0], speaker)
