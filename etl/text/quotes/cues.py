"""Quote cues: the words that give words to a speaker, and the word classes that help to read who that is.

Here: the cue lexicon compiled into patterns and sets. Not here: marks (marks.py), speakers (speakers.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from etl.lexicon import read_toml
from etl.text.tries import words_pattern

_WORDS: dict[str, Any] = read_toml("cues.toml")

AFTER_ONLY_WITH_COMMA = frozenset[str](_WORDS["after_only_with_comma"])
BEFORE = frozenset[str](_WORDS["before"])
PASSIVE = frozenset[str](_WORDS["passive"])
CLOSING = frozenset[str](_WORDS["closing"])
INDIRECT = frozenset[str](_WORDS["indirect"])
INDIRECT_NEEDS_THAT = frozenset[str](_WORDS["indirect_needs_that"])
STATEMENT_NOUNS = frozenset[str](_WORDS["statement_nouns"])
ASKED = frozenset[str](_WORDS["asked"])
ANSWERED = frozenset[str](_WORDS["answered"])
RELEASED = frozenset[str](_WORDS["released"])
SPEECHLESS_NOUNS = frozenset[str](_WORDS["speechless_nouns"])
NAMING = frozenset[str](_WORDS["naming"])
PRONOUNS = frozenset[str](_WORDS["pronouns"])
PLURAL_PRONOUNS = frozenset[str](_WORDS["plural_pronouns"])
ANONYMOUS = frozenset[str](_WORDS["anonymous"])
GROUP = frozenset[str](_WORDS["group"])
TITLES = frozenset[str](_WORDS["titles"]).union(
    word.lower() for kind in ("title_heads", "title_parts", "title_words") for word in read_toml("names.toml")[kind]
) - frozenset[str](_WORDS["stops"])
BODIES = frozenset[str](_WORDS["bodies"])
TRANSPARENT = frozenset[str](_WORDS["transparent"])
CONNECTIVES = frozenset[str](_WORDS["connectives"])
TITLE_OBJECTS = frozenset[str](_WORDS["title_objects"])
SHORT_TITLES = frozenset[str](_WORDS["short_titles"])
DAYS = frozenset({"senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad"})
RELATIONS = frozenset[str](_WORDS["relations"])
STOPS = frozenset[str](_WORDS["stops"])
ADVERBS = frozenset[str](_WORDS["adverbs"])
ORDINARY = CONNECTIVES | STOPS | ADVERBS | DAYS
"""Words that open a sentence with a capital and are no name."""
NEGATIONS = frozenset[str](_WORDS["negations"])
GOES_ON = frozenset[str](_WORDS["goes_on"])
MODALS = frozenset[str](_WORDS["modals"])
TITLE_PREPOSITIONS = frozenset({"di", "dari", "pada", "untuk", "dan", "bidang", "urusan", "se", "serta", "sekaligus"})
TEXTS = frozenset[str](_WORDS["texts"])
MEDIA = frozenset[str](_WORDS["media"])
TEAMS = frozenset[str](_WORDS["teams"])
HEADS_OF_TEAMS = frozenset[str](_WORDS["heads_of_teams"])
SOURCES = frozenset[str](_WORDS["unnamed_sources"])
OFFICE_HEADS = frozenset[str](_WORDS["office_heads"])
ASIDES = frozenset[str](_WORDS["asides"])
COPULAS = frozenset[str](_WORDS["copulas"])
CLAIMS = frozenset[str](_WORDS["claims"])
NOMINAL = frozenset[str](_WORDS["nominal"])

_AFTER_WORDS = words_pattern(_WORDS["after"])
_WITHHELD = re.compile(words_pattern(_WORDS["withheld"]))
_ACTION = re.compile(r"(?:me[mnlrwy]|meng|ber|di)[a-z]{4,}")
_SOURCE = re.compile(rf"\b(?:{words_pattern(_WORDS['sources'])})\b")

# `,” kata Budi`, `" ujarnya`, `". Ujar dia` is none: a cue that follows the words goes on in lower case.
# A name may be glued to it where a link was lost (`kataBudi`); a small letter may not.
_AFTER = re.compile(
    rf"[\s,.\u2013\u2014-]{{0,5}}(?P<cue>(?P<word>(?i:{_AFTER_WORDS}))(?P<nya>nya)?)(?![a-z\u00e0-\u00ff\d_-])"
)
# `..., kata Budi`: the same cue after words without a closing mark.
AFTER_COMMA = re.compile(rf",\s?(?P<cue>(?P<word>{_AFTER_WORDS})(?P<nya>nya)?)(?![\w-])")
_VERB = re.compile(rf"\b(?:{words_pattern([*_WORDS['before'], *_WORDS['with_as'], 'menurut'])})(?:nya)?\b")
_WITH_AS = frozenset[str](_WORDS["with_as"])
# "menolak tuduhan itu sebagai": no "menolak disebut sebagai", which is not what they call it themselves.
_AS = re.compile(r"\s(?!di[a-z]|me[mnlr]|untuk\b)[^.,;:\n\"\u201c]{0,60}\bsebagai\b")
_CLOSING = re.compile(rf"(?<=, )(?:{words_pattern(_WORDS['closing'])})(?:nya)?(?![\w-])")

# A speaker begins with a capital, a title, a pronoun or a head noun; anything else after a weak cue is a sentence.
_SPEAKER_BEGINS = re.compile(r"\s*(?:[A-Z\u00c0-\u00de@\"]|(?P<word>[a-z-]+))")


_BEGINNINGS = (
    TITLES | PRONOUNS | PLURAL_PRONOUNS | ANONYMOUS | GROUP | STATEMENT_NOUNS | SPEECHLESS_NOUNS | BODIES | RELATIONS
)


class Cue(NamedTuple):
    """A cue: its span and whether it carries -nya."""

    start: int
    end: int
    word: str
    has_nya: bool


class Verbs:
    """The speech verbs of a document, `menurut` among them, and the cues that close an unmarked report, by place."""

    __slots__ = ("_closing", "_closing_starts", "_spans", "_starts", "all")

    def __init__(self, spans: list[tuple[int, int]], closing: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]
        self._closing = closing
        self._closing_starts = [start for start, _ in closing]
        self.all = sorted([*spans, *closing])
        """Verbs and closing cues, in order."""

    def within(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        """The verbs that begin in `[start, end)`."""
        low = bisect_left(self._starts, start)
        return self._spans[low : bisect_left(self._starts, end, low)]

    def closing_within(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        """The closing cues that begin in `[start, end)`."""
        low = bisect_left(self._closing_starts, start)
        return self._closing[low : bisect_left(self._closing_starts, end, low)]


def verbs_in(lower: str) -> Verbs:
    """The speech verbs and closing cues of a lower-case text."""
    verbs = [
        match.span()
        for match in _VERB.finditer(lower)
        if match[0].removesuffix("nya") not in _WITH_AS or _AS.match(lower, match.end())
    ]
    return Verbs(verbs, [match.span() for match in _CLOSING.finditer(lower)])


def cue_after(text: str, offset: int, *, after_comma: bool = False) -> Cue | None:
    """The cue that follows quoted words whose closing mark ends at `offset` (or would).

    `after_comma`: the quoted words end in a comma, so that words with other meanings too are cues here.
    """
    match = _AFTER.match(text, offset)
    if match is None:
        return None
    if match["cue"][0].isupper() and (
        "\n" in text[offset : match.start("cue")] or match["word"].lower() in AFTER_ONLY_WITH_COMMA
    ):
        return None
    cue = Cue(match.start("cue"), match.end("cue"), match["word"].lower(), match["nya"] is not None)
    if cue.has_nya or after_comma or cue.word not in AFTER_ONLY_WITH_COMMA:
        return cue
    return cue if begins_speaker(text, cue.end) else None


def begins_speaker(text: str, offset: int) -> bool:
    """Whether what follows `offset` can name a speaker: a capital, a title, a pronoun or the head of a description."""
    match = _SPEAKER_BEGINS.match(text, offset)
    if match is None:
        return False
    word = match["word"]
    return word is None or word in _BEGINNINGS


def cue_after_comma(text: str, start: int, end: int) -> int:
    """One past the comma of the first `, kata Budi` or `, katanya` in `[start, end)`; -1 when there is none."""
    for match in AFTER_COMMA.finditer(text, start, end):
        if match["nya"] or begins_speaker(text, match.end()):
            return match.start() + 1
    return -1


def is_withheld(lower: str) -> bool:
    """Whether the words say that the speaker's name is withheld."""
    return _WITHHELD.search(lower) is not None


def ends_in_relation(words: Sequence[str]) -> bool:
    """Whether small words end in a noun that makes the next name another's: `pengacara Budi`; no "kapten tim Budi"."""
    if not words:
        return False
    last = words[-1].strip(",(")
    if last in TEAMS and len(words) > 1 and words[-2] in HEADS_OF_TEAMS:
        return False
    return last in RELATIONS or " ".join([*words[-2:-1], last]) in RELATIONS


def is_action(lower: str) -> bool:
    """Whether a small word looks like a verb of doing, by its prefix; no title ("menteri") and no source ("mengutip")."""
    return _ACTION.match(lower) is not None and lower not in TITLES and _SOURCE.fullmatch(lower) is None


def can_qualify(lower: str) -> bool:
    """Whether a small word can belong to a title behind its head (`sekretaris pers`): no verb, nothing that ends a description."""
    return lower not in STOPS and lower not in BEFORE and lower not in NEGATIONS and not is_action(lower)
