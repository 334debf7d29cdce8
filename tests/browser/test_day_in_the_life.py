"""A day in the life: from a file of plots to an investor's answer, each in their own browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from areal.settings import Settings, get_settings
from tests.browser.conftest import BASEMAP_HOST, TILE, Silent
from tests.staff.test_import_wizard import geojson
from tests.support.enquiries import SAID
from tests.support.staff import person, session_cookie
from webmap import create_app
from webmap.pages import form_guard

AASNES = "3418"
SITE, PARCEL = "flisa-industriomrade", "flisa-industriomrade-3"
TOLD = "Nytt i dag: tomter med egen avkjørsel."

Open = Callable[..., Page]


@pytest.fixture
def day(
    server: Any, sample_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Serve a database and a data folder of their own."""
    del sample_database
    monkeypatch.setenv("AREAL_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(form_guard, "FASTEST_S", 0)
    get_settings.cache_clear()
    app = create_app(Settings(secret_key="k" * 40, data_dir=tmp_path))
    web = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{web.server_port}"
    web.shutdown()
    thread.join(timeout=10)
    get_settings.cache_clear()


@pytest.fixture
def as_somebody(browser: Browser, day: str) -> Iterator[Open]:
    """Open a page in a browser of its own: of one of the staff with a role, or of anybody."""
    contexts = []

    def opened(path: str, role: str | None = None) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        context.set_default_timeout(20_000)
        if role:
            who = person(f"{role}@asnes.example", (role, AASNES), name=f"{role.title()} Eksempel")
            context.add_cookies([session_cookie(who, day)])
        context.route(
            f"https://{BASEMAP_HOST}/**",
            lambda route: route.fulfill(status=200, content_type="image/png", body=TILE),
        )
        page = context.new_page()
        page.goto(f"{day}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def import_a_file(page: Page, file: Path) -> None:
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_label("Hvem filen kommer fra").fill("Plankontoret")
    page.get_by_role("button", name="Last opp og les").click()
    page.get_by_role("heading", name="Hva kolonnene betyr").wait_for()
    page.get_by_role("button", name="Kontroller radene").click()
    page.get_by_role("heading", name="Dette vil skje").wait_for()
    page.get_by_role("button", name="Ta inn i katalogen").click()
    page.get_by_role("button", name="Angre importen").wait_for()


def draw_and_send(page: Page, base: str) -> None:
    """Begin a draft, move a corner on the map, tell what is new, and send it to approval."""
    page.goto(f"{base}/staff/omrader")
    page.locator("tr", has_text="Flisa industriområde").get_by_role("button").click()
    page.wait_for_url("**/staff/omrade/*")
    draft = page.url
    page.locator(".draft__parcels a").first.click()
    page.locator("path.sketched").first.wait_for()
    before = page.locator("#f-coordinates").input_value()
    page.locator('[data-pen="edit"]').click()
    corner = page.locator(".leaflet-marker-pane .marker-icon:not(.marker-icon-middle)").first
    corner.scroll_into_view_if_needed()
    box = corner.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 8, box["y"] + 8, steps=4)
    page.mouse.up()
    page.wait_for_function(
        "before => document.getElementById('f-coordinates').value !== before", arg=before
    )
    page.get_by_role("button", name="Lagre").first.click()
    page.wait_for_load_state("networkidle")
    page.goto(draft)
    page.locator("#f-description_nb").fill(TOLD)
    page.get_by_role("button", name="Lagre kladden").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Til godkjenning").click()
    page.get_by_role("button", name="Send til godkjenning").click()
    page.get_by_text("Sendt til godkjenning.").wait_for()


def grant_a_deviation(page: Page) -> None:
    page.fill("#f-body", "Kommunestyret i Åsnes")
    page.fill("#f-case_ref", "KS 44/26")
    page.fill("#f-decided_on", "2026-06-12")
    page.fill("#f-reason", "Mot nydyrking.")
    page.click('main button[type="submit"]')
    page.wait_for_url("**/staff/avvik?saved=granted*")


def publish(page: Page) -> None:
    page.get_by_role("link", name="Flisa industriområde").first.click()
    page.get_by_text(TOLD).first.wait_for()
    page.get_by_role("button", name="Publiser nå").click()
    page.get_by_role("status").wait_for()


def enquire(page: Page) -> None:
    assert TOLD in page.locator("main").inner_text()
    page.get_by_role("link", name="Send henvendelse").first.click()
    for name in ("name", "organisation", "email", "phone", "message"):
        page.locator(f"#f-{name}").fill(SAID[name])
    page.locator("#f-consent").check()
    page.get_by_role("button", name="Send henvendelsen").click()
    page.get_by_role("heading", name="Henvendelsen er mottatt").wait_for()


def answer(page: Page) -> str:
    page.get_by_role("link", name=SAID["organisation"]).click()
    page.locator("#f-answer").fill("Se på denne.")
    page.get_by_role("button", name="Lag lenken").click()
    page.get_by_role("status").wait_for()
    return page.locator(".enq__sent .staff__link").inner_text()


def verify(page: Page) -> None:
    button = page.locator("details[open] .tasks__all button").first
    button.click()
    page.get_by_role("status").wait_for()


@pytest.mark.slow
def test_from_a_file_to_an_answer(as_somebody: Open, day: str, tmp_path: Path) -> None:
    file = tmp_path / "tomter.geojson"
    file.write_bytes(geojson((AASNES, "Ny tomt", {"Pris": "450"})))

    editor = as_somebody("/staff/import", "editor")
    import_a_file(editor, file)
    draw_and_send(editor, day)

    grant_a_deviation(as_somebody(f"/staff/avvik/ny?tomt={PARCEL}&regel=R09", "planner"))
    publish(as_somebody("/staff/godkjenning", "publisher"))

    investor = as_somebody(f"/omrade/{SITE}")
    enquire(investor)
    assert investor.context.cookies() == [], "a visitor is not marked"

    link = answer(as_somebody("/staff/henvendelser", "contact"))
    investor.goto(link)
    investor.get_by_text("Flisa industriområde").first.wait_for()

    verify(as_somebody("/staff/oppgaver", "editor"))
    parcel = as_somebody(f"/plan/sertifikat/tomt/{PARCEL}")
    assert "KS 44/26" in parcel.locator("main").inner_text()
