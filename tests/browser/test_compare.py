"""The page that compares, in Chromium: by keyboard, without scripts, at both sizes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

ASKED = "?a=2017&b=2026-2050-hoering&kommune=3417"


@pytest.mark.parametrize("path", [f"/plan/sammenlign{ASKED}", f"/en/plan/compare{ASKED}"])
@pytest.mark.parametrize("width", [360, 1440])
def test_page_breaks_no_rule_of_axe_or_the_width(visit, path, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open(path)
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visit.assert_clean()


def test_two_are_chosen_compared_and_followed_by_keyboard(visit):
    page = visit.open("/plan/sammenlign")
    page.locator("#c-b").focus()
    page.keyboard.type("2026")
    page.keyboard.press("Tab")
    page.keyboard.type("Grue")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "kommune=3417" in url)
    expect(page.locator("#svar")).to_be_visible()
    fold = page.locator(".moved-parcel .fold summary").first
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".moved-parcel .fold li").first).to_be_visible()
    page.locator(".moved-parcel h3 a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sertifikat/" in url)


def test_form_works_without_scripts(make_visit):
    visit = make_visit(scripts=False)
    page = visit.open("/en/plan/compare")
    page.locator("#c-b").select_option("2026-2050-hoering")
    page.locator("#c-kommune").select_option("3417")
    page.locator(".sieve button").click()
    expect(page.locator("#svar")).to_be_visible()
