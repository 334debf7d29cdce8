"""Files with areas: what is read, what is repaired and said, and what is refused in plain words."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyogrio import raw
from pyproj import Transformer

from areal.assess.areas import read, reader
from areal.assess.areas.attributes import Codes, told_by_file, told_by_person
from areal.assess.areas.limits import Limits
from areal.assess.areas.notes import NOTES
from areal.assess.areas.read import AreaFile, Asked, read_file
from areal.assess.areas.refusals import REFUSALS
from areal.assess.areas.refused import AreaRefused, LimitExceeded
from areal.assess.areas.written import written
from areal.files.process import ENVIRONMENT, drivers
from areal.queries.codes import Code
from areal.queries.texts import Text

LIMITS = Limits(
    max_bytes=5_000_000, max_vertices=20_000, max_areas=20, max_km2=100, timeout_ms=20_000
)
#: A square of about 31 ha by Kongsvinger, in degrees, and where it is in UTM 33.
SQUARE = [(12.0, 60.19), (12.01, 60.19), (12.01, 60.195), (12.0, 60.195), (12.0, 60.19)]
SQUARE_M2 = pytest.approx(309_042, rel=1e-4)
BOW = [(12.0, 60.19), (12.01, 60.19), (12.0, 60.195), (12.01, 60.195), (12.0, 60.19)]

#: Files are read in this process, which is quick, but for tests of the process they get.
own_process = pytest.mark.own_process


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_process(content: bytes, limits: Limits, asked: Any) -> dict[str, Any]:
        answer = reader._answer(content, limits, **asked)
        return dict(json.loads(json.dumps(answer)))

    if request.node.get_closest_marker("own_process") is None:
        # What the reader sets for itself must not reach programs that other tests start.
        monkeypatch.setenv("GDAL_SKIP", "")
        monkeypatch.setattr(read, "_read", in_process)


def moved(ring: list[tuple[float, float]], srid: int) -> list[tuple[float, float]]:
    transformer = Transformer.from_crs(4326, srid, always_xy=True)
    return [transformer.transform(*point) for point in ring]


def geojson(*rings: Any, crs: str | None = None, **properties: Any) -> bytes:
    tree: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            for ring in rings
        ],
    }
    if crs is not None:
        tree["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(tree).encode()


def saved(path: Path, driver: str, srid: int | None, layer: str = "felt") -> bytes:
    """Write a file as another program would, and return its bytes."""
    points = moved(SQUARE, srid) if srid else SQUARE
    raw.write(
        str(path),
        geometry=np.array([shapely.to_wkb(shapely.Polygon(points))], dtype=object),
        field_data=[np.array(["Felt A"], dtype=object), np.array([4])],
        fields=["navn", "modenhet"],
        geometry_type="Polygon",
        crs=f"EPSG:{srid}" if srid else None,
        driver=driver,
        layer=layer,
        append=path.exists(),
    )
    return path.read_bytes()


def zipped(folder: Path, *endings: str, prefix: str = "") -> bytes:
    """Return the parts of the shapefile in a folder as a zip file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending in endings:
            archive.writestr(f"{prefix}felt{ending}", (folder / f"felt{ending}").read_bytes())
    return kept.getvalue()


def refused(content: bytes, name: str = "a.geojson", asked: Asked | None = None) -> AreaRefused:
    with pytest.raises(AreaRefused) as caught:
        read_file(content, name, LIMITS, asked)
    return caught.value


def only(file: AreaFile) -> shapely.MultiPolygon:
    (area,) = file.areas
    shape = shapely.from_wkb(area.geom)
    assert shapely.get_srid(shape) == 25833
    assert shape.geom_type == "MultiPolygon"
    assert shape.is_valid
    return shape


def told(file: AreaFile) -> list[str]:
    return [note.code for area in file.areas for note in area.notes]


