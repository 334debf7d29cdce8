"""Map layers: the list, and the shapes of those that may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from areal.queries import layers
from areal.queries.geojson import GEOJSON
from areal.queries.layers import Layer
from webmap.api.operations import Asked, Head, Operation, PathParameter, head
from webmap.api.parameters import Parameters
from webmap.api.shapes import LayerCollection


@dataclass(frozen=True, slots=True)
class LayersAnswer(Head):
    """The layers parcels are measured against."""

    layers: tuple[Layer, ...]


def _all(asked: Asked[Parameters]) -> LayersAnswer:
    return LayersAnswer(**head(asked.revision), layers=layers.list_layers(asked.connection))


def _map(asked: Asked[Parameters]) -> bytes:
    return layers.geojson(asked.connection, asked.path["layer"])


ALL = Operation(
    path="/layers",
    name="layers",
    summary="The map layers with source, date and licence",
    parameters=Parameters,
    answer=LayersAnswer,
    build=_all,
)

MAP = Operation(
    path="/layers/<layer>.geojson",
    name="layer",
    summary="The shapes of one map layer that may be shown in public",
    parameters=Parameters,
    answer=LayerCollection,
    build=_map,
    media_type=GEOJSON,
    in_path=(PathParameter("layer", r"^[a-z0-9_]{1,60}$", "Id of the layer.", "veg"),),
)
