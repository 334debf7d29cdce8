"""The editor in a browser: what is typed is checked and saved, on phone, tablet and desktop."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import text
from werkzeug.serving import make_server

from areal.accounts.acting import acting
from areal.database import Role, connect
from areal.drafts import store
from areal.settings import Settings
from tests.browser.conftest import BASEMAP_HOST, TILE, Silent, Visit
from tests.support.staff import person, session_cookie
from webmap import create_app

GRUE = "3417"


@pytest.fixture(scope="module")
def drafts(server: Any, sample_template: str) -> Iterator[tuple[str, int]]:
    """Serve a database of its own with a draft in it; return the address and the draft's number."""
    name = server.create(sample_template)
    with server.use(name):
        kari = person("kari@grue.example", ("editor", GRUE), name="Kari Eksempel")
        with connect(Role.APP) as connection:
            site = connection.execute(
                text(
                    "SELECT site_id FROM areal.parcel WHERE kommunenummer = :k "
                    "GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
                ),
                {"k": GRUE},
            ).scalar_one()
        with acting(kari) as connection:
            draft = store.open_draft(connection, kari, site, GRUE)
        web = make_server(
            "127.0.0.1", 0, create_app(Settings(secret_key="k" * 40)), threaded=True,
            request_handler=Silent,
        )  # fmt: skip
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}", draft.draft_id
        web.shutdown()
        thread.join(timeout=10)
    server.drop(name)


@pytest.fixture
def open_page(browser: Browser, drafts: tuple[str, int]) -> Iterator[Any]:
    contexts = []

    def opened(path: str, width: int = 1440) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        context.set_default_timeout(30_000)
        kari = person("kari@grue.example", name="Kari Eksempel")
        context.add_cookies([session_cookie(kari, drafts[0])])
        page = context.new_page()
        page.route(
            f"https://{BASEMAP_HOST}/**",
            lambda route: route.fulfill(status=200, content_type="image/png", body=TILE),
        )
        page.goto(f"{drafts[0]}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def parcel_of(drafts: tuple[str, int]) -> str:
    with connect(Role.APP) as connection:
        key = store.load(connection, drafts[1]).content["parcels"][0]["key"]
    return f"/staff/omrade/{drafts[1]}/tomt/{key}"


def kept(page: Page, name: str, width: int) -> None:
    """Keep a picture of a page where the environment says so."""
    if folder := os.environ.get("EDITOR_SHOTS"):
        page.wait_for_timeout(800)
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_pages_of_the_editor_fit_and_are_for_everybody(open_page, drafts, width):
    site = f"/staff/omrade/{drafts[1]}"
    paths = {
        "liste": "/staff/omrader",
        "nytt": "/staff/omrader/nytt",
        "omrade": site,
        "tomt": parcel_of(drafts),
        "bilder": f"{site}/bilder",
    }
    for name, path in paths.items():
        page = open_page(path, width)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        kept(page, name, width)
        assert Visit(page, drafts[0]).axe() == [], name
        if name in ("omrade", "tomt"):
            low = page.locator(
                ".draft .button:visible, .draft select:visible, .draft input[type=text]:visible"
            ).evaluate_all("all => all.filter(e => e.getBoundingClientRect().height < 44).length")
            assert low == 0, name


def test_what_is_typed_is_checked_and_saved_as_one_goes(open_page, drafts):
    page = open_page(parcel_of(drafts))
    page.locator("#watch-said li").first.wait_for()
    page.locator("#f-arealplan_id").fill("")
    page.locator("#f-modenhet").select_option("")
    page.locator(".watch__turned li").first.wait_for()
    page.locator("#draft-said:has-text('Lagret')").wait_for()
    with connect(Role.APP) as connection:
        fields = store.load(connection, drafts[1]).content["parcels"][0]["fields"]
    assert fields["modenhet"] is None
    kept(page, "sjekk", 1440)


def test_a_corner_is_moved_on_the_map_and_the_list_follows(open_page, drafts):
    page = open_page(parcel_of(drafts))
    page.locator("path.sketched").first.wait_for()
    before = page.locator("#f-coordinates").input_value()
    page.locator('[data-pen="edit"]').click()
    marker = page.locator(".leaflet-marker-pane .marker-icon:not(.marker-icon-middle)").first
    marker.scroll_into_view_if_needed()
    box = marker.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] - 25, box["y"] - 25, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "before => document.getElementById('f-coordinates').value !== before", arg=before
    )
    assert page.locator("#drawn").input_value() == ""
    kept(page, "tegnet", 1440)
