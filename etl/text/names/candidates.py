"""Stretches of tokens that may name something, from every way of finding names, made to agree with each other.

Here: the order in which the lexicon, the model's readings, the words around and first words are asked, and who gives way.
Not here: each of these (known.py, readings.py, context.py, first_words.py); whom a name names
(people.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from etl.text.names.first_words import by_first_word
from etl.text.names.known import behind, known_spans, with_owner, without_known
from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE, Found, is_known_start
from etl.text.names.readings import LONGEST_NAME_CHARS, cut_to_elsewhere, of_likely_kind, pieces, trimmed
from etl.text.names.spans import SURE_OF_KIND, SURE_WORDS, Guess, Span, chosen
from etl.text.names.tails import with_tail
from etl.text.names.titles import is_malay_title, without_excellency
from etl.text.names.tokens import Tokens
from etl.text.single_words import any_of, is_ordinary, ordinary_words, words


def candidates(
    tokens: Tokens,
    shown: Sequence[str],
    guesses: Sequence[Guess],
    is_name_word: Callable[[str], bool],
    told: Sequence[Span],
    forms: Sequence[Found],
    heads: Sequence[int],
) -> list[Span]:
    """Names told by the lexicon, the model, their company and first words, without overlaps.

    `shown`: words as in running text. `is_name_word(word)` says whether a word is known from names of persons.
    `told`: what the words around say (context.py). `forms`: what find_known finds. `heads`: places of
    first words of organisations and places.
    """
    short = [
        guess for guess in guesses if tokens.ends[guess.end - 1] - tokens.starts[guess.start] <= LONGEST_NAME_CHARS
    ]
    guessed = [span for guess in short for piece in pieces(tokens, shown, guess) if (span := trimmed(shown, piece))]
    guessed = [of_likely_kind(span, shown, is_name_word) for span in cut_to_elsewhere(guessed, shown)]
    persons = {at for span in told if span.method in SURE_WORDS for at in range(span.start, span.end)}
    known = [
        span
        for span in known_spans(tokens, shown, guessed, forms)
        if span.kind == PERSON or span.start not in persons or span.length > 1
    ]
    guessed = [
        span
        for span in guessed
        if not (_only_opens(tokens, shown, span, is_name_word) or _is_field(tokens, shown, span))
    ]
    known = [with_owner(tokens, shown, span, known) for span in known]
    known = chosen(known, len(tokens))
    starts = [span.start for span in known]
    guessed = [behind(span, known) if span.kind == PERSON else span for span in guessed]
    split = [
        part
        for span in guessed
        for part in without_known(span, known[bisect_left(starts, span.start) : bisect_left(starts, span.end)], shown)
    ]
    owned = {at for span in known for at in range(span.start, span.end)}
    read = [_extended(tokens, shown, span, owned, is_name_word) for span in _without_contradicted(split, told)]
    read += _not_read(told, read)
    every = [
        _of_person(tokens, shown, with_tail(tokens, shown, span))
        for span in (*known, *read)
        if not _is_event(shown, span)
    ]
    every += by_first_word(tokens, shown, heads, every)
    return [_of_seat(tokens, shown, span) for span in chosen(every, len(tokens))]


def _of_seat(tokens: Tokens, shown: Sequence[str], span: Span) -> Span:
    """A palace that acts, or that somebody speaks for, as the body that it is then: "Istana Malakanyang menolak"."""
    if span.kind != PLACE or span.length == 1 or shown[span.start].lower() not in words("seats"):
        return span
    after = shown[span.end] if span.end < len(shown) else "."
    before = shown[span.start - 1].lower() if span.start else ""
    acts = tokens.is_first[span.start] and (after in words("acts") or after == "dan")
    return span._replace(kind=ORGANIZATION, entity=None) if acts or before in words("spoken_for") else span


def _without_contradicted(spans: Iterable[Span], told: Sequence[Span]) -> list[Span]:
    """`spans` of the model less those that the words around read otherwise."""
    owner = {at: span for span in told for at in range(span.start, span.end)}
    return [
        span
        for span in spans
        if owner.keys().isdisjoint(range(span.start, span.end))
        or not any(_overrules(owner[at], span) for at in range(span.start, span.end) if at in owner)
    ]


def _not_read(told: Sequence[Span], spans: Iterable[Span]) -> list[Span]:
    """What the words around tell less what the model still reads in the same place."""
    taken = {at for span in spans for at in range(span.start, span.end)}
    return [span for span in told if taken.isdisjoint(range(span.start, span.end))]


def _overrules(told: Span, read: Span) -> bool:
    """Whether what the words around tell outweighs what the model reads."""
    if told.method in {"domain", "location"}:
        return told.method == "domain"
    if told.method == "chamber":
        return read.length <= told.length
    if read.kind == PERSON:
        inside = read.start >= told.start and read.end <= told.end and read.length < told.length
        return inside or (told.method == "title" and read.start < told.start)
    if told.method == "speaker":
        return read.kind == PLACE or read.sure < SURE_OF_KIND
    return True


def _extended(
    tokens: Tokens, shown: Sequence[str], span: Span, owned: set[int], is_name_word: Callable[[str], bool]
) -> Span:
    """A person with the words of persons' names right before, as far as they can belong: "Dewi" before "Kartika Lestari"."""
    start = span.start
    first = shown[start].lower()
    if span.kind == PERSON and span.method == "model" and span.length > 2 and first in ordinary_words():
        start += not is_name_word(shown[start])
    while (
        start == span.start
        and span.kind == PERSON
        and span.method == "model"
        and start > 0
        and start - 1 not in owned
        and not tokens.is_first[start]
        and tokens.lines[start - 1] == tokens.lines[start]
        and shown[start - 1][0].isupper()
        and shown[start - 1][1:].islower()
        and is_name_word(shown[start - 1])
        and shown[start - 1].lower() not in _never_inside_person()
        and not (start > 1 and is_malay_title(shown[start - 2], shown[start - 1]))
    ):
        start -= 1
        span = span._replace(start=start)
    return span if start == span.start else span._replace(start=start)


