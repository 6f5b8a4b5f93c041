"""Closing credits: sentences behind a story that say who reported from where.

Here: "Sinta Lewa melaporkan dari Bogor.", "Aldo Ermo di Kupang berkontribusi pada laporan ini." Not here: labelled
credits (credits.py), whose names such a sentence may repeat by the last part alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.text.metadata.credits import Credit
from etl.text.person_names import is_person
from etl.text.places import in_normal_capitals, place_opening

_WORD = r"[A-Z](?:[\w'’-]|\.(?=\w))*"
_ONE = rf"{_WORD}(?:[ \xa0]{_WORD}){{0,4}}"
_AT = rf"(?:[ \xa0](?:di|dari|in)[ \xa0](?P<place>{_ONE}))"
_CLOSING = re.compile(
    rf"(?:(?<=\n)|(?<=[.!?;(][ \xa0])|(?<=\()|\A)[ \xa0]*(?:(?i:wartawan|reporter|jurnalis|koresponden|penulis)[ \xa0])?"
    rf"(?P<names>{_ONE}(?:,[ \xa0]{_ONE}){{0,3}}(?:,?[ \xa0](?:dan|serta)[ \xa0]{_ONE})?)"
    rf"(?:[ \xa0]melaporkan{_AT.replace('place', 'from')}|{_AT}?[ \xa0](?:(?:ikut|turut|juga)[ \xa0]){{0,2}}(?:berkontribusi|menyumbang(?:kan)?|membantu|melaporkan)"
    rf"[ \xa0](?:(?:pada|untuk|dalam|bagi|terhadap)[ \xa0])?(?:pelaporan|laporan|artikel|liputan|berita|tulisan)\b)"
)
_JOIN = re.compile(r",[ \xa0]|,?[ \xa0](?:dan|serta)[ \xa0]")
LINE_CHARS = 400


def closing_credits(text: str, start: int, end: int) -> Iterator[Credit]:
    """The people of such sentences in the line `text[start:end]`, in order; none in a line longer than LINE_CHARS."""
    line = text[start:end]
    if len(line) > LINE_CHARS or not any(
        word in line for word in ("melaporkan", "kontribusi", "menyumbang", "membantu")
    ):
        return
    for match in _CLOSING.finditer(line):
        written = match["from"] or match["place"]
        role = "reporter" if match["from"] else "contributor"
        opening = place_opening(written) if written else None
        place = opening[0] if opening else in_normal_capitals(written.rstrip(".")) if written else None
        at = match.start("names")
        for cut in (*_JOIN.finditer(line, at, match.end("names")), None):
            stop = cut.start() if cut else match.end("names")
            name = line[at:stop]
            if is_person(name, "labelled"):
                yield Credit(start + at, start + stop, name, role, place)
            at = cut.end() if cut else stop
