"""Take a set of sites and parcels from a data folder into the catalogue."""

from __future__ import annotations

import json
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
    known = connection.execute(
        text("SELECT counts FROM areal.import_batch WHERE checksum = :checksum"),
        {"checksum": checksum},
    ).scalar()
    if known is not None:
        return Taken(known["sites"], known["parcels"], (), changed=False)
    sites = read_typed(files[1], SiteFile)
    parcels = read_parcels(files[2])
    write_as(connection, author)
    counts = {"sites": len(sites.sites), "parcels": len(parcels)}
    import_id = _record(connection, definition, checksum, author, counts)
    load_sites(connection, (site.row() for site in sites.sites), import_id)
    _, crossings = load_parcels(connection, parcels, import_id, str(files[2]))
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
        geometry = shapely.set_srid(shape(feature["geometry"]), WGS84)
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"parcel {record.slug} has no usable shape", file=str(path), field=f"{place}.geometry"
        ) from error
    return record.row(), shapely.to_wkb(geometry, include_srid=True)


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
