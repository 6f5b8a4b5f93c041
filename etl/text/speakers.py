"""Speakers: who a cue gives words to.

Here: reading the description of a speaker after or before a cue, and what -nya, `dia`, `Kapolres` and `pria itu` stand for.
Not here: finding quotes (quotes.py), linking names to entities (the name step).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.contracts.enums import SpeakerType
from etl.text import cues
from etl.text.named import Named, Names
from etl.text.sentences import sentence_start

DESCRIPTION_CHARS = 220
"""A speaker's description is read this far: the longest titles of officials run to some 180 characters."""
LOOK_BACK_CHARS = 1200
"""How far back an antecedent is sought: two or three paragraphs."""

_WORD = cues.word_pattern()
_DAYS = frozenset({"senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad"})
_DEFINITE = frozenset({"itu", "tersebut", "ini"})
_CLAUSE = re.compile(r"[,;:.?!\u201c\u201d\"()\u2013\u2014]")


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


NOBODY = Speaker(None, None, SpeakerType.UNKNOWN, "none")


def of_mention(mention: Named, text: str, method: str, end: int) -> Speaker:
    """The speaker that a mention names."""
    kind = SpeakerType.PERSON if mention.is_person else SpeakerType.ORGANIZATION
    return Speaker(text, mention.name, kind, method, mention.entity_id, end)


def renamed(speaker: Speaker, text: str, method: str, end: int = -1) -> Speaker:
    """The same speaker, referred to by other words."""
    return Speaker(text, speaker.name, speaker.type, method, speaker.entity_id, end)


