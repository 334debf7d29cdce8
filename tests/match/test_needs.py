"""Needs nothing fulfilled are logged without anybody in them, once a day, for staff alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from areal.cli.needs import command
from areal.database import Role, connect
from areal.queries.match import Asked, Near, log_need
from areal.queries.match.need import need_values, quarter_end
from tests.support.databases import TestServer

ASKED = Asked(
    use="lager",
    min_m2=80_000,
    power_mw=900,
    near=(Near("hovedveg", "E16", 5_000), Near("godsterminal", "", 10_000)),
    utilities=("sewage", "water"),
    ready_by=date(2027, 5, 3),
    words=("hemmelig", "navn"),
    kommune=("3415", "3401"),
)


@pytest.fixture(scope="module", autouse=True)
def database(server: TestServer, sample_template: str) -> Iterator[None]:
    """Use a database of this file's own."""
    name = server.create(sample_template)
    with server.use(name):
        yield
    server.drop(name)


@pytest.fixture(autouse=True)
def clean(database: None) -> Iterator[None]:
    """Leave nothing in the log for the next test."""
    yield
    with connect(Role.OWNER) as owner:
        owner.execute(text("DELETE FROM areal.unmet_need"))


def rows() -> list[Any]:
    with connect(Role.APP) as connection:
        statement = text("SELECT day, asked FROM areal.unmet_need ORDER BY need_id")
        return list(connection.execute(statement))


def test_what_is_kept_has_no_words_no_weights_and_a_quarter_for_a_day() -> None:
    kept = need_values(ASKED)
    assert "hemmelig" not in json.dumps(kept)
    assert kept["ready_by"] == "2027-06-30"
    assert set(kept) == {
        "use", "min_m2", "power_mw", "near", "utilities", "ready_by", "kommune", "must",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2027, 1, 1), date(2027, 3, 31)),
        (date(2028, 2, 29), date(2028, 3, 31)),
        (date(2027, 4, 1), date(2027, 6, 30)),
        (date(2027, 9, 30), date(2027, 9, 30)),
        (date(2027, 12, 31), date(2027, 12, 31)),
    ],
)
def test_quarters(day: date, end: date) -> None:
    assert quarter_end(day) == end


def test_a_need_is_logged_once_a_day_whatever_the_order_it_was_asked_in() -> None:
    turned = Asked(
        use="lager",
        min_m2=80_000,
        power_mw=900,
        near=ASKED.near[::-1],
        utilities=("water", "sewage"),
        ready_by=date(2027, 6, 1),
        words=("andre", "ord"),
        kommune=("3401", "3415"),
        weights={**ASKED.weights, "use": 0},
    )
    assert log_need(ASKED, 500)
    assert not log_need(ASKED, 500)
    assert not log_need(turned, 500)
    assert log_need(Asked(power_mw=901), 500)
    assert [row.asked for row in rows()] == [need_values(ASKED), need_values(Asked(power_mw=901))]
    with connect(Role.OWNER) as owner:
        owner.execute(text("UPDATE areal.unmet_need SET day = day - 1"))
    assert log_need(ASKED, 500), "another day is another need"


def test_a_day_has_room_for_so_many() -> None:
    assert [log_need(Asked(power_mw=900 + step), 2) for step in range(4)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert len(rows()) == 2


def test_words_alone_are_no_need() -> None:
    assert not log_need(Asked(words=("hemmelig",)), 500)
    assert rows() == []


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        "text",
        {"use": "hemmelig"},
        {"use": None},
        {"words": ["hemmelig"]},
        {"min_m2": "80000"},
        {"min_m2": -1},
        {"min_m2": 1e12},
        {"power_mw": 9, "note": "Kari Nordmann"},
        {"kommune": ["0000"]},
        {"kommune": []},
        {"kommune": ["3415", "3415"]},
        {"utilities": ["gass"]},
        {"must": ["alt"]},
        {"ready_by": "i morgen"},
        {"verdict": "bra"},
        {"near": [{"target": "hovedveg", "code": "", "max_m": 1, "who": "Kari"}]},
        {"near": [{"target": "hjemme", "code": "", "max_m": 1}]},
        {"near": [{"target": "hovedveg", "code": "Kari Nordmann", "max_m": 1}]},
        {"near": []},
    ],
    ids=str,
)
def test_nothing_but_requirement_values_gets_through(value: Any) -> None:
    with connect(Role.PUBLIC) as public:
        public.execute(text("SET TRANSACTION READ WRITE"))
        with pytest.raises(DBAPIError) as refused:
            public.execute(
                text("SELECT published.log_unmet_need(cast(:asked AS jsonb), 500)"),
                {"asked": json.dumps(value)},
            )
        assert refused.value.orig.sqlstate in ("22023", "22P02")
        public.rollback()
    assert rows() == []


def test_the_public_can_neither_read_nor_write_the_log_itself() -> None:
    assert log_need(ASKED, 500)
    for statement in (
        "SELECT * FROM areal.unmet_need",
        "INSERT INTO areal.unmet_need (day, digest, asked) VALUES (now(), '', '{}')",
        "DELETE FROM areal.unmet_need",
    ):
        with connect(Role.PUBLIC) as public:
            public.execute(text("SET TRANSACTION READ WRITE"))
            with pytest.raises(ProgrammingError, match="permission denied"):
                public.execute(text(statement))
            public.rollback()


def test_staff_see_how_often_what_was_asked_for() -> None:
    log_need(ASKED, 500)
    log_need(Asked(use="lager", min_m2=40_000, kommune=("3415",)), 500)
    log_need(Asked(power_mw=900), 500)
    told = json.loads(CliRunner().invoke(command, ["--json"]).stdout)
    by = {(row["kommunenummer"], row["requirement"]): row for row in told}
    assert by["3415", "use lager"]["needs"] == 2
    assert by["3401", "use lager"]["needs"] == 1
    sizes = by["3415", "min_daa"]
    assert (sizes["least"], sizes["median"], sizes["most"]) == (40, 60, 80)
    assert by["3415", "near hovedveg E16"]["most"] == 5
    assert by["3415", "ready_by"]["latest"] == "2027-06-30"
    assert by[None, "power_mw"]["least"] == 900
    table = CliRunner().invoke(command, []).stdout
    assert "Sør-Odal" in table
    assert "hele regionen" in table
