"""What must hold of every parcel and every map, tried on drawn ones nobody thought of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.support.cases import Drawing
from tests.support.mapped import (
    DEMANDED,
    HAZARDS,
    OVERLAPS,
    SOUGHT,
    STRIPS,
    Named,
    each,
    sorts,
)
from tests.support.tries import (
    WIDTH,
    Cells,
    about,
    beyond,
    block,
    bounded,
    cell,
    concerned,
    covered,
    drawing,
    few,
    finding,
    grid,
    never_better,
    squares,
)


@about("overlap", "distance")
@each(HAZARDS)
@few
@given(
    data=st.data(),
    cell=cell,
    width=st.integers(1, 4),
    edge=st.integers(0, WIDTH),
    places=st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted),
)
def test_moving_a_parcel_into_a_hazard_never_helps(
    board: Connection,
    named: Named,
    data: Any,
    cell: float,
    width: int,
    edge: int,
    places: list[int],
) -> None:
    version, rule = named
    layer, props = data.draw(st.sampled_from(sorts(rule)))

    verdicts = [
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels=block(place, place + width),
            layers={layer: drawing(beyond(edge), props)},
            attributes=concerned(rule),
        ).verdict
        for place in places
    ]

    assert never_better(verdicts)


@about("overlap", "distance")
@each(HAZARDS)
@few
@given(data=st.data(), cell=cell, small=squares, more=squares)
def test_a_hazard_that_grows_never_helps(
    board: Connection, named: Named, data: Any, cell: float, small: Cells, more: Cells
) -> None:
    version, rule = named
    layer, props = data.draw(st.sampled_from(sorts(rule)))

    verdicts = [
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels=block(2, 7),
            layers={layer: drawing(cells, props)},
            attributes=concerned(rule),
        ).verdict
        for cells in (small, small | more)
    ]

    assert never_better(verdicts)


@about("distance")
@each(SOUGHT)
@few
@given(data=st.data(), places=st.lists(st.integers(1, WIDTH - 1), min_size=3, max_size=3))
def test_what_a_parcel_needs_never_hurts_by_coming_nearer(
    board: Connection, named: Named, data: Any, places: list[int]
) -> None:
    version, rule = named
    number = data.draw(st.integers(0, len(rule.targets) - 1))
    layer, props = sorts(rule)[number]
    reach = rule.targets[number].limits.deviates or rule.targets[number].limits.met

    found = [
        finding(
            board,
            version,
            rule,
            cell=reach / 3,
            layers={layer: drawing({(place, 0)}, props)},
            attributes=concerned(rule),
        )
        for place in sorted(places)
    ]

    assert never_better([one.verdict for one in found])
    assert [one.measured for one in found] == sorted(one.measured for one in found)


@about("overlap")
@each(DEMANDED)
@few
@given(data=st.data(), small=covered, more=squares)
def test_what_is_asked_for_never_hurts_by_growing(
    board: Connection, named: Named, data: Any, small: Cells, more: Cells
) -> None:
    version, rule = named
    layer, props = data.draw(st.sampled_from(sorts(rule)))

    verdicts = [
        finding(
            board,
            version,
            rule,
            parcels=block(1, WIDTH),
            layers={layer: drawing(cells, props)},
            attributes=concerned(rule),
        ).verdict
        for cells in (small | more, small)
    ]

    assert never_better(verdicts)


@about("net_area")
@each(STRIPS)
@few
@given(data=st.data(), cell=st.sampled_from([20.0, 80.0]), small=squares, more=squares)
def test_one_more_road_never_leaves_more(
    board: Connection, named: Named, data: Any, cell: float, small: Cells, more: Cells
) -> None:
    version, rule = named
    layer, props = data.draw(st.sampled_from(sorts(rule)))

    fewer, all_of_them = (
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels=block(2, 7),
            layers={layer: Drawing(grid=sheets, letters={"h": {"code": "any", **props}})},
            attributes=concerned(rule),
        )
        for sheets in ([grid(small, "h")], [grid(small, "h"), grid(more, "h")])
    )

    assert never_better([fewer.verdict, all_of_them.verdict])
    assert all_of_them.measured <= fewer.measured


@about("overlap")
@bounded
@given(
    name=st.sampled_from(sorted(OVERLAPS)),
    cell=cell,
    cut=st.integers(1, WIDTH - 1),
    hazard=squares,
    over=squares,
)
def test_the_parts_of_a_parcel_have_the_hits_of_the_whole(
    board: Connection, name: str, cell: float, cut: int, hazard: Cells, over: Cells
) -> None:
    version, rule = OVERLAPS[name]
    layer, props = sorts(rule)[0]
    sheets = Drawing(grid=[grid(hazard, "h"), grid(over, "h")], letters={"h": props})

    whole, left, right = (
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels=parcel,
            layers={layer: sheets},
            attributes=concerned(rule),
        ).evidence["area_m2"]
        for parcel in (block(0, WIDTH), block(0, cut), block(cut, WIDTH))
    )

    # Each of the three is rounded to a tenth.
    assert left + right == pytest.approx(whole, abs=0.151)
    assert whole == pytest.approx(len(hazard | over) * cell**2, abs=0.1)


@about("net_area")
@bounded
@given(
    name=st.sampled_from(sorted(STRIPS)),
    cell=st.sampled_from([10.0, 40.0]),
    cut=st.integers(1, WIDTH - 1),
    roads=squares,
    number=st.integers(0, 2),
)
def test_the_parts_of_a_parcel_have_left_what_the_whole_has(
    board: Connection, name: str, cell: float, cut: int, roads: Cells, number: int
) -> None:
    version, rule = STRIPS[name]
    layer, props = sorts(rule)[number]

    whole, left, right = (
        finding(
            board,
            version,
            rule,
            cell=cell,
            parcels=parcel,
            layers={layer: drawing(roads, {"code": "any", **props})},
            attributes=concerned(rule),
        ).evidence["area_m2"]
        for parcel in (block(0, WIDTH), block(0, cut), block(cut, WIDTH))
    )

    assert left + right == pytest.approx(whole, abs=0.151)
