"""Files of parcels as senders make them: every fault on a row of its own, in every format."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
import xlsxwriter
from pyproj import CRS
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
}
