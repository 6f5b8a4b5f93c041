"""Speakers of a document: who was heard so far, and whom -nya, `dia`, `Kapolres` or `pria itu` stand for.

Here: the memory that words pointing back are resolved against.
Not here: whom a sentence is about (openers.py), names that only the text has (written_names.py), reading a description
beside a cue (speaker_words.py, subjects.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import EntityType, SpeakerType
from etl.text.named import Names
from etl.text.quotes import cues
from etl.text.quotes.bearers import Bearers
from etl.text.quotes.offices import BODIES, office
from etl.text.quotes.openers import Openers
from etl.text.quotes.speaker import Speaker, of_mention
from etl.text.quotes.written_names import WrittenNames
from etl.text.sentences import Sentences, after_dateline, first_word

LOOK_BACK_CHARS = 1200
"""How far back an antecedent is sought: two or three paragraphs."""
MENTIONS_AHEAD = 60
"""Mentions looked through for who is called by an office before being named: a few paragraphs."""
MENTIONS_BACK = 400
"""Mentions looked through for the bearer of a role: more than an article has."""
SPEAKERS_BACK = 8
"""Speakers looked through for the last one before an offset: a quote looks back over what it encloses."""

# "BMKG mengeluarkan imbauan": who gives a statement without a verb of speech.
_RELEASES = re.compile(
    r"\b(?:mengeluarkan|merilis|menerbitkan|menyampaikan|menyiarkan|membacakan|mengirim(?:kan)?|melayangkan)\b"
)
# "Kuasa usaha Iran di Stockholm, yang ...", "Duta besar itu meninggalkan ...": an office that opens a sentence.
_OFFICE_OPENS = re.compile(
    r"(?P<who>[A-Z][\w-]+(?:\s(?!kedua\b|para\b|yang\b|dan\b)[\w-]+){0,6}?(?:\s(?:itu|tersebut))?)(?=,\syang\s|\s(?:me[a-z]{4,}|ber[a-z]{4,}|ter[a-z]{4,}|tidak|hanya)\b)"
)
_MARK = re.compile(r"[\"\u201c\u201d]")
_DEFINITE_TAIL = re.compile(r"\s+(?:itu|tersebut|ini)\Z")


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
        self.openers = Openers(text, lower, names, sentences)
        self.written = WrittenNames(text, names)
        self._bearers = Bearers(text, lower, names)

    def heard(self, at: int, speaker: Speaker) -> None:
        """Notes that `speaker` was given words at the kept offset `at`."""
        if speaker.name is not None:
            self._heard.append((at, speaker))
            if speaker.type == SpeakerType.PERSON and speaker.method == "written":
                self.written.heard(speaker)

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
            if (opener := self.openers.speaker(start, end) or self._office_opens(start, end)) is not None:
                return opener
            end = start
        return speaker if heard_at >= low else None

    def _office_opens(self, start: int, end: int) -> Speaker | None:
        """Who the sentence `[start, end)` is about when it opens with an office: `Duta besar itu tersenyum`."""
        opening = _OFFICE_OPENS.match(self.text, after_dateline(self.text, start, end), end)
        if opening is None or first_word(opening["who"].lower()) not in cues.OFFICE_HEADS:
            return None
        begin, stop = opening.span("who")
        if any(mention.is_person for mention in self.names.within(begin, stop)):
            return None
        known = self.by_office(begin, stop, begin, is_definite=True)
        return known or Speaker(opening["who"], opening["who"], SpeakerType.PERSON, "subject")

    def only_person(self, head: str, before: int) -> Speaker | None:
        """The only person named in the sentence before `before`, when it has no subject and nobody is heard in it.

        None when named with a title that has no `head`. Who `pemain itu` is after `Gol dicetak Budi.`; a pronoun may stand for others there.
        """
        low = max(0, before - LOOK_BACK_CHARS)
        end = low + len(self.text[low:before].rstrip())
        start = self.sentences.start(self.text.rfind("\n", low, end) + 1 or low, end)
        persons = {mention.entity_id: mention for mention in self.names.within(start, end) if mention.is_person}
        if len(persons) != 1 or self.last_heard(before)[0] >= start or self.openers.subject(start, end) is not None:
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
        mention = self.openers.subject(start, at) or self.names.at(start)
        return None if mention is None else of_mention(mention, mention.name, "role")

    def body_called(self, head: str, before: int, *, needs_name: bool = False) -> str | None:
        """How a body was called in full last before `before`, in small letters too: `kementerian unifikasi`.

        `needs_name`: only with a name in it, as for `militer`, which may be called no more than that.
        """
        low = max(0, before - LOOK_BACK_CHARS)
        pattern = rf"\b{re.escape(head)}((?:\s(?!itu\b|tersebut\b|ini\b)[a-zA-Z-]+){{1,4}})"
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

    def can_be(self, speaker: Speaker, start: int, end: int) -> bool:
        """Whether `speaker` can be who the text `[start, end)` calls: no "Perdana Menteri Thailand itu" for one of another country."""
        if speaker.entity_id is None:
            return True
        wanted = office(self.lower, start, end, self.names.within(start, end))
        return not self._bearers.contradicts(wanted, speaker.entity_id)

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
