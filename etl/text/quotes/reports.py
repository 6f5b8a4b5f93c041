"""Reports: speech given to a speaker without marks (`Budi mengatakan bahwa ...`, `Menurut Budi, ...`, `..., kata Budi.`).

Here: where the reported words begin and end, and who is said to have said them.
Not here: words in marks (ways.py); a sentence whose words stand in marks is no report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.contracts.enums import QuoteRepair, QuoteType
from etl.text.cleaning.kept import Block
from etl.text.quotes import cues
from etl.text.quotes.cues import Verbs
from etl.text.quotes.marks import Quoted
from etl.text.quotes.quoted_words import Quote
from etl.text.quotes.reader import Reader
from etl.text.quotes.speaker import Speaker
from etl.text.quotes.speaker_words import speaker_after
from etl.text.quotes.speakers import Speakers
from etl.text.quotes.subjects import speaker_before
from etl.text.sentences import Sentences

LEAST_WORDS = 3
"""Reported words are at least this many: fewer are an object (`menyebut nama Budi`)."""
LEAST_CHARS = 15
CLAUSE_CHARS = 70
"""A statement shows its verb within this many characters."""
SENTENCE_CHARS = 1500
"""No report is read from a longer sentence, which is a list; so no text costs more than its length."""

# After the verb: to whom, and the word or comma that opens the report.
_OPENING = re.compile(
    r"(?P<again>\s+(?:lagi|pula|juga|singkat|kembali))?(?:\s+(?:kepada|pada)\s[^,.:;\"\u201c]{2,60}?(?=\s+(?:bahwa|bahawa|kalau|jika)\b|,))?"
    r"(?P<that>(?:\s*,)?\s*(?:bahwa|bahawa|bahwasanya|jika|kalau)\b|\s*,)?\s*"
)
_AFTER_COMMA = re.compile(r"[^,.\n]{0,60},\s*([\w-]+)")
# What makes words a statement rather than a thing: a verb or a modal that no preposition turns into a noun.
_CLAUSE = re.compile(
    r"(?<!untuk )(?<!dalam )(?<!guna )\b(?:akan|telah|sudah|tidak|tak|belum|bisa|dapat|harus|adalah|ialah|merupakan|masih|sedang"
    r"|bukan|ada|perlu|wajib|boleh|siap|ingin|mau|hanya|juga|lebih|sangat|ikut|me[mnlrwy]\w{3,}|ber\w{3,}|di\w{4,}|ter\w{4,})\b"
)
_BREAK = re.compile(r"[\"\u201c\u201d\n]")


class _Report(NamedTuple):
    """A verb with its speaker, and what it reports, in kept offsets."""

    start: int
    end: int
    cue: tuple[int, int]
    speaker: Speaker


@dataclass(slots=True)
class Told:
    """The reports of one paragraph, in order, and how many were heard so far."""

    verbs: list[tuple[int, int]]
    reports: list[_Report] = field(default_factory=list)
    place: int = 0


class Reports(Reader):
    """Reads the reports of one document, in reading order."""

    def __init__(self, text: str, lower: str, speakers: Speakers, verbs: Verbs, sentences: Sentences) -> None:
        super().__init__(text, lower, speakers, verbs, sentences)
        self.block = Block(0, 0, "")
        self.spans: Sequence[Quoted] = ()
        self._place = 0

    def has_cue(self, block: Block) -> bool:
        """Whether a cue stands before the end of the paragraph, the next to be begun."""
        return self._place < len(self.verbs.all) and self.verbs.all[self._place][0] < block.end

    def begin(self, block: Block, spans: Sequence[Quoted]) -> Told:
        """The cues of a paragraph that stand outside its marks. Paragraphs are begun in order."""
        self.block, self.spans = block, spans
        cues_of_text, found = self.verbs.all, list[tuple[int, int]]()
        place = 0
        while self._place < len(cues_of_text) and (cue := cues_of_text[self._place])[0] < block.end:
            self._place += 1
            if cue[0] < block.start:
                continue
            while place < len(spans) and spans[place].end <= cue[0]:
                place += 1
            if place == len(spans) or cue[0] < spans[place].start:
                found.append(cue)
        return Told(found)

    def hear(self, told: Told, until: int) -> None:
        """Reads the reports that begin before `until`, so that later words can point back to their speakers."""
        while told.place < len(told.verbs) and told.verbs[told.place][0] < until:
            report = self._report(told.verbs[told.place])
            told.place += 1
            if report is not None:
                told.reports.append(report)
                self.speakers.heard(report.cue[0], report.speaker)

    def quotes(self, told: Told, spans: Sequence[Quoted], quotes: Sequence[Quote]) -> list[Quote]:
        """The reports of the paragraph that stand clear of words in marks, as indirect quotes."""
        if not told.reports:
            return []
        taken = {quote.cue for quote in quotes[-len(spans) :]} if spans else set[tuple[int, int] | None]()
        found: list[Quote] = []
        place = 0
        for report in told.reports:
            if report.cue in taken or report.end - report.start < LEAST_CHARS:
                continue
            while place < len(spans) and spans[place].after <= report.start:
                place += 1
            if place < len(spans) and spans[place].before < report.end:
                continue
            if self.text.count(" ", report.start, report.end) + 1 < LEAST_WORDS:
                continue
            found.append(
                Quote(report.start, report.end, QuoteType.INDIRECT, report.cue, report.speaker, QuoteRepair.NONE)
            )
        return found

    def _report(self, cue: tuple[int, int]) -> _Report | None:
        low, high = max(self.block.start, cue[0] - SENTENCE_CHARS), min(self.block.end, cue[1] + SENTENCE_CHARS)
        start = self.sentences.start(low, cue[0])
        end = self.sentences.end(cue[1], high)
        if (start == low > self.block.start) or (end == high < self.block.end):
            return None
        word = self.lower[cue[0] : cue[1]]
        if word.startswith("menurut"):
            return self._according(cue, start, end)
        if word.removesuffix("nya") in cues.CLOSING:
            return self._closing(cue, start, end)
        if word not in cues.INDIRECT:
            return None
        opening = _OPENING.match(self.text, cue[1], end)
        if opening is None:
            return None
        if opening["that"] is None:
            bare = self.lower[opening.end() : min(end, opening.end() + CLAUSE_CHARS)]
            if word in cues.INDIRECT_NEEDS_THAT or opening["again"] or not _is_clause(bare):
                return None
        speaker = speaker_before(self.speakers, cue[0], start, cue[0])
        if speaker is None or speaker.name is None:
            return None
        return _Report(*self._trimmed(opening.end(), self._cut(opening.end(), end)), cue, speaker)

    def _cut(self, start: int, end: int) -> int:
        """Where a report ends before the end of its sentence: at marks, or where `dan` joins another report."""
        broken = _BREAK.search(self.text, start, end)
        end = broken.start() if broken else end
        if closing := self.verbs.closing_within(start, end):
            end = closing[0][0]
        for verb in self.verbs.within(start, end):
            if self.lower[verb[0] : verb[1]] not in cues.INDIRECT:
                continue
            speaker = speaker_before(self.speakers, verb[0], start, verb[0])
            if speaker is None or speaker.text is None or speaker.method != "named":
                continue
            subject = self.text.rfind(speaker.text, start, verb[0])
            lead = self.text[max(start, subject - 140) : subject]
            joint = max((lead.rfind(word) for word in (" dan ", " sementara ", " sedangkan ")), default=-1)
            if joint >= 0 and "," not in lead[joint:]:
                return subject - len(lead) + joint
        return end

    def _according(self, cue: tuple[int, int], start: int, end: int) -> _Report | None:
        """`Menurut Budi, ...` and `..., menurut Budi.`."""
        word_end = cue[0] + len("menurut")
        if self.lower.startswith("nya", word_end):
            speaker = self.speakers.pronoun("-nya", start, word_end + len("nya"))
        else:
            speaker = speaker_after(self.speakers, word_end, end, start)
        if speaker.name is None or (speaker.method == "role" and speaker.type == "unknown"):
            return None
        cue = (cue[0], word_end)
        if cue[0] - start > LEAST_CHARS and self.text[max(start, cue[0] - 2) : cue[0]].strip() == ",":
            if self._goes_on(speaker.end, end):
                return _Report(start, start, cue, speaker)
            return _Report(*self._trimmed(start, self.text.rfind(",", start, cue[0])), cue, speaker)
        comma = self.text.find(",", speaker.end, end)
        if comma < 0 or comma - speaker.end > 60:
            return None
        return _Report(*self._trimmed(comma + 1, self._cut(comma + 1, end)), cue, speaker)

    def _closing(self, cue: tuple[int, int], start: int, end: int) -> _Report | None:
        """`..., kata Budi.` after words without marks."""
        comma = self.text.rfind(",", start, cue[0])
        if comma < start or self.text.count(" ", start, comma) + 1 <= LEAST_WORDS:
            return None
        if self.lower.endswith("nya", cue[0], cue[1]) and cue[1] - cue[0] > len("nya"):
            speaker = self.speakers.pronoun("-nya", start, cue[1])
        else:
            speaker = speaker_after(self.speakers, cue[1], end, start)
        if speaker.name is None or speaker.end < 0 or _BREAK.search(self.text, start, comma) is not None:
            return None
        if self._goes_on(speaker.end, end):
            return _Report(start, start, cue, speaker)
        return _Report(*self._trimmed(start, comma), cue, speaker)

    def _goes_on(self, offset: int, end: int) -> bool:
        """Whether the reported words go on after the attribution: `Harga itu, kata Budi, akan turun.`"""
        match = _AFTER_COMMA.match(self.lower, offset, end)
        if match is None or match[1] in cues.DAYS:
            return False
        return match[1] not in cues.STOPS or match[1] in cues.MODALS

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """`[start, end)` less blanks and the full stop at its end."""
        while start < end and (self.text[start].isspace() or self.text[start] == ","):
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] in ".,;"):
            end -= 1
        return start, end


def _is_clause(lower: str) -> bool:
    """Whether unmarked words after a verb state something: `menegaskan pentingnya sinergi` does not."""
    words = lower.split(None, 1)
    return bool(words) and words[0] not in cues.NOMINAL and _CLAUSE.search(lower.split(",", 1)[0]) is not None
