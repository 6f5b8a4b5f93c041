"""Names told by what stands around them, whatever the words are: "ujar Hasnah (38)", "tetua kampung, Umbu Nggaba,".

Here: the places in a sentence where only a person can stand, a domain written out, a place behind "di".
Not here: the model's reading and the lexicon (names_spans.py), whom a name names (names_links.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from etl.text.names_lexicon import ORGANIZATION, PERSON, PLACE, Found, is_known_start
from etl.text.names_spans import SURE_WORDS, Span
from etl.text.names_tokens import Tokens
from etl.text.names_words import any_of, is_ordinary, ordinary_words, words

SURE_OF_CONTEXT = 0.88
SURE_OF_SPEAKER = 0.8
SURE_OF_LOCATION = 0.65
LONGEST_PERSON_TOKENS = 6
LONGEST_ROLE_TOKENS = 12
"""How far before the comma the word for a person may stand: "Kepala Seksi Operasi SAR Kupang, Fransiskus Boli,"."""
MOST_UNKNOWN_WORDS = 2
"""Words of a title that no list holds: the association in "Ketua Gapkindo Kalbar Jusdar Sutan"."""
LONGEST_DOMAIN_TOKENS = 9
OLDEST_YEARS = 120


@cache
def _person_nouns() -> frozenset[str]:
    return any_of("title_heads", "person_nouns")


@cache
def _cues() -> frozenset[str]:
    """The words and marks around which persons are looked for, as they are written."""
    either = any_of("honorifics", "named", "named_behind", "offices_of_one") | {"sri"}
    return _speech() | {"(", ","} | either | {word.capitalize() for word in either} | {word.upper() for word in either}


@cache
def _speech() -> frozenset[str]:
    return words("speech") - words("speech_too")


@cache
def _title_vocabulary() -> frozenset[str]:
    return any_of("title_heads", "title_parts", "organization_heads") | {"untuk", "dan"}


@cache
def _links() -> frozenset[str]:
    """Small words inside persons' names, less those that are prepositions of the language."""
    return words("person_links") - words("bare_locative") - words("locative")


@cache
def _never_open() -> frozenset[str]:
    """Words that no name of a person opens with, capital or not."""
    kinds = ("organization_heads", "place_heads", "organization_openers", "title_heads", "title_words", "person_nouns")
    return any_of(*kinds, "not_names", "not_alone", "title_parts")


@cache
def _never_open_person() -> frozenset[str]:
    return _never_open() - words("openers_too")


def in_context(
    tokens: Tokens, shown: Sequence[str], known: Sequence[Found], is_name_word: Callable[[str], bool]
) -> list[Span]:
    """Names that their company tells. `known`: forms of the lexicon in the same words; they are never taken apart."""
    covered = {at: found for found in known for at in range(found.start, found.end)}
    find = _Finder(tokens, shown, covered, is_name_word)
    return [*find.people(), *find.domains(), *find.clubs(), *find.locations()]


