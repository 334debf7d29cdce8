"""A plot's history and the files of the catalogue: by keyboard, on a phone, without scripts."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("path", ["/tomt/slomarka-1/historikk", "/en/plot/slomarka-1/history"])
def test_history_page_is_accessible_and_fits_a_phone(phone, path):
    page = phone.open(path)
    assert phone.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.assert_clean()


def test_history_unfolds_by_keyboard_and_leads_to_the_whole(visit):
    page = visit.open("/?tomt=slomarka-1")
    page.locator("#historikk > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#historikk .history time").first.is_visible()
    assert visit.axe() == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tomt/slomarka-1/historikk")
    assert page.locator("h1").inner_text() == "Historikk for Slomarka, Tomt 1"
    visit.assert_clean()


def test_history_and_files_need_no_scripts(make_visit):
    visit = make_visit(scripts=False)
    page = visit.open("/tomt/slomarka-1/historikk")
    assert page.locator(".history time").count() == 1
    page = visit.open("/data")
    with page.expect_download() as download:
        page.locator(".downloads a").first.click()
    assert download.value.suggested_filename == "katalog-2026-11-01.gpkg"
