"""Title spans: where the title before a name begins, and whether a country or body stands in it.

Here: `Kepala diplomasi Uni Eropa Budi`, `mitranya dari Kenya, Budi`. Not here: lists of names (groups.py), titles that
stand alone (titles.py, country_titles.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.text.contacts import words
from etl.text.named import Named
from etl.text.quotes import cues

TITLE_CHARS = 140
OFFICE_CHARS = 44
# `PM Malaysia, Seskab Budi`, `Menlu Mesir dan Menlu Turki Budi`: a comma or joint and an office begin another's title.
_NEW_TITLE = re.compile(
    rf"(?:,|\b(?:dan|serta|dengan|bersama)\b)\s*(?:{'|'.join(sorted(words.OFFICES - {'wakil', 'kepala', 'juru', 'anggota', 'utusan', 'duta'}))})\b"
)
_NEVER_TITLE = frozenset(
    {
        "dan",
        "dengan",
        "serta",
        "sementara",
        "namun",
        "adapun",
        "di",
        "ke",
        "pada",
        "oleh",
        "antara",
        *words.FRAMES,
        *cues.DAYS,
    }
)
# `bertemu dengan utusan junta, Kolonel Budi`: the office before the comma is the title of the one behind it.
_APPOSED_TO = re.compile(
    rf"\b(?:dengan|bersama|kepada|oleh|antara|menemui|menelepon|menghubungi|menerima|menjamu|dan)\s+"
    rf"(?P<office>(?:{'|'.join(sorted(words.OFFICES - {'wakil'}))})(?:nya)?(?:\s+[^\W\d_][\w-]*){{0,7}}),\s*\Z"
)
_OFFICE_OF = re.compile(rf"\b(?:{'|'.join(sorted(words.OFFICES - {'wakil'}))})\s+(?P<rest>(?:[a-z]+\s+){{1,3}})\Z")
_NO_NOUN = re.compile(
    r"(?:me|ber|ter|di(?!ploma|visi|nas|rektorat|gital|stribusi))[a-z]{4,}|(?:di|ke|dari|dan|dengan|yang|untuk|oleh|kepada|pada|akan|telah|itu|ini|juga|tidak)\Z"
)


def title_start(text: str, lower: str, low: int, start: int) -> int:
    """Where the title before the name at `start` begins, not before `low`."""
    best = start
    depth = 0
    for token in reversed(list(words.TOKEN.finditer(text, max(low, start - TITLE_CHARS), start))):
        word = lower[token.start() : token.end()]
        if word in "()":
            depth += 1 if word == ")" else -1
            if word == "(":
                best = token.start()
        elif depth <= 0:
            is_title = words.is_head(word) or word in cues.TITLES or text[token.start()].isupper()
            is_home = word == "dalam" and lower.startswith("negeri", token.end() + 1)  # `Menteri Dalam Negeri`
            if (
                not (is_title or is_home)
                or (word in _NEVER_TITLE and not is_home)
                or not word[0].isalnum()
                or words.is_trigger(word)
            ):
                break
            best = token.start()
    apposed = _APPOSED_TO.search(lower, max(low, best - TITLE_CHARS // 2), best)
    return apposed.start("office") if apposed is not None else best


def office_start(lower: str, low: int, start: int) -> int:
    """Where the office begins whose common nouns stand right before `start`: `Kepala diplomasi Uni Eropa`."""
    office = _OFFICE_OF.search(lower, max(low, start - OFFICE_CHARS), start)
    if office is None or any(
        _NO_NOUN.match(word) and not words.is_head(word) and word not in words.BETWEEN
        for word in office["rest"].split()
    ):
        return start
    return office.start()


def is_in_title(text: str, lower: str, mention: Named, ahead: Sequence[Named]) -> bool | None:
    """Whether a country or body stands in the title of the person named next: `Presiden Rusia Vladimir Putin`.

    None when it does not; True when the title is of an office, so that its bearer is a party; else False.
    """
    following = next((named for named in ahead if named.is_person), None)
    if mention.is_person or following is None or following.start - mention.end > TITLE_CHARS // 2:
        return None
    if _is_of_counterpart(text, lower, mention, following):
        return True
    lead = words.TOKEN.findall(lower[max(0, mention.start - OFFICE_CHARS) : mention.start])[-5:]
    has_office = any(word in words.OFFICES for word in lead) and lead[-1] not in ("dan", "dengan", "bertemu")
    if _NEW_TITLE.search(lower, mention.end, following.start) is not None:
        return None
    if following.role_text and following.start - mention.start <= len(following.role_text) + 3:
        return has_office
    gap = text[mention.end : following.start]
    if has_office and all(_continues_title(token) for token in words.TOKEN.findall(gap)):
        return True
    gap = words.PARENTHESES.sub(" ", gap)
    if following is not ahead[0] or "," in gap:
        return None
    is_title = all(
        word[0].isupper() or word.lower() in words.HEADS or word.lower() in cues.TITLES for word in gap.split()
    )
    return has_office if is_title else None


def _is_of_counterpart(text: str, lower: str, mention: Named, following: Named) -> bool:
    """Whether a country only says whose counterpart is named next: `mitranya dari Kenya, Joseph Wekesa`."""
    lead = lower[max(0, mention.start - OFFICE_CHARS) : mention.start].split()[-3:]
    if not lead or lead[-1] not in ("dari", "asal", "di") or words.COUNTERPARTS.isdisjoint(lead):
        return False
    gap = words.PARENTHESES.sub(" ", text[mention.end : following.start]).strip(" (")
    return gap in ("", ",") or (
        gap[0] == ","
        and all(
            word.lower() in words.HEADS or word.lower().strip(".") in cues.TITLES or word[0].isupper()
            for word in gap[1:].split()
        )
    )


def _continues_title(token: str) -> bool:
    """Whether a word or mark can stand between the office and its bearer's name."""
    if token[0].isupper() or token[0].isdigit() or token.startswith("ke-"):
        return True
    return token in words.BETWEEN or token in words.HEADS
