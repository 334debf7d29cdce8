"""GeoJSON in the forms people save it in: lists, lines, single features, old ways to name a CRS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from areal.ingest.reading import json_parts
from areal.ingest.reading.refused import FileRefused
from tests.support.sent_files import SQUARES, collection, feature, read, refused, same, saved

FEATURES = [feature(shape, navn=f"Felt {n}") for n, shape in enumerate(SQUARES, 1)]
UTM = "urn:ogc:def:crs:EPSG::25833"


@pytest.mark.parametrize(
    ("tree", "joined"),
    [
        (collection(FEATURES, UTM), False),
        ([collection(FEATURES[:2], UTM), collection(FEATURES[2:], UTM)], True),
        ([collection(FEATURES, UTM)], False),
        ([[collection(FEATURES[:1], UTM)], collection(FEATURES[1:], UTM)], True),
    ],
)
def test_collections_and_lists_of_them_in_metres(tree: Any, joined: bool, tmp_path: Path) -> None:
    found = read(saved(tmp_path / "a.geojson", tree))
    assert found.columns["navn"] == ["Felt 1", "Felt 2", "Felt 3"]
    assert same(found.shapes, SQUARES)
    assert found.told.crs == "EPSG:25833"
    assert ("joined" in found.codes) is joined


@pytest.mark.parametrize("mark", ["", "\x1e"])
def test_one_feature_a_line(mark: str, tmp_path: Path) -> None:
    lines = "".join(f"{mark}{json.dumps(each)}\n" for each in FEATURES)
    (tmp_path / "a.geojsonl").write_text(lines)
    found = read(tmp_path / "a.geojsonl")
    assert same(found.shapes, SQUARES)
    assert found.columns["navn"] == ["Felt 1", "Felt 2", "Felt 3"]


@pytest.mark.parametrize(
    ("crs", "told"),
    [
        ({"type": "name", "properties": {"name": "EPSG:25832"}}, "EPSG:25832"),
        ({"type": "EPSG", "properties": {"code": 25835}}, "EPSG:25835"),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "EPSG:4326"),
        (None, "EPSG:4326"),
    ],
)
def test_systems(crs: Any, told: str, tmp_path: Path) -> None:
    tree = {**collection(FEATURES), "crs": crs}
    found = read(saved(tmp_path / "a.json", tree))
    assert found.told.crs == told
    assert ("crs_assumed" in found.codes) is (crs is None)


@pytest.mark.parametrize("tree", [FEATURES[0], FEATURES[0]["geometry"]])
def test_one_feature_and_one_geometry(tree: Any, tmp_path: Path) -> None:
    assert same(read(saved(tmp_path / "a.json", tree)).shapes, SQUARES[:1])


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        ({"type": "FeatureCollection"}, "not_geojson"),
        ({"type": "Topology", "objects": {}}, "not_geojson"),
        ({"a": 1}, "not_geojson"),
        ("tekst", "not_geojson"),
        ([1, 2], "not_geojson"),
        (collection([{"type": "feature"}]), "not_geojson"),
        ([collection(FEATURES, UTM), collection(FEATURES)], "crs_differs"),
        ({**collection([]), "crs": {"type": "link", "properties": {"href": "x"}}}, "crs_linked"),
        ({**collection([]), "crs": {"type": "name"}}, "crs_not_known"),
    ],
)
def test_what_is_no_geojson_is_refused_in_words(tree: Any, reason: str, tmp_path: Path) -> None:
    assert refused(saved(tmp_path / "a.json", tree)) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"type": "Feature",', "json_broken"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "not_geojson"),
        ("[" * 100_000, "json_too_deep"),
        (f'{{"type": "Feature", "id": {"9" * 5_000}}}', "json_broken"),
    ],
)
def test_broken_json_is_refused_with_its_place(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text)
    assert refused(tmp_path / "a.json") == reason


def test_geometry_nothing_can_be_made_of_is_told(tmp_path: Path) -> None:
    features = [*FEATURES, feature(None, navn="uten"), feature(None, navn="ødelagt")]
    features[4]["geometry"] = {"type": "Polygon", "coordinates": [["a", "b"]]}
    found = read(saved(tmp_path / "a.json", collection(features, UTM)))
    assert found.shapes[3:] == [None, None]
    (note,) = found.notes
    assert (note.code, note.values) == ("geometry_unreadable", {"count": 1, "row": 5})


def test_rings_left_open_are_closed_and_told(tmp_path: Path) -> None:
    open_ = feature(shapely.box(0, 0, 1, 1))
    ring = [list(point) for point in open_["geometry"]["coordinates"][0][:-1]]
    open_["geometry"]["coordinates"] = [ring]
    found = read(saved(tmp_path / "a.json", collection([open_], UTM)))
    assert "rings_closed" in found.codes
    assert found.shapes[0].area == pytest.approx(1)


class TestLong:
    """Files too long to hold are read piece by piece, and give the same."""

    def test_lists(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        tree = [collection(FEATURES[:2], UTM), collection(FEATURES[2:], UTM)]
        file = saved(tmp_path / "a.json", tree)
        whole = json_parts.parts_of(file)
        lines = whole.path.read_bytes()
        monkeypatch.setattr(json_parts, "WHOLE", 10)
        monkeypatch.setattr(json_parts, "_PIECE", 100)
        assert json_parts.parts_of(file) == whole
        assert whole.path.read_bytes() == lines

    def test_a_list_cut_off(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(json_parts, "WHOLE", 10)
        (tmp_path / "a.json").write_text(json.dumps([FEATURES[0], FEATURES[1]])[:-20])
        with pytest.raises(FileRefused) as caught:
            json_parts.parts_of(tmp_path / "a.json")
        assert caught.value.reason == "json_broken"

    def test_lines(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(json_parts, "WHOLE", 10)
        (tmp_path / "a.json").write_text("\n".join(map(json.dumps, FEATURES)))
        assert json_parts.parts_of(tmp_path / "a.json").lines
        assert not json_parts.parts_of(saved(tmp_path / "b.json", collection(FEATURES))).lines
