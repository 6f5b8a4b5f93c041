"""Tails: sentences at the ends of a page that are the site's and not the story's.

Here: drawing the article in where its first or last paragraphs are notices: in another language, in capitals alone, or
below the lines that close a page. Not here: finding the article (article_lines.py), deciding what such a line is
(roles.py). Linear in the lines.
"""

from __future__ import annotations

from etl.text.cleaning.document import SAYING, Document, Line
from etl.text.cleaning.line_kinds import FOREIGN_STOP, LETTERS, OTHER_SCRIPT, SENTENCES, STOP, UPPER, WORDS, Kind
from etl.text.cleaning.line_places import shared_content

CLOSING = ("promotion", "notice", "comment", "account", "share")
"""Phrases of these kinds close a page; those of others also stand between two paragraphs."""
MOST_TAIL_LINES, MOST_TAIL_SHARE = 3, 0.5
"""Sentences below the closing lines, and their words as a share of the article's, beyond which the story goes on."""
CAPITALS_WORDS = 6
CREDIT_LINES = 3
"""So many lines below a story's last sentence its credit may stand."""
BELOW_LINES = 100
_SPEECH = tuple("\"'“‘«„")


def draw_in(document: Document) -> None:
    """Moves `first` and `last` past notices at the article's ends; fills `tail` with those whose reason is known here."""
    story = [n for n in range(document.first, document.last + 1) if document.kinds[n] in SAYING]
    if not story:
        return
    while len(story) > 1 and _is_foreign(document, document.lines[story[0]]):
        del story[0]
        document.first = story[0]
    below: list[int] = []
    if not document.is_crowded:  # there, what stands off the article is judged by its distance
        stop = min(document.last + 1 + BELOW_LINES, len(document.kinds))
        below = [n for n in range(document.last + 1, stop) if document.kinds[n] in SAYING]
    for number in below:
        _is_notice(document, number, story[-1])
    while len(story) > 1 and _is_notice(document, story[-1], story[-2]):
        del story[-1]
        document.last = story[-1]
    count = _count_above_closing(document, [*story, *below])
    if count < len(story):
        document.last = story[count - 1]


def _count_above_closing(document: Document, said: list[int]) -> int:
    """How many of the sentences stand above closing lines below which the rest say nothing of what the story says."""
    for at in range(len(said) - 1, max(0, len(said) - 1 - MOST_TAIL_LINES), -1):
        if shared_content(document, said[at]) or document.lines[said[at]].text.startswith(_SPEECH):
            break
        if Kind.BYLINE in document.kinds[said[-1] + 1 : said[-1] + 1 + CREDIT_LINES]:
            break  # signed below: they are the story's
        if (closing := _closing_between(document, said[at - 1], said[at])) is not None:
            words = [document.lines[n].counts[WORDS] for n in said]
            if sum(words[at:]) > MOST_TAIL_SHARE * sum(words[:at]):
                break
            for n in said[at:]:
                document.tail.setdefault(n, f"a sentence below {document.lines[closing].text[:60]}")
            return at
    return len(said)


def _closing_between(document: Document, above: int, below: int) -> int | None:
    """The line between two sentences that closes a page: a call to follow, comment or sign in, or two credits in a row."""
    credits = 0
    for n in range(below - 1, above, -1):
        look = document.lines[n].look
        credits += look.kind == Kind.BYLINE
        if credits == 2 or (look.kind == Kind.PHRASE and (look.evidence or "").startswith(CLOSING)):
            return n
    return None


def _is_notice(document: Document, number: int, above: int) -> bool:
    """True for a notice in another language or in capitals alone, which the line `above` is not."""
    line = document.lines[number]
    if _is_foreign(document, line):
        return True
    if _is_capitals(line) and not _is_capitals(document.lines[above]) and not document.is_copy[number]:
        document.tail[number] = "capitals alone, below the article"
        return True
    return False


def _is_foreign(document: Document, line: Line) -> bool:
    """True for a line that reads as another language than the article's; speech is spared."""
    counts = line.counts
    if not document.is_indonesian or line.text.startswith(_SPEECH):
        return False
    if counts[OTHER_SCRIPT] * 2 > counts[LETTERS]:
        return True
    return counts[FOREIGN_STOP] >= 3 and counts[FOREIGN_STOP] > 2 * counts[STOP]


def _is_capitals(line: Line) -> bool:
    counts = line.counts
    return counts[WORDS] >= CAPITALS_WORDS and counts[UPPER] * 10 >= counts[LETTERS] * 9 and counts[SENTENCES] > 0
