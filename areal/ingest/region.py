"""The region, its kommuner, and an edition of their borders."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

from pydantic import Field
from sqlalchemy import Connection, text

from areal.catalogue.load import assign_kommuner
from areal.database import sql
from areal.database.staging import stage
from areal.errors import InputError, NotFound
from areal.layers.vector import Features, read_features
from areal.strategy.parts import Part, Text
from areal.yaml_files import read_typed


class RegionDefinition(Part):
    """A region as ``data/geo/region.yaml`` says it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: Text
    kommuner: dict[str, str] = Field(min_length=1)
    service_title: Text


class BoundaryDefinition(Part):
    """An edition of kommune borders: the file, and where it comes from."""

    id: str
    file: str
    source: str
    source_version: str
    source_date: date | None = None
    licence: str
    attribution: str
    url: str | None = None
    sha256: str | None = None
    note: str | None = None


def read_region(geo_dir: Path) -> RegionDefinition:
    """Return the region of a data folder."""
    return read_typed(geo_dir / "region.yaml", RegionDefinition)


def load_region(connection: Connection, region: RegionDefinition) -> None:
    """Write the region and its kommuner, new or changed."""
    connection.execute(
        text(
            "INSERT INTO areal.region (region_id, name_nb, name_en) VALUES (:id, :nb, :en) "
            "ON CONFLICT (region_id) DO UPDATE SET name_nb = excluded.name_nb, "
            "name_en = excluded.name_en"
        ),
        {"id": region.id, "nb": region.name.nb, "en": region.name.en},
    )
    connection.execute(
        text(
            "INSERT INTO areal.kommune (kommunenummer, name, region_id) "
            "VALUES (:number, :name, :region) ON CONFLICT (kommunenummer) DO UPDATE "
            "SET name = excluded.name, region_id = excluded.region_id"
        ),
        [
            {"number": number, "name": name, "region": region.id}
            for number, name in region.kommuner.items()
        ],
    )


def load_borders(connection: Connection, geo_dir: Path) -> bool:
    """Load the shipped borders, and put them in force if none are; return whether any were new."""
    definition = read_typed(geo_dir / "kommuner.yaml", BoundaryDefinition)
    path = geo_dir / definition.file
    version, new = store_borders(connection, definition, read_features(path), path)
    _refuse_gaps(connection, version, path)
    if connection.execute(
        text("SELECT NOT EXISTS (SELECT 1 FROM areal.boundary_version WHERE in_force)")
    ).scalar_one():
        put_in_force(connection, version)
    return new


def store_borders(
    connection: Connection, definition: BoundaryDefinition, features: Features, path: Path
) -> tuple[int, bool]:
    """Store an edition of borders beside the others; return its version and whether it is new.

    Features carry ``kommunenummer``; numbers outside the region are left out. Raises ``InputError``
    when a kommune of the region has no border.
    """
    checksum = sha256(definition.id.encode() + path.read_bytes()).hexdigest()
    known = connection.execute(
        text("SELECT boundary_version_id FROM areal.boundary_version WHERE checksum = :checksum"),
        {"checksum": checksum},
    ).scalar()
    if known is not None:
        return int(known), False
    version: int = connection.execute(
        text(
            "INSERT INTO areal.boundary_version (source, source_version, source_date, licence, "
            "attribution, checksum, in_force) VALUES (:source, :source_version, :source_date, "
            ":licence, :attribution, :checksum, FALSE) RETURNING boundary_version_id"
        ),
        {
            **definition.model_dump(
                include={"source", "source_version", "source_date", "licence", "attribution"}
            ),
            "checksum": checksum,
        },
    ).scalar_one()
    numbers = [str(props.get("kommunenummer")) for props, _ in features.rows]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise InputError(
            f"has more than one feature for kommune {', '.join(twice)}",
            file=str(path),
            field="kommunenummer",
            hint="Join them to one feature (a MultiPolygon) each.",
        )
    stage(connection, "staged_boundary", features.rows)
    connection.execute(text(sql("load/boundary.sql")), {"boundary_version_id": version})
    _refuse_gaps(connection, version, path)
    return version, True


def put_in_force(connection: Connection, version: int) -> int:
    """Let an edition decide from now on; return how many parcels were placed anew.

    Raises ``NotFound`` for an edition that is not stored.
    """
    known = connection.execute(
        text("SELECT count(*) FROM areal.boundary_version WHERE boundary_version_id = :id"),
        {"id": version},
    ).scalar_one()
    if not known:
        raise NotFound(f"There is no edition {version}.", hint="See `areal borders list`.")
    connection.execute(text("UPDATE areal.boundary_version SET in_force = FALSE WHERE in_force"))
    connection.execute(
        text("UPDATE areal.boundary_version SET in_force = TRUE WHERE boundary_version_id = :id"),
        {"id": version},
    )
    return assign_kommuner(connection)


def numbered(features: Features, attribute: str, path: Path) -> Features:
    """Return the features with ``kommunenummer`` taken from another attribute, as four digits.

    Raises ``InputError`` when a feature has no such attribute.
    """
    if any(props.get(attribute) is None for props, _ in features.rows):
        raise InputError(
            f"a border has no '{attribute}'",
            file=str(path),
            field=attribute,
            hint="Name the attribute that holds the kommunenummer with --number.",
        )
    return Features(
        features.srid,
        [
            ({**props, "kommunenummer": str(props[attribute]).zfill(4)}, geometry)
            for props, geometry in features.rows
        ],
    )


def _refuse_gaps(connection: Connection, version: int, path: Path) -> None:
    absent = connection.execute(
        text(
            "SELECT string_agg(k.kommunenummer, ', ' ORDER BY k.kommunenummer) "
            "FROM areal.kommune AS k WHERE NOT EXISTS (SELECT 1 FROM areal.boundary AS b "
            "WHERE b.kommunenummer = k.kommunenummer AND b.boundary_version_id = :version)"
        ),
        {"version": version},
    ).scalar()
    if absent:
        raise InputError(
            f"has no border for kommune {absent}", file=str(path), field="kommunenummer"
        )
