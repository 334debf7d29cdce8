"""The shipped rules that look at a map, and what each of them looks for."""

from __future__ import annotations

from typing import Any

import pytest

from areal.strategy.kinds import Rule
from areal.strategy.kinds.distance import Distance
from areal.strategy.kinds.net_area import NetArea
from areal.strategy.kinds.overlap import Overlap
from tests.support.tries import fulfilling, rules_where

Named = tuple[str, Any]


def is_hazard(rule: Rule) -> bool:
    """Return whether a rule is about something to keep away from."""
    return (isinstance(rule, Overlap) and rule.direction == "at_most") or (
        isinstance(rule, Distance) and rule.direction == "at_least"
    )


HAZARDS = rules_where(is_hazard)
SOUGHT = rules_where(lambda rule: isinstance(rule, Distance) and rule.direction == "at_most")
DEMANDED = rules_where(lambda rule: isinstance(rule, Overlap) and rule.direction == "at_least")
STRIPS = rules_where(lambda rule: isinstance(rule, NetArea))
OVERLAPS = {name: found for name, found in HAZARDS.items() if isinstance(found[1], Overlap)}
#: Rules whose verdict rests on what a map says or does not say of the parcel.
MAPPED = {**HAZARDS, **SOUGHT, **DEMANDED, **STRIPS}


def each(rules: dict[str, Named]) -> Any:
    """Return the mark that tries a property on each of some rules."""
    return pytest.mark.parametrize("named", rules.values(), ids=rules)


def sorts(rule: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return each layer of a rule with the properties of a feature it asks for, softer ones too."""
    if isinstance(rule, Distance):
        asked = [(target.layer, target.where) for target in rule.targets]
    elif isinstance(rule, NetArea):
        asked = [(buffer.layer, buffer.where) for buffer in rule.buffers]
    else:
        asked = [(rule.layer, rule.where), (rule.layer, rule.consider_where)]
    return [(layer, fulfilling(where)) for layer, where in asked if where is not None]
