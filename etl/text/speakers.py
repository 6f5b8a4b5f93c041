"""Speakers of a document: who was heard so far, and whom -nya, `dia`, `Kapolres` or `pria itu` stand for.

Here: the memory that words pointing back are resolved against.
Not here: reading a description beside a cue (speaker_words.py, subjects.py), finding quotes (quotes.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.contracts.enums import EntityType, SpeakerType
from etl.text import cues
from etl.text.bearers import Bearers
from etl.text.named import Named, Names
from etl.text.offices import BODIES, office
from etl.text.sentences import Sentences, after_dateline, first_word, last_word

LOOK_BACK_CHARS = 1200
"""How far back an antecedent is sought: two or three paragraphs."""
TITLE_CHARS = 120
"""A title before a subject is read this far back."""
MENTIONS_AHEAD = 60
"""Mentions looked through for who is called by an office before being named: a few paragraphs."""
MENTIONS_BACK = 400
"""Mentions looked through for the bearer of a role: more than an article has."""
LONGEST_FIRST_NAMES = 3
"""First names before a surname, at most: what stands farther left is a title."""
SPEAKERS_BACK = 8
"""Speakers looked through for the last one before an offset: a quote looks back over what it encloses."""

_CLAUSE_MARK = re.compile(r"[,;:.?!\u201c\u201d\"()\u2013\u2014]")
# "disampaikan oleh Ketua Panitia" before a name: the verb, and what must be a title.
_AGENT = re.compile(r"\b(?P<verb>[Dd]i[a-z]{4,})(?:\s+pula|\s+juga)?(?:\s+oleh)?\s(?=[^.;:]*\Z)")
# "Seorang pejabat senior Uni Eropa yang ...": an unnamed subject, up to its clause, a comma or the verb.
_UNNAMED = re.compile(
    r"(?:[^,\n]{0,80},\s)?(?P<who>(?:(?P<article>[Ss]eorang|[Ss]ebuah|[Ss]alah (?:satu|seorang))\s)?(?P<head>[A-Za-z]+)(?:\s[\w-]+){0,6}?)"
    r"(?=,|\s(?:yang|me[a-z]{4,}|ber[a-z]{4,})\b)"
)
# "BMKG mengeluarkan imbauan": who gives a statement without a verb of speech.
_RELEASES = re.compile(
    r"\b(?:mengeluarkan|merilis|menerbitkan|menyampaikan|menyiarkan|membacakan|mengirim(?:kan)?|melayangkan)\b"
)
# "Seorang komandan, yang menyebut namanya sebagai" before a name.
_CALLED = re.compile(r"\b(?:bernama|namanya sebagai|namanya adalah|disapa|dipanggil|berinisial)\s\Z")
_MARK = re.compile(r"[\"\u201c\u201d]")
# ", Obi, Kabaena" and ", Obi dan Kabaena": one of a list, not the subject of a clause.
_IN_A_LIST = re.compile(r"(?:,|,?\s(?:dan|serta|atau|hingga))\s(?P<word>[A-Z][\w-]+)(?![\w.])")
_SMALL = frozenset({"-", "--", "\u2013", "\u2014"})
_DEFINITE_TAIL = re.compile(r"\s+(?:itu|tersebut|ini)\Z")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks. `text` is what stands at the quote; `name` None when it is not clear who that is."""

    text: str | None
    name: str | None
    type: SpeakerType
    method: str
    entity_id: str | None = None
    end: int = -1
    """One past the description, in kept offsets; -1 when there is none."""

    def called(self, text: str | None, method: str, end: int = -1) -> Speaker:
        """The same speaker, referred to by other words."""
        return Speaker(text, self.name, self.type, method, self.entity_id, end)


NOBODY = Speaker(None, None, SpeakerType.UNKNOWN, "none")
"""The speaker of words whose giver is not clear."""


def of_mention(mention: Named, text: str, method: str) -> Speaker:
    """The speaker that a mention names."""
    kind = SpeakerType.PERSON if mention.is_person else SpeakerType.ORGANIZATION
    return Speaker(text, mention.name, kind, method, mention.entity_id, mention.end)


