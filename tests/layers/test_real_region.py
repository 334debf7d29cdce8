"""Real roads, rail, stations, bog and borders in place of the sample's, and checked on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from areal.assess.strategies import check_day, run_check, strategy_file
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.ingest.region import BoundaryDefinition, numbered, put_in_force, store_borders
from areal.layers.facts import border_facts, layer_facts, length_facts
from areal.layers.registry import read_registry
from areal.layers.source import SourceFile, load_source
from areal.layers.vector import read_features
from areal.settings import ROOT
from areal.yaml_files import read_typed

GEO = ROOT / "data" / "geo"
#: km² in the full-resolution border, as the data's own documentation states them.
KM2 = {
    "3401": 1036.2,
    "3414": 508.2,
    "3415": 516.7,
    "3416": 640.3,
    "3417": 837.0,
    "3418": 1040.7,
}


@pytest.mark.usefixtures("sample_database")
def test_real_layers_and_borders_reproduce_the_known_facts(shared_geo: Path) -> None:
    file = shared_geo / "region" / "kongsvinger_region.gpkg"
    with connect(Role.APP) as app:
        write_as(app, "test")
        borders = numbered(read_features(file, "kommune_fullres"), "kommunenummer", file)
        definition = BoundaryDefinition(
            id="fullres",
            file=file.name,
            source="Kartverket",
            source_version="full",
            licence="CC BY",
            attribution="© Kartverket",
        )
        version, new = store_borders(app, definition, borders, file)
        put_in_force(app, version)
        source = read_typed(GEO / "sources" / "kartverket-n1000.yaml", SourceFile)
        load_source(app, source, file, read_registry(GEO / "layers"))
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

    assert new
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
