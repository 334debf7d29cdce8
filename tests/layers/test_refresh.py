"""Refresh layers from real services on loopback: what comes in is what they have, all of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import Row, text

from areal.clock import today
from areal.database import Role, connect
from areal.ingest.folder import load_folder
from areal.layers.facts import layer_facts
from tests.layers.conftest import FLOOD_ZONES, Refresh, TurnOn, write_floods
from tests.support.services import Reply, Service, arcgis, mapserver, serving, write_layer

pytestmark = pytest.mark.usefixtures("sample_database")

#: A place inside the region, EPSG:25833.
EAST, NORTH = 330_000, 6_680_000


def box(column: int, row: int = 0, size: int = 80) -> shapely.Polygon:
    """Return a square of the place's own grid of 100 metres."""
    west, south = EAST + 100 * column, NORTH + 100 * row
    return shapely.box(west, south, west + size, south + size)


def stored(layer: str = "flom") -> list[Row[Any]]:
    """Return the features in force."""
    with connect(Role.APP) as app:
        return list(
            app.execute(
                text(
                    "SELECT f.code, f.name, f.props, ST_AsText(f.geom) AS wkt, "
                    "ST_Area(f.geom) AS m2, ST_NPoints(f.geom) AS points, v.source, v.licence, "
                    "v.source_date, v.sample FROM areal.layer_feature AS f "
                    "INNER JOIN areal.layer_version AS v USING (layer_version_id) "
                    "WHERE v.layer_id = :layer AND v.in_force ORDER BY f.feature_id"
                ),
                {"layer": layer},
            )
        )


def versions(layer: str = "flom") -> list[tuple[int, bool, int]]:
    """Return number, in force, and count of features of each version."""
    with connect(Role.APP) as app:
        rows = app.execute(
            text(
                "SELECT layer_version_id, in_force, feature_count FROM areal.layer_version "
                "WHERE layer_id = :layer ORDER BY layer_version_id"
            ),
            {"layer": layer},
        )
        return [tuple(row) for row in rows]


def test_a_wfs_is_fetched_page_by_page(
    nve: Service, wfs: dict[str, Any], turn_on: TurnOn, refreshed: Refresh
) -> None:
    turn_on("flom", wfs)

    told = refreshed()

    assert (told.outcome, told.features, told.repaired) == ("loaded", FLOOD_ZONES, 0), told
    rows = stored()
    assert {row.code for row in rows} == {"20", "200"}
    assert {row.name for row in rows} == {f"Åsæø {i}" for i in range(FLOOD_ZONES)}
    assert {frozenset(row.props) for row in rows} == {frozenset({"code", "name", "objid"})}
    assert {round(row.m2) for row in rows} == {6400}
    assert (rows[0].source, rows[0].licence, rows[0].sample) == ("Ekte", "NLOD 2.0", False)
    assert rows[0].source_date == today()
    asked = [path for path in nve.pages("STARTINDEX") if "FILTER" in path]
    pages = {int(path.split("STARTINDEX=")[1].split("&")[0]) for path in asked}
    assert pages == {0, 10, 20}
    assert all("gjentaksintervall" in path and "BBOX" in path for path in asked)


def test_an_ogc_api_is_fetched_page_by_page(
    tmp_path: Path, turn_on: TurnOn, refreshed: Refresh
) -> None:
    file = tmp_path / "kulturminner.shp"
    write_layer(
        file,
        "kulturminner",
        [*(box(i) for i in range(25)), shapely.box(260_000, 6_620_000, 260_080, 6_620_080)],
        driver="ESRI Shapefile",
        vernetype=["AUT" if i % 5 else "VED" for i in range(26)],
        navn=[f"Gravhaug på Ås {i}" for i in range(26)],
    )
    with mapserver(tmp_path, file, {"kulturminner": "POLYGON"}) as ra:
        turn_on(
            "kulturminner",
            {
                "connection": f"OAPIF:{ra.address}/oapi",
                "layer": "kulturminner",
                "filter": "vernetype = 'AUT'",
                "page_size": 7,
                "code": [{"attribute": "vernetype"}],
                "name": "navn",
            },
        )
        told = refreshed("kulturminner")
        pages = {path for path in ra.pages("/items?") if "limit=7" in path and "offset" in path}

    assert (told.outcome, told.features) == ("loaded", 20), told
    rows = stored("kulturminner")
    assert {row.code for row in rows} == {"AUT"}
    assert {row.name for row in rows} == {f"Gravhaug på Ås {i}" for i in range(25) if i % 5}
    assert [row.m2 for row in rows] == pytest.approx([6400] * 20, rel=0.003), "sent in degrees"
    assert len(pages) == 3


