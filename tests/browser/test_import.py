"""The import wizard in a browser: without scripts, on a phone and a desktop, with axe."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from areal.settings import Settings, get_settings
from tests.browser.conftest import AXE, Silent
from tests.staff.test_import_wizard import OTHER, OWN, geojson
from tests.support.staff import person, session_cookie
from webmap import create_app

#: Where pictures are kept, when somebody wants to look at them.
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture(scope="module")
def served(server: Any, sample_template: str, tmp_path_factory: Any) -> Iterator[str]:
    """Serve a database and a data folder of their own."""
    name = server.create(sample_template)
    folder = tmp_path_factory.mktemp("data")
    with server.use(name), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AREAL_DATA_DIR", str(folder))
        get_settings.cache_clear()
        app = create_app(Settings(secret_key="k" * 40, data_dir=folder))
        web = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join(timeout=10)
    get_settings.cache_clear()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_file_from_the_form_into_the_catalogue(
    browser: Browser, served: str, tmp_path: Path, width: int
) -> None:
    who = person(f"e{width}@x.example", ("editor", OWN), ("editor", "3418"), name="Eva Redaktør")
    path = tmp_path / "tomter.geojson"
    path.write_bytes(
        geojson(
            (OWN, f"Ny {width}", {"Pris": "450", "Eier": "N"}),
            (OTHER, "Andres", {"Modenhet": "klar?"}),
        )
    )
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    context.set_default_timeout(120_000)
    context.add_cookies([session_cookie(who, served)])
    page = context.new_page()

    def look(name: str) -> None:
        wide = page.locator("html").evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert wide[0] <= wide[1], (name, wide)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/import-{name}-{width}.png", full_page=True)

    page.goto(f"{served}/staff/import")
    look("1-fil")
    page.get_by_label("Fil", exact=True).set_input_files(path)
    page.get_by_label("Filen gjelder").select_option("alle")
    page.get_by_label("Hvem filen kommer fra").fill("Plankontoret")
    page.get_by_role("button", name="Last opp og les").click()
    page.get_by_role("heading", name="Hva kolonnene betyr").wait_for()
    look("2-kolonner")
    page.get_by_role("button", name="Kontroller radene").click()
    page.get_by_role("heading", name="Dette vil skje").wait_for()
    look("3-kontroll")
    assert page.get_by_text("der du ikke har rollen redaktør").count()
    page.get_by_role("button", name="Ta inn i katalogen").click()
    page.get_by_role("button", name="Angre importen").wait_for()
    look("4-inne")
    url = page.url
    context.close()
    _without_faults(browser, who, served, (url, f"{served}/staff/import"), width)


def _without_faults(
    browser: Browser, who: Any, served: str, urls: tuple[str, ...], width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, bypass_csp=True, color_scheme="dark"
    )
    context.add_cookies([session_cookie(who, served)])
    page = context.new_page()
    for url in urls:
        page.goto(url)
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [(each["id"], each["nodes"][0]["html"][:160]) for each in found["violations"]]
        assert not told, (url, told)
    context.close()
