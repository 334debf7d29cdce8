"""The certificate of an area that is in no catalogue: as a parcel's, with nothing stored."""

from __future__ import annotations

from datetime import date

from areal import __version__
from areal.assess.areas.degrees import as_geojson
from areal.assess.preview import Checked
from areal.queries.certificate import (
    Certificate,
    Drawn,
    Meta,
    Part,
    overall,
    published_meta,
    with_scenes,
)
from areal.queries.connection import Connection, one, query
from areal.queries.revision import Strategy


def for_checked(
    connection: Connection,
    checked: Checked,
    *,
    strategy: Strategy | None = None,
    day: date | None = None,
) -> Certificate:
    """Return the certificate of a checked area; it has no key and no run.

    ``strategy`` and ``day`` are what it was checked against: by default those of the published
    run, whose layers the map is drawn from. Raises ``NothingPublished`` when there is none.
    """
    published = published_meta(connection)
    geometry = as_geojson(checked.area.geom)
    verdict = overall(checked.findings)
    meta = Meta(
        day=day or published.day,
        engine_version=__version__,
        strategy=strategy or published.strategy,
        run_id=None,
        finished_at=None,
        findings_sha256=None,
        notice=published.notice,
    )
    certificate = Certificate(
        kind="area",
        key=None,
        name=checked.area.label,
        kommune_name=_kommune(connection, checked.kommunenummer),
        area_m2=checked.area_m2,
        meta=meta,
        parts=(
            Part("area", None, checked.area.label, verdict, checked.findings, geometry=geometry),
        ),
        drawn=(Drawn(checked.area.label, verdict, geometry),),
        scene=None,
    )
    return with_scenes(connection, certificate)


def _kommune(connection: Connection, kommunenummer: str | None) -> str | None:
    if kommunenummer is None:
        return None
    row = one(connection, query("certificate_kommune"), kommunenummer=kommunenummer)
    return str(row["name"]) if row else None
