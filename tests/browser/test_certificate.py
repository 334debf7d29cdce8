"""The certificate in a browser: by keyboard, on a phone, clean for axe, in both languages."""

from __future__ import annotations

import pytest

PARCEL = "/plan/sertifikat/tomt/grinder-3"


@pytest.mark.parametrize(
    ("path", "width"),
    [
        (PARCEL, 1440),
        ("/en/plan/certificate/parcel/grinder-3", 360),
        ("/en/plan/certificate/site/grinder", 1440),
        ("/plan/sertifikat/kommune/3418", 360),
    ],
)
def test_axe_finds_nothing_and_nothing_runs_off_the_page(make_visit, path, width):
    visit = make_visit(width, 800)
    page = visit.open(path)
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visit.assert_clean()


def test_keyboard_goes_from_the_strip_to_the_rule(visit):
    page = visit.open(PARCEL)
    page.locator(".cert__head .button").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#grinder-3-R01"
    page.keyboard.press("Enter")
    target = page.locator("#grinder-3-R01")
    assert page.url.endswith("#grinder-3-R01")
    assert target.evaluate("node => node.matches(':target')")
    assert target.locator("svg path").count() > 3


def test_way_from_map_to_certificate_and_other_language(visit):
    page = visit.open("/?tomt=grinder-3")
    page.get_by_role("link", name="Sertifikat").click()
    page.wait_for_url("**/plan/sertifikat/tomt/grinder-3")
    assert page.locator("h1").inner_text() == "Grinder, Tomt 3"
    page.locator("#lang").click()
    page.wait_for_url("**/en/plan/certificate/parcel/grinder-3")
    assert page.locator("article.cert").get_attribute("lang") == "en"
    visit.assert_clean()
