"""The Dagster UI as a person uses it: `make ui`, materialise all, see it green, see columns, row counts and checks; the
corpus report and a document's page; `make ui-readonly` for viewers.

The corpus is hostile in titles, bodies, fields and file names: nothing foreign is loaded, no dialog opens, and looking at
a page starts no run.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
TITLE = """<script>alert(1)</script> Harga Beras Naik ![x]({graphql}) [klik](javascript:alert(3))"""
BODY = """SURABAYA - Harga beras di pasar naik sejak pekan lalu, kata pedagang. <img src=x onerror=alert(2)>
<img src="{graphql}"> [klik](javascript:alert(3)) "Kami menunggu pasokan dari desa," kata Wulan Pradipta, pedagang beras.
<a href="javascript:alert(5)">Baca juga</a> </pre></table><svg onload=alert(6)> ![y]({graphql})
"""
MUTATION = "mutation{launchMultipleRuns(executionParamsList:[]){__typename}}"
NAME = "berita <b>{number}<b> ![x](javascript:alert(4)) '\"><img src=x onerror=alert(7)>.txt"
RUNS = "{ runsOrError(limit: 20) { ... on Runs { results { id status } } } }"


@dataclass
class Place:
    """A hostile source, its warehouse, and the ports of two servers."""

    folder: Path
    source: Path = field(init=False)
    warehouse: Path = field(init=False)
    base: str = field(init=False)
    viewers: str = field(init=False)

    def __post_init__(self) -> None:
        self.source, self.warehouse = self.folder / "source", self.folder / "warehouse"
        self.base, self.viewers = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        self.source.mkdir()
        graphql = f"{self.base}/graphql?query={MUTATION}"
        title, body = TITLE.format(graphql=graphql), BODY.format(graphql=graphql)
        page = "\n".join([title, "Senin, 14 Maret 2022 - 09:15 WIB", body])
        for number in range(3):
            (self.source / NAME.format(number=number).replace("/", "")).write_text(f"{page}\nBeras nomor {number}.")
        record = {"url": "javascript:alert(8)", "publisher": title, "date": title, "text": page + "Rekaman."}
        (self.source / "catatan.jsonl").write_text(json.dumps(record))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(place: Place, target: str, base: str) -> Iterator[None]:
    """`make TARGET` of this checkout, in the environment that runs the tests."""
    port = base.rpartition(":")[2]
    given = {"BIN": Path(sys.executable).parent, "SOURCE": place.source, "WAREHOUSE": place.warehouse, "PORT": port}
    command = ["make", "--old-file", ".venv/installed", target, *(f"{name}={value}" for name, value in given.items())]
    log = place.folder / f"{target}.log"
    environment = {**os.environ, "DAGSTER_HOME": str(place.folder / "home"), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True)
    try:
        deadline = time.monotonic() + 300
        while True:
            try:
                with urllib.request.urlopen(f"{base}/server_info", timeout=2):
                    break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, log.read_text()[-3000:]
                time.sleep(1)
        yield
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


class Visitor:
    """A browser page that remembers every address it asked for and every dialog."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.addresses: list[str] = []
        self.dialogs: list[str] = []
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("dialog", self._dismissed)
        page.set_default_timeout(240_000)

    def _dismissed(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def asked(self, base: str, query: str) -> dict[str, Any]:
        return self.page.request.post(f"{base}/graphql", data={"query": query}).json()["data"]

    def runs(self, base: str) -> list[dict[str, str]]:
        return self.asked(base, RUNS)["runsOrError"]["results"]

    def assert_unharmed(self, *own: str) -> None:
        """Only addresses that begin with one of `own` were asked for, none of them by the corpus."""
        assert self.dialogs == []
        assert [url for url in self.addresses if not url.startswith((*own, "data:", "blob:"))] == []
        assert [url for url in self.addresses if "mutation" in url] == []


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing; `make setup-system` installs it")
        pytest.skip("chromium is not installed; `make setup-system` installs it")
    return Place(tmp_path_factory.mktemp("ui"))


@pytest.fixture(scope="module")
def browser(place: Place) -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        expect.set_options(timeout=240_000)
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visitor(browser: Any) -> Iterator[Visitor]:
    page = browser.new_page(viewport={"width": 1500, "height": 950})
    yield Visitor(page)
    page.close()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(os.environ.get("JERNIH_PICTURES") or tmp_path_factory.mktemp("pictures"))


def test_materialise_all_and_look(place: Place, visitor: Visitor, pictures: Path) -> None:
    from playwright.sync_api import expect

    page, server = visitor.page, place.base
    with serving(place, "ui", server):
        page.goto(f"{server}/asset-groups", wait_until="domcontentloaded")
        page.get_by_role("button", name="Materialize all").click()
        expect(page.get_by_text("Launched run").first).to_be_visible()
        deadline = time.monotonic() + 400
        while time.monotonic() < deadline and (
            not (now := visitor.runs(server)) or now[0]["status"] not in ("SUCCESS", "FAILURE")
        ):
            page.wait_for_timeout(2000)
        assert [run["status"] for run in visitor.runs(server)] == ["SUCCESS"]
        page.goto(f"{server}/asset-groups", wait_until="domcontentloaded")
        page.wait_for_timeout(6000)
        page.screenshot(path=pictures / "graph.png")
        page.goto(f"{server}/assets/articles?view=overview", wait_until="domcontentloaded")
        expect(page.get_by_text("The title as the text gives it.").first).to_be_visible()
        page.wait_for_timeout(3000)
        page.screenshot(path=pictures / "asset.png")
        page.goto(f"{server}/assets/articles?view=checks", wait_until="domcontentloaded")
        expect(page.get_by_text("sliced").first).to_be_visible()
        page.wait_for_timeout(2000)
        page.screenshot(path=pictures / "checks.png")
        page.goto(f"{server}/assets/releases?view=overview", wait_until="domcontentloaded")
        (report,) = (place.warehouse / "reports").glob("*.html")
        expect(page.get_by_text(str(report)).first).to_be_visible()
        page.goto(f"{server}/runs/{visitor.runs(server)[0]['id']}", wait_until="domcontentloaded")
        expect(page.get_by_text("Success").first).to_be_visible()
        page.wait_for_timeout(3000)
        page.screenshot(path=pictures / "run.png")
        for asset in ("sources", "documents", "segments"):
            page.goto(f"{server}/assets/{asset}?view=overview", wait_until="domcontentloaded")
            page.wait_for_timeout(2000)
        assert len(visitor.runs(server)) == 1, "looking at pages started a run"
        _pages_for_people(place, visitor)
        assert len(visitor.runs(server)) == 1, "looking at the report started a run"
    visitor.assert_unharmed(server, "file://")


def _pages_for_people(place: Place, visitor: Visitor) -> None:
    """Opens the report and the page of every document, while the server that their texts call for is there."""
    from etl.report.inspect import inspect_document, write_page
    from etl.store.door import News
    from etl.store.layout import find_warehouse

    warehouse = find_warehouse(place.warehouse)
    pages = list((place.warehouse / "reports").glob("*.html"))
    with News(warehouse) as news:
        for row in news.table("documents", ["document_id"]).rows():
            pages.append(place.folder / f"{row['document_id']}.html")
            write_page(inspect_document(warehouse, row["document_id"]), pages[-1])
    assert len(pages) == 5
    for path in pages:
        visitor.page.goto(path.as_uri(), wait_until="load")
        visitor.page.wait_for_timeout(300)
        assert "alert(1)" in visitor.page.inner_text("body"), "the hostile title is there to be read"
        assert visitor.page.locator("script, svg, iframe, [onerror], [onload], a[href^=javascript]").count() == 0
        for image in visitor.page.locator("img").all():
            assert (image.get_attribute("src") or "").startswith("data:image/svg+xml;base64,")


def test_viewers_see_the_history_and_can_start_nothing(place: Place, visitor: Visitor) -> None:
    from playwright.sync_api import expect

    if not (place.warehouse / "news.duckdb").exists():
        pytest.skip("the test above did not come to a release")
    with serving(place, "ui-readonly", place.viewers):
        visitor.page.goto(f"{place.viewers}/assets/articles?view=overview", wait_until="domcontentloaded")
        expect(visitor.page.get_by_text("The title as the text gives it.").first).to_be_visible()
        visitor.page.goto(f"{place.viewers}/asset-groups", wait_until="domcontentloaded")
        expect(visitor.page.get_by_role("button", name="Materialize all")).to_be_disabled()
        before = visitor.runs(place.viewers)
        assert [run["status"] for run in before] == ["SUCCESS"]
        refused = visitor.asked(
            place.viewers, f'mutation {{ deletePipelineRun(runId: "{before[0]["id"]}") {{ __typename }} }}'
        )
        assert refused["deletePipelineRun"]["__typename"] == "UnauthorizedError"
        assert visitor.runs(place.viewers) == before
    visitor.assert_unharmed(place.viewers)
