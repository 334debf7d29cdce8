"""The formats of the catalogue's exports: what each is called, holds and is sent as."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from areal.errors import InputError
from areal.exchange.catalogue import csv_files, geojson, geopackage, geoparquet, xlsx
from areal.exchange.catalogue.content import Content
from areal.exchange.findings import Flavour
from areal.queries.catalogue import Table

_ZIP = "application/zip"


@dataclass(frozen=True)
class Format:
    """A format; ``tables`` says whether one file holds both tables, or one of them."""

    name: str
    suffix: str
    media_type: str
    both: bool
    make: Callable[[Content, Table, Path], int]


def _streamed(write: Callable[[Content, Table, BinaryIO], int]) -> Callable[..., int]:
    def make(content: Content, table: Table, path: Path) -> int:
        with path.open("wb") as out:
            return write(content, table, out)

    return make


def _csv(flavour: Flavour) -> Callable[[Content, Table, Path], int]:
    def make(content: Content, table: Table, path: Path) -> int:
        with path.open("wb") as out:
            return csv_files.write(content, table, flavour, out)

    return make


def _zip(flavour: Flavour) -> Callable[[Content, Table, Path], int]:
    def make(content: Content, _: Table, path: Path) -> int:
        with path.open("wb") as out:
            return csv_files.write_zip(content, flavour, out)

    return make


def _whole(write: Callable[[Content, Path], int]) -> Callable[[Content, Table, Path], int]:
    return lambda content, _, path: write(content, path)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALL = (
    Format("geojson", "geojson", "application/geo+json", False, _streamed(geojson.write)),
    Format("gpkg", "gpkg", "application/geopackage+sqlite3", True, _whole(geopackage.write)),
    Format("csv", "csv", "text/csv", False, _csv(Flavour.PLAIN)),
    Format("csv-excel", "csv", "text/csv", False, _csv(Flavour.EXCEL)),
    Format("csv-zip", "zip", _ZIP, True, _zip(Flavour.PLAIN)),
    Format("csv-excel-zip", "zip", _ZIP, True, _zip(Flavour.EXCEL)),
    Format("xlsx", "xlsx", _XLSX, True, _whole(xlsx.write)),
    Format(
        "geoparquet",
        "parquet",
        "application/vnd.apache.parquet",
        False,
        _streamed(geoparquet.write),
    ),
)
FORMATS: Mapping[str, Format] = MappingProxyType({each.name: each for each in _ALL})


def write(content: Content, form: Format, table: Table, path: Path) -> int:
    """Write a file, whole or not at all, and return the number of rows (of parcels, for both).

    CSV gets a data package of the same name beside it. A file that is there is replaced.
    """
    with tempfile.TemporaryDirectory(prefix=".areal-", dir=path.parent) as folder:
        made = Path(folder) / path.name
        count = form.make(content, table, made)
        made.replace(path)
    flavour = {"csv": Flavour.PLAIN, "csv-excel": Flavour.EXCEL}.get(form.name)
    if flavour is not None:
        described = csv_files.package(content, [(table, path.name)], flavour)
        path.with_name(f"{path.stem}.datapackage.json").write_bytes(described)
    return count


def unfit(form: Format, path: Path) -> InputError | None:
    """Return what is wrong with the name of a file for a format, None when nothing is."""
    if path.suffix.lower() == f".{form.suffix}":
        return None
    return InputError(
        f"a file of format {form.name} is called something.{form.suffix}",
        file=str(path),
        hint="Programs choose how to read a file by its name.",
    )
