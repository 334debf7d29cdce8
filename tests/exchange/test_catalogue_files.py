"""The catalogue as files: every format opened by another reader and held against the database."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pyproj
import pytest
import shapely
from sqlalchemy import text

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.errors import InputError
from areal.exchange.catalogue import FORMATS, published, unfit, write
from areal.exchange.catalogue.columns import TABLES, published_columns
from areal.exchange.catalogue.manual import page
from areal.queries import reading
from areal.queries.catalogue import Table
from areal.settings import ROOT
from tests.support.databases import TestServer

#: What must be in no file: an unpublished plot and site, an internal price, an account.
SECRETS = ("Hemmelig tomt", "hemmelig-omrade", "987654", "kari.nordmann")
PARCEL_KEYS = [column.key for column in published_columns("parcels")]
Rows = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def files(
    server: TestServer, sample_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Return a folder with every file of a catalogue that has things to hide."""
    name = server.create(sample_template)
    folder = tmp_path_factory.mktemp("files")
    with server.use(name):
        _hide()
        with reading() as connection:
            content = published(connection)
            for form in FORMATS.values():
                for table in TABLES:
                    write(content, form, table, folder / f"{form.name}-{table}.{form.suffix}")
        yield folder


def _hide() -> None:
    with connect(Role.APP) as app:
        write_as(app, "cli:kari.nordmann")
        for statement in (
            "UPDATE areal.parcel SET published = FALSE, label = 'Hemmelig tomt' "
            "WHERE slug = 'slomarka-2'",
            "UPDATE areal.parcel SET price_nok_m2 = 987654, price_public = FALSE "
            "WHERE slug = 'slomarka-3'",
            "UPDATE areal.site SET published = FALSE, name = 'hemmelig-omrade' "
            "WHERE slug = 'norsenga'",
            # More corners than a cell of a workbook holds.
            "UPDATE areal.parcel SET geom = ST_Segmentize(geom, 0.5) WHERE slug = 'slomarka-4'",
            "UPDATE areal.parcel SET label = '=1+1', matrikkel = '{3415-1/2,3415-3/4/5}' "
            "WHERE slug = 'slomarka-5'",
        ):
            app.execute(text(statement))


@pytest.fixture(scope="module")
def expected(files: Path) -> dict[str, dict[str, Any]]:
    """Return the published parcels as the tables of the catalogue have them."""
    with connect(Role.APP) as app:
        rows = app.execute(
            text(
                "SELECT p.slug, p.label, s.slug AS site, p.kommunenummer, "
                "array_to_string(p.matrikkel, '; ') AS matrikkel, p.area_m2, p.market, p.modenhet, "
                "p.planstatus, p.available_from, p.price_public, p.power_mw_now::float8, "
                "CASE WHEN p.price_public THEN p.price_nok_m2::float8 END AS price_nok_m2, "
                "array_to_string(p.permitted_activities, '; ') AS permitted_activities, "
                "(SELECT v.verified_on FROM areal.verification AS v "
                "WHERE v.parcel_id = p.parcel_id AND v.axis = 'plan') AS verified_plan, "
                "ST_AsBinary(p.geom) AS geometry "
                "FROM areal.parcel AS p INNER JOIN areal.site AS s USING (site_id) "
                "WHERE p.published AND s.published ORDER BY p.parcel_id"
            )
        ).mappings()
        found = {row["slug"]: dict(row) for row in rows}
    for row in found.values():
        row["geometry"] = shapely.from_wkb(bytes(row["geometry"]))
        for name in ("matrikkel", "permitted_activities"):
            row[name] = row[name] or None
    return found


def read_geojson(folder: Path) -> Rows:
    tree = json.loads((folder / "geojson-parcels.geojson").read_text(encoding="utf-8"))
    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in tree["features"]])
    across = pyproj.Transformer.from_crs(4326, 25833, always_xy=True)
    shapes = shapely.transform(shapes, across.transform, interleaved=False)
    return {
        f["properties"]["slug"]: {**f["properties"], "geometry": shape}
        for f, shape in zip(tree["features"], shapes, strict=True)
    }


