"""Credits: the people that a page's bylines name, with their roles and places.

Here: cutting a credit line at its labels, its names at commas and joining words. Not here: which lines are credits
(article.py), what a person's name looks like (text/person_names.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from etl.contracts.spans import Span
from etl.lexicon import read_toml
from etl.text.outlets import agency_named, looks_like_outlet, outlet_named
from etl.text.person_names import is_person, name_span
from etl.text.places import in_normal_capitals, place_named, place_opening

LINE_CHARS = 20_000
"""A credit line beyond this is no credit line; the rest of it is not read."""

REMEMBERED_CHARS = 200
LABEL_CHARS = 60
"""A label and its colon end within so many characters of a line's beginning."""


class Credit(NamedTuple):
    """One credited person; the span slices to the name."""

    start: int
    end: int
    name: str
    role: str
    place: str | None


@cache
def _label_roles() -> dict[str, str | None]:
    labels: dict[str, list[str]] = read_toml("credits.toml")["labels"]
    return {label: None if role == "none" else role for role, forms in labels.items() for label in forms}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(label.split(" ")[0] for label in _label_roles())


@cache
def _label_openings() -> tuple[str, ...]:
    return tuple(sorted(_first_words()))


_MOST_LABEL_WORDS = 3
_LABEL_WORD = re.compile(r"(?<![\w/-])[A-Za-z]+(?!\w)")
_COLON = re.compile(r"(?:[ \xa0]*[/&+][ \xa0]*[A-Za-z]+)?[ \xa0\t]*[:：][ \xa0]*")
_COMMA = re.compile(r",[ \xa0](?=[A-Z])")
"""What some pages put in its stead: "Penulis, Rani Wulan"."""
_OPENS_SECTION = re.compile(r"(?:^|[|;/•·\n\r(\[,.\t\xa0©]|  |\b(?:dan|and|oleh|by)[ \xa0])[ \xa0]*\Z")
_END_OF_NAMES = re.compile(
    r"©|\(c\)|copyright|hak cipta|https?:|www\.|[|•·\t\n\r]|  |(?<![A-Z])(?<!\b[A-Z][a-z])\.(?=[ \xa0][A-Z])|[ \xa0]\d|\d{3}|\b(?:pada|tanggal|untuk|yang|adalah)\b|(?-i:\bon\b)|[“”\"?!]",
    re.IGNORECASE,
)
_BAR = re.compile(r"[|•·\n]|\t(?![ \xa0\t]*[:：])")
"""A tab before a colon belongs to its label ("Editor\t: Rani Wulan")."""
_SEPARATOR = re.compile(r"[,;&/+]|\b(?:dan|and|serta|oleh|by|bersama)\b|[ \xa0][-–—][ \xa0]?|[()\[\]]", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:di|in|dari|from)[ \xa0]+(?=[A-Z])")
_CORRESPONDENT = re.compile(r"\s*(?:(?:kontributor|koresponden|wartawan|reporter|jurnalis)[ \xa0]+)", re.IGNORECASE)


def find_credits(text: str, start: int, end: int, *, bare: bool = True) -> list[Credit]:
    """The people credited in `text[start:end]`, a line, in order.

    `bare`: the line is known to be a byline, so that names without a label are read too, as reporters.
    """
    end = min(end, start + LINE_CHARS)
    if end - start > REMEMBERED_CHARS:
        return list(_in_line(text, start, end, bare=bare))
    line = text[start:end]
    if not bare and _credits_nobody(line):
        return []
    return [
        Credit(at + start, stop + start, text[at + start : stop + start], role, place)
        for at, stop, _, role, place in _remembered(_plain_figures(line), bare)
    ]


def _credits_nobody(line: str) -> bool:
    """True when the one label of `line` makes no contributor ("Baca juga: ..."): told without cutting it up."""
    label, colon, rest = line.partition(":")
    if (
        not colon
        or ":" in rest
        or "：" in rest
        or _label_roles().get(label.strip(" \t\xa0(*•-").lower(), "") is not None
    ):
        return False
    rest = rest.lower()
    return "oleh" not in rest and "by" not in rest


def _plain_figures(line: str) -> str:
    """`line` with every figure as 0, so that lines which differ in their clocks alone are read once; figures inside
    words ("Liputan6") stay."""
    if _FIGURE_IN_WORD.search(line):
        return line
    return line.encode().translate(_AS_ZERO).decode() if line.isascii() else line.translate(_FIGURES_AS_ZERO)


