"""The block ``fetch`` of a layer: which services fill it, under which licence, how often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from areal.layers.coded import Coded
from areal.layers.fetch.connection import Target, parse
from areal.strategy.parts import Part


class Asked(Part):
    """One question to one service: which of its layers, and which features of it."""

    #: WFS:, OAPIF:, ESRIJSON: or GPKG:, GML:, GeoJSON:, FlatGeobuf: before a web address, or
    #: file: before a path below ``data/geo``.
    connection: str
    #: The service's own name of the layer; an ArcGIS address names it already.
    layer: str | None = None
    #: On the service's own attributes, as SQL has it: ``vernetype = 'AUT'``.
    filter: str | None = None
    #: Asked for where the service would else answer in another coordinate system.
    crs: str | None = Field(default=None, pattern=r"^EPSG:\d{4,5}$")
    page_size: int = Field(default=1_000, ge=1, le=10_000)
    #: Sorts the pages of an ArcGIS service, so that none comes twice.
    order_by: str | None = Field(default=None, pattern=r"^\w+$")
    #: Name of the user and password, kept in the setting AREAL_FETCH_CREDENTIALS.
    credential: str | None = None

    @field_validator("connection")
    @classmethod
    def _known(cls, value: str) -> str:
        parse(value)
        return value

    @model_validator(mode="after")
    def _guarded(self) -> Self:
        if self.credential and not self.target.private:
            raise ValueError("credential: a password is only sent to an address with https")
        return self

    @property
    def target(self) -> Target:
        """Return the connection taken apart."""
        return parse(self.connection)

    @property
    def key(self) -> str:
        """Return what the answer is counted under, from one refresh to the next."""
        return " ".join(part for part in (self.connection, self.layer, self.filter) if part)


class Source(Asked, Coded):
    """A question whose answers become features.

    ``keep`` are attributes kept as they are, ``fixed`` what is the same for all of them.
    """

    keep: tuple[str, ...] = ()
    fixed: dict[str, str | int] = {}

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the attributes without which a feature would be taken for something else."""
        codes = tuple(piece.attribute for piece in self.code if piece.attribute)
        return (*codes, *self.props.values())

    def ours(self, props: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is kept of a feature's attributes, by our names."""
        kept = {*self.keep, *self.props, "code", "name"}
        named = self.named(props)
        return {**{name: named[name] for name in named if name in kept}, **self.fixed}

    @property
    def wanted(self) -> tuple[str, ...]:
        """Return every attribute that is read."""
        name = (self.name,) if self.name else ()
        return tuple(dict.fromkeys((*self.needed, *name, *self.keep)))


class CoverageFile(Part):
    """Where the layer says anything, as a file below ``data/geo``."""

    file: str


class CoverageAsked(Part):
    """Where the layer says anything, as a map of its own that a service has."""

    from_service: Asked = Field(alias="from")


class Fetch(Part):
    """How a layer is filled from services; off until somebody here has read their terms."""

    enabled: bool = False
    source: str
    licence: str
    attribution: str
    #: In place of the layer's own, once it is fetched.
    interval_days: int | None = Field(default=None, ge=1)
    public: Literal["full", "derived", "none"] | None = None
    #: ``borders``: the kommuner in force; ``asked``: the whole rectangle that was asked for;
    #: ``features``: only where it has a feature, for what nobody has looked for everywhere.
    coverage: Literal["borders", "asked", "features"] | CoverageFile | CoverageAsked
    #: Longest time a refresh may take, attempts and all, in seconds; else AREAL_FETCH_TIMEOUT_S.
    timeout_s: float | None = Field(default=None, gt=0)
    sources: tuple[Source, ...] = Field(alias="from", min_length=1)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return every question a refresh asks, that for the coverage last."""
        if isinstance(self.coverage, CoverageAsked):
            return (*self.sources, self.coverage.from_service)
        return self.sources
