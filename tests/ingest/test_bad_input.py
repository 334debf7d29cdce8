"""A file that can't be used is refused with its name, line or field, and nothing is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from shapely.geometry import mapping, shape
from sqlalchemy import text

from areal.database import Role, connect
from areal.errors import InputError
from areal.ingest.folder import load_folder
from areal.layers.vector import read_features
from areal.settings import ROOT


@pytest.fixture
def geo(tmp_path: Path) -> Path:
    """Return a copy of the data folder that a test may spoil."""
    folder = tmp_path / "geo"
    shutil.copytree(ROOT / "data" / "geo", folder)
    return folder


def _edit_parcels(geo: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    path = geo / "sample" / "parcels.geojson"
    tree = json.loads(path.read_text())
    edit(tree["features"][0])
    path.write_text(json.dumps(tree))


def _refused(geo: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        load_folder(geo, author="test")
    with connect(Role.APP) as app:
        for table in ("region", "code", "layer", "layer_part", "boundary", "site", "parcel"):
            rows = app.execute(text(f"SELECT count(*) FROM areal.{table}")).scalar_one()
            assert rows == 0, f"half-written: {table}"
    return caught.value


pytestmark = pytest.mark.usefixtures("empty_database")


def test_unknown_key_in_a_layer_names_file_line_and_key(geo: Path) -> None:
    path = geo / "layers" / "myr.yaml"
    path.write_text(path.read_text() + "colour: green\n")

    error = _refused(geo)

    assert error.file == str(path)
    assert error.line == len(path.read_text().splitlines())
    assert error.field == "colour"


def test_bad_yaml_names_the_line(geo: Path) -> None:
    path = geo / "codes" / "market.yaml"
    path.write_text("list: market\nlist: again\nsource: x\ncodes: []\n")

    error = _refused(geo)

    assert (error.file, error.line) == (str(path), 2)
    assert error.hint


def test_layer_file_that_is_no_map_data_is_named(geo: Path) -> None:
    path = geo / "sample" / "layers" / "myr.geojson"
    path.write_bytes(b"\x00\x01 not a map")

    error = _refused(geo)

    assert error.file == str(path)
    assert "GeoPackage" in (error.hint or "")


def test_absent_layer_file_is_named(geo: Path) -> None:
    path = geo / "sample" / "layers" / "myr.geojson"
    path.unlink()

    assert _refused(geo).file == str(path)


def test_parcel_outside_every_kommune_is_named(geo: Path) -> None:
    def move_to_the_sea(feature: dict[str, Any]) -> None:
        moved = shapely.transform(shape(feature["geometry"]), lambda xy: xy - [0, 30])
        feature["geometry"] = mapping(moved)

    _edit_parcels(geo, move_to_the_sea)
    error = _refused(geo)

    assert "outside every kommune" in error.message
    assert error.field == "geometry"
    assert "longitude, latitude" in (error.hint or "")


def test_self_crossing_parcel_says_where(geo: Path) -> None:
    def cross(feature: dict[str, Any]) -> None:
        x, y = shape(feature["geometry"]).centroid.coords[0]
        ring = [[x, y], [x + 0.01, y + 0.01], [x + 0.01, y], [x, y + 0.01], [x, y]]
        feature["geometry"] = {"type": "Polygon", "coordinates": [ring]}

    _edit_parcels(geo, cross)

    assert "Self-intersection" in _refused(geo).message


@pytest.mark.parametrize(
    ("field", "value"),
    [("market", "kanskje"), ("modenhet", 9), ("colour", "red"), ("water", "no"), ("slug", "Å B")],
)
def test_wrong_value_names_feature_and_field(geo: Path, field: str, value: object) -> None:
    _edit_parcels(geo, lambda feature: feature["properties"].update({field: value}))
    error = _refused(geo)

    assert error.field is not None
    assert error.field.startswith(f"features[1].{field}")


def test_parcel_of_a_site_that_does_not_exist(geo: Path) -> None:
    _edit_parcels(geo, lambda feature: feature["properties"].update(site="nowhere"))
    error = _refused(geo)

    assert "'nowhere'" in error.message
    assert error.field == "site"


def test_parcels_in_another_system_are_refused_not_guessed(geo: Path) -> None:
    path = geo / "sample" / "parcels.geojson"
    tree = json.loads(path.read_text())
    tree["crs"] = {"type": "name", "properties": {"name": "EPSG:25833"}}
    path.write_text(json.dumps(tree))

    assert _refused(geo).field == "crs"


def test_file_without_a_coordinate_system_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.gpkg"
    pyogrio.raw.write(
        path, shapely.to_wkb([shapely.Point(1, 2)]), [], [], geometry_type="Point", crs=None
    )
    with pytest.raises(InputError) as caught:
        read_features(path)
    assert caught.value.field == "crs"


def test_loading_twice_changes_nothing(geo: Path) -> None:
    first = load_folder(geo, author="test")
    again = load_folder(geo, author="test")

    assert first.changed
    assert not again.changed
    assert (again.sites, again.parcels) == (first.sites, first.parcels)


def test_parcel_on_a_border_lies_where_most_of_it_lies_and_is_reported(geo: Path) -> None:
    def onto_the_border(feature: dict[str, Any]) -> None:
        with connect(Role.APP) as app:
            x, y = app.execute(
                text(
                    "SELECT ST_X(p.geom), ST_Y(p.geom) FROM (SELECT ST_PointN(ST_GeometryN("
                    "ST_Intersection(a.geom_wgs84, b.geom_wgs84), 1), 1) AS geom "
                    "FROM areal.boundary AS a, areal.boundary AS b "
                    "WHERE a.kommunenummer = '3401' AND b.kommunenummer = '3417') AS p"
                )
            ).one()
        feature["geometry"] = mapping(shapely.box(x - 0.01, y - 0.01, x + 0.01, y + 0.01))

    load_folder(geo, author="test")
    _edit_parcels(geo, onto_the_border)
    loaded = load_folder(geo, author="test")

    (crossing,) = loaded.crossings
    assert 0.3 < crossing.share < 0.99
    with connect(Role.APP) as app:
        placed = app.execute(
            text(
                "SELECT p.kommunenummer, p.kommune_share, (SELECT max(ST_Area(ST_Intersection("
                "p.geom, b.geom)) / ST_Area(p.geom)) FROM areal.boundary AS b) AS largest "
                "FROM areal.parcel AS p WHERE p.slug = :slug"
            ),
            {"slug": crossing.slug},
        ).one()
    assert placed.kommunenummer == crossing.kommunenummer
    assert placed.kommune_share == pytest.approx(placed.largest)


def test_slug_that_stands_twice_is_named(geo: Path) -> None:
    path = geo / "sample" / "parcels.geojson"
    tree = json.loads(path.read_text())
    tree["features"].append(tree["features"][0])
    path.write_text(json.dumps(tree))
    error = _refused(geo)

    assert "twice" in error.message
    assert error.field == f"features[{len(tree['features'])}].slug"


def test_metres_in_geojson_are_told_from_degrees(geo: Path) -> None:
    def in_metres(feature: dict[str, Any]) -> None:
        feature["geometry"] = mapping(shapely.box(330_000, 6_680_000, 330_100, 6_680_100))

    _edit_parcels(geo, in_metres)

    assert "not in degrees" in _refused(geo).message


def test_heights_are_left_out(geo: Path) -> None:
    def raise_it(feature: dict[str, Any]) -> None:
        feature["geometry"] = mapping(shapely.force_3d(shape(feature["geometry"]), 210))

    _edit_parcels(geo, raise_it)

    assert load_folder(geo, author="test").changed


@pytest.mark.parametrize(
    ("field", "value"),
    [("permitted_activities", ["logistik"]), ("arealformaal", "9999"), ("owner_kind", "kirke")],
)
def test_code_no_list_has_is_refused_with_the_list(geo: Path, field: str, value: object) -> None:
    _edit_parcels(geo, lambda feature: feature["properties"].update({field: value}))
    error = _refused(geo)

    assert error.field == f"features[1].{field}"
    assert error.hint


def test_site_in_a_kommune_outside_the_region_is_refused(geo: Path) -> None:
    path = geo / "sample" / "sites.yaml"
    path.write_text(path.read_text().replace("3415", "0301", 1))

    assert "0301" in _refused(geo).message


def test_kommune_without_a_border_is_refused_whenever_it_is_added(geo: Path) -> None:
    load_folder(geo, author="test")
    path = geo / "region.yaml"
    path.write_text(path.read_text().replace("kommuner:", 'kommuner:\n  "3420": Elverum'))

    with pytest.raises(InputError, match="3420"):
        load_folder(geo, author="test")


def test_earlier_set_can_be_loaded_again_and_what_it_leaves_out_is_gone(geo: Path) -> None:
    path = geo / "sample" / "parcels.geojson"
    original = path.read_text()
    slug = json.loads(original)["features"][0]["properties"]["slug"]
    count = text(
        "SELECT count(*) FROM areal.verification INNER JOIN areal.parcel USING (parcel_id) "
        "WHERE slug = :slug"
    )
    seen = []
    for edit in (None, {"verified": {}}, None):
        path.write_text(original)
        if edit is not None:
            _edit_parcels(geo, lambda feature, edit=edit: feature["properties"].update(edit))
        assert load_folder(geo, author="test").changed
        with connect(Role.APP) as app:
            seen.append(app.execute(count, {"slug": slug}).scalar_one())

    assert seen[0] > 0
    assert seen == [seen[0], 0, seen[0]]