def read_gpkg(folder: Path) -> Rows:
    meta, _, shapes, fields = pyogrio.raw.read(folder / "gpkg-parcels.gpkg", layer="parcels")
    assert meta["crs"] == "EPSG:25833"
    rows = zip(*fields, shapely.from_wkb(shapes), strict=True)
    names = [*meta["fields"], "geometry"]
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def read_parquet(folder: Path) -> Rows:
    rows = pq.read_table(folder / "geoparquet-parcels.parquet").to_pylist()
    return {row["slug"]: {**row, "geometry": shapely.from_wkb(row["geometry"])} for row in rows}


def read_csv(folder: Path) -> Rows:
    with (folder / "csv-parcels.csv").open(encoding="utf-8", newline="") as file:
        return {row["slug"]: _wkt(row) for row in csv.DictReader(file)}


def read_excel_csv(folder: Path) -> Rows:
    raw = (folder / "csv-excel-parcels.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    heads, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")
    assert heads[:3] == ["Kortnavn", "Tomt", "Område, kortnavn"]
    keys = [*PARCEL_KEYS, "wkt"]
    decimal = {c.key for c in published_columns("parcels") if c.form == "number"}
    found = {}
    for row in rows:
        told = dict(zip(keys, row, strict=True))
        assert not any("." in told[key] for key in decimal)
        found[told["slug"]] = _wkt(
            {k: v.replace(",", ".") if k in decimal else v for k, v in told.items()}
        )
    return found


def read_xlsx(folder: Path) -> Rows:
    rows = openpyxl.load_workbook(folder / "xlsx-parcels.xlsx")["Tomter"].iter_rows(
        values_only=True
    )
    next(rows)
    found = (dict(zip([*PARCEL_KEYS, "wkt", "wkt_note"], row, strict=True)) for row in rows)
    return {row["slug"]: _wkt(row) for row in found}


def read_zip(folder: Path) -> Rows:
    with zipfile.ZipFile(folder / "csv-zip-parcels.zip") as archive:
        table = archive.read("parcels.csv").decode()
    return {row["slug"]: _wkt(row) for row in csv.DictReader(io.StringIO(table))}


def _wkt(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "geometry": shapely.from_wkt(row["wkt"]) if row["wkt"] else None}


READERS: dict[str, Callable[[Path], Rows]] = {
    "geojson": read_geojson,
    "gpkg": read_gpkg,
    "geoparquet": read_parquet,
    "csv": read_csv,
    "csv-excel": read_excel_csv,
    "csv-zip": read_zip,
    "xlsx": read_xlsx,
}


def same(found: Any, wanted: Any) -> bool:
    """Compare a value with what its text or type in a file may be."""
    if wanted is None:
        return found in (None, "") or bool(
            np.isnan(found) if isinstance(found, float) else np.isnat(found)
        )
    if isinstance(wanted, bool):
        return found in (wanted, "ja" if wanted else "nei", "true" if wanted else "false")
    if isinstance(wanted, int | float):
        return float(found) == pytest.approx(wanted, rel=1e-12)
    if isinstance(wanted, date):
        return str(found)[:10] == wanted.isoformat()
    # A text that a spreadsheet would run has an apostrophe before it, in CSV.
    return bool(found == wanted or (wanted.startswith("=") and found == f"'{wanted}"))


@pytest.mark.parametrize("name", READERS)
def test_every_published_parcel_is_in_the_file_with_the_values_of_the_database(
    files: Path, expected: Rows, name: str
) -> None:
    found = READERS[name](files)
    assert list(found) == list(expected)
    assert len(found) > 60
    for slug, row in expected.items():
        for key, wanted in row.items():
            if key != "geometry":
                assert same(found[slug][key], wanted), (slug, key, found[slug][key], wanted)


@pytest.mark.parametrize("name", READERS)
def test_outlines_come_back_within_a_millimetre(files: Path, expected: Rows, name: str) -> None:
    found = READERS[name](files)
    left_out = {slug for slug, row in found.items() if row["geometry"] is None}
    assert left_out == ({"slomarka-4"} if name == "xlsx" else set())
    for slug in expected.keys() - left_out:
        outline, wanted = found[slug]["geometry"], expected[slug]["geometry"]
        assert outline.geom_type == "MultiPolygon"
        assert shapely.hausdorff_distance(outline, wanted) < 0.001, slug
        assert abs(outline.area - wanted.area) < 1, slug


