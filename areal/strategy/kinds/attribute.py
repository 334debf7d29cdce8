"""Rules on recorded values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from areal.strategy.attributes import check_number, check_values
from areal.strategy.kinds.base import Rule, as_json
from areal.strategy.parts import Attribute as AttributeName
from areal.strategy.parts import Code, Direction, Limits


class Attribute(Rule):
    """What is recorded of a parcel, against a limit or a list of accepted codes.

    What it checks:
        Either one number (`attribute`, `direction`, `limits`), or that each of one or more codes is
        among the `accepted` (or, giving `consider`, the `considered`).
    Why:
        Much of a strategy is about what has been decided or built, not about where.
    How it is measured:
        From the catalogue. A value that is not known gives `missing`, never a pass and never a
        deviation; a value known to be wrong settles the matter whatever else is unknown.
    Example:
        `attributes: [water, sewage, fibre, access]`, `accepted: [ja]`.
    Known limits:
        It is as true as what was recorded; a `freshness` rule says how old that is.
    """

    sql_name: ClassVar[str] = "attribute"

    kind: Literal["attribute"]
    attribute: AttributeName | None = None
    attributes: tuple[AttributeName, ...] = ()
    direction: Direction | None = None
    limits: Limits | None = None
    unit: str | None = None
    accepted: tuple[Code, ...] = ()
    considered: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _one_of_two_forms(self) -> Self:
        if (self.attribute is None) == (not self.attributes):
            raise ValueError("give either attribute or attributes")
        if (self.limits is None) == (not self.accepted):
            raise ValueError("give either limits (a number) or accepted (codes)")
        if self.limits is not None:
            if self.direction is None or self.attribute is None:
                raise ValueError("limits need one attribute and a direction")
            self.limits.check_order(self.direction)
            check_number(self.attribute)
        for name in self.attributes or (self.attribute or "",):
            check_values(name, [*self.accepted, *self.considered])
        return self

    @property
    def shown_limits(self) -> dict[str, Any]:
        """Return the limit, or the accepted codes."""
        if self.limits is None:
            return {"accepted": list(self.accepted), "considered": list(self.considered)}
        return {
            **self.limits.model_dump(exclude_none=True),
            "unit": self.unit,
            "direction": self.direction,
        }

    def binds(self, versions: Mapping[str, int]) -> dict[str, Any]:  # noqa: ARG002 - no layer
        """Return the binds of ``rules/attribute.sql``."""
        return {
            "attributes": [self.attribute] if self.attribute else list(self.attributes),
            "direction": self.direction or "at_least",
            "limits": as_json(self.limits or {}),
            "accepted": as_json(self.accepted),
            "considered": as_json(self.considered),
            "unit": self.unit or ("codes" if self.limits is None else None),
        }
