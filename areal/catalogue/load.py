"""Take many sites and parcels into the catalogue at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from areal.catalogue.authorship import from_import
from areal.database import sql
from areal.database.staging import stage
from areal.errors import InputError

Row = tuple[Mapping[str, Any], bytes | None]


@dataclass(frozen=True)
class Crossing:
    """A parcel that lies in more than one kommune: less than 99 % of it in its own."""

    slug: str
    kommunenummer: str
    share: float


@dataclass(frozen=True)
class Placed:
    """How many sites and parcels were taken in, and which of them cross a border."""

    sites: int
    parcels: int
    crossings: tuple[Crossing, ...]


def load_sites(connection: Connection, rows: Iterable[Mapping[str, Any]], import_id: int) -> int:
    """Insert or update sites by slug, with their media; return how many."""
    from_import(connection, import_id)
    count = stage(connection, "staged_site", ((row, None) for row in rows))
    connection.execute(text(sql("load/site.sql")), {"import_id": import_id})
    _parts(connection, "site_media")
    return count


def load_parcels(
    connection: Connection, rows: Iterable[Row], import_id: int, file: str
) -> tuple[int, tuple[Crossing, ...]]:
    """Insert or update parcels by slug; ``rows`` are (properties, EWKB in any known system).

    Raises ``InputError`` for a parcel outside every kommune, without a valid area, or of a site
    that does not exist; nothing is written then.
    """
    count = stage(connection, "staged_parcel", rows)
    connection.execute(text("DROP TABLE IF EXISTS pg_temp.located"))
    from_import(connection, import_id)
    connection.execute(text(sql("load/located.sql")))
    _refuse_unusable(connection, file)
    connection.execute(text(sql("load/parcel.sql")), {"import_id": import_id})
    _parts(connection, "verification", "restriction")
    return count, _crossings(connection)


def _parts(connection: Connection, *tables: str) -> None:
    """Take out what the file no longer says, then write what it says; the rest is not touched."""
    for table in tables:
        connection.execute(text(sql(f"load/{table}_gone.sql")))
        connection.execute(text(sql(f"load/{table}.sql")))


def _refuse_unusable(connection: Connection, file: str) -> None:
    row = connection.execute(
        text(
            "SELECT l.row_no, l.props ->> 'slug' AS slug, l.valid, l.reason, l.kommunenummer, "
            "site.slug AS site, ST_IsEmpty(l.geom) AS empty, l.props ->> 'site' AS wanted "
            "FROM located AS l LEFT JOIN areal.site AS site ON site.slug = l.props ->> 'site' "
            "WHERE NOT l.valid OR l.geom IS NULL OR ST_IsEmpty(l.geom) "
            "OR l.kommunenummer IS NULL OR site.slug IS NULL ORDER BY l.row_no LIMIT 1"
        )
    ).one_or_none()
    if row is None:
        return
    where = f"parcel {row.slug} (feature {row.row_no})"
    if row.site is None:
        raise InputError(
            f"{where} belongs to site '{row.wanted}', which does not exist", file=file, field="site"
        )
    if not row.valid:
        raise InputError(
            f"{where} has an invalid shape: {row.reason}",
            file=file,
            field="geometry",
            hint="Repair it in the program it was drawn in.",
        )
    if row.empty is not False:
        raise InputError(f"{where} has no area", file=file, field="geometry")
    raise InputError(
        f"{where} lies outside every kommune of the region",
        file=file,
        field="geometry",
        hint="Check its coordinate system; GeoJSON is longitude, latitude in degrees.",
    )


def _crossings(connection: Connection) -> tuple[Crossing, ...]:
    rows = connection.execute(
        text(
            "SELECT props ->> 'slug' AS slug, kommunenummer, share FROM located "
            "WHERE share < 0.99 ORDER BY 1"
        )
    )
    return tuple(Crossing(row.slug, row.kommunenummer, row.share) for row in rows)


def assign_kommuner(connection: Connection) -> int:
    """Decide every parcel's kommune again, after the borders in force have changed.

    Raises ``InputError`` when a parcel lies in none of them.
    """
    _refuse_homeless(connection)
    return connection.execute(text(sql("load/parcel_kommune.sql"))).rowcount


def _refuse_homeless(connection: Connection) -> None:
    row = connection.execute(
        text(
            "SELECT count(*) AS parcels, (array_agg(p.slug ORDER BY p.slug))[1:10] AS some "
            "FROM areal.parcel AS p WHERE NOT EXISTS (SELECT 1 FROM areal.boundary AS b "
            "INNER JOIN areal.boundary_version AS v USING (boundary_version_id) "
            "WHERE v.in_force AND ST_Intersects(b.geom, p.geom))"
        )
    ).one()
    if not row.parcels:
        return
    more = " …" if row.parcels > len(row.some) else ""
    raise InputError(
        f"{row.parcels} parcels lie outside every kommune of the new borders: "
        f"{', '.join(row.some)}{more}",
        field="geometry",
        hint="Check the coordinate system of the borders, and that they cover the whole region.",
    )
