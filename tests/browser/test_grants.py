"""Grants and portfolio as a planner uses them: by keyboard alone, with and without scripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from areal.catalogue import grants
from areal.settings import Settings
from tests.browser.conftest import Silent, Visit
from tests.support.staff import REGION, person, session_cookie
from webmap import create_app

NAME, EMAIL = "Kari", "kari@region.example"


@pytest.fixture(scope="module")
def planner_url(server: Any, sample_template: str) -> Iterator[str]:
    """Serve a database of its own, where grants can be written."""
    name = server.create(sample_template)
    with server.use(name):
        app = create_app(Settings(secret_key="k" * 40))
        person(EMAIL, ("planner", REGION), name=NAME)
        web = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join(timeout=10)


@dataclass
class Planner:
    """A browser of somebody who knows the password, and what it complained about."""

    page: Page
    base: str
    console: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def axe(self) -> list[str]:
        return Visit(self.page, self.base).axe()

    def tab_to(self, selector: str) -> None:
        """Press Tab until the wanted thing has the focus."""
        for _ in range(90):
            if self.page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{selector} can't be reached by keyboard")

    def choose(self, selector: str, text: str) -> None:
        """Choose in a list by typing the beginning of an entry."""
        self.tab_to(selector)
        self.page.keyboard.type(text)

    def fill(self, selector: str, text: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)


@pytest.fixture
def make_planner(browser: Browser, planner_url: str) -> Iterator[Any]:
    contexts = []

    def make(width: int = 1440, *, scripts: bool = True) -> Planner:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="nb-NO",
        )
        contexts.append(context)
        context.add_cookies([session_cookie(person(EMAIL, name=NAME), planner_url)])
        context.set_default_timeout(15_000)
        found = Planner(context.new_page(), planner_url)
        found.page.on(
            "console",
            lambda message: (
                found.console.append(message.text)
                # An answer of 422 or 401 is noted there, and is what is wanted.
                if message.type in ("error", "warning") and "Failed to load" not in message.text
                else None
            ),
        )
        return found

    yield make
    for context in contexts:
        context.close()


def test_a_grant_is_registered_changed_and_withdrawn_by_keyboard_alone(make_planner):
    planner = make_planner()
    page = planner.open("/staff/avvik")
    assert planner.axe() == []
    planner.tab_to('a[href="/staff/avvik/ny"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/avvik/ny")
    assert planner.axe() == []

    # Sent empty: the focus is on what to correct, and each line leads to its field.
    planner.tab_to('main button[type="submit"]')
    page.keyboard.press("Enter")
    page.locator("#feil").wait_for()
    assert page.title().startswith("Feil: ")
    assert page.evaluate("document.activeElement.id") == "feil"
    assert planner.axe() == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "f-parcel"

    planner.choose("#f-parcel", "Norsenga, Tomt 2")
    planner.choose("#f-rule", "R12")
    planner.fill("#f-body", "Kommunestyret i Kongsvinger")
    planner.fill("#f-case_ref", "KS 12/26")
    planner.tab_to("#f-decided_on")
    page.keyboard.type("01012026")  # the same in every order of day and month
    planner.fill("#f-reason", "Flomverket er finansiert.")
    planner.tab_to('main button[type="submit"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/avvik?saved=granted*")
    assert page.locator('[role="status"]').inner_text() == "Det godkjente avviket er registrert."
    assert "Avvik, godkjent" in page.locator(".grants__row").inner_text()
    assert planner.axe() == []

    planner.tab_to('a[href$="/endre"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/endre")
    planner.fill("#f-case_ref", "KS 13/26")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/avvik?saved=changed*")
    planner.tab_to(".grants summary")
    page.keyboard.press("Enter")
    assert "fra «KS 12/26» til «KS 13/26»" in page.locator(".grants__history").inner_text()

    planner.tab_to('a[href$="/trekk"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/trekk")
    assert planner.axe() == []
    planner.tab_to("#f-withdrawn_on")
    page.keyboard.type("10102026")
    planner.fill("#f-why", "Omgjort.")
    planner.tab_to('main button[type="submit"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/avvik?saved=withdrawn*")
    assert "Trukket tilbake" in page.locator(".grants__row").inner_text()
    assert planner.console == []


def test_the_forms_work_without_scripts_and_in_english(make_planner):
    planner = make_planner(scripts=False)
    page = planner.open("/staff/en/grants/new?tomt=flisa-industriomrade-3&regel=R09")
    page.fill("#f-body", "Kommunestyret i Åsnes")
    page.fill("#f-case_ref", "KS 44/25")
    page.fill("#f-decided_on", "2025-06-12")
    page.click('main button[type="submit"]')
    assert page.locator("#feil a").count() == 1
    page.fill("#f-reason", "Mot nydyrking.")
    page.click('main button[type="submit"]')
    page.wait_for_url("**/staff/en/grants?saved=granted*")
    assert page.locator("html").get_attribute("lang") == "en"
    with grants.register() as connection:
        (made,) = grants.list_grants(connection, parcel="flisa-industriomrade-3")
    assert made.created_by == f"{NAME} <{EMAIL}>"


@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/plan/avvik", 360),
        ("/en/plan/grants", 1440),
        ("/plan/portefolje", 1440),
        ("/en/plan/portfolio", 360),
    ],
)
def test_the_pages_pass_axe_and_fit_the_screen(make_planner, path, width):
    planner = make_planner(width)
    page = planner.open(path)
    assert planner.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert planner.console == []


def test_the_way_from_a_gap_to_the_parcel_is_open_to_the_keyboard(make_planner):
    planner = make_planner()
    page = planner.open("/plan/portefolje")
    planner.tab_to('.closest a[href^="/?tomt="]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/?tomt=*")
    page.locator("#panel-title").wait_for()