class Speakers:
    """Resolves the speakers of one document, in reading order: later words look back at earlier speakers."""

    def __init__(self, text: str, lower: str, names: Names) -> None:
        self.text = text
        self.lower = lower
        self.names = names
        self.said: list[tuple[int, Speaker]] = []
        """Speakers given so far and where, in reading order."""

    def heard(self, at: int, speaker: Speaker) -> None:
        """Notes that `speaker` was given words at the kept offset `at`."""
        if speaker.name is not None:
            self.said.append((at, speaker))

    def after(self, offset: int, limit: int, heard_before: int) -> Speaker:
        """The speaker described from `offset` on (after `kata`), not past `limit`.

        `heard_before`: words that point back do so from this offset (where the quote begins).
        """
        text, lower = self.text, self.lower
        limit = min(limit, offset + DESCRIPTION_CHARS)
        first = person = other = -1
        position, end, words = offset, offset, 0
        found: Named | None = None
        place: Named | None = None
        definite = False
        last_lower = ""
        head = ""
        while position < limit:
            match = _WORD.search(text, position, limit)
            if match is None or "\n" in text[position : match.start()]:
                break
            start, stop = match.span()
            word = match[0]
            low = lower[start:stop].rstrip(".")
            mention = self.names.at(start)
            if mention is not None and mention.end <= limit + 80:
                if first < 0:
                    first = start
                    head = low
                words += 1
                position = end = mention.end
                last_lower = ""
                if mention.is_person:
                    if self.is_relation(first, start) and (second := self.apposed(mention.end, limit)) is not None:
                        found = second
                        end = second.end
                        break
                    if self.is_relation(first, start):
                        person = start
                        continue
                    found = mention
                    break
                place = place or mention
                continue
            position = stop
            if low == "," and words:
                if person >= 0 or not self.goes_on(stop, limit):
                    break
                continue
            if low == "(" and words:
                close = text.find(")", stop, min(limit, stop + 40))
                if close < 0:
                    break
                position = close + 1
                continue
            if not word[0].isalpha() or low in _DAYS:
                if low in ("@", "#", "'", "\u2018", "-", "\u2013") and not words:
                    continue
                if word[0].isdigit() and words:
                    end = stop
                    continue
                break
            is_lower = word[0].islower()
            if not words and is_lower and low in cues.PRONOUNS:
                return self.pronoun(text[start:stop], heard_before, stop)
            if not words and is_lower and low in cues.PLURAL_PRONOUNS:
                return Speaker(word, word, SpeakerType.GROUP, "pronoun", None, stop)
            if is_lower and words and low in _DEFINITE:
                end, definite = stop, True
                break
            if is_lower and low == "yang" and words:
                if (withheld := self.withheld_end(stop, limit)) > 0:
                    end = withheld
                elif (late := self.definite_end(stop, limit)) > 0:
                    end, definite = late, True
                break
            if is_lower and low in cues.STOPS:
                if (
                    words
                    and low in ("dari", "di", "pada", "untuk", "dan")
                    and self.is_role_so_far(first, end, place, last_lower)
                ):
                    if self.joins_role(stop):
                        continue
                break
            if is_lower and low in cues.SPEECHLESS_NOUNS and not words:
                return Speaker(None, None, SpeakerType.UNKNOWN, "speechless", None, stop)
            if first < 0:
                first, head = start, low
            words += 1
            last_lower = low if is_lower else ""
            end = stop if not word.endswith(".") or stop < limit else stop - 1
            if word.endswith(".") and not _is_abbreviation(word):
                end = stop - 1
                break
        if found is not None:
            return of_mention(found, text[found.start : found.end], "named", max(end, found.end))
        if first < 0 or end <= first:
            return NOBODY
        return self.described(first, end, head, place, definite, heard_before)

    def described(
        self, first: int, end: int, head: str, place: Named | None, definite: bool, heard_before: int
    ) -> Speaker:
        """The speaker of a description `[first, end)` that names no person of its own."""
        text, lower = self.text, self.lower
        words = lower[first:end]
        said = text[first:end].rstrip(" ,.")
        end = first + len(said)
        if place is not None and place.end == end:
            lead = words[: place.start - first].strip()
            if (
                not lead
                or lead in cues.STATEMENT_NOUNS
                or all(w in cues.STATEMENT_NOUNS or w == "pihak" for w in lead.split())
            ):
                return of_mention(place, text[place.start : place.end], "named", end)
        if words.split(None, 1)[0] in cues.STATEMENT_NOUNS and (rest := words.split(None, 1)[1:]):
            start = end - len(rest[0].rstrip(" ,."))
            return self.described(start, end, rest[0].split()[0], place, definite, heard_before)
        if cues.is_withheld(words):
            return Speaker(said, said, SpeakerType.ANONYMOUS, "withheld", None, end)
        if head in cues.GROUP:
            return Speaker(said, said, SpeakerType.GROUP, "role", None, end)
        if definite:
            if head in cues.ANONYMOUS and self.unnamed_before(head, heard_before):
                return Speaker(said, said, SpeakerType.ANONYMOUS, "role", None, end)
            if (known := self.by_role(words, heard_before)) is not None:
                return renamed(known, said, "role", end)
            known = self.last_person(heard_before)
            if known is not None and known.type == SpeakerType.PERSON and place_free(words):
                return renamed(known, said, "epithet", end)
            return Speaker(
                said, said, SpeakerType.ANONYMOUS if head in cues.ANONYMOUS else SpeakerType.PERSON, "role", None, end
            )
        if text[first].isupper() or head in cues.TITLES:
            if (known := self.by_role(words, heard_before)) is not None:
                return renamed(known, said, "role", end)
        bare = untitled(said)
        if bare and bare[0].isupper() and not (place is not None and place.end == end):
            return Speaker(bare, self.full_form(bare), SpeakerType.PERSON, "written", None, end)
        if head in cues.ANONYMOUS or head in ("seorang", "salah"):
            return Speaker(said, said, SpeakerType.ANONYMOUS, "role", None, end)
        kind = SpeakerType.PERSON if head in cues.TITLES else SpeakerType.UNKNOWN
        if place is not None and head in _BODIES:
            kind = SpeakerType.ORGANIZATION
        return Speaker(said, said, kind, "role", None, end)

    # what words that point back stand for

    def pronoun(self, said: str, before: int, end: int) -> Speaker:
        """The speaker that -nya, `dia` or `ia` stands for, seen from `before`."""
        known = self.last_person(before)
        if known is None:
            return Speaker(said, None, SpeakerType.UNKNOWN, "pronoun", None, end)
        return renamed(known, said, "pronoun", end)

    def last_person(self, before: int) -> Speaker | None:
        """Who the text speaks of just before `before`: the subject of the nearest sentence, or the last speaker."""
        text = self.text
        low = max(0, before - LOOK_BACK_CHARS)
        said_at, speaker = self.last_said(before)
        end = before
        while end > low:
            while end > low and text[end - 1].isspace():
                end -= 1
            line = text.rfind("\n", low, end) + 1 or low
            start = sentence_start(text, line, end)
            if start >= end:
                break
            if said_at >= start:
                return speaker
            if (mention := self.subject(start, end)) is not None:
                return of_mention(mention, text[mention.start : mention.end], "subject", mention.end)
            end = start
        return speaker if said_at >= low else None

    def last_said(self, before: int) -> tuple[int, Speaker | None]:
        """The last speaker given words before `before`, and where; (-1, None) when nobody was."""
        for at, speaker in reversed(self.said[-8:]):
            if at < before:
                return at, speaker
        return -1, None

    def subject(self, start: int, end: int) -> Named | None:
        """The person whom the sentence `[start, end)` is about: one who opens it or one of its clauses."""
        for mention in self.names.within(start, end):
            if mention.is_person and self.opens_clause(mention, start):
                return mention
        return None

    def opens_clause(self, mention: Named, start: int) -> bool:
        """Whether only a title stands between the mention and the clause's beginning."""
        lead = self.text[max(start, mention.start - 120) : mention.start]
        cut = max((m.end() for m in _CLAUSE.finditer(lead)), default=0)
        if cut == 0 and mention.start - 120 > start:
            return False
        words = lead[cut:].split()
        return all(
            word[0].isupper() or word[0].isdigit() or word.lower() in cues.TITLES or word.lower() in _CONNECTIVES
            for word in words
        )

    def by_role(self, words: str, before: int) -> Speaker | None:
        """The one person whose title in this document begins with, ends with or holds these words."""
        wanted = words.removesuffix(" itu").removesuffix(" tersebut").strip(" ,.")
        if not wanted:
            return None
        nearest: Named | None = None
        for mention in reversed(self.names.mentions[: self.names.last_before(before) + 1]):
            if mention.is_person and mention.role_text and _holds(mention.role_text.lower(), wanted):
                nearest = mention
                break
        if nearest is None:
            return None
        return of_mention(nearest, nearest.name, "role", nearest.end)

    def unnamed_before(self, head: str, before: int) -> bool:
        """Whether an unnamed speaker of that kind was brought up before."""
        return self.lower.rfind(head, max(0, before - LOOK_BACK_CHARS), before) >= 0 and not any(
            mention.is_person and mention.role_text and head in mention.role_text.lower()
            for mention in self.names.within(max(0, before - LOOK_BACK_CHARS), before)
        )

    def full_form(self, bare: str) -> str:
        """The fullest form of a written name among the names of the document."""
        for mention in self.names.mentions:
            if mention.is_person and bare in mention.name.split():
                return mention.name
        for _, speaker in self.said:
            if speaker.name and speaker.type == SpeakerType.PERSON and bare in speaker.name.split():
                return speaker.name
        return bare

    # reading a description

    def is_relation(self, first: int, start: int) -> bool:
        """Whether the words `[first, start)` before a person are a kinship or service noun that shifts the speaker."""
        if first < 0 or first == start:
            return False
        words = self.lower[first:start].split()
        return bool(words) and (words[-1] in cues.RELATIONS or " ".join(words[-2:]) in cues.RELATIONS)

    def apposed(self, offset: int, limit: int) -> Named | None:
        """The person named right after `, ` or a blank: `pengacara Budi, Ani`."""
        for mention in self.names.within(offset, limit):
            gap = self.text[offset : mention.start]
            if mention.is_person and (gap.strip() in (",", "") or all(w[0].isupper() for w in gap.strip(", ").split())):
                return mention
            if gap.strip(", "):
                return None
        return None

    def goes_on(self, offset: int, limit: int) -> bool:
        """Whether the description goes on after a comma: a person named soon, with only a title before."""
        for mention in self.names.within(offset, min(limit, offset + 120)):
            gap = self.text[offset : mention.start]
            if "." in gap or any(
                w[0].islower() and w not in cues.TITLES and w not in ("di", "dan") for w in _words(gap)
            ):
                return False
            if mention.is_person:
                return True
        match = re.compile(r"\s*((?:[A-Z][\w'\u2019-]+\s?){1,4})[,.(]").match(self.text, offset, limit)
        return match is not None and match[1].split()[0].lower() not in _DAYS

    def withheld_end(self, offset: int, limit: int) -> int:
        """One past `yang enggan disebutkan namanya`; -1 when the relative clause says something else."""
        close = _CLAUSE.search(self.text, offset, limit)
        end = close.start() if close else limit
        if not cues.is_withheld(self.lower[offset:end]):
            return -1
        match = re.compile(
            r"\bnamanya\b|\bidentitasnya\b|\banonim(?:itas)?\b|\bdisebut(?:kan)?\b(?! nama| identitas)"
        ).search(self.lower, offset, end)
        return match.end() if match else end

    def definite_end(self, offset: int, limit: int) -> int:
        """One past `itu` of `pria yang berusia 40 tahun itu`; -1 when the clause ends without one."""
        close = _CLAUSE.search(self.text, offset, limit)
        end = close.start() if close else limit
        words = self.lower[offset:end].rstrip()
        return offset + len(words) if words.endswith((" itu", " tersebut")) and len(words) < 90 else -1

    def is_role_so_far(self, first: int, end: int, place: Named | None, last_lower: str) -> bool:
        """Whether `[first, end)` is the beginning of a title that a preposition may continue."""
        words = self.lower[first:end].split()
        return bool(words) and words[-1] in (
            "bicara",
            "khusus",
            "besar",
            "tetap",
            "jubir",
            "pejabat",
            "sumber",
            "utusan",
            "bidang",
            "urusan",
        )

    def joins_role(self, offset: int) -> bool:
        """Whether a capital follows: `juru bicara dari Kementerian ...`."""
        return self.text[offset : offset + 2].strip().isupper()


