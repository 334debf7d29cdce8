"""Signing in and users as staff use them: by keyboard, without scripts, on a phone, with axe."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from areal.settings import Settings
from tests.browser.conftest import Silent, Visit
from tests.support.staff import (
    PASSWORD,
    REGION,
    Account,
    person,
    session_cookie,
    with_password,
)
from webmap import create_app

BOSS = "sjef@region.example"


@pytest.fixture(scope="module")
def staff_url(server: Any, sample_template: str) -> Iterator[str]:
    """Serve a database of its own, with people in it."""
    name = server.create(sample_template)
    with server.use(name):
        person(BOSS, ("admin", REGION), name="Solveig Sjef")
        person("ola@grue.example", ("editor", "3417"), ("planner", "3417"), name="Ola Eksempel")
        web = make_server(
            "127.0.0.1", 0, create_app(Settings(secret_key="k" * 40)), threaded=True,
            request_handler=Silent,
        )  # fmt: skip
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def kari(staff_url: str) -> Account:
    """Return somebody with a password and a code."""
    return with_password("kari@grue.example", ("planner", "3417"))


@pytest.fixture
def make_page(browser: Browser, staff_url: str) -> Iterator[Any]:
    contexts = []

    def make(width: int = 1440, *, boss: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=True
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        if boss:
            context.add_cookies([session_cookie(person(BOSS, name="Solveig Sjef"), staff_url)])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} can't be reached by keyboard")


def test_signing_in_and_out_by_keyboard_alone(make_page, staff_url, kari):
    page = make_page()
    page.goto(f"{staff_url}/staff/avvik")
    tab_to(page, "#f-email")
    page.keyboard.type(kari.email)
    tab_to(page, "#f-password")
    page.keyboard.type("feil feil feil feil")
    page.keyboard.press("Enter")
    page.locator("#feil").wait_for()
    assert page.title().startswith("Feil: ")
    assert Visit(page, staff_url).axe() == []
    tab_to(page, "#f-password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/kode**")
    assert Visit(page, staff_url).axe() == []
    tab_to(page, "#f-code")
    page.keyboard.type(kari.totp.now())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{staff_url}/staff/avvik")
    tab_to(page, ".top__button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{staff_url}/staff/logg-inn?out=1")
    page.goto(f"{staff_url}/staff/")
    assert "/staff/logg-inn" in page.url


def test_a_user_is_added_given_a_role_and_shut_out_by_keyboard_alone(make_page, staff_url):
    page = make_page(boss=True)
    page.goto(f"{staff_url}/staff/users")
    tab_to(page, 'a[href="/staff/users/ny"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/users/ny")
    tab_to(page, 'main button[type="submit"]')
    page.keyboard.press("Enter")
    page.locator("#feil").wait_for()
    assert page.evaluate("document.activeElement.id") == "feil"
    assert Visit(page, staff_url).axe() == []
    for selector, typed in (
        ("#f-email", "ny@grue.example"),
        ("#f-name", "Ny Person"),
        ("#f-role", "Planlegger"),
        ("#f-place", "Grue"),
    ):
        tab_to(page, selector)
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    tab_to(page, 'main button[type="submit"]') if "saved" not in page.url else None
    if "saved" not in page.url:
        page.keyboard.press("Enter")
    page.wait_for_url("**saved=made")
    assert "Planlegger, Grue" in page.locator(".staff__held").inner_text()
    page.get_by_role("button", name="Lag lenke for passord").focus()
    page.keyboard.press("Enter")
    link = page.locator(".staff__link").inner_text()
    assert link.startswith(f"{staff_url}/staff/lenke/")
    assert Visit(page, staff_url).axe() == []
    page.goto(page.url)
    assert page.locator(".staff__link").count() == 0, "shown once"
    page.get_by_role("button", name="Steng ute").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**saved=shut")
    page.goto(link)
    assert "brukt eller for gammel" in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize(
    "path", ["/staff/logg-inn", "/staff/users", "/staff/en/users/new", "/staff/", "/staff/en/log"]
)
def test_the_pages_pass_axe_and_fit_the_screen(make_page, staff_url, path, width):
    page = make_page(width, boss="logg-inn" not in path)
    page.goto(staff_url + path)
    assert page.url == staff_url + path
    assert Visit(page, staff_url).axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_setting_up_the_second_factor_on_a_phone(make_page, staff_url, browser):
    who = person("fersk@grue.example", ("reader", "3417"))
    page = make_page(360)
    page.context.add_cookies([session_cookie(who, staff_url, "enrol")])
    page.goto(f"{staff_url}/staff/totrinn")
    assert page.locator(".staff__qr svg").is_visible()
    assert Visit(page, staff_url).axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