class TestSystems:
    """Every known coordinate system ends up in the same place; the unknown ones are named."""

    @pytest.mark.parametrize("srid", [4326, 4258, 25832, 25833, 25835, 3857, 5112])
    def test_geojson_with_a_crs_member(self, srid: int) -> None:
        content = geojson(moved(SQUARE, srid), crs=f"urn:ogc:def:crs:EPSG::{srid}")
        file = read_file(content, "felt.geojson", LIMITS)
        assert only(file).equals_exact(shapely.MultiPolygon([[moved(SQUARE, 25833), []]]), 0.01)
        assert file.areas[0].area_m2 == SQUARE_M2
        assert file.crs == f"EPSG:{srid}"

    @own_process
    @pytest.mark.parametrize("srid", [4258, 25832])
    @pytest.mark.parametrize(("driver", "ending"), [("GPKG", "gpkg"), ("GML", "gml")])
    def test_formats_of_gdal(self, tmp_path: Path, driver: str, ending: str, srid: int) -> None:
        content = saved(tmp_path / f"felt.{ending}", driver, srid)
        file = read_file(content, "felt", LIMITS)
        assert only(file).equals_exact(shapely.MultiPolygon([[moved(SQUARE, 25833), []]]), 0.02)
        assert file.areas[0].properties[0]["modenhet"] == 4

    @own_process
    def test_shapefile_in_a_folder_of_a_zip_file(self, tmp_path: Path) -> None:
        saved(tmp_path / "felt.shp", "ESRI Shapefile", 25832)
        parts = (".shp", ".shx", ".dbf", ".prj", ".cpg")
        file = read_file(zipped(tmp_path, *parts, prefix="../../x/"), "felt.zip", LIMITS)
        assert only(file).area == pytest.approx(309_000, rel=0.01)
        assert (file.crs, file.name) == ("EPSG:25832", "felt")

    def test_shapefile_without_its_system(self, tmp_path: Path) -> None:
        saved(tmp_path / "felt.shp", "ESRI Shapefile", 25832)
        content = zipped(tmp_path, ".shp", ".shx", ".dbf")
        error = refused(content)
        assert (error.reason, error.name) == ("crs_missing", "crs")
        assert ".prj" in error.told("nb")
        chosen = read_file(content, "felt.zip", LIMITS, Asked(crs="EPSG:25832"))
        assert chosen.areas[0].area_m2 == SQUARE_M2

    @pytest.mark.parametrize(
        ("content", "crs", "reason"),
        [
            (geojson(moved(SQUARE, 25833)), None, "not_degrees"),
            (geojson(SQUARE), "EPSG:25833", "not_metres"),
            (geojson(moved(SQUARE, 25833), crs="EPSG:25833"), "EPSG:25832", "crs_contradicts"),
            (geojson([(y, x) for x, y in SQUARE]), None, "axes_swapped"),
            (geojson([(y, x) for x, y in moved(SQUARE, 25833)]), "EPSG:25833", "axes_swapped"),
            (geojson([(x - 90, y) for x, y in SQUARE]), None, "outside_norway"),
            (geojson(SQUARE, crs="EPSG:999999"), None, "crs_unknown"),
            (geojson(SQUARE, crs="EPSG:5941"), None, "crs_unknown"),
            (geojson(SQUARE), "norgeskartet", "crs_unknown"),
        ],
    )
    def test_numbers_that_contradict_their_system(
        self, content: bytes, crs: str | None, reason: str
    ) -> None:
        error = refused(content, asked=Asked(crs=crs))
        assert error.reason == reason
        assert "{" not in error.told("nb") + error.told("en")

    def test_system_that_is_only_a_link_is_not_followed(self) -> None:
        tree = json.loads(geojson(SQUARE))
        tree["crs"] = {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs"}}
        assert refused(json.dumps(tree).encode()).reason == "crs_linked"


class TestShapes:
    """What is an area, and what was done to make it one."""

    def test_an_outline_that_crosses_itself_is_repaired_and_said(self) -> None:
        file = read_file(geojson(BOW), "felt.geojson", LIMITS)
        (note,) = file.areas[0].notes
        assert (note.code, only(file).area > 100_000) == ("repaired", True)
        assert "før" in note.told("nb")
        assert note.values["after"] == pytest.approx(file.areas[0].area_m2, abs=1)

    def test_all_polygons_are_one_area_unless_each_is_asked_for(self) -> None:
        east = [(x + 0.02, y) for x, y in SQUARE]
        one = read_file(geojson(SQUARE, east, SQUARE), "felt.geojson", LIMITS)
        assert one.areas[0].area_m2 == pytest.approx(2 * 309_042, rel=1e-4)
        assert told(one) == ["joined"]
        each = read_file(geojson(SQUARE, east), "felt.geojson", LIMITS, Asked(each=True))
        assert [area.area_m2 for area in each.areas] == [SQUARE_M2, SQUARE_M2]

    def test_heights_are_left_out_holes_are_not(self) -> None:
        hole = [(12.002, 60.191), (12.004, 60.191), (12.004, 60.192), (12.002, 60.191)]
        ring = [(x, y, 210.0) for x, y in SQUARE]
        tree = {"type": "Polygon", "coordinates": [ring, hole]}
        shape = only(read_file(json.dumps(tree).encode(), "felt.json", LIMITS))
        assert not shape.has_z
        assert len(shape.geoms[0].interiors) == 1

    def test_what_is_no_polygon_is_left_out_and_counted(self) -> None:
        tree = json.loads(geojson(SQUARE))
        point = {"type": "Point", "coordinates": [12, 60]}
        tree["features"] += [
            {"type": "Feature", "properties": {}, "geometry": shape} for shape in (point, None)
        ]
        file = read_file(json.dumps(tree).encode(), "felt.geojson", LIMITS)
        (note,) = file.areas[0].notes
        assert (note.code, note.values) == ("left_out", {"count": 2})

    def test_ring_that_is_not_closed_is_closed_and_said(self) -> None:
        assert told(read_file(geojson(SQUARE[:-1]), "felt.geojson", LIMITS)) == ["closed"]

    @pytest.mark.parametrize(
        ("tree", "reason"),
        [
            ({"type": "FeatureCollection", "features": []}, "no_features"),
            ({"type": "Feature", "geometry": None, "properties": None}, "no_shape"),
            ({"type": "Point", "coordinates": [12, 60]}, "no_polygons"),
            ({"type": "MultiPolygon", "coordinates": []}, "no_extent"),
            ({"type": "Polygon", "coordinates": [[[12, 60], [12, 61], [12, 60.5]]]}, "no_extent"),
            ({"type": "Polygon", "coordinates": [[[12, 60], [12, 60]]]}, "ring_too_short"),
            ({"type": "Polygon", "coordinates": [[["12", 60]]]}, "coordinates_broken"),
            ({"type": "Polygon", "coordinates": [[[1e999, 60]]]}, "not_geojson"),
            ({"type": "Topology", "objects": {}}, "not_geojson"),
        ],
    )
    def test_what_is_no_area(self, tree: dict[str, Any], reason: str) -> None:
        assert refused(json.dumps(tree).encode()).reason == reason

    def test_several_layers_are_named_and_one_can_be_chosen(self, tmp_path: Path) -> None:
        saved(tmp_path / "felt.gpkg", "GPKG", 25833, layer="felt")
        content = saved(tmp_path / "felt.gpkg", "GPKG", 25833, layer="plangrense")
        error = refused(content)
        assert (error.reason, error.values["names"]) == ("several_layers", ["felt", "plangrense"])
        assert read_file(content, "f", LIMITS, Asked(layer="plangrense")).areas
        assert refused(content, asked=Asked(layer="x")).reason == "no_such_layer"


class TestLimits:
    """Each limit is a setting, and the refusal names it and its value."""

    @pytest.mark.parametrize(
        ("limit", "each", "setting", "shown"),
        [
            ({"max_bytes": 100_000}, False, "PRECHECK_MAX_BYTES", "0.1 MB"),
            ({"max_vertices": 9}, False, "PRECHECK_MAX_VERTICES", " 9."),
            ({"max_areas": 1}, True, "PRECHECK_MAX_AREAS", " 1 "),
            ({"max_km2": 0.5}, False, "PRECHECK_MAX_KM2", "0.5 km²"),
        ],
    )
    def test_named_in_both_languages(
        self, limit: dict[str, Any], each: bool, setting: str, shown: str
    ) -> None:
        east = [(x + 0.02, y) for x, y in SQUARE]
        content = geojson(SQUARE, east, note="x" * 60_000)
        with pytest.raises(LimitExceeded) as caught:
            read_file(content, "felt.geojson", replace(LIMITS, **limit), Asked(each=each))
        assert setting in str(caught.value.hint)
        for lang in ("nb", "en"):
            assert shown in caught.value.told(lang).replace(",", ".")

    @own_process
    def test_time(self) -> None:
        with pytest.raises(LimitExceeded) as caught:
            read_file(geojson(SQUARE), "felt.geojson", replace(LIMITS, timeout_ms=50))
        assert "PRECHECK_TIMEOUT_MS" in str(caught.value.hint)
        assert "0,05 sekunder" in caught.value.told("nb")

    @own_process
    def test_outline_that_explodes_when_repaired(self) -> None:
        """Millions of crossings: repairing it would take minutes and gigabytes."""
        draw = random.Random(1)  # noqa: S311 - the same drawing every time
        corners = [(12 + 0.1 * draw.random(), 60 + 0.05 * draw.random()) for _ in range(8_000)]
        limits = replace(LIMITS, timeout_ms=3_000)
        with pytest.raises(AreaRefused) as caught:
            read_file(geojson([*corners, corners[0]]), "stjerne.geojson", limits)
        assert caught.value.reason in ("took_too_long", "too_many_vertices", "too_heavy")

    def test_zip_bomb(self) -> None:
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("felt.geojson", b" " * 60_000_000)
        assert refused(kept.getvalue()).reason == "unpacked_too_large"

    def test_zip_that_lies_about_its_sizes(self) -> None:
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("felt.geojson", b" " * 60_000_000)
        lying = kept.getvalue().replace(struct.pack("<I", 60_000_000), struct.pack("<I", 10))
        assert refused(lying).reason in ("unpacked_too_large", "zip_broken", "empty_file")


class TestStrangers:
    """A file can't reach anything: no other file, no address, no driver but its own."""

    @own_process
    def test_document_type_is_refused(self, tmp_path: Path) -> None:
        content = saved(tmp_path / "felt.gml", "GML", 25833).decode()
        head, mark, rest = content.partition("?>")
        evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        error = refused((head + mark + evil + rest.replace("Felt A", "&e;")).encode())
        assert error.reason == "xml_doctype"

    @own_process
    def test_schema_of_a_gml_file_is_not_fetched(self, tmp_path: Path) -> None:
        content = saved(tmp_path / "felt.gml", "GML", 25833).decode()
        fetched = content.replace("felt.xsd", "http://127.0.0.1:9/felt.xsd")
        assert "127.0.0.1:9" in fetched
        assert read_file(fetched.encode(), "felt.gml", LIMITS).areas

    @pytest.mark.parametrize(
        "content",
        [
            b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
            b"</OGRVRTLayer></OGRVRTDataSource>",
            b"<GDAL_WMS><Service name='WMS'/></GDAL_WMS>",
            b"name,WKT\nx,POLYGON((0 0,1 0,1 1,0 0))",
        ],
    )
    def test_files_that_point_elsewhere_are_no_known_format(self, content: bytes) -> None:
        assert refused(content).reason == "unknown_format"

    def test_virtual_tables_are_refused(self, tmp_path: Path) -> None:
        saved(tmp_path / "felt.gpkg", "GPKG", 25833)
        with sqlite3.connect(tmp_path / "felt.gpkg") as database:
            database.execute("PRAGMA writable_schema = ON")
            database.execute(
                "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, "
                "'CREATE VIRTUAL TABLE x USING VirtualOGR(''/etc/passwd'')')"
            )
        assert refused((tmp_path / "felt.gpkg").read_bytes()).reason == "unreadable"

    @pytest.mark.parametrize("wanted", ["GPKG", "GML", "ESRI Shapefile"])
    def test_only_the_driver_that_is_wanted_is_there(self, wanted: str) -> None:
        skip = ",".join(name for name in drivers() if name != wanted)
        told = subprocess.run(
            [sys.executable, "-Ic", "import pyogrio; print(*pyogrio.list_drivers(), sep='|')"],
            env={**ENVIRONMENT, "GDAL_SKIP": skip},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == wanted

    @own_process
    def test_the_reader_knows_no_setting_and_leaves_no_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
        (tmp_path / "tmp").mkdir()
        assert not [name for name in ENVIRONMENT if name.startswith(("AREAL", "PG"))]
        for driver, ending in (("GPKG", "gpkg"), ("GML", "gml")):
            read_file(saved(tmp_path / f"felt.{ending}", driver, 25833), "x", LIMITS)
        assert not list((tmp_path / "tmp").iterdir())

    @own_process
    def test_json_that_is_nested_too_deeply(self) -> None:
        deep = b'{"type":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
        assert refused(deep).reason in ("json_too_deep", "too_heavy")


def sample_files() -> list[Path]:
    folder = Path(__file__).resolve().parents[3] / "shared" / "geo" / "samples"
    skipped = (".result", "-pretty", "-json", ".result-object")
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(skipped) and path.name != "LICENSE"
    ]


@pytest.mark.parametrize("group", ["bad-", "no-"])
def test_every_sample_is_read_or_refused_in_plain_words(shared_geo: Path, group: str) -> None:
    within = [path for path in sample_files() if path.relative_to(shared_geo).parts[1][:3] in group]
    assert len(within) > 50
    reasons = set()
    for path in within:
        try:
            file = read_file(path.read_bytes(), path.name, LIMITS)
        except AreaRefused as error:
            reasons.add(error.reason)
            for lang in ("nb", "en"):
                words = error.told(lang)
                assert words[0].isupper() or words[0] == "“", words
                assert words.endswith((".", "”.", "».")), words
                assert not any(bad in words for bad in ("{", "Traceback", "None", "Error")), words
        else:
            assert file.areas
            for area in file.areas:
                assert shapely.from_wkb(area.geom).is_valid
                assert area.area_m2 > 1
    assert "too_heavy" not in reasons, "the reading process failed"


CODES: Codes = {
    "modenhet": (Code("modenhet", "4", Text("Regulert", "Zoning plan adopted"), ""),),
    "activity": tuple(
        Code("activity", code, Text(code.title(), code), "") for code in ("lager", "logistikk")
    ),
    "yes_no_unknown": tuple(
        Code("yes_no_unknown", code, Text(code.title(), code), "")
        for code in ("ja", "nei", "ukjent")
    ),
}


class TestTold:
    """What is told of an area: codes or their labels; unknown is left out, nonsense is refused."""

    def test_by_a_person(self) -> None:
        given = {
            "modenhet": "4",
            "permitted_activities": "lager, logistikk",
            "water": "Ja",
            "sewage": "ukjent",
            "power_mw_now": "1 000,5",
            "power_date": "2026-10-01",
            "access": "",
        }
        assert told_by_person(given, CODES) == {
            "modenhet": 4,
            "permitted_activities": ["lager", "logistikk"],
            "water": "ja",
            "power_mw_now": 1000.5,
            "power_date": "2026-10-01",
        }

    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("farge", "rød", "attribute_unknown"),
            ("modenhet", "9", "attribute_not_code"),
            ("permitted_activities", "lager,kasino", "attribute_not_code"),
            ("power_mw_now", "-1", "attribute_not_number"),
            ("power_mw_now", "nan", "attribute_not_number"),
            ("power_date", "i går", "attribute_not_date"),
            ("geotechnical_report", "x" * 201, "attribute_too_long"),
        ],
    )
    def test_nonsense_is_refused_by_name(self, name: str, value: str, reason: str) -> None:
        with pytest.raises(AreaRefused) as caught:
            told_by_person({name: value}, CODES)
        assert (caught.value.reason, caught.value.name) == (reason, name)

    def test_by_a_file(self) -> None:
        features = [
            {"MODENHET": 4.0, "vann": "ja", "Adkomst": "ja", "fid": 3, "fibre": "kanskje"},
            {"modenhet": "Regulert", "vann": "nei", "power_mw_n": 12},
        ]
        found, notes = told_by_file(features, CODES)
        assert found == {"modenhet": 4, "access": "ja", "power_mw_now": 12.0}
        assert {(note.code, note.values["name"]) for note in notes} == {
            ("attribute_unused", "fibre"),
            ("attribute_varies", "water"),
        }