_FIGURE_IN_WORD = re.compile(r"[A-Za-z]\d")
_FIGURES_AS_ZERO = dict.fromkeys(map(ord, "123456789"), "0")
_AS_ZERO = bytes.maketrans(b"123456789", b"0" * 9)


@lru_cache(maxsize=16_384)
def _remembered(line: str, bare: bool) -> tuple[Credit, ...]:
    """The credits of a short line: the same reporters and editors sign again and again."""
    return tuple(_in_line(line, 0, len(line), bare=bare))


def _in_line(text: str, start: int, end: int, *, bare: bool) -> Iterator[Credit]:
    at = start
    held: list[Credit] = []
    for bar in (*(match.start() for match in _BAR.finditer(text, start, end)), end):
        role = label_alone(text, at, bar) if held else None
        if role:  # "Rani Wulan | Redaktur"
            held = [credit._replace(role=role[0] or credit.role) for credit in held]
        else:
            yield from held
            held = list(_between_bars(text, at, bar, bare=bare))
        at = bar + 1
    yield from held


def _between_bars(text: str, start: int, end: int, *, bare: bool) -> Iterator[Credit]:
    sections = list(_sections(text, start, end, need_colon=not bare))
    lead_end = sections[0][0] if sections else end
    if bare and lead_end > start:
        mark = signature_at(text, start, lead_end)
        standing = "bare" if mark is None else "signed"
        yield from _people(text, start, lead_end if mark is None else mark, "reporter", standing)
    for _, low, high, role in sections:
        if role:
            yield from _people(text, low, high, role, "labelled")


def signature_at(text: str, start: int, end: int) -> int | None:
    """Where the outlet that vouches for the name before it begins ("Rangga Yudis - detikOto", "Rangga Yudis, Suara
    Rimba"): the place of its dash or comma; None when nothing of the kind ends `text[start:end]`."""
    line = text[start:end]
    if "," not in line and "-" not in line and "–" not in line and "—" not in line:
        return None
    dash = max(text.rfind("-", start, end), text.rfind("–", start, end), text.rfind("—", start, end))
    if dash > start and outlet_named(text[dash + 1 : end].strip()):
        return dash
    mark = max(dash, text.rfind(",", start, end))
    if mark <= start or any(map(str.isdigit, line)):
        return None
    behind = text[mark + 1 : end].strip(" \xa0\t\r\n")
    return mark if looks_like_outlet(behind) or (text[mark] == "," and outlet_named(behind)) else None


def is_signed(text: str, start: int, end: int) -> bool:
    """True when `text[start:end]` ends with the outlet that vouches for the name before it."""
    return signature_at(text, start, end) is not None


def label_alone(text: str, start: int, end: int) -> tuple[str | None] | None:
    """The role, None for one that makes no contributor, when `text[start:end]` is nothing but its label ("Penulis")."""
    label = text[start:end].strip(" \xa0\t\r\n:").lower()
    return (_label_roles()[label],) if label in _label_roles() else None


def opens_with_label(text: str, start: int, end: int) -> bool:
    """True when the line may begin with a label and its colon, cheaply told."""
    if text.find(":", start, min(end, start + LABEL_CHARS)) < 0:
        return False
    opening = text[start : start + LABEL_CHARS]
    return opening.lstrip(" \t\xa0(*•-").lower().startswith(_label_openings())


def is_credit_sentence(text: str, start: int, end: int) -> bool:
    """True for a line of names that a label with "oleh" or "by" opens ("Pelaporan tambahan oleh Rani Wulan di Bogor"):
    but for labels and the small words between names it holds capital words only."""
    words = text[start:end].lstrip(" \t\xa0(*").split()
    opening = next((n for n, word in enumerate(words[:_MOST_LABEL_WORDS]) if word.lower() in ("oleh", "by")), None)
    if opening is None:
        return False
    label = [word for word in words[: opening + 1] if not agency_named(word)]  # "Pelaporan Reuters oleh"
    if " ".join(label).lower() not in _label_roles():
        return False
    small = _small_words()
    return all(not word[0].islower() or word.strip(".,;()") in small for word in words[opening + 1 :])


@cache
def _small_words() -> frozenset[str]:
    words: dict[str, list[str]] = read_toml("credits.toml")["words"]
    labels = (word for label in _label_roles() for word in label.split(" "))
    return frozenset((*words["particles"], *words["joiners"], *words["places_before"], *labels))


