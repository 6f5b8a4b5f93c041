"""Credit lines: who wrote, edited, photographed or supplied a story, and the text that belongs to a picture.

Here: telling bylines and captions by their form. Not here: reading names and roles out of a byline (metadata/credits.py, with the
same labels), deciding where one may stand (roles.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from etl.lexicon import read_toml
from etl.text.outlets import agency_named, outlet_named
from etl.text.person_names import is_person
from etl.text.single_words import is_ordinary

LONGEST_BYLINE_CHARS = 600
LONGEST_CAPTION_CHARS = 600
MOST_SOURCED_WORDS = 30
"""Words of a picture's text that only the source behind its last sentence tells from a paragraph."""

_EDGE = r"[(\[*•\-\s]{0,4}"


@cache
def _labels() -> tuple[str, ...]:
    """The labels that open a credit line, longest first: those of people's roles, and of what has no author."""
    lexicon = read_toml("credits.toml")
    labels = [label for role, forms in lexicon["labels"].items() if role != "none" for label in forms]
    return tuple(sorted({*labels, *lexicon["lines"]["labels"]}, key=lambda label: (-len(label), label)))


def _either(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in labels)


_ROLE_COLON = re.compile(
    rf"{_EDGE}(?:{_either(_labels())})(?:\s?[&/+]\s?(?:{_either(_labels())}))?\s{{0,3}}[:：]", re.IGNORECASE
)
"""Matches "Reporter : Budi Santoso", "Redaktur & Reporter:", "Editor:"; not "Menurut editor itu, ..."."""
_ROLE_BY = re.compile(
    rf"{_EDGE}(?:{_either(label for label in _labels() if label.endswith((' oleh', ' by')))})\s", re.IGNORECASE
)
"""Matches "Pelaporan oleh Simon; Diedit oleh Mary"."""
_ROLE_AGENCY_BY = re.compile(
    rf"{_EDGE}(?:(?i:pelaporan|laporan|reporting|diterjemahkan|ditulis|disunting|diedit|written|editing))(?:\s[A-Z][\w.]{{1,20}}){{1,2}}\s(?:oleh|by)\s"
)
"""Matches "Pelaporan Reuters oleh Rina Wijaya"."""
_SHARED = re.compile(
    r"\b(?:(?:ber|turut\s|ikut\s|memberi(?:kan)?\s)kontribusi|berkontribusi|menyumbang|membantu)\s(?:pada|dalam|untuk|atas|bagi|terhadap)?\s?"
    r"(?:penulisan\s|penyusunan\s|pelaporan\s)?(?:laporan|berita|artikel|tulisan|liputan)\sini|contributed\s(?:reporting\s)?to\sthis\s(?:report|story|article)",
    re.IGNORECASE,
)
"""Matches "Rina Wijaya di Jakarta berkontribusi pada laporan ini"."""
_ROLE_COMMA = re.compile(rf"{_EDGE}(?:{_either(_labels())}|peran(?:an)?),\s(?=[A-Z])", re.IGNORECASE)
"""Matches "Penulis, Rani Wulan", the whole line a label and names."""
_ROLE_MARKS = frozenset("|/,–-")
_NAME_ROLE = re.compile(
    r"([^\W\d_][\w.'’ ]{3,40}?)\s?[|/,–-]\s?(?:penulis|reporter|pewarta|editor|redaktur|jurnalis|wartawan|penyunting)\W{0,2}$",
    re.IGNORECASE,
)
"""Matches "Rani Wulan | Redaktur"."""
_REPORTS_FROM = re.compile(
    r"(?:[A-Z][\w'’\-]*\s){1,4}(?:melaporkan|reported)\s(?:dari|from)\s(?:[A-Z][\w'’\-]*,?\s?){1,5}\.?$"
)
"""Matches "Wijaya melaporkan dari Jakarta."."""
_AGENCY_SIGN = re.compile(r"[-–—]{1,3}\s?([A-Za-z][\w./ ]{1,24})\W{0,2}$")
"""Matches "-- BERNAMA", below the last paragraph."""
_OUTLET_NAME = re.compile(
    r"(?:laporan\s)?(?:wartawan|reporter|jurnalis|kontributor|koresponden|pewarta)\s([^,]{2,40}),\s?(?=\S)",
    re.IGNORECASE,
)
"""Matches "Laporan wartawan Kabar Pos, " before the name."""
_PICTURE_ROLE = re.compile(r"(?:foto|photo|video|grafis|infografis|teks)", re.IGNORECASE)
"""Roles that also open the title of a gallery: "FOTO: Banjir Rendam Tiga Desa"."""
_BY_NAME = re.compile(
    rf"{_EDGE}(?:oleh|by|(?:laporan\s)?(?:wartawan|jurnalis|reporter|kontributor|koresponden)|laporan|penulis|editor|pewarta)\s+(?=\S)",
    re.IGNORECASE,
)
_REPORTS_AT = re.compile(r"\s(?:dari|di|from|in)\s[A-Z][\w'’\- ]{2,40}$")
"""Matches where Rani Wulan is in "Laporan reporter Rani Wulan dari Kediri"."""
_FROM_OUTLET = re.compile(r"(?:sumber|source)\s(\S{4,40})$", re.IGNORECASE)
"""Matches "Sumber kabarrimba.com", an address behind it."""
_INITIALS = re.compile(
    r"[(\[{*]{1,2}\s?[\w.]{1,14}(?:\s[A-Z][\w.'’]{0,14}){0,3}(?:\s?[/\-|,*&;+]\s?[\w. ]{1,20}){0,4}\s?[)\]}*]{1,2}\W{0,2}$"
)
"""Matches "(rif/jpnn)", "[fyk]", "(Antara/Budi)"; not "(kanan) berjabat tangan"."""
_SLASHED = re.compile(r"\*{0,3}[/]?[\w.]{2,12}(?:/[\w.]{2,12}){1,3}\*{0,3}$")
_STARRED = re.compile(r"\*{1,3}\s?[\w./ ]{2,30}\*{0,3}$")
_TEAM = re.compile(
    r"(?:tim\s(?:redaksi|liputan|(?-i:[A-Z])\w+)|redaksi(?:\s[\w.]+){0,2}|admin(?:istrator)?|super\s?admin|newsroom|web\s?master|"
    r"editor|reporter|penulis|redaktur|kontributor|pewarta|jurnalis|wartawan)\W{0,3}$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"[^\W\d_][\w.'’ ]{3,50},\s?(?:S\.\w|M\.\w|Ph\.?D|pengamat|dosen|penulis|peneliti|guru|mahasiswa|pemerhati|wartawan|jurnalis|"
    r"kolumnis|direktur|ketua|anggota|alumn|pegiat|aktivis|praktisi|akademisi|advokat|pengajar|sejarawan|ekonom|analis)",
    re.IGNORECASE,
)
"""Matches "Ukas Karya, Pengamat Kebijakan Publik", as opinion pieces are signed."""
_NAME_OUTLET = re.compile(
    r"[^\W\d_][\w.' ]{2,40}\s?[-–|,/]\s?[\w.]{3,20}(?:\.com|\.co|\.id|\.net|finance|news|inet|sport|hot)\b\W{0,2}$",
    re.I,
)
"""Matches "Fino Yurio Kristo - detikinet"."""
_NAME_WORD = re.compile(r"[A-ZÀ-Þ][\w'’\-]*\.?$")
_PARTICLES = frozenset("bin binti van der de da dos al el di von dan &".split())


def find_byline(line: str) -> str | None:
    """The role word, initials or team that make `line` a credit line; None when it is none.

    A bare name is no byline by form alone: see is_name_form.
    """
    if len(line) > LONGEST_BYLINE_CHARS:
        return None
    if (
        found := (_ROLE_COLON.match(line) if ":" in line or "：" in line else None)
        or _ROLE_BY.match(line)
        or _ROLE_AGENCY_BY.match(line)
    ):
        label = found.group().strip(" (*•-[")
        rest = line[found.end() :].strip()
        if _PICTURE_ROLE.match(label) and not (is_name_form(rest, 5) or _is_source(rest)):
            return None
        return label if _is_names(rest) else None
    if len(line) <= 80 and ", " in line and (found := _ROLE_COMMA.match(line)) and is_name_form(line[found.end() :], 5):
        return found.group().strip(" ,")
    if (
        len(line) <= 80
        and not _ROLE_MARKS.isdisjoint(line)
        and (found := _NAME_ROLE.match(line))
        and is_name_form(found[1])
    ):
        return line
    if (found := _SHARED.search(line)) and '"' not in line and "“" not in line:
        return found.group()
    if len(line) <= 120 and (found := _REPORTS_FROM.match(line)):
        return found.group()[:40]
    if line[0] in "-–—" and (found := _AGENCY_SIGN.match(line)) and agency_named(found[1]) is not None:
        return line
    if (
        len(line) <= 100
        and (found := _OUTLET_NAME.match(line))
        and found[1][0].isupper()
        and is_name_form(line[found.end() :], 5)
    ):
        return found.group().strip()
    if len(line) <= 80 and not line.endswith("."):
        if (found := _BY_NAME.match(line)) and is_name_form(_REPORTS_AT.sub("", line[found.end() :]), 6):
            return found.group().strip()
        if (found := _FROM_OUTLET.match(line)) and outlet_named(found[1]) is not None:
            return line
        for pattern in (_INITIALS, _SLASHED, _TEAM, _STARRED):
            if pattern.match(line) and not line[-1].isdigit():
                return line
        if _SIGNATURE.match(line) and is_bare_name(line.partition(",")[0]) and not line.endswith((".", "?", "!", ":")):
            return line
        if _NAME_OUTLET.match(line) and is_name_form(re.split(r"\s?[-–|,/]\s?", line)[0], 5):
            return line
    return None


def _is_source(rest: str) -> bool:
    """True for who a picture is of, an outlet and a name at most; not for what it shows."""
    words = rest.split()
    return len(words) < 3 or ("/" in rest and not any(word[0].islower() and len(word) > 3 for word in words))


def _is_names(rest: str) -> bool:
    """True when what stands after a role is a list of names, roles and places, not a sentence."""
    words = rest.split()
    if len(words) <= 6:
        return not rest.rstrip().endswith(("?", "!", ":"))
    named = sum(1 for word in words if not word[0].islower() or word.casefold() in _PARTICLES)
    known = sum(1 for word in words if word.casefold().strip(";,:") in _LINKS)
    return (named + known) / len(words) >= 0.85 and not (rest.count(". ") > 2)


_LINKS = frozenset(
    """oleh di dan by and in dengan pelaporan tambahan ditulis diedit disunting editing reporting additional writing untuk
    dari with from laporan editor""".split()
)


def is_name_form(text: str, most_words: int = 4) -> bool:
    """True when `text` could be a person's name: two words or more, each with a capital, no other marks."""
    words = text.strip(" .,:;-–|/()[]*").split()
    if not 2 <= len(words) <= most_words or any(char.isdigit() for char in text):
        return False
    return all(_NAME_WORD.match(word) or word in _PARTICLES for word in words) and not all(
        word.isupper() and len(word) > 3 for word in words
    )


@cache
def _given_names() -> frozenset[str]:
    return frozenset(read_toml("indonesian_names.toml")["given"].lower().split())


def is_bare_name(text: str) -> bool:
    """True when a line that is nothing but `text` names a person: no place, office or outlet, no heading ("Daftar Isi")."""
    if not is_name_form(text) or not is_person(text.strip(" .,:;-–|/()[]*")):
        return False
    words = text.split()
    if not _NEVER_NAMES.isdisjoint(map(str.lower, words)):
        return False
    if not text.isupper() and any(word.isupper() and len(word) > 3 for word in words):
        return False  # an abbreviation among the words of a title
    return not all(map(is_ordinary, words)) or not _given_names().isdisjoint(map(str.lower, words))


_NEVER_NAMES = frozenset("kita kami anda saya aku mereka kalian".split())
_BEFORE_OUTLET = re.compile(r"\s[-–—|/]\s|\s?\|\s?|,\s(?=\S{3,20}$)")
_JOINED = re.compile(r"\s(?:dan|and|&)\s|,\s|\s?/\s?|;\s")
SIGNATURE_WORDS = 10


def is_signature(text: str, words: int) -> bool:
    """True when a line of so many words is nothing but names of people, with their outlet at most: "Rina Wijaya dan Eko
    Santoso", "Rina Wijaya - kabarTimur"."""
    if words <= 4 and is_bare_name(text):
        return True
    if not 2 <= words <= SIGNATURE_WORDS:
        return False
    parts = _BEFORE_OUTLET.split(text, maxsplit=1)
    outlet = parts[-1].strip()
    if len(parts) == 2 and (not 1 <= len(outlet.split()) <= 3 or outlet[-1] in ".!?:" or "," in outlet):
        return False
    names = _JOINED.split(parts[0])
    return (len(parts) == 2 or len(names) > 1) and all(name.strip() and is_bare_name(name) for name in names)


def _is_title_case(line: str) -> bool:
    words = line.split()
    return sum(not word[0].islower() for word in words) >= 0.7 * len(words)


_CREDIT = (
    r"foto|photo|gambar|ilustrasi|illustration|dok|doc|dokumentasi|istimewa|ist|getty|shutterstock|"
    r"instagram|twitter|facebook|youtube|tiktok|screenshot|tangkapan|pexels|unsplash|pixabay|freepik|istock|"
    r"thinkstock|pool|image|images|wikimedia|courtesy"
)
_CREDIT_AT_END = re.compile(
    rf"[(\[](?:[^()\[\]]{{0,80}}(?:\b(?i:{_CREDIT})\b|©)|\s?(?:[\w.]{{2,20}}\s)?[A-Z][\w.]{{1,20}}\s?/\s?[A-Z])[^()\[\]]{{0,80}}"
    r"[)\]]\W{0,3}$"
)
"""Matches "... berpose di karpet merah. (REUTERS / Danny Moloshok)"; not the agency's "(Antara)", initials "(rif/dea)" or
"(Unit Gerak Cepat/UGC)"."""
_CREDIT_AT_START = re.compile(
    r"\W{0,3}(?:keterangan\s(?:foto|gambar)|caption|foto\s?ilustrasi|ilustrasi|ilustration|gambar\s?ilustrasi|teks\s?foto|"
    r"foto|photo|gambar|video|grafis|infografis|tangkapan\s?layar|potret)\s?[:/\-–|.,]\s?\S|"
    r"\W{0,3}(?:ilustrasi|foto\s?ilustrasi|gambar\s?ilustrasi|tangkapan\s?layar|logo|potret|suasana|penampakan)\b",
    re.IGNORECASE,
)
_LABEL_AT_START = re.compile(
    r"\W{0,3}(?:keterangan\s(?:foto|gambar|video)|caption|teks\s?foto|foto\s?ilustrasi|ilustrasi)\s?[:.,|]\s?\S",
    re.IGNORECASE,
)
"""Matches "Keterangan gambar, Warga menata karung pasir.": a label that only pictures have, full sentence or not."""
_OUTLET_AT_START = re.compile(
    r"(?:Dok\.|DOK\.|[A-Z][\w]{2,20}(?:\.(?:com|COM|co\.id|id))?\s?/\s?[A-Z]{3,}(?!\s[+-]?\d)|[A-Z]\w{2,20}\.(?:com|co\.id|id|net)\s?/\s?[A-Z][a-z]|\((?:\w+\s)?(?:kiri|kanan|tengah)[^()]{0,20}\)\s)"
)
"""Matches "KABAR.com/BUDI SANTOSO Warga melintasi ..."; not "Ganjar/Mahfud unggul", not "USD/IDR 15.002"."""
_SOURCE_AT_END = re.compile(
    r"[.!?”\"]\s(?:(?:Dok\.?\s)?[A-Z][\w.]{1,24}(?:\s[A-Z][\w.]{1,20}){0,2}\s?/\s?[A-Z][\w.]{1,20}(?:\s[A-Z][\w.]{1,20}){0,3}(?:/\w{2,5})?\.?|"
    r"[-–]\s(?:Foto|Gambar|Pix)\s[A-Z][\w.]{1,20}(?:\s[A-Z][\w.]{1,20}){0,3}|(?:Foto|Photo|Gambar|Sumber foto)\s?:\s?[^.!?:]{2,60}\.?)$"
)
"""Matches "Warga menata karung. KABAR/Rani Wulan" and "Jembatan baru. Foto: Dok. Rani Wulan." from the full stop on."""
_CREDIT_MARK = re.compile(
    r"\b(?:antara\s?foto|ap\sphoto|getty\s?images?|shutterstock|dok\.\s?\w+|dok\s?(?:pribadi|humas)|foto\s?:|foto/|"
    r"photo/|photo\s?:)|[(/]\s?(?:antara|reuters|afp|ap|epa|xinhua)\s?[/)]|©|/ist\b|\(ist\)|"
    r"(?:[(/]|foto\s?:?)\s?istimewa\b|\bistimewa\W{0,3}$",
    re.IGNORECASE,
)
"""Matches "Warga antre minyak goreng (ANTARA"; not "seperti dilansir Reuters"."""
_RIGHTS = re.compile(r"\W{0,3}(?:hak[ \xa0](?:cipta|siar)|copyright|all rights)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"\((?:\w+\s)?(?:kiri|kanan|tengah|depan|belakang|atas|bawah|left|right|centre|center|berpeci|baju \w+|dua kiri|ketiga kiri|jaket \w+)[^()]{0,20}\)",
    re.I,
)


def find_caption(line: str, words: int, ends_sentence: bool, may_name_source: bool = True) -> str | None:
    """What marks `line` as the text of a picture or video (a credit, "Ilustrasi", "(kanan)"); None when nothing does.

    `may_name_source` False: the caller knows that no word of a picture's source is in it.
    """
    if len(line) > LONGEST_CAPTION_CHARS or words > 70 or _RIGHTS.match(line):
        return None
    if line[-3:].rstrip(" .,;*\"”'")[-1:] in (")", "]") and (found := _CREDIT_AT_END.search(line[-200:])):
        return found.group()
    if found := _OUTLET_AT_START.match(line) or _LABEL_AT_START.match(line):
        return found.group().strip()
    has_source = may_name_source and words <= MOST_SOURCED_WORDS and ("/" in line or "oto" in line or "ambar" in line)
    if has_source and (found := _SOURCE_AT_END.search(line)):
        return found.group()[1:].strip()
    opened = _CREDIT_AT_START.match(line)
    # "FOTO: Warga Antre Air di Gunungkidul", a gallery's title, has a small word; whom a picture is of has none.
    is_gallery = opened is not None and words > 4 and _is_title_case(line) and any(map(str.islower, line.split()))
    if opened and not ends_sentence and words <= 30 and not is_gallery:
        return opened.group().strip()
    if (
        may_name_source
        and not ends_sentence
        and words <= 40
        and not is_gallery
        and (found := _CREDIT_MARK.search(line))
    ):
        return found.group()
    if not ends_sentence and "(" in line and (found := _POINTS.search(line)):
        return found.group()
    return None