class TestWritten:
    """Coordinates in the ways people write them."""

    @pytest.mark.parametrize(
        ("line", "crs"),
        [
            (lambda x, y: f"{y}, {x}", "EPSG:4326"),
            (lambda x, y: f"{y} {x}", "EPSG:4326"),
            (lambda x, y: f"{x};{y}", "EPSG:4326"),
            (lambda x, y: f"{y}° N, {x}° Ø".replace(".", ","), "EPSG:4326"),
            (lambda x, y: f"{x:.2f} {y:.2f}", "EPSG:25832"),
            (lambda x, y: f"{y:.2f}, {x:.2f}", "EPSG:25833"),
        ],
    )
    def test_either_order_and_decimal_commas(
        self, line: Callable[[float, float], str], crs: str
    ) -> None:
        ring = moved(SQUARE, int(crs[5:]))[:-1]
        file = read_file(written("\n".join(line(*point) for point in ring), crs), "", LIMITS)
        assert file.areas[0].area_m2 == SQUARE_M2
        assert told(file) == []

    def test_blank_line_begins_another_polygon(self) -> None:
        lines = "\n".join(f"{y}, {x}" for x, y in SQUARE)
        east = "\n".join(f"{y}, {x + 0.02}" for x, y in SQUARE)
        assert told(read_file(written(f"{lines}\n\n{east}\n", "EPSG:4326"), "", LIMITS)) == [
            "joined"
        ]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "too_few_points"),
            ("60,12\n60.1,12", "too_few_points"),
            ("60.1, 12\n60.2, 12\nnord", "line_not_pair"),
            ("60,1,12,1\n", "line_not_pair"),
            ("6 675 000 644 000", "line_not_pair"),
            ("inf, 12", "line_not_pair"),
        ],
    )
    def test_what_is_no_list_of_points(self, text: str, reason: str) -> None:
        with pytest.raises(AreaRefused) as caught:
            written(text, "EPSG:4326")
        assert (caught.value.reason, caught.value.name) == (reason, "coordinates")


def test_every_message_is_in_both_languages_with_the_same_values() -> None:
    import string  # noqa: PLC0415

    def names(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    for words in (*REFUSALS.values(), *NOTES.values()):
        assert words.nb != words.en
        assert names(words.nb) == names(words.en), words
