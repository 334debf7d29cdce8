"""Sites on the map."""

from __future__ import annotations

from areal.queries import sites
from areal.queries.geojson import GEOJSON
from webmap.api.operations import Asked, Operation
from webmap.api.parameters import SiteParameters
from webmap.api.shapes import SiteCollection


def _map(asked: Asked[SiteParameters]) -> bytes:
    wanted = asked.parameters.parcel_filter(asked.connection)
    return sites.geojson(asked.connection, wanted, asked.parameters.limit)


MAP = Operation(
    path="/sites.geojson",
    name="sites",
    summary="Sites with a matching parcel, as points with free area and verdicts",
    parameters=SiteParameters,
    answer=SiteCollection,
    build=_map,
    media_type=GEOJSON,
)
