"""What the public sees, and the revision that tells when it changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from areal.assess.publish import publish
from areal.assess.strategies import check_day, run_check, strategy_file
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.errors import NotFound
from areal.ingest.folder import load_folder
from areal.settings import ROOT

pytestmark = pytest.mark.usefixtures("sample_database")


def _revision() -> int:
    with connect(Role.PUBLIC) as public:
        return int(public.execute(text("SELECT revision FROM revision")).scalar_one())


def _write(statement: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, "test")
        app.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE areal.parcel SET price_nok_m2 = 1, price_public = TRUE WHERE parcel_id = 1",
        "UPDATE areal.site SET description_nb = 'Ny tekst' WHERE site_id = 1",
        "UPDATE areal.verification SET verified_on = '2026-10-31'",
        "DELETE FROM areal.restriction",
        "UPDATE areal.layer SET title_nb = 'Ny' WHERE layer_id = 'myr'",
        "UPDATE areal.code SET label_nb = 'Ny' WHERE list = 'market'",
    ],
)
def test_revision_moves_once_with_a_change_the_public_can_see(statement: str) -> None:
    before = _revision()
    _write(statement)
    assert _revision() == before + 1


def test_revision_stands_still_when_nothing_changes() -> None:
    before = _revision()
    _write("UPDATE areal.parcel SET label = label")
    load_folder(ROOT / "data" / "geo", author="test")
    with connect(Role.APP) as app:
        day = check_day(app)
        result = run_check(app, strategy_file(None, day), day, lambda _: None)
        assert not result.fresh
        assert not publish(app, result.run_id, "test").changed
    assert _revision() == before


def test_publishing_another_run_is_one_step_and_can_be_taken_back() -> None:
    before = _revision()
    with connect(Role.APP) as app:
        old = app.execute(text("SELECT run_id FROM areal.publication")).scalar_one()
        day = check_day(app) + timedelta(days=400)
        result = run_check(app, strategy_file(None, day), day, lambda _: None)
        assert result.fresh
        assert publish(app, result.run_id, "test").revision == before + 1
        assert publish(app, old, "test").revision == before + 2
    with connect(Role.PUBLIC) as public:
        assert public.execute(text("SELECT run_id FROM revision")).scalar_one() == old


def test_a_run_that_is_not_finished_can_not_be_published() -> None:
    with connect(Role.APP) as app, pytest.raises(NotFound, match="999"):
        publish(app, 999, "test")


def test_a_grant_is_laid_over_a_deviation_and_ends_with_its_date() -> None:
    with connect(Role.APP) as app:
        parcel, rule = app.execute(
            text(
                "SELECT parcel_id, rule_code FROM areal.finding WHERE verdict = 'deviates' "
                "AND parcel_id IS NOT NULL ORDER BY parcel_id, rule_code LIMIT 1"
            )
        ).one()
    insert = (
        "INSERT INTO areal.deviation_grant (strategy_id, parcel_id, rule_code, body, case_ref, "
        "decided_on, valid_until, reason) VALUES ('kongsvingerregionen/2017', "
        f"{parcel}, '{rule}', 'Kommunestyret', 'KS 12/26', '2026-01-10', '%s', 'Grunn')"
    )
    seen = (
        "SELECT verdict, grant_case FROM published.finding "
        f"WHERE parcel_id = {parcel} AND rule_code = '{rule}'"
    )
    for until, expected in (("2026-10-31", None), ("2027-12-31", "KS 12/26")):
        _write(insert % until)
        with connect(Role.PUBLIC) as public:
            assert tuple(public.execute(text(seen)).one()) == ("deviates", expected)
