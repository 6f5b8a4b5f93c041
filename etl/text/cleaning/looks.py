"""What a line looks like on its own: sentence, title, label, stamp, credit, furniture.

Here: one line, judged by its form and by the lexicon, without its neighbours. Not here: what it is in its document
(roles.py), finding residue in it (residue.py). The counts of a line come from kernels/lines.py; a test holds that module
and this one together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from etl.lexicon import read_rows
from etl.text.cleaning.credit_lines import find_byline, find_caption
from etl.text.cleaning.furniture import LONG_WORDS, TICKER_WORDS, find_furniture
from etl.text.cleaning.line_kinds import (
    BARS,
    BEGINS_CREDIT,
    BEGINS_LABEL,
    BEGINS_PHRASE,
    CAPITALS,
    CHARS,
    CODE,
    DIGITS,
    FOREIGN_STOP,
    HOLDS_CREDIT,
    HOLDS_PHRASE,
    HOLDS_TIME,
    IS_FOREIGN_STOP,
    IS_MARKED,
    IS_STOP,
    LAST,
    LAST_BUT_ONE,
    LETTERS,
    MASK,
    MAY_BE_RESIDUE,
    SENTENCES,
    STOP,
    UPPER,
    WORDS,
    Kind,
    Look,
)
from etl.text.cleaning.residue import TRIGGERS
from etl.text.cleaning.stamp_lines import CLOCK, TIME_WORDS, find_stamp
from etl.text.outlets import agency_named
from etl.text.phrases import WORD, first_words, label_words, telling_words
from etl.text.places import place_named

_OPENING_WORDS = frozenset(
    """penulis reporter pewarta wartawan jurnalis kontributor editor redaktur penyunting penerjemah sumber foto pelaporan
    ditulis diedit reporting editing writing laporan oleh fotografer dilaporkan disunting diterjemahkan written edited by
    photo ilustrasi gambar keterangan caption potret suasana penampakan tangkapan logo video grafis infografis teks
    diposting posted author tim redaksi admin administrator super newsroom web redaktur produser additional naskah koresponden""".split()
)
_SHARING_WORDS = frozenset({"berkontribusi", "kontribusi", "menyumbang", "contributed", "melaporkan"})
"""Words of a credit in a full sentence ("... berkontribusi pada laporan ini")."""
_CREDIT_WORDS = frozenset(
    "foto photo antara reuters afp getty dok istimewa ist shutterstock xinhua epa gambar ilustrasi".split()
)


def word_masks() -> dict[str, int]:
    """The words that the survey of lines looks for, with their masks."""
    masks: dict[str, int] = {}

    def mark(words: Sequence[str] | frozenset[str], mask: int) -> None:
        for word in words:
            masks[word] = masks.get(word, 0) | mask

    for word, language in read_rows("function_words.tsv"):
        mark((word,), IS_STOP if language == "id" else IS_FOREIGN_STOP)
    mark([word for word, _ in read_rows("furniture_words.tsv")], IS_MARKED)
    mark(first_words(), BEGINS_PHRASE)
    mark(label_words(), BEGINS_LABEL)
    mark(TIME_WORDS, HOLDS_TIME)
    mark(TICKER_WORDS, HOLDS_TIME)
    mark(telling_words(), HOLDS_PHRASE)
    mark(TRIGGERS, MAY_BE_RESIDUE)
    mark(_OPENING_WORDS, BEGINS_CREDIT)
    mark(_SHARING_WORDS, HOLDS_PHRASE)
    mark(_CREDIT_WORDS, HOLDS_CREDIT)
    return masks


SENTENCE_WORDS = 12
"""Words from which a line that ends like a sentence is prose by itself."""
OPEN_WORDS = 16
"""Words from which a line in small letters is prose without a full stop."""
LABEL_WORDS = 3
MOST_STAMP_WORDS = 24
TITLE_WORDS = 30

_CREDIT_MARKS = frozenset(":/-–|,")
_BULLET = re.compile(r"(?:[•▪●◦‣▸►➤→✓✔*+–—\-·○■◆»]\s{0,3}|\d{1,2}[.)]\s+|[a-z][.)]\s+)(?=\S)")
_ONLY_BULLET = re.compile(r"[^\w]*(?:[oO]|\d{1,3})?[^\w]*$")
_LONE_NUMBER = re.compile(r"\(?\d{1,4}[.)]{1,2}$")
"""Matches "7.", the number of a list whose text stands below."""
_CLOSERS = frozenset(map(ord, "\"'”’»)]*"))
_STOPPERS = frozenset(map(ord, ".!?…"))
_CONNECTIVES = frozenset(
    "di ke dari yang dan untuk pada dengan dalam oleh bagi tentang antara atau vs hingga sampai demi serta of the in to and for a an on at by".split()
)


def is_title_case(text: str) -> bool:
    """True when every word of `text` but the small ones that join begins with a capital or a digit, the first too."""
    words = WORD.findall(text)
    if not words or words[0][0].islower():
        return False
    return not any(word[0].islower() and word not in _CONNECTIVES and len(word) > 1 for word in words)


_DATELINE = re.compile(r"[\w.,()/&\-\s:']{3,70}\s?[-–—]{1,2}\s*$")


_OPENS_STORY = re.compile(
    r"(?:[A-Z]\w{2,20}\.(?:com|COM|co|CO|id|ID|co\.id|net|tv)(?:,\s?[A-Z]|\s?[-–—])|"
    r"[A-Z]{3}[A-Z .,/()]{0,40}(?:[\w. ,()/]{0,40}(?:\s[-–—]|[-–—]\s)|[-–—](?=[A-Z][a-z])))"
)
"""Matches "KABAR.com, Jakarta - " and "JAKARTA (Antara) -"."""


def opens_story(text: str) -> bool:
    """True when `text` begins with the outlet or the place, as a story's first paragraph does."""
    return _OPENS_STORY.match(text) is not None


