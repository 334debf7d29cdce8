"""Rules on the whole offer of a kommune or of the region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from areal.strategy.kinds.base import NOTHING, Rule, Subject, as_json, each_once
from areal.strategy.parts import AttributeFilter, Direction, FeatureFilter, Limits, Part


class Near(Part):
    """Only parcels within so many metres of a feature count."""

    layer: str
    where: FeatureFilter = {}
    metres: float = Field(gt=0)


class NearestTo(Part):
    """What is told first is what counts and lies nearest to a feature."""

    layer: str
    where: FeatureFilter = {}


class Portfolio(Rule):
    """Whether a kommune, or the region, has what the strategy says it shall have.

    What it checks:
        How many parcels, sites or daa satisfy `counts_where` (and lie `near` something), against a
        limit. With `nearest_to`, which of those that count lies nearest to a place.
    Why:
        A strategy for a region is about the set of sites; no single parcel can break or keep it.
    How it is measured:
        Each parcel counts for its own kommune; a site counts once. Parcels that may or may not
        satisfy the condition, because an attribute is not known, are listed; if they could turn the
        verdict it is `missing`. Where `at_least` is not met, the finding names the three parcels
        closest to filling the gap, each with what it lacks: first by the number of conditions that
        fail, then by those that are unknown, then by the metres that lack to `near`, then the
        larger one. Where sites are counted, each site is named once, and none that counts already.
        `nearest_to` measures along the straight line to the nearest feature, names the three
        nearest of what counts, and does not change the verdict.
    Example:
        `subject: region`, `counts: sites`, `counts_where: {contiguous_daa: {at_least: 200}}`,
        `nearest_to: {layer: knutepunkt, where: {code: [klofta]}}`, `direction: at_least`,
        `limits: {met: 1}`.
    Known limits:
        `near` and `nearest_to` are straight lines, and do not ask for the layer's coverage. What
        a parcel lacks is counted, not weighed: a missing price and a missing road are one each.
    """

    sql_name: ClassVar[str] = "portfolio"

    kind: Literal["portfolio"]
    subject: Literal["kommune", "region"]
    counts: Literal["parcels", "sites", "daa"]
    counts_where: AttributeFilter = {}
    near: Near | None = None
    nearest_to: NearestTo | None = None
    direction: Direction = "at_least"
    limits: Limits
    unit: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        self.limits.check_order(self.direction)
        if self.applies_to:
            raise ValueError("a portfolio is about all parcels: use counts_where, not applies_to")
        return self

    @property
    def subject_kind(self) -> Subject:
        """Return whose offer is counted."""
        return self.subject

    @property
    def layers(self) -> tuple[str, ...]:
        """Return the layers of the nearness, each once."""
        return each_once(place.layer for place in self._places)

    @property
    def feature_filters(self) -> tuple[tuple[str, FeatureFilter], ...]:
        """Return the filters of the nearness, with their layers."""
        return tuple((place.layer, place.where) for place in self._places)

    @property
    def _places(self) -> tuple[Near | NearestTo, ...]:
        return tuple(place for place in (self.near, self.nearest_to) if place)

    @property
    def shown_limits(self) -> dict[str, Any]:
        """Return the limits in what is counted."""
        return {
            **self.limits.model_dump(exclude_none=True),
            "unit": self.counts,
            "direction": self.direction,
        }

    def binds(self, versions: Mapping[str, int]) -> dict[str, Any]:
        """Return the binds of ``rules/portfolio.sql``."""
        return {
            "subject": self.subject,
            "counts": self.counts,
            "counts_where": as_json(self.counts_where),
            "direction": self.direction,
            "limits": as_json(self.limits),
            "near_version_id": versions[self.near.layer] if self.near else None,
            "near_where": as_json(self.near.where if self.near else NOTHING),
            "near_metres": self.near.metres if self.near else 0.0,
            "nearest_version_id": versions[self.nearest_to.layer] if self.nearest_to else None,
            "nearest_where": as_json(self.nearest_to.where if self.nearest_to else NOTHING),
        }
