"""What property tests of rules share: drawings nobody thought of, and the verdicts they get."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from areal.strategy.attributes import ATTRIBUTES
from areal.strategy.kinds import Rule
from areal.strategy.parts import Bound, Known
from tests.support.cases import Case, CaseFile, Drawing, Expected, Parcel
from tests.support.drawn import verdict_of
from tests.support.shipped import definition, shipped_strategies, shipped_strategy

Test = TypeVar("Test", bound=Callable[..., Any])
Cells = set[tuple[int, int]]

WIDTH, HEIGHT = 9, 4
#: From good to bad; the gaps stand beside this order, not in it.
WORSE = ("met", "consider", "deviates")

bounded = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
#: For properties that are tried on every rule.
few = settings(bounded, max_examples=3)
many = settings(bounded, max_examples=150)

cell = st.sampled_from([3.7, 10.0, 24.0])
square = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))
squares = st.sets(square, max_size=WIDTH * HEIGHT)
ALL = {(column, row) for column in range(WIDTH) for row in range(HEIGHT)}
#: Nearly everything, everything, or any squares: chance alone would never map a whole parcel.
covered = st.one_of(st.just(ALL), st.sets(square, max_size=3).map(ALL.difference), squares)


def about(*kinds: str) -> Callable[[Test], Test]:
    """Mark what kinds of rule a property test is about."""

    def mark(test: Test) -> Test:
        test.__dict__["about"] = kinds
        return test

    return mark


def rules_where(fits: Callable[[Any], bool]) -> dict[str, tuple[str, Any]]:
    """Return the shipped rules of a sort, named by version and code, each definition once."""
    found: dict[str, tuple[str, Any]] = {}
    told: set[str] = set()
    for version, file in shipped_strategies().items():
        for rule in file.strategy.rules:
            if fits(rule) and definition(rule) not in told:
                told.add(definition(rule))
                found[f"{version} {rule.code}"] = (version, rule)
    return found


def fulfilling(conditions: dict[str, Any]) -> dict[str, Any]:
    """Return values that satisfy a filter."""
    return {name: _one_of(name, condition) for name, condition in conditions.items()}


def _one_of(name: str, condition: Any) -> Any:
    if isinstance(condition, Bound):
        bound = condition.at_most if condition.at_least is None else condition.at_least
        return int(bound) if bound is not None and bound.is_integer() else bound
    if isinstance(condition, Known):
        return (1 if ATTRIBUTES.get(name) == "number" else "x") if condition.known else None
    return [condition[0]] if ATTRIBUTES.get(name) == "list" else condition[0]


def concerned(rule: Rule) -> dict[str, Any]:
    """Return attributes that make a parcel one the rule is about, and hide nothing."""
    return fulfilling(rule.applies_to)


def grid(cells: Cells, letter: str) -> str:
    """Return a grid with a letter in each of the cells."""
    return "\n".join(
        "".join(letter if (column, row) in cells else "." for column in range(WIDTH))
        for row in range(HEIGHT)
    )


def block(start: int, end: int, letter: str = "P") -> str:
    """Return a grid with a parcel from one column to before another, as high as the grid."""
    return grid({(c, r) for c in range(start, end) for r in range(HEIGHT)}, letter)


def beyond(edge: int) -> Cells:
    """Return every cell from a column on."""
    return {(c, r) for c in range(edge, WIDTH) for r in range(HEIGHT)}


def drawing(cells: Cells, props: dict[str, Any], coverage: str = "all") -> Drawing:
    """Return a layer with one feature over the cells."""
    return Drawing(grid=grid(cells, "h"), letters={"h": props}, coverage=coverage)


def finding(board: Connection, version: str, rule: Rule, **case: Any) -> Any:
    """Return what a rule says of a drawn case; nothing of the case stays."""
    file = CaseFile(rule=rule.code, cases=())
    subject = {"kommune": "3401", "region": "region", "parcel": "P"}[rule.subject_kind]
    told = {"subject": subject, **case}
    drawn = Case(name="drawn", expect=Expected(verdict="any"), **told)
    with board.begin_nested() as thrown_away:
        found = verdict_of(board, file, drawn, shipped_strategy(version))
        thrown_away.rollback()
    return found


def of_parcel(board: Connection, version: str, rule: Rule, known: dict[str, Any]) -> Any:
    """Return what a rule says of a parcel of which this is known, and no map."""
    verified = {
        name.removeprefix("verified_"): known.pop(name)
        for name in list(known)
        if name.startswith("verified_")
    }
    return finding(board, version, rule, about={"P": Parcel(attributes=known, verified=verified)})


def never_better(verdicts: Iterable[str]) -> bool:
    """Return whether verdicts stay or get worse from one to the next."""
    places = [WORSE.index(verdict) for verdict in verdicts]
    return places == sorted(places)
