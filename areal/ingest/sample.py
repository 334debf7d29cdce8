"""Take a set of sites and parcels from a data folder into the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import shapely
from pydantic import ValidationError
from shapely.errors import ShapelyError
from shapely.geometry import shape
from sqlalchemy import Connection, text

from areal.catalogue.authorship import write_as
from areal.catalogue.load import Crossing, load_parcels, load_sites
from areal.crs import WGS84
from areal.database import execute, sql
from areal.errors import InputError
from areal.ingest.records import ParcelRecord, SiteFile
from areal.strategy.parts import Part, Text
from areal.yaml_files import read_text, read_typed


class SetDefinition(Part):
    """A set of sites and parcels: its files, its source, and whether it is eksempeldata."""

    id: str
    as_of: date | None = None
    sample: bool
    notice: Text | None = None
    sites: str
    parcels: str
    source: str
    source_date: date | None = None
    licence: str
    attribution: str


@dataclass(frozen=True)
class Taken:
    """What became of a set."""

    sites: int
    parcels: int
    crossings: tuple[Crossing, ...]
    changed: bool


def load_set(connection: Connection, path: Path, author: str) -> Taken:
    """Load the set that the YAML file ``path`` describes, in the caller's transaction.

    A set that is in the catalogue already, to the letter, changes nothing. Raises ``InputError``
    naming file, line or feature, and field; nothing is written then.
    """
    definition = read_typed(path, SetDefinition)
    files = [path, path.parent / definition.sites, path.parent / definition.parcels]
    checksum = sha256("\0".join(read_text(file) for file in files).encode()).hexdigest()
    newest = connection.execute(
        text(
            "SELECT checksum, counts FROM areal.import_batch WHERE name = :name "
            "ORDER BY import_id DESC LIMIT 1"
        ),
        {"name": definition.id},
    ).one_or_none()
    if newest is not None and newest.checksum == checksum:
        return Taken(newest.counts["sites"], newest.counts["parcels"], (), changed=False)
    sites = read_typed(files[1], SiteFile)
    parcels = read_parcels(files[2])
    lists = _code_lists(connection)
    _refuse_sites(connection, sites, lists, files[1])
    _refuse_parcels(parcels, lists, files[2])
    write_as(connection, author)
    counts = {"sites": len(sites.sites), "parcels": len(parcels)}
    import_id = _record(connection, definition, checksum, author, counts)
    load_sites(connection, (site.row() for site in sites.sites), import_id)
    _, crossings = load_parcels(connection, parcels, import_id, str(files[2]))
    if definition.sample:
        execute(
            connection,
            sql("load/consent.sql"),
            {"import_id": import_id, "day": definition.as_of, "author": author},
        )
    return Taken(counts["sites"], counts["parcels"], crossings, changed=True)


def read_parcels(path: Path) -> list[tuple[dict[str, Any], bytes | None]]:
    """Return the parcels of a GeoJSON file (RFC 7946: WGS 84 degrees) as (columns, EWKB)."""
    try:
        tree = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}", file=str(path), line=error.lineno) from error
    if not isinstance(tree, dict) or not isinstance(tree.get("features"), list):
        raise InputError("is not a GeoJSON FeatureCollection", file=str(path), field="features")
    if "crs" in tree:
        raise InputError(
            "names a coordinate system, which GeoJSON since 2016 may not",
            file=str(path),
            field="crs",
            hint="Save it as RFC 7946 GeoJSON: WGS 84 longitude and latitude.",
        )
    return [_parcel(feature, number, path) for number, feature in enumerate(tree["features"], 1)]


def _parcel(feature: Any, number: int, path: Path) -> tuple[dict[str, Any], bytes]:
    place = f"features[{number}]"
    if not isinstance(feature, dict):
        raise InputError("is not a feature", file=str(path), field=place)
    try:
        record = ParcelRecord.model_validate(feature.get("properties"))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join([place, *(str(step) for step in first["loc"])])
        raise InputError(first["msg"], file=str(path), field=field) from error
    try:
        geometry = shapely.set_srid(shapely.force_2d(shape(feature["geometry"])), WGS84)
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"parcel {record.slug} has no usable shape", file=str(path), field=f"{place}.geometry"
        ) from error
    west, south, east, north = geometry.bounds or (0.0, 0.0, 0.0, 0.0)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):  # noqa: PLR2004
        raise InputError(
            f"parcel {record.slug} is not in degrees: its coordinates go beyond 180",
            file=str(path),
            field=f"{place}.geometry",
            hint="GeoJSON is WGS 84 longitude, latitude; reproject it, or give a GeoPackage.",
        )
    return record.row(), shapely.to_wkb(geometry, include_srid=True)


def _code_lists(connection: Connection) -> dict[str, set[str]]:
    lists: dict[str, set[str]] = {}
    for row in connection.execute(text("SELECT list, code FROM areal.code")):
        lists.setdefault(row.list, set()).add(row.code)
    return lists


def _refuse_sites(
    connection: Connection, sites: SiteFile, lists: dict[str, set[str]], path: Path
) -> None:
    """Refuse a slug that stands twice, a kommune outside the region, and unknown codes."""
    kommuner = set(connection.execute(text("SELECT kommunenummer FROM areal.kommune")).scalars())
    seen: set[str] = set()
    for number, site in enumerate(sites.sites, 1):
        place = f"sites[{number}]"
        if site.slug in seen:
            raise InputError(f"'{site.slug}' stands twice", file=str(path), field=f"{place}.slug")
        seen.add(site.slug)
        if site.kommunenummer not in kommuner:
            raise InputError(
                f"kommune {site.kommunenummer} is not in the region",
                file=str(path),
                field=f"{place}.kommunenummer",
                hint=f"The region has: {', '.join(sorted(kommuner))}.",
            )
        _refuse_codes(lists, "focus_area", site.focus_areas, path, f"{place}.focus_areas")


#: Column of a parcel to the code list its values are from.
_CODED = {
    "arealformaal": "arealformaal",
    "owner_kind": "owner_kind",
    "power_status": "power_status",
    "permitted_activities": "activity",
}


def _refuse_parcels(
    parcels: list[tuple[dict[str, Any], bytes | None]], lists: dict[str, set[str]], path: Path
) -> None:
    """Refuse a slug that stands twice, and codes that no list has."""
    seen: set[str] = set()
    for number, (row, _) in enumerate(parcels, 1):
        place = f"features[{number}]"
        if row["slug"] in seen:
            raise InputError(f"'{row['slug']}' stands twice", file=str(path), field=f"{place}.slug")
        seen.add(row["slug"])
        for column, name in _CODED.items():
            value = row[column]
            values = [] if value is None else [value] if isinstance(value, str) else value
            _refuse_codes(lists, name, values, path, f"{place}.{column}")
        codes = [item["code"] for item in row["restrictions"]]
        _refuse_codes(lists, "restriction", codes, path, f"{place}.restrictions")


def _refuse_codes(
    lists: dict[str, set[str]], name: str, values: Iterable[str], path: Path, field: str
) -> None:
    for value in values:
        if value not in lists.get(name, set()):
            raise InputError(
                f"'{value}' is not in the code list '{name}'",
                file=str(path),
                field=field,
                hint=f"It has: {', '.join(sorted(lists.get(name, set())))}.",
            )


def _record(
    connection: Connection,
    definition: SetDefinition,
    checksum: str,
    author: str,
    counts: dict[str, int],
) -> int:
    import_id: int = connection.execute(
        text(
            "INSERT INTO areal.import_batch (name, checksum, source, source_date, licence, "
            "attribution, sample, notice_nb, notice_en, as_of, imported_by, counts) VALUES (:name, "
            ":checksum, :source, :source_date, :licence, :attribution, :sample, :nb, :en, :as_of, "
            ":author, CAST(:counts AS jsonb)) RETURNING import_id"
        ),
        {
            **definition.model_dump(
                include={"source", "source_date", "licence", "attribution", "sample", "as_of"}
            ),
            "name": definition.id,
            "checksum": checksum,
            "nb": definition.notice.nb if definition.notice else None,
            "en": definition.notice.en if definition.notice else None,
            "author": author,
            "counts": json.dumps(counts),
        },
    ).scalar_one()
    return import_id