def _sections(text: str, start: int, end: int, *, need_colon: bool) -> Iterator[tuple[int, int, int, str | None]]:
    """Label start, names' start, names' end and role of every labelled part of a line."""
    marks: list[tuple[int, int, str | None]] = []
    for at, stop, label in _labels(text, start, end):
        colon = _COLON.match(text, stop, end)
        if not colon and at == start and not need_colon:
            colon = _COMMA.match(text, stop, end)
        opens = at == start or bool(_OPENS_SECTION.search(text, max(start, at - 12), at))
        speaks = label.endswith((" oleh", " by"))
        if colon:
            taken = opens or not need_colon or bool(marks)
        elif speaks:
            taken = opens
        elif label in ("oleh", "by"):
            taken = at == start and not need_colon
        else:
            taken = opens and not need_colon and (at == start or bool(marks)) and text[stop : stop + 1] in (" ", "\xa0")
        if taken:
            marks.append((at, colon.end() if colon else stop, _label_roles()[label]))
    for index, (at, low, role) in enumerate(marks):
        yield at, low, marks[index + 1][0] if index + 1 < len(marks) else end, role


def _labels(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Every label in the line, the longest at each place: where it begins, where it ends, and itself."""
    words = list(_LABEL_WORD.finditer(text, start, end))
    first_words, roles = _first_words(), _label_roles()
    done = start
    for index, word in enumerate(words):
        if word[0].lower() not in first_words or word.start() < done:
            continue
        for count in range(_MOST_LABEL_WORDS, 0, -1):
            last = words[min(index + count, len(words)) - 1]
            label = " ".join(text[word.start() : last.end()].lower().split())
            if label in roles:
                done = last.end()
                yield word.start(), done, label
                break


def _people(text: str, start: int, end: int, role: str, standing: str) -> Iterator[Credit]:
    stop = _END_OF_NAMES.search(text, _skip_blanks(text, start, end), end)
    end = stop.start() if stop else end
    waiting: list[Span] = []
    place_ahead: str | None = None
    for span in _pieces(text, start, end):
        piece = span.of(text)
        if correspondent := _CORRESPONDENT.match(piece):
            place_ahead = place_named(piece[correspondent.end() :]) or place_ahead
            if place_ahead and place_named(piece[correspondent.end() :]):
                continue
            span = Span(span.start + correspondent.end(), span.end)
            piece = span.of(text)
        if waiting and (own := _label_roles().get(piece.strip().lower())):
            role = own
            continue
        if waiting and (place := _place_alone(text, span)):  # "Rani Wulan (Ambon)"
            yield from (_credit(text, one, role, place_ahead) for one in waiting[:-1])
            yield _credit(text, waiting[-1], role, place)
            waiting = []
            continue
        name, place = _name_and_place(text, span)
        if name and is_person(name.of(text), standing):
            waiting.append(name)
        if place:
            yield from (_credit(text, one, role, place) for one in waiting)
            waiting = []
    yield from (_credit(text, one, role, place_ahead) for one in waiting)


def _place_alone(text: str, span: Span) -> str | None:
    """The place that a piece is, behind the name of who reports from it."""
    piece = span.of(text).strip(" \xa0\t.,")
    return place_named(piece) if piece and piece[0].isupper() else None


def _credit(text: str, span: Span, role: str, place: str | None) -> Credit:
    return Credit(span.start, span.end, span.of(text), role, place)


def _skip_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at] in " \t\xa0\r\n:,|-–—":
        at += 1
    return at


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    at = _skip_blanks(text, start, end)
    for match in _SEPARATOR.finditer(text, at, end):
        if match.start() > at:
            yield Span(at, match.start())
        at = match.end()
    if at < end:
        yield Span(at, end)


def _name_and_place(text: str, span: Span) -> tuple[Span | None, str | None]:
    """A piece as its name and, after "di" or "in", its place."""
    cut = _PLACE.search(text, span.start, span.end)
    if not cut:
        return name_span(text, span), None
    written = text[cut.end() : span.end].strip(" \xa0\t.,")
    opening = place_opening(written)
    place = place_named(written) or (
        opening[0] if opening else in_normal_capitals(written) if len(written) < 40 else None
    )
    return name_span(text, Span(span.start, cut.start())), place
