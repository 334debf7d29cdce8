"""Parcels: all on the map, and one with its facts and findings."""

from __future__ import annotations

from dataclasses import dataclass

from areal.queries import findings, parcels
from areal.queries.findings import Finding
from areal.queries.geojson import GEOJSON
from areal.queries.parcels import ParcelFacts
from webmap.api.operations import Asked, Head, Operation, PathParameter, head
from webmap.api.parameters import Parameters, ParcelParameters
from webmap.api.shapes import ParcelCollection


@dataclass(frozen=True, slots=True)
class ParcelAnswer(Head):
    """One parcel: what is known of it, and what each rule says of it, in order."""

    parcel: ParcelFacts
    findings: tuple[Finding, ...]


def _map(asked: Asked[ParcelParameters]) -> bytes:
    wanted = asked.parameters.parcel_filter(asked.connection)
    return parcels.geojson(asked.connection, wanted, asked.parameters.limit)


def _one(asked: Asked[Parameters]) -> ParcelAnswer:
    slug = asked.path["parcel"]
    return ParcelAnswer(
        **head(asked.revision),
        parcel=parcels.get_parcel(asked.connection, slug),
        findings=findings.for_parcel(asked.connection, slug),
    )


MAP = Operation(
    path="/parcels.geojson",
    name="parcels",
    summary="Published parcels with their shape and overall verdict",
    parameters=ParcelParameters,
    answer=ParcelCollection,
    build=_map,
    media_type=GEOJSON,
)

ONE = Operation(
    path="/parcels/<parcel>",
    name="parcel",
    summary="One parcel: its facts, and every finding with rule, measured value and proof",
    parameters=Parameters,
    answer=ParcelAnswer,
    build=_one,
    in_path=(
        PathParameter("parcel", r"^[a-z0-9][a-z0-9-]{0,99}$", "Slug of the parcel.", "slomarka-1"),
    ),
)
