"""What-if in a browser: by keyboard alone, without scripts, on a phone, in both languages."""

from __future__ import annotations

import pytest

PAGES = {"nb": "/plan/hva-om", "en": "/en/plan/what-if"}


@pytest.mark.parametrize(("lang", "width"), [("nb", 1440), ("en", 360)])
def test_effect_and_curve_are_accessible(make_visit, lang, width):
    visit = make_visit(width, 900)
    page = visit.open(
        PAGES[lang] + "?rule=R04&set=R04.targets.0.limits.met=1000&set=R09.limits.met=2"
    )
    for fold in page.locator("details.fold").all():
        fold.locator("summary").click()
    assert page.locator(".curve__mark").count() == 2
    assert page.locator(".whatif__parcels tbody tr").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.axe() == []
    visit.assert_clean()


def test_limit_is_moved_by_keyboard_without_scripts(make_visit):
    visit = make_visit(1440, 900, scripts=False)
    page = visit.open(PAGES["nb"])
    page.locator("#rule").focus()
    page.keyboard.type("R09")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    field = page.get_by_label("Oppfylt: høyst (daa)")
    assert field.input_value() == "0,5"
    field.fill("1,5")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "set=R09.limits.met%3D1%2C5" in page.url or "set=R09.limits.met%3D1.5" in page.url
    assert page.locator(".whatif__parcels tbody tr").count() == 2
    with page.expect_navigation():
        page.locator(".chip").first.click()
    assert page.locator("#virkning").count() == 0
    visit.assert_clean()


def test_fault_in_a_draft_is_shown(visit):
    page = visit.open(PAGES["en"])
    page.locator("summary").click()
    page.locator("#text").fill("code: N1\nfarge: red")
    with page.expect_navigation():
        page.locator('form[method="post"] button').click()
    assert page.locator("#fault").is_visible()
    assert page.locator("#text").input_value() == "code: N1\nfarge: red"
    assert visit.axe() == []
