"""Signs of an outlet no lexicon holds: its name where pages write their own names.

Here: a masthead, a last line, a dateline, a credit, a promotion, a picture's source, "kepada Suara Rimba". Not here:
copyright lines (publisher.py), the order of evidence (imprint.py). One sign is weak: the same name has to stand at two
kinds of them, unless it is built as outlets' names are and heads the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from etl.contracts.enums import Role
from etl.contracts.spans import Span
from etl.lexicon import read_toml
from etl.text.cleaning.mastheads import is_office
from etl.text.marks import FEED, RELEASE, SAID_TO
from etl.text.metadata.page import Page, Segment
from etl.text.metadata.promotions import DESK
from etl.text.metadata.publisher import Named
from etl.text.outlets import agency_named, is_common_word, looks_like_outlet, outlet_named, unlisted_outlet
from etl.text.person_names import is_surely_a_name
from etl.text.places import place_named

TOP_LINES, END_LINES, LINE_CHARS, HEAD_CHARS = 6, 4, 300, 110
_WORD = r"(?:[A-Z]|[a-z]{2,10}(?=[A-Z]))[\w'’.]*(?:-[A-Z]\w*)?"
_NAME = rf"(?P<name>{_WORD}(?:[ \xa0](?:{_WORD}|&|dan(?=[ \xa0][A-Z]))){{0,5}})"
# "LEMBAR PAGI", "Lembar Pagi | Jujur dan Cepat", "Lembar Pagi. Terverifikasi Dewan Pers"
_ALONE = re.compile(rf"[\W_]*{_NAME}[ \t\xa0.]*(?:[\r\n]|\Z)")
_WITH_MOTTO = re.compile(
    rf"[\W_]*{_NAME}(?:[ \t\xa0]*[|•·»:][ \t\xa0]*|[ \t\xa0]+[-–—][ \t\xa0]+|\.[ \t\xa0]+|,[ \t\xa0]+)(?=[\w“\"])"
)
_FEED = re.compile(
    rf"(?i:appeared first on|first (?:published|appeared) (?:on|in|at)|pertama kali (?:muncul|tampil|terbit|tayang|dipublikasikan|diterbitkan) (?:di|pada|oleh))[ \xa0]+{_NAME}"
)
_REPORTER = re.compile(
    rf"(?i:(?:laporan[ \xa0]+)?(?:khusus[ \xa0]+)?(?:wartawan|reporter|kontributor|jurnalis|koresponden|wartawati))[ \xa0]+{_NAME}[ \xa0]*[,:/|–-][ \xa0]*(?=[A-Z])"
)
_SAID_TO = re.compile(
    rf"\b(?:kepada|dihubungi|diwawancarai|ditemui|diterima|menghubungi|redaksi|wartawan|reporter|kontributor|jurnalis)[ \xa0]{_NAME}"
)
_PICTURE = re.compile(
    rf"(?:\b(?i:dok(?:umentasi|umen)?\.?|foto|photo|sumber foto|image|gambar|ist)[ \xa0]*[:./]?[ \xa0]*|[(/][ \xa0]?)(?<=[ (:./\xa0]){_NAME}(?=[)/.,]|[ \xa0]*(?:[\r\n]|\Z))"
)
_PRAISED = re.compile(
    rf"\b(?i:ikuti|follow|unduh|download|muat turun|gabung|langganan|berlangganan|dapatkan|pasang|install?|tentang|about|baca|di|dari|redaksi|via|dukung|aplikasi|apps?)"
    rf"[ \xa0](?:(?i:apps?|aplikasi|saluran|kanal|channel|akun|halaman|laman|whatsapp|telegram|resmi|berita|e-?paper|newsletter|buletin)[ \xa0]){{0,3}}{_NAME}"
)
_HANDLE = re.compile(r"(?<![\w.])@(?P<name>[A-Za-z][A-Za-z0-9_]{3,30})")
"""Matches "@kabarrimba", the account that a page bids to follow."""
_DATELINE_END = re.compile(r"[-–—:.](?:(?<=[–—])|(?<=-)(?:[-–—]{0,2}(?=[ \t\xa0\r\n]|\Z))|(?<=:)[ \t\xa0]|(?<=\.)-)")
_RELEASE = re.compile(r"\b(?:siaran|keterangan|rilis|pernyataan)[ \xa0]pers\b|\bpress[ \xa0]release\b", re.IGNORECASE)
_PART = re.compile(r"[^,;/|()\[\]\n–—]+")
_PART_NAME = re.compile(_NAME)
_OWN_LINE = (Role.BOILERPLATE, Role.BYLINE, Role.CAPTION, Role.TIMESTAMP)


_SURE_KINDS = {"copyright", "dateline"}
"""People do not stand there; at the other places a name may be a reporter's."""


