"""What must hold of the functions every kind judges with, beside the same said in Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from areal.strategy.kinds import KINDS
from tests.support.cases import Drawing
from tests.support.drawn import ORIGIN, draw_layer
from tests.support.tries import WORSE, about, bounded, many

EVERY_KIND = tuple(kind.sql_name for kind in KINDS)
JUDGED = tuple(name for name in EVERY_KIND if name not in {"activity_fit", "completeness"})
ON_MAPS = ("overlap", "distance", "net_area")

thousandths = st.integers(-3_000, 3_000).map(lambda number: Decimal(number) / 1000)
directions = st.sampled_from(["at_most", "at_least"])
levels = st.sampled_from(["skal", "bør"])
#: Values as they stand in the catalogue, known and not.
values = st.sampled_from(
    [None, "", [], "ukjent", "ja", "nei", 0, 3, 4.5, True, False, ["ja"], ["nei", 3]]
)
numbers = st.sampled_from([None, "ukjent", -1, 0, 2.5, 3, 4])
conditions = st.one_of(
    st.lists(st.sampled_from(["ja", "nei", 0, 3, True]), max_size=2),
    st.builds(lambda known: {"known": known}, st.booleans()),
)
bounds = st.fixed_dictionaries(
    {}, optional={"at_least": st.sampled_from([0, 2.5, 4]), "at_most": st.sampled_from([0, 3])}
).filter(bool)


@pytest.fixture
def asked(board: Connection) -> Callable[..., Any]:
    """Return a way to call a function of the database."""
    return caller(board)


def caller(board: Connection) -> Callable[..., Any]:
    """Return what calls a function of the database with arguments and their types."""

    def call(function: str, *arguments: tuple[Any, str]) -> Any:
        places = ", ".join(f"CAST(:a{i} AS {kind})" for i, (_, kind) in enumerate(arguments))
        binds = {
            f"a{i}": json.dumps(value, default=float) if kind == "jsonb" else value
            for i, (value, kind) in enumerate(arguments)
        }
        return board.execute(text(f"SELECT areal.{function}({places})"), binds).scalar_one()

    return call


def expected_verdict(
    measured: Decimal, direction: str, met: Decimal, deviates: Decimal | None, level: str
) -> str:
    """Return the verdict of a number, as the rule book says it."""
    sign = 1 if direction == "at_most" else -1
    if sign * measured <= sign * met:
        return "met"
    if deviates is None:
        return "deviates" if level == "skal" else "consider"
    return "deviates" if sign * measured > sign * deviates else "consider"


@about(*JUDGED)
@many
@given(
    measured=thousandths,
    direction=directions,
    limits=st.tuples(thousandths, st.one_of(st.none(), thousandths)),
    place=st.sampled_from(["anywhere", "at met", "at deviates"]),
    level=levels,
)
def test_a_number_is_judged_as_the_rule_book_says(
    asked: Callable[..., Any],
    measured: Decimal,
    direction: str,
    limits: tuple[Decimal, Decimal | None],
    place: str,
    level: str,
) -> None:
    met, deviates = limits
    assume(deviates is None or (deviates >= met) == (direction == "at_most") or deviates == met)
    measured = {"at met": met, "at deviates": deviates or measured}.get(place, measured)
    told = {"met": met} if deviates is None else {"met": met, "deviates": deviates}
    arguments = ((float(measured), "float8"), (direction, "text"), (told, "jsonb"))

    verdict = asked("judge", *arguments, (level, "text"))
    margin = asked("margin", *arguments)

    assert verdict == expected_verdict(measured, direction, met, deviates, level)
    assert margin == pytest.approx(float(met - measured) * (1 if direction == "at_most" else -1))
    assert (verdict == "met") == (round(margin, 4) >= 0)


@about(*JUDGED)
@bounded
@given(
    measured=thousandths,
    direction=directions,
    limits=st.tuples(thousandths, thousandths).map(sorted),
    eased=st.integers(0, 2_000),
    level=levels,
)
def test_easing_a_limit_never_hurts(
    asked: Callable[..., Any],
    measured: Decimal,
    direction: str,
    limits: list[Decimal],
    eased: int,
    level: str,
) -> None:
    """What a curve of how many pass at each value rests on."""
    met, deviates = limits if direction == "at_most" else reversed(limits)
    step = Decimal(eased) / 1000 * (1 if direction == "at_most" else -1)

    strict, mild = (
        asked(
            "judge",
            (float(measured), "float8"),
            (direction, "text"),
            ({"met": met + by, "deviates": deviates + by}, "jsonb"),
            (level, "text"),
        )
        for by in (Decimal(0), step)
    )

    assert WORSE.index(mild) <= WORSE.index(strict)


@about(*JUDGED)
@pytest.mark.parametrize("direction", ["at_most", "at_least"])
def test_a_number_nobody_has_is_missing_and_a_hair_is_no_difference(
    asked: Callable[..., Any], direction: str
) -> None:
    def judged(measured: float | None) -> Any:
        limits = ({"met": 0.1}, "jsonb")
        return asked("judge", (measured, "float8"), (direction, "text"), limits, ("skal", "text"))

    assert judged(None) == "missing"
    assert judged(0.1 + 0.000_04) == judged(0.1 - 0.000_04) == "met"
    assert {judged(0.1 + 0.000_06), judged(0.1 - 0.000_06)} == {"met", "deviates"}


def known(value: Any) -> bool:
    """Return whether a value says something."""
    return value is not None and value not in ("", [], "ukjent")


def same(one: Any, other: Any) -> bool:
    """Return whether two values are one in JSON, where true is not 1."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def one_matches(value: Any, condition: Any) -> bool | None:
    """Return whether a value satisfies a condition; None when that is not known."""
    if isinstance(condition, dict) and "known" in condition:
        return known(value) is condition["known"]
    if not known(value):
        return None
    if isinstance(condition, dict):
        least, most = condition.get("at_least", value), condition.get("at_most", value)
        return bool(least <= value <= most)
    held = value if isinstance(value, list) else [value]
    return any(same(element, accepted) for element in held for accepted in condition)


