"""Rules on how much of a parcel lies on features of a layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from areal.strategy.kinds.base import NOTHING, Rule, as_json
from areal.strategy.parts import AttributeFilter, Direction, FeatureFilter, Limits, Part


class Tolerance(Part):
    """The size under which a hit is drawing error; it must be under both to be ignored."""

    m2: float = Field(default=float("inf"), gt=0)
    share: float = Field(default=float("inf"), gt=0)

    @property
    def given(self) -> tuple[float, float]:
        """Return (m², share) as binds; (0, 0) when the rule tolerates nothing."""
        if self.m2 == self.share == float("inf"):
            return 0.0, 0.0
        return self.m2, self.share


class Overlap(Rule):
    """How much of a parcel lies on land of a certain kind.

    What it checks:
        The share (0 to 1) or the area in daa of a parcel that lies on the features of a layer that
        satisfy `where`, against an upper (`at_most`) or lower (`at_least`) limit.
    Why:
        Most of what a strategy protects or demands is drawn as areas: farmland, bog, flood zones,
        plan areas.
    How it is measured:
        The features are cut to the parcel and joined, so overlapping ones count once. Shares are
        planar, daa follow from the share and the parcel's area on the ellipsoid. Features that only
        satisfy `consider_where` give at most `consider`. Features without the property that would
        tell may be of the kind: where they could turn the verdict it is `missing`. A hit smaller
        than every `tolerance` given counts as nothing. A parcel that satisfies `except_when` is
        excused, and says so. What is found counts wherever it is found; "nothing found" counts only
        where the layer's coverage holds at least 99 % of the parcel, else the verdict is
        `not_mapped` (or `error` where the layer could not be fetched). What is drawn is the
        conflict: too much where it lies, too little where it lacks.
    Example:
        `layer: dyrka_mark`, `measure: daa`, `direction: at_most`, `limits: {met: 0.5}`: a parcel
        with 18.4 daa of farmland deviates.
    Known limits:
        An area drawn too coarsely in the source is measured as drawn. Shares of parcels wider than
        some ten kilometres would show the projection.
    """

    sql_name: ClassVar[str] = "overlap"
    joins_sets_only: ClassVar[bool] = True

    kind: Literal["overlap"]
    layer: str
    where: FeatureFilter = {}
    consider_where: FeatureFilter | None = None
    measure: Literal["share", "daa"]
    direction: Direction
    limits: Limits
    tolerance: Tolerance = Tolerance()
    except_when: AttributeFilter = {}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        self.limits.check_order(self.direction)
        return self

    @property
    def layers(self) -> tuple[str, ...]:
        """Return the one layer."""
        return (self.layer,)

    @property
    def feature_filters(self) -> tuple[tuple[str, FeatureFilter], ...]:
        """Return the filter, and the softer one if there is one."""
        return ((self.layer, self.where), (self.layer, self.consider_where or {}))

    @property
    def shown_limits(self) -> dict[str, Any]:
        """Return the limits with measure and direction."""
        return {
            **self.limits.model_dump(exclude_none=True),
            "unit": self.measure,
            "direction": self.direction,
        }

    def binds(self, versions: Mapping[str, int]) -> dict[str, Any]:
        """Return the binds of ``rules/overlap.sql``."""
        tolerance_m2, tolerance_share = self.tolerance.given
        return {
            "layer_version_id": versions[self.layer],
            "feature_filter": as_json(self.where),
            "softer_filter": as_json(
                NOTHING if self.consider_where is None else self.consider_where
            ),
            "measure": self.measure,
            "direction": self.direction,
            "limits": as_json(self.limits),
            "tolerance_m2": tolerance_m2,
            "tolerance_share": tolerance_share,
            "except_when": as_json(self.except_when),
        }
