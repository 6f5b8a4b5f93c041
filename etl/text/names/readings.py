"""The name model's readings cut and trimmed to names: "Menteri Rahma Yusuf," is "Rahma Yusuf".

Here: marks, titles and small words that belong to no name; the kind that a reading's own words say.
Not here: the model (steps/name_tagger.py), what other words say (candidates.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE
from etl.text.names.spans import SURE_OF_KIND, Guess, Span
from etl.text.names.titles import MALAY_TITLES, without_titles
from etl.text.names.tokens import Tokens
from etl.text.single_words import WORDS_REMEMBERED, any_of, is_ordinary, words

LONGEST_NAME_CHARS = 150
"""Longer than any name seen (a ministry of 120 characters): what the model reads beyond is a list or no language."""
LEAST_SURE = 0.4
"""Probability below which a reading of the model that nothing else supports is no name."""
_NEVER_INSIDE = frozenset('–—:;“”"«»?!|•[]{}<>*=') | {"vs", "Vs", "VS", "Dan"}
_JOINING = frozenset({"dan", "atau", "serta"})
"""Small words between two persons, never inside one."""


def pieces(tokens: Tokens, shown: Sequence[str], guess: Guess) -> Iterable[Guess]:
    """The guess cut at marks that no name holds, and where a place or organisation runs into a glued word."""
    start = guess.start
    cuts = (_joints(shown, guess) if guess.kind == PERSON else frozenset[int]()) | _lone_brackets(shown, guess)
    for at in range(guess.start, guess.end):
        glued = (
            at > start
            and guess.kind != PERSON
            and tokens.starts[at] == tokens.ends[at - 1]
            and shown[at - 1][-1].isalpha()
        )
        is_mark = (
            shown[at] in _NEVER_INSIDE
            or at in cuts
            or (guess.kind == PERSON and shown[at] in _JOINING)
            or (guess.kind == PERSON and shown[at] in "()")
        )
        if is_mark or (glued and shown[at][0].isalpha()):
            if at > start:
                yield guess._replace(start=start, end=at)
            start = at + is_mark
            if shown[at] == ")" and guess.kind != PERSON:
                return  # what stands behind is of no kind that the reading tells
    if start == guess.start:
        yield guess
    elif start < guess.end:
        yield guess._replace(start=start)


def _joints(shown: Sequence[str], guess: Guess) -> frozenset[int]:
    """Hyphens between two full names: "Haris Nasution-Dewi Anggraini"."""
    return frozenset(
        at
        for at in range(guess.start + 2, guess.end - 2)
        if shown[at] == "-"
        and shown[at - 1].lower() not in words("person_links")
        and all(word[0].isupper() and len(word) > 2 for word in (*shown[at - 2 : at], *shown[at + 1 : at + 3]))
    )


def _lone_brackets(shown: Sequence[str], guess: Guess) -> set[int]:
    """Brackets without their other half in the reading: a name never holds half of one, "RSUP) Prof Ngoerah"."""
    lone: set[int] = set()
    for at in range(guess.start, guess.end):
        if shown[at] == "(":
            lone.add(at)
        elif shown[at] == ")":
            opening = max((mark for mark in lone if shown[mark] == "("), default=None)
            lone ^= {at if opening is None else opening}
    return lone


def trimmed(shown: Sequence[str], guess: Guess) -> Span | None:
    """The model's reading without titles, small words and marks at its ends; None when nothing of a name is left."""
    if guess.sure < LEAST_SURE:
        return None
    before = shown[guess.start - 1].lower() if guess.start else ""
    name = _name_in(before if before in _telling() else "", *shown[guess.start : guess.end], kind=guess.kind)
    if name is None:
        return None
    start, end, kind = name
    return Span(guess.start - 1 + start, guess.start - 1 + end, kind, "model", guess.sure)


