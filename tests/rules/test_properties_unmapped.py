"""What must hold where a map ends, or does not say what it shows."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.support.mapped import (
    MAPPED,
    OVERLAPS,
    Named,
    each,
    sorts,
)
from tests.support.tries import (
    ALL,
    HEIGHT,
    WIDTH,
    WORSE,
    Cells,
    about,
    block,
    cell,
    concerned,
    covered,
    drawing,
    few,
    finding,
    fulfilling,
    grid,
    squares,
)


@about("overlap", "distance", "net_area")
@each(MAPPED)
@few
@given(
    data=st.data(),
    cell=st.sampled_from([10.0, 200.0]),
    features=st.one_of(st.just(set()), squares),
    mapped=covered,
    failed=squares,
    more=covered,
)
def test_mapping_more_never_makes_what_was_settled_something_else(
    board: Connection,
    named: Named,
    data: Any,
    cell: float,
    features: Cells,
    mapped: Cells,
    failed: Cells,
    more: Cells,
) -> None:
    """A deviation that was proven stays one, and green was only given where all was mapped."""
    version, rule = named
    layer, props = data.draw(st.sampled_from(sorts(rule)))

    before, after = (
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels=block(2, 7),
            layers={
                layer: drawing(features, {"code": "any", **props}, grid_of(cells, failed - cells))
            },
            attributes=concerned(rule),
        ).verdict
        for cells in (mapped, mapped | more)
    )

    assert before in {"not_mapped", "error", after}


def grid_of(mapped: Cells, failed: Cells) -> str:
    """Return a coverage grid."""
    return "\n".join(
        "".join(
            "m" if (column, row) in mapped else "f" if (column, row) in failed else "."
            for column in range(WIDTH)
        )
        for row in range(HEIGHT)
    )


#: A rule that asks for any feature of its layer can't meet one it does not know the class of.
SORTED = {name: found for name, found in MAPPED.items() if any(found[1].feature_filters[0][1:])}


@about("overlap", "distance", "net_area")
@each(SORTED)
@few
@given(
    cell=st.sampled_from([10.0, 60.0]), features=st.one_of(st.just(ALL), squares), data=st.data()
)
def test_a_feature_of_unknown_class_is_never_taken_for_the_better(
    board: Connection, named: Named, cell: float, features: Cells, data: Any
) -> None:
    """What is told without knowing a class holds whichever class it turns out to have."""
    version, rule = named
    layer, props = next((layer, props) for layer, props in sorts(rule) if props)
    decides = data.draw(st.sampled_from(sorted(props)))

    unknown, of_the_kind, other = (
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels=block(2, 7),
            layers={layer: drawing(features, {"code": None, **props, decides: value})},
            attributes=concerned(rule),
        ).verdict
        for value in (None, props[decides], -1 if decides == "planstatus" else "other")
    )

    assert {of_the_kind, other} <= set(WORSE)
    if unknown == "met":
        assert of_the_kind == other == "met"
    elif unknown != "missing":
        assert "met" not in {of_the_kind, other}


EXCUSED = {name: found for name, found in OVERLAPS.items() if found[1].except_when}


@about("overlap")
@each(EXCUSED)
@few
@given(cell=cell, hazard=squares, mapped=covered)
def test_what_excuses_a_parcel_never_hurts_it(
    board: Connection, named: Named, cell: float, hazard: Cells, mapped: Cells
) -> None:
    version, rule = named
    layer, props = sorts(rule)[0]

    with_it, without = (
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels=block(2, 7),
            layers={layer: drawing(hazard, props, grid(mapped, "m"))},
            attributes={**concerned(rule), **excuse},
        ).verdict
        for excuse in (fulfilling(rule.except_when), {})
    )

    assert with_it in {"met", without}
    assert with_it == without or without in WORSE


@about("overlap", "distance", "net_area")
@each(MAPPED)
@few
@given(
    data=st.data(),
    cell=st.sampled_from([10.0, 5000.0]),
    features=squares,
    mapped=covered,
    known=st.booleans(),
)
def test_what_lies_around_another_parcel_changes_nothing(
    board: Connection,
    named: Named,
    data: Any,
    cell: float,
    features: Cells,
    mapped: Cells,
    known: bool,
) -> None:
    version, rule = named
    layer, props = data.draw(st.sampled_from(sorts(rule)))
    shown = {"code": "any", **props} if known else {**dict.fromkeys(props), "code": None}

    alone, beside_another = (
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels="\n" + parcels,
            layers={layer: drawing(features, shown, grid(mapped, "m"))},
            attributes=concerned(rule),
        )
        for parcels in (".P", ".P....Q")
    )

    assert beside_another == alone