def test_workbook_says_where_an_outline_does_not_fit(files: Path) -> None:
    rows = read_xlsx(files)
    assert "For langt for en celle" in rows["slomarka-4"]["wkt_note"]
    assert {row["wkt_note"] for slug, row in rows.items() if slug != "slomarka-4"} == {None}


def texts_of(file: Path) -> str:
    """Return everything a file says, unpacked."""
    if file.suffix == ".parquet":
        read = pq.ParquetFile(file)
        return f"{read.metadata.metadata}{read.read().drop(['geometry']).to_pylist()}"
    if file.suffix in (".xlsx", ".zip"):
        with zipfile.ZipFile(file) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    return file.read_bytes().decode("utf-8", errors="replace")


def test_nothing_unpublished_or_internal_is_in_any_file(files: Path) -> None:
    written = sorted(files.iterdir())
    assert len(written) == 20
    for file in written:
        told = texts_of(file)
        # Numbers of outlines have dots before and after; a price does not.
        assert not [secret for secret in SECRETS if re.search(rf"(?<![\d.]){secret}", told)], (
            file.name
        )


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", ["geojson", "geoparquet"])
def test_single_tables_carry_licence_date_sample_mark_and_dictionary(
    files: Path, name: str, table: Table
) -> None:
    file = files / f"{name}-{table}.{FORMATS[name].suffix}"
    if name == "geojson":
        told = json.loads(file.read_text(encoding="utf-8"))
    else:
        told = json.loads(pq.read_schema(file).metadata[b"areal"])
    assert told["licence"] == "CC0-1.0"
    assert told["eksempeldata"]["nb"].startswith("Eksempeldata.")
    assert told["as_of"] == "2026-11-01"
    assert told["revision"] > 1
    columns = {column["key"]: column for column in told["columns"]}
    assert list(columns) == [column.key for column in published_columns(table)]
    assert all(column["title"] and column["meaning"] for column in columns.values())
    assert columns["area_m2"]["unit"] == "m²"


