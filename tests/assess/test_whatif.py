"""A what-if says what a run of the draft would have said, stores nothing, and draws true curves."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import text

from areal.assess.run import check
from areal.assess.strategies import strategy_named
from areal.assess.whatif import (
    Asked,
    Draft,
    DraftRefused,
    Edit,
    Tally,
    numbers,
    what_if,
)
from areal.assess.whatif.answer import held_against
from areal.assess.whatif.effect import effect
from areal.assess.whatif.numbers import direction, limits_at, with_numbers
from areal.database import Role, connect
from areal.errors import InputError
from areal.strategy.kinds import Rule
from areal.strategy.load import StrategyFile
from tests.support.shipped import shipped_strategy

pytestmark = pytest.mark.usefixtures("published_app")
RULES = shipped_strategy().strategy.rules

ONE_RULE = """
code: N1
title: {nb: Nær jernbane, en: Close to rail}
text: {nb: Nær jernbane., en: Close to rail.}
wording: constructed
reference: {section: {nb: x, en: x}}
level: skal
theme: transport
kind: distance
direction: at_most
targets:
  - {layer: jernbane, limits: {met: 500}}
"""


def draft(*edits: str, removed: tuple[str, ...] = (), added: str = "") -> Draft:
    return Draft([Edit.parse(edit) for edit in edits], removed, added)


def scaled(factor: float, more: float = 0.0) -> Callable[[Rule], Rule]:
    def change(rule: Rule) -> Rule:
        values = {
            number.path: round(number.value * factor + more, 3)
            for number in numbers(rule)
            if number.is_limit and number.value is not None
        }
        return with_numbers(rule, values)

    return change


def one_limit(rule: Rule) -> Rule:
    """Leave one limit out of two, or put in a second."""
    values: dict[str, float | None] = {}
    for number in numbers(rule):
        if number.path.endswith(".deviates"):
            limits = limits_at(rule, number.path)
            assert limits is not None
            further = 2 * limits.met + 1 if direction(rule) == "at_most" else limits.met / 3
            values[number.path] = further if number.value is None else None
    return with_numbers(rule, values)


def other_level(rule: Rule) -> Rule:
    return rule.model_copy(update={"level": "bør" if rule.level == "skal" else "skal"})


def other_reach(rule: Rule) -> Rule:
    """Change what rules measure by, so that nothing stored is of use."""
    values = {
        number.path: (number.value or 0) * 1.5 for number in numbers(rule) if not number.is_limit
    }
    return with_numbers(rule, values)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(scaled(0), id="nothing is allowed"),
        pytest.param(scaled(0.1), id="a tenth"),
        pytest.param(scaled(0.9), id="a little less"),
        pytest.param(scaled(1, 0.7), id="a little more"),
        pytest.param(scaled(3), id="three times"),
        pytest.param(scaled(40), id="forty times"),
        pytest.param(one_limit, id="one limit or two"),
        pytest.param(other_level, id="must and should exchanged"),
        pytest.param(other_reach, id="measured by something else"),
    ],
)
def test_says_what_a_run_would_say_row_by_row(change: Callable[[Rule], Rule]) -> None:
    """Every rule has its limits moved at once."""
    rules = tuple(map(change, RULES))
    with held_against() as ground:
        published = strategy_named(ground.connection, None).strategy
        found = effect(ground, published.rules, rules)
        told = _rows(ground.connection, "pg_temp.result")
    assert len(found.rules) > 2
    codes = {row[0] for row in told}
    assert codes == {rule.rule.code for rule in found.rules}
    file = StrategyFile(
        published.model_copy(update={"rules": rules}), json.dumps([repr(rule) for rule in rules])
    )
    with connect(Role.APP, snapshot=True) as app:
        run = check(app, file, ground.as_of, rule_timeout_ms=60_000, whole=True)
        expected = _rows(app, "areal.finding", f"WHERE run_id = {run.run_id}")
        after = dict(
            app.execute(
                text(
                    "SELECT v.overall, count(*) FROM areal.parcel_verdict AS v "
                    "INNER JOIN published.parcel AS p USING (parcel_id) "
                    "WHERE v.run_id = :run GROUP BY 1"
                ),
                {"run": run.run_id},
            ).all()
        )
        app.rollback()
    assert told == [row for row in expected if row[0] in codes]
    assert {verdict: tally.subjects for verdict, tally in found.overall_after.items()} == after


def _rows(connection, table: str, where: str = "") -> list[tuple[object, ...]]:
    rows = connection.execute(
        text(
            "SELECT rule_code, parcel_id, kommunenummer, region_id, verdict, measured, unit "
            f"FROM {table} {where} ORDER BY 1, 2, 3, 4"
        )
    )
    return [tuple(row) for row in rows]


def test_most_of_it_is_told_without_measuring() -> None:
    found = what_if(Asked(draft("R09.limits.met=1", "R17.limits.met=50", "R22.limits.met=0.9")))
    assert [(rule.rule.code, rule.measured_again) for rule in found.effect.rules] == [
        ("R09", 0),
        ("R17", 0),
        ("R22", 0),
    ]


def test_unchanged_draft_changes_nothing() -> None:
    found = what_if(Asked(draft("R09.limits.met=0.5"))).effect
    assert found.rules == ()
    assert found.touched == 0
    assert found.overall_before == found.overall_after
    whole = what_if(Asked(Draft(text=shipped_strategy().text))).effect
    assert whole.rules == ()


def test_rules_taken_out_and_put_in() -> None:
    found = what_if(Asked(draft(removed=("R17",), added=ONE_RULE)))
    gone, added = (
        next(rule for rule in found.effect.rules if rule.rule.code == code)
        for code in ("R17", "N1")
    )
    assert gone.after is None
    assert gone.counts_after == {}
    assert gone.counts_before["met"].subjects > 0
    assert added.before is None
    assert sum(tally.subjects for tally in added.counts_after.values()) == 79
    parcel = found.effect.parcels[0]
    assert len(parcel.strip_after) == len(parcel.strip_before)


def test_whole_other_strategy() -> None:
    other = shipped_strategy("2026-2050-hoering")
    found = what_if(Asked(Draft(text=other.text)))
    assert [rule.code for rule in found.rules] == [rule.code for rule in other.strategy.rules]
    cells = sum(1 for rule in other.strategy.rules if rule.subject_kind == "parcel")
    assert all(len(parcel.strip_after) == cells for parcel in found.effect.parcels)


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("R09", "limits.met"),
        ("R11", "limits.deviates"),
        ("R12", "limits.met"),
        ("R01", "limits.met"),
        ("R04", "targets.0.limits.met"),
        ("R05", "targets.1.limits.met"),
        ("R16", "targets.0.limits.met"),
        ("R18", "limits.met"),
        ("R22", "limits.met"),
    ],
)
def test_curve_is_what_the_draft_says_at_each_value(code: str, path: str) -> None:
    drawn = what_if(Asked(Draft(), (code, path))).curve
    assert drawn is not None
    assert 10 <= len(drawn.points) <= 45
    values = [point.value for point in drawn.points]
    assert values == sorted(values)
    assert drawn.today in values
    assert all(_all(point.counts) == 79 for point in drawn.points)
    met = [point.tally("met").subjects for point in drawn.points]
    if path.endswith(".met"):
        assert met == sorted(met, reverse=drawn.direction == "at_least")
    others = [value for value in values if value != drawn.today]
    for value in (others[0], others[len(others) // 2], others[-1]):
        edits = [f"{code}.{path}={value}"]
        if path.endswith(".met"):
            edits.append(f"{code}.{path.replace('.met', '.deviates')}=none")
        found = what_if(Asked(draft(*edits))).effect.rules[0]
        point = next(point for point in drawn.points if point.value == value)
        known = ("met",) if path.endswith(".met") else ("met", "consider", "deviates")
        for verdict in known:
            assert point.tally(verdict) == found.counts_after.get(verdict, Tally())


def _all(counts) -> int:
    return sum(tally.subjects for tally in counts.values())


@pytest.mark.parametrize(
    ("code", "path", "reason"),
    [
        ("S1", "limits.met", "no_parcels"),
        ("R20", "limits.met", "no_limit"),
        ("R09", "limits.deviates", "not_given"),
        ("R18", "buffers.0.metres", "no_limit"),
    ],
)
def test_no_curve_and_why(code: str, path: str, reason: str) -> None:
    drawn = what_if(Asked(Draft(), (code, path))).curve
    assert drawn is not None
    assert (drawn.points, drawn.reason) == ((), reason)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        ("R09", "form"),
        ("R09.limits.met=mye", "number"),
        ("R99.limits.met=1", "rule"),
        ("R09.limits.mett=1", "path"),
        ("R09.limits.met=", "needed"),
        ("R11.limits.met=3", "value"),
    ],
)
def test_refused_edits(edit: str, reason: str) -> None:
    with pytest.raises(DraftRefused) as refused:
        what_if(Asked(draft(edit)))
    assert refused.value.reason == reason


def test_refused_text_names_its_line() -> None:
    wrong = ONE_RULE.replace("direction: at_most", "direction: at_most\nfarge: rød")
    with pytest.raises(InputError) as refused:
        what_if(Asked(draft(added=wrong)))
    assert refused.value.line == wrong.splitlines().index("farge: rød") + 1
    with pytest.raises(InputError, match="not registered"):
        what_if(Asked(draft(added=ONE_RULE.replace("jernbane,", "tog,"))))


def test_nothing_is_stored() -> None:
    count = text(
        "SELECT (SELECT count(*) FROM areal.run), (SELECT count(*) FROM areal.finding), "
        "(SELECT count(*) FROM areal.strategy_snapshot)"
    )
    with connect(Role.APP) as app:
        before = app.execute(count).one()
    what_if(Asked(draft("R12.limits.met=2", added=ONE_RULE), ("R12", "limits.met")))
    with connect(Role.APP) as app:
        assert app.execute(count).one() == before
