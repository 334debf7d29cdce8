"""Shortlist, comparison and offline pack in Chromium: by keyboard, small and large, offline."""

from __future__ import annotations

import io
import zipfile

import pytest
from playwright.sync_api import expect

LIST = "slomarka,grinder,granerud-nord"
PAGES = [
    f"/utvalg?areal={LIST},finnes-ikke&tittel=Batterilager",
    f"/en/shortlist?areal={LIST}",
    f"/sammenlign?areal={LIST}",
    f"/en/compare?areal={LIST},hernesmoen&bare=forskjeller",
]


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_the_page(make_visit, path, width):
    visit = make_visit(width, 800)
    page = visit.open(path)
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visit.assert_clean()


def test_site_is_put_on_the_list_by_keyboard_without_leaving_the_map(visit):
    page = visit.open("/?kommune=3415")
    page.evaluate("window.stayed = true")
    link = page.locator("#utvalg-slomarka")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#shortlist")).to_contain_text("(1)")
    expect(page.locator("#utvalg-slomarka")).to_be_focused()
    expect(page.locator("#utvalg-slomarka")).to_contain_text("Ta ut av utvalg")
    assert "utvalg=slomarka" in page.url
    assert page.evaluate("window.stayed")
    page.keyboard.press("Enter")
    expect(page.locator("#shortlist")).to_contain_text("(0)")
    page.go_back()
    expect(page.locator("#shortlist")).to_contain_text("(1)")
    visit.settle()
    page.locator("#q").fill("hernes")
    page.wait_for_url("**q=hernes**")
    expect(page.locator("#shortlist")).to_contain_text("(1)")
    page.locator("#shortlist").click()
    page.wait_for_url("**/utvalg?areal=slomarka**")
    visit.assert_clean()


def test_order_and_title_by_keyboard_and_without_scripts(make_visit):
    visit = make_visit(scripts=False)
    page = visit.open(f"/utvalg?areal={LIST}")
    page.locator("#valgt-grinder").get_by_role("link", name="Flytt opp").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**areal=grinder,slomarka,granerud-nord**")
    page.locator("#tittel").fill("Møte på Skarnes")
    page.keyboard.press("Enter")
    page.wait_for_url("**tittel=**")
    assert page.locator("h1").inner_text() == "Møte på Skarnes"
    assert page.locator(".pick h2").all_inner_texts() == ["Grinder", "Slomarka", "Granerud nord"]


def test_first_column_stays_while_the_sites_scroll(phone):
    page = phone.open(f"/sammenlign?areal={LIST},hernesmoen")
    region = page.locator(".sides__scroll")
    region.focus()
    head = page.locator('th[scope="row"]').first
    before = head.bounding_box()
    region.evaluate("node => { node.scrollLeft = 200; }")
    assert region.evaluate("node => node.scrollLeft") == 200
    assert head.bounding_box()["x"] == pytest.approx(before["x"], abs=2)
    page.locator("#bare").click()
    page.wait_for_url("**bare=forskjeller**")
    expect(page.locator("tr:has(> th[scope=row]):not(.is-different)")).to_have_count(0)


@pytest.mark.parametrize(("path", "lang"), [("/utvalg.zip", "nb"), ("/en/shortlist.zip", "en")])
@pytest.mark.parametrize("width", [360, 1440])
def test_pack_opens_from_a_disk_without_network(browser, base_url, tmp_path, path, lang, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    try:
        made = context.request.get(f"{base_url}{path}?areal={LIST}&tittel=Møte").body()
        archive = zipfile.ZipFile(io.BytesIO(made))
        archive.extractall(tmp_path)
        context.set_offline(True)
        page = context.new_page()
        asked: list[str] = []
        noise: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: noise.append(message.text))
        file = (tmp_path / "Møte.html").as_uri()
        page.goto(file)
        assert asked == [file]
        assert not noise
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("h1").inner_text() == "Møte"
        assert page.locator(".map svg").count() == 4
        assert page.locator(".map svg").first.bounding_box()["height"] > 150
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="Grinder", exact=True).first.click()
        expect(page.locator("h2#grinder")).to_be_in_viewport()
    finally:
        context.close()


def test_pack_breaks_no_rule_of_axe(visit, base_url, tmp_path):
    made = visit.page.context.request.get(f"{base_url}/utvalg.zip?areal={LIST}").body()
    archive = zipfile.ZipFile(io.BytesIO(made))
    told = archive.read(archive.namelist()[0]).decode()
    # The page's own policy lets no script in, axe-core neither.
    file = tmp_path / "pakke.html"
    file.write_text(told.replace("default-src 'none'; ", ""), encoding="utf-8")
    visit.page.goto(file.as_uri())
    assert visit.axe() == []
