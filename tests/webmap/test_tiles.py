"""Vector tiles: read by another program, they hold the published parcels and no others."""

from __future__ import annotations

import math
from pathlib import Path

import pyogrio.raw
import pytest
import sqlalchemy
from flask.testing import FlaskClient

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from webmap import create_app


def tiles_over(z: int, west: float, south: float, east: float, north: float) -> list[str]:
    n = 2**z

    def column(lon: float) -> int:
        return int((lon + 180) / 360 * n)

    def line(lat: float) -> int:
        return int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)

    return [
        f"/tiles/{z}/{x}/{y}.mvt"
        for x in range(column(west), column(east) + 1)
        for y in range(line(north), line(south) + 1)
    ]


def slugs_of(
    client: FlaskClient, tmp_path: Path, addresses: list[str], query: str = ""
) -> set[str]:
    found: set[str] = set()
    for number, address in enumerate(addresses):
        answer = client.get(address + query)
        assert answer.status_code in (200, 204)
        if answer.status_code == 200:
            assert answer.mimetype == "application/vnd.mapbox-vector-tile"
            file = tmp_path / f"{number}.mvt"
            file.write_bytes(answer.data)
            meta, _, _, fields = pyogrio.raw.read(file, layer="parcels")
            found |= set(fields[list(meta["fields"]).index("slug")])
    return found


def published(client: FlaskClient, query: str = "") -> dict[str, str]:
    features = client.get(f"/api/v1/parcels.geojson{query}").get_json()["features"]
    return {one["properties"]["slug"]: one["properties"]["site_slug"] for one in features}


REGION = (11.0, 59.8, 12.9, 61.0)


def test_near_tiles_hold_every_published_parcel(client: FlaskClient, tmp_path: Path) -> None:
    addresses = tiles_over(10, *REGION)
    assert slugs_of(client, tmp_path, addresses) == set(published(client))


def test_far_tiles_are_thinned_and_lose_no_site(client: FlaskClient, tmp_path: Path) -> None:
    every = published(client)
    far = slugs_of(client, tmp_path, tiles_over(5, *REGION))
    assert len(far) < len(every)
    assert {every[slug] for slug in far} == set(every.values())


def test_tiles_are_filtered_as_the_map_is(client: FlaskClient, tmp_path: Path) -> None:
    query = "?kommune=3415&utility=water"
    found = slugs_of(client, tmp_path, tiles_over(10, *REGION), query)
    assert found == set(published(client, query)) != set()


@pytest.mark.usefixtures("sample_database")
def test_what_is_taken_back_is_in_no_tile(tmp_path: Path) -> None:
    client = create_app().test_client()
    addresses = tiles_over(10, *REGION)
    assert "slomarka-1" in slugs_of(client, tmp_path, addresses)
    with connect(Role.APP) as app:
        write_as(app, "test")
        app.execute(
            sqlalchemy.text("UPDATE areal.parcel SET published = FALSE WHERE slug = 'slomarka-1'")
        )
    assert "slomarka-1" not in slugs_of(client, tmp_path, addresses)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/tiles/0/1/0.mvt", 404),
        ("/tiles/30/0/0.mvt", 404),
        ("/tiles/5/-1/0.mvt", 404),
        ("/tiles/5/a/0.mvt", 404),
        ("/tiles/5/0/0.mvt?kommune=9999", 400),
        ("/tiles/5/0/0.mvt?style=1", 400),
        ("/tiles/5/0/0.mvt", 204),
    ],
)
def test_nonsense_is_refused_and_nothing_is_empty(
    client: FlaskClient, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


def test_tile_is_kept_until_the_revision_moves(client: FlaskClient) -> None:
    first = client.get("/tiles/8/136/74.mvt")
    again = client.get("/tiles/8/136/74.mvt", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert first.headers["Access-Control-Allow-Origin"] == "*"
