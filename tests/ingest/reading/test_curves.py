"""Arcs become lines within a stated distance: measured on circles that are known."""

from __future__ import annotations

import math
import struct
from pathlib import Path

import numpy as np
import pytest
import shapely

from areal.ingest.reading.curves import TOLERANCE_M, Stroker
from tests.support.sent_files import read

CENTRE = np.array([337_000.0, 6_676_000.0])


def on_circle(radius: float, *angles: float) -> list[tuple[float, float]]:
    return [(CENTRE[0] + radius * math.cos(a), CENTRE[1] + radius * math.sin(a)) for a in angles]


def wkb(kind: int, *parts: bytes) -> bytes:
    return struct.pack("<BII", 1, kind, len(parts)) + b"".join(parts)


def points(kind: int, ring: list[tuple[float, float]]) -> bytes:
    return struct.pack("<BII", 1, kind, len(ring)) + np.array(ring, "<f8").tobytes()


def straight(curve: bytes) -> tuple[shapely.Geometry, float]:
    stroker = Stroker("EPSG:25833", 100_000)
    return shapely.from_wkb(stroker.straight(curve)), stroker.gap


@pytest.mark.parametrize("radius", [0.5, 12.0, 300.0, 20_000.0])
@pytest.mark.parametrize("turn", [0.3, -1.2, 3.0, -6.0])
def test_lines_lie_within_the_distance_told(radius: float, turn: float) -> None:
    arc = on_circle(radius, 1.0, 1.0 + turn / 2, 1.0 + turn)
    line, gap = straight(points(8, arc))
    corners = shapely.get_coordinates(line)
    middles = (corners[1:] + corners[:-1]) / 2
    away = radius - np.hypot(*(middles - CENTRE).T)
    assert np.abs(np.hypot(*(corners - CENTRE).T) - radius).max() < 1e-6
    assert away.max() == pytest.approx(gap, abs=1e-6)
    assert gap <= TOLERANCE_M * 1.001
    assert tuple(corners[0]) == pytest.approx(arc[0])
    assert tuple(corners[-1]) == pytest.approx(arc[2])
    assert line.length == pytest.approx(radius * abs(turn), rel=0.02)


def test_a_whole_circle_and_three_points_in_a_line() -> None:
    circle, _ = straight(wkb(10, points(8, on_circle(50, 0, math.pi, 0))))
    assert circle.area == pytest.approx(math.pi * 50**2, rel=1e-3)
    line, gap = straight(points(8, [(0, 0), (1, 1), (2, 2)]))
    assert (shapely.get_coordinates(line).tolist(), gap) == ([[0, 0], [1, 1], [2, 2]], 0)


def test_compound_rings_multi_surfaces_and_faces() -> None:
    half = points(8, on_circle(50, 0, math.pi / 2, math.pi))
    base = points(2, [*on_circle(50, math.pi), *on_circle(50, 0)])
    surface = wkb(12, wkb(10, wkb(9, half, base)))
    shape, _ = straight(surface)
    assert shape.geom_type == "MultiPolygon"
    assert shape.area == pytest.approx(math.pi * 50**2 / 2, rel=1e-3)
    square = shapely.box(0, 0, 1, 1)
    faces, _ = straight(wkb(15, shapely.to_wkb(square), shapely.to_wkb(square)))
    assert shapely.get_num_geometries(faces) == 2


@pytest.mark.parametrize("cut", [5, 9, 20, 50])
def test_damaged_curves_are_none(cut: int) -> None:
    assert Stroker(None, 100).straight(points(8, on_circle(5, 0, 1, 2))[:cut]) is None


GML = """<?xml version="1.0" encoding="UTF-8"?>
<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="urn:x" gml:id="a">
<gml:featureMember><app:RpArealformålOmråde gml:id="b"><app:navn>Rundkjøring</app:navn>
<app:område><gml:Surface gml:id="c" srsName="urn:ogc:def:crs:EPSG::25833"><gml:patches>
<gml:PolygonPatch><gml:exterior><gml:Ring><gml:curveMember>{curve}</gml:curveMember></gml:Ring>
</gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface></app:område>
</app:RpArealformålOmråde></gml:featureMember></gml:FeatureCollection>"""
ARC = """<gml:Curve gml:id="d"><gml:segments><gml:Arc><gml:posList>{arc}</gml:posList></gml:Arc>
<gml:LineStringSegment><gml:posList>{line}</gml:posList></gml:LineStringSegment></gml:segments>
</gml:Curve>"""
CIRCLE = """<gml:Curve gml:id="d"><gml:segments><gml:CircleByCenterPoint numArc="1">
<gml:pos>337000 6676000</gml:pos><gml:radius uom="m">50</gml:radius></gml:CircleByCenterPoint>
</gml:segments></gml:Curve>"""


def _text(ring: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.4f} {y:.4f}" for x, y in ring)


@pytest.mark.parametrize(
    ("curve", "share"),
    [
        (
            ARC.format(
                arc=_text(on_circle(50, 0, math.pi / 2, math.pi)),
                line=_text(on_circle(50, math.pi, 0)),
            ),
            0.5,
        ),
        (CIRCLE, 1.0),
    ],
)
def test_plan_gml(curve: str, share: float, tmp_path: Path) -> None:
    (tmp_path / "plan.gml").write_text(GML.format(curve=curve), "utf-8")
    found = read(tmp_path / "plan.gml")
    assert found.told.layer == "RpArealformålOmråde"
    assert found.shapes[0].area == pytest.approx(share * math.pi * 50**2, rel=1e-3)
    (note,) = [each for each in found.notes if each.code == "curves_stroked"]
    assert 0 < note.values["max_gap_m"] <= TOLERANCE_M + 0.0001
    assert "0,01" in note.told("nb")
