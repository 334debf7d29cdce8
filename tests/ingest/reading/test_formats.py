"""Every format a kommune sends is read back as it was written."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from areal.ingest.reading import Asked, reading
from tests.support.sent_files import (
    LIMITS,
    NAMES,
    ROWS,
    SQUARES,
    Read,
    read,
    refused,
    same,
    write,
    zipped,
)

#: Its layers hold one type.
GDB = {"geometry_type": "MultiPolygon", "promote_to_multi": True}
WRITTEN = {
    "GeoPackage": ("tomter.gpkg", "GPKG", {}),
    "GeoJSON": ("tomter.geojson", "GeoJSON", {}),
    "FlatGeobuf": ("tomter.fgb", "FlatGeobuf", {"SPATIAL_INDEX": "NO"}),
    "FileGDB": ("tomter.gdb", "OpenFileGDB", GDB),
    "GML": ("tomter.gml", "GML", {"FORMAT": "GML3.2"}),
}


def the_same(found: Read) -> bool:
    return (
        same(found.shapes, SQUARES)
        and found.columns["navn"] == list(NAMES)
        and found.columns["areal"] == list(ROWS["areal"])
        and found.columns["gnr"] == list(ROWS["gnr"])
    )


def shapefile(folder: Path, **options: Any) -> Path:
    return write(folder / "tomter.shp", "ESRI Shapefile", encoding="UTF-8", **options)


class TestDrivers:
    """What GDAL's drivers write is read back, in each format."""

    @pytest.mark.parametrize("name", WRITTEN)
    def test_what_is_written_is_read(self, name: str, tmp_path: Path) -> None:
        file, driver, options = WRITTEN[name]
        found = read(write(tmp_path / file, driver, layer="tomter", **options))
        assert the_same(found)
        assert found.told.format == name
        assert found.told.name == "tomter"
        assert found.told.layer == "tomter"
        assert found.told.layers == ("tomter",)
        assert found.told.crs == "EPSG:25833"
        assert found.told.geometry == "shapes"
        assert found.told.features in (3, None)
        assert {note.code for note in found.notes} == set()

    @pytest.mark.parametrize("form", ["GML2", "GML3"])
    def test_older_gml(self, form: str, tmp_path: Path) -> None:
        assert the_same(read(write(tmp_path / "tomter.gml", "GML", FORMAT=form)))

    def test_geodatabase_in_a_zip_file(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "tomter.gdb", "OpenFileGDB", layer="tomter", **GDB)
        members = {f"ut/tomter.gdb/{part.name}": part for part in folder.iterdir()}
        found = read(zipped(tmp_path / "sendt.zip", members))
        assert the_same(found)
        assert (found.told.format, found.told.name) == ("FileGDB", "tomter")

    def test_kml_and_kmz_are_in_degrees(self, tmp_path: Path) -> None:
        near = [shapely.box(12.0, 60.19, 12.01, 60.195)]
        file = write(
            tmp_path / "doc.kml", "LIBKML", shapes=near, rows={"Name": ["Felt Å"]}, crs="EPSG:4326"
        )
        for sent in (file, zipped(tmp_path / "felt.kmz", {"doc.kml": file})):
            found = read(sent)
            assert same(found.shapes, near)
            assert found.told.crs == "EPSG:4326"
            assert found.columns["Name"] == ["Felt Å"]

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
    def test_kml_columns_keep_their_letters(self, encoding: str, tmp_path: Path) -> None:
        told = {"område": "Nord", "fødselsnr &amp; navn": "x", "a b": "1", "a-b": "2", "gnr": "3"}
        data = "".join(
            f'<Data name="{name}"><value>{value}</value></Data>' for name, value in told.items()
        )
        text = (
            f'<?xml version="1.0" encoding="{encoding}"?>'
            '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><Placemark>'
            f"<ExtendedData>{data}</ExtendedData><Point><coordinates>12,60</coordinates></Point>"
            "</Placemark></Folder></Document></kml>"
        )
        (tmp_path / "a.kml").write_bytes(text.encode(encoding))

        found = read(tmp_path / "a.kml")

        assert found.columns["område"] == ["Nord"]
        assert found.columns["fødselsnr & navn"] == ["x"]
        assert found.columns["gnr"] == ["3"]
        # Two that GDAL makes one are left as it calls them.
        assert "a_b" in found.columns
        assert not {"a b", "a-b"} & found.columns.keys()

    def test_dates_lists_and_numbers_that_are_none(self, tmp_path: Path) -> None:
        properties = [
            {"dato": "2026-05-17", "tid": "2026-05-17T12:30:00", "koder": ["a", "å"], "tall": 1.5},
            {"dato": None, "tid": None, "koder": [], "tall": None},
        ]
        tree = {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": each, "geometry": None} for each in properties
            ],
        }
        (tmp_path / "a.geojson").write_text(json.dumps(tree))
        found = read(tmp_path / "a.geojson")
        assert found.columns == {
            "dato": ["2026-05-17", None],
            "tid": ["2026-05-17T12:30:00", None],
            "koder": [["a", "å"], []],
            "tall": [1.5, None],
        }
        assert found.shapes == [None, None]


