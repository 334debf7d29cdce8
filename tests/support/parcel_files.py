"""Files of parcels as senders make them: every fault on a row of its own, in every format."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
import xlsxwriter
from pyproj import CRS, Transformer
from shapely import Polygon
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

#: A place in Kongsvinger kommune, half a kilometre from every parcel of the sample, EPSG:25833.
EAST, NORTH = 338_000.0, 6_672_000.0
SITE = "slomarka"

Columns = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One row, and the codes that are to be said of it."""

    name: str
    shape: BaseGeometry | None
    columns: Columns = field(default_factory=dict)
    codes: frozenset[str] = frozenset()


def square(number: int, side: float = 60.0) -> Polygon:
    """Return a square of its own for each number, far from the others."""
    x, y = EAST + 200 * (number % 20), NORTH + 200 * (number // 20)
    return box(x, y, x + side, y + side)


def _holed(number: int, hole: float) -> Polygon:
    outer = square(number)
    x, y = outer.centroid.x, outer.centroid.y
    return outer.difference(box(x, y, x + hole, y + hole))


def _bowtie(number: int) -> Polygon:
    """Return an outline that crosses itself once: repaired, it is two triangles."""
    x, y = square(number).bounds[:2]
    return Polygon([(x, y), (x + 60, y + 60), (x + 60, y), (x, y + 60)])


def _twice(number: int) -> Polygon:
    """Return an outline that goes round twice: repaired, the inner round is a hole."""
    x, y = square(number).bounds[:2]
    inner = [(x, y), (x + 30, y), (x + 30, y + 30), (x, y + 30)]
    return Polygon([(x, y), (x + 60, y), (x + 60, y + 60), (x, y + 60), *inner])


def _slivered(number: int) -> BaseGeometry:
    part = square(number)
    x, y = part.bounds[2] + 5, part.bounds[1]
    return shapely.union_all([part, box(x, y, x + 0.5, y + 0.5)])


def _crossing() -> Polygon:
    """Return a square on the border of Kongsvinger and Eidskog."""
    return box(CROSSING[0] - 100, CROSSING[1] - 100, CROSSING[0] + 100, CROSSING[1] + 100)


#: On the border of two kommuner of the shipped (generalised) borders; set by the tests from them.
CROSSING: list[float] = [0.0, 0.0]
#: The outline and slug of a parcel of the sample, set by the tests.
KNOWN: dict[str, Any] = {}


def row_cases() -> list[Case]:
    """Return every fault a row can have, one a row; the first row has none."""
    known = KNOWN["shape"]
    west, south, east, north = known.bounds
    beside = box(west + (east - west) / 2, south, east + 50, north)
    return [
        Case("Felt A", square(0), {"pris": "450", "areal": "3,6 daa"}),
        Case(
            "Utenfor",
            box(*(v + 900_000 for v in square(1).bounds)),
            codes=frozenset({"outside_region"}),
        ),
        Case("Feil kommune", square(2), {"kommunenr": "3415"}, frozenset({"outside_kommune"})),
        Case("På grensen", _crossing(), codes=frozenset({"crosses_border"})),
        Case("Overlapp A", square(3)),
        Case(
            "Overlapp B",
            shapely.affinity.translate(square(3), 20, 0),
            codes=frozenset({"overlaps_file"}),
        ),
        Case("Oppå en annen", beside, codes=frozenset({"overlaps_catalogue"})),
        Case("Samme id A", square(4), {"objid": "17"}),
        Case("Samme id B", square(5), {"objid": "17"}, frozenset({"duplicate_id"})),
        Case("Lik", square(6)),
        Case("Lik", square(6), codes=frozenset({"duplicate_row"})),
        Case("Nummer A", square(7), {"gnrbnr": "950/1"}),
        Case("Nummer B", square(8), {"gnrbnr": "950/1"}, frozenset({"duplicate_matrikkel"})),
        Case("Sløyfe", _bowtie(9), codes=frozenset({"geometry_invalid"})),
        Case("To runder", _twice(10), codes=frozenset({"geometry_lost"})),
        Case("Uten omriss", None, codes=frozenset({"geometry_missing"})),
        Case("Bitteliten", square(11, 2.0), codes=frozenset({"too_small"})),
        Case("Stort hull", _holed(12, 10.0), codes=frozenset({"holes"})),
        Case("Lite hull", _holed(13, 0.5), codes=frozenset({"holes_filled"})),
        Case("Flak", _slivered(14), codes=frozenset({"slivers_dropped"})),
        Case("Ukjent område", square(15), {"område": "Finnes ikke"}, frozenset({"site_unknown"})),
        Case("Uten område", square(16), {"område": None}, frozenset({"site_missing"})),
        Case("Ukjent kode", square(17), {"formål": "Romhavn"}, frozenset({"code_unknown"})),
        Case("Framtid", square(18), {"dato effekt": "2199-01-01"}, frozenset({"date_future"})),
        Case(
            "Umulig dato", square(19), {"dato effekt": "31.02.2026"}, frozenset({"date_impossible"})
        ),
        Case("Dyr", square(20), {"pris": "9 000 000"}, frozenset({"out_of_range"})),
        Case("Ikke tall", square(21), {"pris": "etter avtale"}, frozenset({"not_a_number"})),
        Case("Feil areal", square(22), {"areal": "14,4 daa"}, frozenset({"area_contradicts"})),
        Case("Person", square(23), {"kilde effekt": "Kari Nordmann"}, frozenset({"person_name"})),
        Case(
            "Personnummer", square(24), {"kilde effekt": "01010750160"}, frozenset({"national_id"})
        ),
        Case("BlÃ¥bÃ¦r", square(25), codes=frozenset({"encoding_damage"})),
        Case(
            "Ikke matrikkel",
            square(26),
            {"gnrbnr": "ukjent eiendom"},
            frozenset({"matrikkel_broken"}),
        ),
        Case("Ja eller nei", square(27), {"publisert": "kanskje"}, frozenset({"not_yes_or_no"})),
        Case(
            "Lang tekst", square(28), {"kilde effekt": "langt " * 100}, frozenset({"text_too_long"})
        ),
    ]


#: The headings of every file; the longest is cut by a shapefile.
HEADINGS = (
    "navn",
    "område",
    "objid",
    "kommunenr",
    "gnrbnr",
    "pris",
    "areal",
    "formål",
    "dato effekt",
    "kilde effekt",
    "publisert",
)


_DEGREES = Transformer.from_crs(25833, 4326, always_xy=True)
#: SOSI has no spaces in its names.
_SOSI_NAMES = {name: name.upper().replace(" ", "_") for name in HEADINGS}


def rows_of(cases: Sequence[Case]) -> list[Columns]:
    """Return the columns of each case, with the site of the sample where it names none."""
    return [
        dict.fromkeys(HEADINGS) | {"navn": case.name, "område": SITE} | case.columns
        for case in cases
    ]


def _frame(path: Path, driver: str, cases: Sequence[Case], **options: Any) -> Path:
    rows = rows_of(cases)
    shapes = np.array([case.shape for case in cases], dtype=object)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(shapes),
        field_data=[np.array([row[name] for row in rows], dtype=object) for name in HEADINGS],
        fields=list(HEADINGS),
        crs=options.pop("crs", "EPSG:25833"),
        geometry_type=options.pop("geometry_type", "Unknown"),
        driver=driver,
        **options,
    )
    return path


