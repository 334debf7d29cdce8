"""List, table and map are one: the same sites, the same figures, whatever is asked for."""

from __future__ import annotations

import gzip
import re

import pytest
from flask.testing import FlaskClient

ASKED = ["", "kommune=3401", "market=ledig&min_mw=5", "utility=water&utility=fibre", "q=slomrka"]


def page(client: FlaskClient, query: str) -> str:
    return client.get(f"/?{query}").get_data(as_text=True)


@pytest.mark.parametrize("query", ASKED)
def test_list_table_and_map_hold_the_same(client: FlaskClient, query: str) -> None:
    listed, table = page(client, query), page(client, f"{query}&vis=tabell")
    points = client.get(f"/api/v1/sites.geojson?{query}").get_json()
    cards = re.findall(r'<li class="card[^"]*" data-site="([^"]+)"', listed)
    rows = re.findall(r'<tr class="card-row[^"]*" data-site="([^"]+)"', table)
    assert cards == rows != []
    assert set(cards) == {one["properties"]["slug"] for one in points["features"]}
    assert f"<strong>{len(cards)} område" in listed
    assert f"<strong>{len(cards)} område" in table
    assert points["numberMatched"] == len(cards)
    parcels = sum(one["properties"]["parcels"] for one in points["features"])
    assert f'data-parcels="{parcels}"' in listed


def test_table_has_a_column_for_each_rule_and_says_how_it_is_sorted(client: FlaskClient) -> None:
    table = page(client, "vis=tabell&sort=power")
    rules = [
        rule["code"]
        for rule in client.get("/api/v1/rules").get_json()["rules"]
        if rule["subject"] == "parcel"
    ]
    assert re.findall(r'href="/strategien#(\w+)"', table) == rules
    assert table.count('aria-sort="') == 1
    assert 'aria-sort="descending"' in table
    assert "ukjent" in table


@pytest.mark.parametrize("sort", ["power", "price", "road"])
def test_what_is_not_known_stands_last(client: FlaskClient, sort: str) -> None:
    table = page(client, f"vis=tabell&sort={sort}")
    column = {"power": 4, "price": 5, "road": 6}[sort]
    rows = re.findall(r'<tr class="card-row.*?</tr>', table, re.S)
    known = ["is-unknown" not in re.findall(r"<td class=\"([^\"]*)\"", row)[column] for row in rows]
    assert known == sorted(known, reverse=True)


def test_nonsense_view_and_count_are_left_out_with_a_note(client: FlaskClient) -> None:
    shown = page(client, "vis=kule&antall=mange")
    assert "«kule» er ikke brukt" in shown
    assert "«mange» er ikke brukt" in shown


def test_text_is_sent_compressed_to_those_who_take_it(client: FlaskClient) -> None:
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    again = client.get(
        "/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    )
    assert again.status_code == 304


def test_bundles_are_the_files_they_are_made_of(client: FlaskClient) -> None:
    shown = page(client, "")
    addresses = re.findall(r'"(/samlet/[^"]+)"', shown)
    assert len(addresses) == 4
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    script = client.get(next(one for one in addresses if "map.js" in one)).get_data(as_text=True)
    assert "Areal.siteMarkers" in script
    assert client.get("/samlet/annet.js").status_code == 404
    style = client.get(next(one for one in addresses if "base.css" in one)).get_data(as_text=True)
    for font in re.findall(r'url\("(/static/[^"]+)"\)', style):
        assert client.get(font).status_code == 200
