"""Related stories inside a line of text: "Baca juga:" and the title behind it.

Here: where such a title ends, so that the next sentence stays. Not here: other residue (residue.py). Every search runs in
time linear in the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.contracts.spans import Span

_ALSO = re.compile(
    r"[(\[]?\s?(?:(?:Baca|BACA|Lihat|Simak|Tonton|Saksikan|Read|READ|See|Lees|Lire)\s?(?:[Jj]uga|JUGA|[Pp]ula|[Aa]lso|ALSO|ook|aussi)"
    r"(?:\s(?:[Aa]rtikel|[Bb]erita|[Vv]ideo))?|(?:Simak|Lihat|Tonton|Saksikan)\s[Vv]ideo|Pilihan\s[Ee]ditor)\s?:(?:&nbsp;|\s)?"
)
"""Matches "Baca juga: " and "Pilihan Editor:", behind which a title stands."""
_HEADED = re.compile(
    r"(?<=[.!?”\"…)]\s)[*_]{0,2}(?:BACA(?:\sLAGI)?|Baca(?:\s[Ll]agi)?|(?:[Aa]rtikel|ARTIKEL|[Bb]erita|BERITA|[Vv]ideo|VIDEO|[Tt]opik|TOPIK)\s"
    r"(?:[Tt]erkait|TERKAIT|[Ll]ainnya|LAINNYA|[Bb]erkaitan|BERKAITAN|[Pp]ilihan|PILIHAN))\s?:\s"
)
"""Matches "BACA: " and "Berita terkait: " behind a sentence, a title behind them."""
_BARE_ALSO = re.compile(
    r"(?:(?<=[.!?”\"…)])|(?<=[.!?”\"…)]\s))"
    r"(?:(?:Baca|Lihat|Simak|Tonton)\s[Jj]uga|(?:BACA|LIHAT|SIMAK)\sJUGA|Read\s[Aa]lso|Lees\sook|Lire\saussi|Pilihan\s[Ee]ditor)"
    r"(?=\s?[A-Z0-9“\"‘]|\s*$)"
)
"""Matches "Baca Juga" without a colon between two sentences; not "Baca juga buku ini"."""
QUOTE_REACH_CHARS = 1_000


def inside_quotes(line: str, place: int) -> bool:
    """True when `place` stands between an opening and a closing quotation mark of `line`, none too far away."""
    before, after = line[max(0, place - QUOTE_REACH_CHARS) : place], line[place : place + QUOTE_REACH_CHARS]
    mark = max(map(before.rfind, '"“”'))
    if mark < 0 or before[mark] == "”" or ("”" not in after and '"' not in after):
        return False
    return before[mark] == "“" or _opens(before, mark)


def _opens(text: str, mark: int) -> bool:
    """True when the straight mark at `mark` opens speech: a blank or nothing before it, a word right behind it."""
    is_behind_word = mark > 0 and not text[mark - 1].isspace() and text[mark - 1] not in "(["
    is_before_word = mark + 1 == len(text) or not text[mark + 1].isspace()
    return is_before_word and not is_behind_word


def find_related(line: str) -> Iterator[Span]:
    """The links to other stories in `line`, each with its title; not what is said in quotation marks."""
    for pattern in (_ALSO, _HEADED) if ":" in line else ():
        for match in pattern.finditer(line):
            if not inside_quotes(line, match.start()):
                yield Span(match.start(), _title_end(line, match.end()))
    if not any(map(line.__contains__, _ALSO_WORDS)):
        return
    for match in _BARE_ALSO.finditer(line):
        if not inside_quotes(line, match.start()):
            end = _title_end(line, match.end())
            rest = line[end:].lstrip()
            whole_title = not rest or rest[0] in '"“'
            yield Span(match.start(), end if whole_title else match.end())


_ALSO_WORDS = ("uga", "JUGA", "lso", " ook", "aussi", "ditor")
"""What a line without such a link lacks."""
_TITLE_WORD = re.compile(r"\S+")
_CONNECTIVES = frozenset(
    """di ke dan dari yang untuk dengan pada dalam vs of the in to atau oleh bagi hingga sampai soal tentang
    karena usai saat jadi juga ini itu akan bisa tak tidak agar demi and for a an on at by from is""".split()
)
_OPENERS = frozenset(
    """Menurut Selain Sementara Namun Dalam Pada Ia Dia Adapun Sebelumnya Namun, Selanjutnya Kemudian Lalu Meski
    Meskipun Saat Ketika Setelah Hal Tak Dengan Untuk Karena Oleh Jika Kata Lebih Diketahui Diberitakan Tetapi
    Tapi Hingga Berdasarkan Kendati Walau Bahkan Kini Akibat Mereka Kami Para Sejumlah Seperti Terkait
    Mengenai Terpisah Sebagai Sejauh""".split()
)
FEWEST_TITLE_WORDS, LONGEST_TITLE_WORDS = 3, 25
LONGEST_TITLE_CHARS = 400
_PLAIN_TITLE = re.compile(r"\s*[A-Z][^.!?\n]{8,120}(?:[.!?](?=\s|$)|$)")
LONGEST_PLAIN_TITLE_WORDS = 12


def _title_end(line: str, start: int) -> int:
    """One past the title that stands behind "Baca juga:" in running text: where the next sentence begins, else the
    line's end. Titles capitalise every word but the small ones, so a small word tells that a sentence has begun."""
    words: list[re.Match[str]] = []
    for match in _TITLE_WORD.finditer(line, start, min(len(line), start + LONGEST_TITLE_CHARS)):
        text = match.group()
        bare = text.strip(".,:;!?\"'“”‘’()")
        if len(words) >= FEWEST_TITLE_WORDS:
            if words[-1].group()[-1] in "?!" or text[0] in '“"[' or len(words) >= LONGEST_TITLE_WORDS:
                return words[-1].end()
            if text.rstrip(",") in _OPENERS and _next_is_plain(line, match.end()):
                return words[-1].end()
        if bare and bare[0].islower() and bare not in _CONNECTIVES:
            return _plain_title_end(line, start) or _sentence_start(line, start, words)
        words.append(match)
    return words[-1].end() if words else start


def _plain_title_end(line: str, start: int) -> int | None:
    """One past a title in small letters ("Harga beras naik lagi"): its full stop or the line's end; None where another
    sentence may have begun without one."""
    title = _PLAIN_TITLE.match(line, start)
    if title is None or len(title.group().split()) > LONGEST_PLAIN_TITLE_WORDS:
        return None
    words = list(_TITLE_WORD.finditer(line, title.start(), title.end()))[1:]
    begins = (w for w in words if w.group()[0].isupper() and _next_is_plain(line[: title.end()], w.end()))
    return None if any(begins) else title.end()


def _sentence_start(line: str, start: int, words: list[re.Match[str]]) -> int:
    """Where the sentence begins whose first small word follows `words`: at the last capital, or at the name it ends."""
    while words and words[-1].group().lower() == words[-1].group():
        words.pop()
    for name_words in (3, 2):
        name = line[words[-name_words].start() : words[-1].end()] if len(words) > name_words else ""
        if name and name[0].isupper() and (name in line[:start] or name in line[words[-1].end() :]):
            return words[-name_words - 1].end()
    return words[-2].end() if len(words) >= 2 else start


def _next_is_plain(line: str, at: int) -> bool:
    found = _TITLE_WORD.search(line, at)
    return found is not None and (found.group()[0].islower() or found.group()[0].isdigit() or line[at - 1] == ",")