class Sign(NamedTuple):
    """A name as written at `span`, and the kind of place it stands at."""

    kind: str
    name: str
    span: Span


def fed_by(page: Page) -> Named | None:
    """The outlet of "The post ... appeared first on Kabar Rimba", which feeds end with."""
    if not page.holds(FEED):
        return None
    for segment in reversed(page.filled[-END_LINES:]):
        for match in _FEED.finditer(page.text, max(segment.start, segment.end - LINE_CHARS), segment.end):
            return _named(_sign("feed", match, page.text), "feed")
    return None


def agreed_outlet(page: Page, owners: tuple[Span, ...] = ()) -> Named | None:
    """The name that stands at two kinds of places where a page names itself. `owners`: names in its copyright lines."""
    heads = [
        sign for sign in (*_masthead(page), *_ends(page), *_dateline(page), *_reporters(page)) if _may_be(sign.name)
    ]
    heads += [Sign("copyright", span.of(page.text), span) for span in owners if _may_be(span.of(page.text))]
    if not heads:
        return None
    kinds: dict[str, set[str]] = {}
    for sign in heads:
        kinds.setdefault(_key(sign.name), set()).add(sign.kind)
    heads = [sign for sign in heads if kinds[_key(sign.name)] & _SURE_KINDS or not is_surely_a_name(sign.name)]
    for sign in heads:
        if len(kinds[_key(sign.name)]) > 1:
            return _named(_best(heads, _key(sign.name)), "agreed")
    wanted = {_key(sign.name) for sign in heads}
    for sign in _mentions(page, {_ascii_key(key) for key in wanted}):
        for key in _runs(sign.name.split()):
            if key in wanted:
                return _named(_best(heads, key), "agreed")
    return None


def _runs(words: list[str]) -> Iterator[str]:
    """The keys of every run of words in a name, longest first: "Dok. Suara Rimba" holds "Suara Rimba"."""
    for count in range(len(words), 0, -1):
        for at in range(len(words) - count + 1):
            yield _key(" ".join(words[at : at + count]))


def masthead_outlet(page: Page) -> Named | None:
    """The first name at a page's top or before its stamp that is built as outlets' names are, or the office whose press
    release it is."""
    if office := _releasing_office(page):
        return office
    for sign in _masthead(page):
        if _may_be(sign.name) and len(sign.name.split()) > 1 and looks_like_outlet(sign.name):
            return _named(sign, "masthead")
    for segment in page.of_role(Role.TIMESTAMP):
        match = _WITH_MOTTO.match(page.text, segment.start, min(segment.end, segment.start + HEAD_CHARS))
        if match and _may_be(match["name"]) and " " in match["name"] and looks_like_outlet(match["name"]):
            return _named(_sign("stamp", match, page.text), "stamp_line")
    for sign in _reporters(page):
        if _may_be(sign.name) and looks_like_outlet(sign.name):
            return _named(sign, "reporter")
    return None


def _releasing_office(page: Page) -> Named | None:
    """The office of the state that heads a page which calls itself a press release."""
    top = page.filled[:TOP_LINES]
    if not any(
        segment.marks & RELEASE
        and _RELEASE.search(page.text, segment.start, min(segment.end, segment.start + HEAD_CHARS))
        for segment in top
    ):
        return None
    for segment in top:
        line = page.text[segment.start : segment.end].strip()
        if segment.role == Role.BOILERPLATE and is_office(line):
            at = page.text.index(line, segment.start)
            return Named(unlisted_outlet(line), Span(at, at + len(line)), "press_release")
    return None


def _masthead(page: Page) -> Iterator[Sign]:
    for segment in page.filled[:TOP_LINES]:
        if segment.role in (Role.HEADLINE, Role.BODY):
            return
        if segment.role in (Role.BOILERPLATE, Role.CAPTION) or segment is page.filled[0]:
            yield from _lone(page, segment, "masthead")


