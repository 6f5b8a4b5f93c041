"""Which lines of a page credit people, and who they are.

Here: bylines and stamps as the clean step labelled them, and the few lines whose place or form makes them bylines
although they were labelled otherwise. Not here: reading one line (credits.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from etl.contracts.enums import Role
from etl.text.marks import CLOSING, CREDIT, LABEL, OF_REPORT, SIGNED
from etl.text.metadata.closing_credits import closing_credits
from etl.text.metadata.credits import (
    LABEL_CHARS,
    Credit,
    find_credits,
    is_credit_sentence,
    is_signed,
    label_alone,
    opens_with_label,
)
from etl.text.metadata.page import Page, Segment
from etl.text.person_names import is_surely_a_name

LABELLED_CHARS = 300
"""A line that nothing but its first word calls a byline is no longer than this."""
CLOSING_LINES = 12
"""Sentences that credit people behind a story stand in a page's last lines."""
BARE_CHARS = 80
"""A line that holds nothing but a name, or a name and its outlet, is no longer than this."""
_BY = re.compile(
    r"\s*(?i:by|oleh|(?:laporan )?(?:wartawan|kontributor|reporter|jurnalis|koresponden|pewarta)|laporan|penulis)[ \xa0]+(?=[A-Z][\w'’.-]*(?:[ \xa0]|\s*$))"
)
_OPENS_CREDIT = LABEL | CREDIT
_LABELLED_ROLES = (Role.BODY, Role.BOILERPLATE, Role.SUMMARY)
_BARE_ROLES = frozenset((*_LABELLED_ROLES, Role.CAPTION))


def page_credits(page: Page, stamp_line: Segment | None = None, outlets: Collection[str] = ()) -> list[Credit]:
    """The people that the page credits, each once, in order; the first role given wins.

    `stamp_line`: the line that publication.py took the stamp from, whatever the clean step called it. `outlets`: names
    the page gives to its own site; one of them is no person, whatever its capitals.
    """
    found: list[Credit] = []
    above: tuple[str | None] | None = None
    labels_lead = False
    last: list[int] = []
    for segment, bare in _credit_lines(page, stamp_line):
        alone = label_alone(page.text, segment.start, segment.end) if bare else None
        if alone and last and not labels_lead:
            for index in last:
                found[index] = found[index]._replace(role=alone[0] or found[index].role)
            last = []
            continue
        if alone:
            above, labels_lead = alone, True
            continue
        credits = find_credits(page.text, segment.start, segment.end, bare=bare and not _opens_page(page, segment))
        if above and bare and not opens_with_label(page.text, segment.start, segment.end):
            role = above[0]
            above = None if credits else above
            credits = [credit._replace(role=role) for credit in credits] if role else []
        last = list(range(len(found), len(found) + len(credits))) if bare else []
        found += credits
    found = _with_closing(page, found)
    if not found:
        return found
    own = {_squeezed(name) for name in outlets}
    once: dict[str, Credit] = {}
    for credit in found:
        first = once.setdefault(_squeezed(credit.name), credit)
        if first.place is None and credit.place is not None:  # told with the second credit
            once[_squeezed(credit.name)] = first._replace(place=credit.place)
    return [credit for key, credit in once.items() if key not in own]


def _with_closing(page: Page, found: list[Credit]) -> list[Credit]:
    """`found` and the people of the sentences behind the story; one of them known already gives his place alone."""
    for segment in page.filled[-CLOSING_LINES:] if page.marks & CLOSING else ():
        if not (segment.marks & CLOSING and segment.marks & OF_REPORT):
            continue
        for credit in closing_credits(page.text, segment.start, segment.end):
            known = next((n for n, one in enumerate(found) if f" {one.name}".endswith(f" {credit.name}")), None)
            if known is None:
                found.append(credit)
            elif segment.start <= found[known].start < segment.end:
                found[known] = credit  # read as a bare name of the same line
            elif found[known].place is None:
                found[known] = found[known]._replace(place=credit.place)
    return found


def _opens_page(page: Page, segment: Segment) -> bool:
    """True for a page's first line right above its headline: a name there without a label is the outlet's."""
    return segment is page.filled[0] and len(page.filled) > 1 and page.filled[1].role == Role.HEADLINE


def _squeezed(name: str) -> str:
    """Letters and figures of a name alone: an outlet and its address compare equal less the address's ending."""
    return "".join(filter(str.isalnum, name.lower()))


def _credit_lines(page: Page, stamp_line: Segment | None) -> list[tuple[Segment, bool]]:
    """Lines to read, in order, and whether names without a label count in them."""
    by_place = _bylines_by_place(page, stamp_line)
    lines = dict.fromkeys((*page.of_role(Role.BYLINE), *page.of_role(Role.TIMESTAMP), *by_place), True)
    text = page.text
    for role in _LABELLED_ROLES:
        # Most lines fall out here: told in a comprehension, without a step of the loop each.
        for segment in [
            s for s in page.by_role.get(role, ()) if s[3] & _OPENS_CREDIT and s[1] - s[0] <= LABELLED_CHARS
        ]:
            start, end, *_ = segment
            head = text[start : end if end < start + LABEL_CHARS else start + LABEL_CHARS]
            if ":" in head:
                is_credit = opens_with_label(text, start, end)
            else:
                is_credit = (" oleh " in head or " by " in head) and is_credit_sentence(text, start, end)
            if is_credit:
                lines.setdefault(segment, ":" not in head)
    return sorted(lines.items())


def _bylines_by_place(page: Page, stamp_line: Segment | None) -> set[Segment]:
    """Lines labelled otherwise that credit people: the stamp's own line; beside the headline or stamp a name signed with
    its outlet, or behind a label without its colon; a name of no ordinary words beside the stamp."""
    asked = {*page.of_role(Role.HEADLINE), *page.of_role(Role.TIMESTAMP)}
    found: set[Segment] = set()
    if stamp_line:
        asked.add(stamp_line)
        found.add(stamp_line)
    for mark in asked:
        is_stamp = mark is stamp_line or mark.role == Role.TIMESTAMP
        for line in page.beside(mark):
            if line.end - line.start <= BARE_CHARS and line.role in _BARE_ROLES:
                signed = line.marks & SIGNED and is_signed(page.text, line.start, line.end)
                signed = signed or _BY.match(page.text, line.start, line.end)
                if signed or (is_stamp and _is_names(page.text[line.start : line.end])):
                    found.add(line)
    return found


def _is_names(line: str) -> bool:
    """True for a line of one name or several ("Sinta Lewa dan Aldo Ermo"), none of ordinary words."""
    return all(map(is_surely_a_name, re.split(r",[ \xa0]|[ \xa0](?:dan|and|serta)[ \xa0]", line)))
