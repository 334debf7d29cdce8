"""A live server with the published sample, and a browser that notes everything it should not do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).resolve().parents[2] / "webmap/node_modules/axe-core/axe.min.js"
BASEMAP_HOST = "cache.kartverket.no"
#: One transparent pixel: the background map's answer in tests.
TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Silent(WSGIRequestHandler):
    """A request handler that leaves the test report readable."""

    def log_request(self, *_: object) -> None:
        """Say nothing about an answered request."""


@pytest.fixture(scope="session")
def base_url(published_app) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, published_app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def run_axe(page: Page) -> list[str]:
    """Return what axe-core finds on a page, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async () => (await axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        })).violations"""
    )
    return [
        f"{item['id']}: {node['target']} {node['failureSummary']}"
        for item in found
        for node in item["nodes"]
    ]


@dataclass
class Visit:
    """A page with everything it did that it should not do."""

    page: Page
    base: str
    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page and wait until list and map are there."""
        self.page.goto(self.base + path)
        if self.page.locator("#kart").count():
            self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until nothing is being fetched and the markers stand."""
        self.page.wait_for_load_state("networkidle")
        self.page.locator("body:not([aria-busy])").wait_for(state="attached")
        self.page.wait_for_timeout(250)

    def axe(self) -> list[str]:
        """Return what axe-core finds, one line each."""
        return run_axe(self.page)

    def assert_clean(self) -> None:
        """Fail when the page made noise, broke its policy or called another host."""
        assert not self.console, json.dumps(self.console, indent=1)
        assert not self.foreign, self.foreign
        assert not self.failed, self.failed


@pytest.fixture
def make_visit(browser: Browser, base_url: str) -> Iterator[object]:
    contexts = []

    def make(width: int = 1440, height: int = 900, *, scripts: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        visit = Visit(page, base_url)
        _listen(visit)
        return visit

    yield make
    for context in contexts:
        context.close()


def _listen(visit: Visit) -> None:
    own = urlparse(visit.base).netloc

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.console.append(message.text)

    def on_request(request: Request) -> None:
        host = urlparse(request.url).netloc
        scheme = urlparse(request.url).scheme
        if scheme != "data" and host not in (own, BASEMAP_HOST):
            visit.foreign.append(request.url)

    def tile(route: Route) -> None:
        route.fulfill(status=200, content_type="image/png", body=TILE)

    visit.page.on("console", on_console)
    visit.page.on("pageerror", lambda error: visit.console.append(str(error)))
    visit.page.on("request", on_request)
    visit.page.on(
        "response",
        lambda answer: visit.failed.append(answer.url) if answer.status >= 400 else None,
    )
    visit.page.route(f"https://{BASEMAP_HOST}/**", tile)


@pytest.fixture
def visit(make_visit) -> Visit:
    return make_visit()


@pytest.fixture
def phone(make_visit) -> Visit:
    return make_visit(360, 740)
