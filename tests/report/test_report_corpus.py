"""The corpus report: well-formed, complete, the same bytes again, and harmless whatever the corpus says."""

from __future__ import annotations

import base64
import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from etl import pipeline
from etl.report.charts import NAME_CHARS, lying_bars
from etl.report.corpus import report_path, write_report
from etl.report.differences import MOST_WORDS, side_by_side
from etl.report.inspect import inspect_document, page
from etl.settings import Settings
from etl.store.door import News
from etl.store.layout import Warehouse, find_warehouse
from tests.report.pages import Page, parsed

SCRIPT = '<script>fetch("https://jahat.example/")</script>'
PICTURE = '<img src=x onerror="alert(1)">'
LINK = '<a href="javascript:alert(1)">javascript:alert(1)</a>'
HOSTILE = (
    SCRIPT,
    PICTURE,
    LINK,
    "</pre></table><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "--><b>$x^$ {{ 7*7 }}",
)
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "small", "p", "a", "ul", "li", "b", "br"),
    *("figure", "figcaption", "img", "table", "tr", "th", "td", "mark", "pre", "span", "code"),
}
ATTRIBUTES = {"charset", "http-equiv", "content", "name", "lang", "class", "id", "href", "src", "alt", "title"}


@pytest.fixture(scope="module")
def sample_page(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("report") / "page.html"
    write_report(find_warehouse(sample_warehouse), target)
    return target.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hostile_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight invented articles, some alike, with markup in titles, bodies, file names, publishers and addresses."""
    place = tmp_path_factory.mktemp("hostile")
    source = place / "source"
    source.mkdir()
    body = [
        f"Jakarta - Warga Kampung Randu menanam bakau di pesisir utara pada Senin {SCRIPT} pagi itu.",
        f'"Kami menanam {PICTURE} seribu bibit," kata Wulan Pradipta, ketua kelompok tani {LINK}.',
        "Penanaman berlangsung dua hari dan diikuti nelayan dari tiga desa di sekitar muara sungai itu.",
        f"Wulan Pradipta bertemu Darma Lesmana di Semarang pada 4 Maret 2024. {' '.join(HOSTILE)}",
    ]
    records = [
        {
            "url": "javascript:alert(1)",
            "title": f"Bakau {hostile} ditanam",
            "publisher": hostile,
            "date": "2024-03-05",
            "text": "\n".join([f"Bakau {hostile} ditanam", "", *body, f"Bibit ke-{at} tumbuh {'baik' * (at % 3)}."]),
        }
        for at, hostile in enumerate(HOSTILE)
    ]
    text = "".join(json.dumps(record) + "\n" for record in records)
    (source / "catatan.jsonl").write_text(text, encoding="utf-8")
    for name in ('<img src=x onerror="alert(1)">.txt', "'><svg onload=alert(1)>.txt"):
        (source / name).write_text("\n".join([SCRIPT, *body]), encoding="utf-8")
    pipeline.run(source, place / "warehouse", Settings())
    return place / "warehouse"


def assert_harmless(seen: Page) -> None:
    """Only elements and attributes that the templates write, and no address that leads anywhere."""
    assert seen.problems == []
    assert seen.tags <= TAGS
    for tag, attributes in seen.elements:
        assert attributes.keys() <= ATTRIBUTES, (tag, attributes)
        assert attributes.get("href", "#").startswith("#")
        assert attributes.get("src", "data:image/svg+xml;base64,").startswith("data:image/svg+xml;base64,")
        assert re.fullmatch(r"[\w -]*", attributes.get("class", ""))
    (policy,) = [meta["content"] for meta in seen.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "script" not in policy and "http" not in policy


def pictures(seen: Page) -> list[ET.Element]:
    return [ET.fromstring(base64.b64decode(image["src"].partition(",")[2])) for image in seen.all("img")]


def test_the_page_of_the_sample_corpus(sample_page: str, sample: News) -> None:
    seen = parsed(sample_page)
    assert_harmless(seen)
    release = sample.sql("SELECT release_id FROM catalog_info").rows()[0]["release_id"]
    assert release in seen.text
    for row in sample.sql("SELECT rule FROM rules WHERE rule <> 'blank'").rows():
        assert row["rule"] in seen.text
    assert len(seen.all("pre")) == 5 and len(seen.all("mark")) > 10
    assert {span.get("class") for span in seen.all("span")} >= {"boilerplate", "headline", "body PERSON"}


def test_its_charts_are_pictures_that_load_nothing(sample_page: str) -> None:
    seen = parsed(sample_page)
    drawn = pictures(seen)
    assert len(drawn) == len(seen.all("figcaption")) == 6
    assert all(image["alt"] for image in seen.all("img"))
    for picture in drawn:
        assert picture.tag == "{http://www.w3.org/2000/svg}svg"
        for element in picture.iter():
            assert element.tag.rpartition("}")[2] not in {"script", "image", "foreignObject", "a"}
            assert not any(name.lower().startswith("on") for name in element.attrib)
            assert element.get("{http://www.w3.org/1999/xlink}href", "#").startswith("#")


def test_the_same_release_gives_the_same_bytes(sample_warehouse: Path, sample_page: str, tmp_path: Path) -> None:
    write_report(find_warehouse(sample_warehouse), tmp_path / "again.html")
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == sample_page


def test_a_hostile_corpus_puts_no_live_tag_into_the_page(hostile_warehouse: Path, tmp_path: Path) -> None:
    write_report(find_warehouse(hostile_warehouse), tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    seen = parsed(html)
    assert_harmless(seen)
    assert SCRIPT in seen.text and PICTURE in seen.text and "{{ 7*7 }}" in seen.text  # shown, as text
    assert any("onerror" in title.get("title", "") or "onerror" in title.get("alt", "") for _, title in seen.elements)
    assert all(b"jahat" not in ET.tostring(picture) for picture in pictures(seen))


def test_nor_into_the_page_of_a_document(hostile_warehouse: Path) -> None:
    with News(find_warehouse(hostile_warehouse)) as news:
        ids = [row["document_id"] for row in news.sql("SELECT document_id FROM documents ORDER BY ALL").rows()]
    assert len(ids) == 8
    for document_id in ids:
        seen = parsed(page(inspect_document(find_warehouse(hostile_warehouse), document_id)))
        assert_harmless(seen)
        assert "<script>" in seen.text


def test_a_release_of_nothing_has_a_page_that_says_so(empty_warehouse: Path, tmp_path: Path) -> None:
    write_report(find_warehouse(empty_warehouse), tmp_path / "page.html")
    seen = parsed((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert_harmless(seen)
    assert seen.all("img") == [] and seen.text.count("nothing to show") == 6


def test_where_a_report_lies_by_custom(sample_warehouse: Path, tmp_path: Path, sample: News) -> None:
    shutil.copytree(sample_warehouse / "releases", tmp_path / "releases")
    shutil.copy(sample_warehouse / "news.duckdb", tmp_path)
    release = sample.sql("SELECT release_id FROM catalog_info").rows()[0]["release_id"]
    assert report_path(Warehouse(tmp_path)) == tmp_path / "reports" / f"{release}.html"


def test_differing_words_are_told_apart() -> None:
    left, right = side_by_side("Api padam  pukul tiga\npagi", "Api belum padam pukul tiga pagi")
    assert [(run.text, run.is_shared) for run in left] == [("Api", True), ("padam pukul tiga pagi", True)]
    assert [(run.text, run.is_shared) for run in right] == [
        ("Api", True),
        ("belum", False),
        ("padam pukul tiga pagi", True),
    ]
    assert side_by_side("", "") == ([], [])
    long, _ = side_by_side("kata " * 10_000, "lain")
    assert sum(len(run.text.split()) for run in long) == MOST_WORDS


def test_a_chart_takes_any_name() -> None:
    names = ["$\\frac{", "a\x00b\x1b[31m", "中文", "x" * 10_000, "]]>--><script>", ""]
    chart = lying_bars("Names", "documents", [(name, 1) for name in names])
    picture = base64.b64decode(chart.address.partition(",")[2])
    assert ET.fromstring(picture) is not None
    assert b"x" * (NAME_CHARS + 1) not in picture