def geopackage(folder: Path, cases: Sequence[Case]) -> Path:
    """Write a GeoPackage."""
    return _frame(folder / "tomter.gpkg", "GPKG", cases)


def geojson(folder: Path, cases: Sequence[Case]) -> Path:
    """Write GeoJSON in metres, with its system in the old ``crs`` member."""
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": None if case.shape is None else json.loads(shapely.to_geojson(case.shape)),
        }
        for case, row in zip(cases, rows_of(cases), strict=True)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    path = folder / "tomter.geojson"
    tree = {"type": "FeatureCollection", "crs": crs, "features": features}
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return path


def shapefile(folder: Path, cases: Sequence[Case]) -> Path:
    """Write a zipped shapefile, as programs do: ten characters a heading, Windows text."""
    inner = folder / "shp"
    inner.mkdir()
    _frame(
        inner / "tomter.shp",
        "ESRI Shapefile",
        cases,
        encoding="UTF-8",
        geometry_type="MultiPolygon",
    )
    path = folder / "tomter.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(inner.iterdir()):
            archive.write(file, file.name)
    return path


def gml(folder: Path, cases: Sequence[Case]) -> Path:
    """Write GML 3.2."""
    return _frame(folder / "tomter.gml", "GML", cases, FORMAT="GML3.2")


def filegdb(folder: Path, cases: Sequence[Case]) -> Path:
    """Write a file geodatabase, zipped."""
    inner = _frame(folder / "tomter.gdb", "OpenFileGDB", cases, geometry_type="MultiPolygon")
    path = folder / "tomter-gdb.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(inner.iterdir()):
            archive.write(file, f"tomter.gdb/{file.name}")
    return path


def flatgeobuf(folder: Path, cases: Sequence[Case]) -> Path:
    """Write FlatGeobuf, in the order of the rows."""
    return _frame(folder / "tomter.fgb", "FlatGeobuf", cases, SPATIAL_INDEX="NO")


def geoparquet(folder: Path, cases: Sequence[Case]) -> Path:
    """Write GeoParquet 1.1."""
    rows = rows_of(cases)
    table = pa.table(
        {name: pa.array([row[name] for row in rows], pa.string()) for name in HEADINGS}
        | {
            "geometry": pa.array(
                [None if c.shape is None else shapely.to_wkb(c.shape) for c in cases], pa.binary()
            )
        }
    )
    column = {"encoding": "WKB", "geometry_types": [], "crs": CRS("EPSG:25833").to_json_dict()}
    meta = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    path = folder / "tomter.parquet"
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(meta)}), path)
    return path