def test_an_arcgis_service_is_fetched_page_by_page(turn_on: TurnOn, refreshed: Refresh) -> None:
    worth = ["Svært stor verdi", "Stor verdi", "Middels verdi", "Noe verdi", "Uten verdi"]
    nature = [({"Verdikategori": worth[i % 5], "Naturtype": f"Sjø {i}"}, box(i)) for i in range(23)]
    with arcgis(nature, most=10) as mdir:
        turn_on(
            "natur",
            {
                "connection": f"ESRIJSON:{mdir.address}/arcgis/rest/services/n/MapServer/0",
                "filter": "Verdikategori <> 'Ubestemt'",
                "order_by": "OBJECTID",
                "code": [
                    {
                        "attribute": "Verdikategori",
                        "map": {"Svært stor verdi": "svaert_stor", "Stor verdi": "stor"},
                    }
                ],
                "name": "Naturtype",
                "props": {"verdi": "Verdikategori"},
                "fixed": {"kart": "KU"},
            },
        )
        told = refreshed("natur")

    assert (told.outcome, told.features) == ("loaded", 23), told
    codes = [row.code for row in stored("natur")]
    assert [codes.count(code) for code in ("svaert_stor", "stor", None)] == [5, 5, 13]
    assert stored("natur")[2].props == {
        "code": None,
        "name": "Sjø 2",
        "verdi": "Middels verdi",
        "kart": "KU",
    }, "an unknown worth is no worth of another name"
    assert {f"resultOffset={first}" for first in (10, 20)} <= {
        part for path in mdir.asked for part in path.split("&")
    }
    assert all("geometry=" in path and "where=Verdikategori" in path for path in mdir.asked)


@pytest.mark.parametrize(
    ("ending", "driver"), [(".gpkg", "GPKG"), (".gml", "GML"), (".fgb", "FlatGeobuf")]
)
def test_a_file_is_taken_from_the_folder_and_from_the_web(
    tmp_path: Path, geo: Path, turn_on: TurnOn, refreshed: Refresh, ending: str, driver: str
) -> None:
    file = geo / f"flom{ending}"
    boxes = [*(box(i) for i in range(5)), shapely.box(260_000, 6_620_000, 260_080, 6_620_080)]
    write_layer(file, "soner", boxes, driver=driver, navn=["Æ"] * 6)
    source = {"layer": "soner", "code": [{"text": "200"}], "name": "navn"}
    turn_on("flom", {**source, "connection": f"file:{file.name}"})
    assert refreshed().features == 5
    here = stored()

    def reply(path: str, headers: Any) -> Reply:
        return 200, [], file.read_bytes()

    with serving(Service(reply)) as web:
        turn_on("flom", {**source, "connection": f"{driver}:{web.address}/ned/{file.name}"})
        assert refreshed().outcome == "unchanged", "the same features by another way"
        assert web.asked
    assert [(row.code, row.name, round(row.m2)) for row in here] == [("200", "Æ", 6400)] * 5


def test_one_layer_of_two_services_and_a_map_of_where_they_looked(
    floods: dict[str, Any], turn_on: TurnOn, refreshed: Refresh
) -> None:
    looked = [
        ({"Dekningskartverdi": "Kartlagt"}, shapely.box(EAST, NORTH, EAST + 5000, NORTH + 5000))
    ]
    with (
        arcgis([({"type": "aktsomhet"}, box(3, 2))], most=10) as second,
        arcgis(looked, most=10) as third,
    ):
        turn_on(
            "flom",
            floods,
            {"connection": f"ESRIJSON:{second.address}/x/0", "code": [{"text": "aktsomhet"}]},
            coverage={"from": {"connection": f"ESRIJSON:{third.address}/dekning/1"}},
        )
        assert refreshed().features == FLOOD_ZONES + 1

    codes = [row.code for row in stored()]
    assert codes.count("aktsomhet") == 1
    with connect(Role.APP) as app:
        square = app.execute(
            text(
                "SELECT sum(ST_Area(c.geom)) FROM areal.layer_coverage AS c INNER JOIN "
                "areal.layer_version AS v USING (layer_version_id) "
                "WHERE v.layer_id = 'flom' AND v.in_force AND c.status = 'mapped'"
            )
        ).scalar_one()
    assert square == pytest.approx(25e6)


def test_what_has_not_changed_becomes_no_new_version(
    flood_file: Path, floods: dict[str, Any], turn_on: TurnOn, refreshed: Refresh
) -> None:
    turn_on("flom", floods)
    refreshed()
    first = versions()
    with connect(Role.APP) as app:
        app.execute(text("UPDATE areal.layer_version SET source_date = '2026-01-01'"))

    assert refreshed().outcome == "unchanged"
    assert versions() == first
    assert stored()[0].source_date == today(), "known to be so as of today"

    flood_file.unlink()
    write_floods(flood_file, FLOOD_ZONES - 1)
    told = refreshed()
    assert (told.outcome, told.features, told.former) == ("loaded", FLOOD_ZONES - 1, FLOOD_ZONES)
    assert [item[2] for item in versions()][-2:] == [FLOOD_ZONES, FLOOD_ZONES - 1]
    assert [item[1] for item in versions()] == [False, False, True]

    flood_file.unlink()
    write_floods(flood_file, FLOOD_ZONES)
    assert refreshed().outcome == "loaded", "the source took its change back"
    assert [item[1] for item in versions()] == [False, True, False]


