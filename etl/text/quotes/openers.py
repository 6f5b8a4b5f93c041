"""Openers: whom a sentence is about, by what opens it or one of its clauses.

Here: a person with their title, a relation of somebody named, an unnamed source. Not here: the subject of a given verb
(subjects.py), which of several sentences counts (speakers.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.contracts.enums import SpeakerType
from etl.text.named import Named, Names
from etl.text.quotes import cues
from etl.text.quotes.speaker import Speaker, of_mention
from etl.text.sentences import Sentences, first_word

TITLE_CHARS = 120
"""A title before a subject is read this far back."""

_CLAUSE_MARK = re.compile(r"[,;:.?!\u201c\u201d\"()\u2013\u2014]")
# "disampaikan oleh Ketua Panitia" before a name: the verb, and what must be a title.
_AGENT = re.compile(r"\b(?P<verb>[Dd]i[a-z]{4,})(?:\s+pula|\s+juga)?(?:\s+oleh)?\s(?=[^.;:]*\Z)")
# "Seorang pejabat senior Uni Eropa yang ...": an unnamed subject, up to its clause, a comma or the verb.
_UNNAMED = re.compile(
    r"(?:[^,\n]{0,80},\s)?(?P<who>(?:(?P<article>[Ss]eorang|[Ss]ebuah|[Ss]alah (?:satu|seorang))\s)?(?P<head>[A-Za-z]+)(?:\s[\w-]+){0,6}?)"
    r"(?=,|\s(?:yang|me[a-z]{4,}|ber[a-z]{4,})\b)"
)
# "Seorang komandan, yang menyebut namanya sebagai" before a name.
_CALLED = re.compile(r"\b(?:bernama|namanya sebagai|namanya adalah|disapa|dipanggil|berinisial)\s\Z")
# ", Obi, Kabaena" and ", Obi dan Kabaena": one of a list, not the subject of a clause.
_IN_A_LIST = re.compile(r"(?:,|,?\s(?:dan|serta|atau|hingga))\s(?P<word>[A-Z][\w-]*)(?!\w|\.\w)")
_SMALL = frozenset({"-", "--", "\u2013", "\u2014"})


class Openers:
    """Reads the openings of the sentences of one document."""

    def __init__(self, text: str, lower: str, names: Names, sentences: Sentences) -> None:
        self.text = text
        self.lower = lower
        self.names = names
        self.sentences = sentences

    def speaker(self, start: int, end: int) -> Speaker | None:
        """Who the sentence `[start, end)` is about, and so may be `ia` in the next one."""
        if (mention := self.subject(start, end)) is not None:
            return of_mention(mention, self.text[mention.start : mention.end], "subject")
        if (relative := self._relative(start, end)) is not None:
            return relative
        unnamed = _UNNAMED.match(self.text, start, end)
        if unnamed is None or not self._can_tell(unnamed):
            return None
        return Speaker(unnamed["who"], unnamed["who"], SpeakerType.ANONYMOUS, "subject")

    def subject(self, start: int, end: int) -> Named | None:
        """The person whom the sentence `[start, end)` is about: one who opens it or one of its clauses."""
        for mention in self.names.within(start, end):
            if mention.is_person and self._opens_clause(mention, start):
                return mention
        return None

    def _opens_clause(self, mention: Named, start: int) -> bool:
        low = max(start, mention.start - TITLE_CHARS)
        lead = self.text[low : mention.start]
        cut = max((match.end() for match in _CLAUSE_MARK.finditer(lead)), default=0)
        if (passive := _AGENT.search(lead, cut)) is not None and passive["verb"].lower() in cues.PASSIVE:
            cut = passive.end()
        if cut == 0 and low > start:
            return False
        if self._is_listed(mention):
            return False
        words = lead[cut:].split()
        if _CALLED.search(lead) is not None and first_word(self.lower[start : mention.start]) in ("seorang", "salah"):
            return True
        return _is_lead(words) and not cues.ends_in_relation(self.lower[low + cut : mention.start].split())

    def _relative(self, start: int, end: int) -> Speaker | None:
        """Who opens the sentence `[start, end)` as a relation of somebody named: `Istri Budi Santoso`."""
        mention = next((mention for mention in self.names.within(start, end) if mention.is_person), None)
        if mention is None or not _is_lead(self.text[start : mention.start].split()):
            return None
        if not cues.ends_in_relation(self.lower[start : mention.start].split()):
            return None
        said = self.text[start : mention.end]
        return Speaker(said, said, SpeakerType.PERSON, "subject")

    def _is_listed(self, mention: Named) -> bool:
        """Whether a mention stands in the middle of a list of names: `di Wawo, Obi, dan Kaba`."""
        place = self.names.last_before(mention.start)
        if place < 0 or self.text[self.names.mentions[place].end : mention.start].strip() != ",":
            return False
        following = _IN_A_LIST.match(self.text, mention.end)
        return following is not None and following["word"].lower() not in cues.TITLES

    def _can_tell(self, unnamed: re.Match[str]) -> bool:
        """Whether `Seorang ...` who opens a sentence is a source: by what they are, or because their name is withheld."""
        head, end = unnamed["head"].lower(), self.sentences.end(unnamed.end(), unnamed.end() + TITLE_CHARS)
        if unnamed["article"] is None:
            return head in cues.SOURCES
        return head in cues.ANONYMOUS or cues.is_withheld(self.lower[unnamed.start() : end])


def _is_lead(words: Sequence[str]) -> bool:
    """Whether the words before a person can all be a title, or open a sentence: `Pelatih tim nasional Brasil`."""
    has_head = bool(words) and words[0].lower() in cues.TITLES
    return all(
        word[0].isupper()
        or word[0].isdigit()
        or word in _SMALL
        or word in cues.TITLES
        or word in cues.CONNECTIVES
        or (has_head and (cues.can_qualify(word) or word in cues.TITLE_PREPOSITIONS))
        for word in words
    )
