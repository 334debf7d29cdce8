"""Rules on how recently something was confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from areal.strategy.attributes import ATTRIBUTES, AXES
from areal.strategy.kinds.base import Rule, as_json
from areal.strategy.parts import Attribute, Limits


class Freshness(Rule):
    """How long ago a part of a parcel's facts was confirmed.

    What it checks:
        The age in days of a date: when an `axis` of the status was last verified, or a
        `date_attribute`. Everything in `requires` must be known as well.
    Why:
        Out-of-date information is what site selectors complain of first.
    How it is measured:
        From the date to the day the check is made for. No date, or one in the future, is `missing`.
    Example:
        `date_attribute: power_date`, `requires: [power_mw_now]`, `limits: {met: 365}`.
    Known limits:
        A date says that somebody confirmed it, not that it was right.
    """

    sql_name: ClassVar[str] = "freshness"
    counts_to_day: ClassVar[bool] = True

    kind: Literal["freshness"]
    axis: str | None = None
    date_attribute: Attribute | None = None
    requires: tuple[Attribute, ...] = ()
    limits: Limits

    @model_validator(mode="after")
    def _one_date(self) -> Self:
        if (self.axis is None) == (self.date_attribute is None):
            raise ValueError("give either axis or date_attribute")
        if self.axis is not None and self.axis not in AXES:
            raise ValueError(f"unknown axis '{self.axis}'; known are: {', '.join(AXES)}")
        if self.date_attribute is not None and ATTRIBUTES[self.date_attribute] != "date":
            raise ValueError(f"date_attribute: '{self.date_attribute}' is no date")
        self.limits.check_order("at_most")
        return self

    @property
    def shown_limits(self) -> dict[str, Any]:
        """Return the limits in days."""
        return {
            **self.limits.model_dump(exclude_none=True),
            "unit": "days",
            "direction": "at_most",
        }

    def binds(self, versions: Mapping[str, int]) -> dict[str, Any]:  # noqa: ARG002 - no layer
        """Return the binds of ``rules/freshness.sql``."""
        return {
            "date_attribute": self.date_attribute or f"verified_{self.axis}",
            "requires": list(self.requires),
            "limits": as_json(self.limits),
        }
