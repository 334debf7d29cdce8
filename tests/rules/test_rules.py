"""Every drawn case of every rule gets the verdict a planner would give it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from areal.yaml_files import read_typed
from tests.support.drawn import Case, CaseFile, shipped_strategy, verdict_of

STRATEGY = shipped_strategy()
FILES = {
    path.stem: read_typed(path, CaseFile) for path in sorted(Path(__file__).parent.glob("*.yaml"))
}
CASES = [
    pytest.param(file, case, id=f"{file.rule}: {case.name}")
    for file in FILES.values()
    for case in file.cases
]


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case_gets_its_verdict(board: Connection, file: CaseFile, case: Case) -> None:
    found = verdict_of(board, file, case, STRATEGY)
    expect = case.expect

    assert found.verdict == expect.verdict, found
    if expect.measured is not None:
        assert found.measured == pytest.approx(expect.measured, rel=1e-3, abs=1e-3)
    if expect.margin is not None:
        assert found.margin == pytest.approx(expect.margin, rel=1e-3, abs=1e-3)
    if expect.unit is not None:
        assert found.unit == expect.unit
    if expect.drawn is not None:
        assert found.drawn.removeprefix("multi").removesuffix("string") == expect.drawn
    if expect.hits is not None:
        assert [hit.get("code") for hit in found.evidence.get("hits", [])] == expect.hits
    for key, value in expect.evidence.items():
        assert found.evidence.get(key) == value, (key, found.evidence)
    _numbers_agree_with_the_verdict(found)


def _numbers_agree_with_the_verdict(found: Any) -> None:
    """Refuse a deviation beside a number on the right side of the limit: a riddle to readers."""
    if found.margin is None or found.evidence.get("excused_by"):
        return
    if found.verdict == "met":
        assert found.margin >= 0
    if found.verdict == "deviates":
        assert found.margin < 0


def test_every_rule_of_the_strategy_has_cases() -> None:
    assert {rule.code for rule in STRATEGY.strategy.rules} == {f.rule for f in FILES.values()}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_cases_of_a_rule_show_what_it_can_tell_apart(file: CaseFile) -> None:
    rule = next(rule for rule in STRATEGY.strategy.rules if rule.code == file.rule)
    shown = {case.expect.verdict for case in file.cases}

    assert "met" in shown
    assert shown & {"deviates", "consider"}
    if rule.layers and rule.subject_kind == "parcel":
        assert {"not_mapped", "error"} <= shown
    if rule.applies_to:
        assert "not_relevant" in shown


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_cases_of_a_rule_have_names_of_their_own(file: CaseFile) -> None:
    names = [case.name for case in file.cases]

    assert len(set(names)) == len(names)
