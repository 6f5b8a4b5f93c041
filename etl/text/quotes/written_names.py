"""Names that the text writes and the name step did not find, in their fullest form.

Here: surnames and first names that stand alone. Not here: reading them beside a cue (speaker_words.py, subjects.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import SpeakerType
from etl.text.named import Names
from etl.text.quotes import cues
from etl.text.quotes.speaker import Speaker, of_mention
from etl.text.sentences import last_word

LONGEST_FIRST_NAMES = 3
"""First names before a surname, at most: what stands farther left is a title."""

# A run of capitalised words: titles and what they are of, and at the end a name.
_RUN = re.compile(r"(?<![\w'\u2019-])(?:[A-Z][\w'\u2019-]{1,30} ){1,9}[A-Z][\w'\u2019-]{1,30}")


class WrittenNames:
    """The written names of one document."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self._heard: dict[str, Speaker] = {}
        self._by_word: dict[str, str] | None = None
        self._by_first_name: dict[str, Speaker] = {}

    def heard(self, speaker: Speaker) -> None:
        """Notes a person who was given words by a written name."""
        for word in (speaker.name or "").split():
            self._heard.setdefault(word, speaker)

    def first_name(self, written: str, end: int) -> Speaker:
        """The speaker whose first name is also a word of kin, written alone: `Putri` for `Putri Ayu Lestari`."""
        if written not in self._by_first_name:
            self._by_first_name[written] = self._with_first_name(written) or self.full_form(written)
        return self._by_first_name[written].called(written, "written", end)

    def _with_first_name(self, written: str) -> Speaker | None:
        lead = f"{written} "
        for mention in self.names.mentions:
            begin = mention.start - len(lead)
            if mention.is_person and begin >= 0 and self.text.startswith(lead, begin):
                return Speaker(written, self.text[begin : mention.end], SpeakerType.PERSON, "written")
        return None

    def full_form(self, written: str) -> Speaker:
        """The speaker that a written name stands for: the fullest form among the names and speakers of the document."""
        last = last_word(written)
        mention = self.names.person_called(last)
        if mention is not None and _agrees(written, mention.name):
            return of_mention(mention, written, "written")
        if " " not in written and (longer := self._longer(written)) is not None:
            return Speaker(written, longer, SpeakerType.PERSON, "written")
        known = self._heard.setdefault(last, Speaker(written, written, SpeakerType.PERSON, "written"))
        if known.name is not None and _agrees(written, known.name):
            return known
        return Speaker(written, written, SpeakerType.PERSON, "written")

    def _longer(self, word: str) -> str | None:
        """The name that a word of it stands for, where the text gives it in full: `Pemberton` for `Alan Pemberton`."""
        if self._by_word is None:
            self._by_word = {}
            for run in _RUN.finditer(self.text):
                if (name := self._name_in(run)) is not None:
                    self._by_word.setdefault(name[-1], " ".join(name))
                    self._by_word.setdefault(name[0], " ".join(name))
        return self._by_word.get(word)

    def _name_in(self, run: re.Match[str]) -> list[str] | None:
        """The name at the end of a run of capitals, less titles and known names before it; None when it is no longer than a word."""
        known = [mention.end for mention in self.names.within(*run.span()) if mention.is_known]
        words = self.text[max([run.start(), *known]) : run.end()].split()
        first = len(words)
        while first > 0 and _is_name_word(words[first - 1]) and len(words) - first <= LONGEST_FIRST_NAMES:
            first -= 1
        return words[first:] if len(words) - first > 1 else None


def _is_name_word(word: str) -> bool:
    """Whether a word can be part of a name: a capital, and no title or what titles are of."""
    low = word.lower()
    return not word.isupper() and low not in cues.TITLES and low not in cues.TITLE_OBJECTS and low not in cues.ORDINARY


def _agrees(part: str, full: str) -> bool:
    """Whether every word of `part` is a word of `full`."""
    words = full.split()
    return all(word in words for word in part.split())