def table_csv(folder: Path, cases: Sequence[Case]) -> Path:
    """Write CSV with WKT, as Excel in Norway saves it."""
    path = folder / "tomter.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*HEADINGS, "wkt"])
        for case, row in zip(cases, rows_of(cases), strict=True):
            writer.writerow([*(row[name] for name in HEADINGS), case.shape and case.shape.wkt])
    return path


def workbook(folder: Path, cases: Sequence[Case]) -> Path:
    """Write a workbook with WKT."""
    path = folder / "tomter.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Tomter")
    sheet.write_row(0, 0, [*HEADINGS, "wkt"])
    for number, (case, row) in enumerate(zip(cases, rows_of(cases), strict=True), 1):
        values = [*(row[name] for name in HEADINGS), case.shape and case.shape.wkt]
        for column, value in enumerate(values):
            if value is not None:
                sheet.write_string(number, column, str(value))
    book.close()
    return path


def kml(folder: Path, cases: Sequence[Case]) -> Path:
    """Write KML, in degrees as it always is; GDAL would write no faulty shapes."""
    places = []
    for case, row in zip(cases, rows_of(cases), strict=True):
        told = [
            f'<Data name="{name}"><value>{escape(value)}</value></Data>'
            for name, value in row.items()
            if value is not None
        ]
        extended = f"<ExtendedData>{''.join(told)}</ExtendedData>"
        places.append(f"<Placemark>{extended}{_kml_shape(case.shape)}</Placemark>")
    path = folder / "tomter.kml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><Folder><name>tomter</name>{''.join(places)}</Folder></Document></kml>",
        encoding="utf-8",
    )
    return path


def _kml_shape(shape: BaseGeometry | None) -> str:
    if shape is None:
        return ""
    polygons = []
    for polygon in shapely.get_parts(shape):
        inner = "".join(
            f"<innerBoundaryIs>{_kml_ring(ring)}</innerBoundaryIs>" for ring in polygon.interiors
        )
        outer = f"<outerBoundaryIs>{_kml_ring(polygon.exterior)}</outerBoundaryIs>"
        polygons.append(f"<Polygon>{outer}{inner}</Polygon>")
    whole = "".join(polygons)
    return whole if len(polygons) == 1 else f"<MultiGeometry>{whole}</MultiGeometry>"


def _kml_ring(ring: Any) -> str:
    points = zip(*_DEGREES.transform(*ring.xy), strict=True)
    told = " ".join(f"{x:.10f},{y:.10f}" for x, y in points)
    return f"<LinearRing><coordinates>{told}</coordinates></LinearRing>"


def sosi(folder: Path, cases: Sequence[Case]) -> Path:
    """Write SOSI 4.5: a curve for each ring, then the areas that refer to them, in centimetres.

    An area has one outline and one only: of several parts the largest is written, and a row without
    any gets a square.
    """
    curves: list[str] = []
    areas: list[str] = []
    for number, (case, row) in enumerate(zip(cases, rows_of(cases), strict=True)):
        shape = case.shape or square(90 + number)
        polygon = max(shapely.get_parts(shape), key=shapely.area)
        if row["areal"]:  # a number of square metres, in SOSI
            row["areal"] = f"{float(row['areal'].split()[0].replace(',', '.')) * 1_000:.0f}"
        rings = []
        for ring in (polygon.exterior, *polygon.interiors):
            curves.append(_sosi_group("KURVE", len(curves) + 1, [], ring.coords))
            rings.append(len(curves))
        outer, *holes = rings
        told = [
            f'..{_SOSI_NAMES[name]} "{value}"' for name, value in row.items() if value is not None
        ]
        refers = "..REF :" + str(outer) + "".join(f" (:{hole})" for hole in holes)
        inside = [polygon.representative_point().coords[0]]
        areas.append(_sosi_group("FLATE", 1_000 + number, [*told, refers], inside))
    path = folder / "tomter.sos"
    path.write_text("".join([_SOSI_HEAD, *curves, *areas, ".SLUTT\n"]), encoding="utf-8")
    return path


def _sosi_group(kind: str, number: int, lines: Sequence[str], points: Iterable[Any]) -> str:
    drawn = [f"{round(point[1] * 100)} {round(point[0] * 100)}" for point in points]
    return "\n".join([f".{kind} {number}:", "..OBJTYPE Tomt", *lines, "..NØ", *drawn]) + "\n"


_SOSI_HEAD = """.HODE
..TEGNSETT UTF-8
..TRANSPAR
...KOORDSYS 23
...ORIGO-NØ 0 0
...ENHET 0.01
..OMRÅDE
...MIN-NØ 6000000 0
...MAX-NØ 9000000 2000000
..SOSI-VERSJON 4.5
..SOSI-NIVÅ 3
"""


FORMATS: dict[str, Callable[[Path, Sequence[Case]], Path]] = {
    "GeoPackage": geopackage,
    "Shapefile": shapefile,
    "GeoJSON": geojson,
    "GML": gml,
    "FileGDB": filegdb,
    "FlatGeobuf": flatgeobuf,
    "GeoParquet": geoparquet,
    "CSV": table_csv,
    "XLSX": workbook,
    "KML": kml,
    "SOSI": sosi,
}
