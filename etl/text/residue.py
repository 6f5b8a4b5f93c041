"""Residue: what a page's machinery left inside a line of text.

Here: finding it, exactly, so that the sentence round it stays whole. Not here: lines that are nothing but furniture
(phrases.py, roles.py). Every search runs in time linear in the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from etl.contracts.spans import Span


class Residue(NamedTuple):
    """A stretch of residue in a line (offsets in the line) and what kind it is."""

    span: Span
    kind: str


TRIGGERS = frozenset(
    """googletag adsbygoogle function var document window jquery script iframe gambas advertisement scroll baca
    simak lihat terkait lainnya berkaitan pilihan selengkapnya gulir iklan nbsp amp zwnj http https www px push getelementbyid addeventlistener
    const typeof undefined width height onclick href src style div span img embed halaman klik ads taboola
    outbrain disqus fbq gtag datalayer webkit margin padding font color background read also continue saksikan
    geser memuat loading advertising instagram twitter getty foto gambar membaca try catch context tonton lees lire bagikan sebarkan copyright nggallery shortcode jpg jpeg png webp gif ilustrasi 20detik quot lt gt""".split()
)
"""Words without which a line holds no residue; the survey of lines looks for them."""

_CODE_START = re.compile(
    r"""(?:\.(?!\s))?\s?(?:
    (?:window\.|var\s+)?(?:googletag|_?adsbygoogle|dataLayer|jQuery|fbq|gtag|_taboola|OBR|PushAd|DISQUS|twttr)\b
      (?=\s?(?:\.\w|[(\[=|])) |
    \bga\((?=\s?['"‘“]) |
    \(\s?(?:adsbygoogle|window\.|function\s?\() |
    (?:document|window)\.[a-zA-Z_]+(?=[.(\[=\s]) |
    (?:var|let|const)\s+[a-zA-Z_$][\w$]{0,60}\s?= |
    \$\(\s?(?:document|window|['"‘“.#]) |
    !?function\s?\w{0,40}\s?\([\w\s,]{0,80}\)\s?\{ |
    \b(?:[a-zA-Z_$][\w$]{0,40}\.){1,5}(?!(?:com?|id|net|org|tv|news)\()[a-zA-Z_$][\w$]{0,40}(?=\([^()\n]{0,200}\)\s?(?:;|\.\w)) |
    \b(?:[a-zA-Z_$][\w$]{0,40}\.){0,5}[a-zA-Z_$][\w$]{0,40}\s?\((?=\s?function\s?\(|\)\.\w) |
    \$\((?=\s?function\s?\() |
    \b(?:try\s?(?=\{)|if\s?(?=\([^()\n]{0,100}\)\s?\{)|new\s[A-Z]\w{1,30}\(\)(?=\.\w)) |
    \(function\s?\(
    )""",
    re.VERBOSE,
)
"""Matches ".googletag.cmd.push(function()"; not "dokumen itu"."""
_CODE_TOKEN = re.compile(
    r"""\s+ | [a-zA-Z_$][\w$]*(?:\.[a-zA-Z_$][\w$]*)* | \d[\w.]* | ['‘"“`][^'’"”`\n]{0,300}['’"”`] | [^\w\s]""",
    re.VERBOSE,
)
_CODE_WORDS = frozenset(
    """var let const function return new if else for while typeof undefined null true false this window document
    push cmd display googletag try catch async defer""".split()
)
LONGEST_CODE_CHARS = 20_000
PROSE_WORDS = 5
"""Bare words in a row that are no code, even within brackets that never close."""

_STYLE = re.compile(
    r"(?:@media[^{}\n]{0,200}|[.#@][a-zA-Z_][\w\-]{0,60}(?:[\w\-.#:,> ]{0,200})?)\{[^{}\n]{0,2000}\}(?:\s?\})?"
)
"""Matches ".td-box { width: 100% }"."""
_TAG = re.compile(
    r"<(?:script|style|iframe|noscript)\b[^<>]{0,500}>[^<]{0,5000}</(?:script|style|iframe|noscript)>|"
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|img|iframe|script|style|ul|ol|li|h[1-6]|table|tr|td|th|figure|figcaption|"
    r"center|font|blockquote|section|hr|input|button|form|ins|amp-\w+|noscript|video|source|embed|object|sup|sub)"
    r"(?:\s[^<>]{0,1000})?/?>|<!--[^<>]{0,2000}-->|<!\[CDATA\[|\]\]>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"(?:&nbsp;?|&#160;|&zwnj;|&zwj;|&shy;|&#8203;|&#xa0;|&ensp;|&emsp;|&thinsp;)+", re.IGNORECASE)
_EMBED = re.compile(
    r"\[\s?(?:gambas|video|gallery|caption|embed|foto|image|img|youtube|/caption|/?vc_\w+|/?et_\w+)\s?[:\]][^\[\]\n]{0,200}\]?",
    re.I,
)
"""Matches "[Gambas:Video 20detik]"."""
_SHORT_CODE = re.compile(r"\[/?[a-z][a-z_\-]{2,30}(?:\s[a-z_\-]{1,20}=[^\[\]\s]{1,200}){1,8}\s?/?\]")
"""Matches "[nggallery id=12]": what a publishing system did not expand."""
_SLOT = re.compile(
    r"(?:ADVERTISEMENT|Advertisement)(?:[.:]?\s?\n?\s?(?i:scroll (?:down )?to continue(?: with content| reading)?)\b\.?)?|"
    r"SCROLL (?:DOWN )?TO (?:CONTINUE WITH CONTENT|RESUME CONTENT|CONTINUE(?: READING)?)\b|Scroll to continue(?: with content| reading)?\b|"
    r"(?:Scroll|Gulir|Geser) (?:ke bawah )?untuk (?:melanjutkan membaca|lanjut membaca|melanjutkan)|"
    r"(?:Lanjutkan|Lanjut) [Mm]embaca di [Bb]awah(?: [Ii]ni)?(?=\s*$|\s+[A-Z“\"])|"
    r"(?<=[.!?”\"…)]\s)(?:ADVERTISING|IKLAN|[-–—]{1,3}\s?(?:ADVERTISEMENT|Advertisement|IKLAN|Iklan)\s?[-–—]{1,3}|[(\[](?:IKLAN|Iklan|ADVERTISEMENT|"
    r"Advertisement)[)\]]|(?:Loading|Memuat)\s?(?:\.{3}|…)|Embed from Getty Images|View this post on Instagram|"
    r"(?:Lihat|Perbesar)\s(?:Foto|Gambar)|Halaman (?:Selanjutnya|Berikutnya))(?=\s*$|\s+[A-Z“\"])|"
    r"\bpic\.twitter\.com/\w{4,20}|"
    r"(?:Artikel|Berita) (?:berlanjut|dilanjutkan) (?:setelah|di bawah) iklan(?: ini)?|"
    r"(?:Lanjutkan|LANJUTKAN|Lanjut) (?:membaca|baca|MEMBACA) di bawah iklan|IKLAN - GULIR UNTUK LANJUT(?:KAN)?(?: MEMBACA)?|"
    r"(?:Article|Story) continues (?:below|after)(?: (?:the )?advertisement)?|"
    r"(?:div-gpt-ad|google_ads|adsense|ad-slot)[\w\-]*"
)
_FILE_NAME = re.compile(
    r"(?<![\w/.])[\w\-]{6,120}\.(?:jpe?g|png|gif|webp|svg|mp4)\b(?:\?[\w=&\-.]{1,80})?", re.IGNORECASE
)
_MORE = re.compile(
    r"(?:Baca selengkapnya|Baca lebih lanjut|Lihat selengkapnya|Simak selengkapnya|Selengkapnya|Baca Selengkapnya|Read more|Read More|READ MORE|"
    r"Lees verder|Lees meer|Lire la suite|Continue reading|Klik di sini|Klik disini)(?:\s?(?:\.{3}|…|»|>{1,2}|→|di sini|disini|\[…\]|\[\.\.\.\]))?"
    r"(?=\s*$|\s+[A-Z“\"‘(0-9])"
)
"""Matches " ... ke Ukraina. Baca selengkapnya" at the end of a line or between sentences; not "untuk baca selengkapnya"."""
_SEE_PAGE = re.compile(
    r"(?:Simak|Baca|Lihat|Berita|Selengkapnya|Lanjut|Klik)[^.!?\n]{0,80}(?:di\s|ke\s|dalam\s)?(?:halaman|laman|page)\s"
    r"(?:selanjutnya|berikut(?:nya|\s?ini)?|\d{1,2})\b[.!…]{0,12}",
)
"""Matches "Simak berita selengkapnya di halaman selanjutnya."."""
_ALSO = re.compile(
    r"[(\[]?\s?(?:(?:Baca|BACA|Lihat|Simak|Tonton|Saksikan|Read|READ|See|Lees|Lire)\s?(?:[Jj]uga|JUGA|[Pp]ula|[Aa]lso|ALSO|ook|aussi)"
    r"(?:\s(?:[Aa]rtikel|[Bb]erita|[Vv]ideo))?|(?:Simak|Lihat|Tonton|Saksikan)\s[Vv]ideo|Pilihan\s[Ee]ditor)\s?:(?:&nbsp;|\s)?"
)
"""Matches "Baca juga: " and "Pilihan Editor:", behind which a title stands."""
_HEADED = re.compile(
    r"(?<=[.!?”\"…)]\s)(?:BACA(?:\sLAGI)?|Baca(?:\s[Ll]agi)?|(?:[Aa]rtikel|ARTIKEL|[Bb]erita|BERITA|[Vv]ideo|VIDEO|[Tt]opik|TOPIK)\s"
    r"(?:[Tt]erkait|TERKAIT|[Ll]ainnya|LAINNYA|[Bb]erkaitan|BERKAITAN|[Pp]ilihan|PILIHAN))\s?:\s"
)
"""Matches "BACA: " and "Berita terkait: " behind a sentence, a title behind them."""
_LIVE = re.compile(r"Saksikan\s(?:juga\s)?(?:[Ll]ive|siaran langsung)\s[A-Z]\w+(?:\s[A-Z]\w+)?\s?:?")
_PAREN_READ = re.compile(
    r"[(\[]\s?(?:Baca|BACA|Lihat|Simak|Read)(?:\s(?:[Jj]uga|JUGA|[Aa]lso|[Aa]rtikel|[Bb]erita|[Ss]elengkapnya))?\s?:[^()\[\]\n]{3,200}[)\]]"
)
_VIDEO = re.compile(
    r"(?:Lihat|Simak|Tonton|Saksikan)(?:\s[Jj]uga)?\s(?:[Vv]ideo\s?(?:[Pp]ilihan\s?)?)?[:\s]{0,2}"
    r"(?:'[^\n]{3,160}?'|‘[^\n]{3,160}?’|“[^\n]{3,160}?”|\"[^\"\n]{3,160}\")(?:\s(?:di sini|berikut(?: ini)?))?\s?:"
)
"""Matches "Lihat Video 'Detik-detik Banjir':" and "Tonton juga "..." di sini:"."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]{4,500}")
_VIDEO_ABOVE = re.compile(
    r"(?:Lihat|Simak|Tonton|Saksikan)(?:\s[Jj]uga)?\s[Vv]ideo\s[^\[\].\n]{5,140}(?=\s?\[(?:Gambas|Video|YouTube))", re.I
)
"""Matches "Simak Video Banjir Rob di Semarang" in front of "[Gambas:Video]"."""
_BARE_ALSO = re.compile(
    r"(?<=[.!?”\"…)]\s)(?:(?:Baca|Lihat|Simak|Tonton)\s[Jj]uga|(?:BACA|LIHAT|SIMAK)\sJUGA|Read\s[Aa]lso|Lees\sook|Lire\saussi)"
    r"(?=\s[A-Z0-9“\"‘]|\s*$)"
)
"""Matches "Baca Juga" without a colon between two sentences; not "Baca juga buku ini"."""
_SHARE = re.compile(
    r"(?<=[.!?”\"…)]\s)(?:(?:Bagikan|Sebarkan|Share)\s(?:artikel|berita|tulisan|kabar|halaman|this)(?:\s(?:ini|article|story))?|"
    r"Bagikan\s?:|Share\s?:|Bagikan(?=\s*$))(?:\s(?:Facebook|Twitter|WhatsApp|Telegram|LINE|Line|Email|X|ke|di|dan|,|&)){0,12}(?=\s*$|\s+[A-Z“\"])"
)
"""Matches "Bagikan artikel ini" behind a sentence."""
_RIGHTS = re.compile(r"(?<=[.!?”\")\]]\s)(?:COPYRIGHT|Copyright|Hak [Cc]ipta)\s?(?:©|\([cC]\)|@)[^.!?\n]{0,60}$")
"""Matches "Copyright © Kabar 2020" behind the last sentence."""
_SCAR = re.compile(
    r"\b(?:dilansir|dikutip|melansir|mengutip|menurut|dari|oleh|laman|situs|kepada|di|ke|via|lewat)\s[,.](?=\s)|(?<=[\w”\"'’)])[.,]\s[,.](?=\s|$)",
    re.IGNORECASE,
)
"""Matches "Dilansir , Lavrov" and "Washington. , DC."; not "pada pukul 10 . "."""


def find_residue(line: str) -> list[Residue]:
    """The stretches of residue in `line`, in order, disjoint, without the white space round them."""
    found = list(_code(line)) if "(" in line else []
    for kind, needle, pattern in _PLAIN:
        if needle in line:
            found.extend(Residue(Span(*match.span()), kind) for match in pattern.finditer(line))
    for kind, needles, pattern in _SPOKEN:
        if any(needle in line for needle in needles):
            found.extend(
                Residue(Span(*match.span()), kind)
                for match in pattern.finditer(line)
                if not inside_quotes(line, match.start())
            )
    found.extend(_also(line))
    return _disjoint(line, found) if found else found


_PLAIN = (
    ("style", "{", _STYLE),
    ("markup", "<", _TAG),
    ("entity", "&", _ENTITY),
    ("embed", "[", _EMBED),
    ("embed", "=", _SHORT_CODE),
    ("advert_slot", "", _SLOT),
    ("file_name", ".", _FILE_NAME),
)
"""Kind, what a line without residue of that kind lacks, pattern; the next ones not within quotation marks."""
_LOOK = ("ihat", "imak", "onton", "aksikan")
_SPOKEN = (
    ("read_more", ("engkapnya", "anjut", "ead ", "EAD ", "ees ", "ire ", "ontinue", "lik di"), _MORE),
    ("see_page", ("halaman", "laman", "page"), _SEE_PAGE),
    ("related", ("(", "["), _PAREN_READ),
    ("video_link", _LOOK, _VIDEO),
    ("video_link", ("[",), _VIDEO_ABOVE),
    ("live", ("Saksikan",), _LIVE),
    ("share", ("agikan", "ebarkan", "hare"), _SHARE),
    ("notice", ("opy", "OPY", "Hak "), _RIGHTS),
)


def find_scar(line: str) -> str | None:
    """The characters round a place where a link's words were lost ("Dilansir , Lavrov"); None when there is none."""
    found = _SCAR.search(line)
    if found is None:
        return None
    return " ".join(line[max(0, line.rfind(" ", 0, found.start())) : found.end() + SCAR_CHARS].split())


QUOTE_REACH_CHARS = 1_000
SCAR_CHARS = 12


def inside_quotes(line: str, place: int) -> bool:
    """True when `place` stands between an opening and a closing quotation mark of `line`, none too far away."""
    before, after = line[max(0, place - QUOTE_REACH_CHARS) : place], line[place : place + QUOTE_REACH_CHARS]
    opened = before.rfind("“")
    if opened >= 0 and before.rfind("”") < opened and "”" in after:
        return True
    return before.count('"') % 2 == 1 and '"' in after


def _code(line: str) -> Iterator[Residue]:
    at = 0
    while (start := _CODE_START.search(line, at)) is not None:
        end, at = _code_end(line, start.start())
        if end > start.end():
            yield Residue(Span(start.start(), end), "script")
        at = max(at, start.end())


def _code_end(line: str, start: int) -> tuple[int, int]:
    """One past the code that begins at `start` (its brackets are closed and what follows is no code), and how far the
    line was read: up to there no other code ends."""
    depth = bare_words = 0
    end = at = start
    stop = min(len(line), start + LONGEST_CODE_CHARS)
    while at < stop and bare_words < PROSE_WORDS and (token := _CODE_TOKEN.match(line, at)) is not None:
        text = token.group()
        if text in "([{":
            depth += 1
        elif text in ")]}":
            depth = max(0, depth - 1)
            end = token.end()
        elif text == ";":
            end = token.end()
        elif depth == 0 and end > start and not text.isspace() and not _goes_on(line, token.end(), text):
            break
        if text[0].isalpha():
            bare_words += text not in _CODE_WORDS
        elif not text.isspace():
            bare_words = 0
        at = token.end()
    return end, max(end, at)


def _goes_on(line: str, after: int, text: str) -> bool:
    if text[0].isalpha() or text[0] in "_$":
        return text in _CODE_WORDS or "." in text.strip(".") or line[after : after + 1] in ("(", "[", "=")
    return text in ",.=+:|&!<>"


def _also(line: str) -> Iterator[Residue]:
    for match in _ALSO.finditer(line):
        if not inside_quotes(line, match.start()):
            yield Residue(Span(match.start(), _title_end(line, match.end())), "related")
    for match in _HEADED.finditer(line):
        if not inside_quotes(line, match.start()):
            yield Residue(Span(match.start(), _title_end(line, match.end())), "related")
    for match in _BARE_ALSO.finditer(line):
        if not inside_quotes(line, match.start()):
            end = _title_end(line, match.end())
            whole_title = end == len(line.rstrip())
            yield Residue(Span(match.start(), end if whole_title else match.end()), "related")


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
_PLAIN_TITLE = re.compile(r"\s*[A-Z][^.!?\n]{8,120}(?:[.!?](?=\s|$)|$)")
LONGEST_PLAIN_TITLE_WORDS = 12


def _title_end(line: str, start: int) -> int:
    """One past the title that stands behind "Baca juga:" in running text: where the next sentence begins, else the
    line's end. Titles capitalise every word but the small ones, so a small word tells that a sentence has begun."""
    words: list[re.Match[str]] = []
    for match in _TITLE_WORD.finditer(line, start):
        text = match.group()
        bare = text.strip(".,:;!?\"'“”‘’()")
        if len(words) >= FEWEST_TITLE_WORDS:
            if words[-1].group()[-1] in "?!" or text[0] in '“"' or len(words) >= LONGEST_TITLE_WORDS:
                return words[-1].end()
            if text.rstrip(",") in _OPENERS and _next_is_plain(line, match.end()):
                return words[-1].end()
        if bare and bare[0].islower() and bare not in _CONNECTIVES:
            return _plain_title_end(line, start) or _sentence_start(line, start, words)
        words.append(match)
    return len(line.rstrip())


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


def _disjoint(line: str, found: list[Residue]) -> list[Residue]:
    kept: list[Residue] = []
    for residue in sorted(found, key=lambda item: (item.span.start, -item.span.end)):
        start, end = residue.span
        while start < end and line[start].isspace():
            start += 1
        while end > start and line[end - 1].isspace():
            end -= 1
        if kept and start < kept[-1].span.end:
            start = kept[-1].span.end
        if end > start:
            kept.append(Residue(Span(start, end), residue.kind))
    return kept
