"""Furniture by its look: lines that are the page's own wherever they stand.

Here: phrases of the lexicon in a line, and the forms of menus, tags, pagers, notices, tickers and addresses. Not here: other
looks (looks.py), what only a line's place explains (roles.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from etl.lexicon import read_toml
from etl.text.cleaning.line_kinds import (
    BARS,
    BEGINS_LABEL,
    BEGINS_PHRASE,
    CAPITALS,
    DIGITS,
    HOLDS_PHRASE,
    HOLDS_TIME,
    LETTERS,
    MASK,
    SENTENCES,
    STOP,
    WORDS,
    Kind,
    Look,
)
from etl.text.cleaning.residue_calls import POST, POSTED
from etl.text.cleaning.stamp_lines import CLOCK, find_stamp
from etl.text.phrases import LONGEST_LABEL_WORDS, WORD, find_phrase, words_of

LONG_WORDS = 25
"""Words from which a line is prose even without a full stop."""
_TAG_WORDS = frozenset(
    {"tag", "tags", "topik", "label", "kata kunci", "tagar", "keywords", "tagged", "topik terkait", "filed under"}
)
_TAG_LINE = re.compile(
    r"(?:tags?|topik|label|kata kunci|tagar|keywords?|tagged|filed under|kategori|categories|category)\s{0,2}:", re.I
)
FEWEST_RUBRICS = 3
_BREADCRUMB = re.compile(r"(?:beranda|home|halaman utama|laman utama)\s?(?:[/›>»→|]|&gt;)\s?\S", re.IGNORECASE)
"""Matches "Beranda / Daerah / Jembatan Putus", the way to a page."""
MOST_LINKED_WORDS, LINK_CHARS = 25, 24
_LINK = re.compile(
    r"(?:(?:baca|simak|lihat|tonton|saksikan)(?:\s(?:lagi|pula|selengkapnya|artikel|berita))?|selanjutnya|menarik dibaca|sebelumnya)\s?:\s?(?=[A-Z“\"'‘]|$)(?!.*[.]$)",
    re.IGNORECASE,
)
"""Matches "Baca: Harga Beras Naik Lagi" and "Selanjutnya: Panen Raya Dimulai"; not a sentence with its full stop."""
_HASHTAGS = re.compile(r"#[^#\n]{1,60}(?:#[^#\n]{1,60}){0,60}$")
_PAGER = re.compile(
    r"(?:(?:hal(?:aman)?|laman|pages?)\s?:?\s?(?:\d{1,2}[\s|·»›,]{1,3}){1,20}(?:\d{1,2})?|(?:\d{1,2}[\s|·»›]{1,3}){2,20}(?:\d{1,2})?)"
    r"(?:\s?(?:tampilkan|lihat|show|view)\s(?:semua|all)|selanjutnya|berikutnya|lanjut|next|last|terakhir|akhir|semua|all)?\W{0,3}$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)\s|copyright\b|hak cipta\b.{0,20}(?:©|\d{4}))", re.IGNORECASE)
_TICKER = re.compile(
    r"(?:subuh|dzuhur|zuhur|dhuhur|ashar|asar|maghrib|magrib|isya|imsak|terbit)\W{0,3}\d{1,2}[:.]\d{2}|"
    r"^(?:ihsg|usd|idr|eur|jpy|sgd|btc|dow jones|nikkei|hang seng|kurs|emas)\b[^a-z]{3,60}$|"
    r"^-?\d{1,3}\s?°\s?[cf]?$",
    re.IGNORECASE,
)
"""Matches "Maghrib 17:58"."""
TICKER_WORDS = frozenset(
    "subuh dzuhur zuhur dhuhur ashar asar maghrib magrib isya imsak terbit ihsg usd idr eur jpy sgd btc dow nikkei hang kurs emas c f".split()
)
"""Words of which one stands in every ticker."""
_CLOCKS = re.compile(r"(?:-?\d{1,2}(?::\d{2}){1,2}[\s/|]{0,4}){2,8}$")
"""Matches "0:00 0:03:11 0:00", a player's."""
_ONLY_ADDRESS = re.compile(
    r"\W{0,4}(?:https?://\S{3,500}|www\.\S{3,300}|[\w.+\-]{1,80}@[\w\-]{1,80}(?:\.[\w\-]{1,80}){1,5})\W{0,3}$"
)
"""Matches "milis-unsubscribe@kabar.example" alone on its line."""
_OFFICE = re.compile(
    r"(?:jl|jln|jalan|gedung|alamat|telp|telepon|fax|faks|phone)\b[^!?]{5,160}"
    r"(?:\b\d{5}\b|\b(?:telp|telepon|fax|faks|phone)\b[^!?]{3,60}|\(?\+?62[\d\s\-)]{6,20})[^!?]{0,60}$",
    re.IGNORECASE,
)
"""Matches "Jl. Melati No. 6, Jakarta Pusat, 10110", an office's address."""
_SHORT_CODE = re.compile(r"(?:\[/?[a-z][a-z_\-]{2,30}(?:[\s:=][^\[\]]{0,200})?\]\s?){1,4}$")
"""Matches "[nggallery id=12]" alone on its line."""


