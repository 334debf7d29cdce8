"""From the public form to the answer, as people do it: without scripts, on a phone, with axe."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from areal.settings import Settings
from tests.browser.conftest import Silent, run_axe
from tests.support.enquiries import SAID, site_in
from tests.support.staff import person, session_cookie
from webmap import create_app
from webmap.pages import form_guard

GRUE = "3417"
#: Folder to keep pictures of the pages in, for who wants to look at them.
PICTURES = os.environ.get("AREAL_TEST_PICTURES", "")


@pytest.fixture(scope="module")
def kari_url(server: Any, sample_template: str) -> Iterator[str]:
    """Serve a database of its own, with a contact in Grue."""
    name = server.create(sample_template)
    with server.use(name), pytest.MonkeyPatch.context() as patch:
        patch.setattr(form_guard, "FASTEST_S", 0)
        app = create_app(Settings(secret_key="k" * 40, basemap="off"))
        web = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def kari(kari_url: str) -> Any:
    return session_cookie(person("kari@grue.example", ("contact", GRUE)), kari_url)


@pytest.fixture
def make_page(browser: Browser, kari_url: str, kari: Any) -> Iterator[Any]:
    contexts = []

    def make(width: int, *, scripts: bool = True, staff: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        if staff:
            context.add_cookies([kari])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def looked_at(page: Page, name: str, width: int) -> None:
    """Fail for what axe finds and for a page that is wider than the screen."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert run_axe(page) == [], name


@pytest.mark.parametrize("width", [360, 1440])
def test_an_enquiry_is_sent_answered_and_its_shortlist_opened(make_page, kari_url, width):
    slug = site_in(GRUE)
    plain = make_page(width, scripts=False)
    plain.goto(f"{kari_url}/omrade/{slug}")
    plain.get_by_role("link", name="Send henvendelse").first.click()
    plain.get_by_role("button", name="Send henvendelsen").click()
    assert plain.title().startswith("Feil: ")
    for name in ("name", "organisation", "email", "phone", "message"):
        plain.locator(f"#f-{name}").fill(f"{SAID[name]}{width if name == 'organisation' else ''}")
    plain.locator("#f-consent").check()
    plain.get_by_role("button", name="Send henvendelsen").click()
    plain.get_by_role("heading", name="Henvendelsen er mottatt").wait_for()
    assert plain.context.cookies() == []

    form = make_page(width)
    form.goto(f"{kari_url}/kontakt/{slug}")
    looked_at(form, "kontakt", width)
    form.get_by_role("button", name="Send henvendelsen").click()
    looked_at(form, "kontakt-feil", width)

    desk = make_page(width, staff=True)
    desk.goto(f"{kari_url}/staff/henvendelser")
    looked_at(desk, "henvendelser", width)
    desk.get_by_role("link", name=f"{SAID['organisation']}{width}").click()
    looked_at(desk, "henvendelse", width)
    desk.locator("#f-answer").fill("Se på denne.")
    desk.get_by_role("button", name="Lag lenken").click()
    desk.get_by_role("status").wait_for()
    looked_at(desk, "henvendelse-besvart", width)
    link = desk.locator(".enq__sent .staff__link").inner_text()
    desk.goto(f"{kari_url}/staff/tall")
    looked_at(desk, "tall", width)

    reader = make_page(width)
    reader.goto(link)
    looked_at(reader, "delt", width)
    desk.goto(f"{kari_url}/staff/henvendelser")
    desk.get_by_role("link", name=f"{SAID['organisation']}{width}").click()
    assert "Åpnet 1 gang" in desk.locator(".enq__sent").inner_text()
