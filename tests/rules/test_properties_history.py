"""What must hold of runs and of the history, whatever order things were stored or edited in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from areal.assess.run import check
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from tests.support.databases import TestServer
from tests.support.edits import Edit, broken_periods, delete, forget, put, set_value, state_of
from tests.support.shipped import shipped_strategy
from tests.support.tries import bounded

STRATEGY = shipped_strategy()


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
