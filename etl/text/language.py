"""Language of a text or a paragraph.

Here: identification among the languages that occur in Indonesian crawls, from characters alone.
Not here: what follows from a foreign paragraph (line roles).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("id", "ms", "en", "nl", "fr", "de", "es", "pt", "ar", "zh", "ja", "ru", "jv")
"""BCP 47 codes told apart: Indonesian and its neighbours first, then the languages of notices seen in crawls."""


class Identified(NamedTuple):
    """A language and how sure the model is, 0..1."""

    code: str
    confidence: float


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def identify(text: str) -> Identified | None:
    """The language of `text`; None when it holds fewer than 20 letters, too few to tell."""
    if sum(map(str.isalpha, text[:4000])) < 20:
        return None
    code, confidence = _identifier().classify(text[:4000])
    return Identified(str(code), float(confidence))
