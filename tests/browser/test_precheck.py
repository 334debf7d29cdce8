"""The pre-check in a browser: drawn with the mouse, written by keyboard, or uploaded."""

from __future__ import annotations

import json
import re

import pytest

PAGES = {"nb": "/plan/forhandssjekk", "en": "/en/plan/precheck"}
LINES = ["60.190, 12.000", "60.190, 12.010", "60.195, 12.010", "60.195, 12.000"]


def square(tmp_path, name="felt.geojson"):
    ring = [[12.0, 60.19], [12.01, 60.19], [12.01, 60.195], [12.0, 60.195], [12.0, 60.19]]
    path = tmp_path / name
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    return path


def sent(visit):
    """Send the form and wait for the answer."""
    with visit.page.expect_navigation():
        visit.page.locator('button[name="action"][value="check"]').click()
    visit.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("lang", "width"), [("nb", 1440), ("en", 360)])
def test_drawn_with_the_mouse(make_visit, lang, width):
    visit = make_visit(width, 800)
    page = visit.open(PAGES[lang])
    page.locator("#way-drawn").check()
    visit.settle()
    assert visit.axe() == []
    for _ in range(3):
        page.locator(".leaflet-control-zoom-in").click()
    page.locator('[data-pen="draw"]').click()
    assert page.locator('[data-pen="draw"]').get_attribute("aria-pressed") == "true"
    canvas = page.locator("#kart")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for dx, dy in ((0, 0), (40, 0), (40, 40), (0, 40), (0, 0)):
        page.mouse.move(x + dx, y + dy)
        page.mouse.click(x + dx, y + dy)
    assert page.locator("path.sketched").count() >= 1
    lines = page.locator("#coordinates").input_value().splitlines()
    assert len(lines) == 4
    assert all(re.fullmatch(r"60\.\d{6}, 1[12]\.\d{6}", line) for line in lines)
    assert "4" in page.locator("#sketch-said").inner_text()
    sent(visit)
    assert page.locator("article.cert").count() == 1
    assert visit.axe() == []
    visit.assert_clean()


def test_written_by_keyboard_alone(visit):
    page = visit.open(PAGES["nb"])
    page.locator("#way-file").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#way-drawn").is_checked()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "coordinates":
            break
    page.keyboard.type("\n".join(LINES))
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.id || document.activeElement.value")
        if focused == "modenhet":
            page.keyboard.type("Regul")
        if focused == "check":
            break
    assert page.locator("path.sketched").count() == 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    facts = page.locator(".cert__facts").inner_text()
    assert "309 daa" in facts.replace("\u00a0", " ")
    assert "Regulert" in facts
    visit.assert_clean()


@pytest.mark.parametrize("lang", PAGES)
def test_uploaded(make_visit, lang, tmp_path):
    visit = make_visit(1440, 900)
    page = visit.open(PAGES[lang])
    assert visit.axe() == []
    page.locator("#file").set_input_files(square(tmp_path))
    sent(visit)
    assert page.locator("article.cert h1").inner_text() == "felt"
    printed = page.evaluate(
        """async () => {
            const form = document.querySelector('form.unstored');
            const data = new FormData(form);
            data.set('action', 'pdf:0');
            const answer = await fetch(form.getAttribute('action'), { method: 'POST', body: data });
            return [answer.status, answer.headers.get('content-type')];
        }"""
    )
    assert printed == [200, "application/pdf"]
    page.locator('button[value="edit"]').click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#way-kept").is_checked()
    page.locator("#modenhet").select_option("5")
    sent(visit)
    assert page.locator("article.cert h1").inner_text() == "felt"
    visit.assert_clean()


def test_fault_takes_the_focus_and_leads_to_its_field(make_visit, tmp_path):
    visit = make_visit(1440, 900)
    page = visit.open(PAGES["nb"])
    page.locator("#way-drawn").check()
    page.locator("#coordinates").fill("60.19, 12\n60.2, 12")
    sent(visit)
    assert page.evaluate("document.activeElement.id") == "fault"
    assert visit.axe() == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#coordinates"
    assert page.locator("#coordinates").get_attribute("aria-invalid") == "true"


def test_file_that_is_too_large_is_told_before_it_is_sent(visit, tmp_path):
    page = visit.open(PAGES["en"])
    large = tmp_path / "stor.geojson"
    large.write_bytes(b" " * 5_100_000)
    page.locator("#file").set_input_files(large)
    assert "5" in page.locator("#file-fault").inner_text()
    page.locator('button[name="action"][value="check"]').click()
    assert page.evaluate("document.activeElement.id") == "file"
    assert visit.axe() == []
    visit.assert_clean()


def test_without_scripts_coordinates_still_work(make_visit):
    visit = make_visit(360, 740, scripts=False)
    page = visit.open(PAGES["nb"])
    assert not page.locator("#kart").is_visible()
    page.locator("#way-drawn").check()
    assert not page.locator("#kart").is_visible()
    page.locator("#coordinates").fill("\n".join(LINES))
    page.locator('button[name="action"][value="check"]').click()
    assert page.locator("article.cert").count() == 1
