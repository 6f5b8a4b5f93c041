"""Speakers after a cue: reading who stands after `kata`.

Here: names with their titles, roles without a name, institutions, unnamed sources.
Not here: how far a description goes (descriptions.py), what stands before a verb (subjects.py), the memory of earlier speakers (speakers.py).
"""

from __future__ import annotations

import re

from etl.contracts.enums import SpeakerType
from etl.text.named import Named
from etl.text.quotes import cues
from etl.text.quotes.descriptions import TOKEN, UNIQUE, Described, described_at
from etl.text.quotes.speaker import NOBODY, Speaker, of_mention
from etl.text.quotes.speakers import Speakers
from etl.text.sentences import first_word
from etl.text.tries import words_pattern

DESCRIPTION_CHARS = 220
"""A speaker's description is read this far: the longest titles of officials run to some 180 characters."""
LONGEST_NAME_WORDS = 5

_PRONOUN = re.compile(r"\s*(?P<said>[a-z]+)\b")
_NO_BREAK = re.compile(r"[.;:?!\u201c\u201d\"\n]")
_OF_STATEMENTS = frozenset(
    {"resmi", "tertulis", "pers", "bersama", "singkat", "dari", "yang", "oleh", "media", "akhbar"}
)
_DOTTED = re.compile(rf"\b(?:h|{words_pattern(cues.SHORT_TITLES)})\.", re.IGNORECASE)


def speaker_after(speakers: Speakers, offset: int, limit: int, before: int) -> Speaker:
    """The speaker described from `offset` on (after `kata`), not past `limit`.

    Words that point back do so from `before` (where the quote begins).
    """
    text = speakers.text
    limit = min(limit, offset + DESCRIPTION_CHARS)
    newline = text.find("\n", offset, limit)
    limit = newline if newline >= 0 else limit
    pronoun = _PRONOUN.match(text, offset, limit)
    if pronoun is not None:
        said = pronoun["said"]
        if said in cues.PRONOUNS:
            return speakers.pronoun(said, before, pronoun.end("said"))
        if said in cues.PLURAL_PRONOUNS:
            return Speaker(said, said, SpeakerType.GROUP, "pronoun", None, pronoun.end("said"))
    if (person := _titled_person(speakers, offset, limit)) is not None:
        return person
    described = described_at(speakers, offset, limit)
    return NOBODY if described is None else _meant(speakers, described, before)


def _titled_person(speakers: Speakers, offset: int, limit: int) -> Speaker | None:
    """The first person named with only a title before: `kata juru bicara Istana, Budi`."""
    text, lower = speakers.text, speakers.lower
    for mention in speakers.names.within(offset, limit):
        if not mention.is_person:
            continue
        gap = lower[offset : mention.start]
        if not _is_title(text[offset : mention.start]) or _is_of_another(speakers, gap, mention.end):
            return None
        if cues.ends_in_relation(gap.split()):
            second = _apposed(speakers, mention.end, limit)
            if second is None:
                first = offset + len(gap) - len(gap.lstrip())
                said = text[first : mention.end]
                return Speaker(said, said, SpeakerType.PERSON, "role", None, mention.end)
            mention = second
        return of_mention(mention, text[mention.start : mention.end], "named")
    return None


def _is_title(gap: str) -> bool:
    """Whether the words between a cue and a name can all be part of a title."""
    if _NO_BREAK.search(_DOTTED.sub(" ", gap)) is not None:
        return False
    tokens = TOKEN.findall(gap)
    has_head = bool(tokens) and tokens[0].lower() in cues.TITLES
    for token in tokens:
        low = token.lower()
        if low in cues.DAYS:
            return False
        has_head = has_head and low != ","
        is_known = low in cues.TITLES or low in cues.TITLE_PREPOSITIONS or _is_of_someone(low)
        if token[0].islower() and not is_known and not (has_head and cues.can_qualify(low)):
            return False
    return True


def _is_of_someone(lower: str) -> bool:
    """Whether a word is a title or relation with -nya: `juru bicaranya`, `istrinya`."""
    noun = lower.removesuffix("nya")
    return noun != lower and (noun in cues.TITLES or noun in cues.RELATIONS)


def _is_of_another(speakers: Speakers, gap: str, end: int) -> bool:
    """Whether the name is only part of what somebody else is called: `adik Wakil Presiden Budi itu`."""
    words = gap.split(None, 1)
    return (
        bool(words) and words[0] in cues.RELATIONS and first_word(speakers.lower[end : end + 12]).strip(".,") in UNIQUE
    )


def _apposed(speakers: Speakers, offset: int, limit: int) -> Named | None:
    """The person named right after `offset`: `pengacara Budi, Ani Wijaya`."""
    for mention in speakers.names.within(offset, limit):
        gap = speakers.text[offset : mention.start].strip(" ,")
        if mention.is_person and all(word[0].isupper() for word in gap.split()):
            return mention
        if gap:
            return None
    return None


