"""The map on somebody else's page: in WordPress's sandbox, by script, by finger and wheel."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

#: What WordPress leaves of an embed from a provider it does not know.
KSES = (
    '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
    ' src="{source}#?secret=Ab12Cd34Ef" data-secret="Ab12Cd34Ef" width="1000" height="640"'
    ' frameborder="0" title="Kart"></iframe>'
)
#: A page that is higher than the window on both sides of the map, and notes what it is told.
PAGE = """<!doctype html><html lang="nb"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Vert</title>
<style>body {{ margin: 0; font-family: serif }} main p {{ height: 260px; margin: 0 }}
iframe {{ max-width: 100% }}</style>
<script>
window.told = []; window.listening = 0;
const add = window.addEventListener, remove = window.removeEventListener;
window.addEventListener = function (name, ...rest) {{
  if (name === "message") window.listening += 1;
  return add.call(window, name, ...rest);
}};
window.removeEventListener = function (name, ...rest) {{
  if (name === "message") window.listening -= 1;
  return remove.call(window, name, ...rest);
}};
add.call(window, "message", (event) => window.told.push({{ origin: event.origin, ...event.data }}));
</script>
<main><h1>Næring i regionen</h1><p>Før</p>{embed}<p>Etter</p><p>Slutt</p><p>Helt slutt</p></main>"""


@dataclass
class Host:
    """Another site: what it serves, and a page of it in a browser."""

    address: str
    pages: dict[str, str]
    page: Page | None = None
    context: BrowserContext | None = None
    noise: list[str] = field(default_factory=list)
    popups: list[Page] = field(default_factory=list)

    def show(self, embed: str) -> Frame:
        """Open a page with the embed on it and return its frame, at rest."""
        self.pages["/"] = PAGE.format(embed=embed)
        assert self.page is not None
        self.page.goto(self.address)
        self.page.locator("iframe").scroll_into_view_if_needed()
        self.page.wait_for_load_state("networkidle")
        frame = self.page.frames[1]
        frame.locator(".site-marker").first.wait_for(state="attached")
        self.page.wait_for_timeout(300)
        return frame

    def assert_quiet(self) -> None:
        """Fail when the browser complained, or anything opened."""
        assert not self.noise, self.noise
        assert not self.popups


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, dict[str, str]]]:
    """Serve another site on a port of its own."""
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(200 if body else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", pages
    server.shutdown()
    server.server_close()


@pytest.fixture
def make_host(site, browser, base_url) -> Iterator[object]:
    contexts = []

    def make(width: int = 1440, height: int = 900, *, touch: bool = False) -> Host:
        context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=touch, reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        host = Host(*site, page=context.new_page(), context=context)

        def on_console(message) -> None:
            if message.type in ("error", "warning") and "kartverket" not in str(message.location):
                host.noise.append(message.text)

        # Playwright wraps what it is given, which a method of a list does not bear.
        context.on("page", lambda page: host.popups.append(page))  # noqa: PLW0108
        context.route("https://cache.kartverket.no/**", lambda route: route.abort())
        host.page.on("console", on_console)
        host.page.on("pageerror", lambda error: host.noise.append(str(error)))
        return host

    yield make
    for context in contexts:
        context.close()


def zoom(frame: Frame) -> float:
    return frame.evaluate("Areal.map.getZoom()")


def middle(page: Page) -> tuple[float, float]:
    """Return a place on the map, in the window: the map is the right part of the frame."""
    box = page.locator("iframe").bounding_box()
    assert box is not None
    return box["x"] + box["width"] * 0.7, box["y"] + min(box["height"], 600) * 0.5


# ---------------------------------------------------------------- WordPress's sandbox


def test_in_the_sandbox_list_map_and_filter_work_without_a_word(make_host, base_url):
    host = make_host()
    frame = host.show(KSES.format(source=f"{base_url}/embed?kommune=3401"))
    assert frame.evaluate("window.origin") == "null"
    cards = frame.locator(".card").count()
    assert 0 < cards < 18
    assert frame.locator(".card h3").first.is_visible()
    assert frame.locator(".site-marker").count() == cards
    # The typeface came: it is always fetched by CORS.
    assert frame.evaluate("document.fonts.check('16px Inter')")
    # A filter taken away, in place.
    frame.locator(".chip").first.click()
    frame.locator(f".card >> nth={cards}").wait_for()
    assert frame.locator(".card").count() >= 18
    # A kommune opened on the map and a site chosen there, a parcel in its panel.
    frame.locator(".site-marker.is-many .pill").first.dispatch_event("click")
    site = frame.locator(".site-marker[data-site] .pill").first
    site.wait_for(state="attached")
    site.dispatch_event("click")
    frame.locator("#panel").wait_for()
    frame.locator(".parcel a").first.click()
    frame.locator(".panel__back").wait_for()
    assert "tomt=" in frame.evaluate("location.search")
    host.assert_quiet()


def test_the_way_back_of_the_host_stays_its_own(make_host, base_url):
    host = make_host()
    frame = host.show(KSES.format(source=f"{base_url}/embed"))
    before = host.page.evaluate("history.length")
    frame.locator(".card h3 a").first.click()
    frame.locator("#panel").wait_for()
    assert host.page.evaluate("history.length") == before


def test_in_the_sandbox_a_link_out_tells_its_address(make_host, base_url):
    host = make_host()
    frame = host.show(KSES.format(source=f"{base_url}/embed?kommune=3401&lang=en"))
    link = frame.get_by_role("link", name="Open the full version")
    link.click()
    field_ = frame.locator("#way input")
    assert field_.is_visible()
    assert field_.input_value() == f"{base_url}/en/?kommune=3401"
    assert frame.evaluate("document.activeElement.id") == "way-address"
    assert frame.evaluate("String(getSelection())") == field_.input_value() or (
        field_.evaluate("node => node.selectionEnd - node.selectionStart") > 20
    )
    # WordPress opens it when it listens: the address is of the frame's own site.
    asked = [told for told in host.page.evaluate("told") if told.get("message") == "link"]
    assert asked == [
        {
            "origin": "null",
            "message": "link",
            "value": f"{base_url}/en/?kommune=3401",
            "secret": "Ab12Cd34Ef",
        }
    ]
    host.page.keyboard.press("Escape")
    assert not field_.is_visible()
    assert link.evaluate("node => node === document.activeElement")
    host.assert_quiet()


def test_wordpress_is_told_the_height_in_its_own_words(make_host, base_url):
    host = make_host(360, 740)
    host.show(KSES.format(source=f"{base_url}/embed"))
    told = [told for told in host.page.evaluate("told") if told.get("message") == "height"]
    assert told
    assert told[-1]["secret"] == "Ab12Cd34Ef"  # noqa: S105 - no secret: WordPress calls it so
    assert told[-1]["value"] > 640


def test_the_wheel_scrolls_the_host_and_zooms_with_ctrl_or_focus(make_host, base_url):
    host = make_host()
    frame = host.show(KSES.format(source=f"{base_url}/embed"))
    start = zoom(frame)
    host.page.mouse.move(*middle(host.page))
    top = host.page.evaluate("scrollY")
    host.page.mouse.wheel(0, 120)
    host.page.wait_for_function(f"scrollY > {top}")
    assert frame.locator(".hint.is-on").inner_text() == "Hold Ctrl nede for å zoome med hjulet"
    assert zoom(frame) == start
    host.page.mouse.move(*middle(host.page))
    host.page.keyboard.down("Control")
    host.page.mouse.wheel(0, -120)
    host.page.keyboard.up("Control")
    frame.wait_for_function("from => Areal.map.getZoom() > from", arg=start)
    nearer = zoom(frame)
    top = host.page.evaluate("scrollY")
    frame.locator("#kart").focus()
    host.page.mouse.wheel(0, -120)
    frame.wait_for_function("from => Areal.map.getZoom() > from", arg=nearer)
    assert host.page.evaluate("scrollY") == top


def test_one_finger_scrolls_the_host_and_two_move_the_map(make_host, base_url):
    host = make_host(360, 740, touch=True)
    frame = host.show(
        f'<iframe src="{base_url}/embed" title="Kart" width="360" height="640"></iframe>'
    )
    host.page.evaluate("document.querySelector('iframe').scrollIntoView()")
    wire = host.context.new_cdp_session(host.page)

    def drag(*fingers: tuple[float, float], by: float) -> None:
        def touch(kind: str, moved: float) -> None:
            points = [{"x": x, "y": y + moved, "id": at} for at, (x, y) in enumerate(fingers)]
            sent = [] if kind == "touchEnd" else points
            wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": sent})
            host.page.wait_for_timeout(30)

        touch("touchStart", 0)
        for step in range(1, 9):
            touch("touchMove", by * step / 8)
        touch("touchEnd", by)

    def centre() -> tuple[float, float]:
        at = frame.evaluate("Areal.map.getCenter()")
        return at["lat"], at["lng"]

    before, top = centre(), frame.evaluate("scrollY") + host.page.evaluate("scrollY")
    drag((180, 200), by=-120)
    host.page.wait_for_timeout(300)
    assert frame.evaluate("scrollY") + host.page.evaluate("scrollY") > top
    assert centre() == before
    assert frame.locator(".hint").inner_text() == "Bruk to fingre for å flytte kartet"
    frame.evaluate("scrollTo(0, 0)")
    host.page.evaluate("document.querySelector('iframe').scrollIntoView()")
    drag((140, 120), (220, 120), by=90)
    host.page.wait_for_timeout(300)
    assert centre() != before


# ---------------------------------------------------------------- the script


def test_the_script_makes_a_titled_frame_that_grows_with_its_content(make_host, base_url):
    host = make_host(360, 740)
    frame = host.show(
        f'<script src="{base_url}/embed.js" data-kommune="3401" data-theme="kontrast"'
        ' data-title="Ledig i Kongsvinger" async></script>'
    )
    element = host.page.locator("areal-embed > iframe")
    assert element.get_attribute("title") == "Ledig i Kongsvinger"
    assert "/tema/kontrast.css" in frame.content()
    # Nothing of the frame is hidden: it has no scrolling of its own.
    assert frame.evaluate("document.documentElement.scrollHeight - innerHeight") <= 1
    height = element.bounding_box()["height"]
    assert height > 640
    frame.locator("#whole").click()
    host.page.wait_for_function(
        f"document.querySelector('iframe').getBoundingClientRect().height > {height}"
    )
    assert frame.locator("#whole").count() == 0
    host.assert_quiet()


def test_a_frame_of_the_script_opens_links_by_itself(make_host, base_url):
    host = make_host()
    frame = host.show(f'<script src="{base_url}/embed.js" async></script>')
    with host.context.expect_page() as opened:
        frame.get_by_role("link", name="Åpne i full versjon").click()
    assert opened.value.url == f"{base_url}/"
    assert opened.value.evaluate("opener") is None


def test_only_the_frame_itself_sets_its_height(make_host, base_url):
    host = make_host()
    host.show(f'<script src="{base_url}/embed.js" async></script>')
    host.page.evaluate(
        """() => {
            const said = (data, source, origin) =>
                window.dispatchEvent(new MessageEvent("message", { data, source, origin }));
            const frame = document.querySelector("areal-embed > iframe");
            const own = frame.contentWindow;
            const origin = new URL(frame.src).origin;
            said({ areal: "height", height: 1999 }, window, origin);
            said({ areal: "height", height: 1999 }, own, "https://example.org");
            said({ areal: "height", height: "1e9" }, own, origin);
            said({ areal: "height", height: -5 }, own, origin);
            said({ areal: "height", height: "x;position:fixed" }, own, origin);
            said("height", own, origin);
            said(null, own, origin);
        }"""
    )
    assert host.page.locator("areal-embed > iframe").bounding_box()["height"] == 640
    host.assert_quiet()


def test_nothing_is_left_when_the_map_is_removed(make_host, base_url):
    host = make_host()
    host.show(f'<script src="{base_url}/embed.js" async></script>')
    assert host.page.evaluate("listening") == 1
    host.page.evaluate("document.querySelector('areal-embed').remove()")
    assert host.page.evaluate("listening") == 0
    assert host.page.locator("iframe").count() == 0
    host.assert_quiet()


def test_other_pages_of_ours_can_not_be_framed(make_host, base_url):
    host = make_host()
    host.pages["/"] = PAGE.format(embed=f'<iframe src="{base_url}/" title="x"></iframe>')
    host.page.goto(host.address)
    host.page.wait_for_load_state("networkidle")
    assert not host.page.frames[1].url.startswith(base_url)
    assert any("frame-ancestors" in line for line in host.noise)


# ---------------------------------------------------------------- the frame as a page


@pytest.mark.parametrize(
    ("path", "width"),
    [("/embed", 320), ("/embed?lang=en&utseende=kontrast", 1440), ("/embed?lang=en", 900)],
)
def test_axe_finds_nothing_in_the_frame(make_visit, path, width):
    visit = make_visit(width, 640)
    page = visit.open(path)
    assert visit.axe() == []
    page.locator("#drawer-button").click()
    assert visit.axe() == []
    page.keyboard.press("Escape")
    page.locator(".card h3 a").first.click()
    visit.settle()
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.assert_clean()


def test_without_scripts_the_frame_is_a_list_with_a_way_out(make_visit, base_url):
    visit = make_visit(1000, 640, scripts=False)
    page = visit.open("/embed?lang=en&kommune=3401")
    assert page.locator(".card").first.is_visible()
    assert page.locator(".foot__address").inner_text() == f"{base_url}/en/?kommune=3401"
    page.locator(".card h3 a").first.click()
    assert "/embed?" in page.url
    assert "lang=en" in page.url
    page.locator("#panel").wait_for()
    page.locator('#finder button[type="submit"]').dispatch_event("click")


def test_a_frame_set_up_for_a_kommune_opens_there(visit):
    page = visit.open("/embed?kommune=3401")
    box = page.evaluate("Areal.map.getBounds().toBBoxString()").split(",")
    whole = page.evaluate("Areal.regionBounds.toBBoxString()").split(",")
    wide, all_of_it = (float(one[2]) - float(one[0]) for one in (box, whole))
    assert wide < all_of_it
    assert page.evaluate(
        "Areal.sites.every(({ latlng }) => Areal.map.getBounds().contains(latlng))"
    )


# ---------------------------------------------------------------- the page that makes the code


@pytest.mark.parametrize(("path", "width"), [("/bygg-inn", 360), ("/en/embed-code", 1440)])
def test_the_code_page_by_keyboard_with_a_live_preview(make_visit, path, width):
    visit = make_visit(width, 900)
    page = visit.open(path)
    assert visit.axe() == []
    page.locator("#f-kommune").focus()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#f-kommune").input_value()
    page.wait_for_function(
        "number => document.getElementById('code-script').value.includes(number)", arg=chosen
    )
    assert f"kommune={chosen}" in page.locator(".maker__frame").get_attribute("src")
    assert f"kommune={chosen}" in page.url
    assert page.evaluate("document.activeElement.id") == "f-kommune"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator('[data-copy="code-iframe"]').press("Enter")
    page.wait_for_function("() => document.getElementById('live').textContent !== ''")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#code-iframe").input_value()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".maker__frame").scroll_into_view_if_needed()
    inside = page.frame_locator(".maker__frame")
    inside.locator(".card").first.wait_for()
    visit.assert_clean()


def test_the_code_page_works_without_scripts(make_visit):
    page = make_visit(scripts=False).open("/en/embed-code")
    page.locator("#f-theme").select_option("kontrast")
    page.get_by_role("button", name=re.compile("Make the code")).click()
    assert 'data-theme="kontrast"' in page.locator("#code-script").input_value()
    assert page.locator("[data-copy]").first.is_hidden()
