"""The layers a region uses, as registered in ``data/geo/layers``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from areal.errors import InputError
from areal.layers.fetch.definition import Fetch
from areal.strategy.parts import Part, Text
from areal.yaml_files import read_typed


class LayerDefinition(Part):
    """One registered layer: what it is, where it comes from, and who may see its shapes."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Text
    theme: str
    geometry: Literal["point", "line", "polygon"]
    #: Paths below ``data/geo``: the features, and where the layer says anything at all. A layer
    #: that is only fetched has none of the six that follow, but for the provider.
    source: str | None = None
    coverage: str | None = None
    #: Who keeps such data, and the name this edition is shown under.
    provider: str
    source_name: str | None = None
    source_date: date | None = None
    licence: str | None = None
    attribution: str | None = None
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
    #: The services that fill it, beside or instead of the file.
    fetch: Fetch | None = None

    @model_validator(mode="after")
    def _filled_from_somewhere(self) -> Self:
        of_file = ("source", "coverage", "source_name", "source_date", "licence", "attribution")
        given = [name for name in of_file if getattr(self, name) is not None]
        missing = [name for name in of_file if name not in given]
        if (given and missing) or not (given or self.fetch):
            raise ValueError(f"{missing[0]}: a layer that is shipped as a file says all of it")
        return self

    @property
    def fetched(self) -> Fetch | None:
        """Return how it is fetched, when that is turned on."""
        return self.fetch if self.fetch is not None and self.fetch.enabled else None

    @property
    def registered(self) -> bool:
        """Return whether the layer is there at all: shipped as a file, or turned on."""
        return self.source is not None or self.fetched is not None

    @property
    def days(self) -> int | None:
        """Return after how many days it counts as old."""
        return (self.fetched and self.fetched.interval_days) or self.interval_days

    @property
    def shown(self) -> Literal["full", "derived", "none"]:
        """Return who may see its shapes: as strict as the licence of what is fetched."""
        return (self.fetched and self.fetched.public) or self.public


def known_codes(registry: Mapping[str, LayerDefinition]) -> dict[str, tuple[str, ...]]:
    """Return each layer with its closed list of codes, as strategies are checked against."""
    return {layer: definition.codes for layer, definition in registry.items()}


def read_registry(folder: Path) -> dict[str, LayerDefinition]:
    """Return the layers registered in ``folder`` by id; those that are turned off are not there.

    Raises ``InputError`` naming file, line and field; the file must be named after its layer.
    """
    return {name: layer for name, layer in read_entries(folder).items() if layer.registered}


def read_entries(folder: Path) -> dict[str, LayerDefinition]:
    """Return every layer described in ``folder`` by id, also those that are turned off."""
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
