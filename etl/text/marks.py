"""Marks: words without which a reader finds nothing in a line, so that lines without them are not read at all.

Here: the words, all in lower case, and the bit of each reader. They are necessary, never sufficient: a mark costs a
reading, a missing one would cost a fact (tests/steps/test_describe_traces.py reads hostile text with marks and without).
Not here: looking for them (kernels/traces.py), the readers.
"""

from __future__ import annotations

from typing import Final

SITE_ENDINGS = (
    "com", "co", "id", "net", "org", "news", "tv", "info", "my", "media", "press", "online", "site", "web", "go", "or",
    "ac", "sch", "biz", "fm", "asia", "today", "live", "me",
)  # fmt: skip
"""What the addresses of sites end with."""

ANYTHING: Final = -1
"""The marks of a segment nobody looked at: all of them."""

RIGHTS: Final = 1
FEED: Final = 2
AIRED: Final = 4
CLOSING: Final = 8
LABEL: Final = 16
CREDIT: Final = 32
PROMOTED: Final = 64
SAID_TO: Final = 128
SIGNED: Final = 256
RIGHTS_LINE: Final = 512
SITE: Final = 1024
OF_REPORT: Final = 2048
RELEASE: Final = 4096

_RIGHTS = ("©", "&copy;", "(c)", "copyright", "copy right", "hak cipta", "hakcipta", "@19", "@20", "@ 19", "@ 20")
_WORDS: dict[int, tuple[str, ...]] = {
    RIGHTS: _RIGHTS,
    RIGHTS_LINE: (*_RIGHTS, "@\xa019", "@\xa020"),
    FEED: ("first", "pertama kali"),
    AIRED: ("tayang", "terbit", "muat"),
    CLOSING: ("melaporkan", "kontribusi", "menyumbang", "membantu"),
    LABEL: (":",),
    CREDIT: (" oleh ", " by "),
    PROMOTED: (
        "(",
        "berita", "aplikasi", "channel", "kanal", "saluran", "whatsapp", "telegram", "newsletter", "gabung", "ikuti",
        "follow", "unduh", "download", "artikel", "informasi", "kabar", "baca", "cerita", "video", "konten",
    ),
    SAID_TO: (
        "kepada", "dihubungi", "diwawancarai", "ditemui", "diterima", "menghubungi", "redaksi", "wartawan", "reporter",
        "kontributor", "jurnalis",
    ),
    OF_REPORT: (
        "laporan", "artikel", "liputan", "berita", "tulisan", "melaporkan d", "melaporkan in", "melaporkan\xa0d",
        "melaporkan\xa0in",
    ),
    RELEASE: (" pers", "\xa0pers", "press release", "press\xa0release"),
    SITE: tuple(f".{ending}" for ending in SITE_ENDINGS),
    SIGNED: (",", "-", "–", "—"),
}  # fmt: skip

IN_HEAD = LABEL | CREDIT
"""These count within the beginning of a line only (credits.LABEL_CHARS)."""


def holds(text: str, mark: int) -> bool:
    """Whether a word of `mark` stands anywhere in `text`."""
    return any(map(text.lower().__contains__, _WORDS[mark]))


def mark_words() -> dict[str, int]:
    """Every word, to the bits of the readers that need it."""
    bits: dict[str, int] = {}
    for bit, words in _WORDS.items():
        for word in words:
            bits[word] = bits.get(word, 0) | bit
    return bits
