"""The dashboard: its figures are those of the map and the API, and its filter is the map's."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from areal.database import Role, engine

#: Statements a dashboard may take, whatever it shows and however many parcels there are.
BUDGET = 11
PAGES = ["/plan/", "/en/plan/", "/plan/?per=theme", "/plan/?per=rule", "/en/plan/?per=cross"]


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.get_data(as_text=True)


def features(client: FlaskClient, query: str = "") -> list[dict]:
    found = client.get(f"/api/v1/parcels.geojson?{query}").get_json()["features"]
    return [feature["properties"] for feature in found]


def shown(page: str) -> list[str]:
    """Return the slugs of the parcels in the table, by their links to the map."""
    table = page[page.index('class="table table--tight matrix"') :]
    table = table[: table.index("</table>")]
    return re.findall(r"[?;&]tomt=([a-z0-9-]+)", html.unescape(table))


def keys(page: str) -> dict[str, str]:
    found = re.findall(r'class="key"><dt>(.*?)</dt><dd>(.*?) <small>(.*?)</small>', page)
    return {label: f"{value}|{note}".replace("\xa0", " ") for label, value, note in found}


def row(page: str, name: str) -> list[str]:
    """Return the cells of a row of figures as words."""
    body = page[page.index('class="table figures"') :]
    found = next(part for part in re.findall(r"<tr>.*?</tr>", body, re.S) if name in part)
    cells = re.findall(r"<td.*?</td>", found, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


@pytest.fixture
def statements(published_app) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    public = engine(Role.PUBLIC)
    event.listen(public, "before_cursor_execute", note)
    yield seen
    event.remove(public, "before_cursor_execute", note)


@pytest.mark.parametrize("path", [*PAGES, "/plan/?sort=worst", "/plan/funn.csv", "/plan/funn.xlsx"])
def test_statement_budget(client, statements, path):
    assert client.get(path).status_code == 200
    assert len(statements) <= BUDGET, statements


@pytest.mark.parametrize("path", PAGES)
def test_page_is_guidance_sample_data_and_clean(client, path):
    page = text(client, path)
    english = path.startswith("/en")
    assert ("Sample data." if english else "Eksempeldata.") in page
    assert ("guidance, not law" if english else "retningslinje, ikke lov") in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)
    assert "None" not in re.sub(r"<[^>]+>", " ", page)


def test_figures_are_those_of_the_strips(client):
    counts: Counter[str] = Counter()
    for properties in features(client):
        counts.update(properties["strip"])
    # Rules about a kommune or the region are counted too; a condition on parcels leaves them out.
    page = text(client, "/plan/?min_daa=0")
    assessed = counts["met"] + counts["consider"] + counts["deviates"]
    relevant = assessed + counts["not_mapped"] + counts["missing"] + counts["error"]
    told = keys(page)
    assert told["Funn som avviker"].startswith(f"{counts['deviates']}|")
    assert told["Tomter"].startswith(f"{len(features(client))}|")
    said = told["Kunne vurderes"].partition("|")[2]
    assert said.replace(" ", "") == f"{assessed}av{relevant}"


def test_row_of_a_kommune_counts_its_parcels(client):
    page = text(client, "/plan/?market=ledig")
    cells = row(page, "Grue")
    mine = features(client, "kommune=3417&market=ledig")
    assert cells[0].startswith(f"{len(mine)} ")
    for place, verdict in enumerate(("met", "consider", "deviates", "not_mapped"), start=2):
        number = sum(properties["strip"].count(verdict) for properties in mine)
        assert cells[place].split()[0] == str(number), verdict


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kommune=3415",
        "kommune=3415,3417",
        "verdict=deviates",
        "market=ledig&min_daa=40",
        "q=slomarka",
        "finding=deviates&rule=R09",
        "finding=not_mapped&theme=fare",
        "finding=error",
        "finding=met&kommune=3418&theme=natur",
    ],
)
def test_table_has_the_rows_of_the_map(client, query):
    page = text(client, f"/plan/?{query}")
    slugs = shown(page)
    assert sorted(slugs) == sorted(item["slug"] for item in features(client, query))
    link = re.search(r'href="([^"]+)">Vis de samme i kartet', page)[1]
    listed = text(client, html.unescape(link))
    assert f"{len(slugs)} tomt" in re.sub(r"<[^>]+>", "", listed).replace("\xa0", " ")


def test_rule_and_finding_pick_the_parcels_that_deviate_from_it(client):
    page = text(client, "/plan/?rule=R09&finding=deviates")
    for slug in shown(page):
        found = client.get(f"/api/v1/parcels/{slug}").get_json()["findings"]
        assert {each["verdict"] for each in found if each["rule_code"] == "R09"} == {"deviates"}
    assert len(re.findall(r'class="matrix__code"', page)) == 1


def test_rule_about_kommuner_has_figures_and_no_parcels(client):
    page = text(client, "/plan/?rule=S3")
    assert "6" in row(page, "I alt")[-1]
    assert "matrix__cell" not in page
    assert "rule=S3" not in "".join(re.findall(r'href="/\?[^"]*"', page))


def test_columns_stand_in_the_order_of_the_strategy(client):
    page = text(client, "/plan/")
    codes = re.findall(r'matrix__code"><a [^>]+>(\w+)<', page)
    rules = client.get("/api/v1/rules").get_json()["rules"]
    assert codes == [rule["code"] for rule in rules if rule["subject"] == "parcel"]


def test_worst_first_and_its_cells(client):
    page = text(client, "/plan/?sort=worst")
    by_slug = {item["slug"]: item["strip"].count("deviates") for item in features(client)}
    deviations = [by_slug[slug] for slug in shown(page)]
    assert deviations == sorted(deviations, reverse=True)
    first = re.findall(r"<tr>.*?</tr>", page[page.index("matrix__cell") - 900 :], re.S)[0]
    assert first.count("#s-deviates") == deviations[0] + 1  # and the overall verdict


def test_filter_stays_in_form_chips_and_links(client):
    page = text(client, "/plan/?kommune=3415&rule=R09&market=ledig&per=rule")
    assert '<option value="3415" selected>' in page
    assert '<input type="hidden" name="market" value="ledig">' in page
    assert '<input type="hidden" name="per" value="rule">' in page
    assert page.count("Fjern filter:") == 3
    assert 'href="/plan/funn.xlsx?kommune=3415&amp;rule=R09&amp;market=ledig"' in page


@pytest.mark.parametrize(
    "query", ["kommune=9999", "rule=R99", "theme=fin", "finding=gap", "per=dag", "sort=x", "page=0"]
)
def test_bad_parameters_are_told_by_name(client, query):
    page = text(client, f"/plan/?{query}", 400)
    assert f"«{query.partition('=')[0]}»" in page


def test_nothing_found_says_so(client):
    page = text(client, "/plan/?q=finnes-ikke")
    assert "Ingen tomter passer til filteret." in page
    assert "Ingen funn passer til filteret." in page


def test_unchanged_dashboard_and_files_are_not_sent_again(client):
    for path in ("/plan/", "/plan/funn.csv", "/plan/funn.xlsx"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_runs_are_told_with_strategy_and_day(client):
    page = text(client, "/plan/")
    runs = page[page.index('id="kontroller"') :]
    assert "Publisert" in runs
    assert "per 1.\u00a0nov.\u00a02026" in runs
    assert 'role="img"' in runs
