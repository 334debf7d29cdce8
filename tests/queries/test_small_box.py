"""Parcels in a small box take a way of their own, and are the same ones."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from areal.queries import parcels, reading
from areal.queries.connection import Connection
from areal.queries.filters import Bbox, ParcelFilter


@pytest.fixture(scope="module")
def connection(published_app: object) -> Iterator[Connection]:
    del published_app  # its database is the one that is read
    with reading() as connection:
        yield connection


def test_a_small_box_holds_what_the_whole_filter_finds_in_it(connection: Connection) -> None:
    everything = json.loads(parcels.geojson(connection, ParcelFilter()))["features"]
    seen = 0
    for feature in everything[::7]:
        lon, lat = feature["geometry"]["coordinates"][0][0][0][:2]
        box = Bbox(lon - 0.01, lat - 0.01, lon + 0.05, lat + 0.05)
        assert box.is_small
        near = json.loads(parcels.geojson(connection, ParcelFilter(bbox=box)))
        # A size of nothing or more leaves no parcel out, and is a filter all the same.
        whole = json.loads(parcels.geojson(connection, ParcelFilter(bbox=box, min_daa=0)))
        assert near == whole
        assert 0 < near["numberMatched"] < len(everything)
        seen += 1
    assert seen > 5


def test_no_more_than_asked_for_and_the_whole_number_told(connection: Connection) -> None:
    first = json.loads(parcels.geojson(connection, ParcelFilter(), limit=1))["features"][0]
    lon, lat = first["geometry"]["coordinates"][0][0][0][:2]
    box = ParcelFilter(bbox=Bbox(lon - 0.05, lat - 0.05, lon + 0.05, lat + 0.05))
    few = json.loads(parcels.geojson(connection, box, limit=2))
    assert few["numberReturned"] == 2
    assert few["numberMatched"] > 2


def test_a_large_box_is_planned_for_what_it_holds() -> None:
    assert not Bbox(10, 59, 13, 62).is_small
