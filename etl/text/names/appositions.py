"""Persons told by an insertion: "Hasnah (38)", "Phoenix Ikner, 20,", "tetua kampung, Umbu Nggaba,".

Here: ages in brackets and between commas, names between commas behind an office, and whom the office works for.
Not here: how far a name runs (runs.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from etl.text.names.lexicon import ORGANIZATION
from etl.text.names.runs import SURE_OF_CONTEXT, SURE_OF_LOCATION, PersonRuns, person_nouns
from etl.text.names.spans import Span
from etl.text.single_words import any_of, is_ordinary, words

LONGEST_ROLE_TOKENS = 12
"""How far before the comma the word for a person may stand: "Kepala Seksi Operasi SAR Kupang, Fransiskus Boli,"."""
OLDEST_YEARS = 120
LONGEST_CLAUSE_TOKENS = 20
_POINTING = frozenset({"itu", "tersebut"})
"""What closes a clause about a person: "pejabat yang memfasilitasi pertemuan itu, Marjorie Hale,"."""


class Appositions(PersonRuns):
    """Persons that stand in or before an insertion."""

    def _before_age(self, at: int) -> Iterator[Span]:
        """ "Hasnah (38)", "Daeng Tompo (71 tahun)"."""
        shown = self.shown
        if at + 2 >= self.count or not shown[at + 1].isdigit() or not 0 < int(shown[at + 1][:4]) <= OLDEST_YEARS:
            return
        close = at + 2 + (shown[at + 2].lower() in {"tahun", "thn", "th", "'", "’"})
        if close < self.count and shown[close] in {")", ","} and len(shown[at + 1]) <= 3:
            yield from self._ending_at(at)

    def _age_behind(self, comma: int) -> Iterator[Span]:
        """ "Phoenix Ikner, 20, ditangkap": two words or more before an age between commas."""
        shown = self.shown
        if (
            comma + 2 < self.count
            and shown[comma + 1].isdigit()
            and shown[comma + 2] == ","
            and len(shown[comma + 1]) < 4
        ):
            yield from (span for span in self._ending_at(comma) if span.length > 1)

    def _apposition(self, comma: int) -> Iterator[Span]:
        """ "Ketua koperasi, Rambu Lika, mengatakan": a person noun, a comma, a name, and the end of the insertion."""
        yield from self._age_behind(comma)
        start = comma + 1
        if start >= self.count or not self.shown[start][0].isupper() or not self._has_office(comma):
            return
        for span in self._person(start, "apposition", SURE_OF_CONTEXT, comma):
            after = self.shown[span.end] if span.end < self.count else "."
            closes = after in {",", ".", "(", "”", '"', ";"} or after in words("acts") or after == "yang"
            alone = span.length == 1 and not self.is_name_word(self.shown[start])
            if closes and not (alone and start in self.covered):
                yield span
                yield from self._employer(comma)

    def _employer(self, comma: int) -> Iterator[Span]:
        """ "Direktur Teknik Lintas Bahari Data, Yoga Pratikno": what is left of the office is whom the person works for."""
        shown, start = self.shown, comma
        vocabulary = any_of("title_heads", "title_parts", "title_words")
        while (
            start > 0
            and shown[start - 1][0].isupper()
            and (
                shown[start - 1].lower() not in vocabulary
                or (shown[start - 1].lower() == "lintas" and shown[start - 2].lower() != "lalu")
            )
        ):
            start -= 1
            if start in self.covered or self.tokens.is_first[start]:
                return
        head = start - 1
        while (
            head > 0 and shown[head].lower() in words("title_parts") and shown[head].lower() not in words("employees")
        ):
            head -= 1
        if comma - start > 1 and head >= 0 and shown[head].lower() in words("employees"):
            yield Span(start, comma, ORGANIZATION, "employer", SURE_OF_LOCATION)

    def _before_clause(self, last: int) -> int:
        """The word before the clause that ends with token `last`: "pejabat yang memfasilitasi pertemuan itu"; `last` where
        none does."""
        if self.shown[last] not in _POINTING:
            return last
        for at in range(last - 1, max(0, last - LONGEST_CLAUSE_TOKENS), -1):
            if not self.shown[at][0].isalnum():
                return last
            if self.shown[at] == "yang":
                return at - 1
        return last

    def _has_office(self, comma: int) -> bool:
        """Whether the words before the comma end in an office or another noun for a person and what belongs to it."""
        shown, line = self.shown, self.tokens.lines[comma]
        last = self._before_clause(comma - 1)
        if last < 1 or (shown[last].lower() in words("place_heads") and shown[last - 1].lower() not in person_nouns()):
            return False
        for at in range(last, max(-1, last - LONGEST_ROLE_TOKENS), -1):
            word, lower = shown[at], shown[at].lower()
            if self.tokens.lines[at] != line or not (word[0].isalnum() or word in {"-", "&", "/"}):
                return False
            if lower in person_nouns():
                return at == 0 or shown[at - 1].lower() not in words("place_heads") or shown[at - 1].islower()
            if lower in words("locative") or (word.islower() and lower.startswith("me") and is_ordinary(lower)):
                return False
            is_place = lower in any_of("place_levels", "addresses") and word[0].isupper()
            if is_place and (at == 0 or shown[at - 1].lower() not in words("title_heads")):
                return False
            if self.tokens.is_first[at]:
                return False
        return False
