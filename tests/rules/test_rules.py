"""Every drawn case of every rule gets the verdict a planner would give it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from areal.strategy.kinds import Rule
from areal.strategy.parts import Limits
from tests.support.cases import Case, CaseFile, case_files, kind_files
from tests.support.drawn import verdict_of
from tests.support.expected import assert_as_expected
from tests.support.shipped import (
    definition,
    rule_of,
    shipped_strategies,
    shipped_strategy,
    strategy_of,
)

FILES = case_files()
CASES = [
    pytest.param(version, file, case, id=f"{version} {file.rule}: {case.name}")
    for (version, _), file in FILES.items()
    for case in file.cases
]
OF_KINDS = [
    pytest.param(file, case, id=f"{name}: {case.name}")
    for name, file in kind_files().items()
    for case in file.cases
]
each_file = pytest.mark.parametrize(
    ("place", "file"), FILES.items(), ids=[" ".join(place) for place in FILES]
)
#: The least number of situations that tell what a rule is for from what it is not.
LEAST = 4


@pytest.mark.parametrize(("version", "file", "case"), CASES)
def test_case_gets_its_verdict(board: Connection, version: str, file: CaseFile, case: Case) -> None:
    found = verdict_of(board, file, case, shipped_strategy(version))

    assert_as_expected(found, case.expect, rule_of(version, file.rule))


@pytest.mark.parametrize(("file", "case"), OF_KINDS)
def test_case_of_what_no_shipped_rule_asks_for_gets_its_verdict(
    board: Connection, file: CaseFile, case: Case
) -> None:
    strategy = strategy_of(file.definition or {})

    found = verdict_of(board, file, case, strategy)

    assert_as_expected(found, case.expect, strategy.strategy.rules[0])


@pytest.mark.parametrize("version", shipped_strategies())
def test_every_rule_of_a_shipped_strategy_has_cases(version: str) -> None:
    """A rule that is measured to the letter as one of another strategy has that one's."""
    drawn = {definition(rule_of(*place)) for place in FILES}
    rules = shipped_strategy(version).strategy.rules

    assert {rule.code for rule in rules if definition(rule) not in drawn} == set()


@each_file
def test_cases_stand_in_the_file_of_their_rule(place: tuple[str, str], file: CaseFile) -> None:
    version, code = place

    assert code == file.rule
    assert rule_of(version, code)


@each_file
def test_cases_of_a_rule_show_what_it_can_tell_apart(
    place: tuple[str, str], file: CaseFile
) -> None:
    rule = rule_of(*place)
    shown = {case.expect.verdict for case in file.cases}

    assert len(file.cases) >= LEAST
    assert "met" in shown
    assert shown & {"deviates", "consider"}
    assert shown & {"missing", "not_mapped", "error"} or not can_be_unknown(rule)
    if rule.layers and rule.subject_kind == "parcel":
        assert {"not_mapped", "error"} <= shown
    if rule.applies_to:
        assert "not_relevant" in shown


def can_be_unknown(rule: Rule) -> bool:
    """Return whether a rule can lack what it measures; an area every parcel has."""
    return getattr(rule, "attribute", None) != "contiguous_daa"


def limits_of(rule: Rule) -> list[Limits]:
    """Return the limits of a rule on a number; of a list of codes there are none."""
    told = [getattr(rule, "limits", None), *(t.limits for t in getattr(rule, "targets", ()))]
    return [limits for limits in told if limits is not None]


def at_limits(rule: Rule) -> set[tuple[float, str]]:
    """Return each limit of a rule with the verdict of what is exactly at it."""
    between = "missing" if rule.sql_name == "completeness" else "consider"
    return {
        (limit, verdict)
        for limits in limits_of(rule)
        for limit, verdict in ((limits.met, "met"), (limits.deviates, between))
        if limit is not None
    }


def reachable(rule: Rule, limit: float) -> bool:
    """Return whether a drawn case can measure a limit exactly.

    Half of nine attributes can't be known, and distances on the ellipsoid miss by millimetres.
    """
    if rule.sql_name == "completeness":
        return (limit * len(rule.attributes)).is_integer()  # type: ignore[attr-defined]
    return rule.sql_name != "distance" or limit == 0


@each_file
def test_cases_of_a_rule_stand_on_both_its_limits(place: tuple[str, str], file: CaseFile) -> None:
    """What is at the limit keeps it: nobody should have to find out at the council meeting."""
    rule = rule_of(*place)
    shown = {(case.expect.measured, case.expect.verdict) for case in file.cases}

    assert {limit for limit in at_limits(rule) if reachable(rule, limit[0])} <= shown


@each_file
def test_cases_of_a_distance_stand_close_on_both_sides_of_its_limits(
    place: tuple[str, str], file: CaseFile
) -> None:
    rule = rule_of(*place)
    if rule.sql_name != "distance":
        return

    for limit, kept in at_limits(rule):
        near = {
            case.expect.verdict
            for case in file.cases
            if case.expect.measured is not None and abs(case.expect.measured - limit) <= limit / 4
        }
        assert limit == 0 or (kept in near and len(near) > 1), (limit, near)


@each_file
def test_cases_of_a_rule_have_names_of_their_own(place: tuple[str, str], file: CaseFile) -> None:
    names = [case.name for case in file.cases]

    assert len(set(names)) == len(names)
