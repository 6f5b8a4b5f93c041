"""Whether a date that is written without its year or its day lies ahead.

Here: the cue words around it in its own sentence. Not here: choosing the day (resolve.py).
The nearest cue wins: "akan dibahas pada Kamis" lies ahead, "akan dibahas, kata Menlu pada Kamis" was said.
"""

from __future__ import annotations

import re

from etl.text.dates.words import BARE_VERBS, FUTURE_CUES, LASTING_WORDS, NO_VERBS, PAST_CUES, UNTIL_WORDS

BEFORE_CHARS, AFTER_CHARS, AFTER_WORDS, LASTING_WINDOW = 160, 90, 9, 7
_SENTENCE_END = re.compile(r"[.!?;\n”](?:(?<=[\n”])|(?=[\s\xa0”\"]))")
_WORD = re.compile(r"[^\W_][\w-]*")
_RELATIVE = re.compile(r",\s*yang\s+(?!akan\b|bakal\b)[^,]*\Z")
_VERB = re.compile(r"(?:me|di|be[rl]|ter)[a-z]{3}")


def lies_ahead(text: str, start: int, end: int) -> bool:
    """True when the sentence speaks of `text[start:end]` as still to come."""
    before = text[max(0, start - BEFORE_CHARS) : start]
    breaks = [match.end() for match in _SENTENCE_END.finditer(before)]
    words = _WORD.findall(before[breaks[-1] :] if breaks else before)
    if words and words[-1] in UNTIL_WORDS and not LASTING_WORDS.isdisjoint(words[-LASTING_WINDOW:]):
        return True
    for index in range(len(words) - 1, -1, -1):
        word = words[index].lower()
        if word in PAST_CUES:
            return False
        if word in FUTURE_CUES and _is_cue(words, index):
            return True
    return not _closes_relative(before, text, end) and _ahead_after(text, end)


def _closes_relative(before: str, text: str, end: int) -> bool:
    """Whether the date ends a relative clause, so that what follows is of another time: `yang tiba pada Senin, akan ...`."""
    return text[end : end + 1] == "," and _RELATIVE.search(before) is not None


def _ahead_after(text: str, end: int) -> bool:
    """The cue after the date counts only before the first verb: "pada Kamis, delegasi akan bertemu"."""
    after = text[end : end + AFTER_CHARS]
    stop = _SENTENCE_END.search(after)
    words = _WORD.findall(after[: stop.start()] if stop else after)[:AFTER_WORDS]
    for index, written in enumerate(words):
        word = written.lower()
        if word in FUTURE_CUES and _is_cue(words, index):
            return True
        if word in PAST_CUES or (_VERB.match(written) and word not in NO_VERBS):
            return False
    return False


def _is_cue(words: list[str], index: int) -> bool:
    """ "akan" points ahead before a verb; before a noun it means "of": "khawatir akan serangan"."""
    if words[index].lower() != "akan" or index + 1 == len(words):
        return True
    following = words[index + 1].lower()
    if following in NO_VERBS:
        return False
    return bool(_VERB.match(following)) or following in BARE_VERBS