def all_match(attributes: dict[str, Any], filters: dict[str, Any]) -> bool | None:
    """Return whether attributes satisfy a filter: one that fails settles it."""
    told = [one_matches(attributes.get(name), condition) for name, condition in filters.items()]
    if False in told:
        return False
    return None if None in told else True


@about(*EVERY_KIND)
@many
@given(
    attributes=st.fixed_dictionaries({}, optional={"a": values, "b": values, "n": numbers}),
    filters=st.fixed_dictionaries({}, optional={"a": conditions, "b": conditions, "n": bounds}),
)
def test_a_filter_knows_yes_no_and_not_known(
    asked: Callable[..., Any], attributes: dict[str, Any], filters: dict[str, Any]
) -> None:
    answer = asked("matches", (attributes, "jsonb"), (filters, "jsonb"))

    assert answer is all_match(attributes, filters)


@about(*EVERY_KIND)
@bounded
@given(value=values)
def test_what_says_nothing_is_not_known(asked: Callable[..., Any], value: Any) -> None:
    assert asked("is_known", (value, "jsonb")) is known(value)


@about(*ON_MAPS)
@pytest.mark.parametrize("share", [0.0, 0.5, 0.98, 0.99, 1.0])
@pytest.mark.parametrize("failed", [True, False])
@pytest.mark.parametrize("proven", [True, False])
@pytest.mark.parametrize("verdict", WORSE)
def test_a_verdict_that_rests_on_nothing_found_needs_a_map_of_it_all(
    asked: Callable[..., Any], verdict: str, proven: bool, failed: bool, share: float
) -> None:
    told = asked(
        "within_coverage",
        (verdict, "text"),
        (proven, "boolean"),
        (share, "float8"),
        (failed, "boolean"),
    )
    reason = asked("coverage_reason", (told, "text"), (share, "float8"))

    if proven or share >= 0.99:
        assert (told, reason) == (verdict, None)
    elif failed:
        assert (told, reason) == ("error", "layer_failed")
    else:
        assert (told, reason) == ("not_mapped", "partly_covered" if share else "no_coverage")


@about(*ON_MAPS)
@pytest.mark.parametrize(
    ("one", "other", "share", "failed"),
    [
        ("mmmm", "mmmm", 1, False),
        ("mmmm", "mm..", 0.5, False),
        ("mm..", "m...", 0.25, False),
        ("mmmm", "", 0, False),
        ("mmmm", "mmff", 0.5, True),
        ("ffff", "mmmm", 0, True),
        # Beside the parcel and touching it, the failed part does not matter.
        ("mmmmff", "mmmm", 1, False),
        ("..mmmm", "mmmm", 0.5, False),
    ],
)
def test_several_maps_cover_what_the_poorest_of_them_does(
    board: Connection, one: str, other: str, share: float, failed: bool
) -> None:
    versions = [
        draw_layer(board, layer, Drawing(coverage=coverage), 10, {})
        for layer, coverage in (("flom", one), ("myr", other))
    ]
    x, y = ORIGIN

    told = board.execute(
        text(
            "SELECT share, failed FROM areal.coverage("
            "ST_MakeEnvelope(:west, :south, :east, :north, 25833), CAST(:versions AS bigint[]))"
        ),
        {"west": x, "south": y - 10, "east": x + 40, "north": y, "versions": versions},
    ).one()

    assert told.share == pytest.approx(share)
    assert told.failed is failed