_SIGNED = re.compile(r"[.!?…][\"”’»]?\s?[(\[][\w./\-, *&+]{1,40}[)\]]\W{0,3}$")
"""Matches the end of "... siap mengamankan. (mek/don)"."""
_SIGNED_CHARS = 50
_AGENCY_DATELINE = re.compile(
    r"([A-Z][\w' .\-]{2,40}?)(?:,\s?[\w ]{2,30})?,?\s?\(([A-Za-z][\w./ ]{1,24})\)\s?[-–—:]{0,2}$"
)
"""Matches "Jakarta, (Antara)" alone on its line."""
PLAIN = Look(Kind.PROSE)


def plain_columns(columns: Any) -> Any:
    """Which lines `look_at` can only call prose: a full sentence or more, no word or mark that anything else begins with.

    `columns`: the columns of counts, each an array of all lines (the rows of their transpose); a boolean array.
    """
    last, before = columns[LAST], columns[LAST_BUT_ONE]
    may_be_title = columns[CAPITALS] * 10 >= columns[WORDS] * 6
    stops = (last == 46) | ((last == 33) | (last == 63) | (last == 0x2026)) & ~may_be_title
    stops_before = (before == 46) | (before == 33) | (before == 63) | (before == 0x2026)
    closes = (last == 34) | (last == 39) | (last == 0x201D) | (last == 0x2019)
    return (
        (columns[WORDS] >= SENTENCE_WORDS)
        & (columns[MASK] & (BEGINS_PHRASE | BEGINS_CREDIT | HOLDS_PHRASE) == 0)
        & (columns[STOP] > 0)
        & (columns[SENTENCES] > 0)
        & (stops & (before != 41) & (before != 93) | closes & stops_before)
        & (columns[CODE] < 3)
        & (columns[BARS] == 0)
        & (columns[UPPER] * 3 < columns[LETTERS])
    )


def breaks_off(columns: Any) -> Any:
    """bool, one a line: it holds whole sentences and does not end as one. `columns` as for plain_columns."""
    found = columns[SENTENCES] > 0
    for point in sorted(_STOPPERS | _CLOSERS):
        found = found & (columns[LAST] != point)
    return found


def ends_sentence(counts: Sequence[int]) -> bool:
    """True when the line ends as a sentence does, quotation marks and brackets aside."""
    last = counts[LAST]
    return last in _STOPPERS or (last in _CLOSERS and counts[LAST_BUT_ONE] in _STOPPERS)


