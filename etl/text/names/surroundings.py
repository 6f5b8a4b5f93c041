"""Names of other things than persons told by what they hold or what stands beside them.

Here: a domain written out, a club by its last word, a chamber by its country, a place behind "di".
Not here: persons (context.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from etl.text.names.lexicon import ORGANIZATION, PLACE, is_known_start
from etl.text.names.runs import SURE_OF_CONTEXT, SURE_OF_LOCATION, PersonRuns, never_open
from etl.text.names.spans import Span
from etl.text.single_words import ordinary_words, words

LONGEST_DOMAIN_TOKENS = 9


class Surroundings(PersonRuns):
    """Bodies and places that their surroundings tell."""

    def domains(self) -> Iterator[Span]:
        """Addresses of sites written as names: "detik.com", "WARTAEKUATOR.CO.ID"; none inside links and mail addresses."""
        shown, starts, ends = self.shown, self.tokens.starts, self.tokens.ends
        ending, done = words("domain_endings"), 0
        for dot in self.places.dots:
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

    def _joins(self, at: int) -> bool:
        """Whether the mark at `at` joins the words on both sides: a dot or hyphen without spaces."""
        starts, ends = self.tokens.starts, self.tokens.ends
        glued = ends[at - 1] == starts[at] and ends[at] == starts[at + 1]
        return glued and self.shown[at] in {".", "-"} and self.shown[at + 1].isalnum()

    def clubs(self) -> Iterator[Span]:
        """Clubs by their last word: "Seri Kencana United"; the words before it are added where names are cut."""
        for at in self.places.club_tails:
            before = at - 1
            if before < 0 or at in self.covered or self.tokens.is_first[at] or len(self.shown[before]) < 2:
                continue
            if self._may_stand(before) and self.shown[before].lower() not in never_open():
                yield Span(before, at + 1, ORGANIZATION, "tail", SURE_OF_CONTEXT)

    def chambers(self) -> Iterator[Span]:
        """Chambers with their country: "Senat Filipina"; longer names of them are told by the model and the lexicon."""
        for at, found in self.covered.items():
            if at != found.start or not found.form.entity.is_country or at == 0:
                continue
            head = self.shown[at - 1]
            same_line = self.tokens.lines[at - 1] == self.tokens.lines[at]
            if same_line and head[0].isupper() and head.lower() in words("chambers") and at - 1 not in self.covered:
                yield Span(at - 1, found.end, ORGANIZATION, "chamber", SURE_OF_CONTEXT)

    def locations(self) -> Iterator[Span]:
        """Places that only the word before them tells: "di Waihumba". Where the model reads something else, it wins."""
        for at in self.places.locatives:
            if at + 1 >= self.count or not self.shown[at + 1][0].isupper():
                continue
            start = at + 1
            end = start
            while end < self.count and end - start < 3 and self.tokens.lines[end] == self.tokens.lines[at]:
                name = self.shown[end]
                usual = len(name) > 2 and name.isalpha() and name[0].isupper() and name[1:].islower()
                if not usual or end in self.covered or name.lower() in never_open():
                    break
                end += 1
            if start < end and not any(
                name.lower() in ordinary_words() or is_known_start(name) for name in self.shown[start:end]
            ):
                after = self.shown[end] if end < self.count else "."
                if not (after[0].isupper() or after[0].isdigit()):
                    yield Span(start, end, PLACE, "location", SURE_OF_LOCATION)