@lru_cache(maxsize=WORDS_REMEMBERED)
def _name_in(*shown: str, kind: str) -> tuple[int, int, str] | None:
    """Where in `shown` the name stands, and its kind, that is read as a `kind` from the second word on. The first word is the
    one before, in small letters, where it tells anything."""
    start, end = 1, len(shown)
    if kind == PERSON:
        start, end = without_titles(shown, start, end)
    links = words("person_links")
    never = words("not_names") - words("names_too") if kind == PERSON and end - start > 1 else words("not_names")
    while start < end and (
        not shown[start][0].isalnum()
        or (shown[start].islower() and not (shown[start] in links and start + 1 < end))
        or (shown[start].lower() in never and kind != ORGANIZATION)
    ):
        start += 1
    while start < end and (
        shown[end - 1].lower() in never or (not shown[end - 1][0].isalnum() and not _closes(shown, start, end))
    ):
        end -= 1
    if start >= end or not any(word[0].isupper() for word in shown[start:end]):
        return None
    if shown[start].lower() in words("legal_forms") or shown[end - 1].lower() in words("event_tails"):
        return None
    if shown[start - 1].lower() in words("not_before_name"):
        return None
    if kind == ORGANIZATION:
        while start < end - 1 and shown[start].lower() in words("posts"):
            start += 1
        while end - start > 1 and shown[end - 1].lower() in words("ranks") and not _is_of_body(shown[end - 2]):
            end -= 1
        end = next((at for at in range(start + 2, end) if shown[at] == "di"), end)
    if kind == PLACE:
        end = next((at for at in range(start + 1, end) if _ends_place(shown[at])), end)
    if end - start > 1 and _is_code(shown[end - 1]):
        end -= 1
    heads = words("place_heads")
    if kind == PLACE and end - start > 2 and shown[start].lower() not in heads and is_ordinary(shown[start]):
        start += (
            shown[start + 1].lower() in heads
        )  # the dike of "Tanggul Sungai Walanae" is no part of the river's name
    if end - start == 1 and (len(shown[start]) == 1 or shown[start].lower() in _never_alone()):
        return None
    if all(word.lower() in words("degrees") or len(word) == 1 for word in shown[start:end]):
        return None
    if kind == PLACE and shown[start].lower() in words("organization_heads"):
        kind = ORGANIZATION
    return start, end, kind


def _ends_place(word: str) -> bool:
    """Whether a place's name ends before `word`: a small ordinary word, or the "KM" of a road."""
    small = word.islower() and is_ordinary(word) and word not in words("organization_links")
    return small or word.lower() == "km"


def _is_of_body(before: str) -> bool:
    """Whether a rank behind `before` is part of a body's name: "Konsulat Jenderal"."""
    return before.lower() in words("general_bodies")


@cache
def _telling() -> frozenset[str]:
    """Words that, right before a reading, say what of it is a name."""
    return words("not_before_name") | MALAY_TITLES


@cache
def _never_alone() -> frozenset[str]:
    kinds = ("not_alone", "title_heads", "title_words", "person_nouns", "place_heads", "place_levels")
    return frozenset().union(*map(words, kinds))


def _is_code(word: str) -> bool:
    """Whether `word` is a flight, a model or a form rather than a word: SV5276."""
    return word[0].isupper() and sum(map(str.isdigit, word)) > 1


def _closes(shown: Sequence[str], start: int, end: int) -> bool:
    """Whether the last mark belongs to the name: "PT Maju (Persero)", "Kusnadi H."."""
    if shown[end - 1] == ")":
        return "(" in shown[start : end - 1]
    return shown[end - 1] == "." and end - start > 1 and len(shown[end - 2]) == 1


def cut_to_elsewhere(spans: Sequence[Span], shown: Sequence[str]) -> Iterable[Span]:
    """Spans less the ordinary words behind them, where the document has the name without these: "Rahmat Hidayat Bantah"."""
    names = {tuple(shown[span.start : span.end]) for span in spans}
    for span in spans:
        end = span.end
        while end > span.start + 1 and is_ordinary(shown[end - 1]):
            end -= 1
            if tuple(shown[span.start : end]) in names:
                span = span._replace(end=end)
                break
        yield span


def of_likely_kind(span: Span, shown: Sequence[str], is_name_word: Callable[[str], bool]) -> Span:
    """`span` as what its first word says it is, or as a person where the model is in doubt about its kind and the words
    are those of persons' names."""
    opening = shown[span.start].lower()
    if span.kind == PERSON:
        if span.length > 1 and opening in any_of("organization_heads", "organization_openers"):
            return span._replace(kind=ORGANIZATION)
        return span._replace(kind=PLACE) if span.length > 1 and opening in words("place_heads") else span
    parts = [word for word in shown[span.start : span.end] if word != "-"]
    least = 2 if len(parts) == span.length else 3  # "Marjorie Lind-Hansen", but not "Merriam-Webster"
    if span.sure >= SURE_OF_KIND or not least <= len(parts) <= 4:
        return span
    heads = any_of("organization_heads", "place_heads", "organization_openers")
    if parts[0].lower() in heads or not all(part[0].isupper() and part[1:].islower() for part in parts):
        return span
    located = span.start > 0 and shown[span.start - 1].lower() in words("locative")
    if sum(map(is_name_word, parts)) * 2 >= len(parts) and is_name_word(parts[0]) and not located:
        return span._replace(kind=PERSON)
    return span
