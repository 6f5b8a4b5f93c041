"""Residue: what a page's machinery left inside a line of text.

Here: finding it, exactly, so that the sentence round it stays whole. Not here: lines that are nothing but furniture
(text/phrases.py, roles.py), scripts and styles (residue_code.py), titles behind "Baca juga" (residue_related.py), furniture
behind the last sentence (line_ends.py). Every search runs in time linear in the line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from etl.contracts.spans import Span
from etl.text.cleaning import residue_calls as calls
from etl.text.cleaning.line_ends import find_line_end
from etl.text.cleaning.residue_code import STYLE, find_data, find_scripts
from etl.text.cleaning.residue_related import find_related, inside_quotes


class Residue(NamedTuple):
    """A stretch of residue in a line (offsets in the line) and what kind it is."""

    span: Span
    kind: str


TRIGGERS = frozenset(
    """googletag adsbygoogle function var document window jquery script iframe gambas advertisement scroll baca
    simak lihat terkait lainnya berkaitan pilihan selengkapnya gulir iklan nbsp amp zwnj http https www px push getelementbyid addeventlistener
    const typeof undefined width height onclick href src style div span img embed halaman klik ads taboola
    outbrain disqus fbq gtag datalayer webkit margin padding font color background read also continue saksikan
    geser memuat loading advertising instagram twitter getty foto gambar membaca try catch context tonton lees lire bagikan sebarkan copyright nggallery shortcode jpg jpeg png webp gif ilustrasi 20detik quot lt gt
    ikuti follow gabung bergabung join dapatkan unduh download shared postingan dengarkan lewati skip usap swipe ketuk sponsored
    advertorial ditayangkan tayang infografis bacajuga""".split()
)
"""Words without which a line that has no hashtag holds no residue; the survey of lines looks for them."""

_TAG = re.compile(
    r"<(?:script|style|iframe|noscript)\b[^<>]{0,500}>[^<]{0,5000}</(?:script|style|iframe|noscript)>|"
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|img|iframe|script|style|ul|ol|li|h[1-6]|table|tr|td|th|figure|figcaption|"
    r"center|font|blockquote|section|hr|input|button|form|ins|amp-\w+|noscript|video|source|embed|object|sup|sub)"
    r"(?:\s[^<>]{0,1000})?/?>|<!--(?:(?!-->|<!--)[^\n]){0,4000}-->|</?[a-z]\w{0,12}:\w{1,40}(?:\s[^<>]{0,300})?/?>|<!\[CDATA\[|\]\]>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"(?:&lt;/?[a-z][a-z0-9]{0,12}(?:\s(?:(?!&gt;|&lt;)[^\n]){0,300})?/?&gt;\s?)+", re.IGNORECASE)
"""Matches "&lt;div class=&quot;iklan&quot;&gt;", a tag that was escaped."""
_ENTITY = re.compile(r"(?:&nbsp;?|&#160;|&zwnj;|&zwj;|&shy;|&#8203;|&#xa0;|&ensp;|&emsp;|&thinsp;)+", re.IGNORECASE)
_EMBED = re.compile(
    r"\[\s?(?:gambas|/?video|/?gallery|/?caption|/?embed|foto|image|img|youtube|bacajuga|/?vc_\w+|/?et_\w+)\s?[:\]][^\[\]\n]{0,200}\]?(?:\([\d\s]{4,80}\)?)?",
    re.I,
)
"""Matches "[Gambas:Video 20detik]"."""
_SHORT_CODE = re.compile(
    r"\[/?[a-z][a-z_\-]{2,30}(?:\s[a-z_\-]{1,20}=(?:[\"“”″][^\"“”″\[\]\n]{0,200}[\"“”″]|'[^'\[\]\n]{0,200}'|[^\[\]\s\"“'′]{1,200})){1,8}\s?/?\]"
)
"""Matches '[nggallery id=12 name="Banjir Rob"]': what a publishing system did not expand."""
_SLOT = re.compile(
    r"(?:ADVERTISEMENT|Advertisement)(?:[.:]?\s?\n?\s?(?i:scroll (?:down )?to continue(?: with content| reading)?)\b\.?)?|"
    r"SCROLL (?:DOWN )?TO (?:CONTINUE WITH CONTENT|RESUME CONTENT|CONTINUE(?: READING)?)\b|Scroll to continue(?: with content| reading)?\b|"
    r"(?:Scroll|Gulir|Geser) (?:ke bawah )?untuk (?:melanjutkan membaca|lanjut membaca|melanjutkan)|"
    r"(?:Lanjutkan|Lanjut) [Mm]embaca di [Bb]awah(?: [Ii]ni)?(?=\s*$|\s+[A-Z“\"])|"
    r"(?<=[.!?”\"…)]\s)(?:ADVERTISING|IKLAN|[-–—]{1,3}\s?(?:ADVERTISEMENT|Advertisement|IKLAN|Iklan)\s?[-–—]{1,3}|[(\[](?:IKLAN|Iklan|ADVERTISEMENT|"
    r"Advertisement)[)\]]|(?:Loading|Memuat)\s?(?:\.{3}|…)|Embed from Getty Images|View this post on Instagram|"
    r"(?:Lihat|Perbesar)\s(?:Foto|Gambar)|Halaman (?:Selanjutnya|Berikutnya))(?=\s*$|\s+[A-Z“\"])|"
    r"\bpic\.twitter\.com/\w{4,20}|https?://t\.co/\w{4,20}|\{\{[^{}\n]{1,80}\}\}|"
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
_CUT_OFF = re.compile(r"\[\s?(?:&#8230;|&hellip;|…|\.{3})\s?\]\s*$")
"""Matches "[…]" where a feed cut a text off."""
_SEE_PAGE = re.compile(
    r"(?:Simak|Baca|Lihat|Berita|Selengkapnya|Lanjut|Klik)[^.!?\n]{0,80}(?:di\s|ke\s|dalam\s)?(?:halaman|laman|page)\s"
    r"(?:selanjutnya|berikut(?:nya|\s?ini)?|\d{1,2})\b[.!…]{0,12}",
)
"""Matches "Simak berita selengkapnya di halaman selanjutnya."."""
_LIVE = re.compile(r"Saksikan\s(?:juga\s)?(?:[Ll]ive|siaran langsung)\s[A-Z]\w+(?:\s[A-Z]\w+)?\s?:?")
_PAREN_READ = re.compile(
    r"[(\[]\s?(?:(?:Baca|BACA|Lihat|Simak|Read)(?:\s(?:[Jj]uga|JUGA|[Aa]lso|[Aa]rtikel|[Bb]erita|[Ss]elengkapnya))?|"
    r"(?:Artikel|ARTIKEL|Berita|BERITA)\s(?:[Bb]erkaitan|BERKAITAN|[Tt]erkait|TERKAIT))\s?:[^()\[\]\n]{3,200}[)\]]"
)
_VIDEO = re.compile(
    r"(?:Lihat|Simak|Tonton|Saksikan)(?:\s[Jj]uga)?\s(?:[Vv]ideo\s?(?:[Pp]ilihan\s?)?)?[:\s]{0,2}"
    r"(?:'[^\n]{3,160}?'|‘[^\n]{3,160}?’|“[^\n]{3,160}?”|\"[^\"\n]{3,160}\")(?:\s(?:di sini|berikut(?: ini)?))?\s?:"
)
"""Matches "Lihat Video 'Detik-detik Banjir':" and "Tonton juga "..." di sini:"."""
_VIDEO_ABOVE = re.compile(
    r"(?:Lihat|Simak|Tonton|Saksikan)(?:\s[Jj]uga)?\s[Vv]ideo\s[^\[\].\n]{5,140}(?=\s?\[(?:Gambas|Video|YouTube))", re.I
)
"""Matches "Simak Video Banjir Rob di Semarang" in front of "[Gambas:Video]"."""
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
    """The stretches of residue in `line`, in order, disjoint, each with the blank that sets it apart."""
    found = [Residue(span, "script") for span in find_scripts(line)] if "(" in line else []
    if "{" in line:
        found.extend(Residue(span, "data") for span in find_data(line))
    for kind, needle, pattern in _PLAIN:
        if needle in line:
            found.extend(Residue(Span(*match.span()), kind) for match in pattern.finditer(line))
    for kind, needles, pattern in _SPOKEN:
        if any(map(line.__contains__, needles)):
            found.extend(
                Residue(Span(*match.span()), kind)
                for match in pattern.finditer(line)
                if not inside_quotes(line, match.start())
            )
    found.extend(Residue(span, "related") for span in find_related(line))
    if (behind := find_line_end(line)) is not None:
        found.append(Residue(behind, "furniture"))
    return _disjoint(line, found) if found else found


_PLAIN = (
    ("style", "{", STYLE),
    ("markup", "<", _TAG),
    ("markup", "&lt;", _ESCAPED),
    ("entity", "&", _ENTITY),
    ("embed", "[", _EMBED),
    ("embed", "=", _SHORT_CODE),
    ("read_more", "[", _CUT_OFF),
    ("advert_slot", "", _SLOT),
    ("file_name", ".", _FILE_NAME),
    ("embed", "@", calls.POST),
    ("embed", "@", calls.TWEET),
)
"""Kind, what a line without residue of that kind lacks, pattern; the next ones not within quotation marks."""
PICTURE_CREDIT = "picture_credit"
"""The kind that is residue in a paragraph only: in the text of a picture it belongs there."""
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
    ("notice", ("rtikel ini", "erita ini", "ulisan ini"), calls.AIRED),
    ("promotion", ("Ikuti", "IKUTI", "Follow", "abung", "Join", "Dapatkan", "Unduh", "Download"), calls.FOLLOW),
    ("promotion", ("lik di", "lik link", "lik tautan", "ek di", "ek link", "LIK DI"), calls.IN_BRACKETS),
    ("promotion", (" sini", " here", "disini"), calls.LISTEN),
    ("advert_slot", ("Iklan", "Advert", "Sponsored", "Loading", "Memuat"), calls.ADVERT),
    ("advert_slot", ("croll", "CROLL", "ulir", "ULIR", "eser", "ESER", "sap ", "wipe", "etuk", "ETUK"), calls.SCROLL),
    ("skip_link", ("Lewati", "Skip"), calls.SKIP),
    ("tags", ("#",), calls.HASHTAGS),
    (PICTURE_CREDIT, ("Foto", "FOTO", "Photo", "Ilustrasi", "Infografis", "Sumber", "Gambar"), calls.PICTURE),
)


def less_residue(line: str) -> str:
    """`line` without its residue; the credit of a picture stays, as the line may be its text."""
    for (begin, end), kind in reversed(find_residue(line)):
        if kind != PICTURE_CREDIT:
            line = line[:begin] + line[end:]
    return line


def find_scar(line: str) -> str | None:
    """The characters round a place where a link's words were lost ("Dilansir , Lavrov"); None when there is none."""
    found = _SCAR.search(line)
    if found is None:
        return None
    return " ".join(line[max(0, line.rfind(" ", 0, found.start())) : found.end() + SCAR_CHARS].split())


SCAR_CHARS = 12


def _disjoint(line: str, found: list[Residue]) -> list[Residue]:
    """`found` in order; what touches is one, of the kind of its beginning."""
    apart: list[Residue] = []
    for (start, end), kind in sorted(found, key=lambda item: (item.span.start, -item.span.end)):
        while start < end and line[start].isspace():
            start += 1
        while end > start and line[end - 1].isspace():
            end -= 1
        if apart and start <= apart[-1].span.end:
            before = apart.pop()
            start, end, kind = before.span.start, max(end, before.span.end), before.kind
        if end > start:
            apart.append(Residue(Span(start, end), kind))
    kept: list[Residue] = []
    for (start, end), kind in apart:
        kept.append(Residue(_with_blank(line, start, end, kept[-1].span.end if kept else 0), kind))
    return kept


def _with_blank(line: str, start: int, end: int, low: int) -> Span:
    """The residue and one of the two blanks that set it apart, so that the sentence goes on behind a single one."""
    if not line[end:].strip():
        while start > low and line[start - 1].isspace():
            start -= 1
    elif start == low or line[start - 1].isspace():
        while line[end].isspace():
            end += 1
    return Span(start, end)
