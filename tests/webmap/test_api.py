"""The API over the published sample: what is asked for is answered, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

PARCELS = "/api/v1/parcels.geojson"
SITES = "/api/v1/sites.geojson"
GEOJSON_PATHS = (PARCELS, SITES, "/api/v1/kommuner.geojson", "/api/v1/layers/veg.geojson")
JSON_PATHS = ("/api/v1/parcels/slomarka-1", "/api/v1/rules", "/api/v1/layers", "/api/v1/codes")


def found(client: FlaskClient, query: str = "", path: str = PARCELS) -> list[dict[str, Any]]:
    """Return the properties of what a query finds."""
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer.text
    return [feature["properties"] for feature in answer.json["features"]]


@pytest.fixture
def everything(client: FlaskClient) -> list[dict[str, Any]]:
    return found(client)


class TestFilters:
    """Each filter keeps exactly the parcels it names; the sample has plenty of others."""

    def test_none_finds_every_parcel(self, client, everything):
        assert len(everything) == client.get("/readyz").json["parcels"] >= 60

    def test_kommune(self, client, everything):
        wanted = {p["slug"] for p in everything if p["kommunenummer"] == "3415"}
        assert {p["slug"] for p in found(client, "kommune=3415")} == wanted
        assert 0 < len(wanted) < len(everything)

    @pytest.mark.parametrize("query", ["kommune=3415&kommune=3418", "kommune=3415,3418"])
    def test_several_kommuner_are_alternatives(self, client, everything, query):
        wanted = {p["slug"] for p in everything if p["kommunenummer"] in ("3415", "3418")}
        assert {p["slug"] for p in found(client, query)} == wanted

    def test_size_is_in_daa_and_includes_its_limits(self, client, everything):
        middle = sorted(p["area_m2"] for p in everything)[len(everything) // 2]
        for query, keeps in (
            (f"min_daa={middle / 1000!r}", lambda area: area >= middle),
            (f"max_daa={middle / 1000!r}", lambda area: area <= middle),
            (f"min_daa={middle / 1000!r}&max_daa={middle / 1000!r}", lambda area: area == middle),
        ):
            wanted = {p["slug"] for p in everything if keeps(p["area_m2"])}
            assert {p["slug"] for p in found(client, query)} == wanted

    def test_size_may_be_written_with_a_comma(self, client):
        assert found(client, "min_daa=20,5") == found(client, "min_daa=20.5") != found(client)

    @pytest.mark.parametrize("market", ["ledig", "opsjon", "reservert", "solgt"])
    def test_market(self, client, everything, market):
        wanted = {p["slug"] for p in everything if p["market"] == market}
        assert {p["slug"] for p in found(client, f"market={market}")} == wanted != set()

    def test_unknown_market_is_a_choice_and_not_ledig(self, client, everything):
        wanted = {p["slug"] for p in everything if p["market"] is None}
        assert {p["slug"] for p in found(client, "market=ukjent")} == wanted != set()

    @pytest.mark.parametrize("step", range(1, 6))
    def test_modenhet_is_that_step_or_further_and_never_unknown(self, client, everything, step):
        wanted = {p["slug"] for p in everything if (p["modenhet"] or 0) >= step}
        assert {p["slug"] for p in found(client, f"modenhet_min={step}")} == wanted != set()

    @pytest.mark.parametrize("verdict", ["met", "consider", "deviates", "gap"])
    def test_verdict(self, client, everything, verdict):
        wanted = {p["slug"] for p in everything if p["overall"] == verdict}
        assert {p["slug"] for p in found(client, f"verdict={verdict}")} == wanted != set()

    def test_conditions_hold_together(self, client, everything):
        wanted = {
            p["slug"]
            for p in everything
            if p["kommunenummer"] == "3415" and p["market"] == "ledig" and p["area_m2"] >= 80_000
        }
        asked = found(client, "kommune=3415&market=ledig&min_daa=80")
        assert {p["slug"] for p in asked} == wanted != set()


class TestSearch:
    """Words are looked for in names and matrikkel numbers, as they are written."""

    @pytest.mark.parametrize("words", ["slomarka", "SLOMARKA", "lomark", "Sør-Odal Slomarka"])
    def test_site_and_kommune_by_name(self, client, words):
        assert {p["site_slug"] for p in found(client, f"q={words}")} == {"slomarka"}

    def test_letters_beyond_ascii_in_any_case(self, client):
        assert {p["kommunenummer"] for p in found(client, "q=ÅSNES")} == {"3418"}

    def test_every_word_must_occur(self, client):
        assert found(client, "q=slomarka åsnes") == []

    @pytest.mark.parametrize("words", ["%25", "_", "\\", "100%25", "'", "';--", "$1", ":site"])
    def test_signs_of_the_query_language_are_only_signs(self, client, words):
        assert found(client, f"q={words}") == []

    def test_matrikkel_is_that_property_and_not_one_that_begins_alike(self, client):
        facts = client.get("/api/v1/parcels/slomarka-1").json["parcel"]
        whole = facts["matrikkel"][0]
        number = whole.split("-")[1]
        for words in (whole, number):
            assert "slomarka-1" in {p["slug"] for p in found(client, f"q={words}")}
        assert "slomarka-1" not in {p["slug"] for p in found(client, f"q={number[:-1]}")}


class TestBox:
    """The box is in degrees; a parcel that touches it is in it."""

    def test_box_around_one_parcel_finds_it_and_leaves_the_rest(self, client, everything):
        west, south, east, north = client.get("/api/v1/parcels/slomarka-1").json["parcel"]["bbox"]
        asked = found(client, f"bbox={west},{south},{east},{north}")
        assert "slomarka-1" in {p["slug"] for p in asked}
        assert len(asked) < len(everything)

    def test_box_elsewhere_finds_nothing(self, client):
        assert found(client, "bbox=5.2,60.3,5.4,60.5") == []

    def test_box_of_the_world_finds_everything(self, client, everything):
        assert found(client, "bbox=-180,-90,180,90") == everything

    def test_sites_are_found_by_their_parcels(self, client):
        west, south, east, north = client.get("/api/v1/parcels/slomarka-1").json["parcel"]["bbox"]
        asked = found(client, f"bbox={west},{south},{east},{north}", SITES)
        assert [site["slug"] for site in asked] == ["slomarka"]


class TestLimit:
    """Fewer features than match are announced, never left out in silence."""

    def test_both_numbers_are_told(self, client, everything):
        answer = client.get(f"{PARCELS}?limit=3").json
        assert len(answer["features"]) == answer["numberReturned"] == 3
        assert answer["numberMatched"] == len(everything)


class TestOneNumber:
    """A figure is the same wherever it is asked for."""

    def test_free_area_of_sites_kommuner_and_parcels(self, client, everything):
        free = sum(p["area_m2"] for p in everything if p["market"] == "ledig")
        sites = found(client, path=SITES)
        kommuner = found(client, path="/api/v1/kommuner.geojson")
        assert sum(site["free_m2"] for site in sites) == pytest.approx(free, rel=1e-12)
        assert sum(kommune["free_m2"] for kommune in kommuner) == pytest.approx(free, rel=1e-12)

    def test_site_figures_follow_the_filter(self, client):
        query = "market=opsjon"
        by_site = {site["slug"]: site["parcels"] for site in found(client, query, SITES)}
        parcels = found(client, query)
        assert sum(by_site.values()) == len(parcels)
        assert set(by_site) == {p["site_slug"] for p in parcels}
        assert all(site["free_m2"] == 0 for site in found(client, query, SITES))

    def test_strip_of_the_map_is_the_findings_of_the_parcel(self, client, everything):
        for parcel in everything[::7]:
            answer = client.get(f"/api/v1/parcels/{parcel['slug']}").json
            verdicts = [finding["verdict"] for finding in answer["findings"]]
            assert verdicts == parcel["strip"] == answer["parcel"]["strip"]

    def test_ring_of_a_site_counts_the_findings_of_its_parcels(self, client, everything):
        for site in found(client, path=SITES):
            strips = [p["strip"] for p in everything if p["site_slug"] == site["slug"]]
            cells = [verdict for strip in strips for verdict in strip]
            assert site["shares"] == {name: cells.count(name) for name in site["shares"]}
            assert sum(site["shares"].values()) + cells.count("not_relevant") == len(cells)

    def test_overall_of_a_site_is_the_worst_of_its_parcels(self, client, everything):
        worst_first = ["deviates", "consider", "gap", "met"]
        for site in found(client, path=SITES):
            own = [p["overall"] for p in everything if p["site_slug"] == site["slug"]]
            assert site["overall"] == min(own, key=worst_first.index)

    def test_parcels_per_verdict_of_the_kommuner(self, client, everything):
        for kommune in found(client, path="/api/v1/kommuner.geojson"):
            own = [
                p["overall"] for p in everything if p["kommunenummer"] == kommune["kommunenummer"]
            ]
            for verdict in ("met", "consider", "deviates", "gap"):
                assert kommune[verdict] == own.count(verdict)


class TestParcel:
    """One parcel: facts, findings in the order of the strategy, proof to draw."""

    def test_findings_carry_their_rule_and_its_sources(self, client):
        findings = client.get("/api/v1/parcels/slomarka-1").json["findings"]
        rules = [r for r in client.get("/api/v1/rules").json["rules"] if r["subject"] == "parcel"]
        assert [finding["rule"] for finding in findings] == rules
        for finding in findings:
            assert [layer["layer_id"] for layer in finding["layers"]] == finding["rule"]["layers"]
            assert all(layer["source_date"] for layer in finding["layers"])

    def test_conflict_is_an_area_and_distance_is_a_line(self, client, everything):
        kinds = {}
        for parcel in everything:
            for finding in client.get(f"/api/v1/parcels/{parcel['slug']}").json["findings"]:
                if finding["geometry"]:
                    kinds.setdefault(finding["rule"]["kind"], set()).add(
                        finding["geometry"]["type"]
                    )
        assert kinds["overlap"] <= {"Polygon", "MultiPolygon"}
        assert kinds["distance"] == {"LineString"}

    @pytest.mark.parametrize(
        "slug", ["nowhere", "slomarka-999", "SLOMARKA-1", "a%00b", "..%2f", "%27", "x" * 300]
    )
    def test_unknown_is_404(self, client, slug):
        answer = client.get(f"/api/v1/parcels/{slug}")
        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"

    def test_dates_are_iso_and_unknown_is_null(self, client, everything):
        answers = [client.get(f"/api/v1/parcels/{p['slug']}").json for p in everything]
        assert all(len(a["as_of"]) == len("2026-11-01") for a in answers)
        assert any(a["parcel"]["power"]["mw_now"] is None for a in answers)
        assert any(a["parcel"]["fibre"]["status"] == "ukjent" for a in answers)


class TestLayers:
    """Layers tell their source; only those that may be drawn give their shapes."""

    def test_shapes_only_of_layers_that_are_full(self, client):
        layers = client.get("/api/v1/layers").json["layers"]
        assert {layer["public"] for layer in layers} == {"full", "derived"}
        for layer in layers:
            answer = client.get(f"/api/v1/layers/{layer['layer_id']}.geojson")
            assert answer.status_code == (200 if layer["public"] == "full" else 404)
            if answer.status_code == 200:
                assert answer.json["numberMatched"] == layer["feature_count"]
                assert answer.json["layer"]["source_date"] == layer["source_date"]


class TestTransport:
    """Headers: who may read, what may be kept, what is said of the data."""

    @pytest.mark.parametrize("path", GEOJSON_PATHS)
    def test_media_type_of_geojson(self, client, path):
        assert client.get(path).mimetype == "application/geo+json"

    @pytest.mark.parametrize("path", JSON_PATHS)
    def test_media_type_of_json(self, client, path):
        assert client.get(path).mimetype == "application/json"

    @pytest.mark.parametrize("path", [*GEOJSON_PATHS, *JSON_PATHS])
    def test_says_that_the_data_are_eksempeldata(self, client, path):
        answer = client.get(path)
        assert answer.json["eksempeldata"]["nb"].startswith("Eksempeldata")
        assert "Eksempeldata" in answer.headers["X-Areal-Notice"]

    @pytest.mark.parametrize("path", [*JSON_PATHS])
    def test_says_that_the_strategy_is_guidance(self, client, path):
        assert "ikke lov" in client.get(path).json["strategy_notice"]["nb"]

    @pytest.mark.parametrize("path", [*GEOJSON_PATHS, *JSON_PATHS, "/api/v1/nowhere"])
    def test_any_site_may_read(self, client, path):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"

    @pytest.mark.parametrize("path", [*GEOJSON_PATHS, *JSON_PATHS, "/api/v1/openapi.json"])
    def test_head_is_get_without_the_body(self, client, path):
        get, head = client.get(path), client.head(path)
        assert head.status_code == 200
        assert head.data == b""
        assert head.headers["ETag"] == get.headers["ETag"]
        assert head.headers["Content-Length"] == get.headers["Content-Length"]

    @pytest.mark.parametrize("path", [*GEOJSON_PATHS, *JSON_PATHS])
    def test_options_tells_the_methods(self, client, path):
        answer = client.options(path, headers={"Origin": "https://example.org"})
        assert answer.status_code == 200
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_nothing_can_be_written(self, client, method):
        answer = client.open(PARCELS, method=method)
        assert answer.status_code == 405
        assert answer.mimetype == "application/problem+json"
        assert "GET" in answer.headers["Allow"]
