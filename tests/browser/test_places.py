"""Pages of sites and kommuner in Chromium: no other host before the click, keys, axe, small."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy
from playwright.sync_api import Route, expect
from werkzeug.serving import make_server

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.settings import Settings
from tests.browser.conftest import Silent
from webmap import create_app

PAGES = [
    "/omrade/hernesmoen",
    "/en/site/slomarka",
    "/kommune/3418",
    "/en/kommuner",
    "/tilgjengelighet",
    "/en/privacy",
]
FILM_HOST = "player.example.org"
MEDIA = (
    ("photo", "/media/slomarka.svg"),
    ("photo", "https://pictures.example.org/a.jpg"),
    ("dronefilm", f"https://{FILM_HOST}/film"),
    ("dronefilm", "https://other.example.org/film"),
    ("dronefilm", "/media/film.mp4"),
    ("document", "javascript:alert(1)"),
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 1440])
def test_no_page_breaks_a_rule_of_axe_or_the_width(make_visit, path, width):
    visit = make_visit(width, 900)
    page = visit.open(path)
    if page.locator("details").count():
        # All that is folded is looked at too.
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visit.assert_clean()


@pytest.mark.parametrize("path", ["/finnes-ikke", "/en/nowhere"])
def test_page_that_is_not_there_is_accessible_and_leads_on_by_keyboard(make_visit, path):
    visit = make_visit(320, 700)
    page = visit.open(path)
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("#ask").focus()
    page.keyboard.type("slomarka")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=slomarka")
    expect(page.locator(".card")).to_have_count(1)


def test_nobody_else_is_asked_on_the_pages_of_places(visit):
    for path in PAGES:
        visit.page.goto(visit.base + path)
        visit.page.wait_for_load_state("networkidle")
        hosts = visit.page.evaluate(
            "performance.getEntriesByType('resource').map((one) => new URL(one.name).host)"
        )
        assert set(hosts) <= {visit.base.removeprefix("http://")}
    visit.assert_clean()


def test_from_kommuner_to_a_site_and_its_contact_by_keyboard(visit):
    page = visit.open("/kommuner")
    page.get_by_role("link", name="Sør-Odal").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kommune/3415")
    page.get_by_role("link", name="Slomarka").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/omrade/slomarka")
    page.get_by_role("link", name="Kontakt").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#kontakt")).to_be_in_viewport()
    fold = page.locator("summary", has_text="Oppfylt")
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="R09 Ikke på dyrka mark")).to_be_visible()
    page.locator("#lang").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/site/slomarka")
    visit.assert_clean()


def test_panel_leads_to_the_page_and_the_page_back_to_the_map(visit):
    page = visit.open("/?omrade=slomarka")
    page.get_by_role("link", name="Hele siden om området").click()
    page.wait_for_url("**/omrade/slomarka")
    page.get_by_role("link", name="Vis i kartet").click()
    page.wait_for_url("**/?omrade=slomarka")
    visit.settle()
    expect(page.locator("#panel-title")).to_have_text("Slomarka")


def test_address_is_copied_and_said(browser, base_url):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{base_url}/omrade/slomarka?utvalg=granli")
    page.get_by_role("button", name="Kopier adressen").click()
    expect(page.locator("[data-copied]")).to_have_text("Adressen er kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == f"{base_url}/omrade/slomarka"
    context.close()


def test_page_is_whole_without_scripts(make_visit):
    visit = make_visit(scripts=False)
    page = visit.open("/en/site/slomarka")
    expect(page.locator(".drawn__map svg")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the address")).to_be_hidden()
    expect(page.locator(".share__address")).to_have_text(f"{visit.base}/en/site/slomarka")
    page.locator("summary", has_text="Met").click()
    expect(page.get_by_text("R09").last).to_be_visible()


#: A film's page on another host, which shows the keys it is given.
PLAYER = (
    "<!doctype html><title>film</title><output></output><script>"
    "addEventListener('keydown', (event) => "
    "{ document.querySelector('output').textContent += event.key; });</script>"
)


@pytest.fixture
def films(sample_database: str, published_app: object) -> Iterator[str]:
    """Serve a catalogue whose site has films, with one host allowed to play them."""
    with connect(Role.APP) as app:
        write_as(app, "test")
        for position, (kind, url) in enumerate(MEDIA, 10):
            app.execute(
                sqlalchemy.text(
                    "INSERT INTO areal.site_media (site_id, position, kind, url, alt_nb, alt_en, "
                    "credit, licence) SELECT site_id, :position, :kind, :url, 'Over tomtene', "
                    "'Above the plots', 'eksempel', 'CC0' FROM areal.site WHERE slug = 'slomarka'"
                ),
                {"position": position, "kind": kind, "url": url},
            )
    application = create_app(Settings(film_hosts=(FILM_HOST,)))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)


def test_film_is_fetched_when_asked_for_and_not_before(browser, films):
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    noise: list[str] = []

    def elsewhere(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body=PLAYER)

    page.route("https://*.example.org/**", elsewhere)
    page.on("console", lambda line: noise.append(line.text) if line.type == "error" else None)
    page.goto(f"{films}/omrade/slomarka")
    page.wait_for_load_state("networkidle")
    assert page.locator(".medium").count() == 7
    assert not asked
    assert not noise

    # A host that is allowed plays in the page, by keyboard too.
    page.get_by_role("link", name=f"Spill av filmen fra {FILM_HOST}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("iframe.medium__player")).to_have_attribute("title", "Over tomtene")
    expect(page.locator("iframe.medium__player")).to_be_focused()
    page.wait_for_load_state("networkidle")
    # What is pressed goes to the player, also once its own page has come.
    expect(page.locator("iframe.medium__player")).to_be_focused()
    page.keyboard.press("k")
    expect(page.frame_locator("iframe.medium__player").locator("output")).to_have_text("k")
    assert asked == [f"https://{FILM_HOST}/film"]
    assert not noise

    # Our own film becomes a player of the browser's.
    page.get_by_role("link", name="Spill av filmen", exact=True).click()
    expect(page.locator("video.medium__player")).to_be_visible()

    # Any other is a link, and what is no address is text.
    link = page.get_by_role("link", name="Åpne filmen hos other.example.org")
    assert link.get_attribute("data-play") is None
    assert page.locator("a[href^='javascript']").count() == 0
    link.click()
    page.wait_for_url("https://other.example.org/film")
    context.close()


def test_film_opens_by_link_without_scripts(browser, films):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route(
        "https://*.example.org/**",
        lambda route: route.fulfill(status=200, content_type="text/html", body="film"),
    )
    page.goto(f"{films}/en/site/slomarka")
    page.get_by_role("link", name=f"Play the film from {FILM_HOST}").click()
    page.wait_for_url(f"https://{FILM_HOST}/film")
    context.close()
