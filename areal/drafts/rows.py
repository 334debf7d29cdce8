"""Rows of the catalogue written by field: only columns that a draft changes are touched."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from areal.database import sql
from areal.errors import ArealError, InputError
from areal.models.base import Base
from areal.models.parcel import Parcel
from areal.models.site import Site

_SITE = frozenset(Site.__table__.columns.keys())
_PARCEL = frozenset(Parcel.__table__.columns.keys())
_GEOM = "ST_GeomFromEWKB(CAST(:geom AS bytea))"


def place(connection: Connection, geometry: Mapping[str, Any], slug: str) -> dict[str, Any]:
    """Return geom (EWKB), area_m2, kommunenummer, kommune_share and the version of the borders.

    ``geometry`` is GeoJSON in EPSG:25833. Raises ``InputError`` outside every kommune.
    """
    row = connection.execute(
        text(sql("drafts/place.sql")), {"geometry": json.dumps(geometry)}
    ).one_or_none()
    if row is None or not row.area_m2:
        raise InputError(
            f"Parcel '{slug}' lies outside every kommune of the region, or has no area.",
            field="geometry",
        )
    return {**row._mapping, "geom": bytes(row.geom)}


def insert(connection: Connection, model: type[Base], row: Mapping[str, Any]) -> int:
    """Insert a row, with its own number where it has had one; return the number."""
    table, geom = model.__tablename__, row.get("geom")
    values = {name: value for name, value in row.items() if name != "geom" and value is not None}
    names = sorted(_known(model, values))
    listed = ", ".join((*names, *(("geom",) if geom else ())))
    picked = ", ".join((*(f"n.{name}" for name in names), *((_GEOM,) if geom else ())))
    made = connection.execute(
        text(
            f"INSERT INTO areal.{table} ({listed}) SELECT {picked} "
            f"FROM jsonb_populate_record(NULL::areal.{table}, CAST(:row AS jsonb)) AS n "
            f"RETURNING {table}_id"
        ),
        {"row": json.dumps(values), **({"geom": geom} if geom else {})},
    ).scalar_one()
    return int(made)


def update(connection: Connection, model: type[Base], key: int, row: Mapping[str, Any]) -> None:
    """Write the columns of ``row`` into the row with the number ``key``."""
    if not row:
        return
    table, geom = model.__tablename__, row.get("geom")
    values = {name: value for name, value in row.items() if name != "geom"}
    sets = [f"{name} = n.{name}" for name in sorted(_known(model, values))]
    if geom:
        sets.append(f"geom = {_GEOM}")
    done = connection.execute(
        text(
            f"UPDATE areal.{table} AS t SET {', '.join(sets)} "
            f"FROM jsonb_populate_record(NULL::areal.{table}, CAST(:row AS jsonb)) AS n "
            f"WHERE t.{table}_id = :key"
        ),
        {"row": json.dumps(values), "key": key, **({"geom": geom} if geom else {})},
    )
    if done.rowcount != 1:
        # A row policy leaves out in silence what the transaction may not write.
        raise ArealError(
            f"{table} {key} was not written: it is gone, or not this transaction's to change.",
            hint="Say who writes, and for which kommuner (catalogue.authorship.write_as).",
        )


def _known(model: type[Base], values: Mapping[str, Any]) -> set[str]:
    """Return the names of columns; anything else is a fault of ours, never part of a statement."""
    columns = _SITE if model is Site else _PARCEL
    strange = set(values) - columns
    if strange:
        raise KeyError(f"no columns of {model.__tablename__}: {', '.join(sorted(strange))}")
    return set(values)


def put_verified(
    connection: Connection, parcel_id: int, axis: str, value: Mapping[str, str] | None
) -> None:
    """Say when and how an axis was confirmed; None takes it back."""
    if value is None:
        connection.execute(
            text("DELETE FROM areal.verification WHERE parcel_id = :id AND axis = :axis"),
            {"id": parcel_id, "axis": axis},
        )
        return
    connection.execute(
        text(
            "INSERT INTO areal.verification (parcel_id, axis, verified_on, verified_by, "
            "verified_how) VALUES (:id, :axis, CAST(:on AS date), :by, :how) "
            "ON CONFLICT (parcel_id, axis) DO UPDATE SET verified_on = excluded.verified_on, "
            "verified_by = excluded.verified_by, verified_how = excluded.verified_how"
        ),
        {"id": parcel_id, "axis": axis, **value},
    )


def put_list(
    connection: Connection, table: str, key: str, number: int, items: Sequence[Mapping[str, Any]]
) -> None:
    """Write the restrictions of a parcel or the media of a site: those there are, in order."""
    columns = {
        "restriction": ("code", "cause", "source", "expected_end", "note_nb", "note_en"),
        "site_media": ("kind", "url", "alt_nb", "alt_en", "credit", "licence"),
    }[table]
    connection.execute(
        text(f"DELETE FROM areal.{table} WHERE {key} = :number AND position > :count"),
        {"number": number, "count": len(items)},
    )
    listed = ", ".join(columns)
    for position, item in enumerate(items, 1):
        connection.execute(
            text(
                f"INSERT INTO areal.{table} ({key}, position, {listed}) "
                f"SELECT :number, :position, {', '.join(f'n.{name}' for name in columns)} "
                f"FROM jsonb_populate_record(NULL::areal.{table}, CAST(:row AS jsonb)) AS n "
                f"ON CONFLICT ({key}, position) DO UPDATE SET "
                + ", ".join(f"{name} = excluded.{name}" for name in columns)
            ),
            {"number": number, "position": position, "row": json.dumps(dict(item))},
        )
