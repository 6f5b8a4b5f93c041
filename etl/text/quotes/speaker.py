"""A speaker: who words are given to, and what at the quote says so.

Here: the type. Not here: finding out who it is (speakers.py, speaker_words.py, subjects.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.contracts.enums import SpeakerType
from etl.text.named import Named


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks. `text` is what stands at the quote; `name` None when it is not clear who that is."""

    text: str | None
    name: str | None
    type: SpeakerType
    method: str
    entity_id: str | None = None
    end: int = -1
    """One past the description, in kept offsets; -1 when there is none."""

    def called(self, text: str | None, method: str, end: int = -1) -> Speaker:
        """The same speaker, referred to by other words."""
        return Speaker(text, self.name, self.type, method, self.entity_id, end)


NOBODY = Speaker(None, None, SpeakerType.UNKNOWN, "none")
"""The speaker of words whose giver is not clear."""


def of_mention(mention: Named, text: str, method: str) -> Speaker:
    """The speaker that a mention names."""
    kind = SpeakerType.PERSON if mention.is_person else SpeakerType.ORGANIZATION
    return Speaker(text, mention.name, kind, method, mention.entity_id, mention.end)