def test_shapes_are_mended_and_counted_and_arcs_become_lines(
    geo: Path, turn_on: TurnOn, refreshed: Refresh
) -> None:
    corners = ((0, 0), (80, 80), (80, 0), (0, 80))
    bow_tie = shapely.Polygon([(EAST + x, NORTH + y) for x, y in corners])
    high = shapely.force_3d(box(5), 120.0)
    file = geo / "soner.gpkg"
    write_layer(file, "soner", [box(1), bow_tie, high, None])
    (geo / "arc.gml").write_text(_ARC)
    turn_on(
        "flom",
        {"connection": "file:soner.gpkg", "code": [{"text": "20"}]},
        {"connection": "file:arc.gml", "code": [{"text": "200"}]},
    )

    told = refreshed()

    assert (told.features, told.repaired, told.shapeless) == (4, 1, 1), told
    rows = stored()
    assert sorted(round(row.m2) for row in rows)[:3] == [3200, 6400, 6400]
    disc = next(row for row in rows if row.code == "200")
    assert disc.m2 == pytest.approx(3.14159265 * 50**2, rel=0.003)
    assert disc.points > 30
    assert "Z" not in "".join(row.wkt for row in rows)


_ARC = f"""<?xml version="1.0" encoding="UTF-8"?>
<fc:FeatureCollection xmlns:fc="http://example.no/x" xmlns:gml="http://www.opengis.net/gml/3.2"
  gml:id="a"><gml:featureMember><fc:Sone gml:id="s1"><fc:omrade>
  <gml:Surface gml:id="g1" srsName="urn:ogc:def:crs:EPSG::25833"><gml:patches><gml:PolygonPatch>
  <gml:exterior><gml:Ring><gml:curveMember><gml:Curve gml:id="c1"><gml:segments>
  <gml:Arc><gml:posList>{EAST} {NORTH} {EAST + 50} {NORTH + 50} {EAST + 100} {NORTH}
  </gml:posList></gml:Arc><gml:Arc><gml:posList>{EAST + 100} {NORTH} {EAST + 50} {NORTH - 50}
  {EAST} {NORTH}</gml:posList></gml:Arc>
  </gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior>
  </gml:PolygonPatch></gml:patches></gml:Surface></fc:omrade></fc:Sone></gml:featureMember>
</fc:FeatureCollection>
"""


def test_the_sample_never_takes_the_place_of_what_was_fetched(
    geo: Path, floods: dict[str, Any], turn_on: TurnOn, refreshed: Refresh
) -> None:
    turn_on("flom", floods, public="derived", interval_days=7)
    refreshed()
    path = geo / "layers" / "flom.yaml"
    path.write_text(path.read_text().replace("attribution: Eksempeldata", "attribution: Nytt"))

    load_folder(geo, author="test")

    assert stored()[0].source == "Ekte"
    with connect(Role.APP) as app:
        row = next(fact for fact in layer_facts(app) if fact.layer_id == "flom")
        public = app.execute(
            text("SELECT public, interval_days FROM areal.layer WHERE layer_id = 'flom'")
        ).one()
    assert tuple(public) == ("derived", 7), "as strict as what is fetched asks for"
    assert (row.features, row.age_days, row.old, row.outcome) == (FLOOD_ZONES, 0, False, "loaded")
    assert row.coverage == pytest.approx(1)


def test_a_layer_of_its_own_is_there_once_it_is_turned_on(
    geo: Path, turn_on: TurnOn, refreshed: Refresh
) -> None:
    path = geo / "layers" / "hule_eiker.yaml"
    path.write_text(
        "id: hule_eiker\ntitle: {nb: Hule eiker, en: Hollow oaks}\ntheme: natur\n"
        "geometry: point\nprovider: Miljødirektoratet\ninterval_days: 30\npublic: full\n"
        "fetch: {source: M, licence: NLOD 2.0, attribution: M, coverage: asked, "
        "from: [{connection: 'file:eiker.gpkg'}]}\n"
    )
    load_folder(geo, author="test")
    assert not versions("hule_eiker")
    with connect(Role.APP) as app:
        assert "hule_eiker" not in {fact.layer_id for fact in layer_facts(app)}

    path.write_text(path.read_text().replace("fetch: {", "fetch: {enabled: true, "))
    write_layer(geo / "eiker.gpkg", "eiker", [shapely.Point(EAST + i, NORTH) for i in range(3)])
    load_folder(geo, author="test")
    assert refreshed("hule_eiker").features == 3
    assert json.dumps(stored("hule_eiker")[0].props) == '{"code": null, "name": null}'
