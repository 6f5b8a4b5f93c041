"""Language of a text or a paragraph.

Here: identification among the languages that occur in Indonesian crawls, from characters alone; Indonesian told from
Malay by words that only one of the two writes. Not here: what follows from a foreign paragraph (line roles).
Function words settle what is clearly Indonesian or Malay at a tenth of the model's cost; the model is asked only
about a body they leave open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from etl.lexicon import read_toml

LANGUAGES = ("id", "ms", "en", "nl", "fr", "de", "es", "pt", "ar", "zh", "ja", "ru", "jv")
"""BCP 47 codes told apart: Indonesian and its neighbours first, then the languages of notices seen in crawls."""
MODEL_CHARS = 4000
SAMPLE_CHARS = 800
"""So much of a body says its language; both halves of a longer one say the same."""
CLEAR_SHARE = 0.12
"""Share of function words from which a text is Indonesian or Malay: running text of either has .2 to .4, others below .05."""
PARAGRAPH_CHARS = 120
"""Shorter paragraphs are names, figures and asides: they follow the body they stand in."""
OTHER_SHARE = 0.06
"""Share of function words below which a paragraph may be of another language."""
FIRST_PARAGRAPHS = 4
FEWEST_LETTERS = 20
FEWEST_MALAY = 2
"""Different words of Malay alone, one of them no Indonesian word at all, that a Malay text shows at least."""
FEWEST_WORDS = 5
NO_LATIN = frozenset(("ar", "zh", "ja", "ru"))
LAST_LATIN = "\u024f"


class Identified(NamedTuple):
    """A language and how sure the model is, 0..1."""

    code: str
    confidence: float


Visits = Callable[[bytes], dict[int, int]]
"""The features of the model that stand in a text, in the order in which they are first visited, to how often each is."""


class _Identifier(LanguageIdentifier):
    """The model, its features counted by `visits` where that is given."""

    visits: Visits | None = None

    def _raw_score(self, text: bytes) -> Any:
        found = self.visits(text) if self.visits else None
        return self._sparse_score(found, self.nb_ptc) if found else super()._raw_score(text)


@cache
def _identifier(visits: Visits | None = None) -> LanguageIdentifier:
    if visits is None:
        identifier = _Identifier.from_model_file(MODEL_FILE, norm_probs=True)
        identifier.set_languages(list(LANGUAGES))
    else:
        identifier = copy(_identifier())
        identifier.visits = visits
    return identifier


def model_walk() -> tuple[Any, Any, Any]:
    """(moves, rows, says), the automaton of the model's features: from a state, byte b leads to
    `moves[256 * rows[state] + b]`, and `says[state]` is a feature, or -1."""
    identifier = _identifier()
    return identifier.tk_nextmove, identifier.tk_row, identifier.tk_output


@cache
def words_of_list(name: str) -> frozenset[str]:
    """A list of languages.toml."""
    lists: dict[str, Any] = read_toml("languages.toml")
    return frozenset(lists[name])


@cache
def _others() -> tuple[tuple[str, frozenset[str]], ...]:
    others: dict[str, list[str]] = read_toml("languages.toml")["others"]
    return tuple((code, frozenset(words)) for code, words in others.items())


@cache
def quick_words() -> tuple[str, ...]:
    """Words of which any longer Indonesian or Malay paragraph holds one between two blanks."""
    return tuple(word.strip() for word in _quick())


@cache
def _quick() -> tuple[str, ...]:
    return tuple(read_toml("languages.toml")["quick"])


def identify(text: str, visits: Visits | None = None) -> Identified | None:
    """The language of `text`; None when it holds fewer than 20 letters, too few to tell. `visits`: a faster way to count
    the model's features than its own."""
    letters = filter(str.isalpha, text[:MODEL_CHARS])
    if next(islice(letters, FEWEST_LETTERS - 1, None), None) is None:
        return None
    code, confidence = _identifier(visits).classify(text[:MODEL_CHARS])
    return Identified(str(code), float(confidence))


def language_of(text: str, visits: Visits | None = None) -> str | None:
    """The language of a text or paragraph, Indonesian and Malay told by their own words; None when too short to tell."""
    words = text[:SAMPLE_CHARS].lower().split()
    if _nusantara_share(words) >= CLEAR_SHARE:
        return _indonesian_or_malay(words)
    found = identify(text[:SAMPLE_CHARS], visits)
    if found is None:
        return None
    return _indonesian_or_malay(words) if found.code in ("id", "ms") else found.code


def _nusantara_share(words: list[str]) -> float:
    """Share of `words` that are function words of Indonesian and Malay; 0 for fewer than five words."""
    return sum(map(words_of_list("nusantara").__contains__, words)) / len(words) if len(words) >= FEWEST_WORDS else 0.0


def _indonesian_or_malay(words: list[str]) -> str:
    """Malay only when its own words clearly outnumber Indonesian ones: this is news from Indonesia until it says not."""
    if words_of_list("malay").isdisjoint(words):
        return "id"
    bare = {word.strip(".,:;!?\"'”“‘’()") for word in words}
    malay = bare & words_of_list("malay")
    if len(malay) < FEWEST_MALAY or malay <= words_of_list("malay_weak"):
        return "id"
    return "ms" if len(malay) > len(bare & words_of_list("indonesian")) else "id"


def language_of_body(
    paragraphs: Sequence[str], visits: Visits | None = None, *, is_even: bool = False
) -> tuple[str | None, float | None]:
    """The body's language and the share of its characters in that language, by paragraph; (None, None) when untold.

    `is_even`: it is known that beside Indonesian or Malay no paragraph is of another language.
    """
    main = language_of("\n".join(paragraphs[:FIRST_PARAGRAPHS]), visits)
    if main is None:
        return None, None
    if is_even and main in ("id", "ms"):
        return main, 1.0
    total = foreign = 0
    for paragraph in paragraphs:
        total += len(paragraph)
        if len(paragraph) >= PARAGRAPH_CHARS and " yang " not in paragraph and _is_foreign(paragraph, main):
            foreign += len(paragraph)
    return main, 1 - foreign / total if total else 1.0


def _is_foreign(paragraph: str, main: str) -> bool:
    """Whether a paragraph is of another language than the body: its script or its function words say so."""
    if main in ("id", "ms") and any(map(paragraph.__contains__, _quick())):
        return False
    words = paragraph[:SAMPLE_CHARS].lower().split()
    if main in ("id", "ms") and _nusantara_share(words) >= OTHER_SHARE:
        return False
    if main not in ("id", "ms") and _nusantara_share(words) >= CLEAR_SHARE:
        return True
    if _foreign_script(paragraph[:SAMPLE_CHARS]) and main not in NO_LATIN:
        return True
    shares = ((sum(map(words_of.__contains__, words)), code) for code, words_of in _others())
    most, code = max(shares)
    return most >= CLEAR_SHARE * len(words) and most >= FEWEST_WORDS and code != main


def _foreign_script(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char > LAST_LATIN for char in letters) > len(letters) / 2
