"""Places and organisations that stand again where nothing else saw them.

Here: repeats of names the document has shown. Not here: repeats of persons' names (people.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from etl.text.names.lexicon import PERSON, PLACE
from etl.text.names.people import MOST_NAMESAKES
from etl.text.names.spans import Span, chosen
from etl.text.names.tokens import Tokens
from etl.text.single_words import is_ordinary, words

SURE_OF_REPEAT = 0.85


def places_again(tokens: Tokens, shown: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """`spans` with the places that "Kecamatan Hiliran Gumanti" has named, where only "Camat Hiliran Gumanti" stands."""
    places: dict[str, list[list[str]]] = {}
    for span in spans:
        if span.kind == PLACE and span.entity is None and len(name := without_level(shown[span.start : span.end])) > 1:
            places.setdefault(name[0], []).append(name)
    if not places:
        return list(spans)
    found: list[Span] = []
    for at, word in enumerate(shown):
        for name in places.get(word, ())[:MOST_NAMESAKES]:
            end = at + len(name)
            if shown[at:end] == name and tokens.lines[end - 1] == tokens.lines[at]:
                found.append(Span(at, end, PLACE, "repeat", SURE_OF_REPEAT))
                break
    inside = {at: span for span in found for at in range(span.start, span.end)}
    kept: list[Span] = []
    for span in spans:
        again = inside.get(span.start)
        if again is not None and span.kind == PERSON and span.end > again.end:
            kept.append(span._replace(start=again.end))
        else:
            kept.append(span)
    return chosen([*kept, *found], len(tokens))


def without_level(name: Sequence[str]) -> list[str]:
    """A place's words less the level of administration before them: "Wajo" of "Kabupaten Wajo"; empty where none stands there."""
    levels, rest = words("place_levels"), list(name)
    while len(rest) > 1 and rest[0].lower() in levels:
        rest = rest[1:]
    return rest if len(rest) < len(name) and rest[0][0].isupper() else []


def repeats(tokens: Tokens, shown: Sequence[str], spans: Sequence[Span], taken: set[int]) -> list[Span]:
    """Names of places and organisations that stand again where nothing else saw them."""
    forms: dict[str, dict[tuple[str, ...], Span]] = defaultdict(dict)
    for span in spans:
        if span.kind != PERSON and not is_ordinary(shown[span.start]):
            forms[shown[span.start]].setdefault(tuple(shown[span.start : span.end]), span)
    longest_first = {
        word: sorted(same.items(), key=lambda item: (-len(item[0]), item[0])) for word, same in forms.items()
    }
    found: list[Span] = []
    for at in [i for i, word in enumerate(shown) if word in longest_first]:
        if at in taken:
            continue
        for form, span in longest_first[shown[at]][:MOST_NAMESAKES]:
            end = at + len(form)
            if tuple(shown[at:end]) == form and tokens.lines[end - 1] == tokens.lines[at]:
                found.append(span._replace(start=at, end=end, method="repeat", sure=SURE_OF_REPEAT))
                break
    return found
