"""The rows that were kept out of an import: shown, written to a file to be mended, and retried."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, text

from areal.catalogue.authorship import write_as
from areal.crs import STORAGE
from areal.database import Lock, exclusive
from areal.errors import InputError, NotFound
from areal.ingest.imports.order import Order, Report
from areal.ingest.imports.run import take
from areal.ingest.reading import Asked, Batch, Told

_ROWS = 4_096


@dataclass(frozen=True)
class Kept:
    """A row that was kept out: what it says, its outline (EWKB) or None, and why."""

    row_no: int
    raw: dict[str, Any]
    geom: bytes | None
    issues: list[dict[str, Any]]


def kept_rows(connection: Connection, import_id: int) -> list[Kept]:
    """Return the rows of an import that still wait; raises ``NotFound`` for no such import."""
    known = connection.execute(
        text("SELECT 1 FROM areal.import_batch WHERE import_id = :import_id"),
        {"import_id": import_id},
    ).scalar()
    if known is None:
        raise NotFound(f"There is no import {import_id}.", hint="See `areal import list`.")
    rows = connection.execute(
        text(
            "SELECT row_no, raw, ST_AsEWKB(geom) AS geom, issues FROM areal.import_kept "
            "WHERE import_id = :import_id AND settled_by IS NULL ORDER BY row_no"
        ),
        {"import_id": import_id},
    )
    return [
        Kept(row.row_no, row.raw, None if row.geom is None else bytes(row.geom), row.issues)
        for row in rows
    ]


def write_kept(connection: Connection, import_id: int, path: Path) -> int:
    """Write the waiting rows as GeoJSON (EPSG:25833, named in the file) and return how many.

    Each has the columns of its own file, and why it was kept out as ``feil`` and ``losning``:
    columns that no import reads.
    """
    rows = kept_rows(connection, import_id)
    features = [
        {
            "type": "Feature",
            "properties": {
                **row.raw,
                "feil": " ".join(issue["nb"] for issue in row.issues),
                "losning": " ".join(issue["fix_nb"] for issue in row.issues),
            },
            "geometry": None if row.geom is None else _geojson(row.geom),
        }
        for row in rows
    ]
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{STORAGE}"}}
    tree = {"type": "FeatureCollection", "crs": crs, "features": features}
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(rows)


def _geojson(geom: bytes) -> Any:
    return json.loads(shapely.to_geojson(shapely.from_wkb(geom, on_invalid="ignore")))


def retry(connection: Connection, import_id: int, order: Order) -> Report:
    """Import the waiting rows again as they are: after a site was made, a code added, a border set.

    In the caller's transaction. Raises ``InputError`` when none waits.
    """
    with exclusive(connection, Lock.LOAD):
        write_as(connection, order.author, order.kommuner)
        rows = kept_rows(connection, import_id)
        if not rows:
            raise InputError(f"No rows of import {import_id} wait.")
        batch = connection.execute(
            text(
                "SELECT checksum, file_name, format FROM areal.import_batch WHERE import_id = :id"
            ),
            {"id": import_id},
        ).one()
        headings = tuple(dict.fromkeys(name for row in rows for name in row.raw))
        told = Told(
            name=f"{batch.file_name} (#{import_id})",
            format=batch.format,
            layer="",
            layers=(),
            crs=f"EPSG:{STORAGE}",
            encoding=None,
            fields=headings,
            features=len(rows),
            notes=(),
            sha256=f"{batch.checksum}#{import_id}",
            geometry="shapes",
        )
        # The rows lie in the storage system already, whatever the file was in.
        plain = replace(order, asked=Asked(), retry_of=import_id, swap_axes=False)
        if plain.sender is not None:
            plain = replace(plain, sender=plain.sender.model_copy(update={"crs": None}))
        return take(connection, plain, told, _batches(rows, headings))


def _batches(rows: list[Kept], headings: tuple[str, ...]) -> Iterator[Batch]:
    for start in range(0, len(rows), _ROWS):
        some = rows[start : start + _ROWS]
        geometry = np.array([row.geom for row in some], dtype=object)
        columns = {name: [row.raw.get(name) for row in some] for name in headings}
        yield Batch(start + 1, columns, geometry)