def test_geoparquet_follows_its_standard(files: Path) -> None:
    geo = json.loads(pq.read_metadata(files / "geoparquet-sites.parquet").metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    assert (geo["version"], column["encoding"]) == ("1.1.0", "WKB")
    assert pyproj.CRS.from_json_dict(column["crs"]).to_epsg() == 25833


def test_geopackage_has_sites_with_outlines_and_explains_itself(files: Path) -> None:
    file = files / "gpkg-parcels.gpkg"
    assert dict(pyogrio.list_layers(file).tolist()) == {
        "parcels": "MultiPolygon",
        "sites": "MultiPolygon",
        "about": None,
        "data_dictionary": None,
    }
    _, _, shapes, fields = pyogrio.raw.read(file, layer="sites", columns=["slug", "area_m2"])
    parcels = read_gpkg(files).values()
    for slug, area, shape in zip(*fields, shapely.from_wkb(shapes), strict=True):
        own = [p for p in parcels if p["site"] == slug]
        assert area == pytest.approx(sum(p["area_m2"] for p in own))
        assert shape.is_valid
        assert shape.covers(shapely.buffer(own[0]["geometry"], -0.01))
    about = dict(
        zip(*pyogrio.raw.read(file, layer="about", columns=["key", "value"])[3], strict=True)
    )
    assert about["licence"] == "CC0-1.0"
    assert about["eksempeldata"].startswith("Eksempeldata.")
    assert about["as_of"] == "2026-11-01"
    explained = pyogrio.raw.read(file, layer="data_dictionary", columns=["table", "key"])[3]
    assert {("parcels", key) for key in PARCEL_KEYS} <= set(zip(*explained, strict=True))


def test_workbook_explains_itself_before_the_tables(files: Path) -> None:
    book = openpyxl.load_workbook(files / "xlsx-parcels.xlsx")
    assert book.sheetnames == ["Om", "Datakatalog", "Områder", "Tomter", "Koder"]
    about = dict(book["Om"].iter_rows(values_only=True))
    assert about["Lisens"] == "CC0-1.0"
    assert about["Eksempeldata"].startswith("Eksempeldata.")
    assert about["Per dato"] == "2026-11-01"
    explained = {row[2] for row in book["Datakatalog"].iter_rows(min_row=2, values_only=True)}
    assert set(PARCEL_KEYS) < explained
    # A text is a text, whatever it begins with.
    label = next(r for r in book["Tomter"].iter_rows(min_row=2) if r[0].value == "slomarka-5")[1]
    assert (label.value, label.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("flavour", ["csv", "csv-excel"])
def test_csv_has_a_data_package_beside_it(files: Path, flavour: str) -> None:
    told = json.loads((files / f"{flavour}-parcels.datapackage.json").read_text(encoding="utf-8"))
    assert told["licenses"] == [{"name": "CC0-1.0"}]
    assert told["eksempeldata"]["en"].startswith("Sample data.")
    assert told["as_of"] == "2026-11-01"
    resource = told["resources"][0]
    raw = (files / resource["path"]).read_text(encoding="utf-8-sig")
    heads = next(csv.reader(io.StringIO(raw), delimiter=resource["dialect"]["delimiter"]))
    assert heads == [field["name"] for field in resource["schema"]["fields"]]
    market = next(f for f in resource["schema"]["fields"] if f.get("key") == "market")
    assert market["codes"]["ledig"] == "Ledig"


@pytest.mark.parametrize("flavour", ["csv", "csv-excel"])
def test_zip_holds_both_tables_and_the_data_package(files: Path, flavour: str) -> None:
    with zipfile.ZipFile(files / f"{flavour}-zip-parcels.zip") as archive:
        assert archive.namelist() == ["parcels.csv", "sites.csv", "datapackage.json"]
        told = json.loads(archive.read("datapackage.json"))
        assert archive.read("parcels.csv") == (files / f"{flavour}-parcels.csv").read_bytes()
    assert [r["path"] for r in told["resources"]] == ["parcels.csv", "sites.csv"]


@pytest.mark.usefixtures("files")
def test_english_file_and_one_kommune(tmp_path: Path) -> None:
    with reading() as connection:
        content = published(connection, "en", ["3415"])
        write(content, FORMATS["xlsx"], "parcels", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["About", "Data dictionary", "Sites", "Plots", "Codes"]
    heads, *rows = book["Plots"].iter_rows(values_only=True)
    assert heads[:3] == ("Plot id", "Plot", "Site id")
    assert {row[PARCEL_KEYS.index("kommunenummer")] for row in rows} == {"3415"}
    assert {row[PARCEL_KEYS.index("market_text")] for row in rows} >= {"Available"}
    about = dict(book["About"].iter_rows(values_only=True))
    assert about["Selection"] == "3415"


def test_file_is_whole_or_not_there(files: Path, tmp_path: Path) -> None:
    target = tmp_path / "tomter.geojson"
    target.write_text("the former file", encoding="utf-8")
    with reading() as connection:
        content = published(connection)

        def broken(*_: object) -> Iterator[dict[str, Any]]:
            yield from ()
            raise OSError("the disk is full")

        object.__setattr__(content, "rows", broken)
        with pytest.raises(OSError, match="disk is full"):
            write(content, FORMATS["geojson"], "parcels", target)
    assert [file.name for file in tmp_path.iterdir()] == ["tomter.geojson"]
    assert target.read_text(encoding="utf-8") == "the former file"


def test_name_that_says_another_format_is_refused() -> None:
    assert unfit(FORMATS["gpkg"], Path("a.gpkg")) is None
    assert isinstance(unfit(FORMATS["gpkg"], Path("a.geojson")), InputError)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_no_two_columns_have_the_same_heading(table: Table, lang: str) -> None:
    titles = [column.title.get(lang) for column in TABLES[table]]
    assert len(set(titles)) == len(titles)
    assert len({column.key for column in TABLES[table]}) == len(titles)


@pytest.mark.usefixtures("files")
def test_every_coded_column_has_its_list() -> None:
    with reading() as connection:
        known = {code.list for code in published(connection).codes}
    used = {column.codes for columns in TABLES.values() for column in columns if column.codes}
    assert used <= known


def test_page_about_the_columns_is_current() -> None:
    written = (ROOT / "docs" / "datakatalog.md").read_text(encoding="utf-8")
    assert written == page(), "run `areal docs`"
