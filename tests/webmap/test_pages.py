"""The pages as HTML: what they say, in both languages, from the published sample."""

from __future__ import annotations

import re

import pytest
import sqlalchemy
from flask.testing import FlaskClient

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.strategy.attributes import ATTRIBUTES
from webmap import create_app
from webmap.pages import numbers, texts

PAGES = ["/", "/en/", "/strategien", "/en/strategy", "/data", "/en/data"]


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.get_data(as_text=True)


def slugs(client: FlaskClient) -> list[str]:
    features = client.get("/api/v1/parcels.geojson").get_json()["features"]
    return [feature["properties"]["slug"] for feature in features]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_it_is_sample_data_and_guidance(client, path):
    page = text(client, path)
    english = path.startswith("/en")
    assert ("Sample data." if english else "Eksempeldata.") in page
    assert ("guidance, not law" if english else "retningslinje, ikke lov") in page
    assert f'<html lang="{"en" if english else "nb"}"' in page


@pytest.mark.parametrize("path", [*PAGES, "/?omrade=slomarka", "/?tomt=slomarka-1", "/finnes-ikke"])
def test_no_inline_script_style_or_handler(client, path):
    page = client.get(path).get_data(as_text=True)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert not re.search(
        r'(?:src|href)="(?:https?:)?//(?!localhost/|www\.|[a-z.]*kongsvingerregionen)', page
    )


