"""Parameters that can't be used are refused with 400, and the answer names the parameter."""

from __future__ import annotations

import pytest

MAPS = ("/api/v1/parcels.geojson", "/api/v1/sites.geojson")
OTHERS = (
    "/api/v1/parcels/slomarka-1",
    "/api/v1/kommuner.geojson",
    "/api/v1/layers",
    "/api/v1/layers/veg.geojson",
    "/api/v1/rules",
    "/api/v1/codes",
    "/api/v1/openapi.json",
)

REFUSED = [
    ("bbox=", "bbox"),
    ("bbox=1,2,3", "bbox"),
    ("bbox=1,2,3,4,5", "bbox"),
    ("bbox=1,2,3,x", "bbox"),
    ("bbox=1,2,3,", "bbox"),
    ("bbox=1;2;3;4", "bbox"),
    ("bbox=12,60,11,61", "bbox"),
    ("bbox=11,61,12,60", "bbox"),
    ("bbox=-181,0,0,1", "bbox"),
    ("bbox=0,0,1,90.5", "bbox"),
    ("bbox=nan,nan,nan,nan", "bbox"),
    ("bbox=-inf,0,inf,1", "bbox"),
    ("bbox=600000,6600000,700000,6700000", "bbox"),
    ("bbox=11,60,12,61&bbox=11,60,12,61", "bbox"),
    ("kommune=9999", "kommune"),
    ("kommune=0301", "kommune"),
    ("kommune=34", "kommune"),
    ("kommune=3415,", "kommune"),
    ("kommune=", "kommune"),
    ("kommune=3415,9999", "kommune"),
    ("kommune=3415&kommune=Åsnes", "kommune"),
    ("kommune=3415'--", "kommune"),
    ("kommune=٣٤١٥", "kommune"),
    ("min_daa=-1", "min_daa"),
    ("min_daa=x", "min_daa"),
    ("min_daa=", "min_daa"),
    ("min_daa=nan", "min_daa"),
    ("min_daa=1e999", "min_daa"),
    ("max_daa=Infinity", "max_daa"),
    ("min_daa=1&min_daa=2", "min_daa"),
    ("market=gratis", "market"),
    ("market=LEDIG", "market"),
    ("market=ledig,gratis", "market"),
    ("market=%00", "market"),
    ("modenhet_min=0", "modenhet_min"),
    ("modenhet_min=6", "modenhet_min"),
    ("modenhet_min=2.5", "modenhet_min"),
    ("modenhet_min=regulert", "modenhet_min"),
    ("verdict=good", "verdict"),
    ("verdict=not_mapped", "verdict"),
    ("q=a%00b", "q"),
    ("q=a%0Ab", "q"),
    ("q=" + "x" * 101, "q"),
    ("unknown=1", "unknown"),
    ("BBOX=11,60,12,61", "BBOX"),
    ("site=slomarka", "site"),
    ("=1", ""),
]


@pytest.mark.parametrize("path", MAPS)
@pytest.mark.parametrize(("query", "parameter"), REFUSED)
def test_it_is_refused_by_name(client, path, query, parameter):
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    problem = answer.json
    assert problem["parameter"] == parameter
    assert problem["status"] == 400
    assert problem["detail"]
    assert problem["hint"]


@pytest.mark.parametrize("query", ["limit=0", "limit=-1", "limit=20001", "limit=1.5", "limit=all"])
def test_limit_has_bounds(client, query):
    answer = client.get(f"/api/v1/parcels.geojson?{query}")
    assert (answer.status_code, answer.json["parameter"]) == (400, "limit")


@pytest.mark.parametrize("path", OTHERS)
def test_a_parameter_where_there_are_none(client, path):
    answer = client.get(f"{path}?lang=nb")
    assert (answer.status_code, answer.json["parameter"]) == (400, "lang")


def test_the_hint_lists_what_could_have_been_meant(client):
    hint = client.get("/api/v1/parcels.geojson?kommuner=3415").json["hint"]
    assert "kommune" in hint.replace(",", "").split()


@pytest.mark.parametrize("query", ["q=", "q=%20", "kommune=3415,3415", "limit=20000"])
def test_odd_but_clear_is_answered(client, query):
    assert client.get(f"/api/v1/parcels.geojson?{query}").status_code == 200


def test_limits_that_exclude_each_other_find_nothing(client):
    assert client.get("/api/v1/parcels.geojson?min_daa=20&max_daa=10").json["features"] == []


def test_numbers_may_be_written_as_on_paper(client):
    spaced, plain = (
        client.get(f"/api/v1/parcels.geojson?max_daa={written}").json["features"]
        for written in ("0%20080,5", "80.5")
    )
    assert spaced == plain != []
