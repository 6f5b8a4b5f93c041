"""Texts in which anything that describe reads may stand, put together at random: for tests that compare two readings.

Here: making them. Not here: what is read from them.
"""

from __future__ import annotations

import random
from functools import cache

from etl.text.dates.find import trigger_words
from etl.text.language import words_of_list
from etl.text.marks import mark_words

ROLES = ("headline", "timestamp", "byline", "summary", "subheading", "caption", "body", "body", "body", "boilerplate",
         "boilerplate", "repeat", "blank")  # fmt: skip
ODD = (
    "ſ",
    "\u212a",
    "İ",
    "ı",
    "٣",
    "１",
    "²",
    "é",
    "ß",
    "Ж",
    "日",
    "😀",
    "\u2028",
    "\x85",
    "\x1c",
    "\u200b",
    "\ufeff",
    "\ufe0f",
)
PIECES = (
    "12", "3", "2025", "2024-06-12", "(18/6)", "(18/6/2025)", "10.30 WIB", "pukul 19.18", " - ", "--", " – ", ". ", ": ",
    ", ", "“", "”", "(", ")", "/", "|", " dan ", " di ", " ini", " lalu", " depan", " sebelumnya", " yang lalu", " malam",
    "Rangga Yudis", "Sinta Lewa", "JAKARTA", "Bogor", "Kompas.com", "Suara Rimba", "Liputan6.com", "detikOto", "Reuters",
    "ANTARA", "Editor: ", "Penulis", "Oleh ", "Foto: ", "© 2023 ", "Hak Cipta ", "hak\xa0cipta", "@\xa02020", "melaporkan dari ",
    "berkontribusi pada laporan ini", "telah tayang di ", "The post appeared first on ", "pertama kali terbit di ",
    "Ikuti berita di ", "kepada Suara Rimba", "Wartawan Suara Rimba, ", "Diperbarui ", "Terbit: ", "tahun ", "sejak ",
    "menanti malam ini", "dini hari tadi", "x", "Siaran Pers ", "rilis\xa0pers", "Kementerian Luar Negeri",
)  # fmt: skip


@cache
def _words() -> list[str]:
    """Every word that a reader looks for, in an order of its own: the same number draws the same word in every process."""
    return sorted({*trigger_words(), *mark_words(), *words_of_list("nusantara"), *words_of_list("malay")})


def line(rng: random.Random) -> str:
    """A line without its end."""
    words = _words()
    chosen: list[str] = []
    for _ in range(rng.choice((0, 1, 3, 8, 30, 120))):
        piece = rng.choice(PIECES) if rng.random() < 0.5 else rng.choice(words)
        if rng.random() < 0.1:
            piece = piece[rng.randrange(len(piece)) :]
        chosen.append(rng.choice((piece, piece, piece.upper(), piece.capitalize())))
        chosen.append(rng.choice((" ", " ", " ", "", "\xa0", "\t")))
        if rng.random() < 0.004:
            chosen.append(rng.choice(ODD))
    return "".join(chosen)


def page(rng: random.Random) -> tuple[str, list[tuple[int, int, str]]]:
    """A text and its segments, which cover it: lines, some of them cut in two."""
    text, parts = "", list[tuple[int, int, str]]()
    for _ in range(rng.randrange(1, 12)):
        written = line(rng) + rng.choice(("\n", "\n", "\r\n", ""))
        cut = rng.randrange(len(written) + 1) if rng.random() < 0.15 else 0
        for piece in filter(None, (written[:cut], written[cut:])):
            parts.append((len(text), len(text) + len(piece), rng.choice(ROLES)))
            text += piece
    return text, parts
