"""The pages of publishing on a phone and at a desk: they fit, and axe finds nothing."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import text
from werkzeug.serving import make_server

from areal.accounts.acting import acting
from areal.accounts.people import Person
from areal.database import Role, connect
from areal.drafts import store
from areal.publishing import reviewing
from areal.settings import Settings
from tests.browser.conftest import Silent, run_axe
from tests.support.staff import person, session_cookie
from webmap import create_app

#: Where pictures are put, when somebody wants to look.
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture(scope="module")
def workplace(server: Any, sample_template: str) -> Iterator[tuple[str, Person, dict[str, str]]]:
    """Serve a database with a draft that waits."""
    name = server.create(sample_template)
    with server.use(name):
        who = person(
            "kari@sor-odal.example", ("editor", "3415"), ("publisher", "3415"), name="Kari Eksempel"
        )
        pages = _draft(who)
        web = make_server(
            "127.0.0.1", 0, create_app(Settings(secret_key="k" * 40)), threaded=True,
            request_handler=Silent,
        )  # fmt: skip
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}", who, pages
        web.shutdown()
        thread.join(timeout=10)
    server.drop(name)


def _draft(who: Person) -> dict[str, str]:
    with connect(Role.APP) as connection:
        site = connection.execute(
            text("SELECT site_id FROM areal.site WHERE slug = 'slomarka'")
        ).scalar_one()
        parcel = connection.execute(
            text("SELECT min(parcel_id) FROM areal.parcel WHERE site_id = :s"), {"s": site}
        ).scalar_one()
    with acting(who) as connection:
        draft = store.open_draft(connection, who, site, "3415")
        content = copy.deepcopy(draft.content)
        content["site"]["name"] = "Slomarka næringspark"
        content["parcels"][0]["fields"] |= {"modenhet": 2, "market": "opsjon", "bya_percent": 60}
        saved = store.save(connection, who, draft.draft_id, draft.version, content)
        assert isinstance(saved, store.Draft)
        reviewing.send(connection, who, saved.draft_id, "sendt", "Nytt navn, og opsjon på tomt 1")
    return {
        "godkjenning": "/staff/godkjenning",
        "kladd": f"/staff/omrade/{saved.draft_id}/godkjenning",
        "vis": f"/staff/omrade/{saved.draft_id}/vis",
        "synlighet": f"/staff/synlighet/{site}",
        "samtykke": f"/staff/samtykke/{parcel}",
        "oppgaver": "/staff/oppgaver",
    }


@pytest.mark.parametrize("width", [360, 1440])
def test_pages_fit_and_axe_finds_nothing(browser: Browser, workplace, width: int) -> None:
    url, who, pages = workplace
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.set_default_timeout(60_000)
    context.add_cookies([session_cookie(who, url)])
    page = context.new_page()
    for name, path in pages.items():
        answer = page.goto(f"{url}{path}")
        assert answer is not None
        assert answer.status == 200, name
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, name
        assert run_axe(page) == [], name
    context.close()
