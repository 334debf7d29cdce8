"""Take a layer from a file somebody else made: which features, and what their code is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

from pydantic import Field
from sqlalchemy import Connection

from areal.errors import InputError
from areal.layers.coded import Coded
from areal.layers.load import Edition, Loaded, load_edition, register
from areal.layers.registry import LayerDefinition
from areal.layers.vector import Features, read_features
from areal.strategy.parts import Part


class LayerSource(Coded):
    """How one of our layers is filled from one layer of a file."""

    layer: str
    from_layer: str = Field(alias="from")


class SourceFile(Part):
    """How a file's layers become ours; ``data/geo/sources/<id>.yaml``.

    Coverage is the region: the file must hold everything inside the borders in force.
    """

    id: str
    source: str
    source_date: date | None = None
    licence: str
    attribution: str
    layers: tuple[LayerSource, ...] = Field(min_length=1)


def load_source(
    connection: Connection,
    source: SourceFile,
    file: Path,
    registry: Mapping[str, LayerDefinition],
) -> list[Loaded]:
    """Load every layer the source names as a new version, in force; in the caller's transaction.

    Raises ``InputError`` for a layer that is not registered or not in the file.
    """
    return [_load_one(connection, source, item, file, registry) for item in source.layers]


def _load_one(
    connection: Connection,
    source: SourceFile,
    item: LayerSource,
    file: Path,
    registry: Mapping[str, LayerDefinition],
) -> Loaded:
    """Load one layer; what its features are called follows the source, the rest the registry."""
    if item.layer not in registry:
        raise InputError(
            f"source {source.id} fills the layer '{item.layer}', which is not registered",
            hint=f"Registered are: {', '.join(sorted(registry))}.",
        )
    definition = registry[item.layer]
    register(connection, definition)
    features = read_features(file, item.from_layer)
    edition = Edition(
        features=Features(features.srid, [(item.named(p), g) for p, g in features.rows]),
        coverage=None,
        source=source.source,
        source_date=source.source_date,
        licence=source.licence,
        attribution=source.attribution,
        checksum=_checksum(source, item, features),
        sample=False,
    )
    return load_edition(connection, item.layer, definition.geometry, edition)


def _checksum(source: SourceFile, item: LayerSource, features: Features) -> str:
    digest = sha256(source.model_dump_json().encode())
    digest.update(item.model_dump_json().encode())
    for props, geometry in features.rows:
        digest.update(repr(sorted(props.items(), key=lambda pair: pair[0])).encode())
        digest.update(geometry or b"")
    return digest.hexdigest()
