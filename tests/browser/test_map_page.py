"""The map page as a visitor uses it: mouse, keyboard, phone, without scripts, with bad names."""

from __future__ import annotations

import re

import pytest

PAGES = ["/", "/en/"]


def first_card(page):
    return page.locator(".card h3 a").first


def sites_on_map(page) -> int:
    """Count the sites the markers stand for: a kommune's marker says how many it has."""
    return page.evaluate(
        """() => Array.from(document.querySelectorAll('.site-marker')).reduce((sum, marker) => {
            const many = marker.querySelector('.pill__many');
            return sum + (many ? Number(many.textContent) : 1);
        }, 0)"""
    )


def parcel_with_evidence(visit) -> str:
    """Return a parcel's slug for which some rule has a geometry to show."""
    page = visit.open("/")
    slug = page.evaluate(
        """async () => {
            const get = async (path) => (await fetch(`/api/v1/${path}`)).json();
            const all = await get('parcels.geojson?verdict=deviates');
            for (const { properties } of all.features) {
                const { findings } = await get(`parcels/${properties.slug}`);
                if (findings.some((item) => item.verdict === 'deviates' && item.geometry)) {
                    return properties.slug;
                }
            }
            return null;
        }"""
    )
    assert slug, "no parcel has evidence to show"
    visit.open(f"/?tomt={slug}")
    return slug


@pytest.mark.parametrize("path", PAGES)
def test_page_is_quiet_and_asks_nobody_else(visit, path):
    page = visit.open(path)
    assert page.locator(".card").count() >= 18
    assert sites_on_map(page) == page.locator(".card").count()
    assert page.locator("path.border--outer").count() == 1
    assert page.locator("path.road--main").count() > 0
    visit.assert_clean()


@pytest.mark.parametrize(("path", "width"), [("/", 1440), ("/en/", 900), ("/", 360)])
def test_axe_finds_nothing(make_visit, path, width):
    visit = make_visit(width, 800)
    page = visit.open(path)
    assert visit.axe() == []
    page.locator("#drawer-button").click()
    assert visit.axe() == []
    page.keyboard.press("Escape")
    first_card(page).click()
    visit.settle()
    assert visit.axe() == []
    page.locator(".parcel a").first.click()
    visit.settle()
    page.locator(".fold summary").first.click()
    assert visit.axe() == []
    visit.assert_clean()


@pytest.mark.parametrize(
    ("path", "width"),
    [("/strategien", 1440), ("/en/strategy", 360), ("/data", 360), ("/en/data", 1440)],
)
def test_reading_pages_pass_axe(make_visit, path, width):
    visit = make_visit(width, 800)
    visit.open(path)
    assert visit.axe() == []
    visit.assert_clean()


def test_keyboard_path_from_list_to_rule_and_back(visit):
    page = visit.open("/")
    first_card(page).focus()
    site = page.evaluate("document.activeElement.dataset.site")
    page.keyboard.press("Enter")
    visit.settle()
    assert page.evaluate("document.activeElement.id") == "panel-title"
    assert f"omrade={site}" in page.url
    page.locator(".parcel a").first.focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert "tomt=" in page.url
    assert page.evaluate("document.activeElement.id") == "panel-title"
    page.locator(".strip--codes a").first.focus()
    page.keyboard.press("ArrowRight")
    code = page.evaluate("document.activeElement.textContent").strip()
    page.keyboard.press("Enter")
    # The card of a rule that is met lies folded, and is unfolded for whoever comes from the strip.
    page.wait_for_selector(f"#krav-{code}", state="visible", timeout=5_000)
    assert page.url.endswith(f"#krav-{code}")
    page.keyboard.press("Escape")
    visit.settle()
    assert page.locator("#panel").count() == 0
    assert page.evaluate("document.activeElement.dataset.site") == site


def test_filter_changes_list_map_and_address(visit):
    page = visit.open("/")
    before = page.locator(".card").count()
    page.locator("#drawer-button").click()
    page.locator('input[name="kommune"]').first.check()
    visit.settle()
    after = page.locator(".card").count()
    assert 0 < after < before
    assert sites_on_map(page) == after
    assert "kommune=" in page.url
    assert page.locator("#drawer").get_attribute("open") is not None
    told = page.locator("#live").text_content()
    assert told.startswith(str(after))
    page.locator(".chip").first.click()
    visit.settle()
    assert page.locator(".card").count() == before
    assert "kommune=" not in page.url


