"""The pages of kommuner: one number with the map, the portfolio and the list of them all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy
from sqlalchemy import event

from areal.catalogue.authorship import write_as
from areal.database import Role, connect, engine
from areal.queries import kommuner, portfolio, reading
from webmap import create_app
from webmap.pages.numbers import area_long

ALPHABET = ["Eidskog", "Grue", "Kongsvinger", "Nord-Odal", "Sør-Odal", "Åsnes"]
BUDGET = {"/kommune/3415": 15, "/en/kommune/3418": 15, "/kommuner": 8, "/en/kommuner": 8}


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def text(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


@pytest.fixture
def statements(published_app) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    public = engine(Role.PUBLIC)
    event.listen(public, "before_cursor_execute", note)
    yield seen
    event.remove(public, "before_cursor_execute", note)


@pytest.mark.parametrize(("lang", "root"), [("nb", ""), ("en", "/en")])
@pytest.mark.parametrize("nr", ["3401", "3418"])
def test_figures_are_those_of_map_and_portfolio(client, lang, root, nr):
    page = text(client, f"{root}/kommune/{nr}")
    with reading() as connection:
        found = {item.kommunenummer: item for item in kommuner.summary(connection)}[nr]
        ready = {item.kommunenummer: item for item in portfolio.ready(connection)}[nr]
        steps = kommuner.by_modenhet(connection, nr)
    for square_metres in (found.free_m2, found.parcel_area_m2, ready.ready_m2, ready.buildable_m2):
        assert area_long(square_metres, lang) in page
    assert sum(step.parcels for step in steps) == found.parcels
    assert sum(step.free_m2 for step in steps) == pytest.approx(found.free_m2)
    assert found.met + found.consider + found.deviates + found.gap == found.parcels
    listed = client.get(f"/api/v1/sites.geojson?kommune={nr}").get_json()["features"]
    cards = re.findall(r'<h3><a href="[^"]*/(?:omrade|site)/([^"?]+)"', page)
    assert set(cards) == {item["properties"]["slug"] for item in listed}


def test_rules_about_the_kommune_have_number_limit_and_reason(client):
    page = words(text(client, "/kommune/3418"))
    asked = page[page.index("Det strategien ber kommunen ha") :]
    assert re.search(r"S3 [^.]+ Avvik 0 områder · krav: minst 1 område", asked)
    assert "R21" in asked
    assert "Opplysninger mangler om 1 tomt som kan avgjøre det." in asked
    assert "Nærmest til å fylle det:" in asked
    assert "/plan/sertifikat/kommune/3418" in text(client, "/kommune/3418")


@pytest.mark.parametrize("path", ["/kommuner", "/en/kommuner"])
def test_kommuner_stand_in_the_norwegian_alphabet(client, path):
    page = text(client, path)
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    assert re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', body) == ALPHABET


def test_list_sums_up_what_its_rows_say(client):
    page = text(client, "/kommuner")
    foot = words(page[page.index("<tfoot>") : page.index("</tfoot>")])
    api = client.get("/api/v1/kommuner.geojson").get_json()["features"]
    free = sum(item["properties"]["free_m2"] for item in api)
    assert area_long(free, "nb").replace("\xa0", " ") in foot.replace("\xa0", " ")
    assert f"{sum(item['properties']['parcels'] for item in api)}" in foot


@pytest.mark.parametrize("path", ["/kommune/0301", "/en/kommune/9999", "/kommune/x"])
def test_kommune_outside_the_region_is_not_found(client, path):
    page = text(client, path, 404)
    assert 'name="q"' in page


@pytest.mark.usefixtures("sample_database")
def test_kommune_without_sites_says_so():
    with connect(Role.APP) as app:
        write_as(app, "test")
        app.execute(
            sqlalchemy.text("UPDATE areal.site SET published = FALSE WHERE kommunenummer = '3418'")
        )
    client = create_app().test_client()
    page = words(text(client, "/kommune/3418"))
    assert "Kommunen har ingen publiserte områder." in page
    assert "0 områder, 0 tomter, 0 daa ledig" in page.replace("\xa0", " ")
    assert "Tomtene mot strategien" not in page
    assert client.get("/kommune/3418/bilde.png").status_code == 200
    assert "Åsnes" in text(client, "/kommuner")


@pytest.mark.parametrize("path", BUDGET)
def test_statement_budget(client, statements, path):
    assert client.get(path).status_code == 200
    assert len(statements) <= BUDGET[path], statements


def test_navigation_marks_where_one_is(client):
    for path in ("/kommuner", "/kommune/3415", "/omrade/slomarka"):
        page = text(client, path)
        top = page[page.index('class="top__nav"') : page.index("</nav>")]
        assert re.findall(r'aria-current="page">([^<]+)', top) == ["Kommunene"]
