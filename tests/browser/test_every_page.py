"""Every page, as people with other needs meet it: narrow, in forced colours, in the dark."""

from __future__ import annotations

import pytest

from tests.browser.conftest import run_axe
from tests.support.hostile import walk

pytestmark = pytest.mark.slow

#: 320 px is also what 1280 px become at 400 % zoom (WCAG 1.4.10).
NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
#: Looks that only the shared styles decide: one page of each kind tells.
LOOKS = {
    "forced colours": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
    "dark": {"viewport": {"width": 768, "height": 1024}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def pages(published_app) -> list[str]:
    """Return an address of every HTML page in bokmål, and those of the public pages in English."""
    found = walk(published_app, published_app.test_client())
    html = [path for path, kind, _ in found if kind == "text/html"]
    return [path for path in html if not path.startswith("/en/plan/")]


KINDS = ("/", "/strategien", "/omrade/slomarka", "/finn", "/plan/", "/embed")


def test_no_page_shuts_out_who_reads_at_400_percent(browser, base_url, pages):
    assert not _faults(browser, base_url, pages, NARROW)


@pytest.mark.parametrize("look", LOOKS)
def test_no_kind_of_page_shuts_out_who_needs_other_colours(browser, base_url, pages, look):
    kinds = [path for path in pages if path in KINDS]
    assert not _faults(browser, base_url, kinds, LOOKS[look])


def _faults(browser, base_url, paths, look) -> dict[str, list[str]]:
    context = browser.new_context(reduced_motion="reduce", **look)
    page = context.new_page()
    faults = {}
    for path in paths:
        page.goto(base_url + path)
        page.wait_for_load_state("networkidle")
        found = run_axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append(f"scrolls sideways by {wide} px")
        if found:
            faults[path] = found
    context.close()
    return faults


def test_the_filters_shut_nobody_out_when_they_are_open(browser, base_url):
    context = browser.new_context(reduced_motion="reduce", **NARROW)
    page = context.new_page()
    page.goto(base_url + "/")
    page.locator("details.drawer summary, .drawer summary").first.click()
    assert run_axe(page) == []
    context.close()
