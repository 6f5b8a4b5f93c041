"""Names told by what stands around them, whatever the words are: "ujar Hasnah (38)", "tetua kampung, Umbu Nggaba,".

Here: the words and marks in a sentence that only a person can stand beside, asked one after another.
Not here: insertions (appositions.py), names of other things (surroundings.py), the model's reading and the
lexicon (candidates.py), whom a name names (people.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from etl.text.names.appositions import LONGEST_ROLE_TOKENS, Appositions
from etl.text.names.lexicon import PERSON, Found
from etl.text.names.places import Places
from etl.text.names.runs import SURE_OF_CONTEXT
from etl.text.names.spans import Span
from etl.text.names.surroundings import Surroundings
from etl.text.names.tokens import Tokens
from etl.text.single_words import any_of, is_ordinary, spoken, words

SURE_OF_SPEAKER = 0.8
MOST_UNKNOWN_WORDS = 2
"""Words of a title that no list holds: the association in "Ketua Gapkindo Kalbar Jusdar Sutan"."""


_VERB_PREFIXES = ("me", "di", "ber", "ter")
_FROM = frozenset({"dari", "asal"})


def _is_of_title(word: str) -> bool:
    """Whether a word that no list of titles holds may stand in one: a name, or a noun as in "kepala kebijakan luar negeri"."""
    is_noun = word.islower() and is_ordinary(word) and not word.startswith(_VERB_PREFIXES)
    return word[0].isupper() or (is_noun and word not in any_of("locative", "acts", "speech"))


@cache
def _title_vocabulary() -> frozenset[str]:
    return any_of("title_heads", "title_parts", "organization_heads") | {"untuk", "dan"}


def in_context(
    tokens: Tokens, shown: Sequence[str], places: Places, known: Sequence[Found], is_name_word: Callable[[str], bool]
) -> list[Span]:
    """Names that their company tells. `places`: of the same words; `known`: forms of the lexicon in them, never taken apart."""
    covered = {at: found for found in known for at in range(found.start, found.end)}
    find = _Finder(tokens, shown, places, covered, is_name_word)
    return [*find.people(), *find.domains(), *find.clubs(), *find.chambers(), *find.locations()]


class _Finder(Appositions, Surroundings):
    """Everything that is asked of one document's words."""

    def people(self) -> Iterator[Span]:
        """Persons behind a word of speaking, a form of address, a title with its country, a comma after an office; before an age."""
        speech, address, named = spoken(), words("honorifics"), words("named")
        written, covered = self.tokens.words, self.covered
        for at in self.places.cues:
            word = self.shown[at]
            lower = word.lower()
            if word == "(":
                yield from self._before_age(at)
            elif word == ",":
                yield from self._apposition(at)
            elif lower in words("offices_of_one"):
                yield from self._in_office(at)
            elif lower in words("named_behind") and written[at].islower():
                yield from (span for span in self._person(at + 1, "speaker", SURE_OF_SPEAKER, at) if span.length > 1)
            elif lower in named:
                yield from self._person(at + 1, "named", SURE_OF_CONTEXT, at)
            elif lower in address and at > 0 and self.shown[at - 1].lower() in words("place_heads"):
                continue  # "Jalan Kapten Pattimura"
            elif lower in address or (
                word == "Sri" and at > 0 and self.shown[at - 1].lower() in {"tan", "dato", "datuk"}
            ):
                dotted = at + 1 < self.count and self.shown[at + 1] == "."
                yield from self._person(at + 1 + dotted, "address", SURE_OF_CONTEXT, at)
            elif word in speech and written[at].islower() and at + 1 < self.count and self.shown[at + 1][0].isupper():
                yield from self._person(at + 1, "speaker", SURE_OF_SPEAKER, at)
        for found in dict.fromkeys(covered.values()):
            yield from self._after_country(found.end - 1)

    def _in_office(self, at: int) -> Iterator[Span]:
        """ "Menlu Caspar Veldkamp": two words or more behind an office that is held in a country or region as a whole."""
        place = self.covered.get(at + 1)
        if place is not None and place.form.entity.entity_type != PERSON:
            return
        if at > 0 and self.shown[at - 1].lower() in any_of("place_heads", "named_after_persons"):
            return  # "Jalan Sultan Agung Tirtayasa"
        yield from (span for span in self._person(at + 1, "speaker", SURE_OF_SPEAKER, at) if span.length > 1)

    def _after_country(self, at: int) -> Iterator[Span]:
        """ "Menteri Luar Negeri Selandia Baru Fiona Marwick": a title, its country or body, the name."""
        found = self.covered[at]
        before, vocabulary = found.start - 1, _title_vocabulary()
        if before < 0 or at + 1 >= self.count or not self.shown[at + 1][0].isupper():
            return
        if found.form.entity.entity_type == PERSON:
            return
        if self._is_counterpart(before):
            yield from (span for span in self._person(at + 1, "title", SURE_OF_CONTEXT, at) if span.length > 1)
            return
        first, unknown = before, 0
        while first >= 0 and at - first <= LONGEST_ROLE_TOKENS and self.tokens.lines[first] == self.tokens.lines[at]:
            lower = self.shown[first].lower()
            if lower in words("title_heads"):
                break
            if first in self.covered and self.covered[first].form.entity.entity_type == PERSON:
                return  # the title is that person's
            if lower not in vocabulary and first not in self.covered:
                unknown += 1
                if unknown > MOST_UNKNOWN_WORDS or not _is_of_title(self.shown[first]):
                    break
            first -= 1
        if first < 0 or self.shown[first].lower() not in words("title_heads"):
            return
        if found.start == at and not found.form.entity.is_country and self.is_name_word(self.shown[at]):
            return  # "Menteri Dalam Negeri Bima Arya": no city, or nobody can tell
        if (
            at + 1 in self.covered
            and self.covered[at + 1].form.entity.entity_type != PERSON
            and not self._is_namesake(at + 1)
        ):
            return  # "Kepala Dinas Kominfo Jatim": the person stands behind what comes last
        yield from (span for span in self._person(at + 1, "title", SURE_OF_CONTEXT, at) if span.length > 1)

    def _is_counterpart(self, at: int) -> bool:
        """Whether what ends with token `at` is a colleague of a country: "rekannya dari" before "Jepang Haruto Mizushima"."""
        noun = at - (self.shown[at] in _FROM)
        return noun >= 0 and self.shown[noun].lower() in words("counterparts")

    def _is_namesake(self, at: int) -> bool:
        """Whether token `at` is a town and a given name that a surname follows: "Bima" of "Wali Kota Bogor Bima Arya"."""
        town, after = self.covered[at], at + 1
        return (
            town.end == after < self.count
            and not town.form.entity.is_country
            and self.is_name_word(self.shown[at])
            and after not in self.covered
            and self._may_stand(after)
            and not is_ordinary(self.shown[after])
            and self.tokens.lines[after] == self.tokens.lines[at]
        )
