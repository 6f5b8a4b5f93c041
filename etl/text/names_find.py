"""Names in a document: which stretches of its tokens name a person, an organisation or a place, and whom.

Here: putting together what the lexicon, the words around a name and the rest of the document say.
Not here: the lexicon (names_lexicon.py), titles (names_titles.py), tables (steps/name.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from etl.text.names_lexicon import (
    ORGANIZATION,
    PERSON,
    PLACE,
    Entity,
    by_id,
    entity_id,
    find_known,
    normalised,
)
from etl.text.names_titles import title_before, without_titles, words
from etl.text.names_tokens import Tokens

LONGEST_TITLE_TOKENS = 16
LONGEST_NAME_TOKENS = 12
_SPEECH_BEFORE = frozenset(
    "kata ujar tutur ucap jelas ungkap tegas papar terang tambah imbuh sambung lanjut tukas timpal tandas pungkas tulis menurut".split()
)


class Mention(NamedTuple):
    """A name at characters `[start, end)`. `name`: the canonical or fullest form that `entity_id` was made from."""

    start: int
    end: int
    entity_type: str
    name: str
    entity_id: str
    method: str
    refers_to: str | None
    role_text: str | None
    confidence: float


class _Span(NamedTuple):
    """Tokens `[start, end)` that name something of `kind`; `entity` when the lexicon knows it."""

    start: int
    end: int
    kind: str
    method: str
    entity: Entity | None
    confidence: float


def find_names(text: str, tokens: Tokens) -> list[Mention]:
    """Every mention in `tokens` (of `text`), in order, without overlaps."""
    spans = _chosen([*_known(tokens), *_by_first_word(tokens)], len(tokens))
    spans = _chosen([*spans, *_persons_by_context(tokens, spans)], len(tokens))
    names = _full_names(tokens, spans)
    spans = _chosen([*spans, *_parts_of_names(tokens, spans, names)], len(tokens))
    in_person = {at for span in spans if span.kind == PERSON for at in range(span.start, span.end)}
    return [_mention(text, tokens, span, names, in_person) for span in spans]


def _chosen(spans: list[_Span], count: int) -> list[_Span]:
    """Spans without overlaps, in order: the longest name wins over the names inside it, then the surer one."""
    taken = bytearray(count)
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, -s.confidence, s.start, s.kind)):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept)


def _known(tokens: Tokens) -> list[_Span]:
    spans: list[_Span] = []
    for start, end, form in find_known(tokens.words, tokens.lines):
        if form.is_weak and tokens.is_first[start]:
            continue
        method = "surname" if form.is_alone else "lexicon"
        spans.append(_Span(start, end, form.entity.entity_type, method, form.entity, 0.97))
    return spans


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and len(word) > 1


def _by_first_word(tokens: Tokens) -> list[_Span]:
    """Organisations and places told by their first word: "PT Maju Jaya Tbk", "Jalan Melati"."""
    organization, place = words("organization_heads"), words("place_heads")
    links, vocabulary = words("organization_links"), words("acts")
    spans: list[_Span] = []
    at, count = 0, len(tokens)
    while at < count:
        word = tokens.words[at]
        lower = word.lower()
        kind = ORGANIZATION if lower in organization else PLACE if lower in place else None
        if kind is None or not word[0].isupper():
            at += 1
            continue
        end, line = at + 1, tokens.lines[at]
        while end < count and end - at < LONGEST_NAME_TOKENS and tokens.lines[end] == line:
            here = tokens.words[end]
            if here.lower() in vocabulary:
                break
            if _is_name_word(here) or (here.isdigit() and end > at + 1):
                end += 1
            elif kind == ORGANIZATION and here in links and end + 1 < count and _is_name_word(tokens.words[end + 1]):
                end += 2
            else:
                break
        if end > at + 1:
            spans.append(_Span(at, end, kind, "first_word", None, 0.85))
        at = max(end, at + 1)
    return spans


def _persons_by_context(tokens: Tokens, spans: list[_Span]) -> list[_Span]:
    """Runs of capitalised words that a title or a word of speaking marks as a person."""
    taken = {at for span in spans for at in range(span.start, span.end)}
    heads, links = words("title_heads") | words("title_parts"), words("person_links")
    acts = words("acts")
    found: list[_Span] = []
    at, count = 0, len(tokens)
    while at < count:
        word = tokens.words[at]
        if at in taken or not _is_name_word(word) or word.lower() in heads:
            at += 1
            continue
        end, line = at + 1, tokens.lines[at]
        while end < count and end not in taken and tokens.lines[end] == line and end - at < LONGEST_NAME_TOKENS:
            here = tokens.words[end]
            joins = here in links and end + 1 < count and _is_name_word(tokens.words[end + 1])
            if not joins and (not _is_name_word(here) or here.lower() in heads):
                break
            end += 1
        before = tokens.words[at - 1].lower() if at and tokens.lines[at - 1] == line else ""
        after = tokens.words[end].lower() if end < count and tokens.lines[end] == line else ""
        titled = title_before(tokens, at, taken, LONGEST_TITLE_TOKENS) is not None
        if titled or before in _SPEECH_BEFORE or (after in acts and not tokens.is_first[at]):
            found.append(_Span(at, end, PERSON, "context", None, 0.8))
        at = end
    return found


def _full_names(tokens: Tokens, spans: list[_Span]) -> dict[str, str]:
    """From a part of a person's full name in this document to that name; parts that two persons share are left out."""
    names: dict[str, str] = {}
    shared: set[str] = set()
    for span in spans:
        if span.kind != PERSON or (span.entity is None and span.end - span.start < 2):
            continue
        full = span.entity.name if span.entity else _surface_name(tokens, span)
        for part in full.split():
            if len(part) < 3 or part.lower() in words("person_links"):
                continue
            if names.setdefault(part, full) != full:
                shared.add(part)
    return {part: full for part, full in names.items() if part not in shared}


