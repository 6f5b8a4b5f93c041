"""Names that the text writes and the name step did not find, in their fullest form.

Here: surnames and first names that stand alone. Not here: reading them beside a cue (speaker_words.py, subjects.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import SpeakerType
from etl.text import cues
from etl.text.named import Names
from etl.text.sentences import last_word
from etl.text.speaker import Speaker, of_mention

LONGEST_FIRST_NAMES = 3
"""First names before a surname, at most: what stands farther left is a title."""

# A run of capitalised words; the last may be a surname.
_RUN = re.compile(r"(?:[A-Z][\w'\u2019-]+ ){1,4}[A-Z][\w'\u2019-]+")


class WrittenNames:
    """The written names of one document."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self._heard: dict[str, Speaker] = {}
        self._by_surname: dict[str, str] | None = None
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
        if (longer := self._longer(written)) is not None:
            return Speaker(written, longer, SpeakerType.PERSON, "written")
        known = self._heard.setdefault(last, Speaker(written, written, SpeakerType.PERSON, "written"))
        if known.name is not None and _agrees(written, known.name):
            return known
        return Speaker(written, written, SpeakerType.PERSON, "written")

    def _longer(self, surname: str) -> str | None:
        """The name that ends in a surname written alone, where the text gives it in full: `Pemberton` in `Alan Pemberton`."""
        if self._by_surname is None:
            self._by_surname = {}
            for run in _RUN.finditer(self.text):
                words = run[0].split()
                first = len(words) - 1
                while first > 0 and _is_name_word(words[first - 1]) and len(words) - 1 - first < LONGEST_FIRST_NAMES:
                    first -= 1
                if first < len(words) - 1 and not any(m.is_known for m in self.names.within(*run.span())):
                    self._by_surname.setdefault(words[-1], " ".join(words[first:]))
        return self._by_surname.get(surname)


def _is_name_word(word: str) -> bool:
    """Whether a word can be part of a name: a capital, and no title or what titles are of."""
    low = word.lower()
    return not word.isupper() and low not in cues.TITLES and low not in cues.TITLE_OBJECTS and low not in cues.ORDINARY


def _agrees(part: str, full: str) -> bool:
    """Whether every word of `part` is a word of `full`."""
    words = full.split()
    return all(word in words for word in part.split())
