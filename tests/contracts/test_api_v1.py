"""The answers of the API keep the promises of ``api_v1.schema.json``."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from shapely.geometry import shape

SCHEMA = json.loads(Path(__file__).with_name("api_v1.schema.json").read_text(encoding="utf-8"))
ANSWERS = {
    "/api/v1/parcels.geojson": "parcels.geojson",
    "/api/v1/parcels.geojson?kommune=3415&limit=1": "parcels.geojson",
    "/api/v1/parcels.geojson?q=finnesikke": "parcels.geojson",
    "/api/v1/sites.geojson": "sites.geojson",
    "/api/v1/sites.geojson?q=finnesikke": "sites.geojson",
    "/api/v1/kommuner.geojson": "kommuner.geojson",
    "/api/v1/layers": "layers",
    "/api/v1/rules": "rules",
    "/api/v1/codes": "codes",
    "/healthz": "healthz",
    "/readyz": "readyz",
    "/api/v1/nowhere": "problem",
    "/api/v1/parcels.geojson?bbox=1": "problem",
}
MAPS = [path for path, name in ANSWERS.items() if name.endswith(".geojson") and "?" not in path]


@lru_cache
def promise(name: str) -> jsonschema_rs.Draft202012Validator:
    """Return the validator of one answer."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def assert_kept(name: str, answer: Any) -> None:
    errors = promise(name).iter_errors(answer)
    broken = [f"{'/'.join(map(str, each.instance_path))}: {each.message}" for each in errors]
    assert not broken, broken[:5]


@pytest.mark.parametrize(("path", "name"), ANSWERS.items())
def test_answers(client, path, name):
    assert_kept(name, client.get(path).json)


def test_every_parcel(client):
    for feature in client.get("/api/v1/parcels.geojson").json["features"]:
        assert_kept("parcel", client.get(f"/api/v1/parcels/{feature['id']}").json)


def test_a_precheck(client):
    ring = [[12.0, 60.19], [12.01, 60.19], [12.0, 60.195], [12.01, 60.195], [12.0, 60.19]]
    area = json.dumps({"type": "Polygon", "coordinates": [ring]})
    answer = client.post("/api/v1/precheck", data=area, content_type="application/geo+json")
    assert_kept("precheck", answer.json)
    assert_kept("problem", client.post("/api/v1/precheck?crs=x", data={}).json)


def test_a_match(client):
    body = {"use": "lager", "area_min_m2": 150_000, "power_mw": 9, "ready_by": "2027-12-31"}
    answer = client.post("/api/v1/match", json=body)
    assert {offer["status"] for offer in answer.json["offers"]} >= {"together", "near", "out"}
    assert_kept("match", answer.json)
    assert_kept("problem", client.post("/api/v1/match", json={"jobs": 0}).json)


def test_every_layer_that_is_drawn(client):
    layers = client.get("/api/v1/layers").json["layers"]
    for layer in (layer for layer in layers if layer["public"] == "full"):
        answer = client.get(f"/api/v1/layers/{layer['layer_id']}.geojson").json
        assert_kept("layer.geojson", answer)


@pytest.mark.parametrize("path", MAPS)
def test_shapes_are_valid_and_wound_as_rfc_7946_asks(client, path):
    for feature in client.get(path).json["features"]:
        geometry = shape(feature["geometry"])
        assert geometry.is_valid, feature["id"]
        for polygon in getattr(geometry, "geoms", ()):
            assert polygon.exterior.is_ccw
            assert not any(hole.is_ccw for hole in polygon.interiors)


@pytest.mark.parametrize("path", MAPS)
def test_no_more_than_six_decimals_are_sent(client, path):
    for feature in client.get(path).json["features"]:
        for x, y in _positions(feature["geometry"]["coordinates"]):
            assert (round(x, 6), round(y, 6)) == (x, y)


@pytest.mark.parametrize("path", MAPS)
def test_the_numbers_are_those_of_the_features(client, path):
    answer = client.get(path).json
    assert answer["numberMatched"] == answer["numberReturned"] == len(answer["features"])
    assert len({feature["id"] for feature in answer["features"]}) == len(answer["features"])


def test_the_schema_can_fail(client):
    """A schema that accepts everything promises nothing."""
    answer = client.get("/api/v1/parcels.geojson?limit=1").json
    del answer["features"][0]["properties"]["overall"]
    with pytest.raises(AssertionError, match="overall"):
        assert_kept("parcels.geojson", answer)


def _positions(coordinates: list[Any]) -> list[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        return [(coordinates[0], coordinates[1])]
    return [position for part in coordinates for position in _positions(part)]
