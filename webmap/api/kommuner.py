"""Kommuner on the map."""

from __future__ import annotations

from areal.queries import kommuner
from areal.queries.geojson import GEOJSON
from webmap.api.operations import Asked, Operation
from webmap.api.parameters import Parameters
from webmap.api.shapes import KommuneCollection


def _map(asked: Asked[Parameters]) -> bytes:
    return kommuner.geojson(asked.connection)


MAP = Operation(
    path="/kommuner.geojson",
    name="kommuner",
    summary="Kommuner with their borders and what they have of business land",
    parameters=Parameters,
    answer=KommuneCollection,
    build=_map,
    media_type=GEOJSON,
)
