"""Which lines of a page credit people, and who they are.

Here: bylines and stamps as the clean step labelled them, and the few lines whose place or form makes them bylines
although they were labelled otherwise. Not here: reading one line (credits.py).
"""

from __future__ import annotations

from etl.contracts.enums import Role
from etl.text.credits import LABEL_CHARS, Credit, find_credits, is_signed, label_alone, opens_with_label
from etl.text.page import Page, Segment
from etl.text.person_names import is_surely_a_name

LABELLED_CHARS = 300
"""A line that nothing but its first word calls a byline is no longer than this."""
BARE_CHARS = 80
"""A line that holds nothing but a name, or a name and its outlet, is no longer than this."""
_LABELLED_ROLES = frozenset((Role.BODY, Role.BOILERPLATE, Role.SUMMARY))


def page_credits(page: Page, stamp_line: Segment | None = None) -> list[Credit]:
    """The people that the page credits, each once, in order; the first role given wins.

    `stamp_line`: the line that publication.py took the stamp from, whatever the clean step called it.
    """
    found: list[Credit] = []
    last: list[int] = []
    for segment, bare in _credit_lines(page, stamp_line):
        alone = label_alone(page.text, segment.start, segment.end)
        if alone and last:
            for index in last:
                found[index] = found[index]._replace(role=alone)
            last = []
            continue
        before = len(found)
        found.extend(find_credits(page.text, segment.start, segment.end, bare=bare))
        last = list(range(before, len(found))) if bare else []
    seen: set[str] = set()
    return [credit for credit in found if not ((key := credit.name.lower()) in seen or seen.add(key))]


def _credit_lines(page: Page, stamp_line: Segment | None) -> list[tuple[Segment, bool]]:
    """Lines to read, in order, and whether names without a label count in them."""
    by_place = _bylines_by_place(page, stamp_line)
    lines = [(segment, True) for segment in page.of_role(Role.BYLINE, Role.TIMESTAMP)]
    known = by_place.union(segment for segment, _ in lines)
    lines += [(segment, True) for segment in by_place.difference(segment for segment, _ in lines)]
    find = page.text.find
    for role in _LABELLED_ROLES:
        for segment in page.by_role.get(role, ()):
            start, end, _ = segment
            if end - start <= LABELLED_CHARS and find(":", start, min(end, start + LABEL_CHARS)) >= 0:
                if opens_with_label(page.text, start, end) and segment not in known:
                    lines.append((segment, False))
    return sorted(lines)


def _bylines_by_place(page: Page, stamp_line: Segment | None) -> set[Segment]:
    """Lines labelled otherwise that credit people: the stamp's own line, a name signed with its outlet beside the
    headline or stamp, and a name of no ordinary words beside the stamp."""
    asked = set(page.of_role(Role.HEADLINE, Role.TIMESTAMP))
    found: set[Segment] = set()
    if stamp_line:
        asked.add(stamp_line)
        found.add(stamp_line)
    for mark in asked:
        is_stamp = mark is stamp_line or mark.role == Role.TIMESTAMP
        for line in page.beside(mark):
            if line.role in _LABELLED_ROLES and line.end - line.start <= BARE_CHARS:
                signed = is_signed(page.text, line.start, line.end)
                if signed or (is_stamp and is_surely_a_name(page.text[line.start : line.end])):
                    found.add(line)
    return found