def test_search_narrows_while_typing_and_keeps_the_focus(visit):
    page = visit.open("/")
    name = first_card(page).text_content()
    page.locator("#q").press_sequentially(name, delay=20)
    page.wait_for_timeout(600)
    visit.settle()
    assert page.locator(".card").count() >= 1
    assert page.locator(".card h3").first.text_content() == name
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.locator("#q").input_value() == name


def test_nothing_found_says_so(visit):
    page = visit.open("/?q=finnesikke")
    assert page.locator(".card").count() == 0
    assert "Fant ingen" in page.locator(".empty").inner_text()
    assert visit.axe() == []


def test_choosing_on_the_map_opens_the_panel(visit):
    page = visit.open("/?kommune=3416")
    marker = page.locator(".site-marker").first
    site = marker.get_attribute("data-site")
    marker.locator(".pill").click()
    visit.settle()
    assert page.locator("#panel").get_attribute("data-site") == site
    assert page.locator(".card.is-chosen").get_attribute("data-site") == site
    assert "is-chosen" in page.locator(f'.site-marker[data-site="{site}"]').get_attribute("class")
    shape = page.locator("path.parcel-shape:not(.key *)").first
    shape.dispatch_event("click")
    visit.settle()
    assert "tomt=" in page.url


def test_dragging_the_map_by_a_marker_chooses_nothing(visit):
    page = visit.open("/")
    pill = page.locator(".site-marker .pill:visible").first
    before = pill.bounding_box()
    page.mouse.move(before["x"] + 20, before["y"] + 10)
    page.mouse.down()
    page.mouse.move(before["x"] + 80, before["y"] + 60, steps=6)
    page.mouse.up()
    page.wait_for_timeout(600)
    assert "omrade=" not in page.url
    assert pill.bounding_box()["x"] != before["x"], "the map went along"


def test_back_button_undoes_step_by_step(visit):
    page = visit.open("/")
    first_card(page).click()
    visit.settle()
    page.locator(".parcel a").first.click()
    visit.settle()
    page.go_back()
    visit.settle()
    assert "omrade=" in page.url
    assert page.locator(".parcels").count() == 1
    page.go_back()
    visit.settle()
    assert page.locator("#panel").count() == 0
    page.go_forward()
    visit.settle()
    assert page.locator("#panel").count() == 1


def test_evidence_is_drawn_and_in_the_address(visit):
    slug = parcel_with_evidence(visit)
    page = visit.page
    assert page.locator("path.evidence").count() == 0
    page.locator('.panel__body > .rules a[data-nav="show"]').first.click()
    visit.settle()
    assert page.locator("path.evidence--ink").count() >= 1
    assert re.search(rf"tomt={slug}&regel=\w+", page.url)
    assert page.locator(".rule.is-shown").count() == 1
    page.reload()
    visit.settle()
    assert page.locator("path.evidence--ink").count() >= 1
    visit.assert_clean()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (900, 1000), (360, 740)])
def test_no_label_of_the_map_covers_another(make_visit, width, height):
    visit = make_visit(width, height)
    page = visit.open("/")
    page.wait_for_timeout(300)
    boxes = page.evaluate(
        """() => Array.from(document.querySelectorAll('.pill, .word'))
            .filter((node) => node.checkVisibility({ visibilityProperty: true }))
            .map((node) => [node.textContent, node.getBoundingClientRect()])
            .map(([text, { left, top, right, bottom }]) => ({ text, left, top, right, bottom }))
        """
    )
    assert len(boxes) > 6
    covered = [
        (a["text"], b["text"])
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if min(a["right"], b["right"]) - max(a["left"], b["left"]) > 1
        and min(a["bottom"], b["bottom"]) - max(a["top"], b["top"]) > 1
    ]
    assert covered == []


