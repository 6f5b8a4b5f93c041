"""Who speaks in a sentence about a contact: whom `saya` and `kami` in quoted speech stand for.

Here: the speaker named right after or before the marks. Not here: quotes and their attribution (quotes/find.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.text.contacts.groups import Group
from etl.text.named import Named, Names

SPEECH_CHARS = 400
"""Speech goes on at most so far behind a pronoun before its speaker is named."""
SPEAKER_CHARS = 90
"""A speaker's name stands at most so far behind `kata`, after their title."""

_MARKS = re.compile(r"[\"\u201c\u201d]")
_SAID = re.compile(
    r"[\"\u201d],?\s*(?:kata|ujar|ucap|tutur|jelas|ungkap|papar|imbuh|tegas|sebut|terang|tambah|lanjut|cetus|beber|pungkas)\s+"
)
_SELF = re.compile(r"\b(?:saya|aku|kami)\b")
_PRONOUN_AND = re.compile(r"\b(?:ia|dia|dirinya|beliau)\s+dan\s+\Z")
# `tidak ada kontak antara dirinya dan X`: the first named in the sentence speaks of themselves.
_REFLEXIVE = re.compile(r"\b(?:antara|dengan)\s+(?P<self>dirinya)\b")
_SAYING = re.compile(r"[,:]\s*[\"\u201c][^\"\u201c\u201d]*\Z")
_NAME_ENDS = re.compile(r"[.;:!?\"\u201c\u201d]")


def speaker_after(lower: str, names: Names, low: int, high: int) -> Named | None:
    """The person named as the speaker where speech ends: `," kata Menlu Budi`; None where the first mark ends none."""
    mark = _MARKS.search(lower, low, high)
    said = _SAID.match(lower, mark.start(), high) if mark is not None else None
    if said is None:
        return None
    following = names.within(said.end(), min(high, said.end() + SPEAKER_CHARS))
    person = next((mention for mention in following if mention.is_person), None)
    if person is None or _NAME_ENDS.search(lower, said.end(), person.start) is not None:
        return None
    return person


def speaker_of(lower: str, names: Names, groups: Sequence[Group], pronoun: int, low: int, high: int) -> Named | None:
    """Who says the `saya` at `pronoun`. `[low, high)`: its sentence, on to the end of its paragraph."""
    if (person := speaker_after(lower, names, pronoun, min(high, pronoun + SPEECH_CHARS))) is not None:
        return person
    if _SAYING.search(lower, low, pronoun) is None:
        return None
    opening = max(lower.rfind(mark, low, pronoun) for mark in '"\u201c')
    first = next((group for group in groups if group.end <= opening), None)
    return first.members[0] if first is not None and len(first.members) == 1 and first.members[0].is_person else None


def with_speakers(lower: str, names: Names, groups: Sequence[Group], bounds: tuple[int, int], high: int) -> list[Group]:
    """The groups of the sentence `bounds`, with one for each `saya` or `kami` whose speaker is named before `high`."""
    found = list(groups)
    reflexive = _REFLEXIVE.search(lower, *bounds)
    if reflexive is not None and groups and groups[0].end <= reflexive.start() and len(groups[0].members) == 1:
        found.append(Group(reflexive.start("self"), reflexive.end("self"), groups[0].members, reflexive.start("self")))
    found = [_with_pronoun(lower, bounds[0], group, groups[0]) for group in found]
    for pronoun in _SELF.finditer(lower, *bounds):
        speaker = speaker_of(lower, names, groups, pronoun.start(), bounds[0], high)
        if speaker is not None:
            found.append(Group(pronoun.start(), pronoun.end(), [speaker], pronoun.start()))
    return sorted(found, key=lambda group: group.start) if len(found) > len(groups) else found


def _with_pronoun(lower: str, low: int, group: Group, first: Group) -> Group:
    """The group, with the one whom the sentence opens with where it goes on from `ia dan`: `X mengatakan ia dan Y bertemu`."""
    pronoun = _PRONOUN_AND.search(lower, low, group.start)
    subject = first.members[0]
    if (
        pronoun is None
        or first is group
        or len(first.members) != 1
        or not (subject.is_person and group.members[0].is_person)
    ):
        return group
    return Group(pronoun.start(), group.end, [subject, *group.members], pronoun.start())


def speaker_first(lower: str, names: Names, groups: Sequence[Group], low: int, high: int) -> Sequence[Group]:
    """The groups of a sentence, that of its speaker first: whom `ia` in the next sentence stands for."""
    mark = max(lower.rfind(mark, low, high) for mark in '"\u201d')
    speaker = speaker_after(lower, names, mark, high) if mark >= 0 else None
    if speaker is None:
        return groups
    return sorted(groups, key=lambda group: speaker not in group.members)
