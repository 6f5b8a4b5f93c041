"""What the rest of the story says of a contact: its day, its place, and the officials behind two countries.

Here: the sentence before, the dateline, and counterparts (`Timpalannya dari Armenia, X`).
Not here: what the telling sentence itself says (telling.py), linking tellings (links.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from etl.contracts.enums import ContactKind, ContactStatus, EntityType, ParticipantRole
from etl.text.contacts import words
from etl.text.contacts.days import DateMention, is_day
from etl.text.contacts.party import Party
from etl.text.contacts.record import IN_PERSON, Contact
from etl.text.contacts.story import Story
from etl.text.named import Named, Names
from etl.text.tries import words_pattern

NEWS_DAYS = 7
"""A day named without more lies at most so many days before the article."""
APPOSITION_CHARS = 60
MENTIONS_BACK = 40
"""Names looked through for the official whose counterpart is named."""
MOST_PAIRS = 20
"""Pairs of counterparts kept of one document."""

_TALKS = frozenset({ContactKind.MEETING, ContactKind.NEGOTIATION, ContactKind.TALK})
_ELSEWHEN = re.compile(
    r"\b(?:(?:tahun|bulan|pekan|minggu|hari)\s+(?:lalu|sebelumnya)|pernah|kemarin|sejak|terakhir|dulu|kelak|nanti|besok|semalam|tadi)\b"
)
# `di sini`, `di kantornya`: where the story is written.
_HERE = re.compile(
    r"\bdi\s+(?:sini|kantornya|kediamannya|rumah jabatan(?:nya)?|rumah dinas(?:nya)?|istana kepresidenan|gedung parlemen)\b"
)
# A meeting on the margins of another, or told with a place that the rules could not read, is elsewhere.
_AWAY = re.compile(r"\b(?:di sela|sela-sela|telepon|telefon|virtual|daring|video|pekan lalu|bulan lalu|sebelumnya)\b")
_COUNTERPART_FROM = re.compile(rf"\b{words_pattern(words.COUNTERPARTS)}\s+(?:dari|asal)\s+\Z")


def add_day_and_place(contact: Contact, story: Story) -> None:
    """Gives a meeting told bare, after a sentence that names its day, that day, and one without a place the story's."""
    low, high = story.sentences_before(contact.start)
    before, sentence = story.lower[low:high], story.lower[contact.start : contact.end]
    published_on, dateline = story.published_on, story.dateline
    if dateline is not None and contact.place is None and contact.kind in IN_PERSON and _HERE.search(sentence):
        contact.place = dateline
    if contact.kind not in _TALKS or contact.status != ContactStatus.OCCURRED or not published_on:
        return
    if contact.date is None and all(member.is_person for member in contact.members):
        _add_day(contact, story.dates_within(low, high), sentence, published_on)
    if contact.place is not None or dateline is None:
        return
    if _is_news(contact.day, published_on) and _AWAY.search(sentence) is None:
        home = {story.countries.get(story.names.home_of(member.entity_id)) for member in contact.members} - {None}
        home |= {story.countries.get(member.entity_id) for member in contact.members if not member.is_person} - {None}
        if f" di {dateline.name.lower()}" in before or story.countries.get(dateline.entity_id) in home:
            contact.place = dateline


def _add_day(contact: Contact, dates_before: Sequence[DateMention], sentence: str, published_on: str) -> None:
    if _ELSEWHEN.search(sentence):
        return
    days = {(told.value or "")[:10]: told for told in dates_before if told.value and is_day(told)}
    if len(days) != 1:
        return
    day, told = next(iter(days.items()))
    if _is_news(day, published_on):
        contact.date = told


def _is_news(day: str, published_on: str) -> bool:
    """Whether a day is that of the article or one of the days before it."""
    try:
        earliest = date.fromisoformat(published_on) - timedelta(days=NEWS_DAYS)
    except ValueError:
        return False
    return earliest.isoformat() <= day <= published_on


def put_officials(contacts: Sequence[Contact], names: Names, lower: str) -> None:
    """Puts the officials in for two countries that met, where the story calls one the other's counterpart."""
    of_countries = [
        contact
        for contact in contacts
        if contact.kind in _TALKS
        and contact.status == ContactStatus.OCCURRED
        and len(contact.parties) == 2
        and all(party.mention.entity_type == EntityType.PLACE for party in contact.parties)
    ]
    pairs = _counterparts(names, lower) if of_countries else []
    known = {contact.keys for contact in contacts} if pairs else set()
    for contact in of_countries:
        for homes, officials in pairs:
            told = frozenset(official.entity_id for official in officials)
            if homes == contact.keys and told not in known:
                known.add(told)
                contact.parties = [Party(official, ParticipantRole.PARTICIPANT) for official in officials]
                break


def _counterparts(names: Names, lower: str) -> list[tuple[frozenset[str], tuple[Named, Named]]]:
    """Pairs of officials, with their two countries: `Timpalannya dari Armenia, X` after `Menteri Luar Negeri Turki Y`."""
    found: list[tuple[frozenset[str], tuple[Named, Named]]] = []
    for at, country in enumerate(names.mentions[:-1]):
        second = names.mentions[at + 1]
        if country.entity_type != EntityType.PLACE or not second.is_person:
            continue
        lead = lower[max(0, country.start - APPOSITION_CHARS) : country.start]
        if (
            _COUNTERPART_FROM.search(lead) is None
            or not lower.startswith(",", country.end)
            or second.start - country.end > APPOSITION_CHARS // 2
        ):
            continue
        theirs = country.refers_to or country.entity_id
        first = next(
            (
                mention
                for mention in reversed(names.mentions[max(0, at - MENTIONS_BACK) : at])
                if mention.is_person and names.home_of(mention.entity_id) not in ("", theirs)
            ),
            None,
        )
        if first is not None and first.entity_id != second.entity_id:
            found.append((frozenset({names.home_of(first.entity_id), theirs}), (first, second)))
    return found[:MOST_PAIRS]
