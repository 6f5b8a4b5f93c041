"""Runs of words that may be a person's name: from where a name opens to where it must end, and back.

Here: which words may stand in such a run, and whether the run could be a person.
Not here: the places where a person must stand (context.py, appositions.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from etl.text.names.lexicon import PERSON, Found
from etl.text.names.places import Places
from etl.text.names.spans import SURE_WORDS, Span
from etl.text.names.tokens import Tokens
from etl.text.single_words import any_of, is_ordinary, words

SURE_OF_CONTEXT = 0.88
SURE_OF_LOCATION = 0.65
LONGEST_PERSON_TOKENS = 6


@cache
def person_nouns() -> frozenset[str]:
    return any_of("title_heads", "person_nouns")


@cache
def small_words() -> frozenset[str]:
    """Small words inside persons' names, less those that are prepositions of the language."""
    return words("person_links") - words("bare_locative") - words("locative")


@cache
def never_open() -> frozenset[str]:
    """Words that no name of a person opens with, capital or not."""
    kinds = ("organization_heads", "place_heads", "organization_openers", "title_heads", "title_words", "person_nouns")
    return any_of(*kinds, "not_names", "not_alone", "title_parts")


@cache
def _never_open_person() -> frozenset[str]:
    return never_open() - words("openers_too")


class PersonRuns:
    """One document's words, and the runs among them that may be persons."""

    def __init__(
        self,
        tokens: Tokens,
        shown: Sequence[str],
        places: Places,
        covered: dict[int, Found],
        is_name_word: Callable[[str], bool],
    ) -> None:
        self.tokens, self.shown, self.places, self.covered = tokens, shown, places, covered
        self.is_name_word = is_name_word
        self.count = len(shown)

    def _person(self, start: int, method: str, sure: float, before: int) -> Iterator[Span]:
        """The person whose name opens at token `start`, in the same line as token `before`."""
        if start >= self.count or self.tokens.lines[start] != self.tokens.lines[before]:
            return
        end = self._end_of_person(start)
        first = self.shown[start]
        if method in {"title", "speaker"} and is_ordinary(first) and not self.is_name_word(first):
            return
        if (
            method == "named"
            and not self._is_of_person(before)
            and not any(map(self.is_name_word, self.shown[start:end]))
        ):
            return
        if end > start and (self._is_person(start, end) or (method in SURE_WORDS and self._is_city(start, end))):
            yield Span(start, end, PERSON, method, sure)

    def _is_person(self, start: int, end: int) -> bool:
        """Whether the words could be a person's name: not all ordinary, nothing that the lexicon knows as another thing."""
        part = self.shown[start:end]
        if any(word.lower() in words("not_alone") for word in part[1:]):
            return False
        for at in range(start, end):
            found = self.covered.get(at)
            if found is not None and found.form.entity.entity_type != PERSON:
                if not found.form.is_weak and (found.start <= start and found.end >= end):
                    return False
                if found.form.entity.is_country or found.end - found.start > 1:
                    return False
        return any(self.is_name_word(word) or not is_ordinary(word) for word in part)

    def _is_of_person(self, at: int) -> bool:
        """Whether a noun for a person stands right before token `at`: "pelaku bernama"."""
        return any(word.lower() in person_nouns() for word in self.shown[max(0, at - 2) : at])

    def _is_city(self, start: int, end: int) -> bool:
        """Whether the words are one place that is no country: a person may be called so."""
        found = self.covered.get(start)
        return (
            found is not None and end == start + 1 == found.end == found.start + 1 and not found.form.entity.is_country
        )

    def _end_of_person(self, start: int) -> int:
        """Where the run of words ends that may be a person's name from `start` on; `start` where there is none."""
        shown, tokens, links = self.shown, self.tokens, small_words()
        if not self._may_stand(start) or shown[start].lower() in _never_open_person():
            return start
        if shown[start].lower() in words("openers_too") and (start + 1 >= self.count or is_ordinary(shown[start + 1])):
            return start
        end, line = start + 1, tokens.lines[start]
        while end < self.count and end - start < LONGEST_PERSON_TOKENS and tokens.lines[end] == line:
            word = shown[end]
            if tokens.is_first[end]:
                break
            is_office = word.lower() in words("title_heads") and not self.is_name_word(word)
            dotted = word == "." and len(shown[end - 1]) == 1 and end + 1 < self.count and self._may_stand(end + 1)
            if dotted or (self._may_stand(end) and not is_office and word.lower() not in words("not_names")):
                end += 1
            elif (
                (word in links or word == "-")
                and end + 1 < self.count
                and self._may_stand(end + 1)
                and not tokens.is_first[end + 1]
                and not (word == "-" and end > start + 1 and end + 2 < self.count and shown[end + 2][0].isupper())
                and (word != "-" or tokens.starts[end] == tokens.ends[end - 1] == tokens.starts[end + 1] - 1)
            ):
                end += 2
            else:
                break
        while end > start and shown[end - 1].lower() in words("degrees"):
            end -= 1
        return end if len(shown[start]) > 2 or end > start + 1 else start

    def _may_stand(self, at: int) -> bool:
        """Whether the word may be part of a person's name: a capital first and small letters, or an initial."""
        word = self.shown[at]
        if not word[0].isupper() or len(word) > 40:
            return False
        return len(word) == 1 or (not word.isupper() and word[-1].isalpha())

    def _ending_at(self, at: int) -> Iterator[Span]:
        """The person whose name ends before token `at`."""
        shown, line = self.shown, self.tokens.lines
        start = at
        while start > 0 and at - start < LONGEST_PERSON_TOKENS and line[start - 1] == line[at]:
            word = shown[start - 1]
            if not (self._may_stand(start - 1) or word in small_words()) or word.lower() in never_open():
                break
            start -= 1
            if self.tokens.is_first[start]:
                break
        while start < at and not shown[start][0].isupper():
            start += 1
        if start < at and self._is_person(start, at):
            yield Span(start, at, PERSON, "age", SURE_OF_CONTEXT)
