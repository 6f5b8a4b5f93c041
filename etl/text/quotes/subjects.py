"""Subjects of speech verbs: who stands before `mengatakan`.

Here: reading the speaker to the left of a verb. Not here: to the right of a cue (speaker_words.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import SpeakerType
from etl.text.named import Named
from etl.text.quotes import cues
from etl.text.quotes.speaker import NOBODY, Speaker, of_mention
from etl.text.quotes.speaker_words import speaker_after
from etl.text.quotes.speakers import Speakers
from etl.text.sentences import after_dateline, first_word

SUBJECT_CHARS = 260
"""How far left of its verb a subject is read: a name with its title and one apposition."""

_THIS_TIME = re.compile(r"\b(?:saat|kala|hari|kali|waktu|pekan|sementara|belum lama|baru-baru)\s+(?:itu|ini)[\s,]*\Z")
_IN_WORDS = frozenset("'\u2019-_")
THIS_TIME_CHARS = 48
# A name before the verb, with particles, or between commas: "Kepala dewan, Mahdi al-Mutaw, mengatakan".
_WRITTEN = re.compile(
    r"(?P<name>(?:[A-Z][\w'\u2019-]+ (?:(?:bin|binti|ibn|van|von|de|den|der|da) )?){0,3}(?:al-|el-|ad-|an-)?[A-Z][\w'\u2019-]+)(?:\s*|(?P<comma>,\s*))\Z"
)
_PREPOSITIONS = frozenset(
    [
        "dengan",
        "kepada",
        "terhadap",
        "oleh",
        "antara",
        "bersama",
        "dari",
        "di",
        "ke",
        "pada",
        "untuk",
        "tentang",
        "mengenai",
        "soal",
        "milik",
        "terkait",
        "atas",
        "bagi",
        "melawan",
        "versus",
    ]
)
# What may stand before the head of a description: "Sebelumnya kementerian", "sebuah sumber".
_BEFORE_HEADS = ((cues.ADVERBS | cues.CONNECTIVES) - {"sang", "si", "seorang"}) | {"sebuah"}
_ARTICLES = frozenset({"seorang", "sejumlah", "para", "salah"})
_UNNAMED_HEADS = cues.GROUP | cues.BODIES | {"seorang", "salah"}
_SMALL_WORD = re.compile(r"\b[a-z]+")
_OPENS_WITH_PRONOUN = re.compile(r"\s*(dia|ia|beliau)\b", re.IGNORECASE)
_SENTENCE_MARK = re.compile(r"[.;:?!\"\u201c\u201d\n]")
# What stands beside a name and parts it from its verb: "(61)", ", M.T.,", ", S.H., M.Hum.".
_BESIDE_NAME = re.compile(r"\([^()]{0,40}\)|,\s(?:[A-Z][A-Za-z]{0,3}\.){1,3}(?:[A-Z][A-Za-z]{0,4}\b\.?)?")


def speaker_before(
    speakers: Speakers, verb: int, start: int, mark: int, *, is_relative: bool = False
) -> Speaker | None:
    """Who says what the verb at `verb` opens, read from the sentence that begins at `start`.

    None when the verb is denied or wished for (`enggan menyebut`, `untuk mengatakan`). `mark`: where the words begin.
    `is_relative`: `yang` stands before the verb, so that also an object may be who speaks (`menemui Budi, yang mengatakan`),
    and a thing (`laporan yang menyebut`) is nobody.
    """
    text, lower = speakers.text, speakers.lower
    low = max(start, verb - SUBJECT_CHARS)
    position = verb
    goes_on = False
    while last := _last_word(lower, low, position):
        word = lower[last[0] : last[1]]
        if word in cues.NEGATIONS:
            return None
        is_adverb = word in ("lalu", "kemudian") and lower[low : last[0]].rstrip()[-1:] not in ("", ",")
        if word in cues.GOES_ON and not is_adverb and not _is_named(speakers, last[0]):
            goes_on = True
            break
        phrase = _THIS_TIME.search(lower, max(low, position - THIS_TIME_CHARS), position)
        if phrase is not None:
            position = phrase.start()
            continue
        if word not in cues.ADVERBS or speakers.names.at(last[0]) is not None:
            break
        position = last[0]
    if goes_on:
        at, heard = speakers.last_heard(mark)
        if heard is not None and at >= start and speakers.openers.subject(start, verb) is None:
            return heard.called(heard.text, "subject")
        return _of_sentence(speakers, start, verb, mark)
    before_clause = _clause_passed(speakers, low, position)
    has_clause, position = before_clause < position, before_clause
    last = _last_word(lower, low, position)
    if last is None:
        return _of_sentence(speakers, start, verb, mark)
    begin, end = last
    word = lower[begin:end]
    if word == "yang":
        return speaker_before(speakers, begin, start, mark, is_relative=True) if begin > start else None
    if word in cues.PRONOUNS:
        return _pronoun(speakers, text[begin:end], start, begin, end)
    if word in cues.PLURAL_PRONOUNS:
        return Speaker(text[begin:end], text[begin:end], SpeakerType.GROUP, "pronoun", None, end)
    if (named := _ending_at(speakers, position + has_clause, start)) is not None:
        return _named(speakers, named, start, is_relative=is_relative)
    if (described := _described(speakers, start, low, position)) is not None:
        return described
    written = _WRITTEN.search(text, low, position)
    is_apposed = written is not None and text[max(low, written.start() - 2) : written.start()].strip() == ","
    if written is not None and (is_apposed or written["comma"] is None) and (name := _proper(written["name"])):
        if name.isupper() and " " not in name:
            return Speaker(name, name, SpeakerType.ORGANIZATION, "written", None, written.end("name"))
        return speakers.written.full_form(name).called(name, "written", written.end("name"))
    if is_relative and text[begin].islower():
        return NOBODY
    return _of_sentence(speakers, start, verb, mark)


def is_denied(lower: str, low: int, verb: int) -> bool:
    """Whether the word before a verb takes its statement away: `enggan menyebut`."""
    last = _last_word(lower, low, verb)
    return last is not None and lower[slice(*last)] in cues.NEGATIONS


def _clause_passed(speakers: Speakers, low: int, position: int) -> int:
    """Where the subject ends that asides between commas follow up to `position`: "Budi, yang akan ke Solo, mengatakan"."""
    text = speakers.text
    end = low + len(text[low:position].rstrip())
    if end == low or text[end - 1] != ",":
        return position
    while (comma := speakers.lower.rfind(", ", low, end - 1)) >= 0:
        if _SENTENCE_MARK.search(text, comma, end) is not None:
            break
        if first_word(speakers.lower[comma + 2 : end]).strip(",") in cues.ASIDES:
            position = end = comma
        elif (clause := speakers.lower.rfind(", yang ", low, comma)) < 0:
            break
        else:
            position = end = clause
    return position


def _last_word(lower: str, low: int, position: int) -> tuple[int, int] | None:
    """The word that ends before `position`, blanks and commas passed over; None when another mark stands there."""
    end = position
    while end > low and (lower[end - 1].isspace() or lower[end - 1] == ","):
        end -= 1
    start = end
    while start > low and (lower[start - 1].isalnum() or lower[start - 1] in _IN_WORDS):
        start -= 1
    return (start, end) if start < end else None


def _proper(written: str) -> str:
    """A run of capitalised words less the ordinary ones that open its sentence: `Bahkan Budi` gives `Budi`."""
    words = written.split()
    while words and words[0].lower() in cues.ORDINARY:
        words.pop(0)
    return "" if words and words[0].lower() in cues.SPEECHLESS_NOUNS else " ".join(words)


def _is_named(speakers: Speakers, offset: int) -> bool:
    return speakers.names.at(offset) is not None


def _ending_at(speakers: Speakers, offset: int, start: int) -> Named | None:
    """The mention that ends right before `offset`, a parenthesis or an apposition between commas passed over; the sentence
    begins at `start`."""
    names, text = speakers.names, speakers.text
    place = names.last_before(offset)
    apposition_seen = False
    nearest: Named | None = None
    for index in range(place, max(-1, place - 6), -1):
        mention = names.mentions[index]
        gap = _BESIDE_NAME.sub("", text[mention.end : offset]).strip()
        if not gap or gap == ",":
            if mention.is_person or not (gap or apposition_seen):
                return mention
            if not apposition_seen:
                nearest = mention
        elif gap.startswith((",", "-", "\u2013")) and gap.endswith((",", "-", "\u2013")) and mention.is_person:
            is_subject = nearest is None or speakers.openers.subject(start, mention.end) is mention
            if is_subject and not any(mark in gap for mark in '.;:?!"\u201c\u201d'):
                return mention
        elif any(mark in gap for mark in ".;:?!\n"):
            return nearest
        apposition_seen = True
    return nearest


def _named(speakers: Speakers, mention: Named, start: int, *, is_relative: bool) -> Speaker | None:
    """The speaker that a mention before the verb names, or the subject it is only part of."""
    text, lower = speakers.text, speakers.lower
    lead = lower[max(start, mention.start - 60) : mention.start].split()
    before = lead[-1].strip(",(") if lead else ""
    if mention.is_person:
        if cues.ends_in_relation(lead):
            begin = mention.start - 1 - len(before)
            said = text[begin : mention.end]
            return Speaker(said, said, SpeakerType.PERSON, "role", None, mention.end)
        is_object = not is_relative and text[mention.end : mention.end + 1] == "," and cues.is_action(before)
        if before in _PREPOSITIONS or is_object:
            return _of_sentence(speakers, start, mention.start, mention.start)
        return of_mention(mention, text[mention.start : mention.end], "named")
    described = _described(speakers, start, max(start, mention.end - SUBJECT_CHARS), mention.end)
    if described is not None:
        return described
    if before in _PREPOSITIONS:
        return _of_sentence(speakers, start, mention.start, mention.start)
    return of_mention(mention, text[mention.start : mention.end], "named")


_BREAK = re.compile(
    r"[,;:.?!\u201c\u201d\"()\u2013\u2014]\s*|\b(?:dan|tetapi|tapi|namun|sementara|sedangkan|bahwa|ketika|karena)\s+",
    re.I,
)


def _described(speakers: Speakers, start: int, low: int, end: int) -> Speaker | None:
    """The speaker of a description that ends at `end`: `pejabat itu`, `pemerintah Inggris`, `polisi`."""
    text, lower = speakers.text, speakers.lower
    begin = after_dateline(text, low, end)
    for match in _BREAK.finditer(text, begin, end):
        begin = match.end()
    while begin < end and text[begin].isspace():
        begin += 1
    words = lower[begin:end].split()
    while words and words[-1].strip(",") in cues.ADVERBS and words[-1] not in ("itu", "ini", "tersebut"):
        words.pop()
    while words and words[0] in _BEFORE_HEADS:
        begin = lower.index(words[0], begin) + len(words.pop(0)) + 1
    if not words or len(words) > 14:
        return None
    head = words[0].strip(",")
    article = next((place for place, word in enumerate(words) if word in _ARTICLES), 0)
    if article and head not in cues.TITLES:
        begin = lower.rindex(words[article], begin, end)
        head = words[article]
    known = (
        head in cues.BODIES
        or head in cues.TITLES
        or head in cues.ANONYMOUS
        or head in cues.GROUP
        or head in cues.STATEMENT_NOUNS
    )
    if not known:
        return None
    reached = speaker_after(speakers, begin, end, begin)
    if reached.name is None or reached.end < end - 40:
        return None
    return reached


def _pronoun(speakers: Speakers, said: str, start: int, begin: int, end: int) -> Speaker:
    """Whom `ia` before a verb stands for: a subject of the sentence, else its last person, else one named before."""
    names = speakers.names
    inside = [mention for mention in names.within(start, begin) if mention.is_person]
    if inside:
        subject = speakers.openers.subject(start, begin)
        chosen = subject or inside[-1]
        return of_mention(chosen, said, "pronoun").called(said, "pronoun", end)
    return speakers.pronoun(said, start, end)


def _of_sentence(speakers: Speakers, start: int, verb: int, mark: int) -> Speaker | None:
    """The subject of the sentence, or whom the text spoke of before it."""
    text = speakers.text
    subject = speakers.openers.subject(start, verb)
    if subject is not None:
        return of_mention(subject, text[subject.start : subject.end], "subject")
    match = _OPENS_WITH_PRONOUN.match(text, start, verb)
    if match:
        return speakers.pronoun(match[1], start, match.end())
    start = after_dateline(text, start, verb)
    if (unnamed := _unnamed(speakers, start, verb)) is not None:
        return unnamed
    mention = next(iter(speakers.names.within(start, verb)), None)
    if mention is not None and not mention.is_person and mention.start - start < 3:
        return of_mention(mention, text[mention.start : mention.end], "subject")
    return None


def _unnamed(speakers: Speakers, start: int, verb: int) -> Speaker | None:
    """The unnamed or the body that opens the sentence: `Sebagian warga membela Budi, menyebut ...`."""
    if first_word(speakers.lower[start:verb]) not in _UNNAMED_HEADS:
        return None
    action = next((word for word in _SMALL_WORD.finditer(speakers.text, start, verb) if cues.is_action(word[0])), None)
    reached = speaker_after(speakers, start, action.start() if action else verb, start)
    return None if reached.name is None else reached
