"""The kinds of rule, one a file: a frozen model, a manual in its docstring, an SQL file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from areal.strategy.kinds.activity_fit import ActivityFit
from areal.strategy.kinds.attribute import Attribute
from areal.strategy.kinds.base import Rule, Subject
from areal.strategy.kinds.completeness import Completeness
from areal.strategy.kinds.distance import Distance
from areal.strategy.kinds.freshness import Freshness
from areal.strategy.kinds.net_area import NetArea
from areal.strategy.kinds.overlap import Overlap
from areal.strategy.kinds.portfolio import Portfolio

KINDS: tuple[type[Rule], ...] = (
    ActivityFit,
    Attribute,
    Completeness,
    Distance,
    Freshness,
    NetArea,
    Overlap,
    Portfolio,
)

#: Any rule; which kind it is, the key ``kind`` says.
AnyRule = Annotated[
    ActivityFit | Attribute | Completeness | Distance | Freshness | NetArea | Overlap | Portfolio,
    Field(discriminator="kind"),
]

__all__ = ["KINDS", "AnyRule", "Rule", "Subject"]
