"""Match in a browser: by keyboard alone, without scripts, on a phone, in both languages."""

from __future__ import annotations

import pytest

PAGES = {"nb": "/finn", "en": "/en/find"}
ASKED = "?bruk=logistikk&fra=80&mw=10&km.hovedveg=5&klasse.hovedveg=E16&innen=2027-Q4&teknisk=water"
NOTHING = "?bruk=lager&mw=900&ord=kai&krav.other=must"


@pytest.mark.parametrize(
    ("lang", "width", "query"),
    [
        ("nb", 1440, ASKED),
        ("en", 360, ASKED),
        ("en", 320, NOTHING),
        ("nb", 320, ""),
        ("en", 1440, "?bruk=romfart&fra=9&enhet=ha"),
    ],
)
def test_form_and_answer_are_accessible_with_everything_open(make_visit, lang, width, query):
    visit = make_visit(width, 900)
    page = visit.open(PAGES[lang] + query)
    for fold in page.locator("main details").all():
        fold.locator("> summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.axe() == []
    visit.assert_clean()


def test_answer_is_accessible_in_forced_colours(make_visit):
    visit = make_visit(1440, 900)
    visit.page.emulate_media(forced_colors="active")
    page = visit.open(PAGES["nb"] + ASKED)
    assert page.locator(".hit").count() > 1
    assert visit.axe() == []
    visit.assert_clean()


@pytest.mark.parametrize(
    ("lang", "use", "number", "answer"),
    [
        ("nb", "Logistikk", "80", "1 tomt passer"),
        ("en", "Logistics", "8", "1 plot fits"),
    ],
)
def test_two_minutes_on_the_phone_by_keyboard_without_scripts(
    make_visit, lang, use, number, answer
):
    visit = make_visit(1440, 900, scripts=False)
    page = visit.open(PAGES[lang])
    page.locator("#krav-use").focus()
    page.keyboard.press("Tab")
    page.keyboard.type(use)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(number)
    page.locator("#mw").focus()
    page.keyboard.type("10")
    page.locator("#krav-transport").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "km.hovedveg"
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.type("E16")
    with page.expect_navigation():
        page.locator("#km\\.hovedveg").press("Enter")
    assert answer in page.locator("#svar-tittel").inner_text()
    size = "fra=80" if lang == "nb" else "fra=8&enhet=ha"
    assert page.url.endswith(
        f"{PAGES[lang]}?bruk=logistikk&{size}&mw=10&km.hovedveg=5&klasse.hovedveg=E16"
    )
    page.go_back()
    assert page.locator("#svar").count() == 0
    page.go_forward()
    with page.expect_navigation():
        page.locator("#lang").click()
    assert page.locator(".hit").count() > 0
    visit.assert_clean()


def test_an_offer_leads_to_its_place_on_the_map(visit):
    page = visit.open(PAGES["nb"] + ASKED)
    with page.expect_navigation():
        page.locator(".hit a.button").first.click()
    visit.settle()
    assert page.locator("#panel-title").inner_text() == "Slomarka, Tomt 6"


def test_questions_are_changed_and_weighed_where_the_answer_stands(visit):
    page = visit.open(PAGES["nb"] + ASKED)
    page.locator("#sporsmal > summary").focus()
    page.keyboard.press("Enter")
    page.locator(".weights > summary").click()
    page.locator("#vekt\\.power").select_option("0")
    page.locator("#krav-power").select_option("nice")
    with page.expect_navigation():
        page.get_by_role("button", name="Finn areal").click()
    assert "vekt.power=0" in page.url
    assert "krav.power=nice" in page.url
    # Granli lacked power alone, which now is nice to have.
    assert "Granli" in page.locator(".hit--together").inner_text()
    visit.assert_clean()
