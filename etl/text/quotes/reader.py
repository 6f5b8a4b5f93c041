"""What the readers of a document's speech have at hand.

Not here: what they read (ways.py, reports.py, context.py).
"""

from __future__ import annotations

from etl.text.quotes.cues import Verbs
from etl.text.quotes.speakers import Speakers
from etl.text.sentences import Sentences


class Reader:
    """The kept text of one document, in lower case too, with its speakers, its verbs of speech and its sentences."""

    def __init__(self, text: str, lower: str, speakers: Speakers, verbs: Verbs, sentences: Sentences) -> None:
        self.text = text
        self.lower = lower
        self.speakers = speakers
        self.verbs = verbs
        self.sentences = sentences
