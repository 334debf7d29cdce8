"""Rules on how much of a parcel can be built on after building limits are taken off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from areal.strategy.kinds.base import Rule, as_json, each_once
from areal.strategy.parts import FeatureFilter, Limits, Part


class Buffer(Part):
    """A strip of so many metres on each side of the features of a layer."""

    layer: str
    where: FeatureFilter = {}
    metres: float = Field(gt=0, le=5_000)


class NetArea(Rule):
    """How much of a parcel is left inside the building limits along roads and railways.

    What it checks:
        The share (0 to 1) of the parcel outside every buffer, against a lower limit.
    Why:
        A parcel sold by its gross area disappoints when a third of it lies behind a byggegrense.
    How it is measured:
        Each feature nearer than its distance is buffered from its centre line, the strips are
        joined, and what they take of the parcel is drawn as evidence. Area that is lost is lost
        wherever it is found; "nothing lost" counts only where the layers' coverage holds the parcel
        and the widest strip around it. A feature whose class is not known gives `missing` where it
        could turn the verdict.
    Example:
        `buffers: [{layer: veg, where: {code: [E16]}, metres: 50}]`, `limits: {met: 0.8}`.
    Known limits:
        Centre lines stand for the road; a plan may set other limits than the defaults.
    """

    sql_name: ClassVar[str] = "net_area"
    joins_sets_only: ClassVar[bool] = True

    kind: Literal["net_area"]
    buffers: tuple[Buffer, ...] = Field(min_length=1)
    limits: Limits

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        self.limits.check_order("at_least")
        return self

    @property
    def layers(self) -> tuple[str, ...]:
        """Return the layers of the buffers."""
        return each_once(buffer.layer for buffer in self.buffers)

    @property
    def feature_filters(self) -> tuple[tuple[str, FeatureFilter], ...]:
        """Return the filter of each buffer."""
        return tuple((buffer.layer, buffer.where) for buffer in self.buffers)

    @property
    def shown_limits(self) -> dict[str, Any]:
        """Return the limits as shares of the parcel."""
        return {
            **self.limits.model_dump(exclude_none=True),
            "unit": "share",
            "direction": "at_least",
        }

    def binds(self, versions: Mapping[str, int]) -> dict[str, Any]:
        """Return the binds of ``rules/net_area.sql``."""
        return {
            "buffers": as_json(
                [
                    {
                        "layer_version_id": versions[buffer.layer],
                        "where": buffer.where,
                        "metres": buffer.metres,
                    }
                    for buffer in self.buffers
                ]
            ),
            "limits": as_json(self.limits),
        }
