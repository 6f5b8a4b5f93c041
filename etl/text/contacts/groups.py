"""Groups: the names of a sentence that can take part in a contact, joined into lists.

Here: which names can be parties, lists such as `Biden dan Putin`, titles such as `Menteri Luar Negeri AS Antony Blinken`.
Not here: where titles begin (title_spans.py), where the groups stand to a trigger (parties.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.contracts.enums import EntityType
from etl.text.contacts import words
from etl.text.contacts.title_spans import is_in_title, office_start, title_start
from etl.text.named import Named, Names
from etl.text.quotes import cues

DATELINE_CHARS = 30
"""A place or outlet so near to the start of its sentence, before a dash, is a dateline."""
RELATION_CHARS = 30
MENTIONS_AHEAD = 3
"""Names looked through for the person whose title a country stands in: `Duta Besar RI untuk Cina, Budi`."""

_JOINED = re.compile(r"(?:\s*,)?\s*(?:dan|serta|maupun)\s+|\s*,\s*|[-\u2013](?=[A-Z])|\s*/\s*")
_PAIR = re.compile(r"(?:[A-Z]\w+ ){1,3}([A-Z][\w ]{1,30})[-\u2013]([A-Z][\w ]{1,30})\Z")
_DATELINE = re.compile(r"(?:,\s*[^.;:()]{1,24})?\s*(?:\([^()]{0,30}\)\s*)?[-\u2013\u2014]\s")
_OUTLET_BEFORE = re.compile(r"\s*[\w-]+\.(?:com|co|id|net|co\.id)(?:\s*,)?\s*", re.I)
_DASH = re.compile(r"\s*[-\u2013\u2014]")
_DOMAIN = re.compile(r"\.(?:com|co|id|net|org)\b|\b(?:TV|News|Times|Post)\Z", re.I)
_ABROAD = frozenset({"di", "ke", "asal", "warga", "perempuan", "pria", "dari kota"})

# A crown prince bears an office; the other sons in titles are kin.
_HEIR = re.compile(r"\bput(?:ra|ri) mahkota\b")
# `di ibu kota Turki` is where something is, as `di Turki` is.
_CAPITAL_OF = re.compile(r"\b(?:ibu\s?kota|kota|wilayah)\s+\Z")


@dataclass(slots=True)
class Group:
    """Names joined into one list. `start` is where its first title begins, `end` one past its last name."""

    start: int
    end: int
    members: list[Named]
    first: int = -1
    """Where its first name begins, after the title; `start` when it has none."""
    body: Named | None = None
    """The body in the title of its one person, for whom they speak."""
    joint: str | None = None
    """What joins it to the name before it while lists are made; None when nothing does."""


def is_party(mention: Named) -> bool:
    """Whether a name can take part: a country, a body that is no outlet, or a person."""
    if mention.is_person:
        return True
    if mention.entity_type == EntityType.ORGANIZATION:
        if len(mention.name) < 4 and mention.name.isupper() and not mention.is_known:
            return False  # initials of somebody whom the text does not name
        return mention.name.lower() not in words.OUTLETS and _DOMAIN.search(mention.name) is None
    return mention.refers_to is not None or mention.name in words.COUNTRIES or mention.name in words.CAPITALS


def _is_introduced(lower: str, mention: Named, low: int) -> bool:
    """Whether a word before initials says whose they are: `gerilyawan ELN`; before a place, that its government is meant."""
    lead = lower[max(low, mention.start - 26) : mention.start].split()
    if not lead:
        return False
    if mention.entity_type == EntityType.ORGANIZATION:
        return len(mention.name) < 4 and lead[-1] in words.HEADS
    return mention.entity_type == EntityType.PLACE and (
        lead[-1] in ("delegasi", "perunding")
        or (not words.GOVERNMENTS.isdisjoint(lead[-2:]) and lead[-1] in (words.GOVERNMENTS | words.HEADS))
    )


def groups_of(text: str, lower: str, names: Names, start: int, end: int) -> list[Group]:
    """The parties named in the sentence `[start, end)`, joined into lists.

    Names inside titles, and persons named only as whose deputy the next one is, are left out.
    """
    mentions = names.within(start, end)
    singles: list[Group] = []
    lead = -1
    is_apposed = False
    body: Named | None = None
    for place, mention in enumerate(mentions):
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        low = singles[-1].end if singles else start
        if mention.start - start < DATELINE_CHARS and not mention.is_person and _is_dateline(text, mention, start):
            continue
        if singles and _is_same(text, singles[-1], mention, low):
            singles[-1].end = mention.end + (text[mention.end : mention.end + 1] == ")")
            continue
        before = mentions[place - 1] if place else None
        if before is not None and _is_behind_town(text, before, mention):
            continue
        if singles and _is_origin(lower, singles[-1], mention):
            singles[-1].end = mention.end
            continue
        if (
            in_title := is_in_title(text, lower, mention, mentions[place + 1 : place + 1 + MENTIONS_AHEAD])
        ) is not None:
            is_apposed = is_apposed or in_title
            body = mention if mention.entity_type == EntityType.ORGANIZATION else body
            if in_title and lead < 0:
                lead = office_start(lower, low, title_start(text, lower, low, mention.start))
            continue
        if lead < 0:
            lead = office_start(lower, low, title_start(text, lower, low, mention.start))
        if mention.is_person and not words.KIN.isdisjoint(_HEIR.sub(" ", lower[lead : mention.start]).split()):
            lead = -1
            continue
        if following is not None and _is_related(text, lower, mention, following, start):
            is_apposed = True
            continue
        if (is_apposed or is_party(mention) or _is_introduced(lower, mention, low)) and not _is_located(
            lower, mention, low
        ):
            joint = _JOINED.match(text, low, lead + 1) if singles else None
            joins = joint is not None and joint.end() >= lead and joint.end() > low
            members = _members(text, names, mention)
            singles.append(
                Group(lead, mention.end, members, mention.start, body, joint[0].strip() if joint and joins else None)
            )
        lead = -1
        is_apposed = False
        body = None
    return _joined(singles)


def _is_dateline(text: str, mention: Named, start: int) -> bool:
    """Whether a place or outlet opens a story: `WARSAWA, 10 Maret - ...`, `Kanal.com, Jakarta-...`."""
    if _DATELINE.match(text, mention.end) is not None:
        return True
    return (
        _OUTLET_BEFORE.fullmatch(text, start, mention.start) is not None and _DASH.match(text, mention.end) is not None
    )


def _is_same(text: str, group: Group, mention: Named, low: int) -> bool:
    """Whether a party is named a second time: `(John) Kerry`, `Organisasi ... (OSCE)`."""
    gap = text[low : mention.start]
    if group.members[-1].entity_id == mention.entity_id:
        return not gap.strip(" ()")
    last = group.members[-1]
    if gap == "-" and mention.is_person and last.is_person and not mention.is_known:
        return " " in text[last.start : last.end]  # one name with a hyphen, read as two: `Florence Vidal-Roche`
    return gap.strip() == "(" and text[mention.end : mention.end + 1] == ")" and not mention.is_person


def _is_behind_town(text: str, town: Named, mention: Named) -> bool:
    """Whether a country only says where the town right before it lies: `ke Antalya, Turki`."""
    is_town = town.is_place and town.name not in words.COUNTRIES and mention.name in words.COUNTRIES
    return is_town and text[town.end : mention.start] == ", "


def _is_origin(lower: str, group: Group, mention: Named) -> bool:
    """Whether a country only says where the person right before it is from: `Budi Santoso dari Indonesia`."""
    return (
        mention.entity_type == EntityType.PLACE
        and group.members[-1].is_person
        and lower[group.end : mention.start] in (" dari ", " asal ")
    )


def _members(text: str, names: Names, mention: Named) -> list[Named]:
    """The mention, or the parties that a body is named after: `Dewan Rusia-NATO` stands for Rusia and NATO."""
    match = _PAIR.match(text, mention.start, mention.end)
    if match is None or mention.is_person:
        return [mention]
    members = [named for part in (match[1], match[2]) if (named := names.called(part, text)) is not None]
    return members if len(members) == 2 else [mention]


def _is_located(lower: str, mention: Named, low: int) -> bool:
    """Whether a country or capital is only where something is or where somebody comes from: `di Kanada`, `asal Thailand`."""
    if mention.entity_type != EntityType.PLACE:
        return False
    lead = _CAPITAL_OF.sub("", lower[max(low, mention.start - 26) : mention.start]).split()
    return bool(lead) and lead[-1] in _ABROAD


def _joined(singles: Sequence[Group]) -> list[Group]:
    """Lists of names: joined by `dan`, or by commas that a `dan` ends; a comma alone parts two clauses."""
    groups: list[Group] = []
    place = 0
    while place < len(singles):
        last = place
        ahead = place + 1
        while ahead < len(singles) and singles[ahead].joint is not None:
            if singles[ahead].joint != ",":
                last = ahead
            ahead += 1
        run = singles[place : last + 1]
        members = _bearers([member for single in run for member in single.members])
        groups.append(Group(run[0].start, run[-1].end, members, run[0].first, run[0].body if len(run) == 1 else None))
        place = last + 1
    return groups


def _bearers(members: list[Named]) -> list[Named]:
    """The members of a list, less the countries in it whose officials follow: `para kepala staf Rusia dan AS, X dan Y`."""
    half = len(members) // 2
    countries, officials = members[:half], members[half:]
    is_apposed = half > 1 and len(members) == 2 * half and all(member.is_place for member in countries)
    return officials if is_apposed and all(member.is_person for member in officials) else members


def _is_related(text: str, lower: str, mention: Named, following: Named, start: int) -> bool:
    """Whether a person is named only as whose deputy or lawyer the next one is: `Wakil Blinken, Wendy Sherman`."""
    if not mention.is_person or not following.is_person:
        return False
    lead = lower[max(start, mention.start - RELATION_CHARS) : mention.start].split()
    if not lead or not (lead[-1] in cues.RELATIONS or " ".join(lead[-2:]) in cues.RELATIONS):
        return False
    return text[mention.end : following.start].strip() in (",", "")
