"""Places of contacts: which place of a sentence is where a contact took place.

Here: the place after `di` around a trigger, and where a party went to meet. Not here: the dateline (rest.py),
where visits go (visits.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.contracts.enums import EntityType
from etl.text.contacts import words
from etl.text.contacts.days import DateMention
from etl.text.contacts.words import Trigger
from etl.text.named import Named
from etl.text.quotes import cues
from etl.text.sentences import first_word, last_word

_SITES = frozenset(
    {
        "istana",
        "gedung",
        "balai",
        "hotel",
        "kantor",
        "kompleks",
        "markas",
        "wisma",
        "kediaman",
        "bandara",
        "kedutaan",
        "pangkalan",
    }
)
# `terbang ke Kolombo pada Jumat untuk menemui Perera`: who goes somewhere to meet meets there.
_REACHED = re.compile(
    r"\b(?:terbang|bertolak|berangkat|tiba|singgah|datang|pergi|mampir|bertandang|melawat|menuju|sampai|hadir|mendarat|berada|kunjungan\w*|berkunjung|lawatan\w*|mengunjungi)\s+(?:(?:ke|di|menuju)\s+)?(?:kota\s+|ibu kota\s+)?\Z",
    re.I,
)
_TOPIC = re.compile(r"\b(?:tentang|soal|mengenai|membahas|terkait|bahwa|untuk membahas|menyoal|seputar)\b", re.I)
_SAME_PLACE = re.compile(
    r"\bdi\s+(?:kota|negara|tempat|lokasi|gedung)\s+(?:yang\s+sama|itu|tersebut)\b|\bdi\s+sana\b", re.I
)
REACH_CHARS = 90
_REACH_ENDS = re.compile(r"[.;:\u201c\u201d\"]|\b(?:sebelum|bahwa|sementara|sedangkan|tetapi|namun)\b")
# `di Wina`, `di ibu kota Turki`, `di kota pelabuhan Neum`.
_AT = re.compile(
    r"\bdi\s+(?:(?:kota|ibu kota|ibukota|negara|wilayah|desa|pulau|resor|kawasan|distrik|provinsi|pelabuhan|pangkalan|vila|puri)\s+(?:[a-z]{4,12}\s+){0,2})?\Z",
    re.I,
)
AT_CHARS = 44
# What a contact was on the margins of, between it and the place: `di sela-sela Sidang Majelis Umum PBB di New York`.
_ON_MARGIN = re.compile(
    r"[^.;:?!\"\u201c\u201d]*\b(?:di sela(?:-sela)?|di tengah|dalam|pada|saat|selama|menghadiri)\s+(?:[^.;:?!,\"\u201c\u201d]{0,40}?\b)?(?:sidang|forum|konferensi|ktt|pertemuan|acara|upacara|pemakaman|pelantikan|pameran|dialog|rapat|sesi|perayaan|peringatan|misa|olimpiade|pembukaan)\b[^.;:?!,\"\u201c\u201d]{0,70}\Z",
    re.I,
)
FRAME_CHARS = 120
_FRAME_OPENS = re.compile(
    r"(?:\A|[.?!\n\"\u201c]\s*)(?:di sela(?:-sela)?|dalam|pada|selama|saat|di tengah|usai|seusai|setelah)\s+(?:sebuah\s+|suatu\s+)?"
    r"(?:sidang|forum|konferensi|ktt|pertemuan|acara|upacara|pembicaraan|perundingan|kunjungan\w*|jumpa pers|rangkaian|menghadiri)\b[^.;:?!,\"\u201c\u201d]{0,70}\Z",
    re.I,
)
_FRAME_CLOSES = re.compile(r"(?:,[^,.;:]{0,40}(?:\([^()]{0,12}\))?)?,")
# `di Singapura, tempat keduanya mungkin bertemu`, `menawarkan Istanbul sebagai tempat perundingan`.
_WHERE = re.compile(r"(?:,\s*(?:tempat|di mana|di sana)|\s+(?:sebagai|menjadi)\s+(?:tempat|lokasi|tuan rumah))\b", re.I)
# `di Hotel Melati, Jenewa`: a building before its town.
_AT_SITE = re.compile(r"\bdi\s+[^,.;:()\"\u201c\u201d]{2,60},\s*\Z", re.I)
SITE_CHARS = 80
_PLACED_WORD = re.compile(r"\b(?P<word>di\w+an|berlangsung|terjadi|bertempat|mereka|keduanya)\s*\Z", re.I)
_BETWEEN_PLACE_AND_DAY = re.compile(r"(?:,\s*[A-Z][\w ]{2,30})?,?\s+(?:pada\s+|hari\s+)*", re.I)
_BETWEEN_DAY_AND_PLACE = re.compile(
    r"\)?,?\s*(?:(?:pagi|siang|sore|petang|malam|waktu setempat)\s*(?:\([^()]{1,12}\))?,?\s*)*di\s+(?:kota\s+|ibu kota\s+)?",
    re.I,
)


def place_of(
    text: str, mentions: Sequence[Named], ends: frozenset[int], trigger: Trigger, territory_end: int, low: int
) -> Named | None:
    """The place after `di` that belongs to the trigger: the nearest after it, else one that opens its clause.

    `ends`: where dates and lists of names end; `di` right after one of them, or after the trigger, tells of the contact.
    """
    for mention in mentions:
        if mention.entity_type != EntityType.PLACE or mention.start < trigger.end:
            continue
        if mention.start >= territory_end or _TOPIC.search(text, trigger.end, mention.start):
            break
        if _is_located(text, mention, trigger.end, ends | {trigger.end}) or _is_on_margin(text, mention, trigger.end):
            return _town_of(text, mentions, mention)
    back = _SAME_PLACE.search(text, trigger.end, territory_end) is not None
    for mention in reversed(mentions):
        if mention.entity_type != EntityType.PLACE or mention.start >= trigger.start:
            continue
        if back and _AT.search(text, max(0, mention.start - AT_CHARS), mention.start):
            return mention
        if _is_where(text, mention, trigger.start) or _opens(text, mention):
            return mention
        if mention.start < low:
            break
        if _is_located(text, mention, low, ends | {low}) or _is_reached(text, mention, trigger.start):
            return mention
    return None


def _is_on_margin(text: str, mention: Named, low: int) -> bool:
    """Whether a place is where the event was on whose margins, or at which, the contact took place."""
    at = _AT.search(text, max(low, mention.start - AT_CHARS), mention.start)
    return at is not None and _ON_MARGIN.match(text, low, at.start()) is not None


def _is_where(text: str, mention: Named, trigger_start: int) -> bool:
    """Whether the words behind a place say that the contact is there."""
    where = _WHERE.match(text, mention.end, trigger_start)
    if where is None or _REACH_ENDS.search(text, where.end(), trigger_start) is not None:
        return False
    return cues.BEFORE.isdisjoint(text[where.end() : trigger_start].split())  # `di Den Haag, di mana X mengatakan ...`


def _opens(text: str, mention: Named) -> bool:
    """Whether a place closes the frame that opens its sentence: `Di sela-sela KTT G20 di Bali, X bertemu Y`."""
    at = _AT.search(text, max(0, mention.start - AT_CHARS), mention.start)
    if at is None or _FRAME_CLOSES.match(text, mention.end) is None:
        return False
    return _FRAME_OPENS.search(text, max(0, at.start() - FRAME_CHARS), at.start()) is not None


def _town_of(text: str, mentions: Sequence[Named], site: Named) -> Named:
    """The town named right behind a building: `Istana Merdeka, Jakarta`; else the place itself."""
    if first_word(site.name).lower() not in _SITES:
        return site
    return next(
        (
            m
            for m in mentions
            if m.entity_type == EntityType.PLACE and m.start >= site.end and text[site.end : m.start] == ", "
        ),
        site,
    )


def _is_reached(text: str, mention: Named, trigger_start: int) -> bool:
    if trigger_start - mention.end > REACH_CHARS or _REACH_ENDS.search(text, mention.end, trigger_start):
        return False
    return _REACHED.search(text, max(0, mention.start - 40), mention.start) is not None


def place_beside(text: str, mentions: Sequence[Named], date: DateMention, low: int, high: int) -> Named | None:
    """The place said in one breath with the day of the contact: `di Roma, Kamis`, `pada Kamis (3/5) di Roma`."""
    for mention in mentions:
        if mention.entity_type != EntityType.PLACE or not low <= mention.start < high:
            continue
        if _AT.search(text, max(low, mention.start - AT_CHARS), mention.start) is None:
            continue
        if mention.end <= date.start and _BETWEEN_PLACE_AND_DAY.fullmatch(text, mention.end, date.start):
            return mention
        if date.end <= mention.start and _BETWEEN_DAY_AND_PLACE.fullmatch(text, date.end, mention.start):
            return mention
    return None


def _is_located(text: str, mention: Named, low: int, ends: frozenset[int]) -> bool:
    match = _AT.search(text, max(low, mention.start - AT_CHARS), mention.start)
    match = match or _AT_SITE.search(text, max(low, mention.start - SITE_CHARS), mention.start)
    if match is None:
        return False
    before = text[low : match.start()].rstrip(" ,(")
    if low + len(before) in ends or not before:
        return True
    if _PLACED_WORD.search(before[-24:]) is not None:
        return True
    last = last_word(before[-24:]).lower().strip(",.)")
    return last in words.FILLERS or last in cues.ADVERBS or last in ("pers",)
