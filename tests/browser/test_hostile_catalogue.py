"""In a real browser no text of the catalogue runs, draws or fetches anything, on any page."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from tests.browser.conftest import Silent
from tests.support.databases import TestServer
from tests.support.hostile import SEEN, plant, walk
from webmap import create_app

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hostile_pages(server: TestServer, sample_template: str) -> Iterator[tuple[str, list[str]]]:
    name = server.create(sample_template)
    plant(server, name)
    with server.use(name):
        app = create_app()
        pages = [path for path, kind, _ in walk(app, app.test_client()) if kind == "text/html"]
        serving = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}", pages
        serving.shutdown()
        thread.join(timeout=10)
    server.drop(name)


@pytest.fixture
def base_url(hostile_pages: tuple[str, list[str]]) -> str:
    return hostile_pages[0]


def test_no_page_runs_a_text(make_visit, hostile_pages):
    visit = make_visit()
    for path in hostile_pages[1]:
        page = visit.open(path)
        assert page.evaluate("window.broken") is None, path
        assert page.locator("img[src='x']").count() == 0, path
        foreign = page.evaluate(
            "[...document.querySelectorAll('a')].filter(a => /^(javascript|data|vbscript):/i"
            ".test(a.href)).map(a => a.outerHTML)"
        )
        assert foreign == [], path
    visit.assert_clean()


def test_a_name_on_the_map_is_what_it_says(make_visit):
    page = make_visit().open("/")
    page.locator(".pill").first.hover()
    assert SEEN in page.locator(".pill__name").first.text_content()


def test_choosing_a_hostile_site_and_plot_runs_nothing(make_visit):
    visit = make_visit()
    page = visit.open("/?omrade=slomarka")
    visit.settle()
    page.goto(f"{visit.base}/?tomt=slomarka-1")
    visit.settle()
    assert page.evaluate("window.broken") is None
    visit.assert_clean()
