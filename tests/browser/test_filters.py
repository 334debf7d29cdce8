"""Filters, table and map by mouse and keyboard: nothing jumps, and the address tells it all."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("path", "width"), [("/", 1440), ("/en/", 320)])
def test_axe_finds_nothing_with_every_filter_open(make_visit, path, width):
    visit = make_visit(width, 800)
    page = visit.open(f"{path}?utility=water&min_mw=mye&q=slomrka")
    page.locator("#drawer-button").click()
    page.evaluate("document.querySelectorAll('.section').forEach((one) => { one.open = true; })")
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visit.assert_clean()


@pytest.mark.parametrize("width", [1440, 360])
def test_table_passes_axe_and_scrolls_by_itself(make_visit, width):
    visit = make_visit(width, 800)
    page = visit.open("/?vis=tabell")
    assert page.locator(".sites tbody tr").count() >= 18
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visit.assert_clean()


def test_filters_by_keyboard_alone_and_the_back_button(visit):
    page = visit.open("/")
    before = page.locator(".card").count()
    page.locator("#drawer-button").focus()
    page.keyboard.press("Enter")
    page.locator("#filter-energi > summary").focus()
    page.keyboard.press("Enter")
    page.locator('input[name="utility"][value="fibre"]').focus()
    page.keyboard.press("Space")
    visit.settle()
    assert "utility=fibre" in page.url
    # What was open is open, and the focus has not moved.
    assert page.evaluate("document.activeElement.value") == "fibre"
    assert page.locator("#filter-energi").get_attribute("open") is not None
    fewer = page.locator(".card").count()
    assert 0 < fewer < before
    page.locator("#mode-utility").select_option("none")
    visit.settle()
    assert "utility_mode=none" in page.url
    page.go_back()
    visit.settle()
    assert page.locator(".card").count() == fewer
    page.go_back()
    visit.settle()
    assert page.locator(".card").count() == before


def test_kommune_marker_is_reached_by_keyboard_and_zooms_in(visit):
    page = visit.open("/")
    marker = page.locator(".site-marker.is-many .pill").first
    marker.focus()
    before = page.evaluate("Areal.map.getZoom()")
    page.keyboard.press("Enter")
    page.wait_for_function("before => Areal.map.getZoom() > before", arg=before)


def test_address_holds_the_place_only_once_the_visitor_has_moved_the_map(visit):
    page = visit.open("/")
    assert "kart=" not in page.url
    page.locator("#kart").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('kart=')")
    place = page.evaluate("[Areal.map.getZoom(), Areal.map.getCenter().lng]")
    page.reload()
    visit.settle()
    again = page.evaluate("[Areal.map.getZoom(), Areal.map.getCenter().lng]")
    assert again[0] == place[0]
    assert again[1] == pytest.approx(place[1], abs=0.001)


def test_tiles_are_read_as_they_were_written(visit):
    page = visit.open("/")
    found = page.evaluate(
        """async () => {
            const answer = await fetch('/tiles/8/136/74.mvt');
            return Areal.readTile(await answer.arrayBuffer())
                .map(({ properties: of, rings }) => [of.slug, of.overall, rings.length]);
        }"""
    )
    assert found
    assert all(slug and overall and rings for slug, overall, rings in found)