@pytest.mark.parametrize("path", PAGES)
def test_links_of_the_frame_lead_somewhere(client, path):
    page = text(client, path)
    top = page[page.index('<header class="top"') : page.index("</header>")]
    for address in re.findall(r'href="(/[^"]*)"', top):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_page_is_answered_with_304_until_something_is_published(client):
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = client.get("/?kommune=3401", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_named_static_files_may_be_kept_and_others_not(client):
    page = text(client, "/")
    named = re.search(r'href="(/samlet/base\.css\?v=\w+)"', page).group(1)
    assert "immutable" in client.get(named).headers["Cache-Control"]
    assert "immutable" not in client.get(named.split("?")[0]).headers["Cache-Control"]


def test_no_cookie_is_set(client):
    for path in PAGES:
        assert "Set-Cookie" not in client.get(path).headers


def test_every_parcel_has_a_panel(client):
    for number, slug in enumerate(slugs(client)):
        page = text(client, f"{'/' if number % 3 else '/en/'}?tomt={slug}")
        assert page.count('class="rule ') >= 20
        assert "None" not in re.sub(r"<[^>]+>", " ", page)


def test_rule_cards_stand_worst_first_and_met_ones_are_folded(client):
    order = ["deviates", "consider", "error", "not_mapped", "missing"]
    for slug in slugs(client)[::7]:
        page = text(client, f"/?tomt={slug}")
        opened = page[: page.index('<details class="fold">')]
        tags = [
            "deviates" if tag == "granted" else tag
            for tag in re.findall(r'class="rule rule--(\w+)"', opened)
        ]
        assert tags == sorted(tags, key=order.index)
        assert "met" not in tags


def test_strip_has_one_named_cell_for_each_parcel_rule(client):
    page = text(client, "/?tomt=slomarka-1")
    strip = page[page.index("strip strip--codes") : page.index("</ul>", page.index("strip--codes"))]
    names = re.findall(r'aria-label="(R\d\d [^"]+: [^"]+)"', strip)
    assert len(names) == len(re.findall('class="cell"', strip)) > 20
    assert re.search(r'aria-label="\d+ av \d+ oppfylt', page)


def test_count_line_and_cards_agree_with_the_api(client):
    page = text(client, "/?kommune=3415&market=ledig")
    sites = client.get("/api/v1/sites.geojson?kommune=3415&market=ledig").get_json()["features"]
    found = re.findall(r'<li class="card[^"]*" data-site="([^"]+)"', page)
    assert set(found) == {feature["properties"]["slug"] for feature in sites}
    assert f"<strong>{len(sites)} områder</strong>" in page


def test_filter_with_norwegian_numbers_and_chips(client):
    page = text(client, "/?min_daa=50,5&kommune=3415")
    assert "minst 50,5\u00a0daa" in page
    assert "Fjern filter:" in page
    assert 'href="/?kommune=3415"' in page
    assert 'href="/?min_daa=50.5"' in page


def test_english_speaks_hectares_and_kroner_first(client):
    page = text(client, "/en/?tomt=slomarka-1")
    assert re.search(r"\d\u00a0ha \(", page)
    assert "NOK\u00a0" in page
    assert not re.search(r"\d\u00a0daa\b", page)


@pytest.mark.parametrize(
    ("query", "value", "name"),
    [
        ("kommune=9999", "9999", "Kommune"),
        ("min_daa=mye", "mye", "Størrelse på tomta"),
        ("verdict=fin", "fin", "Kontroll mot strategien"),
        ("sort=best", "best", "Sortering"),
    ],
)
def test_nonsense_is_left_out_and_said_so(client, query, value, name):
    page = text(client, f"/?{query}&market=ledig")
    assert f"«{value}» er ikke brukt: det er ikke et valg for «{name}»." in page
    assert 'data-query="market=ledig"' in page
    assert 'href="/?market=ledig&amp;omrade=' in page


@pytest.mark.parametrize("path", ["/?tomt=finnes-ikke", "/?omrade=finnes-ikke", "/finnes-ikke"])
def test_what_does_not_exist_is_a_404_with_a_way_back(client, path):
    page = text(client, path, 404)
    assert "Fant ikke siden" in page
    assert 'href="/"' in page


def test_markup_in_the_address_is_text(client):
    page = text(client, "/?q=<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_strategy_lists_every_rule_with_an_anchor(client):
    page = text(client, "/strategien")
    for code in ("S1", "S4", "R01", "R22"):
        assert f'id="{code}"' in page


def test_data_page_names_every_layer_with_its_licence(client):
    page = text(client, "/data")
    layers = client.get("/api/v1/layers").get_json()
    found = layers["layers"]
    assert page.count('<th scope="row">') == len(found)
    assert "Kartverket" in page


def test_every_attribute_a_rule_may_name_has_words():
    assert set(texts.ATTRIBUTES) >= set(ATTRIBUTES)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (numbers.area(312_300, "nb"), "312\u00a0daa"),
        (numbers.area(24_250, "nb"), "24,3\u00a0daa"),
        (numbers.area(2_467_000, "nb"), "2\u00a0467\u00a0daa"),
        (numbers.area_long(312_300, "en"), "31.2\u00a0ha (77.2\u00a0acres)"),
        (numbers.distance(347, "nb"), "350\u00a0m"),
        (numbers.distance(997, "nb"), "1\u00a0km"),
        (numbers.distance(1_234, "nb"), "1,2\u00a0km"),
        (numbers.distance(44_100, "en"), "44\u00a0km"),
        (numbers.percent(0.553, "nb"), "55\u00a0%"),
        (numbers.percent(0.004, "en"), "0.4%"),
        (numbers.percent(0, "nb"), "0\u00a0%"),
    ],
)
def test_numbers_are_written_as_people_write_them(written, expected):
    assert written == expected


@pytest.mark.parametrize("order", ["size", "readiness", "name", "price", "road", "power"])
def test_list_can_be_ordered(client, order):
    assert 'aria-current="true"' in text(client, f"/?sort={order}")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/?tomt=slomarka-1", "endret etter siste kontroll"),
        ("/en/?tomt=slomarka-1", "changed since the last check"),
    ],
)
@pytest.mark.usefixtures("sample_database")
def test_parcel_changed_since_the_run_says_so_on_every_card(path: str, told: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, "test")
        change = "UPDATE areal.parcel SET bya_percent = 1 WHERE slug = 'slomarka-1'"
        app.execute(sqlalchemy.text(change))
    page = create_app().test_client().get(path).get_data(as_text=True)
    assert page.count(told) == 21


def test_rule_of_unknown_relevance_says_so(client: FlaskClient) -> None:
    assert "Det er ikke kjent om kravet gjelder tomta." in text(client, "/?tomt=kjellmyra-3")
