"""What is done to outlines on the editor's map: drawn, laid beside others, split and joined."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain
from math import isfinite
from secrets import token_hex
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, text

from areal.database import sql
from areal.drafts.content import Content, parcel, standing
from areal.errors import ArealError
from areal.ingest.imports.place import Transform

Geometry = dict[str, Any]
#: Pieces smaller than this are drawing errors, as in an import.
_SMALLEST_M2 = 10.0
_MOST_PIECES = 50


class CannotShape(ArealError):
    """A parcel can't be split or joined so; ``reason`` is one of the texts the pages know."""

    code = "cannot-shape"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The parcel can't be shaped so: {reason}.")
        self.reason = reason


@dataclass(frozen=True)
class Shown:
    """A parcel on the map: GeoJSON in degrees; ``key`` None is one outside the draft."""

    key: str | None
    label: str
    area_m2: float
    geometry: Geometry


@dataclass(frozen=True)
class Overlap:
    """A parcel that an outline lies over, and by how many square metres."""

    name: str
    area_m2: float


def new_key() -> str:
    """Return a key for a parcel the catalogue does not have."""
    return f"n{token_hex(4)}"


def drawn(
    connection: Connection, content: Content, key: str, site_id: int | None, told: str
) -> Geometry | None:
    """Return an outline drawn in degrees (GeoJSON) in EPSG:25833, laid on its neighbours.

    None when it is no outline at all. Corners that were not moved are where they were.
    """
    held = parcel(content, key) or {}
    try:
        shape = json.loads(told)
    except ValueError:
        return None
    if not isinstance(shape, dict) or shape.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    with connection.begin_nested():
        found: Geometry | None = connection.execute(
            text(sql("drafts/drawn.sql")),
            {
                "drawn": json.dumps(shape),
                "before": _json(held.get("geometry")),
                "siblings": json.dumps([item["geometry"] for item in _siblings(content, key)]),
                "site_id": site_id,
            },
        ).scalar()
    return found


def shown(connection: Connection, content: Content, site_id: int | None) -> tuple[Shown, ...]:
    """Return the parcels of a draft and those around it."""
    parcels = [
        {"key": item["key"], "label": item["fields"].get("label"), "geometry": item["geometry"]}
        for item in standing(content)
        if item["geometry"]
    ]
    rows = connection.execute(
        text(sql("drafts/shown.sql")), {"parcels": json.dumps(parcels), "site_id": site_id}
    )
    return tuple(Shown(*row) for row in rows)


def overlaps(
    connection: Connection, content: Content, key: str, site_id: int | None, geometry: Geometry
) -> tuple[Overlap, ...]:
    """Return the parcels that an outline lies over, those of the draft among them."""
    siblings = [
        {"label": item["fields"].get("label"), "geometry": item["geometry"]}
        for item in _siblings(content, key)
    ]
    rows = connection.execute(
        text(sql("drafts/overlaps.sql")),
        {
            "geometry": json.dumps(geometry),
            "siblings": json.dumps(siblings),
            "site_id": site_id,
        },
    )
    return tuple(Overlap(*row) for row in rows)


def split(connection: Connection, content: Content, key: str, line: str) -> Content:
    """Return the content with a parcel cut along a line: the largest piece stays the parcel.

    ``line`` has a corner a line, east and north. The pieces have the facts of the parcel. Raises
    ``CannotShape`` when the line does not cut it.
    """
    held = parcel(content, key)
    if held is None or not held.get("geometry"):
        raise CannotShape("no_outline")
    pieces = connection.execute(
        text(sql("drafts/split.sql")),
        {"geometry": json.dumps(held["geometry"]), "line": json.dumps(_line(line))},
    ).all()
    parts = held["geometry"]["coordinates"]
    whole = 1 if held["geometry"]["type"] == "Polygon" else len(parts)
    if len(pieces) <= whole:
        raise CannotShape("line_beside")
    if len(pieces) > _MOST_PIECES or pieces[-1].area_m2 < _SMALLEST_M2:
        raise CannotShape("piece_too_small")
    made = []
    for number, piece in enumerate(pieces, 1):
        one = deepcopy(held)
        one["geometry"] = piece.geometry
        if number > 1:
            one |= {"key": new_key(), "parcel_id": None}
            label = f"{held['fields'].get('label') or ''} ({number})".strip()
            one["fields"] |= {"label": label, "slug": None, "source_key": None}
        made.append(one)
    return _with(content, {key: made})


def join(connection: Connection, content: Content, key: str, others: Sequence[str]) -> Content:
    """Return the content with parcels joined to one: it keeps its facts, and takes what it lacks.

    Raises ``CannotShape`` for parcels that are not beside one another.
    """
    held = [parcel(content, name) for name in (key, *others)]
    parcels = [item for item in held if item and item.get("geometry") and not item.get("removed")]
    if len(parcels) != len(others) + 1 or not others or key in others:
        raise CannotShape("choose_parcels")
    found = connection.execute(
        text(sql("drafts/join.sql")),
        {"geometries": json.dumps([item["geometry"] for item in parcels])},
    ).one()
    if not found.touch:
        raise CannotShape("apart")
    one = deepcopy(parcels[0])
    one["geometry"] = found.geometry
    for other in parcels[1:]:
        numbers = [*(one.get("matrikkel") or []), *(other.get("matrikkel") or [])]
        one["matrikkel"] = list(dict.fromkeys(numbers))
        for item in other.get("restrictions") or []:
            if item not in (one.get("restrictions") or []):
                one["restrictions"] = [*(one.get("restrictions") or []), item]
        for name, value in other["fields"].items():
            if one["fields"].get(name) in (None, "ukjent") and name not in ("slug", "source_key"):
                one["fields"][name] = value
    gone = {item["key"]: [{**item, "removed": True}] for item in parcels[1:]}
    return _with(content, {key: [one], **gone})


def _with(content: Content, instead: Mapping[str, list[dict[str, Any]]]) -> Content:
    parcels = [one for item in content["parcels"] for one in instead.get(item["key"], [item])]
    return {**content, "parcels": parcels}


def _siblings(content: Content, key: str) -> list[dict[str, Any]]:
    return [item for item in standing(content) if item["key"] != key and item["geometry"]]


def _line(told: str) -> Geometry:
    """Return a line through the corners of a text, one a line, or that of a map (GeoJSON)."""
    if told.strip().startswith("{"):
        return _mapped(told)
    corners = []
    for line in filter(None, map(str.strip, told.splitlines())):
        try:
            east, north = (float(part.replace(",", ".")) for part in re.split(r"[;\s]+", line))
        except ValueError as error:
            raise CannotShape("no_line") from error
        # In metres the north is the larger number everywhere in Norway.
        corners.append([min(east, north), max(east, north)])
    if len(corners) < 2 or not all(map(isfinite, chain(*corners))):  # noqa: PLR2004 - two ends
        raise CannotShape("no_line")
    return {"type": "LineString", "coordinates": corners}


def _mapped(told: str) -> Geometry:
    try:
        line = shapely.from_geojson(told)
        corners = Transform("EPSG:4326").points(shapely.get_coordinates(line))
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise CannotShape("no_line") from error
    if len(corners) < 2 or not np.isfinite(corners).all():  # noqa: PLR2004 - two ends
        raise CannotShape("no_line")
    return {"type": "LineString", "coordinates": corners.tolist()}


def _json(geometry: Geometry | None) -> str | None:
    return json.dumps(geometry) if geometry else None