def test_other_order_of_the_list_is_in_the_address(visit):
    page = visit.open("/?kommune=3401")
    page.locator("#sort-name").click()
    visit.settle()
    names = page.locator(".card h3").all_text_contents()
    assert names == sorted(names)
    assert "sort=name" in page.url
    assert page.evaluate("document.activeElement.id") == "sort-name"
    page.locator("#drawer-button").click()
    page.locator("#filter-tilgjengelighet > summary").click()
    page.locator('input[name="market"]').first.check()
    visit.settle()
    assert "sort=name" in page.url


def test_list_and_map_highlight_each_other(visit):
    page = visit.open("/?kommune=3416")
    card = page.locator(".card").nth(1)
    site = card.get_attribute("data-site")
    card.hover()
    assert "is-hot" in page.locator(f'.site-marker[data-site="{site}"]').get_attribute("class")


@pytest.mark.parametrize("path", [*PAGES, "/strategien", "/data"])
def test_phone_has_no_sideways_scroll(phone, path):
    page = phone.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if path in PAGES:
        first_card(page).click()
        phone.settle()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.locator(".parcel a").first.click()
        phone.settle()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_phone_switches_between_map_and_list(phone):
    page = phone.open("/")
    assert page.locator(".map").is_visible()
    assert page.locator("#list").is_visible()
    page.locator('.switch button[data-view="liste"]').click()
    assert not page.locator(".map").is_visible()
    page.locator('.switch button[data-view="kart"]').click()
    assert page.locator(".map").is_visible()
    assert not page.locator("#list").is_visible()


def test_targets_are_large_enough(visit):
    page = visit.open("/")
    first_card(page).click()
    visit.settle()
    page.locator(".parcel a").first.click()
    visit.settle()
    small = page.evaluate(
        """() => Array.from(document.querySelectorAll(
                'button, summary, input, .strip--codes a, .chip'
            ))
            .filter((node) => node.offsetParent && !['checkbox', 'radio'].includes(node.type))
            .map((node) => [node.textContent.trim(), node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_without_scripts_everything_can_be_read(make_visit):
    visit = make_visit(scripts=False)
    page = visit.page
    page.goto(visit.base + "/")
    count = page.locator(".card").count()
    assert count >= 18
    page.locator("#drawer-button").click()
    page.locator('input[name="kommune"]').first.check()
    page.locator("#drawer button[type=submit]").click()
    assert 0 < page.locator(".card").count() < count
    first_card(page).click()
    assert page.locator("#panel h2").is_visible()
    page.locator(".parcel a").first.click()
    assert page.locator(".rule").count() >= 20
    visit.assert_clean()


def test_nothing_is_stored_with_the_visitor(visit):
    page = visit.open("/")
    first_card(page).click()
    visit.settle()
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_hostile_names_stay_text(visit):
    name = "<script>window.broken = 1</script> ${alert(1)} `\\`"
    page = visit.page

    def hostile(route):
        answer = route.fetch()
        body = answer.json()
        for feature in body["features"]:
            for key in ("name", "label", "site_name", "kommune_name"):
                if key in feature["properties"]:
                    feature["properties"][key] = name
        route.fulfill(response=answer, json=body)

    page.route(re.compile(r"/api/v1/.*\.geojson"), hostile)
    visit.open("/")
    page.locator(".pill").first.hover()
    assert page.evaluate("window.broken") is None
    assert page.locator(".pill__name").first.text_content() == name
    assert page.locator(".word--kommune").first.text_content() == name
    visit.assert_clean()


def test_a_search_text_cannot_become_markup(visit):
    page = visit.open("/?q=%3Cscript%3Ewindow.broken%3D1%3C/script%3E%22%27%24%7B1%7D")
    assert page.evaluate("window.broken") is None
    assert page.locator("#q").input_value() == "<script>window.broken=1</script>\"'${1}"


def test_silent_background_map_leaves_the_page_whole(visit):
    page = visit.page
    page.route("https://cache.kartverket.no/**", lambda route: route.abort())
    visit.open("/")
    page.wait_for_timeout(500)
    assert page.locator("path.land").count() > 0
    assert page.locator("path.lake").count() > 0
