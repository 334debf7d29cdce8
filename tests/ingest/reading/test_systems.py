"""Coordinate systems: by their number, flat, east first, and unknown where the file is silent."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from pyproj import CRS

from areal.ingest.reading.systems import known
from tests.support.sent_files import SQUARES, read, refused, same, write

ESRI = (
    'PROJCS["ETRS_1989_UTM_Zone_33N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",'
    'SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",15.0],PARAMETER["Scale_Factor",0.9996],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("EPSG:25833", "EPSG:25833"),
        ("25833", "EPSG:25833"),
        ("urn:ogc:def:crs:EPSG::25832", "EPSG:25832"),
        ("urn:ogc:def:crs:EPSG:6.9:4258", "EPSG:4258"),
        ("http://www.opengis.net/def/crs/EPSG/0/25835", "EPSG:25835"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("EPSG:3044", "EPSG:25832"),
        ("EPSG:3045", "EPSG:25833"),
        ("EPSG:3046", "EPSG:25834"),
        ("EPSG:5972", "EPSG:25832"),
        ("EPSG:5973", "EPSG:25833"),
        ("EPSG:5975", "EPSG:25835"),
        ("EPSG:25832+5941", "EPSG:25832"),
        ("EPSG:11022", "EPSG:25832"),
        ("EPSG:11015", "EPSG:25833"),
        ("EPSG:5942", "EPSG:4258"),
        ("EPSG:4937", "EPSG:4258"),
        (ESRI, "EPSG:25833"),
        (CRS(25832).to_wkt("WKT1_ESRI"), "EPSG:25832"),
        ("EPSG:27391", "EPSG:27391"),
        ("EPSG:5941", None),
        ("EPSG:999999", None),
        ("tull", None),
        ("", None),
    ],
)
def test_known(text: str, found: str | None) -> None:
    assert known(text) == found


def test_a_system_without_a_number_stays_wkt() -> None:
    local = known("+proj=tmerc +lat_0=0 +lon_0=12.25 +x_0=10000 +y_0=5 +ellps=GRS80 +units=m")
    assert local is not None
    assert CRS(local).is_projected


class TestFiles:
    """What a file says of its system is settled, told, and overruled only by who asks."""

    def test_prj_missing_and_wrong(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.shp", "ESRI Shapefile", encoding="UTF-8")
        (tmp_path / "a.prj").write_text(ESRI)
        assert read(file).told.crs == "EPSG:25833"
        (tmp_path / "a.prj").write_text("ingen anelse")
        assert read(file).told.crs is None
        (tmp_path / "a.prj").unlink()
        found = read(file)
        assert (found.told.crs, found.codes) == (None, {"crs_missing"})
        asked = read(file, crs="EPSG:25833")
        assert (asked.told.crs, asked.codes) == ("EPSG:25833", set())

    def test_who_asks_wins_over_the_file_and_it_is_said(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.gpkg", "GPKG")
        found = read(file, crs="EPSG:25832")
        assert (found.told.crs, found.codes) == ("EPSG:25832", {"crs_overruled"})
        assert same(found.shapes, SQUARES)
        assert refused(file, crs="EPSG:tull") == "crs_not_known"

    def test_north_before_east(self, tmp_path: Path) -> None:
        found = read(write(tmp_path / "a.gpkg", "GPKG", crs="EPSG:3045"))
        assert (found.told.crs, found.codes) == ("EPSG:25833", {"crs_relabelled"})
        assert same(found.shapes, SQUARES)

    def test_heights_and_their_system_are_left_out(self, tmp_path: Path) -> None:
        high = [shapely.force_3d(shape, 120.0) for shape in SQUARES]
        found = read(write(tmp_path / "a.gpkg", "GPKG", shapes=high, crs="EPSG:5973"))
        assert found.told.crs == "EPSG:25833"
        assert "heights_dropped" in found.codes
        assert not any(shapely.has_z(shape) for shape in found.shapes)
        assert same(found.shapes, SQUARES)
