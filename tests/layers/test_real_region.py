"""Real roads, rail, stations, bog and borders in place of the sample's, and checked on."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from areal.assess.strategies import check_day, run_check, strategy_file
from areal.cli import program
from areal.database import Role, connect
from areal.layers.facts import border_facts, layer_facts, length_facts
from areal.settings import ROOT

#: km² in the full-resolution border, as the data's own documentation states them.
KM2 = {
    "3401": 1036.2,
    "3414": 508.2,
    "3415": 516.7,
    "3416": 640.3,
    "3417": 837.0,
    "3418": 1040.7,
}


def _areal(*args: object) -> str:
    """Run a command as the guide docs/veiledning/ekte-kartdata.md has it; return what it said."""
    answer = CliRunner().invoke(program, [str(arg) for arg in args], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.mark.usefixtures("sample_database")
def test_real_layers_and_borders_reproduce_the_known_facts(shared_geo: Path) -> None:
    file = shared_geo / "region" / "kongsvinger_region.gpkg"
    source = ROOT / "data" / "geo" / "sources" / "kartverket-n1000.yaml"
    border_options = ("--layer", "kommune_fullres", "--source", "Kartverket", "--version", "full")

    assert "in force" in _areal("borders", "load", file, *border_options, "--in-force")
    assert "veg: 483 features" in _areal("layer", "load", file, "--source", source)
    assert "E16" in _areal("layer", "facts", "veg")
    # On the ellipsoid; the documentation's 1040.7 is planar.
    assert "1040.9 km²" in _areal("borders", "list")
    assert "Kartverket N1000" in _areal("layer", "list")

    with connect(Role.APP) as app:
        areas = {f.kommunenummer: f.area_m2 / 1e6 for f in border_facts(app) if f.in_force}
        editions = {f.version for f in border_facts(app)}
        roads = {f.code: f.metres / 1000 for f in length_facts(app, "veg")}
        rail = length_facts(app, "jernbane")[0].metres / 1000
        bog = next(f for f in layer_facts(app) if f.layer_id == "myr")
        stations = dict(
            app.execute(
                text(
                    "SELECT f.name, array[round(ST_Y(f.geom_wgs84)::numeric, 3), "
                    "round(ST_X(f.geom_wgs84)::numeric, 3)]::float[] FROM areal.layer_feature AS f "
                    "INNER JOIN areal.layer_version AS v USING (layer_version_id) "
                    "WHERE v.layer_id = 'stasjon' AND v.in_force"
                )
            ).all()
        )
        kept = app.execute(
            text("SELECT count(*) FROM areal.layer_version WHERE layer_id = 'veg'")
        ).scalar_one()
        day = check_day(app)
        result = run_check(app, strategy_file(None, day), day, lambda _: None)
        near_road = dict(
            app.execute(
                text(
                    "SELECT f.verdict, count(*) FROM areal.finding AS f "
                    "INNER JOIN areal.parcel AS p ON f.parcel_id = p.parcel_id "
                    "WHERE f.run_id = :run AND f.rule_code = 'R18' AND EXISTS (SELECT 1 "
                    "FROM areal.layer_part AS part INNER JOIN areal.layer_feature AS road "
                    "USING (feature_id) INNER JOIN areal.layer_version AS v "
                    "ON v.layer_version_id = part.layer_version_id "
                    "WHERE v.layer_id = 'veg' AND v.in_force AND road.code ~ '^(E|rv|fv)' "
                    "AND ST_DWithin(part.geom, p.geom, 20)) GROUP BY f.verdict"
                ),
                {"run": result.run_id},
            ).all()
        )

    assert len(editions) == 2, "the shipped borders are kept beside the real ones"
    assert kept == 2, "the sample's roads are kept beside the real ones"
    assert areas == pytest.approx(KM2, rel=0.001)
    assert roads["E16"] == pytest.approx(71.5, abs=0.2)
    assert roads["rv2"] == pytest.approx(91.3, abs=0.2)
    assert roads[None] == pytest.approx(1412.6, rel=0.001)
    assert rail == pytest.approx(123.8, abs=0.2)
    assert bog.features == 111
    assert bog.coverage == pytest.approx(1)
    assert stations["Kongsvinger"] == pytest.approx([60.188, 12.004], abs=0.006)
    assert result.fresh
    assert result.counts["met"] > 500
    assert sum(near_road.values()) > 0, "the sample has parcels within 50 m of a real main road"
    assert near_road.get("met", 0) < sum(near_road.values()), "their strips are seen by R18"
