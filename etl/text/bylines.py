"""Which lines of a page credit people, and who they are.

Here: bylines and stamps as the clean step labelled them, and the few lines whose place or form makes them bylines
although they were labelled otherwise. Not here: reading one line (credits.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from etl.contracts.enums import Role
from etl.text.credits import Credit, find_credits, is_signed, label_alone, opens_with_label
from etl.text.page import Page, Segment

LABELLED_CHARS = 300
"""A line that nothing but its first word calls a byline is no longer than this."""
BARE_CHARS = 80
"""A line that holds nothing but a name, or a name and its outlet, is no longer than this."""
_LABELLED_ROLES = frozenset((Role.BODY, Role.BOILERPLATE, Role.SUMMARY))
_BESIDE = frozenset((Role.HEADLINE, Role.TIMESTAMP, Role.BYLINE))


def page_credits(page: Page) -> list[Credit]:
    """The people that the page credits, each once, in order; the first role given wins."""
    found: list[Credit] = []
    last: list[int] = []
    for segment, bare in _credit_segments(page):
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


def _credit_segments(page: Page) -> Iterator[tuple[Segment, bool]]:
    """Segments to read, and whether names without a label count in them."""
    filled: list[Segment] = []
    for segment in page.segments:
        start, end, role = segment
        if role == Role.BLANK:
            continue
        filled.append(segment)
        if role in (Role.BYLINE, Role.TIMESTAMP):
            yield segment, True
        elif end - start <= LABELLED_CHARS and role in _LABELLED_ROLES:
            if opens_with_label(page.text, start, end):
                yield segment, False
            elif end - start <= BARE_CHARS and _is_byline_by_place(page, segment, filled):
                yield segment, True


def _is_byline_by_place(page: Page, segment: Segment, filled: list[Segment]) -> bool:
    """A name signed with its outlet beside the headline or the stamp; a bare name between the two."""
    before = filled[-2].role if len(filled) > 1 else None
    after = _next_role(page, segment)
    if before not in _BESIDE and after not in _BESIDE:
        return False
    if is_signed(page.text, segment.start, segment.end):
        return True
    return {before, after} == {Role.HEADLINE, Role.TIMESTAMP}


def _next_role(page: Page, segment: Segment) -> str | None:
    text_end = segment.end
    for other in page.segments_from(text_end):
        if other.role != Role.BLANK:
            return other.role
    return None