_CONNECTIVES = frozenset(
    [
        "sementara",
        "itu",
        "adapun",
        "namun",
        "sebelumnya",
        "kemudian",
        "selain",
        "sedangkan",
        "lalu",
        "sang",
        "si",
        "seorang",
        "dan",
        "oleh",
        "karena",
        "meski",
        "hal",
        "senada",
    ]
)
_BODIES = frozenset(
    [
        "pemerintah",
        "kementerian",
        "kepolisian",
        "kedutaan",
        "kantor",
        "dinas",
        "badan",
        "lembaga",
        "partai",
        "dewan",
        "majelis",
        "pihak",
        "tim",
        "kejaksaan",
        "pengadilan",
        "perusahaan",
        "bank",
        "maskapai",
        "militer",
        "tentara",
        "otoritas",
        "komisi",
        "komite",
        "panitia",
        "kubu",
        "istana",
    ]
)


def _is_abbreviation(word: str) -> bool:
    return (
        len(word) <= 4
        or "." in word[:-1]
        or word[:-1] in ("Prof", "Brigjen", "Irjen", "Komjen", "Letjen", "Mayjen", "Jend")
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_][\w'\u2019-]*", text)


def _holds(role: str, wanted: str) -> bool:
    return role == wanted or f" {wanted} " in f" {role} "


def place_free(words: str) -> bool:
    """Whether a definite description can stand for a person: not an institution or a group."""
    return words.split()[0] not in _BODIES and words.split()[0] not in cues.GROUP


def untitled(said: str) -> str:
    """A written speaker less the titles before the name: `Kepala Dinas Budi Santoso` gives `Budi Santoso`."""
    words = said.split()
    start = 0
    for place, word in enumerate(words):
        bare = word.strip(",.").lower()
        if bare in cues.TITLES or word[0].islower() or word.endswith(",") or bare in _TITLE_OBJECTS:
            start = place + 1
    return " ".join(words[start:])


_TITLE_OBJECTS = frozenset(
    [
        "as",
        "ri",
        "tni",
        "polri",
        "dpr",
        "dprd",
        "mpr",
        "dpd",
        "kpk",
        "kpu",
        "bawaslu",
        "luar",
        "negeri",
        "dalam",
        "pertahanan",
        "keuangan",
        "kesehatan",
        "pendidikan",
        "sosial",
        "agama",
        "akbp",
        "kombes",
        "kompol",
        "akp",
        "iptu",
        "ipda",
        "aiptu",
        "aipda",
        "bripka",
        "brigjen",
        "irjen",
        "komjen",
        "drs",
        "dra",
        "dr",
        "ir",
        "prof",
        "h",
        "hj",
        "kh",
        "ust",
        "pol",
        "jakarta",
        "indonesia",
        "kota",
        "kabupaten",
        "provinsi",
        "kecamatan",
        "kelurahan",
        "desa",
        "republik",
        "rakyat",
        "daerah",
        "pusat",
        "selatan",
        "utara",
        "timur",
        "barat",
        "tengah",
    ]
)
