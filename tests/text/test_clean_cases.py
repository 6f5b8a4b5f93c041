"""What lines are, and what is cut out of them: cases as data, read through the step itself."""

from __future__ import annotations

from typing import Any

import pytest

from etl.lexicon import read_rows
from etl.settings import Settings
from etl.steps.clean import segment
from etl.text.cleaning.residue import find_residue, find_scar
from etl.text.phrases import LONGEST_LABEL_WORDS, label_words, words_of
from tests.bench.documents import documents_of
from tests.text.case_files import Case, cases_of


def rows_of(text: str) -> list[dict[str, Any]]:
    """The ledger of a document that stands alone."""
    return segment({"documents": documents_of([text])}, {}, Settings())["segments"].to_pylist()


@pytest.mark.parametrize("case", cases_of("clean"))
def test_page(case: Case) -> None:
    text = "\n".join(line for _, line in case["lines"])
    rows = rows_of(text)
    assert [(row["role"], text[row["char_start"] : row["char_end"]].rstrip("\n")) for row in rows] == [
        (role, line) for role, line in case["lines"]
    ]
    for row in rows:
        assert row["is_kept"] == (row["role"] not in ("boilerplate", "repeat", "blank"))
        assert row["is_kept"] or (row["rule"] and row["evidence"])


@pytest.mark.parametrize("case", cases_of("residue"))
def test_residue(case: Case) -> None:
    line = case["line"]
    kept, at = "", 0
    for (start, end), _ in find_residue(line):
        kept += line[at:start]
        at = end
    assert kept + line[at:] == case["kept"]


def test_residue_is_a_segment_of_its_own_and_the_sentence_keeps_its_role() -> None:
    line = "Warga mengungsi ke balai desa sejak Senin malam ADVERTISEMENT karena air terus naik hingga ke jendela rumah mereka.\n"
    rows = rows_of(
        "Banjir Rendam Tiga Desa di Tepi Sungai\n"
        + line * 1
        + "Petugas membagikan makanan dan selimut kepada para pengungsi di balai desa itu.\n"
    )
    parts = [(row["role"], row["rule"]) for row in rows[1:4]]
    assert parts == [("body", None), ("boilerplate", "residue"), ("body", None)]
    assert rows[2]["evidence"].startswith("advert_slot")


def test_residue_makes_a_sentence_nothing_else_and_leaves_its_line_end() -> None:
    script = "window._kotak = window._kotak || []; _kotak.push({ mode: 'tiga', container: 'tengah' });"
    text = (
        "Laba Pabrik Semen Naik Tipis\nLaba bersih pabrik semen terbesar naik tipis dua persen pada semester pertama.\n"
        f"Harga saham pabrik naik lima puluh rupiah. {script}\n"
        "Direktur keuangan mengatakan biaya energi masih tinggi dan akan ditekan tahun depan.\n"
    )
    rows = [(row["role"], text[row["char_start"] : row["char_end"]]) for row in rows_of(text)[2:]]
    assert rows == [
        ("body", "Harga saham pabrik naik lima puluh rupiah."),
        ("boilerplate", f" {script}"),
        ("body", "\n"),
        ("body", text.split("\n")[3] + "\n"),
    ]


def test_a_lost_link_is_reported_and_not_filled_in() -> None:
    text = (
        "Dilansir , menteri itu tiba di Jenewa pada Senin dan langsung bertemu dengan rekannya dari negeri tetangga.\n"
    )
    rows = rows_of("Menteri Tiba di Jenewa untuk Bertemu Rekannya\n" + text)
    assert (rows[1]["role"], rows[1]["rule"]) == ("body", "lost_link") and "Dilansir ," in rows[1]["evidence"]
    assert find_scar("Harga naik pada Senin, kata pedagang.") is None


def test_a_repeat_points_at_the_copy_that_is_kept() -> None:
    body = "Kapal itu membawa dua ratus karung beras dan obat-obatan untuk warga di tiga pulau yang terisolasi sejak badai.\n"
    other = "Nakhoda mengatakan gelombang sudah turun sehingga pelayaran aman bagi penumpang dan awak kapal pada malam itu.\n"
    text = "Kapal Bantuan Tiba di Pulau Terluar\n" + body + other + body + other
    rows = rows_of(text)
    for row in rows[3:]:
        twin = text[row["repeat_of_start"] : row["repeat_of_end"]]
        assert row["role"] == "repeat" and row["similarity"] == 1.0
        assert twin == text[row["char_start"] : row["char_end"]].strip()


def test_a_frequent_line_says_in_how_many_articles_it_stands() -> None:
    from etl.steps.clean import SIDE, count_lines, merge_lines

    names = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan")
    texts = [
        f"Berita Desa {name} yang Panjang Judulnya\nWarga desa {name} bergotong royong membersihkan saluran {name} di tepi "
        f"jalan desa sejak pagi hingga sore.\nKantor kami buka setiap hari kerja untuk umum\n"
        for name in names
    ]
    documents = documents_of(texts)
    side = merge_lines([count_lines({"documents": documents}, {}, Settings())])
    rows = segment({"documents": documents}, {SIDE: side}, Settings())["segments"].to_pylist()
    last = [row for row in rows if texts[0][row["char_start"] :].startswith("Kantor")]
    assert last and last[0]["rule"] == "frequent_line"
    assert last[0]["evidence"] == "in 8 of 8 articles, 8 of 8 of one source"


def test_the_phrases_are_as_short_as_the_look_up_takes_them_for() -> None:
    rows = read_rows("line_phrases.tsv")
    assert max(len(words_of(text)) for text, match, *_ in rows if match == "line") <= LONGEST_LABEL_WORDS
    assert len({(text, match) for text, match, *_ in rows}) == len(rows)
    assert "bagikan" in label_words()


BODY = (
    "Jembatan gantung yang putus diterjang banjir bulan lalu kembali dibuka pada Rabu pagi. Warga menyambutnya dengan "
    "gembira. Kepala dinas pekerjaan umum setempat mengatakan perbaikan memakan waktu tiga pekan dan menelan biaya dua "
    "ratus juta rupiah. Tali baja jembatan akan diperiksa setiap bulan oleh petugas, kata dia, agar kejadian serupa tidak "
    "terulang pada musim hujan berikutnya."
)


@pytest.mark.parametrize("again", [BODY, BODY.replace("kata dia, ", "").replace("gembira", "sukacita")])
def test_a_body_pasted_twice_into_one_line_is_cut_where_it_begins_again(again: str) -> None:
    first, second = rows_of(f"{BODY} {again}")
    assert (first["role"], first["char_end"]) == ("body", len(BODY) + 1)
    assert (second["role"], second["rule"]) == ("repeat", "copy_in_line") and second["similarity"] > 0.6
    assert (second["repeat_of_start"], second["repeat_of_end"]) == (0, len(BODY))


def test_a_line_that_says_a_thing_twice_is_no_copy() -> None:
    text = (
        BODY + " " + BODY[:120] + " Demikian pengumuman yang dibacakan di balai desa itu sebelum warga pulang ke rumah."
    )
    assert [row["role"] for row in rows_of(text)] == ["body"]
