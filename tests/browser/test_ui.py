"""The Dagster UI as a person uses it: open it, materialise all, see it green, see columns, row counts and checks.

A corpus with hostile titles and file names is run: nothing foreign is loaded, no dialog opens, no run starts by itself.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

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
HOSTILE = """<script>alert(1)</script> Harga Beras Naik ![x](/graphql?query=mutation{{terminateRun}})
Senin, 14 Maret 2022 - 09:15 WIB
SURABAYA - Harga beras di pasar naik sejak pekan lalu, kata pedagang. <img src=x onerror=alert(2)>
[klik](javascript:alert(3)) "Kami menunggu pasokan dari desa," kata Wulan Pradipta, pedagang beras nomor {number}.
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing; `make setup-system` installs it")
        pytest.skip("chromium is not installed; `make setup-system` installs it")
    folder = tmp_path_factory.mktemp("ui")
    source = folder / "source"
    source.mkdir()
    for number in range(3):
        (source / f"berita <b>{number}<b> ![x](javascript:alert(4)).txt").write_text(HOSTILE.format(number=number))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DAGSTER_HOME": str(folder / "home")}
    command = [sys.executable, "-m", "etl.cli", "ui", "--source", str(source), "--warehouse", str(folder / "warehouse")]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [*command, "--port", str(port)], env=environment, stdout=log, stderr=log, start_new_session=True
    )
    base = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 300
        while True:
            try:
                with urllib.request.urlopen(f"{base}/server_info", timeout=2):
                    break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, (folder / "log").read_text()[-3000:]
                time.sleep(1)
        yield base
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def test_materialise_all_and_look(server: str, tmp_path: Path) -> None:
    from playwright.sync_api import Dialog, Page, expect, sync_playwright

    pictures = Path(os.environ.get("JERNIH_PICTURES", tmp_path))
    hosts: set[str] = set()
    dialogs: list[str] = []

    def runs(page: Page) -> list[dict[str, str]]:
        query = "{ runsOrError(limit: 20) { ... on Runs { results { id status } } } }"
        return page.request.post(f"{server}/graphql", data={"query": query}).json()["data"]["runsOrError"]["results"]

    def dismissed(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1500, "height": 950})
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page.on("dialog", dismissed)
        page.set_default_timeout(240_000)
        expect.set_options(timeout=240_000)
        page.goto(f"{server}/asset-groups", wait_until="domcontentloaded")
        page.get_by_role("button", name="Materialize all").click()
        expect(page.get_by_text("Launched run").first).to_be_visible()
        deadline = time.monotonic() + 400
        while time.monotonic() < deadline and (
            not (now := runs(page)) or now[0]["status"] not in ("SUCCESS", "FAILURE")
        ):
            page.wait_for_timeout(2000)
        assert [run["status"] for run in runs(page)] == ["SUCCESS"]
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
        page.goto(f"{server}/runs/{runs(page)[0]['id']}", wait_until="domcontentloaded")
        expect(page.get_by_text("Success").first).to_be_visible()
        page.wait_for_timeout(3000)
        page.screenshot(path=pictures / "run.png")
        for asset in ("sources", "documents", "segments"):
            page.goto(f"{server}/assets/{asset}?view=overview", wait_until="domcontentloaded")
            page.wait_for_timeout(3000)
        assert len(runs(page)) == 1, "looking at pages started a run"
        browser.close()
    assert dialogs == []
    assert hosts == {server.removeprefix("http://")}
