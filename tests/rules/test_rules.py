"""Every drawn case of every rule gets the verdict a planner would give it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import Connection, text

from areal.assess.snapshot import store_snapshot
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.layers.registry import read_registry
from areal.settings import ROOT
from areal.strategy.load import read_strategy
from areal.yaml_files import read_typed
from tests.support.databases import TestServer
from tests.support.drawn import ORIGIN, Case, CaseFile, verdict_of

FOLDER = Path(__file__).parent
GEO = ROOT / "data" / "geo"
STRATEGY = read_strategy(
    GEO / "strategies" / "kongsvingerregionen" / "2017.yaml", read_registry(GEO / "layers")
)
FILES = {path.stem: read_typed(path, CaseFile) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [
    pytest.param(file, case, id=f"{file.rule}: {case.name}")
    for file in FILES.values()
    for case in file.cases
]


@pytest.fixture(scope="module")
def drawing_board(server: TestServer, structure_template: str) -> Iterator[None]:
    """Use a database with two kommuner side by side, wide enough for any grid."""
    name = server.create(structure_template)
    x, y = ORIGIN
    with server.use(name):
        with connect(Role.APP) as connection:
            # Stored once, so that no case spends its time on it.
            store_snapshot(connection, STRATEGY)
            connection.execute(text("INSERT INTO areal.region VALUES ('region', 'R', 'R')"))
            connection.execute(
                text(
                    "INSERT INTO areal.boundary_version (source, source_version, licence, "
                    "attribution, checksum, in_force) VALUES ('t', 't', 't', 't', 't', TRUE)"
                )
            )
            for number, shift in (("3401", 0), ("3414", 90_000)):
                square = shapely.box(x + shift - 90_000, y - 90_000, x + shift, y + 90_000)
                connection.execute(
                    text("INSERT INTO areal.kommune VALUES (:n, :n, 'region')"), {"n": number}
                )
                connection.execute(
                    text(
                        "INSERT INTO areal.boundary (boundary_version_id, kommunenummer, geom, area_m2) "
                        "SELECT boundary_version_id, :n, "
                        "ST_Multi(ST_GeomFromText(:wkt, 25833)), 1 FROM areal.boundary_version"
                    ),
                    {"n": number, "wkt": square.wkt},
                )
        yield


@pytest.fixture
def board(drawing_board: None) -> Iterator[Connection]:
    """Return a transaction that is thrown away after the case."""
    with connect(Role.APP) as connection, connection.begin_nested() as case:
        write_as(connection, "test")
        yield connection
        case.rollback()


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case_gets_its_verdict(board: Connection, file: CaseFile, case: Case) -> None:
    found = verdict_of(board, file, case, STRATEGY)
    expect = case.expect

    assert found.verdict == expect.verdict, found
    if expect.measured is not None:
        assert found.measured == pytest.approx(expect.measured, rel=1e-3, abs=1e-3)
    if expect.margin is not None:
        assert found.margin == pytest.approx(expect.margin, rel=1e-3, abs=1e-3)
    if expect.unit is not None:
        assert found.unit == expect.unit
    if expect.drawn is not None:
        assert found.drawn.removeprefix("multi").removesuffix("string") == expect.drawn
    if expect.hits is not None:
        assert [hit.get("code") for hit in found.evidence.get("hits", [])] == expect.hits
    for key, value in expect.evidence.items():
        assert found.evidence.get(key) == value, (key, found.evidence)
    _numbers_agree_with_the_verdict(found)


def _numbers_agree_with_the_verdict(found: Any) -> None:
    """Refuse a number on the right side of the limit beside a deviation: nobody could explain it."""
    if found.margin is None or found.evidence.get("excused_by"):
        return
    if found.verdict == "met":
        assert found.margin >= 0
    if found.verdict == "deviates":
        assert found.margin < 0


def test_every_rule_of_the_strategy_has_cases() -> None:
    assert {rule.code for rule in STRATEGY.strategy.rules} == {f.rule for f in FILES.values()}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_cases_of_a_rule_show_what_it_can_tell_apart(file: CaseFile) -> None:
    rule = next(rule for rule in STRATEGY.strategy.rules if rule.code == file.rule)
    shown = {case.expect.verdict for case in file.cases}

    assert "met" in shown
    assert shown & {"deviates", "consider"}
    if rule.layers and rule.subject_kind == "parcel":
        assert {"not_mapped", "error"} <= shown
    if rule.applies_to:
        assert "not_relevant" in shown


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_cases_of_a_rule_have_names_of_their_own(file: CaseFile) -> None:
    names = [case.name for case in file.cases]

    assert len(set(names)) == len(names)
