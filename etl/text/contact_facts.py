"""Facts of a contact beside its parties: status, date, place, duration.

Here: reading them around a trigger. Not here: parties (contact_parties.py), resolving dates (the describe step).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.contracts.enums import ContactStatus, DatePrecision, EntityType
from etl.text import contact_words as words
from etl.text import cues
from etl.text.contact_words import Trigger
from etl.text.named import Named
from etl.text.sentences import first_word, last_word

_TOKEN = re.compile(r"[^\W_][\w'\u2019-]*|[,;:()\u201c\u201d\"]")
_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?|setengah|sejam|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|belasan"
_DURATION = re.compile(
    rf"\b(?P<number>{_NUMBER})(?P<half>\s+setengah)?\s+(?P<unit>menit|jam)\b(?!\s*(?:wib|wita|wit)\b)|\b(?P<hour>sejam|satu jam setengah)\b"
)
_NUMBERS = {
    "setengah": 0.5,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
}
_PLACE_WORDS = frozenset({"di"})
LEAD_CHARS = 120
DENIAL_CHARS = 170
SAID_CHARS = 70
"""So near before a date a word of speech or source makes it theirs."""
STATUS_WORDS = 9
"""A word that governs the trigger stands at most this many words before it."""


class DateMention(NamedTuple):
    """A date of the text in kept offsets. `value`: ISO 8601, the date first; None when it could not be resolved."""

    start: int
    end: int
    value: str | None
    precision: str


def status_of(
    lower: str,
    start: int,
    trigger: Trigger,
    end: int,
    mentions: Sequence[Named] = (),
    dates: Sequence[DateMention] = (),
    parties_end: int = 0,
) -> ContactStatus | None:
    """The status that words around the trigger state; None when none does (told as a fact, or pointing back).

    `parties_end`: where the parties named right after the trigger end; 0 when there are none.
    """
    after = lower[trigger.end : min(end, trigger.end + 110)]
    clause = re.split(r"[.;:!?]", after, maxsplit=1)[0]
    if parties_end > trigger.end and trigger.meaning.voice in ("noun", "round"):
        behind = _WHICH.sub(" ", lower[parties_end : min(end, parties_end + 140)], count=1)
        behind = re.split(r"[.;:!?,]", behind, maxsplit=1)[0]
        is_planned = lower[max(start, trigger.start - 12) : trigger.start].rstrip().endswith("rencana")
        denied = words.after_pattern("denied").search(behind[:90])
        denied = denied or (words.after_pattern("planned_denied").search(behind[:90]) if is_planned else None)
        if denied is not None and (denied[0] != "ditunda" or _MOVED.match(behind, denied.end()) is None):
            return ContactStatus.DENIED
    denied = words.after_pattern("denied").search(clause[:90])
    if denied is not None and "," not in clause[: denied.start()]:
        is_moved = denied[0] == "ditunda" and _MOVED.match(clause, denied.end()) is not None
        return ContactStatus.SCHEDULED if is_moved else ContactStatus.DENIED
    if is_denied_before(lower, start, trigger):
        return ContactStatus.DENIED
    if _is_asked(lower, start, trigger, mentions):
        return ContactStatus.PROPOSED
    low = max(start, trigger.start - LEAD_CHARS)
    lead = lower[low : trigger.start]
    for date in dates:
        if low <= date.start and date.end <= trigger.start:
            lead = lead[: date.start - low] + " " * (date.end - date.start) + lead[date.end - low :]
    is_under_way = trigger.meaning.voice == "noun" and _HAPPENS.match(clause) is None
    tokens = _TOKEN.findall(lead)
    if tokens and tokens[-1] in words.MEANS:
        tokens = [token for token in tokens if token not in words.AGREEING]
    stated = _governing(tokens, is_under_way=is_under_way)
    if stated == ContactStatus.DENIED:
        return stated
    opening = lower[start : trigger.start].split(None, 1)
    if opening and opening[0] in ("sebelum", "selain", "jelang", "menjelang") and _SOON.search(clause):
        return ContactStatus.SCHEDULED
    if words.after_pattern("conditional").search(clause):
        return ContactStatus.CONDITIONAL
    if stated is not None:
        return stated
    if words.after_pattern("proposed").search(clause[:40]):
        return ContactStatus.PROPOSED
    if words.after_pattern("scheduled").search(clause[:70]):
        return ContactStatus.SCHEDULED
    return None


def _governing(tokens: Sequence[str], *, is_under_way: bool) -> ContactStatus | None:
    """The status that the words before a trigger give it, the nearest first.

    `is_under_way`: `jika` before the trigger speaks of what becomes of the contact, not of whether there is one.
    """
    stated: ContactStatus | None = None
    following = ""
    for distance, token in enumerate(reversed(tokens)):
        if distance >= STATUS_WORDS or token in ",;:":
            break
        if token in words.DENIED:
            if following in _NOT_ONLY:
                return ContactStatus.PROPOSED
            return stated if following == "lagi" else ContactStatus.DENIED
        if token in _EVER and distance + 1 < len(tokens) and tokens[-distance - 2] in words.DENIED:
            return ContactStatus.DENIED
        if token in _PAST or token == "hasil" or (token in _IF and is_under_way):
            break
        if token in words.CONDITIONAL:
            stated = stated or ContactStatus.CONDITIONAL
        elif token in words.PROPOSED:
            stated = ContactStatus.PROPOSED
        elif token in words.SCHEDULED:
            stated = stated or ContactStatus.SCHEDULED
        elif not _passes(token):
            break
        following = token
    return stated


def _passes(token: str) -> bool:
    """Whether a word may stand between a trigger and the word that gives it its status."""
    return token in words.THROUGH or token in cues.ADVERBS or token in words.AUXILIARIES or token in '()"\u201c\u201d'


_NOT_ONLY = frozenset({"harus", "perlu", "wajib", "hanya", "sekadar"})


def _is_asked(lower: str, start: int, trigger: Trigger, mentions: Sequence[Named]) -> bool:
    """Whether the name right before the trigger is of one who is asked: `mengundang X untuk berkunjung`."""
    before = [mention for mention in mentions if mention.end <= trigger.start]
    named = before.pop() if before else None
    if named is None or _ASKS.fullmatch(lower, named.end, trigger.start) is None:
        return False
    while before and lower[before[-1].end : named.start].strip() in ("dan", ","):
        named = before.pop()
    lead = _TOKEN.findall(lower[max(start, named.start - len(named.role_text or "") - 24) : named.start])
    return any(word in words.INVITING for word in lead)


_ASKS = re.compile(r"\s*(?:untuk|agar|supaya|guna)?\s*(?:segera|kembali|mau|bersedia)?\s*")


def is_denied_before(lower: str, start: int, trigger: Trigger) -> bool:
    """Whether a denial reaches the trigger: `membantah kabar bahwa X telah bertemu Y`."""
    low = max(start, trigger.start - DENIAL_CHARS)
    last = None
    for match in words.DENYING.finditer(lower, low, trigger.start):
        last = match
    return last is not None and _CLAUSE_BREAK.search(lower, last.end(), trigger.start) is None


_WHICH = re.compile(r",\s*yang\b[^,.;:]{0,80},")
_MOVED = re.compile(r"\s+(?:hingga|sampai|ke|menjadi)\b")
_CLAUSE_BREAK = re.compile(
    r"[;:\u201c\u201d\"]|\b(?:tetapi|tapi|namun|sementara|sedangkan|melainkan|setelah|usai|saat|ketika|dalam)\b"
)
_IF = frozenset({"jika", "apabila", "bila", "kalau", "seandainya", "andai"})
# `jika pertemuan itu terjadi` is of a contact that may not be; `jika negosiasi gagal` is of one that is under way.
_HAPPENS = re.compile(r"[^,]{0,60}?\b(?:terjadi|digelar|berlangsung|terlaksana|diadakan|jadi|dilakukan|terwujud)\b")
_SOON = re.compile(r",[^,]{0,60}\b(?:akan|bakal|dijadwalkan|direncanakan)\b")
_EVER = frozenset({"pernah", "sempat"})
_PAST = frozenset({"telah", "sudah", "setelah", "usai", "seusai", "selepas", "sempat", "pernah"})


def date_of(
    lower: str, dates: Sequence[DateMention], low: int, trigger: Trigger, territory_end: int
) -> DateMention | None:
    """The date that belongs to the trigger: the nearest after it in its territory, else the nearest before it.

    Dates of speech and of sources (`kata Budi, Senin`, `dikutip Senin`) belong to them.
    """
    after = [
        date
        for date in dates
        if trigger.end <= date.start < territory_end and _SAID.search(lower, trigger.end, date.start) is None
    ]
    before = [
        date
        for date in dates
        if low <= date.start
        and date.end <= trigger.start
        and _SAID.search(lower, max(low, date.start - SAID_CHARS), date.start) is None
        and _AGREED.search(lower, max(low, date.start - SAID_CHARS), date.start) is None
    ]
    for date in after:
        if date.value and is_day(date):
            return date
    if after and after[0].value:
        return after[0]
    for date in reversed(before):
        if date.value and is_day(date):
            return date
    return next((date for date in (*after, *reversed(before)) if date.value), None)


# `sepakat pada Jumat untuk membuka perundingan`: the day is of the agreement.
_AGREED = re.compile(
    r"\b(?:sepakat|setuju|mengusulkan|menyerukan|meminta|menawarkan|mengajak|mendesak|berjanji|mengumumkan|mengatakan|menyatakan|memutuskan)"
    r"\s+(?:pada\s+|hari\s+)*\Z"
)
# `, kata Budi` and `dikutip dari`: what speaks between a trigger and a date takes the date.
_SAID = re.compile(
    r"\b(?:dikutip|mengutip|dilansir|melansir|dinukil|menukil|dalam keterangan(?:nya)?|siaran pers|dalam catatannya|(?:kata|ujar|ucap|tutur|jelas|ungkap"
    r"|papar|imbuh|tegas|sebut|terang|tambah|lapor|demikian)(?:nya)?|kepada wartawan|kepada media)\b"
)


def is_day(date: DateMention) -> bool:
    """Whether the date names a day."""
    return date.precision in (DatePrecision.DAY, DatePrecision.PART_OF_DAY, DatePrecision.MINUTE, DatePrecision.RANGE)


def sentence_date(lower: str, dates: Sequence[DateMention], start: int, trigger: Trigger) -> DateMention | None:
    """The date of the main clause, for a contact told in a clause that frames it: `sepakat pada Jumat setelah bertemu`."""
    if _FRAMED_BY.search(lower, max(start, trigger.start - FRAME_CHARS), trigger.start) is None:
        return None
    return next((date for date in dates if date.end <= trigger.start and date.value and is_day(date)), None)


FRAME_CHARS = 70
_FRAMED_BY = re.compile(r"\b(?:setelah|usai|seusai|selepas|saat|ketika|dalam)\b[^.;:\"\u201c]{0,60}\Z")


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
        if _is_located(text, mention, trigger.end, ends | {trigger.end}):
            return _town_of(text, mentions, mention)
    back = _SAME_PLACE.search(text, trigger.end, territory_end) is not None
    for mention in reversed(mentions):
        if mention.entity_type != EntityType.PLACE or mention.start >= trigger.start:
            continue
        if back and _AT.search(text, max(0, mention.start - 24), mention.start):
            return mention
        if mention.start < low:
            break
        if _is_located(text, mention, low, ends | {low}) or _is_reached(text, mention, trigger.start):
            return mention
    return None


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


def _is_reached(text: str, mention: Named, trigger_start: int) -> bool:
    if trigger_start - mention.end > REACH_CHARS or _REACH_ENDS.search(text, mention.end, trigger_start):
        return False
    return _REACHED.search(text, max(0, mention.start - 40), mention.start) is not None


_REACH_ENDS = re.compile(r"[.;:\u201c\u201d\"]|\b(?:sebelum|bahwa|sementara|sedangkan|tetapi|namun)\b")


_AT = re.compile(r"\bdi\s+(?:(?:kota|ibu kota|ibukota|negara|wilayah)\s+)?\Z", re.I)
# `di Hotel Melati, Jenewa`: a building before its town.
_AT_SITE = re.compile(r"\bdi\s+[^,.;:()\"\u201c\u201d]{2,60},\s*\Z", re.I)
SITE_CHARS = 80
_PLACED_WORD = re.compile(r"\b(?P<word>di\w+an|berlangsung|terjadi|bertempat|mereka|keduanya)\s*\Z", re.I)


def place_beside(text: str, mentions: Sequence[Named], date: DateMention, low: int, high: int) -> Named | None:
    """The place said in one breath with the day of the contact: `di Roma, Kamis`, `pada Kamis (3/5) di Roma`."""
    for mention in mentions:
        if mention.entity_type != EntityType.PLACE or not low <= mention.start < high:
            continue
        if _AT.search(text, max(low, mention.start - 24), mention.start) is None:
            continue
        if mention.end <= date.start and _BETWEEN_PLACE_AND_DAY.fullmatch(text, mention.end, date.start):
            return mention
        if date.end <= mention.start and _BETWEEN_DAY_AND_PLACE.fullmatch(text, date.end, mention.start):
            return mention
    return None


_BETWEEN_PLACE_AND_DAY = re.compile(r"(?:,\s*[A-Z][\w ]{2,30})?,?\s+(?:pada\s+|hari\s+)*", re.I)
_BETWEEN_DAY_AND_PLACE = re.compile(
    r"\)?,?\s*(?:(?:pagi|siang|sore|petang|malam|waktu setempat)\s*(?:\([^()]{1,12}\))?,?\s*)*di\s+(?:kota\s+|ibu kota\s+)?",
    re.I,
)


def _is_located(text: str, mention: Named, low: int, ends: frozenset[int]) -> bool:
    match = _AT.search(text, max(low, mention.start - 24), mention.start)
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


def duration_of(lower: str, trigger: Trigger, low: int, territory_end: int) -> int | None:
    """How long the contact lasted, in minutes, when words beside the trigger say so."""
    match = _DURATION.search(lower, trigger.end, min(territory_end, trigger.end + 160))
    if match is None:
        near = list(_DURATION.finditer(lower, max(low, trigger.start - 40), trigger.start))
        match = near[-1] if near else None
    if match is None:
        return None
    if match["hour"]:
        return 60 if match["hour"] == "sejam" else 90
    word = match["number"]
    if word == "belasan":
        return None
    number = _NUMBERS.get(word)
    if number is None:
        number = 60 / 60 if word == "sejam" else float(word.replace(",", "."))
    if match["half"]:
        number += 0.5
    minutes = number * (60 if match["unit"] == "jam" else 1)
    return round(minutes) if 1 <= minutes <= 48 * 60 else None
