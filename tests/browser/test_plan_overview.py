"""The dashboard and the rule book in Chromium: by keyboard, without scripts, at both sizes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

PAGES = [
    "/plan/?kommune=3418",
    "/en/plan/?per=rule&kommune=3417",
    "/plan/?per=cross&finding=deviates",
    "/plan/regler/2017",
    "/en/plan/rules/2017",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_breaks_a_rule_of_axe_or_the_width(visit, path, width):
    page = visit.page
    page.set_viewport_size({"width": width, "height": 900})
    visit.open(path)
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_filter_table_and_map_by_keyboard(visit):
    page = visit.open("/plan/")
    page.locator("#f-kommune").focus()
    page.keyboard.type("Grue")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("R09")
    page.keyboard.press("Tab")
    page.keyboard.type("Avvik")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "finding=deviates" in url)
    expect(page.locator("#f-kommune")).to_have_value("3417")
    expect(page.locator("#f-rule")).to_have_value("R09")
    rows = page.locator(".matrix tbody tr").count()
    assert rows > 0
    page.get_by_role("link", name="Vis de samme i kartet").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/plan/" not in url)
    visit.settle()
    expect(page.locator(".count strong")).to_contain_text("område")
    assert "finding=deviates" in page.url
    expect(page.locator(".chip").filter(has_text="R09")).to_be_visible()
    expect(page.locator(".count")).to_contain_text(f"{rows} tomt")


def test_form_works_without_scripts(browser, base_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/en/plan/")
    page.locator("#f-theme").select_option("natur")
    page.get_by_role("button", name="Show").or_(page.locator(".sieve button")).first.click()
    assert "theme=natur" in page.url
    assert page.locator(".matrix__code").count() == 2
    context.close()


def test_files_are_saved_under_a_name(visit):
    page = visit.open("/plan/?rule=R09&finding=deviates")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Excel (XLSX)").click()
    assert saved.value.suggested_filename == "funn-2017-2026-11-01.xlsx"