def _surface_name(tokens: Tokens, span: _Span) -> str:
    return " ".join(tokens.words[span.start : span.end])


def _parts_of_names(tokens: Tokens, spans: list[_Span], names: dict[str, str]) -> list[_Span]:
    """Single words that repeat a part of a full name of this document."""
    taken = {at for span in spans for at in range(span.start, span.end)}
    return [
        _Span(at, at + 1, PERSON, "part_of_name", None, 0.9)
        for at, word in enumerate(tokens.words)
        if at not in taken and word in names
    ]


def _mention(text: str, tokens: Tokens, span: _Span, names: dict[str, str], in_person: set[int]) -> Mention:
    start, end = span.start, span.end
    role_text = None
    if span.kind == PERSON:
        start, end = without_titles(tokens.words, start, end) if span.entity is None else (start, end)
        if start >= end:
            start, end = span.start, span.end
        others = in_person - set(range(start, end))
        if (title := title_before(tokens, start, others, LONGEST_TITLE_TOKENS)) is not None:
            role_text = text[tokens.starts[title] : tokens.ends[start - 1]].strip()
    first, last = tokens.starts[start], tokens.ends[end - 1]
    name = span.entity.name if span.entity else " ".join(tokens.words[start:end])
    if span.kind == PERSON and span.entity is None:
        name = names.get(name, name)
    identity = entity_id(span.kind, name)
    return Mention(
        first,
        last,
        span.kind,
        by_id()[identity].name if identity in by_id() else name,
        identity,
        span.method,
        None,
        role_text,
        span.confidence,
    )


def known_key(name: str) -> str:
    """What an entity is looked up by."""
    return normalised(name)


def surfaces(mentions: Sequence[Mention], text: str) -> list[str]:
    """The words of each mention."""
    return [text[mention.start : mention.end] for mention in mentions]
