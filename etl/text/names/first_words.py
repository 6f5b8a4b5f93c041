"""Organisations and places told by their first word: "PT Maju Jaya Tbk", "Polres Cianjur", "Jalan Melati".

Here: where such a name may open and where it ends.
Not here: names told by their last word (tails.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE
from etl.text.names.spans import LONGEST_NAME_TOKENS, SURE_OF_EXTENT, SURE_OF_FIRST_WORD, Span
from etl.text.names.tails import of_last_word
from etl.text.names.tokens import Tokens
from etl.text.single_words import first_words, is_ordinary, words

_REGIONS = [["Provinsi"], ["Kota"], ["Kabupaten"], ["Daerah"]]
_BEFORE_KOTA = frozenset({"wali", "ibu", "walikota"})


def by_first_word(tokens: Tokens, shown: Sequence[str], heads_at: Sequence[int], told: Sequence[Span]) -> list[Span]:
    """Organisations and places told by their first word: "PT Maju Jaya Tbk", "Jalan Melati".

    `heads_at`: places of first words. `told`: names seen already. One that begins with the same word and is sure of its end stays as it is; one of another
    kind further on ends the name, except where bodies with this first word bear such names.
    """
    beginning = {span.start: span for span in told}
    elsewhere = {tuple(shown[span.start : span.end]) for span in told if span.sure >= SURE_OF_EXTENT}
    heads, taken, spans = first_words(), 0, list[Span]()
    for at in heads_at:
        kind = heads[shown[at]]
        if at < taken or (shown[at].lower() == "pemerintah" and shown[at + 1 : at + 2] not in _REGIONS):
            continue
        same = beginning.get(at)
        if not _may_open(tokens, shown, at, kind) or (
            same and (same.entity or (same.sure >= SURE_OF_EXTENT and not _is_located(shown, at, kind)))
        ):
            continue
        end = _end_of_run(tokens, shown, at, kind, beginning)
        end = next((cut for cut in range(end, at + 1, -1) if tuple(shown[at:cut]) in elsewhere), end)
        if end > at + 1 + (shown[at].lower() in words("openers_of_long_names")):
            spans.append(of_last_word(tokens, shown, Span(at, end, kind, "first_word", SURE_OF_FIRST_WORD)))
            taken = end
    return spans


def _is_located(shown: Sequence[str], at: int, kind: str) -> bool:
    """Whether a place opens at token `at` behind "di" or "ke": no person's name follows it there, so all capitals are its."""
    return kind == PLACE and at > 0 and shown[at - 1] in words("locative")


def _may_open(tokens: Tokens, shown: Sequence[str], at: int, kind: str) -> bool:
    """Whether a name may open at this first word: not in the middle of a run of capitals, unless that is a title."""
    if at == 0 or tokens.lines[at - 1] != tokens.lines[at]:
        return True
    before = shown[at - 1]
    if before.lower() in _BEFORE_KOTA:
        return False
    if kind == ORGANIZATION or not before[0].isupper():
        return True
    return before.lower() in words("title_heads") or before.lower() in words("place_heads") or tokens.is_first[at - 1]


def _end_of_run(tokens: Tokens, shown: Sequence[str], at: int, kind: str, beginning: dict[int, Span]) -> int:
    """Where the capitalised words behind a first word end."""
    ranks, never = words("ranks"), words("not_names")
    links = words("organization_links") - {"di"} if kind == ORGANIZATION else frozenset[str]()
    borne = {PLACE} if kind == ORGANIZATION else set[str]()
    if bears_names(shown, at):
        borne |= {PERSON, ORGANIZATION}
    is_office = shown[at].lower() == "kantor"  # "Kantor Perdana Menteri Selandia Baru"
    end, line, count = at + 1, tokens.lines[at], len(shown)
    while end < count and end - at < LONGEST_NAME_TOKENS and tokens.lines[end] == line:
        here, other = shown[end], beginning.get(end)
        stops = (
            here.lower() in never and not here.isdigit() and not (is_office and here.lower() in words("title_heads"))
        )
        is_rank = here.lower() in ranks and not (end == at + 1 and _is_general(shown, at))
        if is_rank or stops or tokens.is_first[end]:
            break
        if other is not None and other.kind not in {kind, *borne} and other.sure >= SURE_OF_EXTENT:
            break
        if other is not None and other.kind == PLACE and other.entity and not bears_names(shown, at):
            end = other.end
            if end >= count or (other := beginning.get(end)) is None or other.kind != PLACE:
                break
            continue
        if (here[0].isupper() and (len(here) > 1 or end > at + 1)) or (here[0].isdigit() and kind == ORGANIZATION):
            end += 1
        elif here in links and end + 1 < count and shown[end + 1][0].isupper() and end > at + 1:
            if here == "dan" and first_words().get(shown[end + 1]) == ORGANIZATION:
                break  # "Otoritas Terusan Panama dan Palang Merah Vanuatu"
            end += 2
        elif kind == ORGANIZATION and (listed := _end_of_list(shown, end)):
            end = listed
        else:
            break
    return end


def _is_general(shown: Sequence[str], at: int) -> bool:
    """Whether "Jenderal" behind this first word is of the body and no rank: "Konsulat Jenderal Malaysia"."""
    return shown[at + 1] == "Jenderal" and shown[at].lower() in words("general_bodies")


def bears_names(shown: Sequence[str], at: int) -> bool:
    """Whether bodies and places that open with this word are often named after persons and organisations."""
    return shown[at].lower() in words("named_after_persons")


def _end_of_list(shown: Sequence[str], at: int) -> int:
    """Where a list of ordinary words in capitals ends that goes on with the comma at token `at`: "Hewan, Ikan, dan
    Tumbuhan"; 0 when there is none. It must close with "dan", or the comma ends the name."""
    end = at
    while end + 1 < len(shown) and end - at < LONGEST_NAME_TOKENS and shown[end] == ",":
        word = end + 2 if shown[end + 1] == "dan" else end + 1
        if word >= len(shown) or not (shown[word][0].isupper() and is_ordinary(shown[word])):
            return 0
        if word == end + 2:
            return word + 1
        end = word + 1
    if (
        end > at
        and end + 1 < len(shown)
        and shown[end] == "dan"
        and shown[end + 1][0].isupper()
        and is_ordinary(shown[end + 1])
    ):
        return end + 2
    return 0
