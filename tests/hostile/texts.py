"""Texts made to hurt, of any size, and the law that every ledger of theirs keeps.

Here: makers of about as many characters as they are asked for. Who calls: test_clean_hostile.py at small sizes,
tests/bench/clean_hostile.py at full size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pyarrow as pa

from etl.contracts.enums import DROPPED_ROLES

CONTROLS = "".join(
    chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) in ("Cc", "Cf") and chr(point) != "\0"
)
_PROSE = "Warga Desa Sukamaju membersihkan selokan yang tersumbat sejak hujan turun pada Senin pagi, kata lurah. "
_JUNK = (
    "Advertisement\nBaca juga: Harga Cabai Naik Lagi\nBagikan\n0 Komentar\nHalaman: 1 2 3\nTags: cabai, pasar, harga\n"
    "© 2022 Warta Contoh. All rights reserved.\nIkuti kami di Google News\n- - -\nHome\nNews\nBola\n"
)
_SCRIPTS = (
    "Warga berkumpul di balai desa. مرحبا بكم في الموقع. Добро пожаловать на сайт. 欢迎来到我们的网站。 "
    "ようこそ。 ברוכים הבאים. ยินดีต้อนรับ 😀🏽‍🚀 e\u0301\u0323 ﷽ \n"
)


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda chars: (piece * (chars // len(piece) + 1))[:chars]


def _numbered_lines(chars: int) -> str:
    """Lines of ten characters, each another."""
    return "".join(f"a{n:08d}\n" for n in range(chars // 10))


def _sentences(chars: int) -> str:
    """Paragraphs of one sentence, each with a number of its own."""
    return "".join(f"{_PROSE}Nomor {n}.\n" for n in range(chars // (len(_PROSE) + 14)))


TEXTS: dict[str, Callable[[int], str]] = {
    "one_line": _repeated(_PROSE),
    "one_line_no_space": _repeated("a"),
    "one_line_digits": _repeated("0123456789"),
    "many_lines": _numbered_lines,
    "same_lines": _repeated("sama saja\n"),
    "empty_lines": _repeated("\n"),
    "paragraphs": _sentences,
    "boilerplate_only": _repeated(_JUNK),
    "mixed_scripts": _repeated(_SCRIPTS),
    "controls_one_line": _repeated(CONTROLS.replace("\n", "")),
    "controls_lines": _repeated(CONTROLS + "a\n"),
    "right_to_left": _repeated("\u202eawaJ id rijnab\u202c "),
    "brackets_open": _repeated("("),
    "braces_open": _repeated("x{"),
    "angles_open": _repeated("<div "),
    "code_open": _repeated("googletag.cmd.push(function() { "),
    "code_closed": _repeated(".googletag.cmd.push(function() { }); Lalu air surut. "),
    "quotes_open": _repeated('"Baca juga: '),
    "also_titles": _repeated("Air Surut Baca juga: Harga Naik Lagi di Pasar "),
    "entities": _repeated("&nbsp; air "),
    "addresses": _repeated("https://contoh.id/a.jpg "),
    "dates": _repeated("Senin, 3 Januari 2022 10:30 WIB "),
    "bars": _repeated("| "),
    "colons": _repeated("a:"),
    "hashtags": _repeated("#air"),
    "names": _repeated("Budi Santoso, "),
}
"""Name of the case to its maker."""


def ledger_faults(documents: pa.Table, segments: pa.Table) -> str:
    """What is wrong with the ledger of the documents; "" when it is disjoint, in order and covers every character."""
    at, owner, index = 0, -1, 0
    ids = documents["document_id"].to_pylist()
    sizes = documents["char_count"].to_pylist()
    dropped = {role.value for role in DROPPED_ROLES}
    columns = ("document_id", "segment_index", "char_start", "char_end", "role", "is_kept")
    for batch in segments.select(columns).to_batches(max_chunksize=100_000):
        for name, number, start, end, role, is_kept in zip(
            *(batch[column].to_pylist() for column in columns), strict=True
        ):
            while owner < 0 or ids[owner] != name:
                if owner >= 0 and at != sizes[owner]:
                    return f"{ids[owner]} ends at {at} of {sizes[owner]}"
                owner, at, index = owner + 1, 0, 0
            if start != at or end <= start or number != index or is_kept == (role in dropped):
                return f"{name} segment {number}: {start}..{end} after {at}, {role}"
            at, index = end, index + 1
    return "" if owner < 0 or at == sizes[owner] else f"{ids[owner]} ends at {at} of {sizes[owner]}"
