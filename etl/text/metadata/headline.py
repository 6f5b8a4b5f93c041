"""Headline: a title line without what its page put around it.

Here: trimming a headline segment to the title, a slice of the text. Not here: which line is the headline (clean).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from etl.contracts.spans import Span
from etl.lexicon import read_toml
from etl.text.outlets import looks_like_outlet, outlet_named

_EDGE = " \t\xa0\r\n\u200b\ufeff"
_LEAD = re.compile(r"(?:#{1,6}[ \xa0]+|[*•>»▶►][ \xa0]+|(?:judul|title|headline)[ \xa0]*:[ \xa0]*)", re.IGNORECASE)
_SUFFIX = re.compile(r"[ \xa0]*(?:\||»|[ \xa0][-–—:•·][ \xa0]|[ \xa0]::[ \xa0])")
_RUBRIC = re.compile(r"[ \xa0]*(?:\||»|>|/|•|[ \xa0][-–—](?=[ \xa0]))[ \xa0]*")
_MARK = re.compile(r"[|»>/•·–—:-](?:(?<![-:])|(?<=[ \xa0][-:]))")
"""Without one of these a title holds neither a rubric nor a site."""
SUFFIX_CHARS = 60
"""A site's name at the end of a title is no longer than this."""


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(read_toml("rubrics.toml")[name])


def headline_span(text: str, start: int, end: int, outlets: Collection[str] = ()) -> tuple[Span, str] | None:
    """The title in `text[start:end]` and the rule that cut it; None when nothing is left.

    `outlets`: lower-case names that the document gives to its own site, known to the lexicon or not.
    """
    span, rule = _trim(text, Span(start, end)), "headline"
    if lead := _LEAD.match(text, span.start, span.end):
        span, rule = _trim(text, Span(lead.end(), span.end)), "headline_marked"
    if not _MARK.search(text, span.start, span.end):
        return (span, rule) if span.start < span.end else None
    if prefix := _rubric_end(text, span):
        span, rule = _trim(text, Span(prefix, span.end)), "headline_less_rubric"
    while (cut := _suffix_start(text, span, outlets)) is not None:
        span, rule = _trim(text, Span(span.start, cut)), "headline_less_site"
    return (span, rule) if span.start < span.end else None


def may_end_with_site(title: str) -> bool:
    """False for a title without a mark that its site's name could stand behind."""
    return _MARK.search(title) is not None


def _trim(text: str, span: Span) -> Span:
    part = span.of(text)
    lead = len(part) - len(part.lstrip(_EDGE))
    return Span(span.start + lead, span.start + lead + len(part.strip(_EDGE)))


def _rubric_end(text: str, span: Span) -> int | None:
    match = _RUBRIC.search(text, span.start, min(span.end, span.start + 40))
    if match and text[span.start : match.start()].strip(_EDGE).lower() in _list("headline_rubrics"):
        return match.end()
    return None


def _suffix_start(text: str, span: Span, outlets: Collection[str]) -> int | None:
    """Where the last " - Site" begins, when what follows it is a site's name and something stands before it."""
    low = max(span.start + 1, span.end - SUFFIX_CHARS)
    last = max(_SUFFIX.finditer(text, low, span.end), key=re.Match.start, default=None)
    if last is None or not text[span.start : last.start()].strip():
        return None
    name = text[last.end() : span.end].strip(_EDGE)
    lower = name.lower()
    bar = "|" in last.group() or "»" in last.group() or "::" in last.group()
    known = (
        lower in outlets
        or outlet_named(name)
        or (lower in _list("headline_suffixes") and (bar or lower.startswith(("halaman", "page", "berita "))))
    )
    if known or (bar and (looks_like_outlet(name) or lower in _list("rubrics"))):
        return last.start()
    return None
