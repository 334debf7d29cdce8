"""What a finding must say: what its case expects, and what holds of the findings of every rule."""

from __future__ import annotations

from typing import Any

import pytest

from areal.strategy.kinds import Rule
from tests.support.cases import Expected


def assert_as_expected(found: Any, expect: Expected, rule: Rule) -> None:
    """Fail unless a finding says what its case expects and does not contradict itself."""
    assert found.verdict == expect.verdict, found
    _assert_number(found.measured, expect.measured)
    _assert_number(found.margin, expect.margin)
    if expect.unit is not None:
        assert found.unit == expect.unit
    for key, value in expect.evidence.items():
        assert found.evidence.get(key) == value, (key, found.evidence)
    _assert_drawn(found, expect)
    _numbers_agree_with_the_verdict(found)
    if rule.sql_name == "overlap":
        assert all(0 < hit["share"] <= 1 for hit in found.evidence.get("hits", []))
    if found.unit is not None:
        _limits_are_those_of_the_rule(found, rule)


def _assert_number(found: Any, expected: Any) -> None:
    if expected == "nothing":
        assert found is None
    elif expected is not None:
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-3)


def _assert_drawn(found: Any, expect: Expected) -> None:
    if expect.drawn is not None:
        assert found.drawn.removeprefix("multi").removesuffix("string") == expect.drawn
    if expect.drawn_m2 is not None:
        assert found.drawn_m2 == pytest.approx(expect.drawn_m2, rel=1e-3)
    if expect.hits is not None:
        assert [hit.get("code") for hit in found.evidence.get("hits", [])] == expect.hits


def _numbers_agree_with_the_verdict(found: Any) -> None:
    """Refuse a deviation beside a number on the right side of the limit: a riddle to readers."""
    if found.margin is None:
        return
    if found.verdict == "met" and not found.evidence.get("excused_by"):
        assert found.margin >= 0
    if found.verdict == "deviates":
        assert found.margin < 0


def _limits_are_those_of_the_rule(found: Any, rule: Rule) -> None:
    """Refuse a finding that tells another limit than the rule book, or a margin to another one."""
    told = found.evidence
    shown: dict[str, Any] = rule.shown_limits
    of_target = [one for one in shown.get("targets", ()) if one["layer"] == told.get("layer")]
    limits = of_target[0] if of_target else shown
    met = 0 if rule.sql_name == "activity_fit" else limits.get("met")
    direction = "at_most" if rule.sql_name == "activity_fit" else shown.get("direction")

    assert told.get("limit") == met
    assert told.get("deviates_limit") == limits.get("deviates")
    assert told.get("direction") == direction
    if met is not None and found.margin is not None:
        room = met - found.measured if direction == "at_most" else found.measured - met
        assert found.margin == pytest.approx(room, abs=2e-4)