def find_furniture(text: str, counts: Sequence[int]) -> Look | None:
    """What makes `text` furniture wherever it stands, a phrase or a form; None when nothing does."""
    masks = counts[MASK]
    is_short = counts[WORDS] <= LONGEST_LABEL_WORDS
    if not (masks & (BEGINS_PHRASE | HOLDS_PHRASE) or (is_short and (masks & BEGINS_LABEL or counts[DIGITS]))):
        return _form_of_furniture(text, counts)
    # Of a long line with no telling word, the first words say all that can be said.
    whole = counts[WORDS] <= LONG_WORDS or bool(counts[MASK] & HOLDS_PHRASE)
    words = words_of(text if whole else text[:120])
    if (phrase := find_phrase(words, counts[WORDS], is_whole=whole)) is not None:
        if phrase.match == "line" and text.endswith((".", '".', ".”")) and not text.endswith(".."):
            return None  # the end of a sentence, not a label
        if phrase.kind == "related" and phrase.match == "start" and _goes_on_small(text, len(phrase.words)):
            return None
        if phrase.kind == "related" and (text.rstrip().endswith(":") or phrase.match == "line"):
            return Look(Kind.RELATED_HEAD, str(phrase))
        if " ".join(words) in _TAG_WORDS:
            return Look(Kind.TAG_HEAD, str(phrase))
        return Look(Kind.PHRASE, str(phrase))
    return _form_of_furniture(text, counts)


def _form_of_furniture(text: str, counts: Sequence[int]) -> Look | None:
    if ":" in text and counts[WORDS] <= 60 and _TAG_LINE.match(text):
        return Look(Kind.TAG_HEAD, text[:60])
    if text[0] == "#" and text.count("#") * 3 >= counts[WORDS] and _HASHTAGS.match(text):
        return Look(Kind.TAG_HEAD, text[:60])
    if text[0] in "©(cChH" and counts[WORDS] <= 60 and (found := _COPYRIGHT.match(text)):
        return Look(Kind.PHRASE, f"notice: {found.group()[:40]}")
    if counts[WORDS] <= 30 and counts[DIGITS] and (found := _PAGER.match(text)):
        return Look(Kind.PHRASE, f"pager: {found.group()[:40]}")
    if counts[MASK] & HOLDS_TIME and counts[WORDS] <= 30 and counts[DIGITS] and (found := _TICKER.search(text)):
        return Look(Kind.TICKER, found.group()[:40])
    if counts[WORDS] <= MOST_LINKED_WORDS and ":" in text[:LINK_CHARS] and (found := _LINK.match(text)):
        return Look(Kind.PHRASE if found.end() < len(text) else Kind.RELATED_HEAD, f"related: {found.group()[:40]}")
    if "@" in text and counts[WORDS] <= 30 and (found := POST.fullmatch(text) or POSTED.fullmatch(text)):
        return Look(Kind.PHRASE, f"embed: {found.group()[:40]}")
    if text[0] == "[" and (found := _SHORT_CODE.match(text)):
        return Look(Kind.PHRASE, f"code: {found.group()[:40]}")
    if (
        counts[WORDS] <= 20
        and ("@" in text or "://" in text or "www." in text)
        and (found := _ONLY_ADDRESS.match(text))
    ):
        return Look(Kind.PHRASE, f"address: {found.group()[:40]}")
    if counts[WORDS] <= 30 and counts[DIGITS] >= 5 and not counts[STOP] and (found := _OFFICE.match(text)):
        return Look(Kind.PHRASE, f"address: {found.group()[:40]}")
    if ":" in text and counts[LETTERS] == 0 and (found := _CLOCKS.match(text)):
        return Look(Kind.PHRASE, f"player: {found.group()[:40]}")
    rates = counts[BARS] >= 2 and counts[DIGITS] >= 4 and not counts[STOP] and not counts[SENTENCES]
    if FEWEST_RUBRICS <= counts[WORDS] == counts[CAPITALS] and _is_rubrics(text):
        return Look(Kind.MENU, f"{counts[WORDS]} rubrics")
    if (found := _BREADCRUMB.match(text)) is not None:
        return Look(Kind.MENU, f"breadcrumb: {found.group()[:40]}")
    if counts[DIGITS] >= 5 and CLOCK.search(text) and find_stamp(text) is not None:
        return None
    if counts[BARS] >= 2 and counts[BARS] * 5 >= counts[WORDS] and (counts[CAPITALS] * 2 >= counts[WORDS] or rates):
        return Look(Kind.MENU, f"{counts[BARS]} bars between {counts[WORDS]} words")
    return None


def _is_rubrics(text: str) -> bool:
    """True for a row of rubrics and nothing else: "Home Nasional Ekonomi Olahraga"."""
    return all(word in _rubrics() for word in text.lower().split())


@cache
def _rubrics() -> frozenset[str]:
    return frozenset({*read_toml("rubrics.toml")["rubrics"], "home", "beranda", "news", "video", "foto", "indeks"})


def _goes_on_small(text: str, words: int) -> bool:
    """True when the word after the first `words` begins small and nothing stands between: a sentence, not a link."""
    end = 0
    for place, word in enumerate(WORD.finditer(text)):
        if place == words:
            between = text[end : word.start()]
            return between == " " and word.group()[0].islower()
        end = word.end()
    return False
