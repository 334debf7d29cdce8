"""What must hold of rules on what is recorded, whatever that is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from areal.strategy.kinds.activity_fit import ActivityFit
from areal.strategy.kinds.attribute import Attribute
from areal.strategy.kinds.completeness import Completeness
from areal.strategy.kinds.freshness import Freshness
from areal.strategy.kinds.portfolio import Portfolio
from tests.support.cases import Parcel
from tests.support.drawn import AS_OF
from tests.support.mapped import Named, each
from tests.support.tries import (
    WORSE,
    about,
    bounded,
    concerned,
    few,
    finding,
    fulfilling,
    never_better,
    of_parcel,
    rules_where,
)

NUMBERS = rules_where(
    lambda rule: (
        isinstance(rule, Attribute)
        and rule.limits is not None
        and rule.attribute != "contiguous_daa"
    )
)
CODES = rules_where(lambda rule: isinstance(rule, Attribute) and bool(rule.accepted))
COMPLETE = rules_where(lambda rule: isinstance(rule, Completeness))
DATED = rules_where(lambda rule: isinstance(rule, Freshness))
FITTING = rules_where(lambda rule: isinstance(rule, ActivityFit))
#: Rules on the offer whose conditions a drawn parcel can meet without a map of its surroundings.
COUNTED = rules_where(lambda rule: isinstance(rule, Portfolio) and rule.near is None)
ACTIVITIES = ("kontor", "detaljhandel", "service", "industri", "lager", "plasskrevende_handel")
#: Attributes a condition may ask for, with a value that is refused and one that says nothing.
OPEN = {
    **dict.fromkeys(("water", "sewage", "fibre", "access"), ("nei", "ukjent")),
    "market": ("solgt", None),
    "modenhet": (1, None),
}
#: Something for every attribute a completeness rule may want.
FACTS: dict[str, Any] = {
    "matrikkel": ["3401-1/2"],
    "buildable_area_m2": 50,
    "arealformaal": "1300",
    "planstatus": 3,
    "modenhet": 4,
    "market": "ledig",
    "owner_kind": "kommunal",
    "contact_email": "naering@example.no",
    "site_verified_on": "2026-09-01",
    "permitted_activities": ["lager"],
}


@about("attribute")
@each(NUMBERS)
@few
@given(factors=st.lists(st.sampled_from([0, 0.5, 0.999, 1, 1.001, 2]), min_size=2, max_size=3))
def test_a_number_on_the_right_side_never_hurts_by_going_further(
    board: Connection, named: Named, factors: list[float]
) -> None:
    version, rule = named
    toward_worse = sorted(factors, reverse=rule.direction == "at_least")

    verdicts = [
        of_parcel(
            board, version, rule, {**concerned(rule), rule.attribute: factor * rule.limits.met}
        ).verdict
        for factor in toward_worse
    ]

    assert never_better(verdicts)


@about("attribute")
@each(CODES)
@few
@given(data=st.data())
def test_an_answer_nobody_has_is_never_taken_for_one(
    board: Connection, named: Named, data: Any
) -> None:
    version, rule = named
    asked = data.draw(st.sampled_from(rule.attributes))
    values = [*rule.accepted, *rule.considered, "nei"]
    known = {name: data.draw(st.sampled_from(values)) for name in rule.attributes}

    told = {
        value: of_parcel(board, version, rule, {**concerned(rule), **known, asked: value}).verdict
        for value in ("ukjent", rule.accepted[0], "nei")
    }

    assert told["ukjent"] != "met"
    assert never_better([told[rule.accepted[0]], told["nei"]])
    if told["ukjent"] != "missing":
        assert told[rule.accepted[0]] != "met"


@about("completeness")
@each(COMPLETE)
@few
@given(data=st.data())
def test_knowing_one_thing_more_never_hurts(board: Connection, named: Named, data: Any) -> None:
    version, rule = named
    wanted = sorted(FACTS.keys() & set(rule.attributes))
    known = data.draw(st.sets(st.sampled_from(wanted)))
    one_more = known | {data.draw(st.sampled_from(wanted))}

    more, fewer = (
        of_parcel(board, version, rule, {name: FACTS[name] for name in names})
        for names in (one_more, known)
    )

    order = ("met", "missing", "consider", "deviates")
    assert order.index(more.verdict) <= order.index(fewer.verdict)
    assert more.measured - fewer.measured == pytest.approx(
        len(one_more - known) / len(rule.attributes), abs=1e-4
    )


@about("freshness")
@each(DATED)
@few
@given(ages=st.lists(st.integers(0, 1000), min_size=2, max_size=3))
def test_a_later_confirmation_never_hurts(board: Connection, named: Named, ages: list[int]) -> None:
    version, rule = named
    name = rule.date_attribute or f"verified_{rule.axis}"
    needed = {**concerned(rule), **dict.fromkeys(rule.requires, 1)}

    found = [
        of_parcel(board, version, rule, {**needed, name: AS_OF - timedelta(days=age)})
        for age in sorted(ages)
    ]

    assert never_better([one.verdict for one in found])
    assert [one.measured for one in found] == sorted(ages)


@about("freshness")
@each(DATED)
@few
@given(days=st.integers(1, 400))
def test_what_has_not_come_yet_confirms_nothing(board: Connection, named: Named, days: int) -> None:
    version, rule = named
    name = rule.date_attribute or f"verified_{rule.axis}"
    needed = {**concerned(rule), **dict.fromkeys(rule.requires, 1)}
    later: date = AS_OF + timedelta(days=days)

    assert of_parcel(board, version, rule, {**needed, name: later}).verdict == "missing"


@about("activity_fit")
@each(FITTING)
@bounded
@given(
    area_class=st.sampled_from(["A", "B", "C"]),
    permitted=st.sets(st.sampled_from(ACTIVITIES), min_size=1),
    one_more=st.sampled_from(ACTIVITIES),
    retail=st.sampled_from([0, 3000, 3001]),
)
def test_permitting_one_thing_more_never_helps(
    board: Connection,
    named: Named,
    area_class: str,
    permitted: set[str],
    one_more: str,
    retail: int,
) -> None:
    version, rule = named

    verdicts = [
        of_parcel(
            board,
            version,
            rule,
            {
                "area_class": area_class,
                "permitted_activities": sorted(activities),
                "retail_m2": retail,
            },
        ).verdict
        for activities in (permitted, permitted | {one_more})
    ]

    assert never_better(verdicts)


def offer(rule: Any) -> dict[str, Any]:
    """Return the attributes of a parcel that counts, of a site that may be any."""
    return fulfilling({k: v for k, v in rule.counts_where.items() if k != "contiguous_daa"})


@about("portfolio")
@each(COUNTED)
@few
@given(count=st.integers(0, 3), cell=st.sampled_from([50.0, 120.0, 400.0]))
def test_one_more_on_offer_never_hurts(
    board: Connection, named: Named, count: int, cell: float
) -> None:
    version, rule = named

    plots = {
        letter: Parcel(site=letter.lower(), attributes=offer(rule))
        for letter in "PQRS"[: count + 1]
    }

    verdicts = [
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels=".".join(letters) or ".",
            about={letter: plots[letter] for letter in letters},
        ).verdict
        for letters in ("PQRS"[: count + 1], "PQRS"[:count])
    ]

    assert never_better(verdicts)


@about("portfolio")
@each(COUNTED)
@few
@given(data=st.data(), others=st.integers(0, 2), cell=st.sampled_from([50.0, 120.0, 400.0]))
def test_what_is_unknown_of_one_parcel_leaves_it_open_when_it_decides_and_only_then(
    board: Connection, named: Named, data: Any, others: int, cell: float
) -> None:
    version, rule = named
    counting = offer(rule)
    asked = data.draw(st.sampled_from(sorted(counting.keys() & OPEN.keys())))
    wrong_value, unknown_value = OPEN[asked]
    beside = "QR"[:others]

    def told(value: Any) -> str:
        one = Parcel(site="p", attributes={**counting, asked: value})
        rest = {letter: Parcel(site=letter.lower(), attributes=counting) for letter in beside}
        case = {"cell": cell, "parcels": ".".join("P" + beside), "about": {"P": one, **rest}}
        verdict: str = finding(board, version, rule, **case).verdict
        return verdict

    right, wrong, unknown = told(counting[asked]), told(wrong_value), told(unknown_value)

    assert {right, wrong} <= set(WORSE)
    assert unknown == (right if right == wrong else "missing")