class Speakers:
    """Resolves the speakers of one document, in reading order: later words look back at earlier speakers."""

    def __init__(self, text: str, lower: str, names: Names, sentences: Sentences) -> None:
        self.text = text
        self.lower = lower
        self.names = names
        self.sentences = sentences
        self.given: dict[str, Speaker] = {}
        """Who gave the last statement of each kind: "ringkasan", "pernyataan"."""
        self._heard: list[tuple[int, Speaker]] = []
        self._longer_names: dict[str, str | None] = {}
        self._written: dict[str, Speaker] = {}
        self._bearers = Bearers(text, lower, names)

    def heard(self, at: int, speaker: Speaker) -> None:
        """Notes that `speaker` was given words at the kept offset `at`."""
        if speaker.name is not None:
            self._heard.append((at, speaker))
            if speaker.type == SpeakerType.PERSON and speaker.method == "written":
                for word in speaker.name.split():
                    self._written.setdefault(word, speaker)

    def last_heard(self, before: int) -> tuple[int, Speaker | None]:
        """The last speaker given words before `before`, and where: one who can be `ia`, else any; (-1, None) if none."""
        found: tuple[int, Speaker | None] = (-1, None)
        for at, speaker in reversed(self._heard[-SPEAKERS_BACK:]):
            if at < before and speaker.type in (SpeakerType.PERSON, SpeakerType.ANONYMOUS):
                return at, speaker
            if at < before and found[1] is None:
                found = (at, speaker)
        return found

    def last_told(self, before: int) -> Speaker | None:
        """The last speaker of any kind given words before `before`."""
        return next((speaker for at, speaker in reversed(self._heard[-SPEAKERS_BACK:]) if at < before), None)

    def pronoun(self, said: str, before: int, end: int, *, is_answer: bool = False) -> Speaker:
        """The speaker that -nya, `dia` or `ia` stands for, seen from `before`.

        `is_answer`: the pronoun stands for who answers (`jawabnya`), which is not who asked right before.
        """
        known = self._asked_before(before) if is_answer else None
        known = known or self.spoken_of(before)
        if known is None:
            return Speaker(said, None, SpeakerType.UNKNOWN, "pronoun", None, end)
        return known.called(said, "pronoun", end)

    def _asked_before(self, before: int) -> Speaker | None:
        """Whom the last speaker before `before`, who asked, was talking with: the one heard before them."""
        heard = [(at, speaker) for at, speaker in self._heard[-SPEAKERS_BACK:] if at < before]
        if not heard or not self.lower.startswith("tanya", heard[-1][0]):
            return None
        asker = heard[-1][1].name
        return next((speaker for _, speaker in reversed(heard) if speaker.name != asker), None)

    def spoken_of(self, before: int) -> Speaker | None:
        """Who the text speaks of just before `before`: the subject of the nearest sentence, or the last speaker."""
        text = self.text
        low = max(0, before - LOOK_BACK_CHARS)
        heard_at, speaker = self.last_heard(before)
        end = before
        while end > low:
            while end > low and text[end - 1].isspace():
                end -= 1
            start = self.sentences.start(text.rfind("\n", low, end) + 1 or low, end)
            if start >= end:
                break
            if heard_at >= start:
                return speaker
            if (mention := self.subject(start, end)) is not None:
                return of_mention(mention, text[mention.start : mention.end], "subject")
            if (relative := self._relative(start, end)) is not None:
                return relative
            if (unnamed := _UNNAMED.match(text, start, end)) is not None and self._can_tell(unnamed):
                return Speaker(unnamed["who"], unnamed["who"], SpeakerType.ANONYMOUS, "subject")
            end = start
        return speaker if heard_at >= low else None

    def _can_tell(self, unnamed: re.Match[str]) -> bool:
        """Whether `Seorang ...` who opens a sentence is a source: by what they are, or because their name is withheld."""
        head, end = unnamed["head"].lower(), self.sentences.end(unnamed.end(), unnamed.end() + TITLE_CHARS)
        if unnamed["article"] is None:
            return head in cues.SOURCES
        return head in cues.ANONYMOUS or cues.is_withheld(self.lower[unnamed.start() : end])

    def only_person(self, head: str, before: int) -> Speaker | None:
        """The only person named in the sentence before `before`, when it has no subject and nobody is heard in it.

        None when named with a title that has no `head`. Who `pemain itu` is after `Gol dicetak Budi.`; a pronoun may stand for others there.
        """
        end = len(self.text[max(0, before - LOOK_BACK_CHARS) : before].rstrip()) + max(0, before - LOOK_BACK_CHARS)
        start = self.sentences.start(self.text.rfind("\n", 0, end) + 1, end)
        persons = {mention.entity_id: mention for mention in self.names.within(start, end) if mention.is_person}
        if len(persons) != 1 or self.last_heard(before)[0] >= start or self.subject(start, end) is not None:
            return None
        if first_word(self.lower[start:end]) in cues.PRONOUNS or _MARK.search(self.text, start, end) is not None:
            return None
        mention = next(iter(persons.values()))
        if mention.role_text and head not in mention.role_text.lower():
            return None
        return of_mention(mention, self.text[mention.start : mention.end], "subject")

    def teller_of(self, noun: str, before: int) -> Speaker | None:
        """Who was heard in the last sentence before `before` that has `noun`: `kata Budi dalam sebuah pernyataan`."""
        low = max(0, before - LOOK_BACK_CHARS)
        at = self.lower.rfind(noun, low, before)
        if at < 0:
            return None
        start = self.sentences.start(max(low, self.text.rfind("\n", low, at) + 1), at)
        end = self.sentences.end(at, before)
        heard = [speaker for place, speaker in self._heard[-SPEAKERS_BACK:] if start <= place < end]
        if heard or _RELEASES.search(self.lower, start, at) is None:
            return heard[-1] if heard else None
        start = after_dateline(self.text, start, at)
        mention = self.subject(start, at) or self.names.at(start)
        return None if mention is None else of_mention(mention, mention.name, "role")

    def _longer(self, surname: str) -> str | None:
        """The name that ends in a surname written alone, where the text gives it in full: `Pemberton` in `Alan Pemberton`."""
        if " " in surname:
            return None
        if surname not in self._longer_names:
            self._longer_names[surname] = None
            for match in re.finditer(rf"((?:[A-Z][\w'\u2019-]+ ){{1,4}}){re.escape(surname)}\b", self.text):
                words = match[1].split()
                first = len(words)
                while first > 0 and _is_name_word(words[first - 1]) and len(words) - first < LONGEST_FIRST_NAMES:
                    first -= 1
                if first < len(words) and not any(m.is_known for m in self.names.within(match.start(), match.end())):
                    self._longer_names[surname] = " ".join([*words[first:], surname])
                    break
        return self._longer_names[surname]

    def body_called(self, head: str, before: int, *, needs_name: bool = False) -> str | None:
        """How a body was called in full last before `before`, in small letters too: `kementerian unifikasi`.

        `needs_name`: only with a name in it, as for `militer`, which may be called no more than that.
        """
        low = max(0, before - LOOK_BACK_CHARS)
        pattern = rf"\b{head}((?:\s(?!itu\b|tersebut\b|ini\b)[a-zA-Z-]+){{1,4}})"
        calls = re.findall(pattern, self.text[low:before], re.IGNORECASE)
        if not calls:
            return None
        words = list[str]()
        for word in calls[-1].split():
            if not (word[0].isupper() or cues.can_qualify(word)):
                break
            words.append(word)
        is_full = any(word[0].isupper() for word in words) if needs_name else bool(words)
        return f"{head} {' '.join(words)}" if is_full else None

    def subject(self, start: int, end: int) -> Named | None:
        """The person whom the sentence `[start, end)` is about: one who opens it or one of its clauses."""
        for mention in self.names.within(start, end):
            if mention.is_person and self._opens_clause(mention, start):
                return mention
        return None

    def _opens_clause(self, mention: Named, start: int) -> bool:
        low = max(start, mention.start - TITLE_CHARS)
        lead = self.text[low : mention.start]
        cut = max((match.end() for match in _CLAUSE_MARK.finditer(lead)), default=0)
        if (passive := _AGENT.search(lead, cut)) is not None and passive["verb"].lower() in cues.PASSIVE:
            cut = passive.end()
        if cut == 0 and low > start:
            return False
        if self._is_listed(mention):
            return False
        words = lead[cut:].split()
        if _CALLED.search(lead) is not None and first_word(self.lower[start : mention.start]) in ("seorang", "salah"):
            return True
        return _is_lead(words) and not cues.ends_in_relation(self.lower[low + cut : mention.start].split())

    def _relative(self, start: int, end: int) -> Speaker | None:
        """Who opens the sentence `[start, end)` as a relation of somebody named: `Istri Budi Santoso`."""
        mention = next((mention for mention in self.names.within(start, end) if mention.is_person), None)
        if mention is None or not _is_lead(self.text[start : mention.start].split()):
            return None
        if not cues.ends_in_relation(self.lower[start : mention.start].split()):
            return None
        said = self.text[start : mention.end]
        return Speaker(said, said, SpeakerType.PERSON, "subject")

    def _is_listed(self, mention: Named) -> bool:
        """Whether a mention stands in the middle of a list of names: `di Wawo, Obi, dan Kaba`."""
        place = self.names.last_before(mention.start)
        if place < 0 or self.text[self.names.mentions[place].end : mention.start].strip() != ",":
            return False
        following = _IN_A_LIST.match(self.text, mention.end)
        return following is not None and following["word"].lower() not in cues.TITLES

    def by_office(self, start: int, end: int, before: int, *, is_definite: bool) -> Speaker | None:
        """The person named before `before` who holds the office that the text `[start, end)` calls.

        Of several, whom the text speaks of when it says `itu` or `sang`; else one of no other country, who is the one that
        needs no country said; else the one named last.
        """
        wanted = office(self.lower, start, end, self.names.within(start, end))
        if not wanted.words:
            return None
        last = self.names.last_before(before)
        bearers = self._bearers.of(wanted, range(last, max(-1, last - MENTIONS_BACK), -1))
        if not bearers and is_definite:
            return None
        if not bearers:
            ahead = self._bearers.of(wanted, range(last + 1, min(len(self.names.mentions), last + 1 + MENTIONS_AHEAD)))
            return of_mention(ahead[0], ahead[0].name, "role") if len(ahead) == 1 else None
        chosen = bearers[0]
        if len(bearers) > 1 and is_definite:
            known = self.spoken_of(before)
            chosen = next((bearer for bearer in bearers if known and bearer.entity_id == known.entity_id), chosen)
        elif len(bearers) > 1 and not wanted.places:
            chosen = next((bearer for bearer in bearers if self._bearers.is_home(bearer)), chosen)
        return of_mention(chosen, chosen.name, "role")

    def by_body(self, words: str, before: int) -> Speaker | None:
        """The body named last before `before` whose name begins with these lower-case words: "kementerian itu"."""
        wanted = _DEFINITE_TAIL.sub("", words).strip(" ,.")
        wanted = BODIES.get(wanted, wanted)
        last = self.names.last_before(before)
        for place in range(last, max(-1, last - MENTIONS_BACK), -1):
            mention = self.names.mentions[place]
            if mention.entity_type == EntityType.ORGANIZATION and (
                mention.name.lower().startswith(f"{wanted} ")
                or self.lower.startswith(f"{wanted} ", mention.start, mention.end)
            ):
                return of_mention(mention, mention.name, "role")
        return None

    def unnamed_before(self, head: str, before: int) -> bool:
        """Whether an unnamed speaker of that kind (`pejabat`) was brought up before."""
        low = max(0, before - LOOK_BACK_CHARS)
        if self.lower.rfind(head, low, before) < 0:
            return False
        near = self.names.within(low, before)
        return not any(m.is_person and m.role_text and head in m.role_text.lower() for m in near)

    def first_name(self, written: str, end: int) -> Speaker:
        """The speaker whose first name is also a word of kin, written alone: `Putri` for `Putri Ayu Lestari`."""
        lead = f"{written} "
        for mention in self.names.mentions:
            begin = mention.start - len(lead)
            if mention.is_person and begin >= 0 and self.text.startswith(lead, begin):
                name = self.text[begin : mention.end]
                return Speaker(written, name, SpeakerType.PERSON, "written", None, end)
        return self.full_form(written).called(written, "written", end)

    def full_form(self, written: str) -> Speaker:
        """The speaker that a written name stands for: the fullest form among the names and speakers of the document."""
        last = last_word(written)
        mention = self.names.person_called(last)
        if mention is not None and _agrees(written, mention.name):
            return of_mention(mention, written, "written")
        longer = self._longer(written)
        if longer is not None:
            return Speaker(written, longer, SpeakerType.PERSON, "written")
        known = self._written.setdefault(last, Speaker(written, written, SpeakerType.PERSON, "written"))
        if known.name is not None and _agrees(written, known.name):
            return known
        return Speaker(written, written, SpeakerType.PERSON, "written")


def _is_name_word(word: str) -> bool:
    """Whether a word can be part of a name: a capital, and no title or what titles are of."""
    low = word.lower()
    return not word.isupper() and low not in cues.TITLES and low not in cues.TITLE_OBJECTS and low not in cues.ORDINARY


def _is_lead(words: Sequence[str]) -> bool:
    """Whether the words before a person can all be a title, or open a sentence: `Pelatih tim nasional Brasil`."""
    has_head = bool(words) and words[0].lower() in cues.TITLES
    return all(
        word[0].isupper()
        or word[0].isdigit()
        or word in _SMALL
        or word in cues.TITLES
        or word in cues.CONNECTIVES
        or (has_head and (cues.can_qualify(word) or word in cues.TITLE_PREPOSITIONS))
        for word in words
    )


def _agrees(part: str, full: str) -> bool:
    """Whether every word of `part` is a word of `full`."""
    words = full.split()
    return all(word in words for word in part.split())
