"""Drawn maps and signs: places, scale, names as text, and one look on paper and screen."""

from __future__ import annotations

import re
from math import isclose
from xml.etree import ElementTree

import pytest

from areal.queries.certificate_ground import METRES_PER_DEGREE, Scene, Shape, around
from areal.settings import ROOT
from areal.sheets.drawing import LARGE, SMALL, Mark, Paper, draw, scale_metres
from areal.sheets.signs import SIGNS, sign, strip

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[12.0, 60.0], [12.01, 60.0], [12.01, 60.005], [12.0, 60.005], [12.0, 60.0]]],
}
LINE = {"type": "LineString", "coordinates": [[12.0, 60.0], [12.0, 60.02]]}
HOSTILE = "</text><script>alert(1)</script> \"&'"
SPRITE = ROOT / "webmap" / "templates" / "parts" / "sprite.html"


def scene(*shapes: Shape) -> Scene:
    frame = around([SQUARE])
    assert frame is not None
    return Scene(frame, shapes)


def test_frame_holds_its_subject_and_has_the_maps_shape():
    frame = around([SQUARE, LINE])
    assert frame.west < 12.0
    assert frame.east > 12.01
    assert frame.south < 60.0
    assert frame.north > 60.02
    height = (frame.north - frame.south) * METRES_PER_DEGREE
    assert isclose(frame.width_m / height, 1.5, rel_tol=0.001)
    assert around([]) is None


def test_places_fall_where_they_lie():
    paper = Paper(scene().frame, LARGE)
    left, top = paper.at((paper.frame.west, paper.frame.north))
    right, bottom = paper.at((paper.frame.east, paper.frame.south))
    assert (left, top) == (0, 0)
    assert (round(right), round(bottom)) == (LARGE, paper.height)


@pytest.mark.parametrize("degrees", [0.003, 0.02, 0.4, 3])
def test_scale_bar_is_a_round_number_a_person_can_use(degrees):
    frame = around([{"type": "LineString", "coordinates": [[12, 60], [12, 60 + degrees]]}])
    metres = scale_metres(frame)
    assert str(metres).strip("0") in {"1", "2", "5"}
    assert 0.08 < metres / frame.width_m <= 0.22


def test_names_are_text_and_ids_are_the_maps_own():
    drawn = draw(
        scene(Shape("vann", None, HOSTILE, SQUARE)),
        [Mark("area", SQUARE, "met", HOSTILE)],
        "kart-1",
    )
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own output
    assert not root.findall(".//{*}script")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert ids
    assert all(name.startswith("kart-1-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)


def test_every_role_is_drawn_and_nothing_but_verdicts_is_red_amber_or_green():
    context = [Shape(kind, "E16", None, LINE) for kind in ("veg", "jernbane", "vann", "kommune")]
    context += [Shape("flom", "x", None, SQUARE), Shape("parcel", "p", "Tomt 2", SQUARE)]
    plain = draw(
        scene(*context), [Mark("outline", SQUARE), Mark("proof", LINE)], "k", width=SMALL,
        zones=["flom"],
    )  # fmt: skip
    body = plain.split("</defs>")[1]
    verdict_colours = ("#c23b22", "#d99a00", "#0f7b5f", "#e48b79", "#f5cf74", "#3f9a82")
    assert not any(colour in body for colour in verdict_colours)
    assert body.count("<circle") == 2
    assert "#6a5f96" in body
    filled = draw(scene(), [Mark("area", SQUARE, "deviates")], "k").split("</defs>")[1]
    assert "url(#k-deviates)" in filled


@pytest.mark.parametrize("verdict", sorted(SIGNS))
def test_sign_on_paper_is_the_sign_on_screen(verdict):
    symbol = re.search(
        rf'<symbol id="s-{verdict}"[^>]*>(.*?)</symbol>', SPRITE.read_text(encoding="utf-8")
    )
    assert symbol is not None
    assert symbol[1] == SIGNS[verdict]
    ElementTree.fromstring(sign(verdict))  # noqa: S314


def test_strip_has_a_cell_for_each_rule():
    root = ElementTree.fromstring(strip(["met", "deviates", "missing"]))  # noqa: S314
    assert len(root.findall("{*}g")) == 3
