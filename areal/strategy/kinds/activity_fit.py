"""Rules on the right business in the right place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from areal.strategy.kinds.base import Rule, as_json
from areal.strategy.parts import Part


class Wanted(Part):
    """The activities a class of area is for, and those that may be considered there."""

    welcome: tuple[str, ...] = ()
    consider: tuple[str, ...] = ()


class ActivityFit(Rule):
    """Whether what the plan permits suits the class of area (rett virksomhet på rett sted).

    What it checks:
        Each permitted activity against the lists of the area's class: `welcome`, `consider`, and
        everything else, which is unwanted. `retail_max_m2` limits retail floor area by class.
    Why:
        Offices out by the motorway and warehouses in the centre waste both places.
    How it is measured:
        The number of unwanted activities; more than none deviates. Permitted activities that are
        not known give `missing`; a class the rule does not name is not concerned.
    Example:
        `classes: {C: {welcome: [industri, lager], consider: [plasskrevende_handel]}}`.
    Known limits:
        It looks at what is permitted, not at who has moved in.
    """

    sql_name: ClassVar[str] = "activity_fit"

    kind: Literal["activity_fit"]
    classes: dict[Literal["A", "B", "C"], Wanted]
    retail_max_m2: dict[Literal["A", "B", "C"], float] = {}

    @property
    def shown_limits(self) -> dict[str, Any]:
        """Return the lists by class."""
        return {
            "unit": "activities",
            "classes": {name: wanted.model_dump() for name, wanted in self.classes.items()},
            "retail_max_m2": dict(self.retail_max_m2),
        }

    def binds(self, versions: Mapping[str, int]) -> dict[str, Any]:  # noqa: ARG002 - no layer
        """Return the binds of ``rules/activity_fit.sql``."""
        return {"classes": as_json(self.classes), "retail_max_m2": as_json(self.retail_max_m2)}
