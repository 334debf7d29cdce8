"""What is not published does not leave, whatever address is tried."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from areal.database import Role, connect
from webmap import create_app

DATA = (
    "/api/v1/parcels.geojson",
    "/api/v1/sites.geojson",
    "/api/v1/kommuner.geojson",
    "/api/v1/parcels/slomarka-1",
    "/api/v1/parcels/slomarka-2",
    "/readyz",
)


@pytest.fixture
def own_client(sample_database: str) -> FlaskClient:
    """Return a client of a catalogue this test may change."""
    return create_app().test_client()


def change(statement: str, **binds: object) -> None:
    with connect(Role.OWNER) as connection:
        assert connection.execute(text(statement), binds).rowcount > 0


def test_a_draft_parcel_is_nowhere(own_client):
    before = own_client.get("/api/v1/sites.geojson?q=slomarka").json["features"][0]["properties"]
    change("UPDATE areal.parcel SET published = FALSE WHERE slug = 'slomarka-1'")
    assert own_client.get("/api/v1/parcels/slomarka-1").status_code == 404
    assert "slomarka-1" not in own_client.get("/api/v1/parcels.geojson").text
    after = own_client.get("/api/v1/sites.geojson?q=slomarka").json["features"][0]["properties"]
    assert after["parcels"] == before["parcels"] - 1
    assert after["free_m2"] < before["free_m2"]


def test_a_draft_site_takes_its_parcels_with_it(own_client):
    change("UPDATE areal.site SET published = FALSE WHERE slug = 'slomarka'")
    for path in ("/api/v1/parcels.geojson", "/api/v1/sites.geojson"):
        assert "slomarka" not in own_client.get(path).text
    assert own_client.get("/api/v1/parcels/slomarka-2").status_code == 404


def test_an_internal_price_is_not_told_nor_who_confirmed_it(own_client):
    shown = own_client.get("/api/v1/parcels/slomarka-1").json["parcel"]
    assert shown["price_nok_m2"] == 320
    change("UPDATE areal.parcel SET price_public = FALSE WHERE slug = 'slomarka-1'")
    hidden = own_client.get("/api/v1/parcels/slomarka-1").json["parcel"]
    assert (hidden["price_nok_m2"], hidden["price_public"]) == (None, False)
    assert "price" not in {verified["axis"] for verified in hidden["verifications"]}


def test_nothing_of_the_catalogue_keeping_leaves(own_client):
    answer = json.dumps(own_client.get("/api/v1/parcels/slomarka-1").json)
    for internal in ("parcel_id", "site_id", "changed_by", "import_id", "kommune_share"):
        assert internal not in answer


def test_a_grant_lies_over_the_deviation_and_does_not_replace_it(own_client):
    slug, rule = _a_deviation(own_client)
    change(
        "INSERT INTO areal.deviation_grant "
        "(strategy_id, parcel_id, rule_code, body, case_ref, decided_on, reason) "
        "SELECT s.strategy_id, p.parcel_id, :rule, 'Formannskapet', '26/1', '2026-01-15', 'Fordi' "
        "FROM areal.parcel AS p, areal.strategy_snapshot AS s WHERE p.slug = :slug",
        slug=slug,
        rule=rule,
    )
    answer = own_client.get(f"/api/v1/parcels/{slug}").json
    found = {finding["rule_code"]: finding for finding in answer["findings"]}
    assert found[rule]["verdict"] == "deviates"
    assert found[rule]["grant"] == {
        "body": "Formannskapet",
        "case": "26/1",
        "decided_on": "2026-01-15",
        "valid_until": None,
        "reason": "Fordi",
    }
    assert all(finding["grant"] is None for code, finding in found.items() if code != rule)


@pytest.mark.parametrize(
    ("public", "sample", "drawn"),
    [
        ("full", False, True),
        ("derived", True, True),
        ("derived", False, False),
        ("none", True, False),
    ],
)
def test_proof_is_drawn_only_where_the_layer_lets_its_shapes_leave(
    own_client, public, sample, drawn
):
    slug, rule = _a_deviation(own_client, with_geometry=True)
    layers = "SELECT unnest(layers) FROM areal.strategy_rule WHERE code = :rule"
    change(
        f"UPDATE areal.layer SET public = :to WHERE layer_id IN ({layers})", to=public, rule=rule
    )
    change(
        f"UPDATE areal.layer_version SET sample = :to WHERE layer_id IN ({layers})",
        to=sample,
        rule=rule,
    )
    answer = own_client.get(f"/api/v1/parcels/{slug}").json
    finding = next(each for each in answer["findings"] if each["rule_code"] == rule)
    assert (finding["geometry"] is not None) == drawn
    assert finding["measured"] is not None


def test_real_data_carry_no_eksempeldata_notice(own_client):
    change("UPDATE areal.import_batch SET sample = FALSE")
    for path in DATA:
        answer = own_client.get(path)
        assert "X-Areal-Notice" not in answer.headers
        if path != "/readyz":
            assert answer.json["eksempeldata"] is None


def _a_deviation(client: FlaskClient, *, with_geometry: bool = False) -> tuple[str, str]:
    features = client.get("/api/v1/parcels.geojson?verdict=deviates").json["features"]
    for feature in features:
        for finding in client.get(f"/api/v1/parcels/{feature['id']}").json["findings"]:
            if finding["verdict"] == "deviates" and (finding["geometry"] or not with_geometry):
                return feature["id"], finding["rule_code"]
    raise AssertionError("the sample has no deviation")
