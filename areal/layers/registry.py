"""The layers a region uses, as registered in ``data/geo/layers``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from areal.errors import InputError
from areal.strategy.parts import Part, Text
from areal.yaml_files import read_typed


class LayerDefinition(Part):
    """One registered layer: what it is, where it comes from, and who may see its shapes."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Text
    theme: str
    geometry: Literal["point", "line", "polygon"]
    #: Paths below ``data/geo``: the features, and where the layer says anything at all.
    source: str
    coverage: str
    #: Who keeps such data, and the name this edition is shown under.
    provider: str
    source_name: str
    source_date: date
    licence: str
    attribution: str
    interval_days: int | None = Field(default=None, ge=1)
    public: Literal["full", "derived", "none"]
    sample: bool = False
    code_attribute: str | None = None
    name_attribute: str | None = None
    #: Every code a feature may have, where the list is closed; rules may ask for no other.
    codes: tuple[str, ...] = ()
    #: Given when every parcel's distance to the nearest feature is shown as a fact.
    proximity: Text | None = None
    on_map: bool = Field(default=False, alias="map")


def known_codes(registry: Mapping[str, LayerDefinition]) -> dict[str, tuple[str, ...]]:
    """Return each layer with its closed list of codes, as strategies are checked against."""
    return {layer: definition.codes for layer, definition in registry.items()}


def read_registry(folder: Path) -> dict[str, LayerDefinition]:
    """Return the layers registered in ``folder`` by id.

    Raises ``InputError`` naming file, line and field; the file must be named after its layer.
    """
    found: dict[str, LayerDefinition] = {}
    for path in sorted(folder.glob("*.yaml")):
        definition = read_typed(path, LayerDefinition)
        if definition.id != path.stem:
            raise InputError(
                f"the layer is called '{definition.id}' but its file is not",
                file=str(path),
                field="id",
                hint=f"Name the file {definition.id}.yaml.",
            )
        found[definition.id] = definition
    if not found:
        raise InputError("no layers are registered", file=str(folder))
    return found