class TestShapefiles:
    """A shapefile is many files, and some of them are often missing."""

    def test_loose_with_its_parts_beside(self, tmp_path: Path) -> None:
        found = read(shapefile(tmp_path))
        assert the_same(found)
        assert found.told.crs == "EPSG:25833"
        assert found.codes == set()

    def test_zipped_in_a_folder_with_other_things(self, tmp_path: Path) -> None:
        shapefile(tmp_path)
        members = {f"Tomter 2026/{part.name}": part for part in tmp_path.glob("tomter.*")}
        members |= {"__MACOSX/._tomter.shp": b"x", "Tomter 2026/les meg.pdf": b"%PDF"}
        found = read(zipped(tmp_path / "sendt.zip", members))
        assert the_same(found)
        assert found.told.name == "tomter"

    def test_upper_case_endings(self, tmp_path: Path) -> None:
        for part in shapefile(tmp_path).parent.glob("tomter.*"):
            part.rename(tmp_path / part.name.upper())
        assert the_same(read(tmp_path / "TOMTER.SHP"))

    def test_without_the_index_it_is_made_anew_beside_nothing_of_theirs(
        self, tmp_path: Path
    ) -> None:
        file = shapefile(tmp_path)
        (tmp_path / "tomter.shx").unlink()
        before = sorted(tmp_path.iterdir())
        found = read(file)
        assert the_same(found)
        assert found.codes == {"index_rebuilt"}
        assert sorted(tmp_path.iterdir()) == before

    def test_without_the_table_there_are_outlines(self, tmp_path: Path) -> None:
        file = shapefile(tmp_path)
        (tmp_path / "tomter.dbf").unlink()
        found = read(file)
        assert same(found.shapes, SQUARES)
        assert (dict(found.columns), found.codes) == ({}, {"table_attributes_missing"})

    def test_a_part_alone_is_refused_and_two_maps_are_named(self, tmp_path: Path) -> None:
        shapefile(tmp_path)
        for ending in (".dbf", ".shx", ".prj"):
            assert refused(tmp_path / f"tomter{ending}") == "part_of_shapefile"
        members = {part.name: part for part in tmp_path.glob("tomter.*")}
        members |= {f"b{part.suffix}": part for part in tmp_path.glob("tomter.*")}
        both = zipped(tmp_path / "to.zip", members)
        assert refused(both) == "zip_several"
        assert read(both, layer="b").told.name == "b"