def _meant(speakers: Speakers, described: Described, before: int) -> Speaker:
    """The speaker that a description without a known person means."""
    text, lower = speakers.text, speakers.lower
    first, end, head, is_definite = described
    words, said = lower[first:end], text[first:end]
    inside = speakers.names.within(first, end)
    last = inside[-1] if inside and inside[-1].end == end else None
    if head in cues.ASKED:
        return NOBODY.called(said, "colon", end)
    if head in cues.ANSWERED:
        return speakers.pronoun(said, before, end)
    if head in cues.STATEMENT_NOUNS or words.split(None, 2)[:2] == ["siaran", "pers"]:
        return _giver(speakers, described, before)
    if head in cues.SPEECHLESS_NOUNS:
        return NOBODY
    if last is not None and all(word in cues.TRANSPARENT for word in lower[first : last.start].split()):
        return of_mention(last, text[last.start : last.end], "named")
    if cues.is_withheld(words):
        return Speaker(said, said, SpeakerType.ANONYMOUS, "withheld", None, end)
    if head in cues.GROUP:
        return Speaker(said, said, SpeakerType.GROUP, "role", None, end)
    if head in cues.RELATIONS and said[0].isupper() and end == first + len(head):
        return speakers.written.first_name(said, end)
    if head in cues.BODIES and not inside:
        known = speakers.by_body(words, before)
    else:
        is_definite = is_definite or (head == "sang" and first_word(words[len(head) :]) in cues.TITLES)
        known = speakers.by_office(first, end, before, is_definite=is_definite)
    if known is not None:
        return known.called(said, "role", end)
    if is_definite:
        return _definite(speakers, described, before)
    is_body = head in cues.BODIES and head != "polisi"
    if last is None and not is_body and (name := _written_name(speakers, first, end)) is not None:
        return name
    if (
        head in cues.BODIES
        and words == head
        and head != "polisi"
        and (full := speakers.body_called(head, before, needs_name=True))
    ):
        return Speaker(said, full, SpeakerType.ORGANIZATION, "role", None, end)
    if head in cues.BODIES or (said.isupper() and " " not in said and len(said) > 1):
        return Speaker(said, said, SpeakerType.ORGANIZATION, "role", None, end)
    if head in cues.ANONYMOUS or head in ("seorang", "salah"):
        return Speaker(said, said, SpeakerType.ANONYMOUS, "role", None, end)
    kind = SpeakerType.PERSON if head in cues.TITLES else SpeakerType.UNKNOWN
    return Speaker(said, said, kind, "role", None, end)


def _giver(speakers: Speakers, described: Described, before: int) -> Speaker:
    """Who gave a statement: `pernyataan Gedung Putih`, `keterangan tertulis BMKG`; `ringkasan itu` is of whom the last was."""
    rest = speakers.lower[described.first : described.end]
    offset = described.first
    for word in rest.split():
        if word not in cues.STATEMENT_NOUNS and word not in _OF_STATEMENTS and word not in cues.RELEASED:
            break
        offset = speakers.lower.index(word, offset) + len(word)
    if offset == described.first:
        return NOBODY
    said = speakers.text[described.first : described.end]
    if speakers.lower[offset : described.end].strip() in {"", *UNIQUE}:
        known = speakers.given.get(described.head) or speakers.teller_of(described.head, described.first)
        return NOBODY if known is None else known.called(said, "role", described.end)
    giver = speaker_after(speakers, offset, described.end, before)
    if giver.name is not None:
        speakers.given[described.head] = giver
    return giver


def _definite(speakers: Speakers, described: Described, before: int) -> Speaker:
    """Whom `pejabat itu` or `pria asal Solo itu` means."""
    first, end, head, _ = described
    said = speakers.text[first:end]
    if head in cues.TEXTS or head in cues.MEDIA:
        last = speakers.last_told(before) if head in cues.MEDIA else None
        if last is not None and last.type == SpeakerType.ORGANIZATION:
            return last.called(said, "epithet", end)
        return Speaker(said, said, SpeakerType.UNKNOWN, "role", None, end)
    if head in cues.ANONYMOUS and speakers.unnamed_before(head, before):
        return Speaker(said, said, SpeakerType.ANONYMOUS, "role", None, end)
    if head == "sang" and speakers.unnamed_before(first_word(said.lower()[len(head) :]), first):
        return Speaker(said, said, SpeakerType.PERSON, "role", None, end)
    known = speakers.only_person(head, before) or speakers.spoken_of(before)
    is_known = known is not None and known.type == SpeakerType.PERSON and speakers.can_be(known, first, end)
    if known is not None and is_known and head not in cues.BODIES:
        return known.called(said, "epithet", end)
    if head in cues.BODIES:
        return Speaker(said, speakers.body_called(head, before) or said, SpeakerType.ORGANIZATION, "role", None, end)
    kind = SpeakerType.ANONYMOUS if head in cues.ANONYMOUS else SpeakerType.PERSON
    return Speaker(said, said, kind, "role", None, end)


def _written_name(speakers: Speakers, first: int, end: int) -> Speaker | None:
    """The name at the end of a description, less the titles before it: `Kepala Dinas Budi Santoso`."""
    text, names = speakers.text, speakers.names
    inside = names.within(first, end)
    start = max((mention.end for mention in inside), default=first)
    tokens = list(TOKEN.finditer(text, start, end))
    run: list[re.Match[str]] = []
    for token in tokens:
        low = token[0].lower()
        if not token[0][0].isupper() or low in cues.TITLES or low in cues.TITLE_OBJECTS:
            run = []
        else:
            run.append(token)
    if not run or len(run) > LONGEST_NAME_WORDS or run[-1].end() != tokens[-1].end():
        return None
    written = text[run[0].start() : run[-1].end()]
    if written.isupper() and len(run) == 1 and len(written) > 2:
        return None
    speaker = speakers.written.full_form(written)
    return speaker.called(written, "written", run[-1].end())
