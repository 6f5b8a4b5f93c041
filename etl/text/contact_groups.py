"""Groups: the names of a sentence that can take part in a contact, joined into lists.

Here: which names can be parties, lists such as `Biden dan Putin`, titles such as `Menteri Luar Negeri AS Antony Blinken`.
Not here: where the groups stand to a trigger (contact_parties.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.contracts.enums import EntityType
from etl.text import contact_words as words
from etl.text import cues
from etl.text.named import Named, Names

TITLE_CHARS = 140
OFFICE_CHARS = 44
DATELINE_CHARS = 30
"""A place or outlet so near to the start of its sentence, before a dash, is a dateline."""
RELATION_CHARS = 30
MENTIONS_AHEAD = 3
"""Names looked through for the person whose title a country stands in: `Duta Besar RI untuk Cina, Budi`."""

_TOKEN = re.compile(r"[^\W_][\w'\u2019-]*|[^\w\s]")
_JOINED = re.compile(r"\s*(?:,?\s*(?:dan|serta|maupun)\s+|,\s*)|[-\u2013](?=[A-Z])|\s*/\s*")
_PAIR = re.compile(r"(?:[A-Z]\w+ ){1,3}([A-Z][\w ]{1,30})[-\u2013]([A-Z][\w ]{1,30})\Z")
_PARENTHESES = re.compile(r"\([^()]{0,60}\)")
# `PM Malaysia, Seskab Budi`, `Menlu Mesir dan Menlu Turki Budi`: a comma or joint and an office begin another's title.
_NEW_TITLE = re.compile(
    rf"(?:,|\b(?:dan|serta|dengan|bersama)\b)\s*(?:{'|'.join(sorted(words.OFFICES - {'wakil', 'kepala', 'juru', 'anggota', 'utusan', 'duta'}))})\b"
)
_DATELINE = re.compile(r"(?:,\s*[^.;:()]{1,24})?\s*(?:\([^()]{0,30}\)\s*)?[-\u2013\u2014]\s")
_OUTLET_BEFORE = re.compile(r"\s*[\w-]+\.(?:com|co|id|net|co\.id)\s*,?\s*", re.I)
_DASH = re.compile(r"\s*[-\u2013\u2014]")
_DOMAIN = re.compile(r"\.(?:com|co|id|net|org)\b|\b(?:TV|News|Times|Post)\Z", re.I)
_NEVER_TITLE = frozenset(
    {
        "dan",
        "dengan",
        "serta",
        "sementara",
        "namun",
        "adapun",
        "di",
        "ke",
        "pada",
        "oleh",
        "antara",
        *words.FRAMES,
        *cues.DAYS,
    }
)
_ABROAD = frozenset({"di", "ke", "asal", "warga", "perempuan", "pria", "dari kota"})

# `bertemu dengan utusan junta, Kolonel Budi`: the office before the comma is the title of the one behind it.
_APPOSED_TO = re.compile(
    rf"\b(?:dengan|bersama|kepada|oleh|antara|menemui|menelepon|menghubungi|menerima|menjamu|dan)\s+"
    rf"(?P<office>(?:{'|'.join(sorted(words.OFFICES - {'wakil'}))})(?:nya)?(?:\s+[^\W\d_][\w-]*){{0,7}}),\s*\Z"
)
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
    return (
        mention.entity_type == EntityType.PLACE
        and not words.GOVERNMENTS.isdisjoint(lead[-2:])
        and lead[-1] in (words.GOVERNMENTS | words.HEADS)
    )


def groups_of(text: str, lower: str, names: Names, start: int, end: int) -> list[Group]:
    """The parties named in the sentence `[start, end)`, joined into lists.

    Names inside titles, and persons named only as whose deputy the next one is, are left out.
    """
    mentions = names.within(start, end)
    singles: list[Group] = []
    lead = -1
    is_apposed = False
    for place, mention in enumerate(mentions):
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        low = singles[-1].end if singles else start
        if mention.start - start < DATELINE_CHARS and not mention.is_person and _is_dateline(text, mention, start):
            continue
        if singles and _is_same(text, singles[-1], mention, low):
            singles[-1].end = mention.end + (text[mention.end : mention.end + 1] == ")")
            continue
        if (
            in_title := _is_in_title(text, lower, mention, mentions[place + 1 : place + 1 + MENTIONS_AHEAD])
        ) is not None:
            is_apposed = is_apposed or in_title
            if in_title and lead < 0:
                lead = _title_start(text, lower, low, mention.start)
            continue
        if lead < 0:
            lead = _title_start(text, lower, low, mention.start)
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
                Group(
                    lead, mention.end, members, mention.start, joint[0].strip() if joint is not None and joins else None
                )
            )
        lead = -1
        is_apposed = False
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
        members = [member for single in run for member in single.members]
        groups.append(Group(run[0].start, run[-1].end, members, run[0].first))
        place = last + 1
    return groups


def _title_start(text: str, lower: str, low: int, start: int) -> int:
    """Where the title before the name at `start` begins, not before `low`."""
    best = start
    depth = 0
    for token in reversed(list(_TOKEN.finditer(text, max(low, start - TITLE_CHARS), start))):
        word = lower[token.start() : token.end()]
        if word in "()":
            depth += 1 if word == ")" else -1
            if word == "(":
                best = token.start()
        elif depth <= 0:
            is_title = word in words.HEADS or word in cues.TITLES or text[token.start()].isupper()
            is_home = word == "dalam" and lower.startswith("negeri", token.end() + 1)  # `Menteri Dalam Negeri`
            if (
                not (is_title or is_home)
                or (word in _NEVER_TITLE and not is_home)
                or not word[0].isalnum()
                or words.is_trigger(word)
            ):
                break
            best = token.start()
    apposed = _APPOSED_TO.search(lower, max(low, best - TITLE_CHARS // 2), best)
    return apposed.start("office") if apposed is not None else best


def _is_in_title(text: str, lower: str, mention: Named, ahead: Sequence[Named]) -> bool | None:
    """Whether a country or body stands in the title of the person named next: `Presiden Rusia Vladimir Putin`.

    None when it does not; True when the title is of an office, so that its bearer is a party; else False.
    """
    following = next((named for named in ahead if named.is_person), None)
    if mention.is_person or following is None or following.start - mention.end > TITLE_CHARS // 2:
        return None
    if _is_of_counterpart(text, lower, mention, following):
        return True
    lead = _TOKEN.findall(lower[max(0, mention.start - OFFICE_CHARS) : mention.start])[-5:]
    has_office = any(word in words.OFFICES for word in lead) and lead[-1] not in ("dan", "dengan", "bertemu")
    if _NEW_TITLE.search(lower, mention.end, following.start) is not None:
        return None
    if following.role_text and following.start - mention.start <= len(following.role_text) + 3:
        return has_office
    gap = text[mention.end : following.start]
    if has_office and all(_continues_title(token) for token in _TOKEN.findall(gap)):
        return True
    gap = _PARENTHESES.sub(" ", gap)
    if following is not ahead[0] or "," in gap:
        return None
    is_title = all(
        word[0].isupper() or word.lower() in words.HEADS or word.lower() in cues.TITLES for word in gap.split()
    )
    return has_office if is_title else None


def _is_of_counterpart(text: str, lower: str, mention: Named, following: Named) -> bool:
    """Whether a country only says whose counterpart is named next: `mitranya dari Kenya, Joseph Wekesa`."""
    lead = lower[max(0, mention.start - OFFICE_CHARS) : mention.start].split()[-3:]
    if not lead or lead[-1] not in ("dari", "asal", "di") or words.COUNTERPARTS.isdisjoint(lead):
        return False
    gap = _PARENTHESES.sub(" ", text[mention.end : following.start]).strip(" (")
    return gap in ("", ",") or (
        gap[0] == ","
        and all(
            word.lower() in words.HEADS or word.lower().strip(".") in cues.TITLES or word[0].isupper()
            for word in gap[1:].split()
        )
    )


def _continues_title(token: str) -> bool:
    """Whether a word or mark can stand between the office and its bearer's name."""
    if token[0].isupper() or token[0].isdigit() or token.startswith("ke-"):
        return True
    return token in words.BETWEEN or token in words.HEADS


def _is_related(text: str, lower: str, mention: Named, following: Named, start: int) -> bool:
    """Whether a person is named only as whose deputy or lawyer the next one is: `Wakil Blinken, Wendy Sherman`."""
    if not mention.is_person or not following.is_person:
        return False
    lead = lower[max(start, mention.start - RELATION_CHARS) : mention.start].split()
    if not lead or not (lead[-1] in cues.RELATIONS or " ".join(lead[-2:]) in cues.RELATIONS):
        return False
    return text[mention.end : following.start].strip() in (",", "")
