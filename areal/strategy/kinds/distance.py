"""Rules on how near or far a parcel is from something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from areal.strategy.kinds.base import Rule, as_json, each_once
from areal.strategy.parts import Direction, FeatureFilter, Limits, Part


class Target(Part):
    """One kind of thing to be near or far from, with limits in metres."""

    layer: str
    where: FeatureFilter = {}
    limits: Limits


class Distance(Rule):
    """How near a parcel is to something it needs, or how far from something it disturbs.

    What it checks:
        The distance in metres from the edge of the parcel to the nearest feature of each target.
        With `at_most` one target within its limit is enough; with `at_least` every one must be far
        enough.
    Why:
        Access to main roads and rail decides who can use a parcel; distance to homes decides who
        can stand it.
    How it is measured:
        In a straight line (luftlinje), which the finding says. The nearest feature is searched in
        EPSG:25833, the distance told is measured on the ellipsoid. Touching is 0 m. What is found
        within the limit counts anywhere; "nothing near" counts only where the coverage of the
        layers holds the parcel and everything within the limit around it. A feature whose class is
        not known gives `missing` where it could turn the verdict.
    Example:
        `direction: at_most`,
        `targets: [{layer: veg, where: {code: [E16, rv2]}, limits: {met: 2000}}]`.
    Known limits:
        The way along the roads is longer than the straight line.
    """

    sql_name: ClassVar[str] = "distance"
    joins_sets_only: ClassVar[bool] = True

    kind: Literal["distance"]
    direction: Direction
    targets: tuple[Target, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for number, target in enumerate(self.targets):
            target.limits.check_order(self.direction, f"targets.{number}.limits")
        return self

    @property
    def layers(self) -> tuple[str, ...]:
        """Return the layers of the targets."""
        return each_once(target.layer for target in self.targets)

    @property
    def feature_filters(self) -> tuple[tuple[str, FeatureFilter], ...]:
        """Return the filter of each target."""
        return tuple((target.layer, target.where) for target in self.targets)

    @property
    def shown_limits(self) -> dict[str, Any]:
        """Return the limits of each target."""
        return {
            "unit": "m",
            "direction": self.direction,
            "targets": [
                {"layer": target.layer, **target.limits.model_dump(exclude_none=True)}
                for target in self.targets
            ],
        }

    def binds(self, versions: Mapping[str, int]) -> dict[str, Any]:
        """Return the binds of ``rules/distance.sql``."""
        return {
            "direction": self.direction,
            "targets": as_json(
                [
                    {
                        "layer": target.layer,
                        "layer_version_id": versions[target.layer],
                        "where": target.where,
                        "limits": target.limits,
                    }
                    for target in self.targets
                ]
            ),
        }