def look_at(text: str, counts: Sequence[int]) -> Look:
    """What the line `text` (no white space at its ends) looks like; `counts` as kernels.lines counted it.

    Lines that plain_columns names need not be asked: they are PLAIN.
    """
    if counts[CHARS] == 0:
        return Look(Kind.BLANK)
    bullet = _BULLET.match(text)
    bare = text[bullet.end() :] if bullet else text
    words, sentence = counts[WORDS], ends_sentence(counts)
    signed = text[-1] in ")]" and _SIGNED.search(text[-_SIGNED_CHARS:]) is not None
    names_source = bool(counts[MASK] & HOLDS_CREDIT) or "©" in text or "/" in text
    if text[0] in "-–—" and words <= 3 and (credit := find_byline(text)) is not None:
        return Look(Kind.BYLINE, credit)
    if words <= 6 and text[-1] in ")-–—:" and _is_agency_dateline(text):
        return Look(Kind.DATELINE)
    if counts[LETTERS] == 0 and _LONE_NUMBER.match(text):
        return Look(Kind.LABEL)
    if words == 0 or (words <= 2 and _ONLY_BULLET.match(text)) or (counts[LETTERS] <= 1 and counts[DIGITS] == 0):
        return Look(Kind.SYMBOLS, text[:40])
    if words <= 200 and (found := find_furniture(bare, counts)):
        return found._replace(bullet=bullet is not None)
    if counts[CODE] >= 6 and counts[CODE] * 4 > words and _looks_like_code(text, counts):
        return Look(Kind.CODE, text[:60])
    has_time = (counts[DIGITS] and counts[MASK] & HOLDS_TIME) or (
        counts[DIGITS] >= 5 and ("/" in text or "-" in text or "." in text)
    )
    if has_time and words <= MOST_STAMP_WORDS and (stamp := find_stamp(bare)) is not None:
        if _DATELINE.match(bare) and not CLOCK.search(bare):
            return Look(Kind.DATELINE, stamp)
        return Look(Kind.STAMP, stamp, bullet is not None)
    may_credit = counts[MASK] & (BEGINS_CREDIT | HOLDS_PHRASE) or (
        words <= 12 and (bare[0] in "([{*/" or not _CREDIT_MARKS.isdisjoint(bare))
    )
    if may_credit and (credit := find_byline(bare)) is not None:
        return Look(Kind.BYLINE, credit, bullet is not None)
    if words > 1 and (caption := find_caption(bare, words, sentence, names_source)) is not None:
        return Look(Kind.CAPTION, caption, bullet is not None)
    if words <= 8 and _DATELINE.match(bare) and bare[0].isupper():
        return Look(Kind.DATELINE)
    return Look(_plain_kind(text, counts, sentence or signed, bullet is not None), None, bullet is not None)


MAY_HIDE_SENTENCE = frozenset(
    {Kind.CODE, Kind.TITLE, Kind.LABEL, Kind.BULLET, Kind.CAPTION, Kind.PHRASE, Kind.TAG_HEAD}
)
"""Looks that residue may give to a line whose other words are a sentence."""
_HIDDEN_WORDS = 4


def look_past(look: Look, text: str, rest: str) -> Look:
    """What the line `text` of that look is, judged by `rest`, itself less its residue: a sentence when that is one.

    Furniture by its words stays furniture, unless speech goes on behind the title of another story.
    """
    rest = rest.strip()
    if rest == text or not rest or (look.kind in (Kind.PHRASE, Kind.TAG_HEAD) and rest[0] not in '"“'):
        return look
    words = len(rest.split())
    if words < _HIDDEN_WORDS or rest.rstrip("\"'”’)]")[-1:] not in (".", "!", "?", "…") or rest.endswith(".."):
        return look
    return Look(Kind.PROSE if words >= SENTENCE_WORDS else Kind.SENTENCE)


def _is_agency_dateline(text: str) -> bool:
    found = _AGENCY_DATELINE.match(text)
    return found is not None and agency_named(found[2]) is not None and place_named(found[1]) is not None


def _plain_kind(text: str, counts: Sequence[int], sentence: bool, bullet: bool) -> Kind:
    words = counts[WORDS]
    title_like = counts[CAPITALS] * 10 >= words * 6 and words <= TITLE_WORDS and counts[SENTENCES] <= 1
    if counts[SENTENCES] in (2, 3) and counts[LAST] != 46:  # "Resmi! Klub Itu Pindah, Kapan Main?"
        title_like = counts[CAPITALS] * 10 >= words * 8 and words <= TITLE_WORDS
    full_stop = sentence and not (title_like and (counts[LAST] in (33, 63, 0x2026) or text.endswith("..")))
    in_prose = counts[CAPITALS] * 2 <= words and counts[STOP] >= 2
    if (
        (
            words >= SENTENCE_WORDS
            and (full_stop or (counts[SENTENCES] > 0 and not title_like and not is_title_case(text)))
        )
        or (words >= OPEN_WORDS and in_prose)
        or (counts[SENTENCES] >= 2 and not title_like)
        or (words >= 8 and opens_story(text))
        or (words >= LONG_WORDS and counts[STOP] + counts[FOREIGN_STOP] > 0)
        or words > TITLE_WORDS
    ):
        return Kind.PROSE
    if (words >= 2 or (counts[LETTERS] >= 2 and counts[LAST] == 46 and not text.endswith(".."))) and (
        full_stop or (words >= 5 and counts[LAST] == 58 and counts[CAPITALS] * 2 <= words)
    ):
        return Kind.SENTENCE
    if bullet and words >= 2:
        return Kind.BULLET
    return Kind.TITLE if words > LABEL_WORDS else Kind.LABEL


def _looks_like_code(text: str, counts: Sequence[int]) -> bool:
    return counts[STOP] * 12 < counts[WORDS] or ("{" in text and "}" in text and counts[STOP] * 8 < counts[WORDS])