def _ends(page: Page) -> Iterator[Sign]:
    for segment in reversed(page.filled[-END_LINES:]):
        if segment.role in (Role.HEADLINE, Role.TIMESTAMP):
            return  # what stands before it heads the page
        if segment.role in (Role.BOILERPLATE, Role.BYLINE, Role.CAPTION):
            yield from _lone(page, segment, "end")


def _lone(page: Page, segment: Segment, kind: str) -> Iterator[Sign]:
    end = min(segment.end, segment.start + LINE_CHARS)
    match = _ALONE.match(page.text, segment.start, end) or _WITH_MOTTO.match(page.text, segment.start, end)
    if match:
        yield _sign(kind, match, page.text)


def _dateline(page: Page) -> Iterator[Sign]:
    """Every name before the dash a story opens with; places and agencies fall out later."""
    for segment in page.bodies[:2]:
        end = min(segment.end, segment.start + HEAD_CHARS)
        mark = _DATELINE_END.search(page.text, segment.start, end)
        for part in _PART.finditer(page.text, segment.start, mark.start()) if mark else ():
            low, high = part.start(), part.end()
            while low < high and page.text[low] in ' \t\xa0\r\n"“*.':
                low += 1
            while high > low and page.text[high - 1] in ' \t\xa0\r\n"”*.':
                high -= 1
            if _PART_NAME.fullmatch(page.text, low, high):
                yield Sign("dateline", page.text[low:high], Span(low, high))


def _reporters(page: Page) -> Iterator[Sign]:
    for segment in page.filled[: TOP_LINES * 2]:
        if segment.role in _OWN_LINE and (
            match := _REPORTER.match(page.text, segment.start, min(segment.end, segment.start + LINE_CHARS))
        ):
            yield _sign("reporter", match, page.text)


def _mentions(page: Page, wanted: set[bytes]) -> Iterator[Sign]:
    """Where a name agrees with a masthead, and alone proves nothing; of the lines that may hold one of `wanted`."""
    for segment in page.filled:
        is_body = segment.role == Role.BODY
        if not (segment.marks & SAID_TO if is_body else segment.role in _OWN_LINE):
            continue
        if not any(map(_ascii_key(page.text[segment.start : segment.end]).__contains__, wanted)):
            continue
        if is_body:
            for match in _SAID_TO.finditer(page.text, segment.start, segment.end):
                yield _sign("said_to", match, page.text)
        else:
            end = min(segment.end, segment.start + LINE_CHARS)
            for pattern in (_PICTURE, _PRAISED):
                for match in pattern.finditer(page.text, segment.start, end):
                    yield _sign("furniture", match, page.text)
            if page.text.find("@", segment.start, end) >= 0:
                for match in _HANDLE.finditer(page.text, segment.start, end):
                    yield Sign("handle", match["name"], Span(*match.span("name")))


def _sign(kind: str, match: re.Match[str], text: str) -> Sign:
    name = match["name"].rstrip(".")
    at = match.start("name")
    if name.startswith(DESK):
        at, name = at + len(DESK), name[len(DESK) :]
    return Sign(kind, name, Span(at, at + len(name)))


def _best(signs: list[Sign], key: str) -> Sign:
    """The sign of that name in normal capitals, if there is one."""
    same = [sign for sign in signs if _key(sign.name) == key]
    return next((sign for sign in same if not sign.name.isupper()), same[0])


def _named(sign: Sign, rule: str) -> Named:
    return Named(outlet_named(sign.name) or unlisted_outlet(sign.name), sign.span, rule)


def _may_be(name: str) -> bool:
    """False for what else stands alone on a line: a place, a rubric, an agency, a platform, a label."""
    words = name.lower().split()
    return (
        4 <= len(name) <= 60
        and not place_named(name)
        and not agency_named(name)
        and not is_common_word(name)
        and name.lower() not in _rubrics()
        and words[0] not in _labels()
        and not set(words) & _platforms()
    )


@cache
def _labels() -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")["page_labels"])


@cache
def _rubrics() -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")["rubrics"]) | _labels()


@cache
def _platforms() -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")["platforms"]) - {"kanal", "saluran", "line", "komunitas"}


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _ascii_key(text: str) -> bytes:
    """The ASCII letters and figures of _key, told faster: where a key stands in a line, these of both do too."""
    return text.lower().encode("ascii", "ignore").translate(None, _NO_KEY)


_NO_KEY = bytes(byte for byte in range(128) if not chr(byte).isalnum())
