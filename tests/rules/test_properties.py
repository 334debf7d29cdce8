"""What must hold of every parcel and every map, tried on drawn ones nobody thought of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from areal.assess.run import check
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from tests.support.databases import TestServer
from tests.support.drawn import Case, CaseFile, Drawing, Expected, shipped_strategy, verdict_of
from tests.support.edits import Edit, broken_periods, delete, forget, put, set_value, state_of

STRATEGY = shipped_strategy()
#: Rules that a feature of a code breaks, with what every parcel they concern must have.
HAZARDS = {
    "R07": ("sentrum", "1130", {"area_class": "C"}),
    "R09": ("dyrka_mark", "21", {}),
    "R10": ("dyrkbar_jord", "82", {}),
    "R11": ("myr", "60", {}),
    "R12": ("flom", "2100", {}),
    "R13": ("kvikkleire", "faresone", {}),
    "R14": ("natur", "stor", {}),
    "R15": ("kulturminner", "AUT", {}),
    "R16": ("bolig", "1110", {"area_class": "C"}),
}
#: Rules whose verdict rests on what a map says or does not say of the parcel.
MAPPED = {
    **{code: (layer, feature) for code, (layer, feature, _) in HAZARDS.items()},
    "R04": ("veg", "E16"),
    "R06": ("stasjon", "stasjon"),
    "R18": ("veg", "E16"),
}
WORSE = ("met", "consider", "deviates")
EVERYTHING = {"category": "regional", "permitted_activities": ["logistikk"]}
WIDTH, HEIGHT = 9, 4

bounded = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
cell = st.sampled_from([3.7, 10.0, 24.0])
square = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))
squares = st.sets(square, max_size=WIDTH * HEIGHT)
ALL = {(column, row) for column in range(WIDTH) for row in range(HEIGHT)}
#: Nearly everything, everything, or any squares: chance alone would never map a whole parcel.
covered = st.one_of(st.just(ALL), st.sets(square, max_size=3).map(ALL.difference), squares)


def grid(cells: set[tuple[int, int]], letter: str) -> str:
    """Return a grid with a letter in each of the cells."""
    return "\n".join(
        "".join(letter if (column, row) in cells else "." for column in range(WIDTH))
        for row in range(HEIGHT)
    )


def block(start: int, end: int) -> str:
    """Return a grid with a parcel from one column to before another, as high as the grid."""
    return grid({(c, r) for c in range(start, end) for r in range(HEIGHT)}, "P")


def finding(board: Connection, rule: str, **case: Any) -> Any:
    """Return what a rule says of a drawn case; nothing of the case stays."""
    file = CaseFile(rule=rule, cases=())
    drawn = Case(name="drawn", expect=Expected(verdict="any"), **case)
    with board.begin_nested() as thrown_away:
        found = verdict_of(board, file, drawn, STRATEGY)
        thrown_away.rollback()
    return found


@bounded
@given(
    rule=st.sampled_from(sorted(HAZARDS)),
    cell=cell,
    width=st.integers(1, 4),
    edge=st.integers(0, WIDTH),
    places=st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted),
)
def test_moving_a_parcel_towards_a_hazard_never_helps(
    board: Connection, rule: str, cell: float, width: int, edge: int, places: list[int]
) -> None:
    layer, code, attributes = HAZARDS[rule]
    hazard = grid({(c, r) for c in range(edge, WIDTH) for r in range(HEIGHT)}, "h")
    drawing = Drawing(grid=hazard, letters={"h": {"code": code}})

    before, after = (
        finding(
            board,
            rule,
            cell=cell,
            parcels=block(place, place + width),
            layers={layer: drawing},
            attributes=attributes,
        ).verdict
        for place in places
    )

    assert WORSE.index(after) >= WORSE.index(before)


@bounded
@given(rule=st.sampled_from(sorted(HAZARDS)), cell=cell, small=squares, more=squares)
def test_a_hazard_that_grows_never_helps(
    board: Connection,
    rule: str,
    cell: float,
    small: set[tuple[int, int]],
    more: set[tuple[int, int]],
) -> None:
    layer, code, attributes = HAZARDS[rule]

    before, after = (
        finding(
            board,
            rule,
            cell=cell,
            parcels=block(2, 7),
            layers={layer: Drawing(grid=grid(cells, "h"), letters={"h": {"code": code}})},
            attributes=attributes,
        ).verdict
        for cells in (small, small | more)
    )

    assert WORSE.index(after) >= WORSE.index(before)


@bounded
@given(
    rule=st.sampled_from(sorted(set(HAZARDS) - {"R16"})),
    cell=cell,
    cut=st.integers(1, WIDTH - 1),
    hazard=squares,
    over=squares,
)
def test_the_parts_of_a_parcel_have_the_hits_of_the_whole(
    board: Connection,
    rule: str,
    cell: float,
    cut: int,
    hazard: set[tuple[int, int]],
    over: set[tuple[int, int]],
) -> None:
    layer, code, attributes = HAZARDS[rule]
    drawing = Drawing(grid=[grid(hazard, "h"), grid(over, "h")], letters={"h": {"code": code}})

    whole, left, right = (
        finding(
            board,
            rule,
            cell=cell,
            parcels=parcel,
            layers={layer: drawing},
            attributes=attributes,
        ).evidence["area_m2"]
        for parcel in (block(0, WIDTH), block(0, cut), block(cut, WIDTH))
    )

    # Each of the three is rounded to a tenth.
    assert left + right == pytest.approx(whole, abs=0.151)
    assert whole == pytest.approx(len(hazard | over) * cell**2, abs=0.1)


@bounded
@given(
    rule=st.sampled_from(sorted(MAPPED)),
    cell=st.sampled_from([10.0, 200.0]),
    features=st.one_of(st.just(set()), squares),
    mapped=covered,
    more=covered,
)
def test_mapping_more_never_makes_what_was_settled_something_else(
    board: Connection,
    rule: str,
    cell: float,
    features: set[tuple[int, int]],
    mapped: set[tuple[int, int]],
    more: set[tuple[int, int]],
) -> None:
    layer, code = MAPPED[rule]
    attributes = {**EVERYTHING, "area_class": "A" if rule == "R06" else "C"}
    shape = grid(features, "h")
    props = {"h": {"code": code, "kategori": "E"}}

    before, after = (
        finding(
            board,
            rule,
            cell=cell,
            parcels=block(2, 7),
            layers={layer: Drawing(grid=shape, letters=props, coverage=grid(cells, "m"))},
            attributes=attributes,
        ).verdict
        for cells in (mapped, mapped | more)
    )

    assert before in {"not_mapped", after}


@pytest.fixture
def rearranged(server: TestServer, sample_template: str) -> Iterator[None]:
    """Use a copy of the sample in which the rows lie in another order and the run is gone."""
    name = server.create(sample_template)
    with server.use(name):
        with connect(Role.OWNER) as connection:
            write_as(connection, "test")
            connection.execute(text("DELETE FROM areal.publication"))
            connection.execute(text("DELETE FROM areal.run"))
            for table in ("parcel", "layer_feature", "layer_part", "layer_coverage"):
                connection.execute(
                    text(
                        f"CREATE TEMPORARY TABLE turned ON COMMIT DROP AS SELECT ctid AS row_id "
                        f"FROM areal.{table} WHERE {table.split('_')[-1]}_id % 3 = 0"
                    )
                )
                column = "label" if table == "parcel" else "geom"
                connection.execute(
                    text(
                        f"UPDATE areal.{table} SET {column} = {column} "
                        f"WHERE ctid IN (SELECT row_id FROM turned)"
                    )
                )
                connection.execute(text("DROP TABLE turned"))
        yield
    server.drop(name)


def test_the_same_check_says_the_same_whatever_order_the_rows_lie_in(
    server: TestServer, sample_template: str, rearranged: None
) -> None:
    published = (
        "SELECT r.findings_sha256, r.as_of "
        "FROM areal.publication AS p INNER JOIN areal.run AS r ON p.run_id = r.run_id"
    )
    with connect(Role.APP) as connection:
        again = check(connection, STRATEGY, date(2026, 11, 1), rule_timeout_ms=60_000)
        once_more = check(connection, STRATEGY, date(2026, 11, 1), rule_timeout_ms=60_000)
    with server.use(sample_template), connect(Role.APP) as connection:
        first = connection.execute(text(published)).one()

    assert first.as_of == date(2026, 11, 1)
    assert again.fresh
    assert again.findings_sha256 == first.findings_sha256
    assert not once_more.fresh
    assert once_more.findings_sha256 == first.findings_sha256


# ------------------------------------------------------------------------------ history

slugs = st.sampled_from(["a", "b"])
edits = st.one_of(
    st.builds(put, slugs),
    st.builds(set_value, slugs, st.just("modenhet"), st.integers(1, 5)),
    st.builds(set_value, slugs, st.just("label"), st.sampled_from(["Tomt 1", "Tomt 2"])),
    st.builds(set_value, slugs, st.just("price_nok_m2"), st.sampled_from([None, 250])),
    st.builds(delete, slugs),
)


@pytest.fixture
def one_site(drawing_board: None) -> Iterator[None]:
    """Use a catalogue of one site and, between the tries, no parcels."""
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        connection.execute(
            text(
                "INSERT INTO areal.site (slug, name, kommunenummer, category, area_class, "
                "highlights_nb, highlights_en, focus_areas, published) "
                "VALUES ('s', 's', '3401', 'lokal', 'B', '{}', '{}', '{}', TRUE)"
            )
        )
    yield
    with connect(Role.OWNER) as connection:
        write_as(connection, "test")
        forget(connection)
        connection.execute(text("DELETE FROM areal.site"))


@settings(bounded, max_examples=12)
@given(transactions=st.lists(st.lists(edits, min_size=1, max_size=3), min_size=2, max_size=6))
def test_as_of_a_moment_says_what_was_recorded_then(
    one_site: None, transactions: list[list[Edit]]
) -> None:
    recorded = []
    with connect(Role.OWNER) as connection:
        write_as(connection, "test")
        forget(connection)

    for transaction in transactions:
        with connect(Role.APP) as connection:
            write_as(connection, "test")
            for edit in transaction:
                edit(connection)
        with connect(Role.APP) as connection:
            moment = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            live = state_of(connection, "(SELECT to_jsonb(p) FROM areal.parcel AS p)")
            recorded.append((moment, live))

    with connect(Role.APP) as connection:
        for moment, live in recorded:
            assert state_of(connection, "areal.parcel_as_of(:moment)", moment=moment) == live
        assert broken_periods(connection) == 0
