"""What a name means beyond itself: the kind that the document agrees on, the government that a city stands for.

Here: questions about names already found. Not here: finding them (candidates.py), whom a name names
(people.py, abbreviations.py), the order in which all this is asked (find.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from etl.text.names.lexicon import PLACE
from etl.text.names.spans import SURE_WORDS, Span
from etl.text.names.tokens import Tokens
from etl.text.single_words import words


def agreed(shown: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Spans whose kind the document agrees on: the same words name the same kind of thing throughout."""
    names = [" ".join(shown[span.start : span.end]) for span in spans]
    kinds = {name: span.kind for name, span in zip(names, spans, strict=True)}
    disputed = {name for name, span in zip(names, spans, strict=True) if span.kind != kinds[name]}
    if not disputed:
        return list(spans)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name, span in zip(names, spans, strict=True):
        weight = 5.0 if span.entity else 6.0 if span.method in SURE_WORDS else span.sure
        votes[name][span.kind] += weight  # pyright: ignore[reportArgumentType]
    settled = {name: min(votes[name], key=lambda kind: (-votes[name][kind], kind)) for name in disputed}
    return [
        span._replace(kind=settled[name]) if name in settled and not span.entity else span
        for name, span in zip(names, spans, strict=True)
    ]


def government(tokens: Tokens, shown: Sequence[str], span: Span, before: Span | None) -> str | None:
    """The country whose government the city of `span` stands for here; None where it is only a place.

    `before`: the name before it: of two cities joined by "dan" the second stands for what the first does.
    """
    if span.entity is None or span.kind != PLACE or span.entity.government is None:
        return None
    line = tokens.lines[span.start]
    word = shown[span.start - 1].lower() if span.start and tokens.lines[span.start - 1] == line else ""
    after = shown[span.end].lower() if span.end < len(shown) and tokens.lines[span.end] == line else ""
    if word in words("locative"):
        return None
    if after in words("acts") or word in words("government_cues") or word in words("passives"):
        return span.entity.government
    if (
        word == "dan"
        and before is not None
        and before.end == span.start - 1
        and government(tokens, shown, before, None)
    ):
        return span.entity.government
    return None