class TestGeoParquet:
    """The system and the encoding are in the metadata."""

    def table(self, geometry: pa.Array, **column: Any) -> pa.Table:
        geo = {
            "version": "1.1.0",
            "primary_column": "flate",
            "columns": {"flate": {"encoding": "WKB", "geometry_types": [], **column}},
        }
        values = {"navn": list(NAMES), "areal": list(ROWS["areal"]), "gnr": list(ROWS["gnr"])}
        table = pa.table({**values, "flate": geometry})
        return table.replace_schema_metadata({b"geo": json.dumps(geo).encode()})

    def test_wkb_with_its_system(self, tmp_path: Path) -> None:
        wkb = pa.array(shapely.to_wkb(SQUARES), pa.binary())
        crs = {"type": "ProjectedCRS", "id": {"authority": "EPSG", "code": 25833}}
        pq.write_table(self.table(wkb, crs=crs), tmp_path / "a.parquet")
        found = read(tmp_path / "a.parquet")
        assert the_same(found)
        assert (found.told.format, found.told.crs) == ("GeoParquet", "EPSG:25833")
        assert found.told.features == 3

    @pytest.mark.parametrize(("column", "crs"), [({}, "EPSG:4326"), ({"crs": None}, None)])
    def test_system_left_out_and_unknown(
        self, column: dict[str, Any], crs: str | None, tmp_path: Path
    ) -> None:
        wkb = pa.array(shapely.to_wkb(SQUARES), pa.binary())
        pq.write_table(self.table(wkb, **column), tmp_path / "a.parquet")
        assert read(tmp_path / "a.parquet").told.crs == crs

    def test_lists_of_points(self, tmp_path: Path) -> None:
        points = [
            [
                [[{"x": x, "y": y} for x, y in ring.coords] for ring in (p.exterior, *p.interiors)]
                for p in getattr(shape, "geoms", [shape])
            ]
            for shape in SQUARES
        ]
        pq.write_table(
            self.table(pa.array(points), encoding="multipolygon", crs=None), tmp_path / "a.parquet"
        )
        assert the_same(read(tmp_path / "a.parquet"))

    def test_without_geometry_it_is_a_table(self, tmp_path: Path) -> None:
        pq.write_table(pa.table({"gnr": [1, 2]}), tmp_path / "a.parquet")
        found = read(tmp_path / "a.parquet")
        assert (found.told.geometry, found.columns) == ("none", {"gnr": [1, 2]})


class TestStream:
    """Rows come in pieces, whatever their number and size."""

    def test_batches_are_small_and_numbered(self, tmp_path: Path) -> None:
        count = 10_000
        shapes = shapely.box(*([337_000, 6_676_000, 337_100, 6_676_100]))
        file = write(
            tmp_path / "mange.gpkg",
            "GPKG",
            shapes=[shapes] * count,
            rows={"nr": list(range(count))},
        )
        found = read(file)
        assert found.firsts == (1, 4_097, 8_193)
        assert found.columns["nr"] == list(range(count))
        assert found.told.features == count

    def test_large_outlines_come_in_smaller_batches(self, tmp_path: Path) -> None:
        round_ = shapely.Point(337_000, 6_676_000).buffer(100, quad_segs=12_000)
        file = write(
            tmp_path / "store.gpkg", "GPKG", shapes=[round_] * 64, rows={"nr": list(range(64))}
        )
        found = read(file)
        assert len(found.firsts) >= 3
        assert found.columns["nr"] == list(range(64))

    def test_reading_can_be_left_in_the_middle(self, tmp_path: Path) -> None:
        file = write(
            tmp_path / "m.gpkg", "GPKG", shapes=[SQUARES[0]] * 20_000, rows={"n": [1] * 20_000}
        )
        with reading(file, Asked(), LIMITS) as (_, batches):
            assert next(batches).first == 1

    def test_a_geopackage_another_program_has_open(self, tmp_path: Path) -> None:
        file = write(tmp_path / "open.gpkg", "GPKG", layer="tomter", SPATIAL_INDEX="NO")
        writer = sqlite3.connect(file)
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("INSERT INTO tomter (navn, gnr) VALUES ('Ny', 99)")
        writer.commit()
        try:
            assert Path(f"{file}-wal").stat().st_size > 0
            assert read(file).columns["gnr"] == [7, 12, 141, 99]
            shutil.copy(file, tmp_path / "alone.gpkg")
            assert read(tmp_path / "alone.gpkg").columns["gnr"] == [7, 12, 141]
        finally:
            writer.close()