def _of_person(tokens: Tokens, shown: Sequence[str], span: Span) -> Span:
    """A person less "Y.M." and with the small second half of the last word: "Gyu-back" of "Ahn Gyu-back"."""
    if span.kind != PERSON or span.entity:
        return span
    start, end = without_excellency(shown, span.start, span.end), span.end
    if start > span.start:
        span = span._replace(start=start)
    if end + 1 >= len(shown) or shown[end] != "-":
        return span
    second = shown[end + 1]
    glued = tokens.ends[end - 1] == tokens.starts[end] and tokens.ends[end] == tokens.starts[end + 1]
    if not glued or tokens.lines[end + 1] != tokens.lines[end - 1] or not second.isalpha():
        return span
    if second.islower():
        return span._replace(end=end + 2) if second not in words("particles") else span
    return span._replace(end=end + 2) if _is_second_surname(shown, span, end + 1) else span


def _is_second_surname(shown: Sequence[str], span: Span, at: int) -> bool:
    """Whether the capitalised word behind the hyphen of a full name ends its surname: "Solberg-Dahl", not the next person of
    "Haris Nasution-Dewi Anggraini"."""
    second = shown[at]
    if span.length < 2 or not second[1:].islower() or is_ordinary(second) or is_known_start(second):
        return False
    if at + 1 < len(shown) and shown[at + 1][0].isupper():
        return False
    # Who is also named by this word alone is another person: "Valentino Rossi-Lorenzo".
    return not any(word == second and (i == 0 or shown[i - 1] != "-") for i, word in enumerate(shown))


@cache
def _never_inside_person() -> frozenset[str]:
    return any_of("title_words", "title_heads", "title_parts", "not_names") - words("names_too")


def _only_opens(tokens: Tokens, shown: Sequence[str], span: Span, is_name_word: Callable[[str], bool]) -> bool:
    """Whether a doubtful person is one word that owes its capital to the sentence, and no word of persons' names."""
    return (
        span.kind == PERSON
        and span.length == 1
        and span.sure < SURE_OF_KIND
        and tokens.is_first[span.start]
        and not is_name_word(shown[span.start])
    )


def _is_field(tokens: Tokens, shown: Sequence[str], span: Span) -> bool:
    """Whether an organisation is only what an office is about: "Dirjen Perundingan Perdagangan Internasional"."""
    first = shown[span.start].lower()
    return (
        span.kind == ORGANIZATION
        and span.start > 0
        and shown[span.start - 1].lower() in words("field_offices")
        and tokens.lines[span.start - 1] == tokens.lines[span.start]
        and first not in any_of("organization_heads", "organization_openers")
        and is_ordinary(first)
    )


def _is_event(shown: Sequence[str], span: Span) -> bool:
    """Whether a place is only part of a competition, a language or an age: "Piala Eropa", "bahasa Inggris"."""
    event = words("not_before_place")
    before = shown[span.start - 1].lower() if span.start > 0 else ""
    return span.kind == PLACE and (before in event or (span.length > 1 and shown[span.start].lower() in event))
