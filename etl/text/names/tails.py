"""Last words that tell what a name names: "Los Angeles FC", "Hard Rock Stadium", "Bintang Selat United".

Here: names stretched over such a word. Not here: names told by their first word (first_words.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE
from etl.text.names.spans import LONGEST_NAME_TOKENS, SURE_OF_FIRST_WORD, Span
from etl.text.names.tokens import Tokens
from etl.text.single_words import any_of, words


def with_tail(tokens: Tokens, shown: Sequence[str], span: Span) -> Span:
    """`span` with the last word that tells what it names: "Los Angeles" before "FC", "Hard Rock" before "Stadium"."""
    places, organizations = words("place_tails"), words("organization_tails")
    end = span.end
    if span.kind == ORGANIZATION and end + 1 < len(shown):
        if shown[end] == "(" and [word.lower() for word in shown[end + 1 : end + 3]] == ["persero", ")"]:
            span = span._replace(end=end + 3)
        end = span.end
        if (
            shown[end - 1] == "U"
            and shown[end : end + 1] == ["-"]
            and shown[end + 1 : end + 2]
            and shown[end + 1].isdigit()
        ):
            return span._replace(end=end + 2, entity=None)  # "Timnas Indonesia U-17"
    if _is_international(tokens, shown, span):
        return span._replace(end=end + 2, kind=PLACE, entity=None, method="model", sure=SURE_OF_FIRST_WORD)
    follows = (
        end < len(shown)
        and tokens.lines[end] == tokens.lines[span.start]
        and shown[end][0].isupper()
        and not tokens.is_first[end]
    )
    if follows and shown[end].lower() in any_of("place_tails", "organization_tails") and span.kind != PERSON:
        if shown[end].lower() in words("legal_forms"):
            return span._replace(end=end + 1)
        span = span._replace(end=end + 1, entity=None, method="model", sure=SURE_OF_FIRST_WORD)
    if span.entity is None and span.length > 1:
        last = shown[span.end - 1].lower()
        if last in places:
            return span._replace(kind=PLACE)
        if last in organizations:
            return of_last_word(tokens, shown, span._replace(kind=ORGANIZATION))
    return span


def _is_international(tokens: Tokens, shown: Sequence[str], span: Span) -> bool:
    """Whether the place of `span` is the first word of an English name: "Yogyakarta International Airport"."""
    end = span.end
    return (
        span.kind == PLACE
        and end + 1 < len(shown)
        and shown[end] == "International"
        and shown[end + 1].lower() in words("place_tails")
        and tokens.lines[end + 1] == tokens.lines[span.start]
    )


def of_last_word(tokens: Tokens, shown: Sequence[str], span: Span) -> Span:
    """`span` as the club that its last word says it is, from its first capital on: "Bintang" before "Selat FC"."""
    if shown[span.end - 1].lower() not in words("club_tails"):
        return span
    start, others = span.start, any_of("title_heads", "title_words", "person_nouns")
    while (
        start > 0
        and not tokens.is_first[start]
        and tokens.lines[start - 1] == tokens.lines[start]
        and span.end - start < LONGEST_NAME_TOKENS
        and shown[start - 1][0].isupper()
        and (shown[start - 1].lower() not in others or (start > 1 and shown[start - 2].lower() in others))
    ):
        start -= 1
    return span._replace(start=start, kind=ORGANIZATION, entity=None)
