"""A first visit of the map page in Chromium: its weight, its requests, and when it can be used."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
#: A slow phone: a fourth of the speed, 1.6 Mbit/s down, 150 ms to the server and back.
SLOWER, BITS, LATENCY = 4, 1_600_000, 150
#: Notes when the list, and when the markers of the map, stand there.
_WATCH = """
window.seen = {};
const look = () => {
  const list = document.querySelector('.card h3');
  if (list && !seen.list && document.fonts.status !== 'never') seen.list = performance.now();
  if (document.querySelector('.site-marker .pill') && !seen.map) seen.map = performance.now();
  if (!seen.list || !seen.map) requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
_LONG = """
window.longest = 0;
new PerformanceObserver((list) => {
  list.getEntries().forEach((entry) => { longest = Math.max(longest, entry.duration); });
}).observe({ type: 'longtask', buffered: true });
"""


def visit(base: str) -> dict[str, Any]:
    """Return what a first visit weighs and takes, and the longest task while the map is panned."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        # What the server makes once is made: a visitor is seldom the first after a start.
        plain = browser.new_page()
        plain.goto(base)
        plain.wait_for_load_state("networkidle")
        told = {
            "weight": _weight(browser, base),
            "slow": _slow(browser, base),
            "again": _again(browser, base),
            "longest_task_panning_ms": {
                name: _panning(browser, base + name) for name in ("/", *_near(plain))
            },
        }
        browser.close()
    return told


def _network(page: Page) -> tuple[CDPSession, list[float]]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return session, sizes


def _weight(browser: Browser, base: str) -> dict[str, Any]:
    page = browser.new_context().new_page()
    _, sizes = _network(page)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(base)
    page.wait_for_load_state("networkidle")
    return {"requests": len(sizes), "bytes": int(sum(sizes)), "hosts": len(hosts)}


def _slow(browser: Browser, base: str) -> dict[str, float]:
    page = browser.new_context(viewport={"width": 412, "height": 823}).new_page()
    session, _ = _network(page)
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": BITS / 8,
            "uploadThroughput": BITS / 8,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(_WATCH)
    page.goto(base, timeout=120_000)
    seen = _once(page, "window.seen.list && window.seen.map && window.seen", 120)
    return {"list_s": round(seen["list"] / 1000, 2), "map_s": round(seen["map"] / 1000, 2)}


def _again(browser: Browser, base: str) -> dict[str, int]:
    """Return how a second visit was answered: by status, what was kept left out."""
    page = browser.new_context().new_page()
    page.goto(base)
    page.wait_for_load_state("networkidle")
    _, sizes = _network(page)
    page.goto(base)
    page.wait_for_load_state("networkidle")
    return {"requests": len(sizes), "bytes": int(sum(sizes))}


def _once(page: Page, expression: str, seconds: float) -> Any:
    """Return an expression once it is something: the page's policy lets none wait inside it."""
    for _ in range(int(seconds * 5)):
        if found := page.evaluate(expression):
            return found
        page.wait_for_timeout(200)
    raise SystemExit(f"{expression} did not come")


def _near(page: Page) -> list[str]:
    """Return the addresses of nearer views, on the site that the list names first."""
    places = "Areal.sites[0].latlng"
    at = page.evaluate(f"[{places}.lat.toFixed(5), {places}.lng.toFixed(5)].join('/')")
    return [f"/?kart={zoom}/{at}" for zoom in (11, 12, 13, 14)]


def _panning(browser: Browser, base: str) -> float:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(base)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # what comes after the first view is no panning
    page.evaluate(_LONG)
    page.evaluate("window.longest = 0")
    box = page.locator("#kart").bounding_box()
    assert box is not None  # noqa: S101 - the page has a map
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for step in range(6):
        page.mouse.move(*middle)
        page.mouse.down()
        way = 250 if step % 2 else -250
        page.mouse.move(middle[0] + way, middle[1] + way / 2, steps=12)
        page.mouse.up()
        page.wait_for_timeout(700)
    return round(float(page.evaluate("window.longest")), 1)
