"""A run that builds on another says, row by row, what a run that starts over says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from areal.assess.run import check
from areal.assess.stored import RunResult
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.strategy.load import StrategyFile
from tests.support.databases import TestServer
from tests.support.other_sql import answering, replace_sql
from tests.support.shipped import shipped_strategy

DAY = date(2026, 11, 1)
WHOLE = shipped_strategy()
#: One of each kind that measures otherwise, and the rules over the set.
CODES = ("R01", "R03", "R04", "R08", "R09", "R18", "R19", "R21", "R22", "S1", "S2")
SLUGS = ("slomarka-1", "slomarka-2", "norsenga-1", "granli-1", "rasta-1", "gaustad-1")

Step = Callable[[Connection, dict[str, Any]], None]


def strategy_of(changes: dict[str, float], without: frozenset[str] = frozenset()) -> StrategyFile:
    """Return the shipped strategy of a few rules, with the limits of some moved."""
    rules = []
    for rule in WHOLE.strategy.rules:
        if rule.code not in CODES or rule.code in without:
            continue
        if rule.code in changes and hasattr(rule, "limits"):
            limits = rule.limits.model_copy(update={"met": changes[rule.code], "deviates": None})
            rules.append(rule.model_copy(update={"limits": limits}))
        else:
            rules.append(rule)
    shown = f"{sorted(changes.items())} {sorted(without)}"
    return StrategyFile(WHOLE.strategy.model_copy(update={"rules": tuple(rules)}), text=shown)


def _parcel(assignment: str) -> Callable[[str, Any], Step]:
    def make(slug: str, value: Any) -> Step:
        def step(connection: Connection, told: dict[str, Any]) -> None:
            connection.execute(
                text(f"UPDATE areal.parcel SET {assignment} WHERE slug = :slug"),
                {"slug": slug, "value": value},
            )

        return step

    return make


def _layer_gone(layer: str) -> Step:
    def step(connection: Connection, told: dict[str, Any]) -> None:
        connection.execute(
            text("UPDATE areal.layer_version SET in_force = FALSE WHERE layer_id = :layer"),
            {"layer": layer},
        )

    return step


def _parcel_gone(slug: str) -> Step:
    def step(connection: Connection, told: dict[str, Any]) -> None:
        connection.execute(text("DELETE FROM areal.parcel WHERE slug = :slug"), {"slug": slug})

    return step


def _told(key: str, value: Any) -> Step:
    return lambda _, told: told.update({key: value})


def _limit(code: str, value: float) -> Step:
    return lambda _, told: told["limits"].update({code: value})


slugs = st.sampled_from(SLUGS)
steps = st.one_of(
    st.builds(_parcel("modenhet = :value"), slugs, st.sampled_from([None, 2, 5])),
    st.builds(_parcel("power_mw_now = :value"), slugs, st.sampled_from([None, 1.0, 20.0])),
    st.builds(_parcel("published = :value"), slugs, st.booleans()),
    st.builds(
        _parcel("geom = ST_Translate(geom, :value, 0)"), slugs, st.sampled_from([30.0, 900.0])
    ),
    st.builds(
        _parcel("site_id = (SELECT site_id FROM areal.site WHERE slug = :value)"),
        slugs,
        st.sampled_from(["granli", "slomarka"]),
    ),
    st.builds(_parcel_gone, slugs),
    st.builds(_layer_gone, st.sampled_from(["dyrka_mark", "hovedveg", "veg"])),
    st.builds(_told, st.just("day"), st.sampled_from([DAY, date(2027, 6, 1)])),
    st.builds(_limit, st.just("R09"), st.sampled_from([0.0, 3.0])),
    st.builds(_limit, st.just("R21"), st.sampled_from([1.0, 3.0])),
    st.builds(_told, st.just("without"), st.sampled_from([frozenset({"R19"}), frozenset({"S2"})])),
)


@pytest.fixture(scope="module")
def checked_once(server: TestServer, sample_template: str) -> Iterator[None]:
    """Use the sample, checked with the few rules."""
    name = server.create(sample_template)
    with server.use(name):
        with connect(Role.APP) as connection:
            _check(connection, {"limits": {}, "without": frozenset(), "day": DAY}, whole=True)
        yield
    server.drop(name)


def _check(connection: Connection, told: dict[str, Any], *, whole: bool = False) -> RunResult:
    file = strategy_of(told["limits"], told["without"])
    return check(
        connection,
        file,
        told["day"],
        rule_timeout_ms=60_000,
        whole=whole,
        parcels=told.get("parcels"),
    )


def _named(connection: Connection) -> list[int]:
    """Return the parcels that steps are about, for a check that is told which were edited."""
    ids = text("SELECT parcel_id FROM areal.parcel WHERE slug = ANY(:slugs) ORDER BY parcel_id")
    return list(connection.execute(ids, {"slugs": list(SLUGS)}).scalars())


def _rows(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    return [
        tuple(row)
        for table, columns in {
            "finding": "rule_code, parcel_id, kommunenummer, region_id, verdict, measured, unit, "
            "margin, evidence::text, ST_AsText(evidence_geom, 2)",
            "parcel_verdict": "parcel_id, overall, strip::text, digest::text",
            "run_figure": "kommunenummer, rule_code, verdict, findings, area_m2",
            "run_subject": "parcel_id, slug, digest::text",
        }.items()
        for row in connection.execute(
            text(
                f"SELECT '{table}', {columns} FROM areal.{table} WHERE run_id = :run "
                f"ORDER BY {columns}"
            ),
            {"run": run_id},
        )
    ]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    transactions=st.lists(st.lists(steps, min_size=1, max_size=3), min_size=1, max_size=2),
    named=st.booleans(),
)
def test_building_on_a_run_says_what_starting_over_says(
    checked_once: None, transactions: list[list[Step]], named: bool
) -> None:
    answers = []
    for anew in (False, True):
        told: dict[str, Any] = {"limits": {}, "without": frozenset(), "day": DAY}
        with connect(Role.OWNER) as connection:
            write_as(connection, "test")
            told["parcels"] = _named(connection) if named and not anew else None
            for transaction in transactions:
                for step in transaction:
                    step(connection, told)
                if not anew:
                    result = _check(connection, told)
            if anew:
                result = _check(connection, told, whole=True)
            answers.append(
                (result.findings_sha256, result.counts, _rows(connection, result.run_id))
            )
            connection.rollback()

    assert answers[0][2] == answers[1][2]
    assert answers[0] == answers[1]


@pytest.mark.usefixtures("sample_database")
def test_one_edited_parcel_leaves_every_other_row_alone() -> None:
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        connection.execute(text("UPDATE areal.parcel SET bya_percent = 1 WHERE slug = 'granli-1'"))
        edited = connection.execute(
            text("SELECT parcel_id FROM areal.parcel WHERE slug = 'granli-1'")
        ).scalar_one()
        result = check(connection, WHOLE, DAY, rule_timeout_ms=60_000, parcels=[edited])
        written = connection.execute(
            text(
                "SELECT count(*) FILTER (WHERE parcel_id IS NOT NULL) AS of_parcels, "
                "count(DISTINCT parcel_id) AS parcels FROM areal.finding_span "
                "WHERE since_run = :run"
            ),
            {"run": result.run_id},
        ).one()

    rules = sum(rule.subject_kind == "parcel" for rule in WHOLE.strategy.rules)
    assert result.fresh
    assert written.parcels == 1
    assert written.of_parcels == rules


@pytest.mark.usefixtures("sample_database")
def test_a_rule_that_fails_on_an_edited_parcel_keeps_no_other_from_being_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replace_sql(
        monkeypatch, "rules/overlap.sql", answering("1 / (r.subject_id - r.subject_id) = 0")
    )
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        edited = connection.execute(
            text(
                "UPDATE areal.parcel SET bya_percent = 2 WHERE slug = 'granli-1' "
                "RETURNING parcel_id"
            )
        ).scalar_one()
        result = check(connection, WHOLE, DAY, rule_timeout_ms=60_000, parcels=[edited])
        told = connection.execute(
            text(
                "SELECT rule_code, verdict, evidence ->> 'reason' AS reason FROM areal.finding "
                "WHERE run_id = :run AND parcel_id = :parcel"
            ),
            {"run": result.run_id, "parcel": edited},
        ).all()

    kinds = {rule.code: rule.sql_name for rule in WHOLE.strategy.rules}
    assert {row[1:] for row in told if kinds[row.rule_code] == "overlap"} == {
        ("error", "rule_failed")
    }
    assert {row.verdict for row in told if kinds[row.rule_code] == "attribute"} >= {"met"}
    assert len(told) == sum(rule.subject_kind == "parcel" for rule in WHOLE.strategy.rules)


@pytest.mark.usefixtures("sample_database")
def test_what_a_former_run_found_stays_what_it_found() -> None:
    with connect(Role.APP) as connection:
        first = connection.execute(text("SELECT run_id FROM areal.publication")).scalar_one()
        before = _rows(connection, first)
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        connection.execute(text("UPDATE areal.parcel SET modenhet = 1, bya_percent = 2"))
        check(connection, WHOLE, date(2027, 1, 1), rule_timeout_ms=60_000)
    with connect(Role.APP) as connection:
        assert _rows(connection, first) == before
