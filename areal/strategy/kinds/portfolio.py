"""Rules on the whole offer of a kommune or of the region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from areal.strategy.kinds.base import NOTHING, Rule, Subject, as_json
from areal.strategy.parts import AttributeFilter, Direction, FeatureFilter, Limits, Part


class Near(Part):
    """Only parcels within so many metres of a feature count."""

    layer: str
    where: FeatureFilter = {}
    metres: float = Field(gt=0)


class Portfolio(Rule):
    """Whether a kommune, or the region, has what the strategy says it shall have.

    What it checks:
        How many parcels, sites or daa satisfy `counts_where` (and lie `near` something), against a
        limit.
    Why:
        A strategy for a region is about the set of sites; no single parcel can break or keep it.
    How it is measured:
        Each parcel counts for its own kommune; a site counts once. Parcels that may or may not
        satisfy the condition, because an attribute is not known, are listed; if they could turn the
        verdict it is `missing`.
    Example:
        `subject: kommune`, `counts: sites`, `counts_where: {modenhet: {at_least: 4}}`,
        `direction: at_least`, `limits: {met: 1}`.
    Known limits:
        `near` is a straight line, and does not ask for the layer's coverage.
    """

    sql_name: ClassVar[str] = "portfolio"

    kind: Literal["portfolio"]
    subject: Literal["kommune", "region"]
    counts: Literal["parcels", "sites", "daa"]
    counts_where: AttributeFilter = {}
    near: Near | None = None
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
        """Return the layer of the nearness, if there is one."""
        return (self.near.layer,) if self.near else ()

    @property
    def feature_filters(self) -> tuple[tuple[str, FeatureFilter], ...]:
        """Return the filter of the nearness, if there is one."""
        return ((self.near.layer, self.near.where),) if self.near else ()

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
            "counts": self.counts,
            "counts_where": as_json(self.counts_where),
            "direction": self.direction,
            "limits": as_json(self.limits),
            "near_version_id": versions[self.near.layer] if self.near else None,
            "near_where": as_json(self.near.where if self.near else NOTHING),
            "near_metres": self.near.metres if self.near else 0.0,
        }
