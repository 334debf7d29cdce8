"""Rules on how much of what should be recorded is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from areal.strategy.kinds.base import Rule, as_json
from areal.strategy.parts import Attribute, Limits


class Completeness(Rule):
    """Whether a parcel has what the common register asks for.

    What it checks:
        The share (0 to 1) of the wanted `attributes` that are known.
    Why:
        An investor who lacks the basics goes on to the next region.
    How it is measured:
        `ukjent`, an empty text and an empty list are not known. From `met` up it is met, below
        `deviates` it deviates, between them the verdict is `missing`, and what lacks is listed.
    Example:
        `attributes: [matrikkel, planstatus, owner_kind]`, `limits: {met: 1.0, deviates: 0.5}`.
    Known limits:
        It counts answers; it cannot tell a right one from a wrong one.
    """

    sql_name: ClassVar[str] = "completeness"

    kind: Literal["completeness"]
    attributes: tuple[Attribute, ...] = Field(min_length=1)
    limits: Limits = Limits(met=1.0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        self.limits.check_order("at_least")
        return self

    @property
    def shown_limits(self) -> dict[str, Any]:
        """Return the limits as shares, and what is counted."""
        return {
            **self.limits.model_dump(exclude_none=True),
            "unit": "share",
            "direction": "at_least",
            "attributes": list(self.attributes),
        }

    def binds(self, versions: Mapping[str, int]) -> dict[str, Any]:  # noqa: ARG002 - no layer
        """Return the binds of ``rules/completeness.sql``."""
        return {"attributes": list(self.attributes), "limits": as_json(self.limits)}