class _Finder:
    """One document's words, and the questions asked of each place in them."""

    def __init__(
        self,
        tokens: Tokens,
        shown: Sequence[str],
        covered: dict[int, Found],
        is_name_word: Callable[[str], bool],
    ) -> None:
        self.tokens, self.shown, self.covered, self.is_name_word = tokens, shown, covered, is_name_word
        self.count = len(shown)

    def people(self) -> Iterator[Span]:
        """Persons behind a word of speaking, a form of address, a title with its country, a comma after an office; before an age."""
        speech, address, named, cues = _speech(), words("honorifics"), words("named"), _cues()
        written, covered = self.tokens.words, self.covered
        for at in [i for i, word in enumerate(self.shown) if word in cues]:
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
        return any(word.lower() in _person_nouns() for word in self.shown[max(0, at - 2) : at])

    def _in_office(self, at: int) -> Iterator[Span]:
        """ "Menlu Caspar Veldkamp": two words or more behind an office that is held in a country or region as a whole."""
        place = self.covered.get(at + 1)
        if place is not None and place.form.entity.entity_type != PERSON:
            return
        yield from (span for span in self._person(at + 1, "speaker", SURE_OF_SPEAKER, at) if span.length > 1)

    def _is_city(self, start: int, end: int) -> bool:
        """Whether the words are one place that is no country: a person may be called so."""
        found = self.covered.get(start)
        return (
            found is not None and end == start + 1 == found.end == found.start + 1 and not found.form.entity.is_country
        )

    def _end_of_person(self, start: int) -> int:
        """Where the run of words ends that may be a person's name from `start` on; `start` where there is none."""
        shown, tokens, links = self.shown, self.tokens, _links()
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

    def _before_age(self, at: int) -> Iterator[Span]:
        """ "Hasnah (38)", "Daeng Tompo (71 tahun)"."""
        shown = self.shown
        if at + 2 >= self.count or not shown[at + 1].isdigit() or not 0 < int(shown[at + 1][:4]) <= OLDEST_YEARS:
            return
        close = at + 2 + (shown[at + 2].lower() in {"tahun", "thn", "th", "'", "’"})
        if close < self.count and shown[close] in {")", ","} and len(shown[at + 1]) <= 3:
            yield from self._ending_at(at)

    def _ending_at(self, at: int) -> Iterator[Span]:
        """The person whose name ends before token `at`."""
        shown, line = self.shown, self.tokens.lines
        start = at
        while start > 0 and at - start < LONGEST_PERSON_TOKENS and line[start - 1] == line[at]:
            word = shown[start - 1]
            if not (self._may_stand(start - 1) or word in _links()) or word.lower() in _never_open():
                break
            start -= 1
            if self.tokens.is_first[start]:
                break
        while start < at and not shown[start][0].isupper():
            start += 1
        if start < at and self._is_person(start, at):
            yield Span(start, at, PERSON, "age", SURE_OF_CONTEXT)

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

    def _has_office(self, comma: int) -> bool:
        """Whether the words before the comma end in an office or another noun for a person and what belongs to it."""
        shown, line = self.shown, self.tokens.lines[comma]
        last = comma - 1
        if last < 1 or (shown[last].lower() in words("place_heads") and shown[last - 1].lower() not in _person_nouns()):
            return False
        for at in range(last, max(-1, last - LONGEST_ROLE_TOKENS), -1):
            word, lower = shown[at], shown[at].lower()
            if self.tokens.lines[at] != line or not (word[0].isalnum() or word in {"-", "&", "/"}):
                return False
            if lower in _person_nouns():
                return at == 0 or shown[at - 1].lower() not in words("place_heads") or shown[at - 1].islower()
            if lower in words("locative") or (word.islower() and lower.startswith("me") and is_ordinary(lower)):
                return False
            is_place = lower in any_of("place_levels", "addresses") and word[0].isupper()
            if is_place and (at == 0 or shown[at - 1].lower() not in words("title_heads")):
                return False
            if self.tokens.is_first[at]:
                return False
        return False

    def _after_country(self, at: int) -> Iterator[Span]:
        """ "Menteri Luar Negeri Selandia Baru Fiona Marwick": a title, its country or body, the name."""
        found = self.covered[at]
        before, vocabulary = found.start - 1, _title_vocabulary()
        if before < 0 or at + 1 >= self.count or not self.shown[at + 1][0].isupper():
            return
        if found.form.entity.entity_type == PERSON:
            return
        first, unknown = before, 0
        while first >= 0 and at - first <= LONGEST_ROLE_TOKENS and self.tokens.lines[first] == self.tokens.lines[at]:
            lower = self.shown[first].lower()
            if lower in words("title_heads"):
                break
            if lower not in vocabulary and first not in self.covered:
                unknown += 1
                if unknown > MOST_UNKNOWN_WORDS or not self.shown[first][0].isupper():
                    break
            first -= 1
        if first < 0 or self.shown[first].lower() not in words("title_heads"):
            return
        if found.start == at and not found.form.entity.is_country and self.is_name_word(self.shown[at]):
            return  # "Menteri Dalam Negeri Bima Arya": no city, or nobody can tell
        if at + 1 in self.covered and self.covered[at + 1].form.entity.entity_type != PERSON:
            return  # "Kepala Dinas Kominfo Jatim": the person stands behind what comes last
        yield from (span for span in self._person(at + 1, "title", SURE_OF_CONTEXT, at) if span.length > 1)

    def domains(self) -> Iterator[Span]:
        """Addresses of sites written as names: "detik.com", "WARTAEKUATOR.CO.ID"; none inside links and mail addresses."""
        shown, starts, ends = self.shown, self.tokens.starts, self.tokens.ends
        ending, done = words("domain_endings"), 0
        for dot in [i for i, word in enumerate(shown) if word == "."]:
            if (
                dot < done
                or dot == 0
                or dot + 1 >= self.count
                or not ends[dot - 1] == starts[dot] == starts[dot + 1] - 1
            ):
                continue
            start, end = dot - 1, dot
            while end + 1 < self.count and end - dot < LONGEST_DOMAIN_TOKENS and self._joins(end):
                end += 2
            while (
                start > 0
                and ends[start - 1] == starts[start]
                and (shown[start - 1].isalnum() or shown[start - 1] == "-")
            ):
                start -= 1  # "WARTAEKUATOR" is one word here, however many names it is glued from
                if dot - start > LONGEST_DOMAIN_TOKENS:
                    break
            done = end
            if not shown[start][0].isalnum() or shown[end - 1].lower() not in ending or shown[end - 2] != ".":
                continue
            is_link = (start > 0 and ends[start - 1] == starts[start] and shown[start - 1] in "/@:") or (
                end < self.count and ends[end - 1] == starts[end] and shown[end] in "/@:"
            )
            if not is_link:
                yield Span(start, end, ORGANIZATION, "domain", SURE_OF_CONTEXT)

    def clubs(self) -> Iterator[Span]:
        """Clubs by their last word: "Seri Kencana United"; the words before it are added where names are cut."""
        tails = words("club_tails")
        for at in [i for i, word in enumerate(self.shown) if word[0].isupper() and word.lower() in tails]:
            before = at - 1
            if before < 0 or at in self.covered or self.tokens.is_first[at] or len(self.shown[before]) < 2:
                continue
            if self._may_stand(before) and self.shown[before].lower() not in _never_open():
                yield Span(before, at + 1, ORGANIZATION, "tail", SURE_OF_CONTEXT)

    def _joins(self, at: int) -> bool:
        """Whether the mark at `at` joins the words on both sides: a dot or hyphen without spaces."""
        starts, ends = self.tokens.starts, self.tokens.ends
        glued = ends[at - 1] == starts[at] and ends[at] == starts[at + 1]
        return glued and self.shown[at] in {".", "-"} and self.shown[at + 1].isalnum()

    def locations(self) -> Iterator[Span]:
        """Places that only the word before them tells: "di Waihumba". Where the model reads something else, it wins."""
        locative = words("bare_locative")
        for at in [i for i, word in enumerate(self.shown) if word in locative]:
            if at + 1 >= self.count or not self.shown[at + 1][0].isupper():
                continue
            start = at + 1
            end = start
            while end < self.count and end - start < 3 and self.tokens.lines[end] == self.tokens.lines[at]:
                name = self.shown[end]
                usual = len(name) > 2 and name.isalpha() and name[0].isupper() and name[1:].islower()
                if not usual or end in self.covered or name.lower() in _never_open():
                    break
                end += 1
            if start < end and not any(
                name.lower() in ordinary_words() or is_known_start(name) for name in self.shown[start:end]
            ):
                after = self.shown[end] if end < self.count else "."
                if not (after[0].isupper() or after[0].isdigit()):
                    yield Span(start, end, PLACE, "location", SURE_OF_LOCATION)
