"""Outlines typed, drawn, split and joined: no land is lost, none counts twice."""

from __future__ import annotations

import json
from copy import deepcopy
from math import cos, pi, sin

import pytest
import shapely
import shapely.ops
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areal.database import Role, connect
from areal.drafts import shapes
from areal.drafts.coordinates import outline, text_of
from areal.drafts.shapes import CannotShape

EAST, NORTH = 330_000.0, 6_700_000.0
QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def outlines(draw: st.DrawFn) -> shapely.Polygon:
    """Return a star-shaped outline of some hundred metres around a place in the region."""
    count = draw(st.integers(3, 12))
    radii = draw(st.lists(st.integers(60, 300), min_size=count, max_size=count))
    return shapely.Polygon(
        [
            (
                round(EAST + radius * cos(2 * pi * number / count), 3),
                round(NORTH + radius * sin(2 * pi * number / count), 3),
            )
            for number, radius in enumerate(radii)
        ]
    )


def _wkt(line: str) -> str:
    return f"LINESTRING({', '.join(line.splitlines())})"


def content_of(*polygons: shapely.Polygon):
    return {
        "site": {"name": "x"},
        "parcels": [
            {
                "key": f"p{number}",
                "parcel_id": number,
                "removed": False,
                "fields": {"label": f"Tomt {number}", "slug": f"x-{number}"},
                "geometry": json.loads(shapely.to_geojson(shapely.MultiPolygon([polygon]))),
                "matrikkel": [f"3417-1/{number}"],
                "restrictions": [],
            }
            for number, polygon in enumerate(polygons, 1)
        ],
        "media": [],
    }


def planar(item):
    return shapely.from_geojson(json.dumps(item["geometry"]))


@QUICK
@given(polygon=outlines(), angle=st.floats(0, pi))
def test_pieces_of_a_split_are_the_whole_and_joined_again_they_are_it(catalogue, polygon, angle):
    content = content_of(polygon)
    dx, dy = 1_000 * cos(angle), 1_000 * sin(angle)
    line = f"{EAST - dx:.3f} {NORTH - dy:.3f}\n{EAST + dx:.3f} {NORTH + dy:.3f}"
    with connect(Role.APP) as connection:
        try:
            cut = shapes.split(connection, content, "p1", line)
        except CannotShape:
            # A piece under ten square metres is a drawing error, and the line always crosses.
            smaller = shapely.ops.split(polygon, shapely.from_wkt(_wkt(line))).geoms
            assert min(piece.area for piece in smaller) < 11
            return
        pieces = [planar(item) for item in cut["parcels"]]
        assert len(pieces) >= 2
        assert cut["parcels"][0]["key"] == "p1"
        assert len({item["key"] for item in cut["parcels"]}) == len(pieces)
        assert sum(piece.area for piece in pieces) == pytest.approx(polygon.area, rel=1e-6)
        for at, one in enumerate(pieces):
            for other in pieces[at + 1 :]:
                assert one.intersection(other).area < 0.01
        if len(pieces) == 2:
            key = cut["parcels"][1]["key"]
            whole = shapes.join(connection, cut, "p1", [key])
            assert planar(whole["parcels"][0]).area == pytest.approx(polygon.area, rel=1e-6)
            assert whole["parcels"][1]["removed"]


@QUICK
@given(polygon=outlines())
def test_an_outline_written_and_read_is_the_same(polygon):
    geometry = json.loads(shapely.to_geojson(shapely.MultiPolygon([polygon])))
    again = outline(text_of(geometry))
    assert again.wrong is None
    assert shapely.from_geojson(json.dumps(again.geometry)).equals(polygon)


def square(east, size=100.0, north=0.0):
    west, south = EAST + east, NORTH + north
    return shapely.box(west, south, west + size, south + size)


def test_an_outline_can_have_holes_and_parts(catalogue):
    del catalogue
    polygon = shapely.Polygon(square(0).exterior, [square(20, 30, 20).exterior])
    geometry = json.loads(shapely.to_geojson(shapely.MultiPolygon([polygon, square(300)])))
    told = text_of(geometry)
    assert told.count("hull") == 1
    assert shapely.from_geojson(json.dumps(outline(told).geometry)).area == pytest.approx(19_100)


@pytest.mark.parametrize(
    "told",
    [
        f"POLYGON(({EAST} {NORTH}, {EAST + 99} {NORTH}, {EAST} {NORTH + 99}, {EAST} {NORTH}))",
        f"{EAST};{NORTH}\n{EAST + 99};{NORTH}\n{EAST};{NORTH + 99}",
        f"{NORTH} {EAST}\n{NORTH} {EAST + 99}\n{NORTH + 99} {EAST}",
    ],
)
def test_an_outline_is_read_however_it_is_pasted(told):
    area = shapely.from_geojson(json.dumps(outline(told).geometry)).area
    assert area == pytest.approx(99 * 99 / 2, rel=1e-6)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("", "areal"),
        ("330000 6700000\nher\n330100 6700000", "2"),
        ("POLYGON((1 2, 3", "leses"),
        ('{"type": "Polygon"', "leses"),
        (f"{EAST} {NORTH}\n{EAST + 1} {NORTH}\n{EAST} {NORTH + 1}", "m²"),
    ],
)
def test_what_is_no_outline_is_told_in_plain_words(told, says):
    found = outline(told)
    assert found.geometry is None
    assert says in found.told("nb")


def test_parcels_apart_are_not_joined_and_a_line_beside_cuts_nothing(catalogue):
    del catalogue
    content = content_of(square(0), square(300))
    with connect(Role.APP) as connection:
        with pytest.raises(CannotShape) as apart:
            shapes.join(connection, content, "p1", ["p2"])
        assert apart.value.reason == "apart"
        with pytest.raises(CannotShape) as beside:
            shapes.split(connection, content, "p1", "0 0\n10 10")
        assert beside.value.reason == "line_beside"


def test_a_drawn_outline_keeps_its_corners_and_lies_on_its_neighbour(catalogue):
    del catalogue
    content = content_of(square(0), square(100))
    with connect(Role.APP) as connection:
        [one] = [item for item in shapes.shown(connection, content, None) if item.key == "p1"]
        same = shapes.drawn(connection, content, "p1", None, json.dumps(one.geometry))
        assert shapely.from_geojson(json.dumps(same)).symmetric_difference(square(0)).area < 1e-6
        moved = deepcopy(content)
        wide = json.loads(shapely.to_geojson(shapely.box(EAST, NORTH, EAST + 100.2, NORTH + 99)))
        moved["parcels"][0]["geometry"] = wide
        [near] = [item for item in shapes.shown(connection, moved, None) if item.key == "p1"]
        laid = shapes.drawn(connection, content, "p1", None, json.dumps(near.geometry))
        found = shapely.from_geojson(json.dumps(laid))
        assert found.intersection(square(100)).area < 0.01
        assert not shapes.overlaps(connection, content, "p1", None, laid)
