"""The catalogue as CSV, plain or for Norwegian Excel, with a data package that explains it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from areal.exchange import csv_file
from areal.exchange.catalogue import words
from areal.exchange.catalogue.columns import CatalogueColumn
from areal.exchange.catalogue.content import TABLES, Content, Item, Value
from areal.exchange.csv_file import EXCEL_NB, PLAIN, Dialect
from areal.exchange.findings import Flavour
from areal.queries.catalogue import Table

#: A fixed day, so that the same revision gives the same bytes.
_DAY = (2000, 1, 1, 0, 0, 0)
#: What a data package calls the forms of columns.
_TYPES = {"number": "number", "whole": "integer", "flag": "boolean", "date": "date"}


def dialect(flavour: Flavour) -> Dialect:
    """Return how a flavour parts values and writes numbers."""
    return EXCEL_NB if flavour is Flavour.EXCEL else PLAIN


def write(content: Content, table: Table, flavour: Flavour, out: BinaryIO) -> int:
    """Write a table and return the number of rows; the outline is WKT in EPSG:25833."""
    columns = content.columns[table]
    plain = flavour is Flavour.PLAIN
    heads = [column.key if plain else column.title.get(content.lang) for column in columns]
    wkt = "wkt" if plain else words.WKT.get(content.lang)
    rows = _rows(content, content.items(table, "wkt"), plain=plain)
    return csv_file.write(out, [*heads, wkt], rows, dialect(flavour))


def package(content: Content, files: Iterable[tuple[Table, str]], flavour: Flavour) -> bytes:
    """Return the datapackage.json of tables and the names of their files."""
    about = content.about
    told = {
        "name": "areal-catalogue",
        "profile": "tabular-data-package",
        **about.members(),
        "title": about.title.get(content.lang),
        "description": (about.notice or about.guidance).get(content.lang),
        "licenses": [{"name": name} for name in (about.licence or "").split("; ") if name],
        "resources": [_resource(content, table, name, flavour) for table, name in files],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def write_zip(content: Content, flavour: Flavour, out: BinaryIO) -> int:
    """Write both tables with their data package as one zip; return the number of parcels."""
    counts: dict[Table, int] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            name = zipfile.ZipInfo(f"{table}.csv", _DAY)
            name.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(name, "w", force_zip64=True) as file:
                counts[table] = write(content, table, flavour, file)  # type: ignore[arg-type] # writable
        files = [(table, f"{table}.csv") for table in TABLES]
        described = zipfile.ZipInfo("datapackage.json", _DAY)
        described.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(described, package(content, files, flavour))
    return counts["parcels"]


def _rows(content: Content, items: Iterator[Item], *, plain: bool) -> Iterator[list[Any]]:
    yes, no = ("true", "false") if plain else (w.get(content.lang) for w in (words.YES, words.NO))
    for item in items:
        yield [*(_flagged(value, yes, no) for value in item.values), item.outline]


def _flagged(value: Value, yes: str, no: str) -> Value:
    return value if not isinstance(value, bool) else yes if value else no


def _resource(content: Content, table: Table, name: str, flavour: Flavour) -> dict[str, Any]:
    plain, lang = flavour is Flavour.PLAIN, content.lang
    fields = [_field(content, column, plain=plain) for column in content.columns[table]]
    outline = {
        "name": "wkt" if plain else words.WKT.get(lang),
        "type": "string",
        "description": words.WKT_MEANING.get(lang),
        "crs": "EPSG:25833",
    }
    return {
        "name": table,
        "title": words.TABLE_TITLES[table].get(lang),
        "path": name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": dialect(flavour).delimiter, "lineTerminator": "\r\n"},
        "schema": {"fields": [*fields, outline], "primaryKey": fields[0]["name"]},
    }


def _field(content: Content, column: CatalogueColumn, *, plain: bool) -> dict[str, Any]:
    lang = content.lang
    field = {
        "name": column.key if plain else column.title.get(lang),
        "key": column.key,
        "title": column.title.get(lang),
        "type": _TYPES.get(column.form, "string"),
        "description": column.what(lang),
    }
    if column.form == "number" and not plain:
        field["decimalChar"] = ","
    told: dict[str, Any] = dict(field)
    if column.form == "flag":
        yes, no = ("true", "false") if plain else (w.get(lang) for w in (words.YES, words.NO))
        told |= {"trueValues": [yes], "falseValues": [no]}
    if column.unit:
        told["unit"] = column.unit
    if column.codes:
        told["codes"] = {
            code.code: code.label.get(lang) for code in content.codes if code.list == column.codes
        }
    return told
